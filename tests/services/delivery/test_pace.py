"""Places in the second: what says how long nothing may go out beside words is right."""

import asyncio
import random
from bisect import bisect_left
from collections.abc import Callable
from typing import Any

from bot.config import Settings
from bot.services.delivery.pace import BEYOND, BURST, Pace
from tests.simulation.loop import SeededLoop


async def test_it_is_quiet_once_nothing_that_went_out_counts_any_more() -> None:
    """Not before, and then without asking again and again."""
    pace = Pace(20)
    assert pace.until_quiet() == 0.0
    assert pace.has_room()
    for _ in range(BURST):
        assert pace.has_room()
        await pace.acquire()
    assert not pace.has_room()
    await asyncio.sleep(pace.until_room())
    assert pace.has_room()
    wait = pace.until_quiet()
    assert 0 < wait <= BURST / 20
    await asyncio.sleep(wait)
    assert pace.until_quiet() == 0.0
    assert pace.has_room()


async def test_whoever_sends_it_each_request_takes_one_place() -> None:
    """One that was taken for a task is for its first request; each further one, and each that
    somebody else sends, takes another."""
    taken = list[str]()

    class Counted(Pace):
        async def acquire(self) -> None:
            """Count it."""
            taken.append("one")
            await super().acquire()

    pace = Counted(1000)

    async def two_requests() -> None:
        await pace.request_begins()
        await pace.request_begins()

    await pace.acquire()
    task = asyncio.create_task(two_requests())
    pace.belongs_to(task)
    await task
    assert len(taken) == 2
    await two_requests()
    assert len(taken) == 4


def test_no_second_has_more_than_discord_allows() -> None:
    """With the pace that is the default, and room for what arrives closer together."""
    pace = Settings().delivery.messages_per_second
    assert pace + BEYOND < 50
    assert pace >= 0.95 * 50


class WakesLate(SeededLoop):
    """As on a real machine, whoever sleeps is woken some milliseconds too late."""

    def call_at(  # type: ignore[override]  # as in the class above it
        self, when: float, callback: Callable[..., object], *args: Any, **kwargs: Any
    ) -> asyncio.TimerHandle:
        """At a moment, or a little later."""
        return super().call_at(when + self._chance.uniform(0, 0.005), callback, *args, **kwargs)


def test_late_wakers_cost_no_places() -> None:
    """What goes out is 95 in 100 of Discord's limit all the same, and no second has more than that:
    whoever is woken late, or waits for the database for some milliseconds, catches up."""
    chance = random.Random(1)  # noqa: S311 - it is to be repeated

    async def sent() -> list[float]:
        loop, pace, went = asyncio.get_running_loop(), Pace(48), list[float]()

        async def one() -> None:
            await asyncio.sleep(chance.uniform(0, 0.04))
            await pace.request_begins()
            went.append(loop.time())

        tasks = list[asyncio.Task[None]]()
        while loop.time() < 60:
            await pace.acquire()
            tasks.append(asyncio.create_task(one()))
            pace.belongs_to(tasks[-1])
            await asyncio.sleep(0.05 if len(tasks) % 48 == 0 else 0)
        await asyncio.gather(*tasks)
        return sorted(went)

    loop = WakesLate(chance)  # type: ignore[abstract]  # as what it is a kind of
    went = loop.play(sent())
    assert len(went) / went[-1] >= 0.95 * 50
    assert most_in_a_second(went) <= 49


def test_processes_that_share_the_token_share_the_pace() -> None:
    """All of them together have no more in any second than one alone, also in that in which it is
    shared; and who is alone again has all of it."""

    async def sent(processes: int) -> list[float]:
        loop, pace, went = asyncio.get_running_loop(), Pace(48), list[float]()
        pace.shared_by(processes)
        while loop.time() < 20:
            if loop.time() > 10:
                pace.shared_by(1)
            await pace.request_begins()
            went.append(loop.time())
        return went

    for processes in (2, 3, 5, 16):
        loop = WakesLate(random.Random(processes))  # type: ignore[abstract]  # noqa: S311
        went = loop.play(sent(processes))
        shared, alone = [at for at in went if at < 10], [at for at in went if at > 11]
        assert processes * most_in_a_second(shared) <= 48
        assert len(shared) >= 0.9 * 48 / processes * 10 - 5
        assert most_in_a_second(alone) > 40


def most_in_a_second(went: list[float]) -> int:
    """How many went out in any second."""
    return max(bisect_left(went, at + 1) - began for began, at in enumerate(went))
