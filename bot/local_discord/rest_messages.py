"""Owns the routes about messages: in channels, and as answers of interactions.

Those of interactions do not need the bot's token; their own is the key for fifteen minutes.
"""

from collections.abc import Mapping

from bot.local_discord import payloads
from bot.local_discord.channels import Channel
from bot.local_discord.errors import Json, refusal
from bot.local_discord.form_body import fault, refuse
from bot.local_discord.interactions import Interaction
from bot.local_discord.limits import check, read_id
from bot.local_discord.messages import Message, compose, react, remove, revise, store
from bot.local_discord.permissions import Permissions
from bot.local_discord.rest import Call, Reply, Route
from bot.local_discord.snowflake import moment

P = Permissions


def _create(call: Call) -> Reply:
    channel = call.channel(P.SEND_MESSAGES)
    body = call.message_body(channel)
    _open_to_bot(channel)
    if body.get("embeds") and not channel.is_dm:
        channel.require(P.EMBED_LINKS)
    made = compose(channel, call.world.bot, body)
    message = _same_nonce(channel, body)
    if message is None:
        message, made.nonce = made, body.get("nonce")
        made.reply_to = _referenced(channel, body)
        if made.nonce is not None:
            channel.by_nonce[str(made.nonce)] = made
        store(made, body)
    nonce = {} if message.nonce is None else {"nonce": message.nonce}
    return payloads.message(message) | nonce


def _open_to_bot(channel: Channel) -> None:
    person = channel.recipient
    if person is not None:
        if not person.deleted and not channel.world.share_a_guild(person):
            raise refusal(50278)
        if person.deleted or not person.dms_open:
            raise refusal(50007)
    if channel.archived and channel.locked:
        raise refusal(50083)


def _same_nonce(channel: Channel, body: Json) -> Message | None:
    """Find the bot's message with this nonce; only the last few minutes count."""
    found = channel.by_nonce.get(str(body.get("nonce"))) if body.get("enforce_nonce") else None
    if found is None or found.deleted:
        return None
    age = (channel.world.clock.now() - moment(found.id)).total_seconds()
    return found if age <= channel.world.nonce_window else None


def _referenced(channel: Channel, body: Json) -> Message | None:
    reference = body.get("message_reference")
    if not reference:
        return None
    if not channel.is_dm and not channel.allowed(channel.world.bot) & P.READ_MESSAGE_HISTORY:
        raise refusal(160002)
    found = channel.messages.get(int(reference["message_id"]))
    if found is None and reference.get("fail_if_not_exists", True):
        refuse([fault(("message_reference",), "REPLIES_UNKNOWN_MESSAGE")])
    return found


def _history(call: Call) -> Reply:
    channel = call.channel()
    if not channel.allowed(call.world.bot) & P.READ_MESSAGE_HISTORY:
        return []
    limit = read_id(call.query.get("limit", 50), "limit")
    check("history_limit", limit, ("limit",))
    known = [message for message in channel.messages.values() if not message.ephemeral]
    return [payloads.message(one) for one in reversed(_slice(known, call.query, limit))]


def _slice(known: list[Message], query: Mapping[str, str], limit: int) -> list[Message]:
    """Choose messages, oldest first, as the three anchors of the route mean it."""
    anchor = next((key for key in ("after", "around", "before") if key in query), "")
    middle = read_id(query.get(anchor, 0), anchor)
    if anchor == "after":
        return [one for one in known if one.id > middle][:limit]
    older = [one for one in known if not anchor or one.id < middle]
    if anchor != "around":
        return older[-limit:]
    older = older[max(0, len(older) - limit // 2) :]
    return older + [one for one in known if one.id >= middle][: limit - len(older)]


def _get(call: Call) -> Reply:
    return payloads.message(call.message(P.READ_MESSAGE_HISTORY))


def _edit(call: Call) -> Reply:
    message = call.message()
    if message.author is not call.world.bot:
        raise refusal(50005)
    if message.channel.archived:
        raise refusal(50083)
    return payloads.message(revise(message, call.message_body(message.channel)))


def _delete(call: Call) -> Reply:
    message = call.message()
    channel = message.channel
    if message.author is not call.world.bot:
        if channel.is_dm:
            raise refusal(50003)
        channel.require(P.MANAGE_MESSAGES)
    if channel.archived:
        raise refusal(50083)
    remove(message)


def _react(call: Call) -> Reply:
    message = call.message(P.READ_MESSAGE_HISTORY)
    if call.args["emoji"] not in message.reactions:
        message.channel.require(P.ADD_REACTIONS)
    react(message, call.world.bot, call.args["emoji"], add=True)


def _take_back(call: Call) -> Reply:
    message = call.message(P.READ_MESSAGE_HISTORY)
    react(message, call.world.bot, call.args["emoji"], add=False)


def _callback(call: Call) -> Reply:
    interaction = call.server.interactions.get(call.args["token"])
    if interaction is None or interaction.id != call.id("interaction_id"):
        raise refusal(10062)
    body = call.fields("callback")
    if call.files and body.get("data"):
        body = body | {"data": call.with_files(body["data"], interaction.channel)}
    interaction.respond(body)
    return interaction.result() if call.says("with_response") else None


def _interaction(call: Call) -> Interaction:
    interaction = call.server.interactions.get(call.args["token"])
    if interaction is None or call.id("webhook_id") != call.world.bot.id:
        raise refusal(10015)
    return interaction.still_open()


def _answer(call: Call) -> Message:
    return _interaction(call).find(call.args["message_id"])


def _follow_up(call: Call) -> Reply:
    interaction = _interaction(call)
    return payloads.message(interaction.follow_up(call.message_body(interaction.channel)))


def _edit_answer(call: Call) -> Reply:
    interaction, message = _interaction(call), _answer(call)
    return payloads.message(interaction.finish(message, call.message_body(message.channel)))


def _delete_answer(call: Call) -> Reply:
    remove(_answer(call))
    _interaction(call).changes += 1


MANY = "/channels/{channel_id}/messages"
ONE = MANY + "/{message_id}"
HOOK = "/webhooks/{webhook_id}/{token}"
ROUTES = [
    Route("POST", MANY, _create),
    Route("GET", MANY, _history),
    Route("GET", ONE, _get),
    Route("PATCH", ONE, _edit),
    Route("DELETE", ONE, _delete),
    Route("PUT", ONE + "/reactions/{emoji}/@me", _react),
    Route("DELETE", ONE + "/reactions/{emoji}/@me", _take_back),
    Route("POST", "/interactions/{interaction_id}/{token}/callback", _callback, open=True),
    Route("POST", HOOK, _follow_up, open=True),
    Route("GET", HOOK + "/messages/{message_id}", lambda c: payloads.message(_answer(c)), True),
    Route("PATCH", HOOK + "/messages/{message_id}", _edit_answer, open=True),
    Route("DELETE", HOOK + "/messages/{message_id}", _delete_answer, open=True),
]
