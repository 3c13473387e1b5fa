"""What keeps somebody out, and what they read who are kept out."""

from datetime import timedelta

import pytest

from bot.domain.ids import NOBODY, GuildId, UserId
from bot.domain.moderation import ActionKind, ModeratorAction
from bot.domain.moderation_errors import BannedHere, PausedHere
from bot.services import restrictions
from bot.storage.store import Tables
from tests.services.moderation.test_actions import act, known
from tests.services.scene import ASKER, DAY, ELSEWHERE, GUILD, HOUR, LISTENER, Scene, here

WEEK = timedelta(days=7)


async def held(scene: Scene) -> ModeratorAction | None:
    """What keeps the asker out now."""
    return await scene.read(lambda on: restrictions.held_by(scene.ctx, on, here(ASKER)))


async def kept_out(scene: Scene, user: UserId, guild: GuildId = GUILD) -> bool:
    """Whether somebody is, who is known by their tag."""

    async def work(tables: Tables) -> bool:
        person = await tables.people.meet(user)
        return await restrictions.keeps_out(scene.ctx, tables, person, guild)

    return await scene.store.transaction(work)


@pytest.mark.parametrize("shorter_first", [True, False])
@pytest.mark.parametrize("as_listener", [True, False])
async def test_of_two_pauses_the_longer_one_counts(
    scene: Scene, shorter_first: bool, as_listener: bool
) -> None:
    """Whichever came first, and whichever of the two numbers it is for."""
    await scene.join(ASKER)
    lengths = [HOUR, WEEK] if shorter_first else [WEEK, HOUR]
    for length in lengths:
        listens = as_listener is (length == WEEK)
        await act(scene, await known(scene, listens=listens), ActionKind.PAUSE, length)
        scene.clock.advance(timedelta(seconds=1))
    found = await held(scene)
    assert found is not None
    assert found.until is not None
    assert found.until > scene.clock.now() + DAY


async def test_a_ban_counts_more_than_any_pause(scene: Scene) -> None:
    """It has no end."""
    await scene.join(ASKER)
    await act(scene, await known(scene), ActionKind.PAUSE, WEEK)
    await act(scene, await known(scene, listens=True), ActionKind.BAN)
    found = await held(scene)
    assert found is not None
    assert found.kind is ActionKind.BAN


async def test_whoever_is_paused_reads_until_when_and_where_it_says_why(scene: Scene) -> None:
    """The token leads to the words, and to an appeal."""
    await act(scene, await known(scene), ActionKind.PAUSE, DAY)
    found = await held(scene)
    assert found is not None
    refused = restrictions.refusal(found)
    assert isinstance(refused, PausedHere)
    assert (refused.token, refused.values) == (found.id, {"until": scene.clock.now() + DAY})


async def test_whoever_is_banned_reads_where_it_says_why(scene: Scene) -> None:
    """No end is named, where there is none."""
    await act(scene, await known(scene), ActionKind.BAN)
    found = await held(scene)
    assert found is not None
    refused = restrictions.refusal(found)
    assert type(refused) is BannedHere
    assert (refused.token, refused.values) == (found.id, {})


async def test_somebody_known_by_their_tag_is_kept_out_in_that_server_alone(scene: Scene) -> None:
    """And nobody else is."""
    await act(scene, await known(scene), ActionKind.BAN)
    assert await kept_out(scene, ASKER)
    assert not await kept_out(scene, ASKER, ELSEWHERE)
    assert not await kept_out(scene, LISTENER)


async def test_nobody_is_kept_out_who_is_nobody(scene: Scene) -> None:
    """An ask whose asker erased themselves has no one to look up."""
    await act(scene, await known(scene), ActionKind.BAN)
    assert not await scene.read(lambda on: restrictions.keeps_out(scene.ctx, on, NOBODY, GUILD))
