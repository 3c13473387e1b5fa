"""Owns the look at a body: a small language for what may stand where, and Discord's 50035.

A check takes a value and its path, and gives a fault for each thing that is wrong there. What is
null counts as left out. The codes are those of docs: reference#error-messages.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bot.local_discord.errors import DiscordError, Json

Path = tuple[str | int, ...]
Fault = tuple[Path, str, str]
"""Where it is, its code, and words for people."""
Faults = Iterator[Fault]
Check = Callable[[Any, Path], Iterable[Fault]]


def refuse(faults: Iterable[Fault]) -> None:
    """Raise these faults as one 50035, if there are any."""
    tree: Json = {}
    for path, code, message in faults:
        node = tree
        for part in path:
            node = node.setdefault(str(part), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})
    if tree:
        raise DiscordError(400, 50035, "Invalid Form Body", tree)


def required(path: Path) -> Fault:
    """Say that something is missing."""
    return path, "BASE_TYPE_REQUIRED", "This field is required"


def text(low: int, high: int) -> Check:
    """Take a text of so many letters."""

    def check(value: object, path: Path) -> Faults:
        if not isinstance(value, str):
            yield path, "BASE_TYPE_STRING", "Must be a string."
        elif low == 0 and len(value) > high:
            yield path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length."
        elif not low <= len(value) <= high:
            yield path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length."

    return check


def number(low: int, high: int) -> Check:
    """Take a whole number between these, both included."""

    def check(value: object, path: Path) -> Faults:
        if isinstance(value, bool) or not isinstance(value, int):
            yield path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.'
        elif value < low:
            yield path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {low}."
        elif value > high:
            yield path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {high}."

    return check


def snowflake(value: object, path: Path) -> Faults:
    """Take an id, as text or as a number."""
    if not str(value).isdecimal():
        yield path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.'


def read_id(value: object, name: str) -> int:
    """Read an id, or refuse it."""
    refuse(snowflake(value, (name,)))
    return int(str(value))


def choice(*allowed: str | int) -> Check:
    """Take one of these."""

    def check(value: object, path: Path) -> Faults:
        if isinstance(value, bool) or value not in allowed:
            yield path, "BASE_TYPE_CHOICES", f"Value must be one of {allowed}."

    return check


def array(each: Check, low: int, high: int) -> Check:
    """Take a list of so many parts, each of which fits."""

    def check(value: object, path: Path) -> Faults:
        if not isinstance(value, list):
            yield path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"
        elif not low <= len(value) <= high:
            yield path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length."
        else:
            for index, part in enumerate(value):
                yield from each(part, (*path, index))

    return check


def model(needed: str = "", /, **fields: Check) -> Check:
    """Take an object with all of "these names" in which these fields fit; others are let be."""

    def check(value: object, path: Path) -> Faults:
        if not isinstance(value, dict):
            yield path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType"
            return
        for key in needed.split():
            if value.get(key) is None:
                yield required((*path, key))
        for key, field in fields.items():
            if value.get(key) is not None:
                yield from field(value[key], (*path, key))

    return check


def union(kinds: Mapping[int, Check]) -> Check:
    """Take an object whose type is one of these and which fits what stands beside it."""

    def check(value: object, path: Path) -> Faults:
        kind = value.get("type") if isinstance(value, dict) else None
        if type(kind) is int and kind in kinds:
            yield from kinds[kind](value, path)
        else:
            words = f'Value of field "type" must be one of {tuple(kinds)}.'
            yield (*path, "type"), "UNION_TYPE_CHOICES", words

    return check


def both(first: Check, then: Check) -> Check:
    """Look with the second check when the first one found nothing."""

    def check(value: object, path: Path) -> Faults:
        found = list(first(value, path))
        yield from found or then(value, path)

    return check


def distinct(key: str, code: str) -> Check:
    """Take a list in which no two parts have the same under this key."""

    def check(value: list[Json], path: Path) -> Faults:
        seen: list[object] = []
        for index, part in enumerate(value):
            if part[key] in seen:
                yield (*path, index, key), code, f"The same {key} is there already"
            seen.append(part[key])

    return check
