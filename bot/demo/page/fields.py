"""Owns what can be filled in: a form's parts, a command's options, a select, all as one shape.

A field has an `id`, a `label`, what it is `about`, whether it is `needed`, its `kind` (line, long,
number, one, many, radio, box, file), `least` and `most`, and `choices` with a label, what each is
about, its value, and whether it is chosen. A value is text, or `{"user": id}` and the like.
"""

from typing import Any, Final

from bot.demo.page.eyes import Eyes, Json
from bot.demo.page.words import PageWords

TEXT_INPUT, UPLOAD, RADIO, BOXES, BOX, LABEL, TEXT = 4, 19, 21, 22, 23, 18, 10
SELECTS: Final = (3, 5, 6, 7, 8)
LONG: Final = 2
DM: Final = 1
LONGEST: Final = 4000
OPTIONS: Final = {3: "line", 4: "number", 5: "one", 6: "one", 7: "one", 8: "one", 9: "one"} | {
    10: "number",
    11: "file",
}
"""The kinds of field for Discord's types of options."""
AS_SELECT: Final = {6: 5, 7: 8, 8: 6, 9: 7}
"""The types of selects that choose the same as those types of options."""


def form(shown: Json, eyes: Eyes) -> Json:
    """An open form: its number where it has one, its title, and its parts."""
    parts = shown.get("parts") or shown["components"]
    drawn = [one for part in parts for one in _parts(part, eyes)]
    return {"form": shown.get("form"), "title": shown["title"], "parts": drawn}


def _parts(part: Json, eyes: Eyes) -> list[Json]:
    if part["type"] == TEXT:
        return [{"t": "text", "text": eyes.blocks(part["content"])}]
    if part["type"] == LABEL:
        return [field(part["component"], eyes, part["label"], part.get("description"))]
    held = part.get("components")
    if held is None:
        return [{"t": "unknown", "kind": part["type"]}]
    return [field(one, eyes, one.get("label") or one.get("placeholder")) for one in held]


def field(part: Json, eyes: Eyes, label: str | None, about: str | None = None) -> Json:
    """One control of a form, or a select of a message."""
    kind = _kind(part)
    if kind is None:
        return {"t": "unknown", "kind": part["type"]}
    said = {"t": "field", "id": part["custom_id"], "label": label or "", "about": about}
    said |= {"kind": kind, "placeholder": part.get("placeholder"), "off": part.get("disabled")}
    needed = part.get("required", part.get("min_values", 1) != 0)
    said |= {"needed": bool(needed) and kind != "box"}
    if kind in ("line", "long"):
        most = part.get("max_length") or LONGEST
        return said | {"least": part.get("min_length"), "most": most, "value": part.get("value")}
    if kind == "box":
        return said | {"value": bool(part.get("default"))}
    choices = _choices(part, eyes)
    most = part.get("max_values") or (len(choices) if part["type"] == BOXES else 1)
    if kind == "many" and not choices:
        said |= {"kind": "one"}  # which says so, where a list would be an empty box
    return said | {"least": part.get("min_values"), "most": most, "choices": choices}


def _kind(part: Json) -> str | None:
    if part["type"] == TEXT_INPUT:
        return "long" if part.get("style") == LONG else "line"
    if part["type"] in SELECTS:
        return "many" if (part.get("max_values") or 1) > 1 else "one"
    return {UPLOAD: "file", RADIO: "radio", BOXES: "many", BOX: "box"}.get(part["type"])


def _choices(part: Json, eyes: Eyes) -> list[Json]:
    if part.get("options"):
        return [
            choice(one["label"], one["value"], one.get("description"), one.get("default"))
            for one in part["options"]
        ]
    standing = {one["id"] for one in part.get("default_values") or []}
    wanted = part.get("channel_types") or []
    people = [
        choice(eyes.who(one["user"], one)["name"], {"user": one["user"]["id"]})
        for one in eyes.members
    ]
    roles = [choice(f"@{one['name']}", {"role": one["id"]}) for one in eyes.roles]
    places = [
        choice(f"#{one['name']}", {"channel": one["id"]})
        for one in eyes.places
        if not wanted or one["type"] in wanted
    ]
    offered = {5: people, 6: roles, 7: people + roles, 8: places}.get(part["type"], [])
    for one in offered:
        one["chosen"] = standing >= {*one["value"].values()}
    return offered


def choice(label: str, value: Any, about: str | None = None, chosen: object = False) -> Json:
    """One thing that can be chosen."""
    return {"label": label, "value": value, "about": about, "chosen": bool(chosen)}


def commands(registered: list[Json], eyes: Eyes, words: PageWords) -> list[Json]:
    """The slash commands, each below a group by its whole name, and the menus of messages."""
    return [one for command in registered for one in _commands(command, eyes, words, "")]


def _commands(command: Json, eyes: Eyes, words: PageWords, before: str) -> list[Json]:
    name = f"{before} {command['name']}".strip()
    options = command.get("options") or []
    below = [one for one in options if one["type"] <= 2]
    if below:
        return [made for one in below for made in _commands(one, eyes, words, name)]
    shown = {"name": name, "kind": command.get("type", 1) if not before else 1}
    shown |= {"label": command.get("name_localized") or name}
    shown |= {"about": command.get("description_localized") or command.get("description")}
    return [shown | {"parts": [_option(one, eyes, words) for one in options]}]


def _option(option: Json, eyes: Eyes, words: PageWords) -> Json:
    kind = OPTIONS[option["type"]]
    named = option.get("name_localized") or option["name"]
    about = option.get("description_localized") or option.get("description")
    said = {"t": "field", "id": option["name"], "label": named, "about": about}
    said |= {"needed": bool(option.get("required")), "suggests": bool(option.get("autocomplete"))}
    choices = [
        choice(one.get("name_localized") or one["name"], one["value"])
        for one in option.get("choices") or []
    ]
    if option["type"] == 5:
        choices = [choice(words["form.yes"], True), choice(words["form.no"], False)]
    if option["type"] in AS_SELECT:
        part = {"type": AS_SELECT[option["type"]], "channel_types": option.get("channel_types")}
        choices = _choices(part, eyes)
    least = option.get("min_length", option.get("min_value"))
    most = option.get("max_length", option.get("max_value"))
    said |= {"kind": "one" if choices else kind, "choices": choices, "least": least}
    return said | {"most": 1 if choices or kind == "file" else most}
