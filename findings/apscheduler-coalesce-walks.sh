#!/usr/bin/env bash
# APScheduler 3.11.3: a job that ticks each second, with coalesce=True, works through every second that was
# missed before it runs its one time, inside the event loop.
#
# Behaviour: "coalesce" is what one sets so that a late job runs once and not once for each missed time. The
# scheduler still asks the trigger for every missed time, one after the other, keeps them all in a list, and
# takes the last. AsyncIOScheduler does that on the loop's thread. So the price of one run grows with the gap:
# a clock put right, a machine that slept, a job store that was read after a holiday.
# Seen: an hour late: 3,602 questions to the trigger; a day late: 86,402; one run each. The loop stood still
# about 20 times as long for the day (over a second on a small machine), and the peak of memory was about 20
# times as high. Ten days cost ten times the day.
# Why it matters: a gateway's heartbeat lives on that loop. After a night of sleep the connection is lost to a
# tick that had nothing to do.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check apscheduler==3.11.3
"$dir/venv/bin/python" - <<'PY'
import asyncio
import time
import tracemalloc
from datetime import datetime, timedelta, timezone

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger


class CountedTrigger(IntervalTrigger):
    asked = 0

    def get_next_fire_time(self, previous, now):
        CountedTrigger.asked += 1
        return super().get_next_fire_time(previous, now)


async def late_by(gap):
    """How often the trigger was asked, how often the job ran, how long the loop stood still, bytes at the peak."""
    CountedTrigger.asked, ran = 0, []
    scheduler = AsyncIOScheduler(timezone=timezone.utc)

    async def tick():
        ran.append(CountedTrigger.asked)
        scheduler.pause()

    scheduler.add_job(tick, CountedTrigger(seconds=1, timezone=timezone.utc), coalesce=True, misfire_grace_time=None,
                      next_run_time=datetime.now(timezone.utc) - gap)
    longest, last = 0.0, time.perf_counter()
    tracemalloc.start()
    scheduler.start()
    while not ran:
        await asyncio.sleep(0.001)
        longest, last = max(longest, time.perf_counter() - last), time.perf_counter()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    scheduler.shutdown()
    return ran[0], len(ran), longest, peak


async def main():
    hour, day = await late_by(timedelta(hours=1)), await late_by(timedelta(days=1))
    print("an hour late:", hour[0], "questions,", hour[1], "run; a day late:", day[0], "questions,", day[1], "run")
    print(f"the day is {day[2] / hour[2]:.0f} times the wait ({day[2]:.2f} s), {day[3] / hour[3]:.0f} times the memory")
    assert hour[1] == day[1] == 1
    assert 3600 <= hour[0] <= 3610
    assert 86400 <= day[0] <= 86410
    assert day[2] > 5 * hour[2]
    assert day[3] > 5 * hour[3]


asyncio.run(main())
PY
