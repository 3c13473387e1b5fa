from typing import Any

import discord
import pytest
from discord import app_commands

from bot.local_discord import LocalDiscord, NotAllowedError, Permissions, UnknownCommand
from tests.local_discord.conftest import Bot, connected, own_intents


def commands_of(bot: Bot) -> app_commands.Group:
    """Register a group with a subcommand that takes every kind of option."""
    group = app_commands.Group(name="care", description="a group")

    @group.command(name="for", description="takes everything")
    @app_commands.choices(kind=[app_commands.Choice(name="Soft", value="s")])
    async def care(
        interaction: discord.Interaction,
        who: discord.User,
        role: discord.Role,
        where: discord.TextChannel,
        kind: str,
        much: float = 0.5,
        really: bool = True,
    ) -> None:
        said = f"{who.name} {role.name} {where.name} {kind} {much} {really}"
        await interaction.response.send_message(said)

    bot.tree.add_command(group)
    return group


async def test_a_subcommand_gets_every_kind_of_option(server: LocalDiscord) -> None:
    """People, roles, channels, choices, numbers and truths reach a subcommand."""
    guild, alice = server.add_guild("Harbour"), server.add_person("alice")
    channel, role = guild.add_channel("general"), guild.add_role("Helpers")
    guild.join(alice)
    bot = Bot(own_intents())
    commands_of(bot)
    async with connected(server, bot):
        given: dict[str, Any] = {"who": alice, "role": role, "where": channel, "much": 2.5}
        shown = await alice.run("care for", in_=channel, kind="Soft", really=False, **given)
        assert shown.message is not None
        assert shown.message.text == "alice Helpers general s 2.5 False"
        with pytest.raises(NotAllowedError, match="no choice"):
            await alice.run("care for", in_=channel, kind="Hard", **given)
        with pytest.raises(NotAllowedError, match="do not fit"):
            await alice.run("care for", in_=channel, kind="Soft")
        with pytest.raises(UnknownCommand):
            await alice.run("care nobody", in_=channel)


async def test_a_guilds_own_command_is_seen_there_alone(server: LocalDiscord) -> None:
    """A command of one guild hides the global one of its name there, and nowhere else."""
    alice = server.add_person("alice")
    here, there = server.add_guild("Here"), server.add_guild("There")
    bot = Bot(own_intents())

    @bot.tree.command(name="which", description="global")
    async def everywhere(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("global")

    @bot.tree.command(name="which", description="own", guild=discord.Object(here.id))
    async def own(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("own")

    async with connected(server, bot):
        await bot.tree.sync(guild=discord.Object(here.id))
        for guild, said in ((here, "own"), (there, "global")):
            guild.join(alice)
            shown = await alice.run("which", in_=guild.add_channel("general"))
            assert shown.message is not None
            assert shown.message.text == said
        here.leave(server.world.bot)
        with pytest.raises(UnknownCommand):
            await alice.run("which", in_=here.channels[0])


async def test_syncing_again_keeps_ids(server: LocalDiscord) -> None:
    """A command that keeps its name keeps its id over a bulk overwrite; others go."""
    bot = Bot(own_intents())
    commands_of(bot)
    async with connected(server, bot):
        (first,) = await bot.tree.fetch_commands()
        bot.tree.add_command(app_commands.Group(name="more", description="x"))
        assert {one.name: one.id for one in await bot.tree.sync()}["care"] == first.id
        bot.tree.clear_commands(guild=None)
        assert await bot.tree.sync() == []
        with pytest.raises(discord.NotFound) as missing:
            await bot.tree.fetch_command(first.id)
        assert missing.value.code == 10063


async def test_a_select_of_anybody_takes_people_and_roles(server: LocalDiscord) -> None:
    """A mentionable select gives the bot people and roles together, and no channels."""
    got: list[str] = []

    class Anybody(discord.ui.View):
        @discord.ui.select(cls=discord.ui.MentionableSelect, placeholder="Who", max_values=2)
        async def who(self, interaction: discord.Interaction, select: Any) -> None:
            got.extend(one.name for one in select.values)
            await interaction.response.edit_message(view=None)

    guild, alice = server.add_guild("Harbour"), server.add_person("alice")
    channel, role = guild.add_channel("general"), guild.add_role("Helpers")
    guild.join(alice)
    async with connected(server) as bot:
        await bot.get_partial_messageable(channel.id).send("choose", view=Anybody())
        (shown,) = alice.sees(channel)
        with pytest.raises(NotAllowedError):
            await alice.choose(shown, "Who", channel)
        await alice.choose(shown, "Who", [alice, role])
    assert sorted(got) == ["Helpers", "alice"]


async def test_a_picked_channel_tells_what_the_bot_may_do_there(server: LocalDiscord) -> None:
    """As Discord does since July 2026, by the overwrites as they are; only channels of the types
    that the menu names can be picked."""
    got: list[Any] = []

    class Where(discord.ui.View):
        @discord.ui.select(
            cls=discord.ui.ChannelSelect,
            placeholder="Where",
            channel_types=[discord.ChannelType.text],
        )
        async def where(self, interaction: discord.Interaction, _: Any) -> None:
            got.append(interaction.data)
            await interaction.response.edit_message(view=None)

    guild, alice = server.add_guild("Harbour"), server.add_person("alice")
    channel, quiet = guild.add_channel("general"), guild.add_channel("quiet")
    quiet.set_overwrite("bot", deny=Permissions.SEND_MESSAGES)
    guild.join(alice)
    async with connected(server) as bot:
        await bot.get_partial_messageable(channel.id).send("choose", view=Where())
        (shown,) = alice.sees(channel)
        quiet.kind = 5
        with pytest.raises(NotAllowedError):
            await alice.choose(shown, "Where", quiet)
        quiet.kind = 0
        await alice.choose(shown, "Where", quiet)
    told = got[0]["resolved"]["channels"][str(quiet.id)]
    may = Permissions(int(told["app_permissions"]))
    assert may & Permissions.VIEW_CHANNEL
    assert not may & Permissions.SEND_MESSAGES
