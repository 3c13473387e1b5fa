"""What a bot with the permissions for it changes in a guild: roles, time-outs, channels."""

from datetime import timedelta

import discord
import pytest

from bot.local_discord import Guild, LocalDiscord, NotAllowedError, Permissions, Person
from tests.local_discord.conftest import Bot, Wire, connected

P = Permissions


@pytest.fixture
def guild(server: LocalDiscord) -> Guild:
    """Make a guild with one channel, in which the bot may do everything that is asked here."""
    made = server.add_guild("Harbour")
    made.add_channel("ask-here")
    made.set_bot_permissions(
        made.bot_role.permissions | P.MANAGE_ROLES | P.MODERATE_MEMBERS | P.MANAGE_CHANNELS
    )
    return made


@pytest.fixture
def alice(server: LocalDiscord, guild: Guild) -> Person:
    """Let somebody into the guild."""
    made = server.add_person("alice")
    guild.join(made)
    return made


async def test_a_role_is_given_and_taken(guild: Guild, alice: Person, bot: Bot) -> None:
    """Each happens once, however often it is asked for, and leaves the other roles."""
    guild.set_roles(alice, [guild.add_role("Helpers")])
    role = guild.add_role("Red")
    member = await bot.get_guild(guild.id).fetch_member(alice.id)  # type: ignore[union-attr]
    for _ in range(2):
        await member.add_roles(discord.Object(role.id))
    assert [one.name for one in guild.members[alice.id].roles] == ["Helpers", "Red"]
    await member.edit(roles=[discord.Object(role.id)])
    assert guild.members[alice.id].roles == [role]
    await member.remove_roles(discord.Object(role.id))
    assert guild.members[alice.id].roles == []


async def test_roles_that_are_nobodys_to_give_are_refused(
    wire: Wire, guild: Guild, alice: Person
) -> None:
    """A role that is not there, the bot's own, and any without the permission; nothing changes."""
    role, path = guild.add_role("Red"), f"/guilds/{guild.id}/members/{alice.id}"
    assert (await wire("PUT", f"{path}/roles/1"))[1]["code"] == 10011
    assert (await wire("PUT", f"{path}/roles/{guild.bot_role.id}"))[1]["code"] == 50013
    assert (await wire("PUT", f"{path}/roles/{guild.id}"))[1]["code"] == 50013
    assert (await wire("PUT", f"/guilds/{guild.id}/members/1/roles/{role.id}"))[0] == 404
    guild.set_bot_permissions(0)
    assert (await wire("PUT", f"{path}/roles/{role.id}"))[1]["code"] == 50013
    assert guild.members[alice.id].roles == []


async def test_a_bot_silences_somebody_for_a_while(
    server: LocalDiscord, guild: Guild, alice: Person, bot: Bot
) -> None:
    """Until the moment, or until it is lifted, they read only."""
    (channel,) = guild.channels
    member = await bot.get_guild(guild.id).fetch_member(alice.id)  # type: ignore[union-attr]
    await member.timeout(timedelta(minutes=5))
    with pytest.raises(NotAllowedError):
        await alice.send(channel, "hm")
    await member.timeout(None)
    await alice.send(channel, "hello")
    await member.timeout(timedelta(minutes=5))
    server.advance(301)
    await alice.send(channel, "hello again")


async def test_a_time_out_that_cannot_be_is_refused(
    wire: Wire, guild: Guild, alice: Person
) -> None:
    """What is no moment, somebody who is above it, and any without the permission."""
    until = {"communication_disabled_until": "2100-01-01T00:00:00+00:00"}
    path = f"/guilds/{guild.id}/members/"
    status, answer = await wire("PATCH", f"{path}{alice.id}", dict.fromkeys(until, "later"))
    assert (status, answer["code"]) == (400, 50035)
    assert (await wire("PATCH", f"{path}{guild.owner.id}", until))[1]["code"] == 50013
    assert (await wire("PATCH", f"{path}{alice.id}", {"mute": True}))[0] == 501
    guild.set_bot_permissions(0)
    assert (await wire("PATCH", f"{path}{alice.id}", until))[1]["code"] == 50013
    assert not guild.is_timed_out(alice)


async def test_a_bot_makes_a_channel_that_some_see(
    server: LocalDiscord, guild: Guild, alice: Person, bot: Bot
) -> None:
    """The overwrites hold from the beginning, and the bot hears of the channel."""
    ben = server.add_person("ben")
    guild.join(ben)
    home = bot.get_guild(guild.id)
    assert home is not None
    overwrites: dict[discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite]
    overwrites = {home.default_role: discord.PermissionOverwrite(view_channel=False)}
    member = await home.fetch_member(alice.id)
    overwrites[member] = discord.PermissionOverwrite(view_channel=True)
    made = await home.create_text_channel("den", topic="quiet", overwrites=overwrites)
    channel = server.world.channels[made.id]
    assert (channel.name, channel.topic) == ("den", "quiet")
    assert [*channel.overwrites] == [guild.id, alice.id]
    await alice.send(channel, "here")
    with pytest.raises(NotAllowedError):
        await ben.send(channel, "me too")


async def test_channels_that_cannot_be_made_are_refused(wire: Wire, guild: Guild) -> None:
    """Another type is not imitated; nobody gives what they do not have themselves."""
    path = f"/guilds/{guild.id}/channels"
    assert (await wire("POST", path, {"name": "room", "type": 2}))[0] == 501
    assert (await wire("POST", path, {"name": "den", "parent_id": "1"}))[0] == 501
    more = [{"id": str(guild.id), "type": 0, "allow": str(int(P.KICK_MEMBERS))}]
    given = {"name": "den", "permission_overwrites": more}
    assert (await wire("POST", path, given))[1]["code"] == 50013
    guild.set_bot_permissions(0)
    assert (await wire("POST", path, {"name": "den"}))[1]["code"] == 50013
    assert len(guild.channels) == 1


async def test_a_guild_names_its_first_channel_for_notices(server: LocalDiscord) -> None:
    """As in a new guild of Discord's, so that a bot can greet there; without one it names none."""
    guild = server.add_guild("Harbour")
    assert guild.system_channel is None
    channel = guild.add_channel("lobby")
    async with connected(server, Bot(discord.Intents(guilds=True))) as bot:
        (home,) = bot.guilds
        assert home.system_channel is not None
        assert home.system_channel.id == channel.id
