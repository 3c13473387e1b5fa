#!/usr/bin/env bash
# phonenumberslite 9.0.42: 192, 193 and 194 are numbers in Serbia, but none for emergencies.
#
# Behaviour: the library knows police, fire and ambulance of Croatia, Kosovo and North Macedonia by these three
# numbers, which the three have in common, and calls each an emergency number. In Serbia it takes the
# same three for valid short numbers and says no to is_emergency_number and connects_to_emergency_number alike;
# 112 alone is one there. Its cost is not that of an emergency number either.
# Seen, emergency and valid as a short number: HR, XK, MK "194" True True; RS "194" False True; RS "112" True True.
# Why it matters: who builds a card of numbers to call and asks the library which of them are for emergencies drops
# Serbia's ambulance, or sorts it among the lines to talk with, and only there.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check phonenumberslite==9.0.42
"$dir/venv/bin/python" - <<'PY'
import phonenumbers
from phonenumbers import shortnumberinfo


def look(region, digits):
    number = phonenumbers.PhoneNumber(phonenumbers.country_code_for_region(region), int(digits))
    seen = (phonenumbers.is_emergency_number(digits, region),
            phonenumbers.connects_to_emergency_number(digits, region),
            phonenumbers.is_valid_short_number_for_region(number, region),
            shortnumberinfo.expected_cost_for_region(number, region) == phonenumbers.ShortNumberCost.TOLL_FREE)
    print(region, digits, *seen)
    return seen


for digits in ("192", "193", "194"):
    for region in ("HR", "XK", "MK"):
        assert look(region, digits)[:3] == (True, True, True)
    assert look("RS", digits) == (False, False, True, False)
assert look("RS", "112") == (True, True, True, True)
PY
