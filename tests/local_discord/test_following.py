import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.local_discord import (
    Channel,
    ForgottenError,
    Guild,
    LocalDiscord,
    NotAllowedError,
    Permissions,
    Person,
)
from tests.local_discord.conftest import Bot, Wire, connected, own_intents

P = Permissions


class Place:
    """A guild with two members and a channel that only one of them sees."""

    def __init__(self, server: LocalDiscord) -> None:
        self.server = server
        self.guild: Guild = server.add_guild("Harbour")
        self.open: Channel = self.guild.add_channel("open")
        self.staff: Channel = self.guild.add_channel("staff")
        self.mods = self.guild.add_role("Moderators")
        self.staff.set_overwrite(self.guild.everyone, deny=P.VIEW_CHANNEL)
        for who in (self.mods, "bot"):
            self.staff.set_overwrite(who, allow=P.VIEW_CHANNEL)
        self.alice, self.mo = (server.add_person(name) for name in ("alice", "mo"))
        self.guild.join(self.alice)
        self.guild.join(self.mo, roles=[self.mods])


class Whisper(Bot):
    """Answers for one person only, and changes that later."""

    def __init__(self) -> None:
        super().__init__(own_intents())
        self.given: list[discord.Interaction] = []
        self.tree.command(name="whisper", description="x")(self.whisper)

    async def whisper(self, interaction: discord.Interaction) -> None:
        """Answer."""
        self.given.append(interaction)
        await interaction.response.send_message("psst", ephemeral=True)


@pytest.fixture
def place(server: LocalDiscord) -> Place:
    """Furnish the world."""
    return Place(server)


def begun(*people: Person) -> list[int]:
    """Begin to follow, and give the numbers to go on from."""
    return [person.snapshot()["number"] for person in people]


def kinds(person: Person, after: int = 0) -> list[str]:
    """Say what a person newly saw."""
    return [change.kind for change in person.changes(after)]


async def test_each_is_told_what_they_see_and_nothing_else(place: Place) -> None:
    """Staff, another's DM and a channel for all are told to those who see them, in order."""
    begun(place.alice, place.mo)
    await place.mo.send(place.staff, "between us")
    await place.alice.send(place.alice.dm, "to the bot")
    said = await place.mo.send(place.open, "to all")
    await place.mo.edit(said, "to you all")
    await place.mo.delete(said)
    told = [(one.number, one.kind, one.data.get("content")) for one in place.alice.changes(0)]
    assert told == [
        (1, "MESSAGE_CREATE", "to the bot"),
        (2, "MESSAGE_CREATE", "to all"),
        (3, "MESSAGE_UPDATE", "to you all"),
        (4, "MESSAGE_DELETE", None),
    ]
    told_mo = [one.data.get("content") for one in place.mo.changes(0)]
    assert told_mo == ["between us", "to all", "to you all", None]
    assert place.alice.changes(3)[0].data == {
        "id": str(said.id),
        "channel_id": str(place.open.id),
        "guild_id": str(place.guild.id),
    }


async def test_a_snapshot_is_where_to_begin(place: Place) -> None:
    """It holds what is there, the newest last and of each place at most so many."""
    for number in range(4):
        await place.mo.send(place.open, f"word {number}")
    await place.mo.send(place.staff, "between us")
    shown = place.alice.snapshot(messages=3)
    assert [one.get("name") for one in shown["channels"]] == [None, "open"]
    said = shown["messages"][str(place.open.id)]
    assert [one["content"] for one in said] == ["word 1", "word 2", "word 3"]
    (first,) = place.alice.history(place.open, before=int(said[0]["id"]))
    assert first["content"] == "word 0"
    assert place.alice.history(place.staff) == []
    assert (shown["number"], shown["app"]["status"], shown["forms"]) == (0, "offline", [])
    (guild,) = shown["guilds"]
    names = {one["user"]["username"] for one in guild["members"]}
    assert names == {"alice", "mo", "owner_of_harbour", "lend-an-ear-local"}
    assert shown["channels"][1]["last_message_id"] == said[-1]["id"]


async def test_what_is_no_longer_kept_is_said(place: Place) -> None:
    """The last thousand are kept; before them, and for numbers never given, one begins anew."""
    with pytest.raises(ForgottenError):
        place.alice.changes(0)
    begun(place.alice)
    for number in range(1001):
        place.server.world.audience.tell(place.alice, "TYPING_START", {"n": number})
    assert len(place.alice.changes(1)) == 1000
    for unknown in (0, 1002, -1):
        with pytest.raises(ForgottenError):
            place.alice.changes(unknown)
        with pytest.raises(ForgottenError):
            await place.alice.next_changes(unknown)
    assert place.alice.snapshot()["number"] == 1001


