"""Owns the routes that answer interactions: the callback, the original answer, the follow-ups.

None of them needs the bot's token; the interaction's own token is the key for fifteen minutes.
"""

from bot.local_discord import payloads
from bot.local_discord.errors import refusal
from bot.local_discord.interactions import (
    AUTOCOMPLETE,
    CALLBACK,
    MODAL,
    TOKEN_SECONDS,
    Interaction,
)
from bot.local_discord.messages import Message, remove
from bot.local_discord.rest import Call, Reply, Route


def _callback(call: Call) -> Reply:
    interaction = call.server.interactions.get(call.args["token"])
    if interaction is None or interaction.id != call.id("interaction_id"):
        raise refusal(10062)
    body = call.fields(CALLBACK)
    if call.files and body.get("data"):
        body = body | {"data": call.with_files(body["data"], interaction.channel)}
    interaction.respond(body)
    return interaction.result() if call.says("with_response") else None


def _interaction(call: Call) -> Interaction:
    interaction = call.server.interactions.get(call.args["token"])
    if interaction is None or call.id("webhook_id") != call.world.bot.id:
        raise refusal(10015)
    if not interaction.answer or interaction.kind == AUTOCOMPLETE:
        raise refusal(10015)
    if interaction.age > TOKEN_SECONDS:
        raise refusal(50027)
    return interaction


def _message(call: Call) -> tuple[Interaction, Message]:
    interaction = _interaction(call)
    found = interaction.original
    if call.args["message_id"] != "@original":
        found = interaction.channel.messages.get(call.id("message_id"))
        found = found if found is not None and _made_by(found, interaction) else None
    elif found is None and interaction.answer == MODAL:
        found = interaction.source
    if found is None or found.deleted:
        raise refusal(10008)
    return interaction, found


def _made_by(message: Message, interaction: Interaction) -> bool:
    metadata = message.extra.get("interaction_metadata") or {}
    return metadata.get("id") == str(interaction.id) or message is interaction.original


def _follow_up(call: Call) -> Reply:
    interaction = _interaction(call)
    body = call.with_files(call.fields(), interaction.channel)
    return payloads.message(interaction.follow_up(body))


def _edit(call: Call) -> Reply:
    interaction, message = _message(call)
    body = call.with_files(call.fields(), interaction.channel)
    return payloads.message(interaction.finish(message, body))


def _delete(call: Call) -> Reply:
    interaction, message = _message(call)
    remove(message)
    interaction.changes += 1


HOOK = "/webhooks/{webhook_id}/{token}"
ROUTES = [
    Route("POST", "/interactions/{interaction_id}/{token}/callback", _callback, open=True),
    Route("POST", HOOK, _follow_up, open=True),
    Route("GET", HOOK + "/messages/{message_id}", lambda c: payloads.message(_message(c)[1]), True),
    Route("PATCH", HOOK + "/messages/{message_id}", _edit, open=True),
    Route("DELETE", HOOK + "/messages/{message_id}", _delete, open=True),
]
