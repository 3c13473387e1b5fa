"""Owns what a message of Discord looks like on the page: both generations of components as one.

Parts have a `t`: text, row, button, field (a select), section, box, pictures, picture, file, line,
columns, unknown. Addresses are looked at here and once more where they are drawn. What is not known
becomes `unknown`, which the tests look for.
"""

from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from bot.demo.page.eyes import Eyes, Json
from bot.demo.page.fields import field
from bot.demo.page.markdown import address

EPHEMERAL, LOADING = 64, 128
LINK: Final = 5
LOOKS: Final = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "secondary"}


def message(given: Json, eyes: Eyes) -> Json:
    """A whole message, as Discord gives it to this person."""
    drawing = _Drawing(given, eyes)
    flags = given.get("flags") or 0
    author = given["author"]
    mine = eyes.person is not None and author["id"] == str(eyes.person.id)
    shown: Json = {"id": given["id"], "channel": given["channel_id"], "at": given["timestamp"]}
    shown |= {"who": eyes.who(author, given.get("member")), "mine": mine, "above": drawing.above()}
    shown |= {"ephemeral": bool(flags & EPHEMERAL), "thinking": bool(flags & LOADING)}
    shown |= {"edited": bool(given.get("edited_timestamp")), "parts": drawing.parts()}
    shown |= {"raw": given["content"] if mine else None}
    return shown | {"reactions": reactions(given.get("reactions") or [])}


def reactions(given: list[Json]) -> list[Json]:
    """How often each stands there, and whether one of them is one's own."""
    return [{"emoji": r["emoji"]["name"], "count": r["count"], "me": r["me"]} for r in given]


