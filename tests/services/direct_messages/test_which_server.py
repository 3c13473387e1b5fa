"""In which server somebody means it who presses in direct messages."""

import pytest

from bot.domain.errors import OutOfDate, TryAgain
from bot.domain.ids import UserId
from bot.services import membership, retention, timers
from bot.services.direct_messages import which_server
from bot.services.ports import Standing, Unsure
from tests.services.scene import ASKER, DAY, GUILD, LISTENER, OTHER, Scene


async def known(scene: Scene, user: UserId = ASKER) -> str:
    """Somebody used the bot in the server: the token of their button for it."""
    await membership.note_use(scene.ctx, user, GUILD)
    (way,) = (await which_server.to_listen_in(scene.ctx, user)).found
    assert way.guild == GUILD
    return way.token


async def test_a_token_stays_the_same(scene: Scene) -> None:
    """Buttons that stand for long go on working."""
    token = await known(scene)
    scene.clock.advance(DAY)
    assert await known(scene) == token
    assert await which_server.behind(scene.ctx, ASKER, token) == GUILD


async def test_a_token_is_of_one_person(scene: Scene) -> None:
    """Nobody else learns where it leads, nor has the same one."""
    token = await known(scene)
    assert await known(scene, OTHER) != token
    for user, wrong in ((OTHER, token), (ASKER, "t" * 22)):
        with pytest.raises(OutOfDate):
            await which_server.behind(scene.ctx, user, wrong)


async def test_a_listener_is_known_however_long_ago_they_used_it(scene: Scene) -> None:
    """They may only ever have answered offers since, in direct messages."""
    await scene.join(LISTENER)
    scene.clock.advance(100 * DAY)
    await timers.fire_due_timers(scene.ctx)
    await retention.purge_expired(scene.ctx)
    assert await scene.count("known_server") == 0
    (way,) = (await which_server.to_listen_in(scene.ctx, LISTENER)).found
    assert way.guild == GUILD


async def test_whoever_never_used_it_has_no_server(scene: Scene) -> None:
    """Nor is anything noted of them."""
    assert not (await which_server.to_listen_in(scene.ctx, ASKER)).found
    assert await scene.count("known_server") == 0


@pytest.mark.parametrize("standing", [Standing.GONE, Standing.TIMED_OUT])
async def test_a_server_that_one_may_not_act_in_is_not_offered(
    scene: Scene, standing: Standing
) -> None:
    """Whoever left, was banned, or is timed out."""
    await known(scene)
    scene.messenger.standings[GUILD, ASKER] = standing
    assert not (await which_server.to_listen_in(scene.ctx, ASKER)).found


async def test_without_an_answer_of_discord_nothing_is_guessed(scene: Scene) -> None:
    """It says that it can be tried again."""
    await known(scene)
    scene.messenger.fail(GUILD, Unsure())
    with pytest.raises(TryAgain):
        await which_server.to_listen_in(scene.ctx, ASKER)
