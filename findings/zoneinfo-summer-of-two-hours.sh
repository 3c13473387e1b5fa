#!/usr/bin/env bash
# Python's zoneinfo with tzdata 2026.6: a law for November 2026 turned the daylight saving of Inuvik's summers of
# 2007 to 2026, long over, from one hour into two. pytz of the same release of the same data still says one.
#
# Behaviour: America/Inuvik stays on -06:00 for good after the summer of 2026. Compiled files of zones hold
# offsets and a flag, no amount of daylight saving. zoneinfo infers it for each listed offset from what stood
# beside it where it first appears: in 1979, when Inuvik went from Pacific winter straight to Mountain summer.
# As long as the file ended in a yearly rule, the summers since 2007 came from that rule, with one hour; the rule
# is gone now, and they get the two hours of 1979. The offsets themselves are all right.
# Seen for 15 July of 2010 and 2026, hours of dst() and what is left as standard time:
#   zoneinfo, tzdata 2025.2: 1 and -7     zoneinfo, tzdata 2026.6: 2 and -8     pytz 2026.6: 1 and -7
# Edmonton, with the same clock and the same law, keeps its one hour.
# Why it matters: "standard offset = utcoffset() - dst()" is the usual way to name a zone or to pair people by
# it; an update for the future moves a town by an hour there, for twenty years back, and no test of offsets sees it.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check pytz==2026.6
"$dir/venv/bin/pip" install -qq --disable-pip-version-check --target "$dir/before" tzdata==2025.2
"$dir/venv/bin/pip" install -qq --disable-pip-version-check --target "$dir/after" tzdata==2026.6
cat > "$dir/summers.py" <<'PY'
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, reset_tzpath

import pytz

reset_tzpath([f"{sys.argv[1]}/tzdata/zoneinfo"])
HOUR = timedelta(hours=1)


def summers(zone):
    """Hours of daylight saving on 15 July 2010 and 2026, and the offset that is left without them."""
    days = [datetime(year, 7, 15, 12, tzinfo=timezone.utc).astimezone(zone) for year in (2010, 2026)]
    return [(day.dst() / HOUR, (day.utcoffset() - day.dst()) / HOUR) for day in days]


print("zoneinfo", summers(ZoneInfo("America/Inuvik")), "pytz", summers(pytz.timezone("America/Inuvik")),
      "Edmonton", summers(ZoneInfo("America/Edmonton")))
PY
one="[(1.0, -7.0), (1.0, -7.0)]" two="[(2.0, -8.0), (2.0, -8.0)]"
expect() { echo "tzdata of $1: $2"; [ "$2" = "$3" ]; }
expect 2025.2 "$("$dir/venv/bin/python" "$dir/summers.py" "$dir/before")" "zoneinfo $one pytz $one Edmonton $one"
expect 2026.6 "$("$dir/venv/bin/python" "$dir/summers.py" "$dir/after")" "zoneinfo $two pytz $one Edmonton $one"
