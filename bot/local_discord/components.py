"""Owns the components of messages and forms: which are allowed where, their limits, reading them.

Both generations: rows of buttons and selects, and what is behind the flag IS_COMPONENTS_V2
(docs: components/reference). Forms have their own list.
"""

from collections.abc import Iterator
from typing import Any

from bot.local_discord.errors import Json
from bot.local_discord.form_body import (
    Check,
    Faults,
    Path,
    array,
    both,
    choice,
    distinct,
    model,
    number,
    required,
    text,
    union,
)

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, SECTION, TEXT_DISPLAY, THUMBNAIL = 1, 2, 3, 4, 9, 10, 11
GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 12, 13, 14, 17, 18
UPLOAD, RADIO, BOXES, BOX = 19, 21, 22, 23
SELECTS = (STRING_SELECT, 5, 6, 7, 8)
LINK, PREMIUM = 5, 6
DEFAULTS: dict[int, Json] = {
    SEPARATOR: {"spacing": 1, "divider": True},
    CONTAINER: {"accent_color": None, "spoiler": False},
    THUMBNAIL: {"description": None, "spoiler": False},
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
}


def walk(parts: list[Json], path: Path = ()) -> Iterator[tuple[Path, Json]]:
    """Go through a tree with the path of each part, parents first, as people see them."""
    for index, part in enumerate(parts):
        here = (*path, index)
        yield here, part
        yield from walk(part.get("components") or [], (*here, "components"))
        for key in ("accessory", "component"):
            if part.get(key):
                yield (*here, key), part[key]


def numbered(parts: list[Json]) -> list[Json]:
    """Copy checked parts as Discord gives them back: with ids and with their defaults."""
    copied: list[Json] = _filled(parts)
    taken = {part.get("id") for _, part in walk(copied)}
    free = (number for number in range(1, 1000) if number not in taken)
    for _, part in walk(copied):
        part["id"] = part.get("id") or next(free)
    return copied


def _filled(node: Any) -> Any:
    if isinstance(node, list):
        return [_filled(one) for one in node]
    if not isinstance(node, dict):
        return node
    kind = node.get("type")
    defaults = DEFAULTS.get(kind, {}) if isinstance(kind, int) else {}
    return defaults | {key: _filled(one) for key, one in node.items() if one is not None}


def read_text(parts: list[Json]) -> list[str]:
    """Collect what people can read in a tree of parts, controls excepted."""
    return [part["content"] for _, part in walk(parts) if part["type"] == TEXT_DISPLAY]


def _button(button: Json, path: Path) -> Faults:
    style = button["style"]
    if style != PREMIUM and not (button.get("label") or button.get("emoji")):
        yield path, "BUTTON_COMPONENT_MISSING_LABEL", "A label or an emoji is required"
    other = "custom_id" if style in (LINK, PREMIUM) else "url"
    if button.get(other):
        words = "A custom id and a url cannot both be on a button"
        yield (*path, other), f"BUTTON_COMPONENT_INVALID_{other.upper()}", words
    if style == LINK:
        yield from text(1, 512)(button.get("url"), (*path, "url"))
    elif style != PREMIUM and button.get("custom_id") is None:
        yield required((*path, "custom_id"))


def _range(select: Json, path: Path) -> Faults:
    if select.get("max_values", 1) < (select.get("min_values") or 0):
        yield (*path, "max_values"), "NUMBER_TYPE_MIN", "Less than min_values."


