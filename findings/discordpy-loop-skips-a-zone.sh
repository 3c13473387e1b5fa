#!/usr/bin/env bash
# discord.py 2.7.1: a tasks.loop at 8:00 in Auckland and 9:00 in Los Angeles never runs in Los Angeles.
#
# Behaviour: the `time` of a loop may be a list of times with zones. discord.py sorts the list by what the
# clocks read, takes the first time that is still to come on its own zone's clock, and waits for that, though
# another one of the list comes sooner. Nothing is logged; the docs promise the exact times that were given.
# Seen in ten days of November: 10 runs at 8:00 in Auckland, 0 in Los Angeles. Alone, Los Angeles gets its 10.
# The clock is moved by time-machine wherever the loop would wait, so that ten days take no time.
# Why it matters: one loop with "the morning of each of our zones" is how bots send daily check-ins, and a whole
# coast gets none, for good, while a test in one zone, or with other hours, passes.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check discord.py==2.7.1 time-machine==3.6.0 tzdata==2026.6
"$dir/venv/bin/python" - <<'PY'
import asyncio
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import time_machine
from discord.ext import tasks

AUCKLAND, LOS_ANGELES = ZoneInfo("Pacific/Auckland"), ZoneInfo("America/Los_Angeles")
START = datetime(2026, 11, 3, 12, tzinfo=timezone.utc)


class MovedClock(asyncio.SelectorEventLoop):
    """Moves the wall clock by as long as the loop would have slept, and a millisecond."""

    def __init__(self, wall):
        super().__init__()
        self.passed = timedelta()
        wait = self._selector.select

        def select(timeout):
            step = timedelta(seconds=timeout or 0) + timedelta(milliseconds=1)
            self.passed += step
            wall.shift(step)
            return wait(0)

        self._selector.select = select

    def time(self):
        return self.passed.total_seconds()


def runs(times):
    """When the loop ran in ten days, as aware datetimes in UTC."""
    ran = []

    async def ten_days():
        @tasks.loop(time=times)
        async def daily():
            ran.append(datetime.now(timezone.utc))

        daily.start()
        await asyncio.sleep(10 * 86400)
        daily.cancel()

    with time_machine.travel(START, tick=False) as wall:
        loop = MovedClock(wall)
        asyncio.set_event_loop(loop)
        loop.run_until_complete(ten_days())
        loop.close()
    return ran


def at(ran, zone, hour):
    return sum(moment.astimezone(zone).hour == hour for moment in ran)


both = runs([time(8, tzinfo=AUCKLAND), time(9, tzinfo=LOS_ANGELES)])
alone = runs(time(9, tzinfo=LOS_ANGELES))
print("both given: Auckland", at(both, AUCKLAND, 8), "Los Angeles", at(both, LOS_ANGELES, 9))
print("alone: Los Angeles", at(alone, LOS_ANGELES, 9))
assert at(both, AUCKLAND, 8) == 10
assert at(both, LOS_ANGELES, 9) == 0
assert at(alone, LOS_ANGELES, 9) == 10
PY
