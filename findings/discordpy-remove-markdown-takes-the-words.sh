#!/usr/bin/env bash
# discord.py 2.7.1: remove_markdown deletes the words of a link, and the sign of a number.
#
# Behaviour: discord.utils.remove_markdown removes markdown characters, its docs say. A masked link goes whole, its
# visible words with its address; a minus or a # at the start of a line goes as if it began a list or a heading,
# also where no space follows and Discord shows it as it was typed; and a ~, _ or | between digits goes, so that two
# numbers become one. Escaping the same text and showing that keeps every character.
# Seen: "I rang [the night line](https://example.org) and it helped" -> "I rang  and it helped"; "-5 degrees" ->
# "5 degrees"; "#1 fan" -> "1 fan"; "2024_25" -> "202425"; "1~2 hours" -> "12 hours".
# Why it matters: it is what bots call for a plain preview, a log or a search of what somebody wrote; what they said
# is then missing from it, or another number, and nothing tells.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check discord.py==2.7.1
"$dir/venv/bin/python" - <<'PY'
from discord.utils import remove_markdown

SEEN = {
    "I rang [the night line](https://example.org) and it helped": "I rang  and it helped",
    "-5 degrees": "5 degrees",
    "#1 fan": "1 fan",
    "2024_25": "202425",
    "1~2 hours": "12 hours",
}
for text, seen in SEEN.items():
    print(f"{text!r} -> {remove_markdown(text)!r}")
    assert remove_markdown(text) == seen
PY
