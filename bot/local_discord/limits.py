"""Owns what a body may hold: the schemas of bodies.json, and the rules that they name.

A rule looks at what is more than one field: at two that exclude each other, at names that must
differ, at all letters together. It is given only what its schema had nothing against.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from bot.local_discord import components as kind
from bot.local_discord.addresses import LINKS, address, addresses_in_embed
from bot.local_discord.errors import Json
from bot.local_discord.form_body import (
    SCHEMAS,
    Dialect,
    Fault,
    Faults,
    Path,
    explain,
    fault,
    refuse,
    without_null,
)

Rule = Callable[[Any, Path], Iterable[Fault]]
SUPPRESS_EMBEDS, EPHEMERAL, LOADING, SILENT, V2 = 1 << 2, 1 << 6, 1 << 7, 1 << 12, 1 << 15
BODIES = Dialect({"$defs": SCHEMAS})


def faults(schema: str | Json, value: object, path: Path = ()) -> list[Fault]:
    """Find what is wrong with a value, by a name in bodies.json or by a schema of the moment."""
    found: list[Fault] = []
    if isinstance(schema, str):
        schema = {"$ref": f"#/$defs/{schema}"}
    for error in BODIES.evolve(schema=schema).iter_errors(without_null(value)):
        here = (*path, *error.path)
        if error.validator != "rule":
            found.append(explain(error, here))
        elif all(where[: len(here)] != here for where, _, _ in found):
            found += RULES[error.validator_value](error.instance, here)
    return found


def check(schema: str | Json, value: object, path: Path = ()) -> None:
    """Refuse a value that does not fit."""
    refuse(faults(schema, value, path))


def read_id(value: object, name: str) -> int:
    """Read an id, or refuse it."""
    if not str(value).isdecimal():  # all that its schema asks for
        check("snowflake", value, (name,))
    return int(str(value))


# messages


def nonce(value: object, path: Path) -> Iterable[Fault]:
    """Take it as text or as a number."""
    return faults("short", str(value) if isinstance(value, int) else value, path)


def embeds_together(embeds: list[Json], path: Path) -> Faults:
    """Count the letters of all embeds."""
    if sum(len(text) for embed in embeds for text in kind.embed_texts(embed)) > 6000:
        yield fault(path, "MAX_EMBED_SIZE_EXCEEDED")


def either_mentions(allowed: Json, path: Path) -> Faults:
    """Take all people or some of them, not both; and so with roles."""
    for name in ("users", "roles"):
        if name in allowed.get("parse", []) and allowed.get(name):
            yield fault(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", name)


# members


def time_out(until: str, path: Path) -> Faults:
    """Look whether it is a moment, as Discord writes moments."""
    try:
        datetime.fromisoformat(until)
    except ValueError:
        yield fault(path, "DATE_TIME_TYPE_PARSE", until)


# components


def button(part: Json, path: Path) -> Faults:
    """Look at what a button of its style needs and cannot have."""
    style = part["style"]
    if style != kind.PREMIUM and not (part.get("label") or part.get("emoji")):
        yield fault(path, "BUTTON_COMPONENT_MISSING_LABEL")
    other = "custom_id" if style in (kind.LINK, kind.PREMIUM) else "url"
    if part.get(other):
        yield fault((*path, other), f"BUTTON_COMPONENT_INVALID_{other.upper()}")
    if style == kind.LINK:
        here = (*path, "url")
        yield from faults("link", part.get("url"), here) or address(part["url"], here, LINKS)
    elif style != kind.PREMIUM:
        yield from faults({"required": ["custom_id"]}, part, path)


def range_of_values(select: Json, path: Path) -> Faults:
    """Let the highest number of values not be below the lowest, and the lowest be possible."""
    options = select.get("options")
    high = len(options) if options and select["type"] == kind.BOXES else 1
    yield from _range(select, path, "values", high)
    if options and select.get("min_values", 0) > len(options):
        yield fault((*path, "min_values"), "SELECT_COMPONENT_TOO_FEW_OPTIONS")


def range_of_length(field: Json, path: Path) -> Faults:
    """Let the shortest text be no longer than the longest, and what stands there already fit."""
    yield from _range(field, path, "length", 4000)
    if len(field.get("value", "")) > field.get("max_length", 4000):
        yield fault((*path, "value"), "TEXT_INPUT_VALUE_TOO_LONG")


def _range(part: Json, path: Path, of: str, high: float) -> Faults:
    if part.get(f"max_{of}", high) < part.get(f"min_{of}", 0):
        yield fault((*path, f"max_{of}"), "NUMBER_TYPE_MIN", f"min_{of}")


def select_alone(row: Json, path: Path) -> Faults:
    """Let nothing stand beside a select."""
    parts = row["components"]
    if len(parts) > 1 and any(part["type"] in kind.SELECTS for part in parts):
        yield fault((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED")


def one_label(label: Json, path: Path) -> Faults:
    """Let what has a label around it have none of its own."""
    if label["component"].get("label"):
        yield fault((*path, "component", "label"), "BASE_TYPE_INVALID")


def value_of_option(value: object, path: Path) -> Iterable[Fault]:
    """Take it as text or as a number, as many bots write it; it comes back as text."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return faults("name", str(value) if number else value, path)