def _width(row: Json, path: Path) -> Faults:
    parts = row["components"]
    if len(parts) > 1 and any(part["type"] in SELECTS for part in parts):
        words = "The specified component exceeds the maximum width"
        yield (*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", words


def _label(label: Json, path: Path) -> Faults:
    if label["component"].get("label"):
        words = "A text input inside of a label cannot have its own label"
        yield (*path, "component", "label"), "BASE_TYPE_INVALID", words


def _options(low: int, high: int) -> Check:
    option = model("label value", label=NAME, value=NAME, description=text(0, 100), emoji=model())
    unique = distinct("value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED")
    return both(array(option, low, high), unique)


def _control(needed: str = "", **fields: Check) -> Check:
    return model(f"custom_id {needed}", custom_id=NAME, **fields)


def _select(needed: str = "", **fields: Check) -> Check:
    limits = {"min_values": number(0, 25), "max_values": number(1, 25)}
    return both(_control(needed, placeholder=text(0, 150), **limits, **fields), _range)


def _holding(parts: dict[int, Check], high: int, **fields: Check) -> Check:
    needed = " ".join(["components", *fields])
    return model(needed, components=array(union(parts), 1, high), **fields)


NAME = text(1, 100)
STYLE = {"style": choice(*range(1, 7)), "label": text(1, 80), "emoji": model()}
BUTTONS = {BUTTON: both(model("style", custom_id=NAME, **STYLE), _button)}
SELECT = dict.fromkeys(SELECTS, _select())
SELECT[STRING_SELECT] = _select("options", options=_options(1, 25))
ROWS = {ROW: both(_holding(BUTTONS | SELECT, 5), _width)}
DISPLAY = {TEXT_DISPLAY: model("content", content=text(1, 4000))}
MEDIA = model("media", media=model("url", url=text(1, 2048)))
IN_CONTAINER: dict[int, Check] = {
    **DISPLAY,
    **ROWS,
    SECTION: _holding(DISPLAY, 3, accessory=union(BUTTONS | {THUMBNAIL: MEDIA})),
    GALLERY: model("items", items=array(MEDIA, 1, 10)),
    FILE: model("file", file=model("url", url=text(1, 2048))),
    SEPARATOR: model(spacing=choice(1, 2)),
}
IN_MESSAGE = IN_CONTAINER | {CONTAINER: _holding(IN_CONTAINER, 40)}
WORDS = {"label": text(1, 45), "value": text(0, 4000), "placeholder": text(0, 100)}
INPUT = WORDS | {
    "style": choice(1, 2),
    "min_length": number(0, 4000),
    "max_length": number(1, 4000),
}
IN_LABEL: dict[int, Check] = {
    **SELECT,
    TEXT_INPUT: _control("style", **INPUT),
    UPLOAD: _control(),
    RADIO: _control("options", options=_options(2, 10)),
    BOXES: _control("options", options=_options(1, 10)),
    BOX: _control(),
}
LABELLED = {"label": text(1, 45), "description": text(0, 100), "component": union(IN_LABEL)}
IN_FORM: dict[int, Check] = {
    **DISPLAY,
    ROW: _holding(SELECT | {TEXT_INPUT: _control("style label", **INPUT)}, 1),
    LABEL: both(model("label component", **LABELLED), _label),
}


def _unique(parts: list[Json], path: Path) -> Faults:
    seen = set()
    for here, part in walk(parts, path):
        own = part.get("custom_id")
        if own is not None and own in seen:
            words = "Component custom id cannot be duplicated"
            yield (*here, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", words
        seen.add(own)


def _together(parts: list[Json], path: Path) -> Faults:
    if len(list(walk(parts))) > 40:
        words = "The maximum number of components in a message is 40"
        yield path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", words
    if sum(map(len, read_text(parts))) > 4000:
        words = "The total length of displayable text must be 4000 or fewer"
        yield path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words
    yield from _unique(parts, path)


OF_MESSAGE = both(array(union(ROWS), 0, 5), _together)
OF_MESSAGE_V2 = both(array(union(IN_MESSAGE), 0, 40), _together)
OF_FORM = both(array(union(IN_FORM), 1, 5), _unique)
FORM = model("custom_id title components", custom_id=NAME, title=text(1, 45), components=OF_FORM)
"""docs: interactions/receiving-and-responding, Modal."""
