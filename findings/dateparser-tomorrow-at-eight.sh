#!/usr/bin/env bash
# dateparser 1.5.0: "tomorrow at 8" is tomorrow at whatever time it is now; "monday at 8" is a day in August.
#
# Behaviour: an hour without minutes or am/pm after a relative day is dropped without a word, in English,
# German, Spanish and Italian alike; after the name of a weekday the same hour is read as a month.
# Seen at noon of 28 November 2026: tomorrow at 8 -> 29 November 12:00; morgen um 8, mañana a las 8 and
# domani alle 8 -> the same; monday at 8 -> 28 August 00:00; tomorrow at 8:00 -> 29 November 08:00.
# parsedatetime 2.6 is wrong in its own way, with nine o'clock and with noon; recurrent 0.4.1, little known and
# built on it, reads both as 08:00.
# Why it matters: "remind me tomorrow at 8" is the commonest thing anybody types, the answer looks like a date,
# and a test at eight in the morning passes.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check dateparser==1.5.0 parsedatetime==2.6 recurrent==0.4.1
"$dir/venv/bin/python" -W ignore - <<'PY'
from datetime import datetime

import dateparser
import recurrent
from parsedatetime import Calendar

NOON = datetime(2026, 11, 28, 12)


def read(text, language):
    moment = dateparser.parse(text, languages=[language], settings={"RELATIVE_BASE": NOON})
    print(f"{text:18} -> {moment:%d %B %H:%M}")
    return moment


TOMORROW_AT_8 = {"en": "tomorrow at 8", "de": "morgen um 8", "es": "mañana a las 8", "it": "domani alle 8"}
for language, text in TOMORROW_AT_8.items():
    assert read(text, language) == datetime(2026, 11, 29, 12)
assert read("monday at 8", "en") == datetime(2026, 8, 28)
assert read("tomorrow at 8:00", "en") == datetime(2026, 11, 29, 8)
others = {text: (Calendar().parseDT(text, NOON)[0].hour, recurrent.parse(text, now=NOON).hour)
          for text in ("tomorrow at 8", "monday at 8")}
print("hours by parsedatetime and recurrent:", others)
assert others == {"tomorrow at 8": (9, 8), "monday at 8": (12, 8)}
PY