class _Drawing:
    """One message while it is drawn."""

    def __init__(self, given: Json, eyes: Eyes) -> None:
        self._given, self._eyes = given, eyes
        self._shown: set[str] = set()
        """The ids of attachments that a part shows."""

    def above(self) -> Json | None:
        """What stands above it: the command that it answers, or the message."""
        used = self._given.get("interaction")
        if used:
            return {"used": f"/{used['name']}", "name": self._eyes.who(used["user"])["name"]}
        if "referenced_message" not in self._given:
            return None
        to = self._given["referenced_message"]
        if to is None:
            return {"gone": True}
        embeds = to.get("embeds") or [{}]
        words = to["content"] or embeds[0].get("description") or "…"
        first = words.split("\n")[0].removeprefix("> ")
        name = self._eyes.who(to["author"], to.get("member"))["name"]
        return {"name": name, "text": self._eyes.inline(first)}

    def parts(self) -> list[Json]:
        """All that it holds, from top to bottom."""
        given = self._given
        words = self._eyes.blocks(given.get("content"))
        parts: list[Json] = [{"t": "text", "text": words}] if words else []
        parts += [self._embed(one) for one in given.get("embeds") or []]
        below = [self._part(one) for one in given.get("components") or []]
        attached = [
            one for one in given.get("attachments") or [] if self._key(one) not in self._shown
        ]
        parts += [self._attached(one) for one in attached]
        for inner in given.get("message_snapshots") or []:
            words = self._eyes.blocks(inner["message"].get("content"))
            parts.append({"t": "box", "parts": [{"t": "text", "text": words}]})
        parts += [_text(f"[{one['name']}]") for one in given.get("sticker_items") or []]
        return parts + below

    # the first generation

    def _embed(self, embed: Json) -> Json:
        parts: list[Json] = []
        if embed.get("author"):
            parts.append(_text(["small", None, embed["author"]["name"]]))
        if embed.get("title"):
            title, href = self._eyes.inline(embed["title"]), address(embed.get("url"))
            parts.append(
                _text(["strong", None, *([["a", {"href": href}, *title]] if href else title)])
            )
        if embed.get("description"):
            parts.append({"t": "text", "text": self._eyes.blocks(embed["description"])})
        if embed.get("fields"):
            parts.append({"t": "columns", "items": [self._column(one) for one in embed["fields"]]})
        pictures = (embed.get("image"), embed.get("thumbnail"))
        parts += [self.media({"media": one}) for one in pictures if one]
        if embed.get("footer"):
            parts.append(_text(["small", None, embed["footer"]["text"]]))
        return {"t": "box", "colour": _colour(embed.get("color")), "parts": parts}

    def _column(self, one: Json) -> Json:
        name = ["strong", None, *self._eyes.inline(one["name"])]
        return {"inline": bool(one.get("inline")), "text": [name, *self._eyes.blocks(one["value"])]}

    # the second, and rows

    def _part(self, part: Json) -> Json:
        make = _PARTS.get(part["type"])
        return make(self, part) if make else {"t": "unknown", "kind": part["type"]}

    def _all(self, parts: list[Json]) -> list[Json]:
        return [self._part(one) for one in parts]

    def row(self, part: Json) -> Json:
        return {"t": "row", "parts": self._all(part["components"])}

    def button(self, part: Json) -> Json:
        emoji = (part.get("emoji") or {}).get("name")
        label = " ".join(one for one in (emoji, part.get("label")) if one)
        link = part["style"] == LINK
        href = address(part.get("url")) if link else None
        off = bool(part.get("disabled")) or (link and href is None)
        shown = {"t": "button", "label": label, "look": LOOKS.get(part["style"], "secondary")}
        return shown | {"id": part.get("custom_id"), "off": off, "href": href}

    def select(self, part: Json) -> Json:
        """What Discord shows inside stands above it here, whole."""
        return field(part, self._eyes, part.get("placeholder")) | {"placeholder": None}

    def section(self, part: Json) -> Json:
        beside = self._part(part["accessory"])
        return {"t": "section", "parts": self._all(part["components"]), "beside": beside}

    def text(self, part: Json) -> Json:
        return {"t": "text", "text": self._eyes.blocks(part["content"])}

    def gallery(self, part: Json) -> Json:
        return {"t": "pictures", "parts": [self.media(one) for one in part["items"]]}

    def line(self, part: Json) -> Json:
        return {"t": "line", "blank": part.get("divider") is False}

    def container(self, part: Json) -> Json:
        shown = {"t": "box", "colour": _colour(part.get("accent_color"))}
        return shown | {
            "covered": bool(part.get("spoiler")),
            "parts": self._all(part["components"]),
        }

    # pictures and files

    def media(self, part: Json) -> Json:
        own = self._own(part["media"]["url"])
        if own is None:  # a picture of somewhere else is never fetched
            return _file(part["media"]["url"], None)
        about = part.get("description") or own["filename"]
        covered = bool(part.get("spoiler"))
        return {"t": "picture", "src": _path(own), "alt": about, "covered": covered}

    def file(self, part: Json) -> Json:
        own = self._own(part["file"]["url"])
        return _file(part["file"]["url"], own)

    def _attached(self, one: Json) -> Json:
        if not str(one.get("content_type")).startswith("image/") or not one.get("width"):
            return _file(one.get("url"), one)
        covered = one["filename"].startswith("SPOILER_")
        about = one.get("description") or one["filename"]
        return {"t": "picture", "src": _path(one), "alt": about, "covered": covered}

    def _own(self, url: str) -> Json | None:
        """The attachment that an address means, if it is one of this message."""
        for one in self._given.get("attachments") or []:
            if url in (one.get("url"), f"attachment://{one['filename']}"):
                self._shown.add(self._key(one))
                return one if one.get("id") else None
        return None

    @staticmethod
    def _key(one: Json) -> str:
        return str(one.get("id") or one["filename"])


def _text(*nodes: object) -> Json:
    return {"t": "text", "text": [*nodes]}


def _colour(number: int | None) -> str | None:
    return None if number is None else f"#{number:06x}"


def _path(one: Json) -> str:
    return f"files/{one['id']}/{quote(one['filename'])}"


def _file(url: str | None, own: Json | None) -> Json:
    """Something to save: own is what Discord told of it."""
    name = own["filename"] if own else str(url).rpartition("/")[2]
    href = _path(own) if own and own.get("id") else address(url)
    return {"t": "file", "name": name, "href": href, "size": own.get("size") if own else None}


_PARTS: Final[dict[int, Callable[[_Drawing, Json], Json]]] = {
    1: _Drawing.row,
    2: _Drawing.button,
    **dict.fromkeys((3, 5, 6, 7, 8), _Drawing.select),
    9: _Drawing.section,
    10: _Drawing.text,
    11: _Drawing.media,
    12: _Drawing.gallery,
    13: _Drawing.file,
    14: _Drawing.line,
    17: _Drawing.container,
}
