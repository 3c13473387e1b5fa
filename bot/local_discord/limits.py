"""Owns what a body may hold: the limits of messages, components, forms and commands.

The numbers are Discord's (docs: resources/message#create-message and #embed-limits,
components/reference, interactions/receiving-and-responding and /application-commands).
"""

import re

from bot.local_discord import components as kind
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
    snowflake,
    text,
    union,
)

Fields = dict[str, Check]
Kinds = dict[int, Check]
NAME, LINE, LABEL = text(1, 100), text(0, 100), text(1, 45)
FLAGS = number(0, (1 << 31) - 1)
SUPPRESS_EMBEDS, EPHEMERAL, LOADING, SILENT, V2 = 1 << 2, 1 << 6, 1 << 7, 1 << 12, 1 << 15
CHOICES = array(model("name value", name=NAME), 0, 25)
OFFER = model("choices", choices=CHOICES)
CALLBACK = model(data=model(flags=FLAGS))

# messages


def _nonce(value: object, path: Path) -> Faults:
    yield from text(0, 25)(str(value) if isinstance(value, int) else value, path)


def _embed_total(embeds: list[Json], path: Path) -> Faults:
    if sum(len(text) for embed in embeds for text in kind.embed_texts(embed)) > 6000:
        yield path, "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000"


def _exclusive(allowed: Json, path: Path) -> Faults:
    for name in ("users", "roles"):
        if name in (allowed.get("parse") or []) and allowed.get(name):
            words = f"parse:[{name!r}] and {name}: [ids...] are mutually exclusive."
            yield path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words


IDS = array(snowflake, 0, 100)
MENTIONS = model(parse=array(choice("users", "roles", "everyone"), 0, 3), users=IDS, roles=IDS)
FIELD = model("name value", name=text(1, 256), value=text(1, 1024))
EMBED: Fields = {"title": text(0, 256), "description": text(0, 4096), "image": model()}
EMBED |= {"footer": model(text=text(0, 2048)), "author": model("name", name=text(1, 256))}
EMBED |= {"fields": array(FIELD, 0, 25), "thumbnail": model()}
EMBEDS = both(array(model(**EMBED), 0, 10), _embed_total)
ATTACHMENTS = array(model("id", id=snowflake), 0, 10)
REFERENCE = model("message_id", message_id=snowflake)
MESSAGE: Fields = {"content": text(0, 2000), "nonce": _nonce, "flags": FLAGS, "embeds": EMBEDS}
MESSAGE |= {"allowed_mentions": both(MENTIONS, _exclusive), "attachments": ATTACHMENTS}
MESSAGE |= {"message_reference": REFERENCE}

# components


def _button(button: Json, path: Path) -> Faults:
    style = button["style"]
    if style != kind.PREMIUM and not (button.get("label") or button.get("emoji")):
        yield path, "BUTTON_COMPONENT_MISSING_LABEL", "A label or an emoji is required"
    other = "custom_id" if style in (kind.LINK, kind.PREMIUM) else "url"
    if button.get(other):
        words = "A custom id and a url cannot both be on a button"
        yield (*path, other), f"BUTTON_COMPONENT_INVALID_{other.upper()}", words
    if style == kind.LINK:
        yield from text(1, 512)(button.get("url"), (*path, "url"))
    elif style != kind.PREMIUM and button.get("custom_id") is None:
        yield required((*path, "custom_id"))


def _range(select: Json, path: Path) -> Faults:
    if (select.get("max_values") or 1) < (select.get("min_values") or 0):
        yield (*path, "max_values"), "NUMBER_TYPE_MIN", "Less than min_values."


