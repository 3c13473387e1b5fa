"""The outbox loop: nothing stops it, and nothing makes it a storm."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.ids import ChannelId, UserId
from bot.domain.notices import NoticeKind
from bot.services.conversations import ending
from bot.services.offers import acceptance
from bot.services.ports import Closed, Outgoing
from tests.patience import PATIENCE
from tests.services.interrupted import Interrupted
from tests.services.scene import (
    ASKER,
    CROWD,
    DAY,
    LISTENER,
    OTHER,
    STRANGER,
    Scene,
    here,
    saying,
)

SECOND = timedelta(seconds=1)


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything, however long it takes."""
    return still_scene


async def test_broadcasts_that_hang_do_not_hold_up_a_conversation(scene: Scene) -> None:
    """Discord lets forty messages wait; the words of a conversation are said all the same."""
    await scene.talk()
    for number in range(40):
        await scene.ask(UserId(30_000 + number))
    await scene.deliver()
    said = asyncio.Event()

    async def hang(outgoing: Outgoing) -> None:
        if outgoing.notice.kind is NoticeKind.WORDS:
            said.set()
        else:
            await asyncio.Event().wait()

    scene.clock.advance(DAY)
    await scene.tick()
    scene.speak_through(Interrupted(hang))
    async with saying(scene.delivery):
        await asyncio.sleep(0.2)
        await scene.write(ASKER, "Hello?")
        async with asyncio.timeout(PATIENCE):
            await said.wait()
    assert said.is_set()


async def test_one_slow_lane_holds_up_no_other(scene: Scene) -> None:
    """Somebody's message hangs; everybody else's is said."""
    await scene.talk()
    await scene.talk(STRANGER, OTHER)
    said = asyncio.Event()

    async def hang(outgoing: Outgoing) -> None:
        if outgoing.channel == ChannelId(LISTENER):
            await asyncio.Event().wait()
        said.set()

    scene.speak_through(Interrupted(hang))
    await scene.write(ASKER, "hangs")
    await scene.write(STRANGER, "goes on")
    async with saying(scene.delivery), asyncio.timeout(PATIENCE):
        await said.wait()
    assert scene.words_to(OTHER) == ["goes on"]


async def test_an_error_that_nobody_planned_for_stops_nothing(scene: Scene) -> None:
    """The others are said at once, the one itself when it is tried again."""
    await scene.talk()
    await scene.talk(STRANGER, OTHER)
    broken = [True]

    async def sometimes(outgoing: Outgoing) -> None:
        if broken[0] and outgoing.channel == ChannelId(LISTENER):
            raise LookupError

    messenger = Interrupted(sometimes)
    scene.speak_through(messenger)
    await scene.write(ASKER, "breaks something")
    await scene.write(STRANGER, "goes on")
    await scene.deliver()
    assert scene.words_to(OTHER) == ["goes on"]
    broken[0] = False
    await scene.pass_time(SECOND)
    assert scene.words_to(LISTENER) == ["breaks something"]


@pytest.mark.parametrize(
    "damage", ["words_sealed = x'00'", "notice = 'of a later version'"], ids=["sealed", "kind"]
)
async def test_one_damaged_notice_does_not_stop_the_others(scene: Scene, damage: str) -> None:
    """It cannot be opened; everybody else is still written to."""
    await scene.talk()
    await scene.talk(STRANGER, OTHER)
    await scene.write(ASKER, "damaged")
    await scene.change_rows(f"UPDATE outbox SET {damage}")  # noqa: S608 - words of ours
    await scene.write(STRANGER, "goes on")
    async with saying(scene.delivery):
        await asyncio.sleep(0.3)
    assert scene.words_to(OTHER) == ["goes on"]


async def test_a_look_that_fails_does_not_end_the_loop(scene: Scene) -> None:
    """For a moment the outbox cannot be read, as with a failing disk; then everything goes on."""
    await scene.talk()
    async with saying(scene.delivery):
        await scene.change_rows("ALTER TABLE outbox RENAME TO away")
        for _ in range(5):
            scene.delivery.wake()
            await asyncio.sleep(0.02)
        await scene.change_rows("ALTER TABLE away RENAME TO outbox")
        await scene.write(ASKER, "Hello?")
        await asyncio.sleep(1.3)
    assert scene.words_to(LISTENER) == ["Hello?"]


async def test_what_cannot_be_planned_is_no_storm(scene: Scene) -> None:
    """Each attempt is a refusal that Discord counts, and ten thousand of them ban the bot."""
    button = await scene.posted()
    scene.messenger.fail(LISTENER, *[Closed()] * 1000)
    await acceptance.accept(scene.ctx, here(LISTENER), button)
    await scene.change_rows("UPDATE ask SET words_sealed = x'00'")
    before = len(scene.messenger.tried)
    async with saying(scene.delivery):
        await asyncio.sleep(0.3)
    assert len(scene.messenger.tried) - before <= 2


async def test_what_is_dropped_while_it_is_picked_is_harmless(scene: Scene) -> None:
    """An entry that was erased meanwhile leaves nothing behind."""
    await scene.talk()
    await scene.join(*CROWD[:1])
    await ending.end_own(scene.ctx, ASKER, scene.end_button(ASKER))
    await scene.change_rows("DELETE FROM ask")
    await scene.deliver()
    assert await scene.count("outbox") == 0
