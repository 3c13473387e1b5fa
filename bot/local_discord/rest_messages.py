"""Owns the routes about messages and reactions, and who may send where."""

import mimetypes
from typing import Any

from bot.local_discord import payloads
from bot.local_discord.channels import Channel
from bot.local_discord.errors import invalid, refusal
from bot.local_discord.messages import Message, compose, find, react, remove, revise, store
from bot.local_discord.permissions import Permissions
from bot.local_discord.rest import Call, Reply, Route, snowflake
from bot.local_discord.rest_channels import channel_of, require
from bot.local_discord.snowflake import moment

Json = dict[str, Any]
P = Permissions


def routes() -> list[Route]:
    """List the routes of this file."""
    many, one = "/channels/{channel_id}/messages", "/channels/{channel_id}/messages/{message_id}"
    return [
        Route("POST", many, _create),
        Route("GET", many, _history),
        Route("GET", one, _get),
        Route("PATCH", one, _edit),
        Route("DELETE", one, _delete),
        Route("PUT", one + "/reactions/{emoji}/@me", _react),
        Route("DELETE", one + "/reactions/{emoji}/@me", _take_back),
    ]


def with_files(call: Call, body: Json, channel: Channel) -> Json:
    """Turn uploaded files into attachments, which the server then serves itself."""
    if not call.files:
        return body
    kept = [one for one in body.get("attachments") or [] if int(one["id"]) >= len(call.files)]
    new = [call.server.keep_file(channel, name, data) for name, data in call.files]
    return body | {"attachments": kept + new}


def _create(call: Call) -> Reply:
    channel, world = channel_of(call, P.SEND_MESSAGES), call.world
    body = with_files(call, call.fields(), channel)
    _open_to_bot(channel)
    if body.get("embeds") and not channel.is_dm:
        require(channel, P.EMBED_LINKS)
    message = compose(channel, world.bot, body)
    earlier = _same_nonce(channel, body)
    if earlier is not None:
        return 200, payloads.message(earlier) | {"nonce": earlier.nonce}
    message.nonce = body.get("nonce")
    if message.nonce is not None:
        channel.by_nonce[str(message.nonce)] = message
    message.reply_to = _referenced(channel, body)
    store(message, body)
    nonce = {} if message.nonce is None else {"nonce": message.nonce}
    return 200, payloads.message(message) | nonce


def _open_to_bot(channel: Channel) -> None:
    person = channel.recipient
    if person is not None:
        if person.deleted:
            raise refusal(50007)
        if not channel.world.share_a_guild(person):
            raise refusal(50278)
        if not person.dms_open:
            raise refusal(50007)
    if channel.archived and channel.locked:
        raise refusal(50083)


def _same_nonce(channel: Channel, body: Json) -> Message | None:
    """Find the bot's message with this nonce; only the last few minutes count."""
    if not body.get("enforce_nonce") or body.get("nonce") is None:
        return None
    world = channel.world
    found = channel.by_nonce.get(str(body["nonce"]))
    if found is None or found.deleted:
        return None
    age = (world.clock.now() - moment(found.id)).total_seconds()
    return found if age <= world.nonce_window else None


def _referenced(channel: Channel, body: Json) -> Message | None:
    reference = body.get("message_reference")
    if not reference:
        return None
    if not channel.is_dm and not channel.allowed(channel.world.bot) & P.READ_MESSAGE_HISTORY:
        raise refusal(160002)
    wanted = snowflake(reference.get("message_id"), "message_reference")
    found = channel.messages.get(wanted)
    if found is None and reference.get("fail_if_not_exists", True):
        raise invalid(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    return found


def _history(call: Call) -> Reply:
    channel = channel_of(call)
    if not channel.allowed(call.world.bot) & P.READ_MESSAGE_HISTORY:
        return 200, []
    limit = snowflake(call.query.get("limit", 50), "limit")
    if not 1 <= limit <= 100:
        words = "int value should be between 1 and 100."
        raise invalid(("limit",), "NUMBER_TYPE_MAX", words)
    known = [message for message in channel.messages.values() if not message.ephemeral]
    return 200, [payloads.message(one) for one in reversed(_slice(known, call.query, limit))]


def _slice(known: list[Message], query: dict[str, str], limit: int) -> list[Message]:
    """Choose messages, oldest first, as the three anchors of the route mean it."""
    if "after" in query:
        return [one for one in known if one.id > snowflake(query["after"], "after")][:limit]
    if "around" in query:
        middle = snowflake(query["around"], "around")
        older = [one for one in known if one.id < middle][-(limit // 2) :]
        return older + [one for one in known if one.id >= middle][: limit - len(older)]
    if "before" in query:
        known = [one for one in known if one.id < snowflake(query["before"], "before")]
    return known[-limit:]


def _get(call: Call) -> Reply:
    return 200, payloads.message(find(_readable(call), call.id("message_id")))


def _readable(call: Call) -> Channel:
    channel = channel_of(call)
    require(channel, P.READ_MESSAGE_HISTORY)
    return channel


def _edit(call: Call) -> Reply:
    channel = channel_of(call)
    message = find(channel, call.id("message_id"))
    if message.author is not call.world.bot:
        raise refusal(50005)
    if channel.archived:
        raise refusal(50083)
    return 200, payloads.message(revise(message, with_files(call, call.fields(), channel)))


def _delete(call: Call) -> Reply:
    channel = channel_of(call)
    message = find(channel, call.id("message_id"))
    if message.author is not call.world.bot:
        if channel.is_dm:
            raise refusal(50003)
        require(channel, P.MANAGE_MESSAGES)
    if channel.archived:
        raise refusal(50083)
    remove(message)
    return 204, None


def _react(call: Call) -> Reply:
    message = find(_readable(call), call.id("message_id"))
    if call.args["emoji"] not in message.reactions:
        require(message.channel, P.ADD_REACTIONS)
    react(message, call.world.bot, call.args["emoji"], add=True)
    return 204, None


def _take_back(call: Call) -> Reply:
    message = find(_readable(call), call.id("message_id"))
    react(message, call.world.bot, call.args["emoji"], add=False)
    return 204, None


def content_type(name: str) -> str:
    """Guess what a file is from its name."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
