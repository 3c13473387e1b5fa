"""Owns the parts of messages and forms: which are allowed where, their limits, and reading them.

Both generations: rows of buttons and selects, and the parts behind the flag IS_COMPONENTS_V2
(docs: components/reference). Forms have their own list. All faults of a tree come back at once.
"""

from collections.abc import Iterator
from typing import Any

from bot.local_discord.errors import Faults, Path

Json = dict[str, Any]
ROW, BUTTON, STRING_SELECT, TEXT_INPUT, SECTION, TEXT_DISPLAY, THUMBNAIL = 1, 2, 3, 4, 9, 10, 11
GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 12, 13, 14, 17, 18
UPLOAD, RADIO, BOXES, BOX = 19, 21, 22, 23
SELECTS = (STRING_SELECT, 5, 6, 7, 8)
IN_CONTAINER = (ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR)
IN_LABEL = (*SELECTS, TEXT_INPUT, UPLOAD, RADIO, BOXES, BOX)
LINK, PREMIUM = 5, 6


def walk(parts: list[Json]) -> Iterator[Json]:
    """Go through a tree of parts, parents first, in the order in which people see them."""
    for part in parts:
        yield part
        inner = [*part.get("components", [])]
        inner += [part[key] for key in ("accessory", "component") if key in part]
        yield from walk(inner)


def numbered(parts: list[Json]) -> list[Json]:
    """Copy checked parts as Discord gives them back: with ids and with their defaults."""
    copied = [_copy(part) for part in parts]
    taken = {part["id"] for part in walk(copied) if part.get("id")}
    free = (number for number in range(1, 1000) if number not in taken)
    for part in walk(copied):
        part["id"] = part.get("id") or next(free)
    return copied


def _copy(part: Json) -> Json:
    made = _without_null(part)
    if "emoji" in made:
        made["emoji"] = _without_null(made["emoji"])
    if "options" in made:
        made["options"] = [_copy(option) for option in made["options"]]
    for key in ("accessory", "component"):
        if key in made:
            made[key] = _copy(made[key])
    if "components" in made:
        made["components"] = [_copy(inner) for inner in made["components"]]
    return _DEFAULTS.get(part.get("type", 0), {}) | made


def _without_null(part: Json) -> Json:
    return {key: value for key, value in part.items() if value is not None}


_FOR_SELECTS: Json = {"min_values": 1, "max_values": 1}
_DEFAULTS: dict[int, Json] = {
    SEPARATOR: {"spacing": 1, "divider": True},
    CONTAINER: {"accent_color": None, "spoiler": False},
    THUMBNAIL: {"description": None, "spoiler": False},
    **dict.fromkeys(SELECTS, _FOR_SELECTS),
}


def read_text(parts: list[Json]) -> list[str]:
    """Collect what people can read in a tree of parts, controls excepted."""
    return [part["content"] for part in walk(parts) if part.get("type") == TEXT_DISPLAY]


TEXTS: dict[int, dict[str, tuple[int, int]]] = {
    BUTTON: {"label": (1, 80)},
    TEXT_INPUT: {"value": (0, 4000), "placeholder": (0, 100)},
    TEXT_DISPLAY: {"content": (1, 4000)},
    LABEL: {"label": (1, 45), "description": (0, 100)},
    **{kind: {"placeholder": (0, 150)} for kind in SELECTS},
}
"""How many letters a text of a part may have."""
NUMBERS: dict[int, dict[str, tuple[int, int]]] = {
    TEXT_INPUT: {"min_length": (0, 4000), "max_length": (1, 4000)},
    **{kind: {"min_values": (0, 25), "max_values": (1, 25)} for kind in SELECTS},
}
NEEDED = {TEXT_DISPLAY: ("content",), LABEL: ("label", "component"), SECTION: ("accessory",)}
CHILDREN: dict[int, tuple[tuple[int, ...], int]] = {
    ROW: ((BUTTON, *SELECTS), 5),
    SECTION: ((TEXT_DISPLAY,), 3),
    CONTAINER: (IN_CONTAINER, 40),
}
"""Which parts stand inside a part, and how many at most."""
ONE_INSIDE = {SECTION: ("accessory", (BUTTON, THUMBNAIL)), LABEL: ("component", IN_LABEL)}
OPTIONS = {STRING_SELECT: (1, 25), RADIO: (2, 10), BOXES: (1, 10)}


