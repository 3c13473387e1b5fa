"""Owns application commands: what may be registered, the routes for it, and who sees one.

docs: interactions/application-commands. Scopes: None is global, else the id of a guild.
"""

from bot.local_discord import payloads
from bot.local_discord.channels import Channel, User
from bot.local_discord.errors import Json, UnknownCommand, refusal
from bot.local_discord.form_body import fault, refuse, without_null
from bot.local_discord.limits import check
from bot.local_discord.permissions import Permissions, permissions_of
from bot.local_discord.rest import Call, Reply, Route

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
GROUP = 2
"""The last type of option that holds other options instead of a value."""
LIMITS = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15}


def _check_all(bodies: list[Json]) -> None:
    check("commands", bodies)
    keys = [(body["name"], body.get("type") or CHAT_INPUT) for body in bodies]
    twice = [(n, "name") for n, key in enumerate(keys) if key in keys[:n]]
    refuse(fault(path, "APPLICATION_COMMANDS_DUPLICATE_NAME") for path in twice)
    if any(sum(key[1] == kind for key in keys) > limit for kind, limit in LIMITS.items()):
        raise refusal(30032)


class Registry:
    """The registered commands."""

    def __init__(self) -> None:
        self.scopes: dict[int | None, dict[int, Json]] = {}

    def in_scope(self, guild_id: int | None) -> dict[int, Json]:
        """Give the commands of a scope by id."""
        return self.scopes.setdefault(guild_id, {})

    def shown(self, person: User, channel: Channel) -> list[Json]:
        """Give the commands that this person sees there; a guild's own hides a global namesake."""
        home, found = channel.guild, dict[tuple[str, int], Json]()
        scopes: list[int | None] = [None] if home is None else [home.id, None]
        if home is None or home.has_bot:
            for command in (one for scope in scopes for one in self.in_scope(scope).values()):
                if _shown(command, person, channel):
                    found.setdefault(_key(command), command)
        return [*found.values()]

    def visible(self, person: User, channel: Channel, name: str, kind: int) -> Json:
        """Find the command that this person sees there, or raise UnknownCommand."""
        for command in self.shown(person, channel):
            if _key(command) == (name, kind):
                return command
        raise UnknownCommand(f"{person.username} sees no command {name!r} there")


def _key(command: Json) -> tuple[str, int]:
    return command["name"], command.get("type") or CHAT_INPUT


def _shown(command: Json, person: User, channel: Channel) -> bool:
    home, contexts = channel.guild, command.get("contexts") or [0, 1, 2]
    if home is None:
        return 1 in contexts
    mine, needed = permissions_of(home, person, channel), command["default_member_permissions"]
    if 0 not in contexts or not mine & Permissions.USE_APPLICATION_COMMANDS:
        return False
    if needed is None or mine & Permissions.ADMINISTRATOR:
        return True
    return int(needed) != 0 and int(needed) & ~mine == 0


def _scope(call: Call) -> int | None:
    if call.id("app_id") != call.world.bot.id:
        raise refusal(50001)
    return call.guild().id if "guild_id" in call.args else None


def _all(call: Call) -> dict[int, Json]:
    return call.server.commands.in_scope(_scope(call))


def _overwrite(call: Call, bodies: list[Json]) -> list[Json]:
    """Replace all commands of a scope; those that keep their name keep their id."""
    _check_all(bodies)
    ids = {_key(old): {"id": old["id"]} for old in _all(call).values()}
    new = [_made(call, body) | ids.get(_key(body), {}) for body in bodies]
    call.server.commands.scopes[_scope(call)] = {int(made["id"]): made for made in new}
    call.world.audience.tell_all("COMMANDS_UPDATE", {})
    return new


def _made(call: Call, body: Json) -> Json:
    snowflake, guild_id = str(call.world.snowflakes.next()), _scope(call)
    shape = payloads.fixed("command") | {"id": snowflake, "version": snowflake}
    shape["application_id"] = str(call.world.bot.id)
    body = without_null(body)
    if "default_member_permissions" in body:  # taken as a number too, given as text
        body["default_member_permissions"] = str(body["default_member_permissions"])
    if guild_id is not None:
        return shape | {"guild_id": str(guild_id)} | body
    contexts = [0] if body.get("dm_permission") is False else [0, 1, 2]
    return shape | payloads.fixed("global_command") | {"contexts": contexts} | body


def _create(call: Call) -> Reply:
    body, known = call.fields("command"), _all(call).values()
    others = [one for one in known if _key(one) != _key(body)]
    is_new = len(others) == len(known)
    return 201 if is_new else 200, _overwrite(call, [*others, body])[-1]


def _get(call: Call) -> Json:
    found = _all(call).get(call.id("command_id"))
    if found is None:
        raise refusal(10063)
    return found


def _edit(call: Call) -> Reply:
    changed = _get(call) | call.fields()
    check("command", changed)
    changed["version"] = str(call.world.snowflakes.next())
    _all(call)[call.id("command_id")] = changed
    call.world.audience.tell_all("COMMANDS_UPDATE", {})
    return changed


def _delete(call: Call) -> Reply:
    del _all(call)[int(_get(call)["id"])]
    call.world.audience.tell_all("COMMANDS_UPDATE", {})


def _routes(base: str) -> list[Route]:
    one = base + "/{command_id}"
    return [
        Route("GET", base, lambda call: [*_all(call).values()]),
        Route("PUT", base, lambda call: _overwrite(call, call.body)),
        Route("POST", base, _create),
        Route("GET", one, _get),
        Route("PATCH", one, _edit),
        Route("DELETE", one, _delete),
    ]


OWNER = "/applications/{app_id}"
ROUTES = [*_routes(OWNER + "/commands"), *_routes(OWNER + "/guilds/{guild_id}/commands")]
