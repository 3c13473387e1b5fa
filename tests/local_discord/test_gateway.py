import asyncio
import json
from typing import Any

import aiohttp
import discord
import pytest

from bot.local_discord import LocalDiscord
from tests.local_discord.conftest import Bot, connected, own_intents
from tests.patience import PATIENCE

CONTENT = 1 << 15


async def test_two_shards_share_the_guilds(server: LocalDiscord) -> None:
    """With two shards each guild is told to its own shard, and DMs to the first."""
    server.gateway.shards = 2
    guilds = [server.add_guild(f"G{n}", snowflake=(1000 + n) << 22) for n in range(4)]
    alice = server.add_person("alice")
    guilds[1].join(alice)
    async with connected(server) as bot:
        assert {guild.id: guild.shard_id for guild in bot.guilds} == {
            guild.id: n % 2 for n, guild in enumerate(guilds)
        }
        await alice.send(alice.dm, "hello")
        await bot.hears()
    told = [shard for shard, name, _ in server.traffic.events if name == "MESSAGE_CREATE"]
    assert told == [0]


async def test_nothing_is_lost_over_a_resume(server: LocalDiscord, bot: Bot) -> None:
    """What happens between a lost connection and its resume is replayed once, in order."""
    alice = server.add_person("alice")
    server.add_guild("Harbour").join(alice)
    resumed = asyncio.create_task(bot.wait_for("resumed", timeout=PATIENCE))
    await asyncio.sleep(0)
    await alice.send(alice.dm, "before")
    await bot.hears()
    await server.disconnect_gateway(4000)
    await alice.send(alice.dm, "meanwhile")
    await resumed
    await alice.send(alice.dm, "after")
    await bot.hears(3)
    assert [message.content for message in bot.heard] == ["before", "meanwhile", "after"]


async def test_a_thread_is_told_as_it_was_answered(server: LocalDiscord, bot: Bot) -> None:
    """THREAD_CREATE says after how many minutes a thread closes, as the answer to REST does."""
    made = server.add_guild("Harbour").add_channel("ask-here")
    channel = await bot.fetch_channel(made.id)
    assert isinstance(channel, discord.TextChannel)
    thread = await channel.create_thread(name="answers", auto_archive_duration=60)
    (event,) = [shape for _, name, shape in server.traffic.events if name == "THREAD_CREATE"]
    assert event["thread_metadata"]["auto_archive_duration"] == thread.auto_archive_duration == 60


async def test_op_7_makes_the_client_resume(server: LocalDiscord, bot: Bot) -> None:
    """Asked to reconnect, the client comes back with its session."""
    resumed = asyncio.create_task(bot.wait_for("resumed", timeout=PATIENCE))
    await asyncio.sleep(0)
    server.gateway.request_reconnect()
    await resumed
    assert len(server.gateway.sessions) == 1


async def test_a_resumable_op_9_keeps_the_session(server: LocalDiscord, bot: Bot) -> None:
    """After op 9 with true the client resumes the session that it has."""
    before = set(server.gateway.sessions)
    resumed = asyncio.create_task(bot.wait_for("resumed", timeout=PATIENCE))
    await asyncio.sleep(0)
    server.gateway.invalidate(resumable=True)
    await resumed
    assert set(server.gateway.sessions) == before


async def test_events_can_come_more_than_once(server: LocalDiscord, bot: Bot) -> None:
    """With the switch on, each event reaches the bot as often as asked."""
    alice = server.add_person("alice")
    server.add_guild("Harbour").join(alice)
    server.gateway.repeat = 3
    await alice.send(alice.dm, "again")
    assert [message.content for message in await bot.hears(3)] == ["again"] * 3


async def test_a_forgotten_session_makes_the_client_identify_anew(
    server: LocalDiscord, bot: Bot
) -> None:
    """After op 9 with false the client starts a new session and is told READY again."""
    before = set(server.gateway.sessions)
    ready = asyncio.create_task(bot.wait_for("ready", timeout=PATIENCE))
    await asyncio.sleep(0)
    await server.invalidate_sessions()
    await ready
    assert set(server.gateway.sessions).isdisjoint(before)


async def test_a_session_forgotten_while_away_is_invalid(server: LocalDiscord, bot: Bot) -> None:
    """A resume of a session that nobody knows is answered by op 9, and events are lost."""
    alice = server.add_person("alice")
    server.add_guild("Harbour").join(alice)
    server.faults.gateway_down(True)
    await asyncio.sleep(0.05)
    server.gateway.invalidate()
    await alice.send(alice.dm, "lost")
    ready = asyncio.create_task(bot.wait_for("ready", timeout=PATIENCE))
    await asyncio.sleep(0)
    server.faults.gateway_down(False)
    await ready
    await alice.send(alice.dm, "found")
    await bot.hears()
    assert [message.content for message in bot.heard] == ["found"]


async def test_without_a_bot_an_interaction_fails_and_messages_stay(server: LocalDiscord) -> None:
    """With no bot connected a message is stored and a command did not respond."""
    alice = server.add_person("alice")
    server.add_guild("Harbour").join(alice)
    made = Bot(own_intents())

    @made.tree.command(name="ping", description="x")
    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("x")

    async with connected(server, made):
        assert (await alice.run("ping")).message is not None
    assert (await alice.run("ping")).failed
    await alice.send(alice.dm, "still here?")
    assert alice.sees(alice.dm)[-1].text == "still here?"


