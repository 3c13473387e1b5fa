"""Owns the routes about guilds, members and channels, and about the bot itself."""

from bot.local_discord import payloads
from bot.local_discord.channels import PRIVATE_THREAD, PUBLIC_THREAD, TEXT, Channel
from bot.local_discord.errors import Json, not_implemented, refusal
from bot.local_discord.limits import read_id
from bot.local_discord.messages import Message, store
from bot.local_discord.permissions import Overwrites, Permissions
from bot.local_discord.rest import Call, Reply, Route
from bot.local_discord.world import Allowances, Guild

P = Permissions
NEITHER = (P.NONE, P.NONE)
OF_CHANNEL = {"name": "name", "position": "position", "nsfw": "nsfw"}
OF_CHANNEL |= {"topic": "", "permission_overwrites": ""}
OF_NEW = ("name", "topic", "permission_overwrites")
OF_THREAD = {"name": "name", "archived": "archived", "locked": "locked"}
OF_THREAD |= {"auto_archive_duration": "archive_after"}
"""What can be changed, and the field that it goes into as it is; all else is not imitated."""


def _gateway_bot(call: Call) -> Reply:
    shape = payloads.fixed("gateway_bot") | {"shards": call.server.gateway.shards}
    return shape | {"url": call.server.gateway_url}


def _application(call: Call) -> Reply:
    world = call.world
    flags = call.server.gateway.flags
    shape = payloads.application(world.bot, world.owner_of_bot, len(world.guilds), flags)
    return shape | world.application


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
    seen = [one for one in active if one.seen_by(bot)]
    shown = [payloads.channel(one) for one in seen]
    mine = [one["member"] for one in shown if "member" in one]
    return {"threads": shown, "members": mine, "has_more": False}


def _open_dm(call: Call) -> Reply:
    wanted = read_id(call.fields().get("recipient_id"), "recipient_id")
    if wanted == call.world.bot.id:
        raise refusal(50007)
    call.world.user(wanted)
    return payloads.channel(call.world.dm_with(call.world.people[wanted]))


def _edit(call: Call) -> Reply:
    channel, body = call.channel(), call.fields("channel_changes")
    if channel.is_dm:
        raise refusal(50003)
    own = channel.owner is call.world.bot and not channel.locked and "locked" not in body
    if not (channel.is_thread and own):
        channel.require(channel.managed_with)
    changes = OF_THREAD if channel.is_thread else OF_CHANNEL
    if unknown := [key for key, value in body.items() if value and key not in changes]:
        raise not_implemented(f"changing {', '.join(unknown)} of this channel")
    if body.get("permission_overwrites") is not None:
        channel.overwrites = _overwrites(channel, body["permission_overwrites"])
    if "topic" in body and not channel.is_thread:
        channel.topic = body["topic"] or None
    if body.get("archived") is False:
        channel.stir()
    for key in body.keys() & changes.keys():
        if body[key] is not None and changes[key]:
            setattr(channel, changes[key], body[key])
    channel.announce("CHANNEL_UPDATE")
    return payloads.channel(channel)


def _overwrites(channel: Channel, given: list[Json]) -> Overwrites:
    """Read overwrites; the bot can change only what it has itself, and only for who exists."""
    channel.require(P.MANAGE_ROLES)
    read = _allowances(channel.guild, given) if channel.guild else {}
    made = {target.id: (P(allow), P(deny)) for target, (allow, deny) in read.items()}
    for target in made.keys() | channel.overwrites.keys():
        before, after = channel.overwrites.get(target, NEITHER), made.get(target, NEITHER)
        channel.require((before[0] ^ after[0]) | (before[1] ^ after[1]))
    return made


def _allowances(guild: Guild, given: list[Json]) -> Allowances:
    """Read what is allowed and denied to roles and accounts, which have to exist."""
    made: Allowances = {}
    for one in given:
        target, bits = int(one["id"]), [P(int(one.get(key) or 0)) for key in ("allow", "deny")]
        found = guild.world.user(target) if one["type"] == 1 else guild.role(target)
        made[found] = (bits[0], bits[1])
    return made


def _create(call: Call) -> Reply:
    guild, body = call.guild(), call.fields("new_channel")
    if body.get("type"):
        raise not_implemented(f"channels of type {body['type']}")
    if unknown := [key for key, value in body.items() if value and key not in OF_NEW]:
        raise not_implemented(f"{', '.join(unknown)} of a new channel")
    allowances = _allowances(guild, body.get("permission_overwrites") or [])
    needed = P.MANAGE_CHANNELS
    for allow, deny in allowances.values():
        needed |= allow | deny
    guild.require(needed)
    made = guild.add_channel(body["name"], overwrites=allowances, topic=body.get("topic"))
    return 201, payloads.channel(made)


