"""Owns the routes that answer interactions: the callback, the original answer, the follow-ups.

None of them needs the bot's token; the interaction's own token is the key for fifteen minutes.
"""

from typing import Any

from bot.local_discord import payloads
from bot.local_discord.errors import refusal
from bot.local_discord.interactions import AUTOCOMPLETE, MODAL, TOKEN_SECONDS, Interaction
from bot.local_discord.messages import Message, remove
from bot.local_discord.rest import Call, Reply, Route
from bot.local_discord.rest_messages import with_files

Json = dict[str, Any]


def routes() -> list[Route]:
    """List the routes of this file."""
    hook = "/webhooks/{webhook_id}/{token}"
    found = [
        Route("POST", "/interactions/{interaction_id}/{token}/callback", _callback, open=True),
        Route("POST", hook, _follow_up, open=True),
    ]
    for method, handler in (("GET", _get), ("PATCH", _edit), ("DELETE", _delete)):
        found.append(Route(method, hook + "/messages/{message_id}", handler, open=True))
    return found


def _callback(call: Call) -> Reply:
    interaction = call.server.interactions.get(call.args["token"])
    if interaction is None or interaction.id != call.id("interaction_id"):
        raise refusal(10062)
    body = call.fields()
    if call.files and isinstance(body.get("data"), dict):
        body = body | {"data": with_files(call, body["data"], interaction.channel)}
    interaction.respond(body)
    if call.query.get("with_response") in ("1", "true", "True"):
        return 200, interaction.result()
    return 204, None


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
    if call.args["message_id"] == "@original":
        found = interaction.original
        if found is None and interaction.answer == MODAL:
            found = interaction.source
    else:
        found = interaction.channel.messages.get(call.id("message_id"))
        own = found is not None and _made_by(found, interaction)
        found = found if own else None
    if found is None or found.deleted:
        raise refusal(10008)
    return interaction, found


def _made_by(message: Message, interaction: Interaction) -> bool:
    metadata = message.extra.get("interaction_metadata") or {}
    return metadata.get("id") == str(interaction.id) or message is interaction.original


def _follow_up(call: Call) -> Reply:
    interaction = _interaction(call)
    body = with_files(call, call.fields(), interaction.channel)
    return 200, payloads.message(interaction.follow_up(body))


def _get(call: Call) -> Reply:
    return 200, payloads.message(_message(call)[1])


def _edit(call: Call) -> Reply:
    interaction, message = _message(call)
    body = with_files(call, call.fields(), interaction.channel)
    return 200, payloads.message(interaction.finish(message, body))


def _delete(call: Call) -> Reply:
    interaction, message = _message(call)
    remove(message)
    interaction.changes += 1
    call.world.touch()
    return 204, None
