#!/usr/bin/env bash
# python-dateutil 2.9.0.post0, its newest release, beside tzdata 2026.6: an hour wrong in five cities in December
# 2026, and a zone that does not exist, wherever the machine has no time zone database of its own.
#
# Behaviour: the `tzdata` package is what one installs for Windows and for small images, and zoneinfo takes it.
# dateutil.tz.gettz looks at the machine and then at an archive of 2024 inside itself, never at that package.
# A zone that is newer than the archive comes back as None, and astimezone(None) is the machine's zone, no error.
# Seen for 15 December 2026, 12:00 UTC, zoneinfo / dateutil: Vancouver 05:00 / 04:00, Edmonton 06:00 / 05:00,
# Winnipeg 07:00 / 06:00, Havana 08:00 / 07:00, Casablanca 12:00 / 13:00; America/Coyhaique 09:00 / None.
# A machine without a database is made by emptying dateutil's list of places to look.
# Why it matters: pinning tzdata looks like the cure for old zones, and libraries that parse dates bring dateutil
# along; the same member is then asked "how was your evening" an hour early by one half of the program.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check python-dateutil==2.9.0.post0 tzdata==2026.6
"$dir/venv/bin/python" - <<'PY'
from datetime import datetime, timezone
from zoneinfo import ZoneInfo, reset_tzpath

import dateutil.tz

reset_tzpath([])
dateutil.tz.tz.TZPATHS.clear()
MOMENT = datetime(2026, 12, 15, 12, tzinfo=timezone.utc)
SEEN = {"America/Vancouver": (5, 4), "America/Edmonton": (6, 5), "America/Winnipeg": (7, 6),
        "America/Havana": (8, 7), "Africa/Casablanca": (12, 13), "America/Coyhaique": (9, None),
        "Europe/Berlin": (13, 13)}

for name, expected in SEEN.items():
    theirs = dateutil.tz.gettz(name)
    hours = MOMENT.astimezone(ZoneInfo(name)).hour, theirs and MOMENT.astimezone(theirs).hour
    print(name, *hours)
    assert hours == expected, name
PY
