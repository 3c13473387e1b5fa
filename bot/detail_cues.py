"""What gives somebody away, from `details/cues.<language>.yaml`, checked at the start.

Owns what such a file may say. Every fault of every file is told at once, with line and column.
"""

import re
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from bot.domain.details.language import CUE_KINDS, WORD_KINDS, Cue, CueKind, CueLanguage
from bot.domain.details.tokens import plain, plain_words
from bot.strict_yaml import Fault, FileFaults, checked, read

LANGUAGES: Final = (
    "en",
    "es",
    "pt",
    "fr",
    "de",
    "it",
    "pl",
    "nl",
    "tr",
    "ru",
    "hi",
    "ar",
    "ja",
    "ko",
)
"""Each must have a file."""

Text = Annotated[str, Field(min_length=1, max_length=400)]
_LONGEST_PATTERN: Final = 1500


def load_detail_cues(folder: Path) -> tuple[CueLanguage, ...]:
    """Read all languages in a folder. Raises FileFaults."""
    faults: list[Fault] = []
    languages: list[CueLanguage] = []
    for code in LANGUAGES:
        path = folder / "details" / f"cues.{code}.yaml"
        try:
            languages.append(_language(code, checked(_CuesFile, read(path))))
        except FileFaults as refused:
            faults += refused.faults
    if faults:
        raise FileFaults(faults)
    return tuple(languages)


def load_first_names(folder: Path) -> frozenset[str]:
    """Read `details/first_names.yaml` in a folder. Raises FileFaults."""
    names = checked(_NamesFile, read(folder / "details" / "first_names.yaml")).first_names
    return frozenset(map(plain, names))


def _language(code: str, file: "_CuesFile") -> CueLanguage:
    cues: dict[CueKind, tuple[Cue, ...]] = {
        kind: tuple(map(_cue, file.cues.get(kind, []))) for kind in CUE_KINDS
    }
    words = {kind: frozenset(map(plain, file.words.get(kind, []))) for kind in WORD_KINDS}
    return CueLanguage(
        code,
        MappingProxyType(cues),
        MappingProxyType(words),
        file.nouns_are_capital,
        tuple(map(plain, file.street_endings)),
        tuple(map(plain, file.school_endings)),
        tuple(map(re.compile, file.together)),
    )


def _cue(words: str) -> Cue:
    """Its words; a star stays."""
    return tuple(
        one for part in words.split() for one in (("*",) if part == "*" else plain_words(part))
    )


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _CuesFile(_Model):
    cues: dict[CueKind, list[Text]]
    words: dict[str, list[Text]]
    nouns_are_capital: bool = False
    street_endings: list[Text] = []
    school_endings: list[Text] = []
    together: list[Annotated[str, Field(max_length=_LONGEST_PATTERN)]] = []

    @field_validator("words")
    @classmethod
    def _known(cls, words: dict[str, list[str]], info: ValidationInfo) -> dict[str, list[str]]:
        del info
        for kind in words.keys() - set(WORD_KINDS):
            raise ValueError(f'"{kind}" is no kind of words')
        return words


class _NamesFile(_Model):
    first_names: list[Text] = Field(min_length=1)
