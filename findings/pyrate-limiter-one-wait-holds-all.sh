#!/usr/bin/env bash
# pyrate-limiter 4.5.1: under asyncio, a wait for one key holds up every other key, also one that has room, and also
# who asked not to wait at all. Between threads it does not.
#
# Behaviour: a limiter with a bucket for each key, made as its README shows. try_acquire_async takes one lock of the
# whole limiter before it looks at any bucket, and keeps it while it sleeps for a full one. `blocking=False` stands
# in line for that lock like the rest. try_acquire had the same fault between threads until June 2026; what was
# written when that was mended says that the asynchronous path is not affected.
# Seen, key "a" full for two seconds and somebody waiting for it; seconds until key "b", never used, lets somebody in:
# threads 0.0; asyncio 1.96; asyncio with blocking=False 1.96.
# Why it matters: one limiter with a key for each channel is how a bot keeps Discord's pace. The first channel that is
# full makes all the others wait for as long as it is, one after another, and "non-blocking" calls hang with them.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check pyrate-limiter==4.5.1
cat > "$dir/keys.py" <<'PY'
import asyncio
import threading
import time

from pyrate_limiter import BucketFactory, InMemoryBucket, Limiter, MonotonicClock, Rate, RateItem


class ForEachKey(BucketFactory):
    """One place in two seconds for each key."""

    def __init__(self):
        self.clock, self.known = MonotonicClock(), {}

    def wrap_item(self, name, weight=1):
        return RateItem(name, self.clock.now(), weight=weight)

    def get(self, item):
        if item.name not in self.known:
            self.known[item.name] = self.create(InMemoryBucket, [Rate(1, 2000)])
        return self.known[item.name]


def in_threads():
    """Seconds that "b" took."""
    limiter = Limiter(ForEachKey())
    limiter.try_acquire("a")
    waits = threading.Thread(target=limiter.try_acquire, args=("a",))
    waits.start()
    time.sleep(0.1)
    began = time.monotonic()
    assert limiter.try_acquire("b")
    took = time.monotonic() - began
    waits.join()
    limiter.close()
    return took


async def in_tasks(**how):
    """Seconds that "b" took."""
    limiter = Limiter(ForEachKey())
    await limiter.try_acquire_async("a")
    waits = asyncio.create_task(limiter.try_acquire_async("a"))
    await asyncio.sleep(0.1)
    began = time.monotonic()
    assert await limiter.try_acquire_async("b", **how)
    took = time.monotonic() - began
    await waits
    limiter.close()
    return took


def told(took):
    return "at once" if took < 0.5 else "after the other's wait" if took > 1.5 else took


print("threads:", told(in_threads()))
print("asyncio:", told(asyncio.run(in_tasks())))
print("asyncio, not to wait:", told(asyncio.run(in_tasks(blocking=False))))
PY
seen=$("$dir/venv/bin/python" "$dir/keys.py")
echo "$seen"
[ "$seen" = "threads: at once
asyncio: after the other's wait
asyncio, not to wait: after the other's wait" ]