def _delete(call: Call) -> Reply:
    channel = call.channel()
    if not channel.is_dm:
        channel.require(channel.managed_with)
        channel.delete()
    return payloads.channel(channel)


def _start_thread(call: Call) -> Reply:
    parent, body = call.channel(), call.fields("thread")
    start = parent.message(call.id("message_id")) if "message_id" in call.args else None
    kind = PUBLIC_THREAD if start is not None else body.get("type") or PRIVATE_THREAD
    private = kind == PRIVATE_THREAD
    parent.require(P.CREATE_PRIVATE_THREADS if private else P.CREATE_PUBLIC_THREADS)
    if parent.kind != TEXT:
        raise refusal(50024)
    if start is not None and "thread" in start.extra:
        raise refusal(160004)
    return 201, payloads.channel(_thread(parent, body, kind, start))


def _thread(parent: Channel, body: Json, kind: int, start: Message | None) -> Channel:
    """Make a thread of the bot; one that starts at a message has that message's id."""
    world, name = parent.world, body["name"]
    made = Channel(start.id if start else world.snowflakes.next(), world, kind, name, parent.guild)
    made.parent, made.owner = parent, world.bot
    made.archive_after = body.get("auto_archive_duration") or 1440
    made.thread_members.add(world.bot.id)
    world.channels[made.id] = made
    made.announce("CHANNEL_CREATE", {"newly_created": True})
    if start is not None:
        start.flags |= 1 << 5
        start.extra["thread"] = payloads.channel(made)
        start.announce("MESSAGE_UPDATE")
    elif kind == PUBLIC_THREAD:
        store(Message(world.snowflakes.next(), parent, world.bot, name, kind=18), {})
    return made


def _members(call: Call) -> set[int]:
    thread = call.channel()
    if not thread.is_thread:
        raise refusal(50024)
    if thread.archived:
        raise refusal(50083)
    return thread.thread_members


def _add_member(call: Call) -> Reply:
    _members(call).add(call.user().id)
    call.world.audience.compare()


def _take_member(call: Call) -> Reply:
    _members(call).discard(call.user().id)
    call.world.audience.compare()


def _typing(call: Call) -> Reply:
    channel, world = call.channel(P.SEND_MESSAGES), call.world
    shape = payloads.typing(channel, world.bot, world.clock.now())
    world.audience.of_typing(channel, world.bot, shape)


MINE, GUILD, CHANNEL = "/users/@me/guilds", "/guilds/{guild_id}", "/channels/{channel_id}"
MEMBER = CHANNEL + "/thread-members/{user_id}"
ROUTES = [
    Route("GET", "/gateway", lambda call: {"url": call.server.gateway_url}, open=True),
    Route("GET", "/gateway/bot", _gateway_bot),
    Route("GET", "/oauth2/applications/@me", _application),
    Route("GET", "/applications/@me", _application),
    Route("GET", "/users/@me", lambda call: payloads.myself(call.world.bot)),
    Route("GET", MINE, _my_guilds),
    Route("DELETE", MINE + "/{guild_id}", lambda call: call.guild().leave(call.world.bot)),
    Route("GET", "/users/{user_id}", lambda call: payloads.user(call.user())),
    Route("GET", "/soundboard-default-sounds", lambda _: []),
    Route("GET", GUILD, _guild),
    Route("GET", GUILD + "/channels", lambda call: [*map(payloads.channel, call.guild().channels)]),
    Route("POST", GUILD + "/channels", _create),
    Route("GET", GUILD + "/roles", lambda call: [*map(payloads.role, call.guild().roles)]),
    Route("GET", GUILD + "/members/{user_id}", _member),
    Route("GET", GUILD + "/threads/active", _active_threads),
    Route("POST", "/users/@me/channels", _open_dm),
    Route("GET", CHANNEL, lambda call: payloads.channel(call.channel())),
    Route("PATCH", CHANNEL, _edit),
    Route("DELETE", CHANNEL, _delete),
    Route("POST", CHANNEL + "/typing", _typing),
    Route("POST", CHANNEL + "/threads", _start_thread),
    Route("POST", CHANNEL + "/messages/{message_id}/threads", _start_thread),
    Route("PUT", MEMBER, _add_member),
    Route("DELETE", MEMBER, _take_member),
]
