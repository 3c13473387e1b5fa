import discord
import pytest

from bot.local_discord import LocalDiscord, NotAllowedError
from tests.local_discord.conftest import Bot


async def test_the_bot_hears_a_dm_with_its_text(server: LocalDiscord, bot: Bot) -> None:
    """A DM reaches the bot with its content though it has no content intent."""
    alice = server.add_person("alice")
    server.add_guild("Harbour").join(alice)
    await alice.send(alice.dm, "hello there")
    (heard,) = await bot.hears()
    assert heard.content == "hello there"
    assert heard.author.id == alice.id
    assert isinstance(heard.channel, discord.DMChannel)


async def test_the_person_sees_what_the_bot_sends(server: LocalDiscord, bot: Bot) -> None:
    """What the bot sends by DM is visible to that person, in order."""
    alice = server.add_person("alice")
    server.add_guild("Harbour").join(alice)
    user = await bot.fetch_user(alice.id)
    await user.send("one")
    await user.send(embed=discord.Embed(title="two", description="more"))
    await alice.wait_for(alice.dm, "more")
    assert [message.text for message in alice.sees(alice.dm)] == ["one", "two\nmore"]


async def test_opening_a_dm_twice_gives_the_same_channel(server: LocalDiscord, bot: Bot) -> None:
    """POST /users/@me/channels always returns the one DM of that person."""
    alice = server.add_person("alice")
    user = await bot.fetch_user(alice.id)
    first = await bot.create_dm(user)
    bot._connection._private_channels.clear()
    bot._connection._private_channels_by_user.clear()
    assert (await bot.create_dm(user)).id == first.id == alice.dm.id


async def test_closed_dms_are_50007(server: LocalDiscord, bot: Bot) -> None:
    """Sending to somebody who closed their DMs is refused with 50007."""
    alice = server.add_person("alice")
    server.add_guild("Harbour").join(alice)
    alice.dms_open = False
    user = await bot.fetch_user(alice.id)
    with pytest.raises(discord.Forbidden) as refused:
        await user.send("hi")
    assert refused.value.code == 50007


async def test_no_guild_in_common_is_50278(server: LocalDiscord, bot: Bot) -> None:
    """Sending to somebody who shares no guild with the bot is refused with 50278."""
    alice = server.add_person("alice")
    user = await bot.fetch_user(alice.id)
    with pytest.raises(discord.Forbidden) as refused:
        await user.send("hi")
    assert refused.value.code == 50278
    with pytest.raises(NotAllowedError):
        await alice.send(alice.dm, "anybody?")


async def test_a_deleted_account_is_10013(server: LocalDiscord, bot: Bot) -> None:
    """Nobody can open a DM with an account that is gone."""
    alice = server.add_person("alice")
    alice.deleted = True
    with pytest.raises(discord.NotFound) as missing:
        await bot.create_dm(discord.Object(alice.id))
    assert missing.value.code == 10013


async def test_edits_and_deletions_reach_the_bot(server: LocalDiscord, bot: Bot) -> None:
    """Edits and deletions of DMs arrive as events with the ids of the message."""
    alice = server.add_person("alice")
    server.add_guild("Harbour").join(alice)
    message = await alice.send(alice.dm, "helo")
    await alice.edit(message, "hello")
    await alice.delete(message)
    await alice.send(alice.dm, "done")
    await bot.hears(2)
    assert bot.edits[0].message.content == "hello"
    assert bot.deletions[0].message_id == message.id


async def test_a_reply_carries_what_it_answers(server: LocalDiscord, bot: Bot) -> None:
    """A reply of a person names the message that it answers, with that message inside."""
    alice = server.add_person("alice")
    server.add_guild("Harbour").join(alice)
    user = await bot.fetch_user(alice.id)
    sent = await user.send("which one?")
    (shown,) = alice.sees(alice.dm)
    await alice.send(alice.dm, "this one", reply_to=shown)
    (heard,) = await bot.hears()
    assert heard.reference is not None
    assert heard.reference.message_id == sent.id
    assert isinstance(heard.reference.resolved, discord.Message)


async def test_history_after_a_cursor_is_complete_and_in_order(
    server: LocalDiscord, bot: Bot
) -> None:
    """Paging with after= gives everything later than the cursor, oldest first."""
    alice = server.add_person("alice")
    server.add_guild("Harbour").join(alice)
    first = await alice.send(alice.dm, "0")
    for number in range(1, 151):
        await alice.send(alice.dm, str(number))
    channel = await bot.create_dm(discord.Object(alice.id))
    got = [m.content async for m in channel.history(limit=None, after=discord.Object(first.id))]
    assert got == [str(number) for number in range(1, 151)]


async def test_reactions_of_the_bot_are_visible(server: LocalDiscord, bot: Bot) -> None:
    """A reaction that the bot adds shows on the message and can be taken back."""
    alice = server.add_person("alice")
    server.add_guild("Harbour").join(alice)
    message = await alice.send(alice.dm, "hi")
    (heard,) = await bot.hears()
    await heard.add_reaction("✅")
    assert list(message.reactions) == ["✅"]
    assert bot.user is not None
    await heard.remove_reaction("✅", bot.user)
    assert message.reactions == {}


async def test_only_nitro_writes_more_than_two_thousand_letters(
    server: LocalDiscord, bot: Bot
) -> None:
    """A person's own limit is 2000 letters, or 4000 with Nitro; the bot hears all of it."""
    alice = server.add_person("alice")
    server.add_guild("Harbour").join(alice)
    with pytest.raises(NotAllowedError):
        await alice.send(alice.dm, "x" * 2001)
    alice.nitro = True
    await alice.send(alice.dm, "x" * 4000)
    (heard,) = await bot.hears()
    assert len(heard.content) == 4000


async def test_forwards_stickers_and_voice_arrive_as_what_they_are(
    server: LocalDiscord, bot: Bot
) -> None:
    """A forward is empty with a snapshot, a sticker has a name, a voice message its flag."""
    alice, guild = server.add_person("alice"), server.add_guild("Harbour")
    guild.join(alice)
    said = await alice.send(guild.add_channel("general"), "said elsewhere")
    await alice.forward(alice.dm, said)
    await alice.send(alice.dm, stickers=["Wave"])
    await alice.send(alice.dm, files=[("voice.ogg", b"x")], flags=1 << 13)
    forwarded, sticker, voice = await bot.hears(3)
    assert forwarded.content == ""
    assert forwarded.message_snapshots[0].content == "said elsewhere"
    assert [one.name for one in sticker.stickers] == ["Wave"]
    assert voice.flags.voice


async def test_a_deleted_channel_is_seen_by_nobody(server: LocalDiscord) -> None:
    """After its channel is deleted a message is out of everybody's sight."""
    alice, guild = server.add_person("alice"), server.add_guild("Harbour")
    guild.join(alice)
    channel = guild.add_channel("general")
    message = await alice.send(channel, "x")
    channel.delete()
    assert alice.sees(channel) == []
    await alice.wait_until_gone(message)
    with pytest.raises(NotAllowedError):
        await alice.send(channel, "y")
