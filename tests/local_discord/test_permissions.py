import pytest

from bot.local_discord import Guild, LocalDiscord, NotAllowedError, Permissions
from tests.local_discord.conftest import Wire

P = Permissions


@pytest.fixture
def guild(server: LocalDiscord) -> Guild:
    """Make a guild with one channel."""
    made = server.add_guild("Harbour")
    made.add_channel("ask-here")
    return made


async def code(wire: Wire, method: str, path: str, body: object = None) -> int:
    """Send a request and give the code of its refusal, or 0."""
    status, answer = await wire(method, path, body)
    return 0 if status < 300 else int(answer["code"])


async def test_not_seeing_not_writing_and_not_knowing_are_three_codes(
    wire: Wire, guild: Guild
) -> None:
    """A hidden channel is 50001, one without the right to write 50013, a missing one 10003."""
    (channel,) = guild.channels
    path = f"/channels/{channel.id}/messages"
    channel.set_overwrite("bot", deny=P.SEND_MESSAGES)
    assert await code(wire, "POST", path, {"content": "x"}) == 50013
    channel.set_overwrite("bot", deny=P.VIEW_CHANNEL)
    assert await code(wire, "POST", path, {"content": "x"}) == 50001
    channel.delete()
    assert await code(wire, "POST", path, {"content": "x"}) == 10003


async def test_embeds_need_their_permission(wire: Wire, guild: Guild) -> None:
    """Without EMBED_LINKS an embed is refused and plain text is not."""
    (channel,) = guild.channels
    path = f"/channels/{channel.id}/messages"
    channel.set_overwrite("bot", deny=P.EMBED_LINKS)
    assert await code(wire, "POST", path, {"embeds": [{"title": "x"}]}) == 50013
    assert await code(wire, "POST", path, {"content": "x"}) == 0


async def test_without_history_the_list_is_empty(wire: Wire, guild: Guild) -> None:
    """A channel whose history the bot may not read gives an empty list."""
    (channel,) = guild.channels
    path = f"/channels/{channel.id}/messages"
    await wire("POST", path, {"content": "x"})
    assert len((await wire("GET", path))[1]) == 1
    channel.set_overwrite("bot", deny=P.READ_MESSAGE_HISTORY)
    assert (await wire("GET", path)) == (200, [])


async def test_overwrites_go_from_everyone_over_roles_to_the_member(
    server: LocalDiscord, guild: Guild
) -> None:
    """A role's overwrite beats that of everyone, and the member's own beats both."""
    (channel,) = guild.channels
    role, alice = guild.add_role("Helpers"), server.add_person("alice")
    guild.join(alice, roles=[role])
    channel.set_overwrite(guild.everyone, deny=P.SEND_MESSAGES)
    assert not channel.allowed(alice) & P.SEND_MESSAGES
    channel.set_overwrite(role, allow=P.SEND_MESSAGES)
    assert channel.allowed(alice) & P.SEND_MESSAGES
    channel.set_overwrite(alice, deny=P.SEND_MESSAGES)
    assert not channel.allowed(alice) & P.SEND_MESSAGES


async def test_administrators_and_owners_pass_every_overwrite(
    server: LocalDiscord, guild: Guild
) -> None:
    """Neither an administrator nor the owner is held back by an overwrite."""
    (channel,) = guild.channels
    admin = server.add_person("admin")
    guild.join(admin, roles=[guild.add_role("Admins", P.ADMINISTRATOR)])
    channel.set_overwrite(guild.everyone, deny=P.VIEW_CHANNEL)
    assert channel.allowed(admin) & P.BAN_MEMBERS
    assert channel.allowed(guild.owner) & P.BAN_MEMBERS


async def test_a_timed_out_member_reads_only(server: LocalDiscord, guild: Guild) -> None:
    """Somebody timed out can neither write nor press, until the time-out is over."""
    (channel,) = guild.channels
    alice = server.add_person("alice")
    guild.join(alice)
    guild.time_out(alice, server.clock.now().replace(year=2100))
    with pytest.raises(NotAllowedError):
        await alice.send(channel, "x")
    guild.time_out(alice, None)
    assert (await alice.send(channel, "x")).text == "x"