class Checker:
    """Checks one tree and notes its faults; made fresh for each message or form."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.seen_ids: set[str] = set()
        self.total = 0
        self.letters = 0

    def message(self, parts: list[Json], *, v2: bool) -> None:
        """Check the parts of a message."""
        path: Path = ("components",)
        if self.faults.count(path, parts, 0, 40 if v2 else 5):
            self._all(parts, (*IN_CONTAINER, CONTAINER) if v2 else (ROW,), path)
        if self.total > 40:
            words = "The maximum number of components in a message is 40"
            self.faults.add(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", words)
        if self.letters > 4000:
            words = "The total length of displayable text must be 4000 or fewer"
            self.faults.add(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words)

    def form(self, data: Json) -> None:
        """Check a form (docs: interactions/receiving-and-responding, Modal)."""
        self.faults.text(("custom_id",), data.get("custom_id"), 1, 100)
        self.faults.text(("title",), data.get("title"), 1, 45)
        if not self.faults.count(("components",), data.get("components"), 1, 5):
            return
        for index, part in enumerate(data["components"]):
            path: Path = ("components", index)
            if part.get("type") != ROW:
                self._part(part, (LABEL, TEXT_DISPLAY), path)
            elif self.faults.count((*path, "components"), part.get("components"), 1, 1):
                self._all(part["components"], (TEXT_INPUT, *SELECTS), (*path, "components"))
                inner = part["components"][0]
                if inner.get("type") == TEXT_INPUT:
                    here = (*path, "components", 0, "label")
                    self.faults.text(here, inner.get("label"), 1, 45)

    def _all(self, parts: list[Json], allowed: tuple[int, ...], path: Path) -> None:
        for index, part in enumerate(parts):
            self._part(part, allowed, (*path, index))

    def _part(self, part: Json, allowed: tuple[int, ...], path: Path) -> None:
        kind = part.get("type")
        if kind not in allowed or not isinstance(kind, int):
            words = f'Value of field "type" must be one of {allowed}.'
            return self.faults.add((*path, "type"), "UNION_TYPE_CHOICES", words)
        self.total += 1
        self._values(part, kind, path)
        if kind == BUTTON:
            self._button(part, path)
        elif kind in IN_LABEL:
            self._custom_id(part, path)
        if kind in OPTIONS:
            self._options(part, path, *OPTIONS[kind])
        return self._inside(part, kind, path)

    def _values(self, part: Json, kind: int, path: Path) -> None:
        for key in NEEDED.get(kind, ()):
            if part.get(key) is None:
                self.faults.required((*path, key))
        for key, (low, high) in TEXTS.get(kind, {}).items():
            if part.get(key) is not None:
                self.faults.text((*path, key), part[key], low, high)
        for key, (low, high) in NUMBERS.get(kind, {}).items():
            if part.get(key) is not None:
                self.faults.number((*path, key), part[key], low, high)
        if kind == TEXT_DISPLAY:
            self.letters += len(part.get("content") or "")
        if kind == TEXT_INPUT and part.get("style") not in (1, 2):
            self.faults.choice((*path, "style"), "(1, 2)")
        if kind in SELECTS and (part.get("max_values") or 1) < (part.get("min_values") or 0):
            self.faults.add((*path, "max_values"), "NUMBER_TYPE_MIN", "Less than min_values.")

    def _inside(self, part: Json, kind: int, path: Path) -> None:
        if kind in CHILDREN:
            allowed, high = CHILDREN[kind]
            here = (*path, "components")
            if self.faults.count(here, part.get("components"), 1, high):
                self._width(part["components"], here)
                self._all(part["components"], allowed, here)
        key, allowed = ONE_INSIDE.get(kind, ("", ()))
        if part.get(key):
            self._part(part[key], allowed, (*path, key))
            if kind == LABEL and part[key].get("label"):
                words = "A text input inside of a label cannot have its own label"
                self.faults.add((*path, key, "label"), "BASE_TYPE_INVALID", words)

    def _width(self, parts: list[Json], path: Path) -> None:
        if len(parts) > 1 and any(part.get("type") in SELECTS for part in parts):
            words = "The specified component exceeds the maximum width"
            self.faults.add(path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", words)

    def _custom_id(self, part: Json, path: Path) -> None:
        here, own = (*path, "custom_id"), part.get("custom_id")
        if own is None:
            self.faults.required(here)
        elif self.faults.text(here, own, 1, 100) and own in self.seen_ids:
            words = "Component custom id cannot be duplicated"
            self.faults.add(here, "COMPONENT_CUSTOM_ID_DUPLICATED", words)
        self.seen_ids.add(str(own))

    def _button(self, button: Json, path: Path) -> None:
        style = button.get("style")
        if style not in range(1, 7):
            self.faults.choice((*path, "style"), "(1, 2, 3, 4, 5, 6)")
        if not button.get("label") and not button.get("emoji") and style != PREMIUM:
            words = "A label or an emoji is required"
            self.faults.add(path, "BUTTON_COMPONENT_MISSING_LABEL", words)
        key = "custom_id" if style in (LINK, PREMIUM) else "url"
        if button.get(key):
            words = "A custom id and a url cannot both be on a button"
            code = f"BUTTON_COMPONENT_INVALID_{key.upper()}"
            self.faults.add((*path, key), code, words)
        if style == LINK:
            self.faults.text((*path, "url"), button.get("url"), 1, 512)
        elif style != PREMIUM:
            self._custom_id(button, path)

    def _options(self, part: Json, path: Path, low: int, high: int) -> None:
        if not self.faults.count((*path, "options"), part.get("options"), low, high):
            return
        values: set[str] = set()
        for index, option in enumerate(part["options"]):
            here = (*path, "options", index)
            self.faults.text((*here, "label"), option.get("label"), 1, 100)
            self.faults.text((*here, "description"), option.get("description") or "", 0, 100)
            fine = self.faults.text((*here, "value"), option.get("value"), 1, 100)
            if fine and option["value"] in values:
                words = "The specified option value is already used"
                self.faults.add((*here, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words)
            values.add(str(option.get("value")))
