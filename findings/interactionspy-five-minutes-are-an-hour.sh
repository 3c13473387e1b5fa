#!/usr/bin/env bash
# interactions.py 5.16.0 (discord-py-interactions): a task for every five minutes does nothing for 65 minutes in the
# night when clocks go back, and runs thirteen times at once in the night when they go forward.
#
# Behaviour: IntervalTrigger is documented as "every set interval", with no word of a clock. It adds the interval to a
# naive datetime of the machine's zone, and waits for as long as that is from datetime.now(). Where the clock goes
# back the next time lies an hour and five minutes off; where it goes forward twelve runs are late at the same moment,
# and as nothing waits for a run to end, all of them are begun together.
# Seen with TZ in Central Europe, the longest pause between two runs in minutes, and the most runs within a second:
#   a night of September: 5 and 1    25 October 2026: 65 and 1    28 March 2027: 5 and 13
# With TZ=UTC all three nights are 5 and 1. The clock is moved by time-machine wherever the loop would wait.
# Why it matters: "look for who is still waiting, every five minutes" stands still for an hour of one night, when
# people who cannot sleep write, and in spring asks the same question thirteen times at once. A container has UTC and
# shows nothing of it; a Raspberry Pi at home does.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check discord-py-interactions==5.16.0 time-machine==3.6.0
cat > "$dir/nights.py" <<'PY'
import asyncio
from collections import Counter
from datetime import datetime, timedelta, timezone

import time_machine
from interactions import IntervalTrigger, Task


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


def night(*day):
    """The longest pause in minutes, and the most runs within a second, in the six hours from 22:00 UTC."""
    ran = []

    async def six_hours():
        @Task.create(IntervalTrigger(minutes=5))
        async def look():
            ran.append(datetime.now(timezone.utc))

        look.start()
        await asyncio.sleep(6 * 3600)
        look.stop()

    began = datetime(*day, 22, tzinfo=timezone.utc).timestamp()  # a datetime would move the zone as well
    with time_machine.travel(began, tick=False) as wall:
        loop = MovedClock(wall)
        asyncio.set_event_loop(loop)
        loop.run_until_complete(six_hours())
        loop.close()
    pauses = [(later - earlier).total_seconds() / 60 for earlier, later in zip(ran, ran[1:])]
    return round(max(pauses)), max(Counter(moment.replace(microsecond=0) for moment in ran).values())


print("September", *night(2026, 9, 12), "| October", *night(2026, 10, 24), "| March", *night(2027, 3, 27))
PY
look() { TZ="$1" "$dir/venv/bin/python" "$dir/nights.py"; }
expect() { echo "$1: $3"; [ "$2" = "$3" ]; }
expect "Central Europe" "September 5 1 | October 65 1 | March 5 13" "$(look CET-1CEST,M3.5.0,M10.5.0/3)"
expect "UTC" "September 5 1 | October 5 1 | March 5 1" "$(look UTC0)"
