"""The files of sentences: what may stand in them, how long each may be, and reading them."""

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from babel import UnknownLocaleError

from bot.deck_files import Outline
from bot.prompts import PLACEHOLDER, Message, Messages, PluralForm, plural_form
from bot.strict_yaml import Document, Fault, FileFaults, Value, Where

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_PLURAL: Final = frozenset({"zero", "one", "two", "few", "many", "other"})
_COUNTED: Final = range(200)
"""A form that no count takes before, such as that for millions, falls back to other."""
# Discord's limits in characters. Any other text may fill a message.
# https://discord.com/developers/docs/components/reference and .../interactions/application-commands
_BY_LAST_PART: Final = {
    "button": 80,
    "form_title": 45,
    "field_label": 45,
    "placeholder": 100,
    "description": 100,
}
CHOICES: Final = (
    *(
        "topic",
        "skill",
        "language",
        "weekday",
        "heavy_ask",
        "heavy_listen",
        "those_before",
        "tell_me",
    ),
    *("age.group", "ages.choice", "settings.off_duty", "setup.kinds"),
)
"""Groups of texts that people choose from, each in a list of its own."""
_BY_PLACE: Final = (
    (re.compile(rf"({'|'.join(map(re.escape, CHOICES))})\.\w+"), 100),
    (re.compile(r"switches\.\w+\.(name|does)|setup\.at\.\w+\.name|setup\.as_set"), 100),
    (re.compile(r"setup\.pick\.\w+"), 150),
    (re.compile(r"command\.\w+\.name"), 32),
)
_MOST_ELSE: Final = 2000
_CHOICES_AT_MOST: Final = 25

_FILLED: Final = {"alias": 41, "number": 9, "count": 5, "length": 10, "away": 10, "age": 10}
"""What takes a place in a text with a limit is at least so long, at its longest: two names of
twenty letters, a number as it is shown."""


def read_messages(document: Document, language: str) -> tuple[Messages, list[Fault]]:
    """Its texts, and what is wrong with any; those are there all the same, for their outline.
    Raises FileFaults for a language that nobody knows how to count in."""
    faults: list[Fault] = []
    found: dict[str, Message] = {}
    form_of = _plural_form(document, language)
    needed = {form_of(count) for count in _COUNTED}
    for where, node in _leaves(document.data, ()):
        faults.extend(document.fault(at, words) for at, words in _wrong(where, node, needed))
        found[".".join(map(str, where))] = _message(node, form_of)
    faults.extend(_too_many(document, found))
    return MappingProxyType(found), faults


def _plural_form(document: Document, language: str) -> PluralForm:
    try:
        return plural_form(language)
    except UnknownLocaleError:
        words = f'nobody knows how things are counted in the language "{language}"'
        raise FileFaults([document.fault((), words)]) from None


def _message(node: Value, form_of: PluralForm) -> Message:
    if isinstance(node, dict):
        return Message({str(form): str(text).strip() for form, text in node.items()}, form_of)
    return Message({"other": str(node).strip()})


def _leaves(node: Value, where: Where) -> Iterator[tuple[Where, Value]]:
    if isinstance(node, dict) and (not where or (node and not _PLURAL & node.keys())):
        for key, below in node.items():
            yield from _leaves(below, (*where, key))
    else:
        yield where, node


def _wrong(where: Where, node: Value, needed: set[str]) -> Iterator[tuple[Where, str]]:
    if not all(_NAME.fullmatch(str(key)) for key in where):
        yield where, "keys are lower-case letters, digits and _"
    if isinstance(node, dict) and node.keys() != needed:
        names = ", ".join(sorted(needed))
        yield where, f"must be text, or hold exactly the forms that this language has: {names}"
        return
    forms = node.items() if isinstance(node, dict) else [("", node)]
    most = _most(".".join(map(str, where)))
    for form, text in forms:
        at = (*where, form) if form else where
        if not isinstance(text, str) or not text.strip():
            yield at, "must be text; put it in quotes"
        elif (long := _length(text, most)) > most:
            yield at, f"has {long} characters; at most {most} fit here"
        elif ("{" in text or "}" in text) and re.search("[{}]", PLACEHOLDER.sub("", text)):
            yield at, "has a brace that is not part of a placeholder such as {alias}"


def _most(key: str) -> int:
    for place, most in _BY_PLACE:
        if place.fullmatch(key):
            return most
    return _BY_LAST_PART.get(key.rpartition(".")[2], _MOST_ELSE)


def _length(text: str, most: int) -> int:
    """As it will be shown where there is little room: with what is filled in."""
    if most == _MOST_ELSE:
        return len(text.strip())
    return len(PLACEHOLDER.sub(lambda found: "x" * _FILLED.get(found[1], 0), text.strip()))


def _too_many(document: Document, found: Messages) -> Iterator[Fault]:
    for group in CHOICES:
        number = sum(key.startswith(f"{group}.") for key in found)
        if number > _CHOICES_AT_MOST:
            words = f"has {number} texts to choose from; at most {_CHOICES_AT_MOST} fit into a list"
            yield document.fault(tuple(group.split(".")), words)


def outline(messages: Messages) -> Outline:
    """Each text's place, and its placeholders."""
    return {
        key: (tuple(key.split(".")), " ".join(f"{{{name}}}" for name in sorted(one.placeholders)))
        for key, one in messages.items()
    }
