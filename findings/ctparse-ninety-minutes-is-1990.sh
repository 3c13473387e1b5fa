#!/usr/bin/env bash
# ctparse 0.3.6: "in 90 min" is the year 1990, "12:30 am" is half past noon.
#
# Behaviour: "min" after a number is no unit to it, only "minutes" is; so of "in 90 min" it keeps "90", takes it for
# a year, and answers with the whole of 1990: a date without month, day or hour, and no sign that something was left
# out. "in 45 min" is 1945. And "am" is taken off 12 as off any hour: "12:30 am" is read as 12:30, "12 am" as noon.
# Seen on 29 November 2026, 17:30: in 90 min -> 1990, in 90 minutes -> 90 minutes, 12:30 am -> 30 November, 12:30.
# Why it matters: "in 90 min" is how people say when to be reminded or called back. A job that lies 36 years back
# is run at once or thrown away as too late, by the scheduler's rule, and nobody sees why.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check \
  ctparse==0.3.6 python-dateutil==2.9.0.post0 regex==2026.11.19 tqdm==4.70.1
"$dir/venv/bin/python" -W ignore - <<'PY'
from datetime import datetime

from ctparse import ctparse

NOW = datetime(2026, 11, 29, 17, 30)


def read(text):
    found = ctparse(text, ts=NOW).resolution
    print(f"{text:14} {found}")
    return found


for text, year in ("in 90 min", 1990), ("in 45 min", 1945):
    found = read(text)
    assert (found.year, found.month, found.day, found.hour) == (year, None, None, None)
spelled_out = read("in 90 minutes")
assert (spelled_out.value, spelled_out.unit.value) == (90, "minutes")
half_past = read("12:30 am")
assert (half_past.day, half_past.hour, half_past.minute) == (30, 12, 30)
twelve = read("12 am")
assert (twelve.hour, twelve.minute) == (12, 0)
PY
