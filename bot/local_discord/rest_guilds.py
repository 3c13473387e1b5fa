"""Owns the routes about the bot itself, users, guilds, members, roles and the gateway's address."""

from bot.local_discord import payloads
from bot.local_discord.errors import refusal
from bot.local_discord.permissions import Permissions
from bot.local_discord.rest import Call, Reply, Route


def _gateway_bot(call: Call) -> Reply:
    limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 16}
    shards = call.server.gateway.shards
    return {"url": call.server.gateway_url, "shards": shards, "session_start_limit": limit}


def _application(call: Call) -> Reply:
    return payloads.application(call.world.bot, len(call.world.guilds))


def _my_guilds(call: Call) -> Reply:
    mine = [guild for guild in call.world.guilds.values() if guild.has_bot]
    return [payloads.my_guild(one) for one in sorted(mine, key=lambda guild: guild.id)]


def _guild(call: Call) -> Reply:
    guild = call.guild()
    counts = {"approximate_member_count": guild.count(), "approximate_presence_count": 1}
    return payloads.guild(guild) | (counts if call.says("with_counts") else {})


def _member(call: Call) -> Reply:
    guild, user = call.guild(), call.user()
    if user.id not in guild.members:
        raise refusal(10007)
    return payloads.member(guild, user)


def _active_threads(call: Call) -> Reply:
    active, bot = call.guild().active_threads(), call.world.bot
    seen = [one for one in active if one.allowed(bot) & Permissions.VIEW_CHANNEL]
    return {"threads": [payloads.channel(one) for one in seen], "members": []}


GUILD = "/guilds/{guild_id}"
ROUTES = [
    Route("GET", "/gateway", lambda call: {"url": call.server.gateway_url}, open=True),
    Route("GET", "/gateway/bot", _gateway_bot),
    Route("GET", "/oauth2/applications/@me", _application),
    Route("GET", "/applications/@me", _application),
    Route("GET", "/users/@me", lambda call: payloads.myself(call.world.bot)),
    Route("GET", "/users/@me/guilds", _my_guilds),
    Route(
        "DELETE", "/users/@me/guilds/{guild_id}", lambda call: call.guild().leave(call.world.bot)
    ),
    Route("GET", "/users/{user_id}", lambda call: payloads.user(call.user())),
    Route("GET", GUILD, _guild),
    Route("GET", GUILD + "/channels", lambda call: [*map(payloads.channel, call.guild().channels)]),
    Route("GET", GUILD + "/roles", lambda call: [*map(payloads.role, call.guild().roles)]),
    Route("GET", GUILD + "/members/{user_id}", _member),
    Route("GET", GUILD + "/threads/active", _active_threads),
]
