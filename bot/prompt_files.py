"""The files of `prompts/`: which there are, what may stand in them, and reading them strictly.

Every fault of every file is told at once, with line and column.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from babel import UnknownLocaleError

from bot import deck_files
from bot.care_model import load_model
from bot.crisis_rules import load_crisis_rules
from bot.detail_cues import load_detail_cues, load_first_names
from bot.domain.care import Screen
from bot.domain.details import Details
from bot.helplines import HelpLines, load_helplines
from bot.phone_numbers import is_phone, never_found
from bot.prompts import (
    PLACEHOLDER,
    Aliases,
    Message,
    Messages,
    PluralForm,
    Prompts,
    language_code,
    plural_form,
)
from bot.strict_yaml import Document, Fault, FileFaults, Value, Where, read

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_PLURAL: Final = frozenset({"zero", "one", "two", "few", "many", "other"})
_COUNTED: Final = range(200)
"""A form that no count takes before, such as that for millions, falls back to other."""
# Discord's limits in characters, by the last part of a key; any other text may fill a message.
# https://discord.com/developers/docs/components/reference and .../interactions/application-commands
_MOST: Final = {
    "button": 80,
    "form_title": 45,
    "field_label": 45,
    "placeholder": 100,
    "description": 100,
}
_MOST_ELSE: Final = 2000


Loaded = TypeVar("Loaded")


def shipped_prompts() -> Path:
    """The folder that comes with the bot: in an installed wheel inside the package."""
    package = Path(__file__).parent
    installed = package / "_prompts"
    return installed if installed.is_dir() else package.parent / "prompts"


def load(folder: Path, default: str = "en") -> Prompts:
    """Read all files of a folder, or raise FileFaults with everything wrong in any of them.

    Languages must be in step: each has the keys and placeholders, themes and ids of `default`.
    """
    faults: list[Fault] = []
    messages = _Kind("messages", _read_messages, _outline_of_messages)
    decks = _Kind(
        "encouragements",
        lambda document, _: deck_files.read_decks(document),
        deck_files.outline_of_decks,
    )
    aliases = _Kind[Aliases](
        "aliases", lambda document, _: deck_files.read_aliases(document), lambda _: {}
    )
    loaded = Prompts(
        default,
        messages.languages(folder, default, faults),
        decks.languages(folder, default, faults),
        aliases.languages(folder, default, faults),
        _helplines(folder, faults),
        _screen(folder, faults),
        _details(folder, faults),
    )
    if faults:
        raise FileFaults(faults)
    return loaded


def _helplines(folder: Path, faults: list[Fault]) -> HelpLines:
    """A folder of one's own may leave them out: nobody is to be left without help lines."""
    own = (folder / "crisis" / "helplines.yaml").exists()
    try:
        return load_helplines(folder if own else shipped_prompts())
    except FileFaults as more:
        faults.extend(more.faults)
        return MappingProxyType({})


def _screen(folder: Path, faults: list[Fault]) -> Screen:
    """As the help lines: a folder of one's own may leave the rules out."""
    own = any((folder / "crisis").glob("rules.*.yaml"))
    try:
        return _screen_of(folder if own else shipped_prompts())
    except FileFaults as more:
        faults.extend(more.faults)
        return Screen(())


def _details(folder: Path, faults: list[Fault]) -> Details:
    """As the help lines: a folder of one's own may leave them out."""
    own = any((folder / "details").glob("cues.*.yaml"))
    try:
        return details_of(folder if own else shipped_prompts())
    except FileFaults as more:
        faults.extend(more.faults)
        return Details((), frozenset(), is_phone, frozenset())


@lru_cache(maxsize=1)
def details_of(folder: Path) -> Details:
    """What gives somebody away, by the cues of a folder. Raises FileFaults."""
    own = (folder / "crisis" / "helplines.yaml").exists()
    never = never_found(load_helplines(folder if own else shipped_prompts()))
    return Details(load_detail_cues(folder), load_first_names(folder), is_phone, never)


