"""Owns the components of messages and forms: their numbers, going through them, reading them.

Both generations: rows of buttons and selects, and what is behind the flag IS_COMPONENTS_V2
(docs: components/reference). What they may hold stands in bodies.json.
"""

from collections.abc import Iterator
from copy import deepcopy

from bot.local_discord import payloads
from bot.local_discord.errors import Json
from bot.local_discord.form_body import Path, without_null

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, SECTION, TEXT_DISPLAY = 1, 2, 3, 4, 9, 10
GALLERY, FILE, CONTAINER, LABEL = 12, 13, 17, 18
UPLOAD, RADIO, BOXES, BOX = 19, 21, 22, 23
SELECTS = (STRING_SELECT, 5, 6, 7, 8)
LINK, PREMIUM = 5, 6
HOLDS = {ROW: ["components"], CONTAINER: ["components"], SECTION: ["components", "accessory"]}
HOLDS[LABEL] = ["component"]
"""Which parts hold others; what stands under such a key elsewhere means nothing."""
DEFAULTS = payloads.fixed("components")


def walk(parts: list[Json], path: Path = ()) -> Iterator[tuple[Path, Json]]:
    """Go through a tree with the path of each part, parents first, as people see them."""
    for index, part in enumerate(parts):
        here = (*path, index)
        yield here, part
        for key in HOLDS.get(part["type"], ()):
            if key == "components":
                yield from walk(part[key], (*here, key))
            else:
                yield (*here, key), part[key]


def numbered(parts: list[Json]) -> list[Json]:
    """Copy checked parts as Discord gives them back: with ids and with their defaults."""
    copied: list[Json] = without_null(parts)
    taken = {part.get("id") for _, part in walk(copied)}
    free = (number for number in range(1, 1000) if number not in taken)
    for _, part in walk(copied):
        part.update(DEFAULTS.get(str(part["type"]), {}) | part)
        part["id"] = part.get("id") or next(free)
        for option in part.get("options") or []:
            option["value"] = str(option["value"])
    return copied


def with_files(parts: list[Json], attachments: list[Json]) -> list[Json]:
    """The parts as they are shown: a file tells which attachment it is."""
    if not attachments:
        return parts
    by_name = {f"attachment://{one['filename']}": one for one in attachments}
    shown = deepcopy(parts)
    for _, part in walk(shown):
        for item in part["items"] if part["type"] == GALLERY else ():
            if found := by_name.get(item["media"]["url"]):
                told = {
                    key: found.get(key) for key in ("id", "url", "proxy_url", "width", "height")
                }
                item["media"] = told | {"attachment_id": found["id"]}
                item.setdefault("description", None)
                item.setdefault("spoiler", False)
        if part["type"] == FILE and (found := by_name.get(part["file"]["url"])):
            told = {key: found[key] for key in ("id", "url", "proxy_url")}
            file = told | {"attachment_id": found["id"]}
            part.update({"file": file, "name": found["filename"], "size": found["size"]})
    return shown


def read_text(parts: list[Json]) -> list[str]:
    """Collect what people can read in a tree of parts, controls excepted."""
    return [part["content"] for _, part in walk(parts) if part["type"] == TEXT_DISPLAY]


def embed_texts(embed: Json) -> list[str]:
    """Collect the texts of an embed, in the order in which people see them."""
    parts = [embed.get("author"), embed, *(embed.get("fields") or []), embed.get("footer")]
    keys = ("title", "description", "name", "value", "text")
    return [part[key] for part in parts if part for key in keys if isinstance(part.get(key), str)]


class Control(str):
    """A button or select as a person sees it: its label, with what is behind it."""

    def __new__(cls, part: Json) -> "Control":
        """Read the words from a part."""
        words = part.get("placeholder" if part["type"] in SELECTS else "label")
        return super().__new__(cls, words or (part.get("emoji") or {}).get("name") or "")

    def __init__(self, part: Json) -> None:
        self.custom_id: str | None = part.get("custom_id")
        self.disabled = bool(part.get("disabled"))
        self.kind: int = part["type"]
        self.raw = part

    @property
    def label(self) -> str:
        """Give the words alone."""
        return str(self)
