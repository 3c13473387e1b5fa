"""Owns the reading of a message body: what is left out, its flags, and whom it pings.

Its limits stand in limits.py. Whether the sender may send at all is decided elsewhere.
"""

import re
from typing import TYPE_CHECKING

from bot.local_discord import limits
from bot.local_discord.components import numbered
from bot.local_discord.errors import Json, not_implemented, refusal
from bot.local_discord.form_body import Faults, model, refuse
from bot.local_discord.permissions import Permissions

if TYPE_CHECKING:
    from bot.local_discord.channels import User
    from bot.local_discord.messages import Message

SUPPRESS_EMBEDS, EPHEMERAL, LOADING, SILENT, V2 = 1 << 2, 1 << 6, 1 << 7, 1 << 12, 1 << 15
MENTION = re.compile(r"<@!?(\d+)>")


def read_body(body: Json, before: "Message | None" = None) -> Json:
    """Check a body and give the fields that it sets; with a message, as an edit of it."""
    for key in ("poll", "sticker_ids"):
        if body.get(key):
            raise not_implemented(f"a message with {key}")
    flags = _flags(body, before)
    parts = limits.COMPONENTS_V2 if flags & V2 else limits.COMPONENTS
    faults = [*model(**limits.MESSAGE, components=parts)(body, ())]
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