async def test_the_bot_removes_others_messages_only_with_permission(
    server: LocalDiscord, wire: Wire, guild: Guild
) -> None:
    """MANAGE_MESSAGES decides in a channel; in a DM nobody else's message can be removed."""
    (channel,) = guild.channels
    alice = server.add_person("alice")
    guild.join(alice)
    here, there = await alice.send(channel, "x"), await alice.send(alice.dm, "x")
    guild.set_bot_permissions(P.NONE)
    path = f"/channels/{channel.id}/messages/{here.id}"
    assert await code(wire, "DELETE", path) == 50013
    guild.set_bot_permissions(P.MANAGE_MESSAGES)
    assert await code(wire, "DELETE", path) == 0
    assert await code(wire, "DELETE", path) == 10008
    assert await code(wire, "DELETE", f"/channels/{alice.dm.id}/messages/{there.id}") == 50003


async def test_nobody_edits_another_ones_message(
    server: LocalDiscord, wire: Wire, guild: Guild
) -> None:
    """Editing a message of somebody else is 50005."""
    (channel,) = guild.channels
    alice = server.add_person("alice")
    guild.join(alice)
    message = await alice.send(channel, "x")
    path = f"/channels/{channel.id}/messages/{message.id}"
    assert await code(wire, "PATCH", path, {"content": "y"}) == 50005


async def test_threads_start_at_a_message_and_close(wire: Wire, guild: Guild) -> None:
    """A thread takes the id of its message; archived and locked it refuses with 50083."""
    (channel,) = guild.channels
    _, message = await wire("POST", f"/channels/{channel.id}/messages", {"content": "x"})
    start = f"/channels/{channel.id}/messages/{message['id']}/threads"
    _, thread = await wire("POST", start, {"name": "answers"})
    assert thread["id"] == message["id"]
    assert await code(wire, "POST", start, {"name": "again"}) == 160004
    inside = f"/channels/{thread['id']}"
    assert await code(wire, "POST", inside + "/messages", {"content": "x"}) == 0
    assert await code(wire, "PATCH", inside, {"archived": True, "locked": True}) == 0
    assert await code(wire, "POST", inside + "/messages", {"content": "x"}) == 50083


async def test_a_quiet_thread_is_archived(server: LocalDiscord, wire: Wire, guild: Guild) -> None:
    """After as long as it says, by the world's clock; words open it again, and begin the time."""
    (channel,) = guild.channels
    body = {"name": "answers", "type": 11, "auto_archive_duration": 60}
    _, made = await wire("POST", f"/channels/{channel.id}/threads", body)
    thread = server.world.channels[int(made["id"])]
    server.advance(3500)
    assert await code(wire, "POST", f"/channels/{thread.id}/messages", {"content": "x"}) == 0
    server.advance(3500)
    assert not thread.archived
    server.advance(200)
    assert thread.archived
    assert thread not in guild.active_threads()
    assert await code(wire, "PATCH", f"/channels/{thread.id}", {"archived": False}) == 0
    server.advance(100)
    assert guild.active_threads() == [thread]


async def test_threads_need_their_own_permission_to_write(wire: Wire, guild: Guild) -> None:
    """In a thread SEND_MESSAGES_IN_THREADS decides; in its channel SEND_MESSAGES."""
    (channel,) = guild.channels
    start = f"/channels/{channel.id}/threads"
    _, thread = await wire("POST", start, {"name": "answers", "type": 11})
    channel.set_overwrite("bot", deny=P.SEND_MESSAGES)
    path = f"/channels/{thread['id']}/messages"
    assert await code(wire, "POST", path, {"content": "x"}) == 0
    channel.set_overwrite("bot", deny=P.SEND_MESSAGES_IN_THREADS)
    assert await code(wire, "POST", path, {"content": "x"}) == 50013
    channel.set_overwrite("bot", deny=P.CREATE_PUBLIC_THREADS)
    assert await code(wire, "POST", start, {"name": "more", "type": 11}) == 50013


async def test_members_are_found_until_they_leave(
    server: LocalDiscord, wire: Wire, guild: Guild
) -> None:
    """GET member answers for members, 10007 for who left or was banned, 10004 without the bot."""
    alice = server.add_person("alice")
    guild.join(alice, nick="Ali")
    path = f"/guilds/{guild.id}/members/{alice.id}"
    assert (await wire("GET", path))[1]["nick"] == "Ali"
    guild.ban(alice)
    assert await code(wire, "GET", path) == 10007
    assert await code(wire, "GET", f"/guilds/{guild.id}/members/@me") == 0
    guild.leave(server.world.bot)
    assert await code(wire, "GET", path) == 10004