async def test_content_is_hidden_in_channels_without_its_intent(server: LocalDiscord) -> None:
    """In a guild's channel a message arrives empty, unless it is for the bot or content is on."""
    alice, guild = server.add_person("alice"), server.add_guild("Harbour")
    guild.join(alice)
    channel = guild.add_channel("general")
    async with connected(server, Bot(discord.Intents(guilds=True, guild_messages=True))) as bot:
        await alice.send(channel, "secret")
        await alice.send(channel, f"for <@{server.bot_id}>")
        heard = [message.content for message in await bot.hears(2)]
    assert heard == ["", f"for <@{server.bot_id}>"]
    server.gateway.privileged = CONTENT
    intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
    async with connected(server, Bot(intents)) as bot:
        await alice.send(channel, "secret")
        assert (await bot.hears())[0].content == "secret"


async def test_intents_filter_events(server: LocalDiscord, bot: Bot) -> None:
    """A bot without the intent for guild messages hears DMs only."""
    alice, guild = server.add_person("alice"), server.add_guild("Harbour")
    guild.join(alice)
    await alice.send(guild.add_channel("general"), "in public")
    await alice.send(alice.dm, "in private")
    assert [message.content for message in await bot.hears()] == ["in private"]


async def test_a_privileged_intent_that_is_off_is_4014(server: LocalDiscord) -> None:
    """Identifying for an intent that is not switched on is refused."""
    bot = Bot(discord.Intents(guilds=True, members=True))
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with asyncio.timeout(PATIENCE):
            await bot.start(server.token)


class Socket:
    """A raw connection without compression."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def send(self, op: int, data: Any) -> None:
        """Send a frame."""
        await self.socket.send_json({"op": op, "d": data})

    async def next(self) -> Any:
        """Give the next frame, or the close code."""
        frame = await self.socket.receive(timeout=PATIENCE)
        if frame.type is aiohttp.WSMsgType.TEXT:
            return json.loads(frame.data)
        return self.socket.close_code


@pytest.fixture
async def raw(server: LocalDiscord) -> Any:
    """Open a plain connection and read its HELLO."""
    url = server.gateway_url + "?v=10&encoding=json"
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        made = Socket(socket)
        assert (await made.next())["op"] == 10
        yield made


def identify(server: LocalDiscord, **other: Any) -> Any:
    """Write an IDENTIFY."""
    return {"token": server.token, "intents": 1, "properties": {}} | other


async def test_plain_frames_work(server: LocalDiscord, raw: Socket) -> None:
    """Without compression frames are text; heartbeats are acknowledged."""
    await raw.send(1, None)
    assert (await raw.next())["op"] == 11
    await raw.send(2, identify(server))
    ready = await raw.next()
    assert (ready["t"], ready["s"], ready["d"]["shard"]) == ("READY", 1, [0, 1])


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (2, {"token": "wrong"}, 4004),
        (2, {"shard": [2, 2]}, 4010),
        (2, {"intents": 1 << 30}, 4013),
        (2, {"intents": 1 << 1}, 4014),
        (3, None, 4003),
        (99, None, 4001),
        (3, "x" * 4100, 4002),
    ],
)
async def test_what_breaks_the_rules_is_closed_with_its_code(
    server: LocalDiscord, raw: Socket, op: int, data: Any, code: int
) -> None:
    """Each fault of a client ends the connection with the documented code."""
    await raw.send(op, identify(server, **data) if op == 2 else data)
    assert await raw.next() == code


async def test_identifying_twice_is_4005(server: LocalDiscord, raw: Socket) -> None:
    """A second IDENTIFY on a connection is refused."""
    await raw.send(2, identify(server))
    await raw.next()
    await raw.send(2, identify(server))
    assert await raw.next() == 4005


async def test_too_many_frames_are_4008(raw: Socket) -> None:
    """More than 120 frames a minute end the connection."""
    for _ in range(121):
        await raw.send(1, None)
    answers = [await raw.next() for _ in range(121)]
    assert answers[-1] == 4008


async def test_a_resume_beyond_the_end_is_4007(server: LocalDiscord, raw: Socket) -> None:
    """A sequence that was never sent cannot be resumed from."""
    await raw.send(2, identify(server))
    session = (await raw.next())["d"]["session_id"]
    async with aiohttp.ClientSession() as other, other.ws_connect(server.gateway_url) as socket:
        second = Socket(socket)
        await second.next()
        await second.send(6, {"token": server.token, "session_id": session, "seq": 99})
        assert await second.next() == 4007


async def test_a_client_without_heartbeats_is_dropped(server: LocalDiscord) -> None:
    """Who stops sending heartbeats is closed after one and a half intervals."""
    server.gateway.heartbeat_interval = 0.1
    async with aiohttp.ClientSession() as session, session.ws_connect(server.gateway_url) as socket:
        raw = Socket(socket)
        await raw.next()
        assert await raw.next() == 4009


async def test_what_changes_in_a_guild_is_told(server: LocalDiscord, bot: Bot) -> None:
    """Channels, roles and being invited or removed reach the client's cache."""
    guild = server.add_guild("Harbour", member_count=120)
    channel = guild.add_channel("ask-here", topic="x")
    role = guild.add_role("Helpers")
    alice = server.add_person("alice")
    guild.join(alice)
    await alice.send(alice.dm, "mark")
    await bot.hears()
    known = bot.get_guild(guild.id)
    assert known is not None
    assert known.member_count == 120
    assert known.me.guild_permissions.send_messages
    assert [one.name for one in known.text_channels] == ["ask-here"]
    assert known.get_role(role.id) is not None
    channel.delete()
    guild.delete_role(role)
    await alice.send(alice.dm, "mark")
    await bot.hears(2)
    assert known.text_channels == []
    assert known.get_role(role.id) is None
    guild.leave(server.world.bot)
    await asyncio.sleep(0.05)
    assert bot.get_guild(guild.id) is None