def _distinct(parts: Iterable[tuple[Path, Json]], key: str, code: str) -> Faults:
    seen: list[object] = []
    for here, part in parts:
        if key in part and part[key] in seen:
            yield fault((*here, key), code)
        seen.append(part.get(key))


def distinct_ids(parts: list[Json], path: Path) -> Faults:
    """Let no custom id be there twice, however deep."""
    return _distinct(kind.walk(parts, path), "custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED")


def parts_together(parts: list[Json], path: Path) -> Faults:
    """Count all parts of a message, however deep, and the letters in them."""
    if len(list(kind.walk(parts))) > 40:
        yield fault(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED")
    if sum(map(len, kind.read_text(parts))) > 4000:
        yield fault(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED")
    yield from distinct_ids(parts, path)


def distinct_values(options: list[Json], path: Path) -> Faults:
    """Let no two options of a control have the same value."""
    texts = [{"value": str(option["value"])} for option in options]
    return _distinct(_each(texts, path), "value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED")


def _each(parts: list[Json], path: Path) -> Iterable[tuple[Path, Json]]:
    return (((*path, index), part) for index, part in enumerate(parts))


# commands


def command_name(name: str, path: Path) -> Faults:
    """Take small letters of any alphabet."""
    if not re.fullmatch(r"[-_'\w]+", name) or name != name.lower():
        yield fault(path, "APPLICATION_COMMAND_INVALID_NAME")


def option_together(option: Json, path: Path) -> Faults:
    """Take choices that are known before or while somebody types, not both; and ranges."""
    yield from _range(option, path, "value", float("inf"))
    yield from _range(option, path, "length", 6000)
    if option.get("choices") and option.get("autocomplete"):
        yield fault((*path, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE")


def command_options(options: list[Json], path: Path) -> Iterable[Fault]:
    """Let names be distinct, and then, what is required stand first."""
    code = "APPLICATION_COMMAND_OPTIONS_NAME_INVALID"
    return [*_distinct(_each(options, path), "name", code)] or _required_first(options, path)


def _required_first(options: list[Json], path: Path) -> Faults:
    optional = False
    for here, option in _each(options, path):
        if option.get("required") and optional:
            yield fault(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID")
        optional = optional or not option.get("required")


def command_together(command: Json, path: Path) -> Faults:
    """Count the letters of a command with all that is below it."""
    if _letters(command) > 8000:
        yield fault(path, "APPLICATION_COMMAND_TOO_LARGE")


def _letters(part: Json) -> int:
    own = len(part["name"]) + len(part["description"])
    for option in part.get("options") or []:
        choices = option.get("choices") or []
        own += _letters(option) + sum(len(c["name"]) + len(str(c["value"])) for c in choices)
    return own


OF_MESSAGES = (nonce, embeds_together, either_mentions, distinct_ids, parts_together)
OF_EMBEDS = (addresses_in_embed,)
OF_COMPONENTS = (
    button,
    range_of_values,
    range_of_length,
    select_alone,
    one_label,
    value_of_option,
    distinct_values,
)
OF_COMMANDS = (command_name, option_together, command_options, command_together)
RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (*OF_MESSAGES, *OF_EMBEDS, *OF_COMPONENTS, *OF_COMMANDS, time_out)
}
