"""By which words a language says that something follows which gives its writer away."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args

Cue: TypeAlias = tuple[str, ...]
"""Words in a row, as `tokens.plain` has them; `*` stands for any one word."""

CueKind: TypeAlias = Literal[
    "names",
    "labels",
    "names_maybe",
    "kin",
    "farewells",
    "accounts",
    "schools",
    "studies",
    "employers",
    "teams",
    "births",
    "births_after",
    "homes",
    "phones",
]

CUE_KINDS: Final[tuple[CueKind, ...]] = get_args(CueKind)

WORD_KINDS: Final = (
    "no_names",
    "goes_on",
    "particles",
    "school_words",
    "street_words",
    "months",
    "at",
    "dot",
    "links",
)


@dataclass(frozen=True, slots=True, eq=False)
class CueLanguage:
    """One language; immutable, and with nothing of a file in it."""

    code: str
    cues: Mapping[CueKind, Sequence[Cue]]
    words: Mapping[str, frozenset[str]]
    nouns_are_capital: bool = False
    """A capital letter then says nothing about a name."""
    street_endings: tuple[str, ...] = ()
    school_endings: tuple[str, ...] = ()
    together: tuple[re.Pattern[str], ...] = field(default=())
    """Names in scripts that set no words apart: each has a group `name`."""

    def has(self, kind: str, word: str) -> bool:
        """Whether a word is one of a kind."""
        return word in self.words[kind]
