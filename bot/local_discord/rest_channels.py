"""Owns the routes about channels, DMs and threads; messages have their own file."""

from bot.local_discord import payloads
from bot.local_discord.channels import PRIVATE_THREAD, PUBLIC_THREAD, TEXT, Channel
from bot.local_discord.errors import Faults, refusal
from bot.local_discord.messages import Message, find, store
from bot.local_discord.permissions import Permissions
from bot.local_discord.rest import Call, Reply, Route, snowflake
from bot.local_discord.rest_guilds import guild_of

P = Permissions
DURATIONS = (60, 1440, 4320, 10080)


def routes() -> list[Route]:
    """List the routes of this file."""
    member = "/channels/{channel_id}/thread-members/{user_id}"
    return [
        Route("POST", "/users/@me/channels", _open_dm),
        Route("GET", "/channels/{channel_id}", _get),
        Route("PATCH", "/channels/{channel_id}", _edit),
        Route("DELETE", "/channels/{channel_id}", _delete),
        Route("POST", "/channels/{channel_id}/typing", _typing),
        Route("POST", "/channels/{channel_id}/threads", _start_thread),
        Route("POST", "/channels/{channel_id}/messages/{message_id}/threads", _start_thread),
        Route("GET", "/guilds/{guild_id}/threads/active", _active_threads),
        Route("PUT", member, _thread_member),
        Route("DELETE", member, _thread_member_gone),
    ]


def channel_of(call: Call, needs: Permissions = P.NONE) -> Channel:
    """Find the channel of the path: unknown, not visible and not permitted are three answers."""
    channel = call.world.channels.get(call.id("channel_id"))
    if channel is None:
        raise refusal(10003)
    require(channel, needs)
    return channel


def require(channel: Channel, needs: Permissions) -> None:
    """Refuse what the bot may not do in a channel."""
    bits = channel.allowed(channel.world.bot)
    if not bits & P.VIEW_CHANNEL:
        raise refusal(50001)
    if needs & ~bits:
        raise refusal(50013)


def _open_dm(call: Call) -> Reply:
    wanted = call.fields().get("recipient_id")
    person = call.world.people.get(snowflake(wanted, "recipient_id"))
    if snowflake(wanted, "recipient_id") == call.world.bot.id:
        raise refusal(50007)
    if person is None or person.deleted:
        raise refusal(10013)
    return 200, payloads.channel(call.world.dm_with(person))


def _get(call: Call) -> Reply:
    return 200, payloads.channel(channel_of(call))


def _edit(call: Call) -> Reply:
    channel, body, faults = channel_of(call), call.fields(), Faults()
    if channel.is_dm:
        raise refusal(50003)
    own = channel.owner is call.world.bot and not channel.locked and "locked" not in body
    if not (channel.is_thread and own):
        require(channel, P.MANAGE_THREADS if channel.is_thread else P.MANAGE_CHANNELS)
    if "name" in body and faults.text(("name",), body["name"], 1, 100):
        channel.name = body["name"]
    if body.get("topic") is not None and faults.text(("topic",), body["topic"], 0, 1024):
        channel.topic = body["topic"]
    faults.stop()
    channel.archived = bool(body.get("archived", channel.archived))
    channel.locked = bool(body.get("locked", channel.locked))
    channel.announce("CHANNEL_UPDATE")
    return 200, payloads.channel(channel)


def _delete(call: Call) -> Reply:
    channel = channel_of(call)
    if not channel.is_dm:
        require(channel, P.MANAGE_THREADS if channel.is_thread else P.MANAGE_CHANNELS)
        channel.delete()
    return 200, payloads.channel(channel)


def _typing(call: Call) -> Reply:
    channel_of(call, P.SEND_MESSAGES)
    return 204, None


def _start_thread(call: Call) -> Reply:
    parent, body, faults = channel_of(call), call.fields(), Faults()
    start = find(parent, call.id("message_id")) if "message_id" in call.args else None
    kind = PUBLIC_THREAD if start is not None else body.get("type", PRIVATE_THREAD)
    private = kind == PRIVATE_THREAD
    require(parent, P.CREATE_PRIVATE_THREADS if private else P.CREATE_PUBLIC_THREADS)
    if parent.kind != TEXT:
        raise refusal(50024)
    if start is not None and "thread" in start.extra:
        raise refusal(160004)
    faults.text(("name",), body.get("name"), 1, 100)
    if body.get("auto_archive_duration", 1440) not in (*DURATIONS, None):
        faults.choice(("auto_archive_duration",), DURATIONS)
    faults.stop()
    made = start_thread(parent, body["name"], kind, start)
    made.archive_after = body.get("auto_archive_duration") or 1440
    return 201, payloads.channel(made)


def start_thread(parent: Channel, name: str, kind: int, start: Message | None) -> Channel:
    """Make a thread of the bot; one that starts at a message has that message's id."""
    world = parent.world
    made = Channel(start.id if start else world.snowflakes.next(), world, kind, name, parent.guild)
    made.parent, made.owner = parent, world.bot
    made.thread_members.add(world.bot.id)
    world.channels[made.id] = made
    made.announce("CHANNEL_CREATE")
    if start is not None:
        start.flags |= 1 << 5
        start.extra["thread"] = payloads.channel(made)
        start.announce("MESSAGE_UPDATE")
    elif kind == PUBLIC_THREAD:
        store(Message(world.snowflakes.next(), parent, world.bot, name, kind=18), {})
    return made


def _active_threads(call: Call) -> Reply:
    guild, bot = guild_of(call), call.world.bot
    threads = [c for c in call.world.channels.values() if c.guild is guild and c.is_thread]
    seen = [c for c in threads if not c.archived and c.allowed(bot) & P.VIEW_CHANNEL]
    return 200, {"threads": [payloads.channel(one) for one in seen], "members": []}


def _thread_member(call: Call) -> Reply:
    return _set_member(call, inside=True)


def _thread_member_gone(call: Call) -> Reply:
    return _set_member(call, inside=False)


def _set_member(call: Call, *, inside: bool) -> Reply:
    thread = channel_of(call)
    if not thread.is_thread:
        raise refusal(50024)
    if thread.archived:
        raise refusal(50083)
    me = call.args["user_id"] == "@me"
    user = call.world.user(call.world.bot.id if me else call.id("user_id"))
    (thread.thread_members.add if inside else thread.thread_members.discard)(user.id)
    return 204, None
