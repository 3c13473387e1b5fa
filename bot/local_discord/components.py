"""Owns the parts of messages and forms: which are allowed where, their limits, and reading them.

Both generations: rows of buttons and selects, and the parts behind the flag IS_COMPONENTS_V2
(docs: components/reference). Forms have their own list. All faults of a tree come back at once.
"""

from collections.abc import Iterator
from typing import Any

from bot.local_discord.errors import Faults, Path

Json = dict[str, Any]
ROW, BUTTON, STRING_SELECT, TEXT_INPUT, SECTION, TEXT_DISPLAY, THUMBNAIL = 1, 2, 3, 4, 9, 10, 11
GALLERY, FILE, SEPARATOR, CONTAINER, LABEL, UPLOAD, RADIO, BOXES, BOX = (
    12,
    13,
    14,
    17,
    18,
    19,
    21,
    22,
    23,
)
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
    return [part["content"] for part in walk(parts) if part["type"] == TEXT_DISPLAY]


class Checker:
    """Checks one tree and notes its faults; made fresh for each message or form."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.seen_ids: set[str] = set()
        self.total = 0
        self.letters = 0

    def message(self, parts: object, *, v2: bool, path: Path = ("components",)) -> None:
        """Check the parts of a message."""
        if not self.faults.count(path, parts, 0, 40 if v2 else 5) or not isinstance(parts, list):
            return
        allowed = (*IN_CONTAINER, CONTAINER) if v2 else (ROW,)
        for index, part in enumerate(parts):
            self._part(part, allowed, (*path, index))
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
        path: Path = ("components",)
        if not self.faults.count(path, data.get("components"), 1, 5):
            return
        for index, part in enumerate(data["components"]):
            here = (*path, index)
            if isinstance(part, dict) and part.get("type") == ROW:
                self._form_row(part, here)
            else:
                self._part(part, (LABEL, TEXT_DISPLAY), here)

    def _form_row(self, row: Json, path: Path) -> None:
        if not self.faults.count((*path, "components"), row.get("components"), 1, 1):
            return
        here = (*path, "components", 0)
        self._part(row["components"][0], (TEXT_INPUT, *SELECTS), here)
        if row["components"][0].get("type") == TEXT_INPUT:
            self.faults.text((*here, "label"), row["components"][0].get("label"), 1, 45)

    def _part(self, part: object, allowed: tuple[int, ...], path: Path) -> None:
        if not isinstance(part, dict) or part.get("type") not in allowed:
            return self.faults.add(
                (*path, "type"),
                "UNION_TYPE_CHOICES",
                f'Value of field "type" must be one of {allowed}.',
            )
        self.total += 1
        self._custom_id(part, path)
        check = {
            ROW: self._row,
            BUTTON: self._button,
            TEXT_INPUT: self._text_input,
            SECTION: self._section,
            TEXT_DISPLAY: self._text_display,
            CONTAINER: self._container,
            LABEL: self._label,
            RADIO: self._choices,
            BOXES: self._choices,
            **dict.fromkeys(SELECTS, self._select),
        }.get(part["type"])
        return check(part, path) if check else None

    def _custom_id(self, part: Json, path: Path) -> None:
        if part["type"] not in (BUTTON, *IN_LABEL) or part.get("style") in (LINK, PREMIUM):
            if part["type"] == BUTTON and part.get("custom_id"):
                words = "A custom id cannot be on a link or premium button"
                self.faults.add((*path, "custom_id"), "BUTTON_COMPONENT_INVALID_CUSTOM_ID", words)
            if part["type"] != TEXT_INPUT or "custom_id" not in part:
                return
        here, own = (*path, "custom_id"), part.get("custom_id")
        if own is None:
            self.faults.required(here)
        elif self.faults.text(here, own, 1, 100) and own in self.seen_ids:
            words = "Component custom id cannot be duplicated"
            self.faults.add(here, "COMPONENT_CUSTOM_ID_DUPLICATED", words)
        self.seen_ids.add(str(own))

    def _row(self, row: Json, path: Path) -> None:
        here = (*path, "components")
        if not self.faults.count(here, row.get("components"), 1, 5):
            return
        inside = row["components"]
        if len(inside) > 1 and any(part.get("type") in SELECTS for part in inside):
            words = "The specified component exceeds the maximum width"
            self.faults.add(here, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", words)
        for index, part in enumerate(inside):
            self._part(part, (BUTTON, *SELECTS), (*here, index))

    def _button(self, button: Json, path: Path) -> None:
        style = button.get("style")
        if style not in range(1, 7):
            self.faults.choice((*path, "style"), "(1, 2, 3, 4, 5, 6)")
        if button.get("label") is not None:
            self.faults.text((*path, "label"), button["label"], 1, 80)
        elif not button.get("emoji") and style != PREMIUM:
            words = "A label or an emoji is required"
            self.faults.add(path, "BUTTON_COMPONENT_MISSING_LABEL", words)
        if style == LINK and not self.faults.text((*path, "url"), button.get("url"), 1, 512):
            return
        if style != LINK and button.get("url"):
            words = "A url is only for a link button"
            self.faults.add((*path, "url"), "BUTTON_COMPONENT_INVALID_URL", words)

    def _select(self, select: Json, path: Path) -> None:
        if select.get("placeholder") is not None:
            self.faults.text((*path, "placeholder"), select["placeholder"], 0, 150)
        low, high = select.get("min_values", 1), select.get("max_values", 1)
        self.faults.number((*path, "min_values"), low, 0, 25)
        if self.faults.number((*path, "max_values"), high, 1, 25) and high < (low or 0):
            self.faults.add((*path, "max_values"), "NUMBER_TYPE_MIN", "Less than min_values.")
        if select["type"] == STRING_SELECT:
            self._options(select, path, 1, 25)

    def _choices(self, group: Json, path: Path) -> None:
        self._options(group, path, 2 if group["type"] == RADIO else 1, 10)

    def _options(self, part: Json, path: Path, low: int, high: int) -> None:
        if not self.faults.count((*path, "options"), part.get("options"), low, high):
            return
        values: set[str] = set()
        for index, option in enumerate(part["options"]):
            here = (*path, "options", index)
            self.faults.text((*here, "label"), option.get("label"), 1, 100)
            if option.get("description") is not None:
                self.faults.text((*here, "description"), option["description"], 0, 100)
            if self.faults.text((*here, "value"), option.get("value"), 1, 100):
                if option["value"] in values:
                    words = "The specified option value is already used"
                    self.faults.add(
                        (*here, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words
                    )
                values.add(option["value"])

    def _section(self, section: Json, path: Path) -> None:
        if "accessory" in section:
            self._part(section["accessory"], (BUTTON, THUMBNAIL), (*path, "accessory"))
        else:
            self.faults.required((*path, "accessory"))
        self._children(section, (TEXT_DISPLAY,), 3, path)

    def _container(self, container: Json, path: Path) -> None:
        self._children(container, IN_CONTAINER, 40, path)

    def _children(self, part: Json, allowed: tuple[int, ...], high: int, path: Path) -> None:
        if self.faults.count((*path, "components"), part.get("components"), 1, high):
            for index, inner in enumerate(part["components"]):
                self._part(inner, allowed, (*path, "components", index))

    def _text_display(self, part: Json, path: Path) -> None:
        if self.faults.text((*path, "content"), part.get("content"), 1, 4000):
            self.letters += len(part["content"])

    def _label(self, label: Json, path: Path) -> None:
        self.faults.text((*path, "label"), label.get("label"), 1, 45)
        if label.get("description") is not None:
            self.faults.text((*path, "description"), label["description"], 0, 100)
        if "component" in label:
            self._part(label["component"], IN_LABEL, (*path, "component"))
            if isinstance(label["component"], dict) and label["component"].get("label"):
                words = "A text input inside of a label cannot have its own label"
                self.faults.add((*path, "component", "label"), "BASE_TYPE_INVALID", words)
        else:
            self.faults.required((*path, "component"))

    def _text_input(self, part: Json, path: Path) -> None:
        if part.get("style") not in (1, 2):
            self.faults.choice((*path, "style"), "(1, 2)")
        if part.get("min_length") is not None:
            self.faults.number((*path, "min_length"), part["min_length"], 0, 4000)
        if part.get("max_length") is not None:
            self.faults.number((*path, "max_length"), part["max_length"], 1, 4000)
        for key, high in (("value", part.get("max_length") or 4000), ("placeholder", 100)):
            if part.get(key) is not None:
                self.faults.text((*path, key), part[key], 0, high)