async def test_the_next_can_be_waited_for(place: Place) -> None:
    """By several at once; whoever waits for too long gets none."""
    (number,) = begun(place.alice)
    assert await place.alice.next_changes(number, seconds=0.01) == []
    waiting = [asyncio.create_task(place.alice.next_changes(number)) for _ in range(2)]
    await asyncio.sleep(0)
    await place.mo.send(place.open, "here")
    for news in await asyncio.gather(*waiting):
        assert [one.data["content"] for one in news] == ["here"]


async def test_places_come_into_sight_and_go(place: Place) -> None:
    """By role, overwrite, time-out, deletion, and by coming in and leaving."""
    (number,) = begun(place.alice)

    def told() -> list[tuple[str, str | None]]:
        nonlocal number
        news = place.alice.changes(number)
        number += len(news)
        return [(one.kind, one.data.get("name")) for one in news]

    place.guild.set_roles(place.alice, [place.mods])
    assert told() == [("GUILD_MEMBER_UPDATE", None), ("CHANNEL_CREATE", "staff")]
    place.staff.set_overwrite(place.alice, deny=P.SEND_MESSAGES)
    assert told() == [("CHANNEL_UPDATE", "staff")]
    assert place.alice.place(place.staff)["may"]["write"] is False
    with pytest.raises(NotAllowedError):
        await place.alice.send(place.staff, "x")
    place.staff.set_overwrite(place.alice, deny=P.ATTACH_FILES)
    assert told()[0][1] == "staff"
    may = place.alice.place(place.staff)["may"]
    assert (may["write"], may["attach"]) == (True, False)
    with pytest.raises(NotAllowedError):
        await place.alice.send(place.staff, files=[("a.txt", b"a")])
    place.guild.delete_role(place.mods)
    assert told() == [("GUILD_ROLE_DELETE", None), ("CHANNEL_DELETE", None)]
    until = place.server.clock.now() + timedelta(minutes=5)
    place.guild.time_out(place.alice, until)
    assert told() == [("GUILD_MEMBER_UPDATE", None), ("CHANNEL_UPDATE", "open")]
    place.server.advance(301)
    assert told() == [("CHANNEL_UPDATE", "open")]
    place.open.delete()
    assert told() == [("CHANNEL_DELETE", None)]
    place.guild.add_channel("new")
    assert told() == [("CHANNEL_CREATE", "new")]
    place.guild.leave(place.alice)
    assert told()[-1:] == [("GUILD_DELETE", None)]
    place.guild.join(place.alice, nick="A")
    assert told()[:1] == [("GUILD_CREATE", "Harbour")]


async def test_a_guild_that_one_left_is_silent(place: Place) -> None:
    """Neither its messages nor its members are told to who is gone."""
    place.guild.leave(place.alice)
    begun(place.alice)
    await place.mo.send(place.open, "she is gone")
    place.guild.set_nick(place.mo, "Mo")
    place.guild.add_role("New")
    assert kinds(place.alice) == []


async def test_names_and_reactions_are_those_that_one_sees(place: Place) -> None:
    """A nickname stands beside the author and whom a message names; reactions tell one's own."""
    place.guild.set_nick(place.mo, "Captain")
    begun(place.alice, place.mo)
    said = await place.mo.send(place.open, f"hello <@{place.mo.id}>")
    shown = place.alice.changes(0)[0].data
    assert shown["member"]["nick"] == shown["mentions"][0]["member"]["nick"] == "Captain"
    await place.mo.react(said, "✅")
    mine, theirs = place.mo.changes(1)[0].data, place.alice.changes(1)[0].data
    assert [(one["count"], one["me"]) for one in mine["reactions"]] == [(1, True)]
    assert [(one["count"], one["me"]) for one in theirs["reactions"]] == [(1, False)]
    assert [one["me"] for one in place.mo.history(place.open)[0]["reactions"]] == [True]
    assert [one["me"] for one in said.raw["reactions"]] == [False]
    await place.mo.react(said, "✅", add=False)
    assert place.alice.changes(2)[0].data["reactions"] == []
    place.guild.set_nick(place.mo, None)
    assert place.alice.changes(3)[0].data["nick"] is None


