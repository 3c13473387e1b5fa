"""Owns the reading of a message body: its limits, what is left out, and whom it pings.

The numbers are Discord's (docs: resources/message#create-message, #embed-limits). Whether the
sender may send at all is decided elsewhere.
"""

import re
from typing import TYPE_CHECKING

from bot.local_discord.components import OF_MESSAGE, OF_MESSAGE_V2, numbered
from bot.local_discord.errors import Json, not_implemented, refusal
from bot.local_discord.form_body import (
    Check,
    Faults,
    Path,
    array,
    both,
    choice,
    model,
    number,
    refuse,
    snowflake,
    text,
)
from bot.local_discord.permissions import Permissions

if TYPE_CHECKING:
    from bot.local_discord.channels import User
    from bot.local_discord.messages import Message

SUPPRESS_EMBEDS, EPHEMERAL, LOADING, SILENT, V2 = 1 << 2, 1 << 6, 1 << 7, 1 << 12, 1 << 15
MENTION = re.compile(r"<@!?(\d+)>")
FLAGS = number(0, (1 << 31) - 1)


def _nonce(value: object, path: Path) -> Faults:
    yield from text(0, 25)(str(value) if isinstance(value, int) else value, path)


def _letters(embed: Json) -> int:
    parts = [embed, embed.get("footer") or {}, embed.get("author") or {}]
    parts += embed.get("fields") or []
    keys = ("title", "description", "text", "name", "value")
    return sum(len(part.get(key) or "") for part in parts for key in keys)


def _embed_total(embeds: list[Json], path: Path) -> Faults:
    if sum(map(_letters, embeds)) > 6000:
        yield path, "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000"


def _exclusive(allowed: Json, path: Path) -> Faults:
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or []) and allowed.get(kind):
            words = f"parse:[{kind!r}] and {kind}: [ids...] are mutually exclusive."
            yield path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words


ATTACHMENTS = array(model("id", id=snowflake), 0, 10)
FIELD = model("name value", name=text(1, 256), value=text(1, 1024))
EMBED: dict[str, Check] = {"title": text(0, 256), "description": text(0, 4096)}
EMBED |= {"footer": model(text=text(0, 2048)), "author": model("name", name=text(1, 256))}
EMBED |= {"fields": array(FIELD, 0, 25), "image": model(), "thumbnail": model()}
MENTIONS: dict[str, Check] = {"parse": array(choice("users", "roles", "everyone"), 0, 3)}
MENTIONS |= dict.fromkeys(("users", "roles"), array(snowflake, 0, 100))
BODY: dict[str, Check] = {"content": text(0, 2000), "nonce": _nonce, "flags": FLAGS}
BODY |= {"embeds": both(array(model(**EMBED), 0, 10), _embed_total)}
BODY |= {"allowed_mentions": both(model(**MENTIONS), _exclusive)}
BODY |= {"message_reference": model("message_id", message_id=snowflake)}
BODY |= {"attachments": ATTACHMENTS}


def read_body(body: Json, before: "Message | None" = None) -> Json:
    """Check a body and give the fields that it sets; with a message, as an edit of it."""
    for key in ("poll", "sticker_ids"):
        if body.get(key):
            raise not_implemented(f"a message with {key}")
    flags = _flags(body, before)
    parts = OF_MESSAGE_V2 if flags & V2 else OF_MESSAGE
    faults = [*model(**BODY, components=parts)(body, ())]
    empty: Json = {"content": "", "embeds": [], "components": []}
    fields: Json = {key: body[key] or nothing for key, nothing in empty.items() if key in body}
    left = {key: fields.get(key, getattr(before, key, None)) for key in empty}
    refuse([*faults, *_no_legacy(left)] if flags & V2 else faults)
    if not (any(left.values()) or body.get("attachments", getattr(before, "attachments", None))):
        raise refusal(50006)
    if "components" in fields:
        fields["components"] = numbered(fields["components"])
    if "embeds" in fields:
        fields["embeds"] = [_filled(embed) for embed in fields["embeds"]]
    return fields | {"flags": flags}


def _flags(body: Json, before: "Message | None") -> int:
    asked = body.get("flags")
    asked = asked if isinstance(asked, int) else 0
    if before is None:
        return asked & (SUPPRESS_EMBEDS | EPHEMERAL | SILENT | V2)
    kept = before.flags & ~LOADING
    if "flags" in body:
        kept = (kept & ~SUPPRESS_EMBEDS) | (asked & (SUPPRESS_EMBEDS | V2))
    return kept


def _no_legacy(left: Json) -> Faults:
    for key in ("content", "embeds"):
        if left[key]:
            words = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            yield (key,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words


def _filled(embed: Json) -> Json:
    made: Json = {"type": "rich"} | embed
    if embed.get("fields"):
        made["fields"] = [{"inline": False} | one for one in embed["fields"]]
    return made


def pings(body: Json, message: "Message") -> tuple[list["User"], bool]:
    """Work out whom a message pings, and whether it pings everyone."""
    allowed, channel = body.get("allowed_mentions"), message.channel
    parse = ["users", "everyone"] if allowed is None else allowed.get("parse") or []
    listed = {int(one) for one in (allowed or {}).get("users") or []}
    named = dict.fromkeys(int(one) for one in MENTION.findall(message.text))
    people, users = channel.world.people, "users" in parse
    found: list[User] = [people[n] for n in named if n in people and (users or n in listed)]
    answered = message.reply_to.author if message.reply_to else None
    wanted = allowed is None or allowed.get("replied_user", False)
    if answered is not None and wanted and answered not in found:
        found.append(answered)
    everyone = "everyone" in parse and ("@everyone" in message.text or "@here" in message.text)
    may = channel.allowed(message.author) & Permissions.MENTION_EVERYONE
    return found, everyone and bool(may)
