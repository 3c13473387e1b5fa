"""Owns the reading of a message body: its limits, what is left out, and whom it pings.

The numbers are Discord's (docs: resources/message#create-message, #embed-limits). Whether the
sender may send at all is decided elsewhere.
"""

import re
from typing import TYPE_CHECKING, Any

from bot.local_discord.components import Checker, numbered
from bot.local_discord.errors import Faults, not_implemented, refusal
from bot.local_discord.permissions import Permissions

if TYPE_CHECKING:
    from bot.local_discord.channels import Channel, User
    from bot.local_discord.messages import Message

Json = dict[str, Any]
SUPPRESS_EMBEDS, EPHEMERAL, LOADING, SILENT, V2 = 1 << 2, 1 << 6, 1 << 7, 1 << 12, 1 << 15
MENTION = re.compile(r"<@!?(\d+)>")
EMBED_TEXTS = (("title", 256), ("description", 4096))


def read_body(body: Json, before: "Message | None" = None, *, empty_ok: bool = False) -> Json:
    """Check a body and give the fields that it sets; with a message, as an edit of it."""
    for key in ("poll", "sticker_ids"):
        if body.get(key):
            raise not_implemented("a message with", key)
    faults = Faults()
    fields = _texts(body, faults)
    flags = _flags(body, before)
    fields["flags"] = flags
    _components(body, fields, faults, v2=bool(flags & V2))
    if flags & V2:
        _no_legacy(fields, before, faults)
    _mentions(body.get("allowed_mentions"), faults)
    faults.stop()
    if not empty_ok and _is_empty(fields, body, before):
        raise refusal(50006)
    return fields


def _texts(body: Json, faults: Faults) -> Json:
    fields: Json = {}
    if "content" in body:
        fields["content"] = "" if body["content"] is None else body["content"]
        faults.text(("content",), fields["content"], 0, 2000)
    if body.get("nonce") is not None:
        faults.text(("nonce",), str(body["nonce"]), 0, 25)
    if "embeds" in body:
        fields["embeds"] = _embeds(body["embeds"] or [], faults)
    return fields


def _flags(body: Json, before: "Message | None") -> int:
    asked = int(body.get("flags") or 0)
    if before is None:
        return asked & (SUPPRESS_EMBEDS | EPHEMERAL | SILENT | V2)
    kept = before.flags & ~LOADING
    if "flags" in body:
        kept = (kept & ~SUPPRESS_EMBEDS) | (asked & (SUPPRESS_EMBEDS | V2))
    return kept


def _components(body: Json, fields: Json, faults: Faults, *, v2: bool) -> None:
    if "components" not in body:
        return
    parts = body["components"] or []
    checked = Faults()
    Checker(checked).message(parts, v2=v2)
    faults.tree.update(checked.tree)
    fields["components"] = parts if checked.tree else numbered(parts)


def _no_legacy(fields: Json, before: "Message | None", faults: Faults) -> None:
    for key in ("content", "embeds"):
        if fields.get(key, getattr(before, key, None)):
            words = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            faults.add((key,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words)


def _embeds(embeds: list[Json], faults: Faults) -> list[Json]:
    if not faults.count(("embeds",), embeds, 0, 10):
        return []
    total = sum(_embed(embed, index, faults) for index, embed in enumerate(embeds))
    if total > 6000:
        words = "Embed size exceeds maximum size of 6000"
        faults.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", words)
    filled: list[Json] = [{"type": "rich"} | embed for embed in embeds]
    for embed in filled:
        if embed.get("fields"):
            embed["fields"] = [{"inline": False} | one for one in embed["fields"]]
    return filled


def _embed(embed: Json, index: int, faults: Faults) -> int:
    """Check one embed and give how many letters it counts."""
    texts: list[tuple[tuple[str | int, ...], Any, int, int]] = []
    texts += [((key,), embed[key], 0, high) for key, high in EMBED_TEXTS if embed.get(key)]
    if embed.get("footer"):
        texts.append((("footer", "text"), embed["footer"].get("text", ""), 0, 2048))
    if embed.get("author"):
        texts.append((("author", "name"), embed["author"].get("name"), 1, 256))
    fields = embed.get("fields") or []
    faults.count(("embeds", index, "fields"), fields, 0, 25)
    for place, one in enumerate(fields):
        texts.append((("fields", place, "name"), one.get("name"), 1, 256))
        texts.append((("fields", place, "value"), one.get("value"), 1, 1024))
    for path, value, low, high in texts:
        faults.text(("embeds", index, *path), value, low, high)
    return sum(len(value) for _, value, _, _ in texts if isinstance(value, str))


def _mentions(allowed: object, faults: Faults) -> None:
    if not isinstance(allowed, dict):
        return
    parse = allowed.get("parse") or []
    for index, kind in enumerate(parse):
        if kind not in ("users", "roles", "everyone"):
            faults.choice(("allowed_mentions", "parse", index), "('users', 'roles', 'everyone')")
    for kind in ("users", "roles"):
        faults.count(("allowed_mentions", kind), allowed.get(kind) or [], 0, 100)
        if kind in parse and allowed.get(kind):
            words = f"parse:[{kind!r}] and {kind}: [ids...] are mutually exclusive."
            faults.add(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words)


def _is_empty(fields: Json, body: Json, before: "Message | None") -> bool:
    keys = ("content", "embeds", "components", "attachments")
    given = {**body, **fields}
    return not any(given.get(key, getattr(before, key, None)) for key in keys)


def pings(
    body: Json, text: str, author: "User", channel: "Channel", reply_to: "Message | None"
) -> tuple["list[User]", bool]:
    """Work out whom a message pings, and whether it pings everyone."""
    allowed = body.get("allowed_mentions")
    parse = ["users", "everyone"] if allowed is None else allowed.get("parse") or []
    listed = {int(one) for one in (allowed or {}).get("users") or []}
    world, found = channel.world, []
    for snowflake in dict.fromkeys(int(one) for one in MENTION.findall(text)):
        named = world.people.get(snowflake)
        if named is not None and ("users" in parse or snowflake in listed):
            found.append(named)
    answered = reply_to.author if reply_to is not None else None
    wanted = allowed is None or allowed.get("replied_user", False)
    result: list[User] = [*found]
    if answered is not None and wanted and answered not in result:
        result.append(answered)
    everyone = "everyone" in parse and ("@everyone" in text or "@here" in text)
    return result, everyone and bool(channel.allowed(author) & Permissions.MENTION_EVERYONE)
