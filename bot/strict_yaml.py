"""Reads one YAML file strictly, so that every fault can be told with file, line and column.

Owns: the shapes of YAML that we accept, where each value stands, and the faults' words for
everything that is wrong with the file itself or with its keys. Knows nothing of what a file
means: `config` and `prompts` say that with pydantic models and their own checks.

It reads PyYAML's events instead of its composed nodes. Both carry the same marks, but composing
follows aliases and recurses before anybody can object.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.nearest_key import nearest_key
from bot.plain_words import of_value, of_yaml

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"
Where: TypeAlias = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)
Hint: TypeAlias = Callable[[tuple[str | int, ...]], str | None]

MOST_BYTES: Final = 512 * 1024
DEEPEST: Final = 12
# libyaml does the same work about thirty times faster; PyYAML may be built without it
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# what YAML 1.2 calls printable, without the characters that YAML 1.1 takes for line breaks
_UNPRINTABLE: Final = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_WHOLE: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_WORDS: Final = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong. Line and column count from 1; line 0: not about a place."""

    file: str
    line: int
    column: int
    words: str

    def __str__(self) -> str:
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.file}{place}: {self.words}"


class FileFaults(Exception):
    """Everything that is wrong, sorted; its text has one line for each fault."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class Document:
    """The plain data of one file, and where each key and each list item stands."""

    file: str
    data: dict[str, Value]
    places: Mapping[Where, tuple[int, int]]

    def fault(self, where: Where, words: str, *instead: Where) -> Fault:
        """A fault at `where`; if that is not written in the file, at the nearest thing that is."""
        parents = [where[:length] for length in range(len(where) - 1, -1, -1)]
        written = [place for place in (where, *instead, *parents) if place in self.places]
        return Fault(self.file, *(self.places[written[0]] if written else (1, 1)), words)


def read(path: Path) -> Document:
    """Read one file whose top is a mapping; an empty file is an empty mapping.

    Raises FileFaults with every fault found. Words of a fault never repeat a value, because
    somebody may have put a secret there.
    """
    text = _text(path)
    reading = _Reading(str(path), yaml.parse(text, Loader=_LOADER))
    try:
        data = reading.document()
    except yaml.MarkedYAMLError as error:
        reading.refuse(error.problem_mark, of_yaml(error.problem))
    except _TooDeep:
        pass
    if reading.faults:
        raise FileFaults(reading.faults)
    return Document(str(path), data, reading.places)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise FileFaults([Fault(str(path), 0, 0, f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError as error:
        place = _place(raw[: error.start].decode("utf-8", "replace"))
        raise FileFaults([Fault(str(path), *place, "this is not UTF-8 text")]) from None
    if len(raw) > MOST_BYTES:
        words = f"the file is larger than {MOST_BYTES // 1024} KiB"
        raise FileFaults([Fault(str(path), 0, 0, words)])
    if strange := list(islice(_UNPRINTABLE.finditer(text), 10)):
        words = "an invisible control character stands here"
        raise FileFaults([Fault(str(path), *_place(text[: at.start()]), words) for at in strange])
    return text


def _place(before: str) -> tuple[int, int]:
    lines = re.split("\r\n|\r|\n", before.removeprefix("\ufeff"))
    return len(lines), len(lines[-1]) + 1


class _TooDeep(Exception):
    """Reading stops here: what follows may be built to exhaust us."""


@dataclass
class _Reading:
    """One pass over the events of one file; collects faults and goes on where it can."""

    file: str
    events: Iterator[Any]
    faults: list[Fault] = field(default_factory=list)
    places: dict[Where, tuple[int, int]] = field(default_factory=dict)

    def refuse(self, mark: Any, words: str) -> None:
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        self.faults.append(Fault(self.file, line, column, words))

    def document(self) -> dict[str, Value]:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return {}
        first = next(self.events)
        data = self.value(first, ())
        next(self.events)  # the end of the document
        if not isinstance(after := next(self.events), yaml.StreamEndEvent):
            self.refuse(after.start_mark, "a second document starts here; one file holds one")
        if isinstance(data, dict):
            return data
        if data is not None:
            self.refuse(first.start_mark, 'the file must consist of "key: value" lines')
        return {}

    def value(self, event: Any, where: Where) -> Value:
        self.plain(event)
        if len(where) > DEEPEST:
            self.refuse(event.start_mark, f"nested more than {DEEPEST} levels deep")
            raise _TooDeep
        if isinstance(event, yaml.AliasEvent):
            return None
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event.value) if event.implicit[0] and not event.style else event.value
        return self.items(where) if isinstance(event, yaml.SequenceStartEvent) else self.keys(where)

    def plain(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            kind, sign = "aliases", "*"
        elif event.anchor is not None:
            kind, sign = "anchors", "&"
        elif event.tag is not None:
            kind, sign = "tags", "!"
        else:
            return
        words = f"{kind} ({sign}name) are not used here; quote a text that starts with {sign}"
        self.refuse(event.start_mark, words)

    def items(self, where: Where) -> list[Value]:
        found: list[Value] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            here = (*where, len(found))
            self.mark(event, here)
            found.append(self.value(event, here))
        return found

    def keys(self, where: Where) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event, where)
            here = (*where, key)
            if key in found:
                first = self.places[here][0]
                self.refuse(event.start_mark, f'"{key}" stands here already, in line {first}')
            self.mark(event, here)
            found[key] = self.value(next(self.events), here)
        return found

    def key(self, event: Any, where: Where) -> str:
        if isinstance(event, yaml.ScalarEvent):
            self.plain(event)
            return str(event.value)
        self.refuse(event.start_mark, "a key must be a single word")
        self.value(event, (*where, ""))
        return f"[{event.start_mark.line}:{event.start_mark.column}]"  # no two alike

    def mark(self, event: Any, where: Where) -> None:
        self.places.setdefault(where, (event.start_mark.line + 1, event.start_mark.column + 1))


def _scalar(text: str) -> Value:
    """What an unquoted text means: no surprises, so `no`, `on` and `12:30` stay texts."""
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def checked(model: type[Model], document: Document, hint: Hint = lambda _: None) -> Model:
    """The document as `model`, or FileFaults in plain words; `hint` may explain unknown keys."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        raise FileFaults([_translated(model, document, one, hint) for one in errors]) from None


def _translated(
    model: type[BaseModel], document: Document, error: ErrorDetails, hint: Hint
) -> Fault:
    where, kind, context = error["loc"], error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        close = nearest_key(model, where)
        meant = f'; did you mean "{close}"?' if close else ""
        return document.fault(where, hint(where) or f'"{where[-1]}" is not known here{meant}')
    words = of_value(error)
    beside = (*where[:-1], str(context.get("beside", "")))
    return document.fault(where, f"{'.'.join(map(str, where))} {words}", beside)
