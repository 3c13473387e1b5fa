"""Whose public holidays somebody means, from what they typed: a country, or a part of one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.atlas import Atlas
from bot.domain.folding import fold

_BY_NAME = {
    name: tuple(code.split("-"))
    for code, names in (
        ("GB-ENG", ("england", "inglaterra", "angleterre")),
        ("GB-SCT", ("scotland", "escocia", "schottland", "ecosse")),
        ("GB-WLS", ("wales", "gales", "pais de gales", "pays de galles")),
        ("GB-NIR", ("northern ireland", "irlanda del norte", "nordirland", "irlande du nord",
                    "irlanda do norte")),
    )
    for name in names
}  # fmt: skip
"""Parts that people name without their country."""


@dataclass(frozen=True, slots=True)
class HolidayPlace:
    """A country, or a part of one where that has holidays of its own: its code, such as ES-CT, and
    the part's name as it is called there, empty for a whole country."""

    code: str
    part: str = ""

    @property
    def country(self) -> str:
        """The code of the country."""
        return self.code.partition("-")[0]


def places_typed(atlas: Atlas, typed: str) -> Iterator[tuple[str, str]]:
    """What may be meant, the likeliest first: the code of a country, and the code or folded name of
    a part of it, or nothing. Spain; ES-CT; Spain, Cataluña; Scotland."""
    folded = fold(typed)
    if folded in _BY_NAME:
        country, part = _BY_NAME[folded]
        yield country, part
    yield from _countries(atlas, folded)
    one, _, other = (fold(side) for side in typed.partition(","))
    if not other and (codes := re.fullmatch(r"([a-z]{2}) ([a-z0-9]{1,3})", folded)):
        one, other = codes[1], codes[2]
    if other:
        for where, within in ((one, other), (other, one)):
            yield from ((country, within) for country, part in _countries(atlas, where) if not part)


def _countries(atlas: Atlas, folded: str) -> Iterator[tuple[str, str]]:
    """What is a country and a state is the country."""
    if not folded:
        return
    for code in sorted(atlas.regions_called(folded, or_code=True), key=lambda code: "-" in code):
        country, _, part = code.partition("-")
        yield country, part
