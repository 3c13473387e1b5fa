"""Owns application commands: what may be registered, the routes for it, and who sees one.

docs: interactions/application-commands. Scopes: None is global, else the id of a guild.
"""

from bot.local_discord import payloads
from bot.local_discord.channels import Channel, User
from bot.local_discord.errors import Json, UnknownCommand, refusal
from bot.local_discord.form_body import array, refuse
from bot.local_discord.limits import command as check
from bot.local_discord.permissions import Permissions, permissions_of
from bot.local_discord.rest import Call, Reply, Route
from bot.local_discord.world import World

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
GROUP = 2
"""The last type of option that holds other options instead of a value."""
LIMITS = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15}


def _check_all(bodies: list[Json]) -> None:
    refuse(array(check, 0, sum(LIMITS.values()))(bodies, ()))
    keys = [(body["name"], body.get("type") or CHAT_INPUT) for body in bodies]
    code, words = "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique"
    refuse(((n, "name"), code, words) for n, key in enumerate(keys) if key in keys[:n])
    if any(sum(key[1] == kind for key in keys) > limit for kind, limit in LIMITS.items()):
        raise refusal(30032)


class Registry:
    """The registered commands."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.scopes: dict[int | None, dict[int, Json]] = {}

    def in_scope(self, guild_id: int | None) -> dict[int, Json]:
        """Give the commands of a scope by id."""
        return self.scopes.setdefault(guild_id, {})

    def overwrite(self, guild_id: int | None, bodies: list[Json]) -> list[Json]:
        """Replace all commands of a scope; those that keep their name keep their id."""
        _check_all(bodies)
        ids = {_key(old): old["id"] for old in self.in_scope(guild_id).values()}
        new = [self._made(body, guild_id) for body in bodies]
        for made in new:
            made["id"] = ids.get(_key(made), made["id"])
        self.scopes[guild_id] = {int(made["id"]): made for made in new}
        return new

    def upsert(self, guild_id: int | None, body: Json) -> tuple[int, Json]:
        """Add a command or replace its namesake; 201 says that it is new."""
        refuse(check(body, ()))
        known = self.in_scope(guild_id).values()
        others = [one for one in known if _key(one) != _key(body)]
        is_new = len(others) == len(known)
        return 201 if is_new else 200, self.overwrite(guild_id, [*others, body])[-1]

    def edit(self, guild_id: int | None, command_id: int, body: Json) -> Json:
        """Change a command in place."""
        changed = self.get(guild_id, command_id) | body
        refuse(check(changed, ()))
        changed["version"] = str(self._world.snowflakes.next())
        self.in_scope(guild_id)[command_id] = changed
        return changed

    def get(self, guild_id: int | None, command_id: int) -> Json:
        """Find a command or refuse with 10063."""
        if command_id not in self.in_scope(guild_id):
            raise refusal(10063)
        return self.in_scope(guild_id)[command_id]

    def _made(self, body: Json, guild_id: int | None) -> Json:
        snowflake = str(self._world.snowflakes.next())
        shape = payloads.fixed("command") | {"id": snowflake, "version": snowflake}
        shape["application_id"] = str(self._world.bot.id)
        body = {key: value for key, value in body.items() if value is not None}
        if "default_member_permissions" in body:  # taken as a number too, given as text
            body["default_member_permissions"] = str(body["default_member_permissions"])
        if guild_id is not None:
            return shape | {"guild_id": str(guild_id)} | body
        contexts = [0] if body.get("dm_permission") is False else [0, 1, 2]
        return shape | payloads.fixed("global_command") | {"contexts": contexts} | body

    def visible(self, person: User, channel: Channel, name: str, kind: int) -> Json:
        """Find the command that this person sees there, or raise UnknownCommand."""
        home = channel.guild
        scopes: list[int | None] = [None] if home is None else [home.id, None]
        if home is None or home.has_bot:
            for command in (one for scope in scopes for one in self.in_scope(scope).values()):
                if _key(command) == (name, kind) and _shown(command, person, channel):
                    return command
        raise UnknownCommand(f"{person.username} sees no command {name!r} there")


def _key(command: Json) -> tuple[str, int]:
    return command["name"], command.get("type") or CHAT_INPUT


def _shown(command: Json, person: User, channel: Channel) -> bool:
    home = channel.guild
    contexts = command.get("contexts") or [0, 1, 2]
    if home is None:
        return 1 in contexts
    mine = permissions_of(home, person, channel)
    if 0 not in contexts or not mine & Permissions.USE_APPLICATION_COMMANDS:
        return False
    needed = command["default_member_permissions"]
    if needed is None or mine & Permissions.ADMINISTRATOR:
        return True
    return int(needed) != 0 and int(needed) & ~mine == 0


def _scope(call: Call) -> int | None:
    if call.id("app_id") != call.world.bot.id:
        raise refusal(50001)
    return call.guild().id if "guild_id" in call.args else None


def _edit(call: Call) -> Reply:
    return call.server.commands.edit(_scope(call), call.id("command_id"), call.fields())


def _get(call: Call) -> Reply:
    return call.server.commands.get(_scope(call), call.id("command_id"))


def _delete(call: Call) -> Reply:
    del call.server.commands.in_scope(_scope(call))[int(_get(call)["id"])]


def _routes(base: str) -> list[Route]:
    one = base + "/{command_id}"
    return [
        Route("GET", base, lambda call: [*call.server.commands.in_scope(_scope(call)).values()]),
        Route("PUT", base, lambda call: call.server.commands.overwrite(_scope(call), call.body)),
        Route("POST", base, lambda call: call.server.commands.upsert(_scope(call), call.fields())),
        Route("GET", one, _get),
        Route("PATCH", one, _edit),
        Route("DELETE", one, _delete),
    ]


OWNER = "/applications/{app_id}"
ROUTES = [*_routes(OWNER + "/commands"), *_routes(OWNER + "/guilds/{guild_id}/commands")]
