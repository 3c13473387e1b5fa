"""Whether digits are somebody's phone number, by the numbering plans of the world.

Plans are read when the first number is looked at: some hundredths of a second, once.
"""

import re
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberType

from bot.helplines import HelpLines

_REGIONS: Final = (
    *("US", "GB", "ES", "MX", "BR", "FR", "DE", "IT", "NL", "PL", "TR", "RU", "IN", "AR", "CO"),
    *("CL", "PE", "AU", "CA", "IE", "PT", "BE", "CH", "AT", "SE", "JP", "KR", "ZA", "NG", "PH"),
    *("SA", "EG"),
)
"""Where a number may be from that is written without a country: what somebody has to be able to
dial at home, in the languages that are looked at and where Discord is used most."""

_CODES: Final = {
    region: str(code)
    for code, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()
    for region in regions
}
"""The code of each country. To ask `phonenumbers` for one would read the country's whole plan."""

_FREE: Final = re.compile(r"0{0,2}1?(?:800|833|844|855|866|877|888)|1300|900|0900")
"""As free and shared lines begin in most countries; in a few, somebody's own number does, too."""
_NOBODYS: Final = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
    }
)


@lru_cache(maxsize=256)
def is_phone(typed: str) -> bool | None:
    """Whether it is valid anywhere; None for one that is nobody's own, such as a free line."""
    if typed.lstrip("( ").startswith("+"):
        return _in_region(typed, None)
    nobodys, free = False, _FREE.match(re.sub(r"\D", "", typed)) is not None
    for region in _REGIONS:
        found = _in_region(typed, region)
        if found and not free:
            return True
        nobodys = nobodys or found is None
    return None if nobodys else False


def _in_region(typed: str, region: str | None) -> bool | None:
    matcher = phonenumbers.PhoneNumberMatcher(typed, region, phonenumbers.Leniency.POSSIBLE, 1)
    if not matcher.has_next():
        return False
    number = matcher.next().number
    if phonenumbers.number_type(number) in _NOBODYS:
        return None
    return bool(phonenumbers.is_valid_number(number))


def never_found(helplines: HelpLines) -> frozenset[str]:
    """The digits of help lines and emergency numbers, with and without their country's code."""
    digits: set[str] = set()
    for code, country in helplines.items():
        typed = [*country.emergency, *country.ambulance, *country.police]
        for line in country.lines:
            typed += [*line.phone, line.text or ""]
        for one in typed:
            for number in re.findall(r"\+?[\d(][\d\s().-]*\d", one):
                bare = re.sub(r"\D", "", number)
                abroad = _CODES.get(code, "")
                digits |= {
                    bare,
                    abroad + bare,
                    abroad + bare.lstrip("0"),
                    bare.removeprefix(abroad),
                }
    return frozenset(digits - {""})
