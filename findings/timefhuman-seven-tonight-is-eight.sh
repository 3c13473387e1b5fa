#!/usr/bin/env bash
# timefhuman 0.1.5: "tonight at 7" is 20:00, and "tomorrow morning at 9" is 6:00.
#
# Behaviour: a part of the day has an hour of its own (morning 6, evening 18, night 20). An hour that is said beside
# it without am, pm or a colon does not replace it and is dropped without a word; with one of these the answer has
# both, the part of the day first, as if two times had been meant. Whoever takes the first has the wrong one.
# Seen at 17:30 on 29 November 2026: tonight at 7 -> 20:00; tonight at 9 -> 20:00; tomorrow morning at 9 -> 6:00;
# this evening at 8 -> 18:00, in half an hour; tonight at 7pm -> 20:00 and 19:00. "tomorrow at 8" is 8:00.
# Why it matters: a bot that asks "when shall I write to you?" wakes somebody three hours early, each morning, though
# they said the hour; and tests with "tomorrow at 8" or "7pm" pass.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check timefhuman==0.1.5
"$dir/venv/bin/python" -W ignore - <<'PY'
from datetime import datetime

from timefhuman import tfhConfig, timefhuman

NOW = datetime(2026, 11, 29, 17, 30)
SEEN = {
    "tonight at 7": ["29 20:00"],
    "tonight at 9": ["29 20:00"],
    "tomorrow morning at 9": ["30 06:00"],
    "this evening at 8": ["29 18:00"],
    "tonight at 7pm": ["29 20:00", "29 19:00"],
    "tomorrow at 8": ["30 08:00"],
}
for text, seen in SEEN.items():
    found = [f"{one:%d %H:%M}" for one in timefhuman(text, config=tfhConfig(now=NOW))]
    print(f"{text:22} {', '.join(found)}")
    assert found == seen, text
PY
