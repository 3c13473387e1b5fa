"""The files of `prompts/`: which there are, what may stand in them, and reading them strictly.

Every fault of every file is told at once, with line and column.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Generic, TypeVar

from bot import deck_files, message_files
from bot.care_model import load_model
from bot.crisis_rules import load_crisis_rules
from bot.detail_cues import load_detail_cues, load_first_names
from bot.domain.care import Screen
from bot.domain.details import Details
from bot.helplines import HelpLines, load_helplines
from bot.phone_numbers import is_phone, never_found
from bot.prompts import Aliases, Prompts, language_code
from bot.strict_yaml import Document, Fault, FileFaults, read

Loaded = TypeVar("Loaded")


def shipped_prompts() -> Path:
    """The folder that comes with the bot: in an installed wheel inside the package."""
    package = Path(__file__).parent
    installed = package / "_prompts"
    return installed if installed.is_dir() else package.parent / "prompts"


@lru_cache
def load_shipped(default: str = "en") -> Prompts:
    """What comes with the bot, read once: it stays what it is, and reading it takes a second."""
    return load(shipped_prompts(), default)


def load(folder: Path, default: str = "en") -> Prompts:
    """Read all files of a folder, or raise FileFaults with everything wrong in any of them.

    Languages must be in step: each has the keys and placeholders, themes and ids of `default`.
    """
    faults: list[Fault] = []
    messages = _Kind("messages", message_files.read_messages, message_files.outline)
    decks = _Kind(
        "encouragements",
        lambda document, _: (deck_files.read_decks(document), []),
        deck_files.outline_of_decks,
    )
    aliases = _Kind[Aliases](
        "aliases", lambda document, _: (deck_files.read_aliases(document), []), lambda _: {}
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
    """Reading the rules takes half of a second, and they stay what they are while the bot runs."""
    return Screen(load_crisis_rules(folder), load_model(folder))


@dataclass(frozen=True)
class _Kind(Generic[Loaded]):
    """One kind of file; its outline names what must be alike in every language, and where it is.
    What is built may have faults and be whole enough for its outline."""

    name: str
    build: Callable[[Document, str], tuple[Loaded, list[Fault]]]
    outline: Callable[[Loaded], deck_files.Outline]

    def languages(self, folder: Path, default: str, faults: list[Fault]) -> Mapping[str, Loaded]:
        found: dict[str, tuple[Document, Loaded]] = {}
        compared = True
        for path in sorted(folder.glob(f"{self.name}.*.yaml")):
            try:
                document, language = read(path), _language(path)
                loaded, own = self.build(document, language)
            except FileFaults as more:
                faults.extend(more.faults)
                continue
            found[language] = document, loaded
            faults.extend(own)
            compared = compared and not (own and language == default)
        if not (folder / f"{self.name}.{default}.yaml").exists():
            words = "is missing, but this is the default language"
            faults.append(Fault(str(folder / f"{self.name}.{default}.yaml"), 0, 0, words))
        elif compared and default in found:  # or else its own faults come first
            faults.extend(self.out_of_step(found, default, faults))
        return MappingProxyType({language: loaded for language, (_, loaded) in found.items()})

    def out_of_step(
        self, found: Mapping[str, tuple[Document, Loaded]], default: str, known: Iterable[Fault]
    ) -> Iterator[Fault]:
        """Beside what is known: of one text one fault is told."""
        told = {(one.file, one.line, one.column) for one in known}
        expected = self.outline(found[default][1])
        for document, loaded in found.values():
            for fault in _differences(document, self.outline(loaded), expected, default):
                if (fault.file, fault.line, fault.column) not in told:
                    yield fault


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