@lru_cache(maxsize=1)
def _screen_of(folder: Path) -> Screen:
    """Reading the rules takes some 0.3 s, and they stay what they are while the bot runs."""
    return Screen(load_crisis_rules(folder), load_model(folder))


@dataclass(frozen=True)
class _Kind(Generic[Loaded]):
    """One kind of file; its outline names what must be alike in every language, and where it is."""

    name: str
    build: Callable[[Document, str], Loaded]
    outline: Callable[[Loaded], deck_files.Outline]

    def languages(self, folder: Path, default: str, faults: list[Fault]) -> Mapping[str, Loaded]:
        found: dict[str, tuple[Document, Loaded]] = {}
        for path in sorted(folder.glob(f"{self.name}.*.yaml")):
            try:
                document, language = read(path), _language(path)
                found[language] = document, self.build(document, language)
            except FileFaults as more:
                faults.extend(more.faults)
        if (folder / f"{self.name}.{default}.yaml").exists():
            faults.extend(self.out_of_step(found, default))
        else:
            words = "is missing, but this is the default language"
            faults.append(Fault(str(folder / f"{self.name}.{default}.yaml"), 0, 0, words))
        return MappingProxyType({language: loaded for language, (_, loaded) in found.items()})

    def out_of_step(
        self, found: Mapping[str, tuple[Document, Loaded]], default: str
    ) -> Iterator[Fault]:
        if default in found:  # or else its own faults come first
            expected = self.outline(found[default][1])
            for document, loaded in found.values():
                yield from _differences(document, self.outline(loaded), expected, default)


def _differences(
    document: Document, outline: deck_files.Outline, expected: deck_files.Outline, default: str
) -> Iterator[Fault]:
    for name in expected.keys() - outline.keys():
        words = f'"{name}" is missing, which the language "{default}" has'
        yield document.fault(expected[name][0][:-1], words)
    for name, (where, values) in outline.items():
        if name not in expected:
            words = f'"{name}" stands only here, not in the language "{default}"'
            yield document.fault(where, words)
        elif values != expected[name][1]:
            share = expected[name][1] or "no placeholders"
            words = f'"{name}" must have {share}, as in the language "{default}"'
            yield document.fault(where, words)


def _language(path: Path) -> str:
    try:
        return language_code(path.name.split(".", 1)[1].removesuffix(".yaml"))
    except ValueError as error:
        words = f"the middle of the file's name {error}"
        raise FileFaults([Fault(str(path), 0, 0, words)]) from None


def _read_messages(document: Document, language: str) -> Messages:
    faults: list[Fault] = []
    found: dict[str, Message] = {}
    form_of = _plural_form(document, language)
    needed = {form_of(count) for count in _COUNTED}
    for where, node in _leaves(document.data, ()):
        faults.extend(document.fault(at, words) for at, words in _wrong(where, node, needed))
        found[".".join(map(str, where))] = _message(node, form_of)
    if faults:
        raise FileFaults(faults)
    return MappingProxyType(found)


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
    most = _MOST.get(str(where[-1]), _MOST_ELSE)
    for form, text in forms:
        at = (*where, form) if form else where
        if not isinstance(text, str) or not text.strip():
            yield at, "must be text; put it in quotes"
        elif len(text.strip()) > most:
            yield at, f"has {len(text.strip())} characters; at most {most} fit here"
        elif ("{" in text or "}" in text) and re.search("[{}]", PLACEHOLDER.sub("", text)):
            yield at, "has a brace that is not part of a placeholder such as {alias}"


def _outline_of_messages(messages: Messages) -> deck_files.Outline:
    return {
        key: (tuple(key.split(".")), " ".join(f"{{{name}}}" for name in sorted(one.placeholders)))
        for key, one in messages.items()
    }
