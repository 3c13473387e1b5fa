"""Owns the routes about the bot itself, users, guilds, members, roles and the gateway's address."""

from bot.local_discord import payloads
from bot.local_discord.errors import refusal
from bot.local_discord.rest import Call, Reply, Route
from bot.local_discord.world import Guild


def routes() -> list[Route]:
    """List the routes of this file."""
    return [
        Route("GET", "/gateway", lambda call: (200, {"url": call.server.gateway_url}), open=True),
        Route("GET", "/gateway/bot", _gateway_bot),
        Route("GET", "/oauth2/applications/@me", _application),
        Route("GET", "/applications/@me", _application),
        Route("GET", "/users/@me", lambda call: (200, payloads.myself(call.world.bot))),
        Route("GET", "/users/@me/guilds", _my_guilds),
        Route("DELETE", "/users/@me/guilds/{guild_id}", _leave),
        Route("GET", "/users/{user_id}", _user),
        Route("GET", "/guilds/{guild_id}", _guild),
        Route("GET", "/guilds/{guild_id}/channels", _channels),
        Route("GET", "/guilds/{guild_id}/roles", _roles),
        Route("GET", "/guilds/{guild_id}/members/{user_id}", _member),
    ]


def guild_of(call: Call) -> Guild:
    """Find the guild of the path; one without the bot is unknown to it."""
    guild = call.world.guilds.get(call.id("guild_id"))
    if guild is None or not guild.has_bot:
        raise refusal(10004)
    return guild


def _gateway_bot(call: Call) -> Reply:
    limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 16}
    shards = call.server.gateway.shards
    return 200, {"url": call.server.gateway_url, "shards": shards, "session_start_limit": limit}


def _application(call: Call) -> Reply:
    return 200, payloads.application(call.world.bot, len(call.world.guilds))


def _my_guilds(call: Call) -> Reply:
    mine = [guild for guild in call.world.guilds.values() if guild.has_bot]
    shape = {"owner": False, "features": [], "icon": None, "banner": None}
    return 200, [
        {"id": str(one.id), "name": one.name, "permissions": str(int(_bits(one)))} | shape
        for one in sorted(mine, key=lambda guild: guild.id)
    ]


def _bits(guild: Guild) -> int:
    return guild.everyone.permissions | guild.bot_role.permissions


def _leave(call: Call) -> Reply:
    guild_of(call).leave(call.world.bot)
    return 204, None


def _user(call: Call) -> Reply:
    return 200, payloads.user(call.world.user(call.id("user_id")))


def _guild(call: Call) -> Reply:
    guild = guild_of(call)
    shape = payloads.guild(guild)
    if call.query.get("with_counts") in ("true", "1", "True"):
        shape |= {"approximate_member_count": guild.count(), "approximate_presence_count": 1}
    return 200, shape


def _channels(call: Call) -> Reply:
    return 200, [payloads.channel(channel) for channel in guild_of(call).channels]


def _roles(call: Call) -> Reply:
    return 200, [payloads.role(role) for role in guild_of(call).roles]


def _member(call: Call) -> Reply:
    guild = guild_of(call)
    user = call.world.user(
        call.world.bot.id if call.args["user_id"] == "@me" else call.id("user_id")
    )
    if user.id not in guild.members:
        raise refusal(10007)
    return 200, payloads.member(guild, user)