async def test_who_types_is_told_to_the_others_there(place: Place, wire: Wire) -> None:
    """Also when it is the bot; nobody is told of themself, nor of a place they do not see."""
    begun(place.alice, place.mo)
    await place.mo.type(place.staff)
    await place.mo.type(place.open)
    assert (await wire("POST", f"/channels/{place.alice.dm.id}/typing"))[0] == 204
    told = [(one.kind, one.data["user_id"]) for one in place.alice.changes(0)]
    bot = str(place.server.bot_id)
    assert told == [("TYPING_START", str(place.mo.id)), ("TYPING_START", bot)]
    assert kinds(place.mo) == []


async def test_threads_are_told_to_those_who_see_them(place: Place, wire: Wire) -> None:
    """A private one once somebody is let in; names and archiving are changes."""
    begun(place.alice, place.mo)
    body = {"name": "quiet", "type": 12}
    _, thread = await wire("POST", f"/channels/{place.open.id}/threads", body)
    assert kinds(place.alice) == []
    member = f"/channels/{thread['id']}/thread-members/{place.alice.id}"
    await wire("PUT", member)
    (came,) = place.alice.changes(0)
    assert (came.kind, came.data["parent_id"]) == ("THREAD_CREATE", str(place.open.id))
    assert came.data["member"]["user_id"] == str(place.alice.id)
    assert [one.name for one in place.alice.places()] == ["", "open", "quiet"]
    await wire("PATCH", f"/channels/{thread['id']}", {"locked": True})
    assert place.alice.changes(1)[0].data["may"]["write"] is False
    with pytest.raises(NotAllowedError):
        await place.alice.send(place.server.world.channels[int(thread["id"])], "x")
    await wire("PATCH", f"/channels/{thread['id']}", {"locked": False})
    await wire("PATCH", f"/channels/{thread['id']}", {"name": "quieter"})
    assert place.alice.changes(3)[0].data["name"] == "quieter"
    await wire("DELETE", member)
    assert kinds(place.alice)[1:] == [*["THREAD_UPDATE"] * 3, "THREAD_DELETE"]
    assert kinds(place.mo) == []


async def test_the_bot_comes_and_goes(place: Place) -> None:
    """Its green dot, and the commands that it brings."""
    begun(place.alice)
    async with connected(place.server, Whisper()):
        assert place.alice.snapshot()["app"]["status"] == "online"
    await place.server.world.until(lambda: len(kinds(place.alice)) == 3, 5)
    told = [(one.kind, one.data.get("status")) for one in place.alice.changes(0)]
    assert told == [
        ("COMMANDS_UPDATE", None),
        ("PRESENCE_UPDATE", "online"),
        ("PRESENCE_UPDATE", "offline"),
    ]


async def test_an_ephemeral_message_is_its_persons_own(place: Place) -> None:
    """Nobody else is told of it; dismissed it is gone, and the bot may change it all the same."""
    begun(place.alice, place.mo)
    bot = Whisper()
    async with connected(place.server, bot):
        shown = (await place.alice.run("whisper", in_=place.open)).message
        assert shown is not None
        number = place.alice.snapshot()["number"]
        assert place.alice.changes(number - 1)[0].data["flags"] & 64
        assert "MESSAGE_CREATE" not in kinds(place.mo)
        await place.alice.delete(shown)
        assert kinds(place.alice, number) == ["MESSAGE_DELETE"]
        await bot.given[0].edit_original_response(content="louder")
        assert kinds(place.alice, number) == ["MESSAGE_DELETE"]
        assert place.alice.sees(place.open) == []


async def _calls(work: Callable[[], Awaitable[Any]]) -> int:
    """Count the calls of Python functions of this package in some work."""
    count = 0

    def called(frame: Any, event: str, _: Any) -> None:
        nonlocal count
        count += event == "call" and "local_discord" in frame.f_code.co_filename

    sys.setprofile(called)
    try:
        await work()
    finally:
        sys.setprofile(None)
    return count


async def test_the_next_message_costs_the_same_however_many_there_are(place: Place) -> None:
    """Neither who is told of it nor what a snapshot holds grows with what was said before."""
    begun(place.alice, place.mo)

    async def work() -> None:
        number = place.alice.snapshot()["number"]
        await place.mo.send(place.open, "and this")
        assert len(place.alice.changes(number)) == 1

    async def written(count: int) -> int:
        while len(place.open.messages) < count:
            await place.mo.send(place.open, "before")
        return await _calls(work)

    assert await written(60) == await written(600)
