"""Whoever was blocked learns nothing, from what they receive and from what they see."""

import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest

from bot.domain.asks import AskKind
from bot.domain.ids import UserId
from bot.services.aftercare import same_listener, thanks
from bot.services.asks import drafts, posting
from bot.services.blocks import blocking
from bot.services.conversations import ending
from bot.services.moderation import overview
from bot.services.offers import acceptance
from tests.services.blocks.two_people import ACROSS, WHO, blocked, offers_to, on_duty
from tests.services.scene import (
    ASKER,
    ASKS,
    DAY,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    Scene,
    here,
    playing,
)


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything."""
    return still_scene


Then = Callable[[Scene], Awaitable[None]]


async def nothing_more(_: Scene) -> None:
    """It is over."""


async def thanked(scene: Scene) -> None:
    """The asker says thanks, as they would."""
    await thanks.thank(scene.ctx, ASKER, scene.after_button(ASKER), "Thank you!")
    await scene.deliver()


async def asked_again(scene: Scene) -> None:
    """The asker asks for the same listener, and then for anybody."""
    token = scene.after_button(ASKER)
    same = await same_listener.get_way_back(scene.ctx, ASKER, token)
    await drafts.draft(scene.ctx, here(ASKER), "Again.", "", same.token)
    await scene.posted(ASKER)


async def received(
    folder: Path, who: UserId, then: Then, *, block: bool, open_now: bool
) -> list[str]:
    """Everything that the other side and the channel receive, with tokens and nonces, each in its
    order: which of the two is served first is chance."""
    async with playing(folder, reminding=False) as scene:
        await scene.join(LISTENER)
        await scene.talk()
        await scene.write(who, "Only this.")
        await scene.pass_time(HOUR)
        if not open_now:
            await scene.end(who)
        if block:
            await blocking.block(scene.ctx, who, scene.end_button(who))
        elif open_now:
            await ending.end_own(scene.ctx, who, scene.end_button(who))
        await scene.deliver()
        await then(scene)
        for _ in range(3):
            await scene.pass_time(DAY)
        seen = {int(ACROSS[who]), int(ASKS)}
        log = [sent for sent in scene.messenger.log if int(sent.channel) in seen]
        edits = [out for out, place in scene.messenger.edited if int(place.channel) in seen]
        log.sort(key=lambda sent: sent.channel)
        return [*map(repr, log), *sorted(map(repr, edits))]


def without_chance(log: list[str]) -> list[str]:
    """Without random ids: chance gave one more away where somebody was blocked."""
    return [re.sub(r"'\w{22}'", "''", one) for one in log]


@WHO
@pytest.mark.parametrize("open_now", [True, False])
async def test_the_other_side_receives_the_same_as_without(
    tmp_path: Path, who: UserId, *, open_now: bool
) -> None:
    """Byte for byte, whether it ended by that or was over."""
    ways = [
        await received(tmp_path / str(block), who, nothing_more, block=block, open_now=open_now)
        for block in (True, False)
    ]
    assert ways[0] == ways[1]
    assert len(ways[0]) >= 3


@pytest.mark.parametrize("then", [thanked, asked_again])
async def test_a_blocked_asker_is_answered_the_same_afterwards(tmp_path: Path, then: Then) -> None:
    """Thanks and asking again read the same, and stand in the channel the same."""
    ways = [
        await received(tmp_path / str(block), LISTENER, then, block=block, open_now=True)
        for block in (True, False)
    ]
    assert without_chance(ways[0]) == without_chance(ways[1])
    assert len(ways[0]) >= 5


@pytest.mark.parametrize("kind", AskKind)
async def test_an_ask_of_somebody_who_blocked_stands_in_no_channel(
    tmp_path: Path, kind: AskKind
) -> None:
    """Else the other would see a post that they can never take. The preview says so. What somebody
    shows to the whole channel they do show."""
    small: Mapping[str, Mapping[str, object]] = {
        "small_servers": {"members_below": 0, "listeners_below": 0}
    }
    async with playing(tmp_path, small, reminding=False) as scene:
        await scene.setup(GUILD, ASKS, open_asks=True)
        await scene.join(LISTENER)
        await blocked(scene, ASKER)
        posts, is_open = len(scene.messenger.said(ASKS)), kind is AskKind.OPEN
        preview = await scene.draft()
        assert not preview.shown
        preview = await drafts.choose(scene.ctx, here(ASKER), preview.draft.id, kind)
        assert preview.shown is is_open
        await posting.post(scene.ctx, here(ASKER), preview.draft.id)
        await scene.pass_time(HOUR)
        assert len(scene.messenger.said(ASKS)) == posts + is_open


async def test_an_ask_of_somebody_who_was_blocked_stands_there_as_ever(scene: Scene) -> None:
    """They would see that it does not."""
    await blocked(scene, LISTENER)
    posts = len(scene.messenger.said(ASKS))
    preview = await scene.draft()
    assert preview.shown
    await scene.posted()
    assert len(scene.messenger.said(ASKS)) == posts + 1


@pytest.mark.parametrize(("who", "counted"), [(ASKER, 0), (LISTENER, 1)])
async def test_an_ask_that_stands_nowhere_counts_for_no_moderator(
    scene: Scene, who: UserId, counted: int
) -> None:
    """Whether it waits or somebody talks: one who was blocked may be a moderator."""
    await blocked(scene, who)
    await scene.ask()
    await on_duty(scene, OTHER)
    await scene.pass_time(HOUR / 60)
    assert (await overview.get_standing(scene.ctx, GUILD)).health.waiting == counted
    await acceptance.accept_offered(scene.ctx, OTHER, offers_to(scene, OTHER)[-1])
    assert (await overview.get_standing(scene.ctx, GUILD)).health.talking == counted
