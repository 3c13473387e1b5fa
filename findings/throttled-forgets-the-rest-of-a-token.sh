#!/usr/bin/env bash
# throttled-py 3.5.0: its token bucket, which it takes when none is named, refuses somebody who stays at three
# quarters of the rate; so does its leaking bucket. Its sliding window lets the same calls in.
#
# Behaviour: what has flowed back since the last call is rounded down to whole tokens, and the clock of the bucket is
# set to now each time that somebody is let in. What was there of the next token is thrown away. At ten a minute a
# token takes six seconds: a call after five brings nothing back, one after eleven a single token, and the five
# seconds that were left over of both are gone. The bucket can only fall, however long that goes on.
# Seen, 10 a minute, an hour of calls five and eleven seconds apart in turn (7.5 a minute), let in of 450:
# token bucket 342, leaking bucket 342, sliding window 450. The first refusal is the 20th call, after 149 seconds.
# The clock is moved by time-machine.
# Why it matters: a limit per person is set so that nobody meets it who behaves in an ordinary way, and people do not
# tap evenly. Somebody who is told to slow down, far below the limit that the rules name, believes it is about them.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check throttled-py==3.5.0 time-machine==3.6.0
cat > "$dir/hour.py" <<'PY'
from datetime import datetime, timedelta, timezone

import time_machine
from throttled import MemoryStore, Throttled, per_min

START = datetime(2026, 11, 3, 12, tzinfo=timezone.utc)


def hour(using):
    """How many of the 450 calls of an hour are let in, and the first that is not."""
    seen = []
    with time_machine.travel(START, tick=False) as clock:
        limiter = Throttled(key="somebody", quota=per_min(10), store=MemoryStore(), **using)
        for call in range(450):
            seen.append(not limiter.limit().limited)
            clock.shift(timedelta(seconds=11 if call % 2 else 5))
    return sum(seen), seen.index(False) + 1 if False in seen else None


print("none named:", *hour({}))
for name in ("token_bucket", "leaking_bucket", "sliding_window"):
    print(f"{name}:", *hour({"using": name}))
PY
seen=$("$dir/venv/bin/python" "$dir/hour.py")
echo "$seen"
[ "$seen" = 'none named: 342 20
token_bucket: 342 20
leaking_bucket: 342 20
sliding_window: 450 None' ]
