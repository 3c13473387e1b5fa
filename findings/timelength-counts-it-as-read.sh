#!/usr/bin/env bash
# timelength 3.0.4: "1h30" is one hour, and success is True.
#
# Behaviour: a number after the last unit is left out and put into result.invalid; result.success stays True as
# long as any part was read. So success does not mean "understood", and the longer part hides the loss.
# Seen: 1h30 -> 3600 s, 2h15 -> 7200 s, "1 hour 30" -> 3600 s, success True each; "1h30min" -> 5400 s.
# pytimeparse2 1.7.1 refuses 1h30.
# Why it matters: "1h30" is the usual way to write an hour and a half in half of Europe, on a form that asks how
# long somebody has time; the check that one writes, `if result.success`, lets the thirty minutes go.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check timelength==3.0.4 pytimeparse2==1.7.1
"$dir/venv/bin/python" - <<'PY'
import pytimeparse2
from timelength import TimeLength


def read(text):
    result = TimeLength(text).result
    print(f"{text:10} -> {result.seconds:.0f} s, success {result.success}")
    return result.seconds, result.success


assert read("1h30") == (3600, True)
assert read("2h15") == (7200, True)
assert read("1 hour 30") == (3600, True)
assert read("1h30min") == (5400, True)
assert pytimeparse2.parse("1h30") is None
PY
