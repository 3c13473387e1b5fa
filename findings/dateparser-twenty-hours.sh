#!/usr/bin/env bash
# dateparser 1.5.0, told that the text is French: "20h30" is half past eight tonight, "20h" is yesterday.
#
# Behaviour: "20h" is how French writes eight in the evening. Without minutes dateparser takes it for a length
# of twenty hours, and a length without "in" for one that lies behind. With a day before it, "demain 20h"
# becomes tomorrow at this time and twenty hours more: the day after tomorrow.
# Seen at noon of Saturday 28 November: 20h30 -> Saturday 20:30; 20h -> Friday 16:00; demain 20h -> Monday 08:00;
# with PREFER_DATES_FROM=future 20h -> Sunday 08:00; "à 20h" alone is right.
# Why it matters: a reader of times that was tried with "20h30" passes, and the first round hour that somebody
# types is off by half a day or more, without an error.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check dateparser==1.5.0
"$dir/venv/bin/python" -W ignore - <<'PY'
from datetime import datetime

import dateparser

NOON = datetime(2026, 11, 28, 12)


def read(text, **settings):
    moment = dateparser.parse(text, languages=["fr"], settings={"RELATIVE_BASE": NOON, **settings})
    print(f"{text:12} {settings or ''} -> {moment:%A %d %H:%M}")
    return moment


assert read("20h30") == datetime(2026, 11, 28, 20, 30)
assert read("20h") == datetime(2026, 11, 27, 16)
assert read("20h", PREFER_DATES_FROM="future") == datetime(2026, 11, 29, 8)
assert read("demain 20h") == datetime(2026, 11, 30, 8)
assert read("à 20h") == datetime(2026, 11, 28, 20)
PY
