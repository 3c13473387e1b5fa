"""What goes out while Discord refuses too much, and what does afterwards."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ids import UserId
from bot.domain.notices import Notice, NoticeKind, Priority
from bot.services.delivery.outbox_loop import OutboxLoop
from bot.services.ports import NotBefore
from bot.services.requests import AT_MOST, ONE_EVERY, WINDOW, RefusedRequest, Requests
from bot.storage.store import Tables
from tests.patience import PATIENCE
from tests.services.scene import ASKER, LISTENER, Scene, saying

SECOND = timedelta(seconds=1)
SHUT_OUT = RefusedRequest(429, by_discord=False, retry_after=30.0)
READERS = [UserId(30_000 + number) for number in range(5)]


class Clock:
    """Seconds that pass as they are told to, for the breaker alone."""

    seconds = 1000.0

    def now(self) -> float:
        """Since whenever."""
        return self.seconds


@pytest.fixture
def clock(still_scene: Scene) -> Clock:
    """That of the breaker of a scene in which two people talk."""
    clock = Clock()
    still_scene.ctx = replace(still_scene.ctx, requests=Requests(clock.now))
    still_scene.delivery = OutboxLoop(still_scene.ctx)
    return clock


async def until(scene: Scene, holds: Callable[[], bool]) -> None:
    """Let the outbox look until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            scene.delivery.wake()
            await asyncio.sleep(0.01)


async def broadcast(scene: Scene, priority: Priority) -> None:
    """Something for each reader that nobody waits for."""
    await scene.have_written(*READERS)

    async def work(tables: Tables) -> None:
        for reader in READERS:
            person = await tables.people.meet(reader)
            notice = Notice(NoticeKind.NOTHING_OPEN, None, person, priority=priority)
            await scene.ctx.say(tables, notice)

    await scene.store.transaction(work)


def read(scene: Scene) -> list[NoticeKind]:
    """What the readers of a broadcast have."""
    return [kind for reader in READERS for kind in scene.kinds_to(reader)]


async def test_words_go_out_one_by_one_and_the_rest_afterwards(
    still_scene: Scene, clock: Clock
) -> None:
    """In their order, each once; what comes on a schedule waits, and so do signs."""
    scene, breaker = still_scene, still_scene.ctx.requests.breaker
    await scene.talk()
    await scene.deliver()
    before = len(scene.messenger.signs)
    for _ in range(AT_MOST):
        breaker.refused(RefusedRequest(403))
    clock.seconds += ONE_EVERY
    await broadcast(scene, Priority.SCHEDULED)
    async with saying(scene.delivery):
        for number in range(3):
            await scene.write(ASKER, str(number))
        for number in range(3):
            await until(scene, lambda n=number: len(scene.words_to(LISTENER)) > n)  # type: ignore[misc]
            scene.delivery.wake()
            await asyncio.sleep(0.05)
            assert len(scene.words_to(LISTENER)) == number + 1
            clock.seconds += ONE_EVERY
        assert (read(scene), len(scene.messenger.signs)) == ([], before)
        clock.seconds += WINDOW
        await scene.delivery.drain()
    assert scene.words_to(LISTENER) == ["0", "1", "2"]
    assert read(scene) == [NoticeKind.NOTHING_OPEN] * len(READERS)
    assert len(scene.messenger.signs) == before + 3


async def test_words_go_before_what_nobody_waits_for_while_it_is_slow(
    still_scene: Scene, clock: Clock
) -> None:
    """A broadcast goes out one by one, too, once no words are left."""
    scene = still_scene
    await scene.talk()
    await scene.deliver()
    for _ in range(AT_MOST):
        scene.ctx.requests.breaker.refused(RefusedRequest(429))
    clock.seconds += ONE_EVERY
    await broadcast(scene, Priority.BROADCAST)
    for number in range(3):
        await scene.write(ASKER, str(number))
    order = [str(number) for number in range(3)] + [NoticeKind.NOTHING_OPEN] * len(READERS)
    async with saying(scene.delivery):
        for number in range(1, len(order) + 1):
            await until(
                scene,
                lambda n=number: [*scene.words_to(LISTENER), *read(scene)] == order[:n],  # type: ignore[misc]
            )
            # while that is noted no others come in its lane, and a broadcast would go first
            await until(scene, lambda: not scene.delivery._under_way)
            clock.seconds += ONE_EVERY
    assert [*scene.words_to(LISTENER), *read(scene)] == order


async def test_nothing_goes_out_while_this_address_is_shut_out(
    still_scene: Scene, clock: Clock
) -> None:
    """Words neither; no attempt of them is noted, and then they come in order."""
    scene = still_scene
    await scene.talk()
    scene.ctx.requests.breaker.refused(SHUT_OUT)
    before = len(scene.messenger.tried)
    async with saying(scene.delivery):
        for number in range(3):
            await scene.write(ASKER, str(number))
            scene.delivery.wake()
            await asyncio.sleep(0.02)
        assert len(scene.messenger.tried) == before
        assert await scene.rows("SELECT 1 FROM outbox WHERE attempts > 0") == []
        clock.seconds += 31
        await scene.delivery.drain()
    assert scene.words_to(LISTENER) == ["0", "1", "2"]


async def test_a_time_that_discord_names_is_waited_for(scene: Scene) -> None:
    """Not a moment less, and then in order; the writer sees nothing of it."""
    await scene.talk()
    before = scene.kinds_to(ASKER)
    scene.messenger.fail(LISTENER, NotBefore(119.5))
    for number in range(3):
        await scene.write(ASKER, str(number))
    await scene.deliver()
    tried = len(scene.messenger.tried)
    for _ in range(119):
        await scene.pass_time(SECOND)
    assert (scene.words_to(LISTENER), len(scene.messenger.tried)) == ([], tried)
    await scene.pass_time(SECOND)
    assert (scene.words_to(LISTENER), scene.kinds_to(ASKER)) == (["0", "1", "2"], before)


async def test_signs_go_before_what_comes_on_a_schedule(still_scene: Scene) -> None:
    """However much of that waits: the pace would leave them no place otherwise."""
    scene = still_scene
    await scene.talk()
    slow = scene.ctx.settings.delivery.model_copy(update={"messages_per_second": 50})
    settings = scene.ctx.settings.model_copy(update={"delivery": slow})
    scene.ctx = replace(scene.ctx, settings=settings)
    scene.delivery = OutboxLoop(scene.ctx)
    for _ in range(10):
        await broadcast(scene, Priority.SCHEDULED)
    before, left = len(scene.messenger.signs), [0]
    async with saying(scene.delivery):
        await until(scene, lambda: len(read(scene)) > 1)
        await scene.write(ASKER, "Hello?")
        await until(scene, lambda: len(scene.messenger.signs) > before)
        left[0] = 10 * len(READERS) - len(read(scene))
        await scene.delivery.drain()
    assert left[0] > len(READERS), "it waited until the schedule was through"
    assert len(read(scene)) == 10 * len(READERS)
