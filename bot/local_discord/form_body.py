"""Owns how schemas are read, and how what does not fit them is refused: with Discord's 50035.

They are JSON Schema, in which null counts as left out, with three things of our own: the type
`snowflake`, an id as text or as a number; `kinds`, the schema for each number that `type` may be;
and `rule`, a function of limits.py. A rule is the last word of its schema.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path as File
from typing import Any

from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]
from jsonschema.validators import (  # type: ignore[import-untyped]
    Draft4Validator,
    Draft202012Validator,
    extend,
)

from bot.local_discord.errors import FAULTS, KEYWORDS, DiscordError, Json

Path = tuple[str | int, ...]
Fault = tuple[Path, str, str]
"""Where it is, its code, and words for people."""
Faults = Iterator[Fault]
Errors = Iterator[ValidationError]
SCHEMAS: Json = json.loads(File(__file__).with_name("bodies.json").read_text("utf-8"))["$defs"]


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


def fault(path: Path, code: str, field: str = "", among: str = "") -> Fault:
    """Say that something is wrong there, in the words for this code."""
    return path, code, FAULTS[code].format(field=field, among=among)


def explain(error: ValidationError, path: Path) -> Fault:
    """Say in Discord's words why a value does not fit its schema."""
    keyword, limit = error.validator, error.validator_value
    if keyword == "type":
        keyword = limit
    elif keyword == "maxLength" and "minLength" in error.schema:
        keyword = "minLength"
    code, words = KEYWORDS[keyword]
    shown = tuple(limit) if isinstance(limit, list) else limit
    given = {"minItems": 0, "value": error.instance, "limit": shown} | error.schema
    return path, code, words.format_map(given)


def without_null(node: Any) -> Any:
    """Copy JSON without the fields that are null."""
    if isinstance(node, list):
        return [without_null(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {key: without_null(one) for key, one in node.items() if one is not None}


def _type(_: Any, kinds: str | list[str], value: Any, __: Json) -> Errors:
    """As the library's own, and quicker where it is one kind: no keyword is asked as often."""
    wanted = [kinds] if isinstance(kinds, str) else kinds
    for kind in wanted:
        if TYPES.is_type(value, kind):
            return
    yield ValidationError("")


def _required(_: Any, keys: list[str], value: Any, __: Json) -> Errors:
    if isinstance(value, dict):
        yield from (ValidationError("", path=[key]) for key in keys if key not in value)


def _items(validator: Any, each: Json, value: Any, schema: Json) -> Errors:
    low, high = schema.get("minItems", 0), schema["maxItems"]
    if isinstance(value, list) and low <= len(value) <= high:
        for index, part in enumerate(value):
            yield from validator.descend(part, each, path=index)


def _kinds(validator: Any, kinds: dict[str, str], value: Any, _: Json) -> Errors:
    kind = value.get("type") if isinstance(value, dict) else None
    if type(kind) is int and str(kind) in kinds:
        yield from validator.descend(value, SCHEMAS[kinds[str(kind)]])
    else:
        yield ValidationError("", path=["type"], validator_value=[int(one) for one in kinds])


def _ref(validator: Any, to: str, value: Any, _: Json) -> Errors:
    """All that is referred to stands in one file: nothing has to be found by its address."""
    yield from validator.descend(value, SCHEMAS[to.removeprefix("#/$defs/")])


def _rule(*_: object) -> Errors:
    yield ValidationError("")  # not a fault yet: a mark that everything before it has been seen


# until draft 4, what is written 1.0 was no integer
TYPES = Draft4Validator.TYPE_CHECKER.redefine("snowflake", lambda _, one: str(one).isdecimal())
OWN = {
    "type": _type,
    "required": _required,
    "items": _items,
    "kinds": _kinds,
    "$ref": _ref,
    "rule": _rule,
}
Dialect = extend(Draft202012Validator, OWN, type_checker=TYPES)
