"""Owns the routes that change a member: their roles, and silencing them for a while.

Which role stands above which is not looked at: a bot that may manage roles may manage all of them
but @everyone and those of bots.
"""

from datetime import UTC, datetime

from bot.local_discord import payloads
from bot.local_discord.errors import not_implemented, refusal
from bot.local_discord.members import Member, Role
from bot.local_discord.permissions import Permissions, permissions_of
from bot.local_discord.rest import Call, Reply, Route
from bot.local_discord.world import Guild

P = Permissions
CHANGES = ("roles", "communication_disabled_until")


def _who(call: Call) -> tuple[Guild, Member]:
    guild, user = call.guild(), call.user()
    if user.id not in guild.members:
        raise refusal(10007)
    return guild, guild.members[user.id]


def _change_roles(guild: Guild, member: Member, wanted: list[Role]) -> None:
    guild.require(P.MANAGE_ROLES)
    changed = {*wanted} ^ {*member.roles}
    if any(role.bot_id is not None or role is guild.everyone for role in changed):
        raise refusal(50013)
    guild.set_roles(member.user, wanted)


def _add_role(call: Call) -> Reply:
    (guild, member), role = _who(call), call.guild().role(call.id("role_id"))
    _change_roles(guild, member, [*dict.fromkeys([*member.roles, role])])


def _take_role(call: Call) -> Reply:
    (guild, member), role = _who(call), call.guild().role(call.id("role_id"))
    _change_roles(guild, member, [one for one in member.roles if one is not role])


def _time_out(guild: Guild, member: Member, until: str | None) -> None:
    guild.require(P.MODERATE_MEMBERS)
    if permissions_of(guild, member.user) & P.ADMINISTRATOR:
        raise refusal(50013)
    when = None if until is None else datetime.fromisoformat(until)
    aware = when if when is None or when.tzinfo else when.replace(tzinfo=UTC)
    guild.time_out(member.user, aware)


def _edit(call: Call) -> Reply:
    (guild, member), body = _who(call), call.fields("member_changes")
    if unknown := [key for key, value in body.items() if value and key not in CHANGES]:
        raise not_implemented(f"changing {', '.join(unknown)} of a member")
    if "roles" in body:
        wanted = [guild.role(int(one)) for one in body["roles"] or []]
        _change_roles(guild, member, [*dict.fromkeys(wanted)])
    if "communication_disabled_until" in body:
        _time_out(guild, member, body["communication_disabled_until"])
    return payloads.member(guild, member.user)


MEMBER = "/guilds/{guild_id}/members/{user_id}"
ROLE = MEMBER + "/roles/{role_id}"
ROUTES = [
    Route("PATCH", MEMBER, _edit),
    Route("PUT", ROLE, _add_role),
    Route("DELETE", ROLE, _take_role),
]
