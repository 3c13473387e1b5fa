"""The files of encouragements and of names: what may stand in them, and reading them."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.prompts import Aliases, Deck, Decks, Encouragement
from bot.strict_yaml import Document, Fault, FileFaults, Where, checked

Outline: TypeAlias = dict[str, tuple[Where, str]]


def _word(value: str) -> str:
    if not value.isalpha() or len(value) > 20:
        raise ValueError("must be a single word of at most 20 letters")
    return value


def _id(value: str) -> str:
    if not re.fullmatch("(?=.*[a-z])[a-z0-9-]{1,40}", value):
        raise ValueError("must consist of the letters a-z, digits and -, at most 40, one a letter")
    return value


_Id: TypeAlias = Annotated[str, AfterValidator(_id)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _TextFile(_Strict):
    id: _Id
    text: Annotated[str, Field(min_length=1, max_length=280)]


_Ids: TypeAlias = Annotated[list[_Id], Field(min_length=1)]


class _AnswersFile(_Strict):
    """Which texts meet what somebody answers about a goal; left out: any of the theme."""

    did_it: _Ids = []
    partly: _Ids = []
    not_yet: _Ids = []


class _ThemeFile(_Strict):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    texts: list[_TextFile] = Field(min_length=5)
    answers: _AnswersFile = _AnswersFile()


class _DecksFile(_Strict):
    themes: dict[_Id, _ThemeFile]


class _AliasesFile(_Strict):
    aliases: list[Annotated[str, AfterValidator(_word)]] = Field(min_length=50)


def read_decks(document: Document) -> Decks:
    """The encouragements of a language, by theme. Raises FileFaults."""
    themes = checked(_DecksFile, document).themes
    ids: list[tuple[Where, str]] = [
        (("themes", key, "texts", place, "id"), text.id)
        for key, theme in themes.items()
        for place, text in enumerate(theme.texts)
    ]
    _refuse_doubled(document, ids)
    _check_answers(document, themes)
    return MappingProxyType({key: _deck(key, theme) for key, theme in themes.items()})


def _deck(key: str, theme: _ThemeFile) -> Deck:
    return Deck(
        key,
        theme.name,
        tuple(Encouragement(one.id, one.text) for one in theme.texts),
        MappingProxyType({answer: tuple(ids) for answer, ids in theme.answers if ids}),
    )


def _check_answers(document: Document, themes: Mapping[str, _ThemeFile]) -> None:
    """Each text that meets an answer must be one of its theme, and stand there once."""
    faults: list[Fault] = []
    for key, theme in themes.items():
        known = {text.id for text in theme.texts}
        for answer, ids in theme.answers:
            for place, one in enumerate(ids):
                where = ("themes", key, "answers", answer, place)
                if one not in known:
                    faults.append(document.fault(where, f'"{one}" is no text of this theme'))
                elif one in ids[:place]:
                    faults.append(document.fault(where, f'"{one}" stands here already'))
    if faults:
        raise FileFaults(faults)


def outline_of_decks(decks: Decks) -> Outline:
    """What the decks of every language must have in common, and where it stands."""
    outline: Outline = {key: (("themes", key), "") for key in decks}
    for key, deck in decks.items():
        for place, one in enumerate(deck.texts):
            outline[f"{key}/{one.id}"] = ("themes", key, "texts", place), ""
        for answer, ids in deck.answers.items():
            where = ("themes", key, "answers", answer)
            outline[f"{key}/answers/{answer}"] = where, ", ".join(sorted(ids))
    return outline


def read_aliases(document: Document) -> Aliases:
    """The names that people wear in a conversation. Raises FileFaults."""
    words = checked(_AliasesFile, document).aliases
    _refuse_doubled(
        document, [(("aliases", place), word.lower()) for place, word in enumerate(words)]
    )
    return tuple(words)


def _refuse_doubled(document: Document, named: list[tuple[Where, str]]) -> None:
    names = [name for _, name in named]
    doubled = [one for place, one in enumerate(named) if one[1] in names[:place]]
    if doubled:
        raise FileFaults(
            document.fault(where, f'"{name}" stands here already') for where, name in doubled
        )
