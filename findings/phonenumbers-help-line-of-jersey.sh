#!/usr/bin/env bash
# phonenumberslite 9.0.42: in Jersey the help line 116 123 becomes somebody's line, and a valid one.
#
# Behaviour: Jersey's local numbers have six digits, so the parser puts the island's 01534 before any six digits
# that might be one. The European help lines 116 xxx have six digits too. parse("116 123", "JE") is +441534116123,
# is_valid_number says True, and is_valid_short_number_for_region says False, as if it were the other way round.
# In Britain, of which Jersey's numbers are a part, and in Germany it is a short number and no valid long one.
# Seen, national format and valid as a long, as a short number: JE "01534 116123" True False;
# GB "116123" False True; DE "116123" False True.
# Why it matters: the usual check, "keep it if is_valid_number, and write it by format_number", prints a number
# that is not a help line on a card for somebody who needs one, and is sure of it only on that island.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check phonenumberslite==9.0.42
"$dir/venv/bin/python" - <<'PY'
import phonenumbers


def look(region):
    number = phonenumbers.parse("116 123", region)
    seen = (phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL),
            phonenumbers.is_valid_number(number), phonenumbers.is_valid_short_number_for_region(number, region))
    print(region, *seen)
    return seen


assert look("JE") == ("01534 116123", True, False)
assert look("GB") == ("116123", False, True)
assert look("DE") == ("116123", False, True)
PY
