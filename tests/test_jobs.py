import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from bot.jobs import ticking
from tests.patience import PATIENCE

BEAT = 0.02
ROOT = Path(__file__).parent.parent


class WallClock(tzinfo):
    """The machine's clock as somebody sets it: `ahead` of the true time, or behind it.

    From its `turns`th look on it is `turned` further ahead.
    """

    def __init__(self, turns: int = 0, turned: timedelta = timedelta()) -> None:
        self.ahead = timedelta()
        self._looks, self._turns, self._turned = 0, turns, turned

    def fromutc(self, moment: datetime) -> datetime:
        """What it shows at a true moment."""
        self._looks += 1
        turned = self._turned if self._turns and self._looks >= self._turns else timedelta()
        return moment + self.ahead + turned

    def utcoffset(self, _: datetime | None) -> timedelta:
        """It is set wrong; its zone is UTC."""
        return timedelta()

    dst = utcoffset

    def tzname(self, _: datetime | None) -> str:
        """Its name."""
        return "UTC"


class Counter:
    """Counts its ticks."""

    def __init__(self) -> None:
        self.ticks = 0
        self._more = asyncio.Condition()

    async def tick(self) -> None:
        """Count."""
        self.ticks += 1
        async with self._more:
            self._more.notify_all()

    async def more(self, ticks: int) -> None:
        """Wait for so many more ticks; give up after a few seconds."""
        wanted = self.ticks + ticks
        async with asyncio.timeout(PATIENCE), self._more:
            await self._more.wait_for(lambda: self.ticks >= wanted)


@asynccontextmanager
async def counting(clock: WallClock) -> AsyncIterator[Counter]:
    """A scheduler on this clock, with one tick that is counted."""
    counter = Counter()
    async with ticking({counter.tick: BEAT}, clock):
        yield counter


@pytest.mark.parametrize(
    "step",
    [
        *[timedelta(seconds=-2), timedelta(minutes=-10), timedelta(days=-9000)],
        *[timedelta(seconds=2), timedelta(hours=1), timedelta(days=20000)],
    ],
    ids=str,
)
async def test_a_clock_that_is_set_changes_nothing(step: timedelta) -> None:
    """Back or forward, by seconds or from 1970 to today: no tick is left out, none comes twice."""
    clock, loop = WallClock(), asyncio.get_running_loop()
    async with counting(clock) as counter:
        await counter.more(2)
        clock.ahead += step
        before, began = counter.ticks, loop.time()
        await counter.more(5)
        assert counter.ticks - before <= (loop.time() - began) / BEAT + 1


@pytest.mark.parametrize("look", range(1, 16))
async def test_a_clock_that_is_set_back_at_any_moment_stops_nothing(look: int) -> None:
    """Also between a tick's being ordered and the scheduler's look for what is due."""
    async with counting(WallClock(look, timedelta(minutes=-10))) as counter:
        await counter.more(8)
        assert counter.ticks >= 8


async def test_a_slow_tick_is_never_run_twice_at_a_time_and_holds_up_no_other() -> None:
    """What waits for Discord must not pile up."""
    counter, running, most = Counter(), 0, 0

    async def slow() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(4 * BEAT)
        running -= 1

    async with ticking({slow: BEAT, counter.tick: BEAT}):
        await counter.more(12)
    assert most == 1


async def test_a_tick_that_fails_comes_again() -> None:
    """One bad moment ends nothing."""
    counter = Counter()

    async def failing() -> None:
        await counter.tick()
        raise OSError

    async with ticking({failing: BEAT}):
        await counter.more(3)
    assert counter.ticks >= 3


async def test_nothing_ticks_afterwards() -> None:
    """What is left running would use a database that is closed."""
    async with counting(WallClock()) as counter:
        await counter.more(1)
    ticks = counter.ticks
    await asyncio.sleep(3 * BEAT)
    assert counter.ticks == ticks


COUNTING_ALOUD = """
import asyncio
from bot.jobs import ticking

async def tick():
    print("tick", flush=True)

async def main():
    async with ticking({tick: 0.05}):
        await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_a_process_that_was_stopped_goes_on_where_it_was() -> None:
    """A laptop that slept, a debugger, SIGSTOP: one tick for all that were missed, then as ever."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", COUNTING_ALOUD), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            await process.stdout.readline()
            os.kill(process.pid, signal.SIGSTOP)
            await asyncio.sleep(1)  # twenty beats
            os.kill(process.pid, signal.SIGCONT)
            began = asyncio.get_running_loop().time()
            for _ in range(8):
                assert await process.stdout.readline() == b"tick\n"
        # one may have been written before it stopped, one was missed: six beats are left
        assert asyncio.get_running_loop().time() - began > 5 * 0.05
    finally:
        process.kill()
        await process.wait()
