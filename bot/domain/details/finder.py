"""All that gives somebody away in a text, whatever its language."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from bot.domain.details import contact, handles, names
from bot.domain.details.kinds import Detail, Kind
from bot.domain.details.language import CueLanguage
from bot.domain.details.matched import Cues, Found
from bot.domain.details.names import Names
from bot.domain.details.numbers import Births, IsPhone, Phones, months
from bot.domain.details.places import PlacesOfLife
from bot.domain.details.tokens import Text

MOST_CHARACTERS: Final = 8000
"""Of a longer text only so much is looked at: more than anybody can write to the bot."""
_ORDER: Final = (
    Kind.LINK,
    Kind.INVITE,
    Kind.EMAIL,
    Kind.GAME,
    Kind.ID,
    Kind.HANDLE,
    Kind.MENTION,
    Kind.BIRTH,
    Kind.ADDRESS,
    Kind.PHONE,
    Kind.SCHOOL,
    Kind.EMPLOYER,
    Kind.TEAM,
    Kind.NAME,
)
"""Of two finds at one place the one is kept whose kind stands first."""
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NAMES: Final = frozenset({"names", "labels", "names_maybe", "kin", "farewells"})
_PLACES: Final = frozenset({"schools", "studies", "employers", "teams"})


class Details:
    """Ready to be used; make it once, it is never changed."""

    def __init__(
        self,
        languages: Iterable[CueLanguage],
        first_names: frozenset[str],
        is_phone: IsPhone,
        never_phones: frozenset[str],
    ) -> None:
        self._languages = tuple(languages)
        self._cues = Cues(self._languages)
        self._names = Names(first_names)
        self._phones = Phones(is_phone, never_phones)
        self._births = Births(months(self._languages))
        self._places = PlacesOfLife(self._languages)
        self._at = frozenset().union(*(one.words["at"] for one in self._languages))
        self._dot = frozenset().union(*(one.words["dot"] for one in self._languages))

    def look(self, text: str) -> tuple[Detail, ...]:
        """In their order, none over another. Any text is good. Costs no more than linear time."""
        found = sorted(
            self._all(Text(text[:MOST_CHARACTERS])),
            key=lambda one: (_ORDER.index(one.kind), one.start - one.end),
        )
        kept: list[Detail] = []
        taken = bytearray(len(text))
        for one in found:
            if not any(taken[one.start : one.end]):
                kept.append(one)
                taken[one.start : one.end] = b"\1" * (one.end - one.start)
        return tuple(sorted(kept))

    def _all(self, text: Text) -> Iterator[Detail]:
        cues = tuple(self._cues.find(text))
        yield from contact.shaped(text)
        yield from contact.spelled_out(text, self._at, self._dot)
        yield from handles.named(text)
        cued = frozenset(cue.end for cue in cues if cue.kind == "phones")
        yield from self._phones.find(text, cued)
        yield from self._places.streets(text)
        for cue in cues:
            yield from self._cued(text, cue)
        yield from self._names.signed(text)
        if _UNSPACED.search(text.text):
            yield from names.together(text.text, self._languages)

    def _cued(self, text: Text, cue: Found) -> Iterator[Detail]:
        if cue.kind in _NAMES:
            yield from self._names.after(text, cue)
        elif cue.kind in _PLACES:
            yield from self._places.behind(text, cue)
        elif cue.kind == "accounts":
            yield from handles.account(text, cue)
        elif cue.kind == "homes":
            yield from self._places.home(text, cue)
        elif cue.kind in {"births", "births_after"}:
            yield from self._births.find(text, cue)