def _width(row: Json, path: Path) -> Faults:
    parts = row["components"]
    if len(parts) > 1 and any(part["type"] in kind.SELECTS for part in parts):
        words = "The specified component exceeds the maximum width"
        yield (*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", words


def _label(label: Json, path: Path) -> Faults:
    if label["component"].get("label"):
        words = "A text input inside of a label cannot have its own label"
        yield (*path, "component", "label"), "BASE_TYPE_INVALID", words


def _unique(parts: list[Json], path: Path) -> Faults:
    seen = set()
    for here, part in kind.walk(parts, path):
        own = part.get("custom_id")
        if own is not None and own in seen:
            words = "Component custom id cannot be duplicated"
            yield (*here, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", words
        seen.add(own)


def _together(parts: list[Json], path: Path) -> Faults:
    if len(list(kind.walk(parts))) > 40:
        words = "The maximum number of components in a message is 40"
        yield path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", words
    if sum(map(len, kind.read_text(parts))) > 4000:
        words = "The total length of displayable text must be 4000 or fewer"
        yield path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words
    yield from _unique(parts, path)


def _options(low: int, high: int) -> Check:
    option = model("label value", label=NAME, value=NAME, description=LINE, emoji=model())
    unique = distinct("value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED")
    return both(array(option, low, high), unique)


def _control(needed: str = "", **fields: Check) -> Check:
    return model(f"custom_id {needed}", custom_id=NAME, **fields)


def _select(needed: str = "", **fields: Check) -> Check:
    fields |= {"min_values": number(0, 25), "max_values": number(1, 25)}
    return both(_control(needed, placeholder=text(0, 150), **fields), _range)


def _holding(parts: Kinds, high: int, **fields: Check) -> Check:
    needed = " ".join(["components", *fields])
    return model(needed, components=array(union(parts), 1, high), **fields)


STYLE: Fields = {"style": choice(*range(1, 7)), "label": text(1, 80), "emoji": model()}
BUTTONS: Kinds = {kind.BUTTON: both(model("style", custom_id=NAME, **STYLE), _button)}
SELECTS: Kinds = {one: _select() for one in kind.SELECTS}
SELECTS[kind.STRING_SELECT] = _select("options", options=_options(1, 25))
ROWS: Kinds = {kind.ROW: both(_holding(BUTTONS | SELECTS, 5), _width)}
TEXTS: Kinds = {kind.TEXT_DISPLAY: model("content", content=text(1, 4000))}
FILE = model("url", url=text(1, 2048))
MEDIA = model("media", media=FILE)
IN_CONTAINER: Kinds = {
    **TEXTS,
    **ROWS,
    kind.SECTION: _holding(TEXTS, 3, accessory=union(BUTTONS | {kind.THUMBNAIL: MEDIA})),
    kind.GALLERY: model("items", items=array(MEDIA, 1, 10)),
    kind.FILE: model("file", file=FILE),
    kind.SEPARATOR: model(spacing=choice(1, 2)),
}
IN_MESSAGE = union(IN_CONTAINER | {kind.CONTAINER: _holding(IN_CONTAINER, 40)})
COMPONENTS = both(array(union(ROWS), 0, 5), _together)
COMPONENTS_V2 = both(array(IN_MESSAGE, 0, 40), _together)

# forms

INPUT: Fields = {"style": choice(1, 2), "value": text(0, 4000), "placeholder": LINE, "label": LABEL}
INPUT |= {"min_length": number(0, 4000), "max_length": number(1, 4000)}
IN_LABEL: Kinds = {
    **SELECTS,
    kind.TEXT_INPUT: _control("style", **INPUT),
    kind.UPLOAD: _control(),
    kind.RADIO: _control("options", options=_options(2, 10)),
    kind.BOXES: _control("options", options=_options(1, 10)),
    kind.BOX: _control(),
}
LABELLED: Fields = {"label": LABEL, "description": LINE, "component": union(IN_LABEL)}
IN_FORM: Kinds = {
    **TEXTS,
    kind.ROW: _holding(SELECTS | {kind.TEXT_INPUT: _control("style label", **INPUT)}, 1),
    kind.LABEL: both(model("label component", **LABELLED), _label),
}
PARTS = both(array(union(IN_FORM), 1, 5), _unique)
FORM = model("custom_id title components", custom_id=NAME, title=LABEL, components=PARTS)

# commands


def _lower(name: str, path: Path) -> Faults:
    if not re.fullmatch(r"[-_'\w]+", name) or name != name.lower():
        yield path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid"


def _choices(option: Json, path: Path) -> Faults:
    if option.get("choices") and option.get("autocomplete"):
        words = "Autocomplete options cannot have choices"
        yield (*path, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE", words


def _order(options: list[Json], path: Path) -> Faults:
    optional = False
    for index, option in enumerate(options):
        if option.get("required") and optional:
            words = "Required options must be placed before non-required options"
            yield (*path, index), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words
        optional = optional or not option.get("required")


def _command_options(options: object, path: Path) -> Faults:
    """Check options and, through their own field, those below them."""
    yield from both(both(array(OPTION, 0, 25), UNIQUE), _order)(options, path)


UNIQUE = distinct("name", "APPLICATION_COMMAND_OPTIONS_NAME_INVALID")
NAMED: Fields = {"name": both(text(1, 32), _lower), "description": NAME}
NAMED |= {"options": _command_options}
FIELDS = NAMED | {"type": choice(*range(1, 12)), "choices": CHOICES}
OPTION = both(model("type name description", **FIELDS), _choices)
SHARED: Fields = {"default_member_permissions": snowflake, "type": choice(1, 2, 3)}
SHARED |= {"contexts": array(choice(0, 1, 2), 0, 3)}
SLASH = model("name description", **NAMED, **SHARED)
MENU = model("name", name=text(1, 32), description=text(0, 0), **SHARED)


def _total(command: Json, path: Path) -> Faults:
    if _spoken(command) > 8000:
        words = "Combined text of the command is over 8000"
        yield path, "APPLICATION_COMMAND_TOO_LARGE", words


def _spoken(part: Json) -> int:
    own = sum(len(part.get(key) or "") for key in ("name", "description"))
    own += sum(len(c["name"]) + len(str(c["value"])) for c in part.get("choices") or [])
    return own + sum(_spoken(option) for option in part.get("options") or [])


def command(body: object, path: Path) -> Faults:
    """Check one command: names, descriptions, options and their order, the total of its text."""
    slash = not isinstance(body, dict) or body.get("type") in (None, 1)
    yield from both(SLASH if slash else MENU, _total)(body, path)
