#!/usr/bin/env bash
# babel 2.19.0 beside tzdata 2026.6: one moment of December 2026 is "11:00 PST" in Los Angeles and "12:00 PST" in
# Vancouver; the same in Edmonton beside Denver and in Winnipeg beside Chicago, in every language.
#
# Behaviour: since this year these provinces keep their summer's offset all year round, and tzdata calls it standard
# time, MST in Vancouver. babel takes the clock from tzinfo and the name from CLDR, which still files the city under
# Pacific; as nothing is daylight saving, the name is "Pacific Standard Time", eight hours behind, beside a clock
# that is seven behind. Both halves are right by their own tables, and together they are an hour off. There is no
# warning, and "ZZZZ" (GMT-07:00) of the same call is right.
# Seen for 15 December 2026, 19:00 UTC, "HH:mm z": Los Angeles 11:00 PST, Vancouver 12:00 PST; Denver 12:00 MST,
# Edmonton 13:00 MST; Chicago 13:00 CST, Winnipeg 14:00 CST. German: "Nordamerikanische Westküsten-Normalzeit".
# Why it matters: "they listen from 20:00 PST" is read by people of both cities in one server, and each comes at
# another hour. An offset or a place says it rightly; the zone's name does not, and tests with Los Angeles pass.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check babel==2.19.0 tzdata==2026.6
"$dir/venv/bin/python" - <<'PY'
from datetime import datetime, timezone
from zoneinfo import ZoneInfo, reset_tzpath

from babel.dates import format_datetime

reset_tzpath([])  # the pinned package alone, whatever the machine has
MOMENT = datetime(2026, 12, 15, 19, tzinfo=timezone.utc)
SEEN = {
    "America/Los_Angeles": ("11:00 PST", "GMT-08:00"),
    "America/Vancouver": ("12:00 PST", "GMT-07:00"),
    "America/Denver": ("12:00 MST", "GMT-07:00"),
    "America/Edmonton": ("13:00 MST", "GMT-06:00"),
    "America/Chicago": ("13:00 CST", "GMT-06:00"),
    "America/Winnipeg": ("14:00 CST", "GMT-05:00"),
}
for zone, expected in SEEN.items():
    there = MOMENT.astimezone(ZoneInfo(zone))
    said = tuple(format_datetime(there, how, locale="en") for how in ("HH:mm z", "ZZZZ"))
    print(zone, there.strftime("%z %Z"), *said)
    assert said == expected, (zone, said)
west = {format_datetime(MOMENT.astimezone(ZoneInfo(zone)), "zzzz", locale="de") for zone in list(SEEN)[:2]}
print(west)
assert west == {"Nordamerikanische Westküsten-Normalzeit"}
PY
