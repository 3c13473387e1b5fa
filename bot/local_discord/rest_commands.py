"""Owns the routes that register application commands, global ones and those of a guild."""

from bot.local_discord.errors import Faults, refusal
from bot.local_discord.rest import Call, Reply, Route
from bot.local_discord.rest_guilds import guild_of


def routes() -> list[Route]:
    """List the routes of this file; each exists globally and for a guild."""
    found = []
    for base in (
        "/applications/{app_id}/commands",
        "/applications/{app_id}/guilds/{guild_id}/commands",
    ):
        one = base + "/{command_id}"
        found += [
            Route("GET", base, _list),
            Route("PUT", base, _overwrite),
            Route("POST", base, _create),
            Route("GET", one, _get),
            Route("PATCH", one, _edit),
            Route("DELETE", one, _delete),
        ]
    return found


def _scope(call: Call) -> int | None:
    if call.id("app_id") != call.world.bot.id:
        raise refusal(50001)
    return guild_of(call).id if "guild_id" in call.args else None


def _list(call: Call) -> Reply:
    return 200, list(call.server.commands.in_scope(_scope(call)).values())


def _overwrite(call: Call) -> Reply:
    if not isinstance(call.body, list):
        faults = Faults()
        faults.count((), call.body, 0, 100)
        faults.stop()
    return 200, call.server.commands.overwrite(_scope(call), call.body)


def _create(call: Call) -> Reply:
    made, is_new = call.server.commands.upsert(_scope(call), call.fields())
    return 201 if is_new else 200, made


def _get(call: Call) -> Reply:
    return 200, call.server.commands.get(_scope(call), call.id("command_id"))


def _edit(call: Call) -> Reply:
    edited = call.server.commands.edit(_scope(call), call.id("command_id"), call.fields())
    return 200, edited


def _delete(call: Call) -> Reply:
    call.server.commands.get(_scope(call), call.id("command_id"))
    del call.server.commands.in_scope(_scope(call))[call.id("command_id")]
    return 204, None
