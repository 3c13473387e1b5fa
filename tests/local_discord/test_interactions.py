import asyncio
from typing import Any

import discord
import pytest

from bot.local_discord import (
    Form,
    Guild,
    LocalDiscord,
    NotAllowedError,
    Permissions,
    UnknownCommand,
)
from tests.local_discord.conftest import Bot, connected, own_intents

pytestmark = pytest.mark.usefixtures("bot")


class Yes(discord.ui.View):
    """Two buttons: one answers to its person alone, one changes the message."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.presses = 0

    @discord.ui.button(label="Yes", custom_id="yes")
    async def yes(self, interaction: discord.Interaction, _: Any) -> None:
        """Answer for the one who pressed."""
        await interaction.response.send_message("thank you", ephemeral=True)

    @discord.ui.button(label="Change", custom_id="change")
    async def change(self, interaction: discord.Interaction, _: Any) -> None:
        """Change the message that carries the button."""
        self.presses += 1
        await interaction.response.edit_message(content="changed", view=None)

    @discord.ui.button(label="Quiet", custom_id="quiet")
    async def quiet(self, interaction: discord.Interaction, _: Any) -> None:
        """Acknowledge, and edit later."""
        await interaction.response.defer()
        await interaction.edit_original_response(content="later")


class Ask(discord.ui.Modal):
    """A form with each kind of control."""

    def __init__(self) -> None:
        super().__init__(title="Ask", custom_id="ask-1")
        self.words = discord.ui.TextInput[Any](style=discord.TextStyle.paragraph, max_length=1500)
        self.role = discord.ui.RoleSelect[Any](required=False)
        self.channel = discord.ui.ChannelSelect[Any](required=False)
        self.radio = discord.ui.RadioGroup[Any]()
        self.radio.add_option(label="Listen", value="l")
        self.radio.add_option(label="Advise", value="a")
        self.boxes = discord.ui.CheckboxGroup[Any](required=False, max_values=2)
        self.boxes.add_option(label="One", value="1")
        self.boxes.add_option(label="Two", value="2")
        for text, part in {
            "Your words": self.words,
            "A role": self.role,
            "A channel": self.channel,
            "What would help": self.radio,
            "Which": self.boxes,
        }.items():
            self.add_item(discord.ui.Label(text=text, component=part))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Say back what was filled in."""
        roles = [role.name for role in self.role.values]
        channels = [channel.name for channel in self.channel.values]
        said = f"{self.words.value}|{roles}|{channels}|{self.radio.value}|{self.boxes.values}"
        await interaction.response.send_message(said, ephemeral=True)


def commands_of(bot: Bot) -> None:
    """Register what the tests run."""
    tree = bot.tree

    @tree.command(name="ping", description="answers")
    async def ping(interaction: discord.Interaction, text: str, times: int = 1) -> None:
        await interaction.response.send_message(text * times, ephemeral=True)

    @tree.command(name="slow", description="answers after a while")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("here", ephemeral=True)
        await interaction.followup.send("and more", ephemeral=True)

    @tree.command(name="silent", description="never answers")
    async def silent(interaction: discord.Interaction) -> None:
        pass

    @tree.command(name="twice", description="answers twice")
    async def twice(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("once")
        interaction.response._response_type = None
        await interaction.response.send_message("twice")

    @tree.command(name="form", description="opens a form")
    async def form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Ask())

    @tree.command(name="staff", description="for staff")
    @discord.app_commands.default_permissions(manage_guild=True)
    @discord.app_commands.guild_only()
    async def staff(interaction: discord.Interaction) -> None:
        bits = interaction.app_permissions.value, interaction.permissions.value
        await interaction.response.send_message(f"{bits}", ephemeral=True)

    @tree.command(name="land", description="with choices while typing")
    async def land(interaction: discord.Interaction, name: str) -> None:
        await interaction.response.send_message(name)

    @land.autocomplete("name")
    async def names(_: discord.Interaction, typed: str) -> list[discord.app_commands.Choice[str]]:
        return [discord.app_commands.Choice(name=f"{typed}land", value=typed)]

    @tree.context_menu(name="Report")
    async def report(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"noted: {message.content}", ephemeral=True)


@pytest.fixture
async def bot(server: LocalDiscord) -> Any:
    """Connect a client with commands."""
    made = Bot(own_intents())
    commands_of(made)
    async with connected(server, made) as ready:
        yield ready


@pytest.fixture
def guild(server: LocalDiscord) -> Guild:
    """Make a guild with one channel."""
    made = server.add_guild("Harbour")
    made.add_channel("ask-here")
    return made


async def test_a_command_answers_its_person_alone(server: LocalDiscord, guild: Guild) -> None:
    """An ephemeral answer is seen by the one who ran the command and by nobody else."""
    alice, ben = server.add_person("alice"), server.add_person("ben")
    guild.join(alice)
    guild.join(ben)
    (channel,) = guild.channels
    shown = await alice.run("ping", in_=channel, text="hey", times=2)
    assert shown.kind == "message"
    assert shown.message is not None
    assert (shown.message.text, shown.message.ephemeral) == ("heyhey", True)
    assert alice.sees(channel) == [shown.message]
    assert ben.sees(channel) == []


async def test_a_command_works_in_a_dm(server: LocalDiscord, guild: Guild) -> None:
    """A global command can be run in the DM with the bot."""
    alice = server.add_person("alice")
    guild.join(alice)
    shown = await alice.run("ping", text="hey")
    assert shown.message is not None
    assert shown.message.channel is alice.dm


async def test_the_first_follow_up_takes_the_place_of_thinking(
    server: LocalDiscord, guild: Guild
) -> None:
    """After a deferral the first follow-up fills the waiting message, the second is a new one."""
    alice = server.add_person("alice")
    guild.join(alice)
    shown = await alice.run("slow")
    assert shown.kind == "deferred"
    assert shown.message is not None
    assert shown.message.text == "here"
    await alice.wait_for(alice.dm, "and more")
    assert [one.text for one in alice.sees(alice.dm)] == ["here", "and more"]


async def test_no_answer_within_three_seconds_fails(server: LocalDiscord, guild: Guild) -> None:
    """A command that the bot never answers fails for the person."""
    alice = server.add_person("alice")
    guild.join(alice)
    alice.patience = 0.2
    shown = await alice.run("silent")
    assert (shown.kind, shown.failed) == ("nothing", True)


async def test_a_late_answer_is_10062(server: LocalDiscord, bot: Bot, guild: Guild) -> None:
    """An answer after three seconds of the server's clock is refused as unknown."""
    errors: list[Exception] = []

    async def on_error(_: discord.Interaction, error: Exception) -> None:
        errors.append(error)

    bot.tree.error(on_error)
    alice = server.add_person("alice")
    guild.join(alice)
    alice.patience = 0.5
    hold = server.faults.hold("POST", "/interactions/*/*/callback")
    running = asyncio.create_task(alice.run("ping", text="x"))
    await hold.arrived()
    server.advance(3.5)
    hold.release()
    assert (await running).failed
    assert isinstance(errors[0].__cause__, discord.NotFound)
    assert errors[0].__cause__.code == 10062


async def test_answering_twice_is_40060(server: LocalDiscord, bot: Bot, guild: Guild) -> None:
    """A second first answer is refused."""
    errors: list[Exception] = []
    heard = asyncio.Event()

    async def on_error(_: discord.Interaction, error: Exception) -> None:
        errors.append(error)
        heard.set()

    bot.tree.error(on_error)
    alice = server.add_person("alice")
    guild.join(alice)
    await alice.run("twice")
    await asyncio.wait_for(heard.wait(), 2)
    assert isinstance(errors[0].__cause__, discord.HTTPException)
    assert errors[0].__cause__.code == 40060


async def test_a_form_with_every_control_comes_back_filled_in(
    server: LocalDiscord, guild: Guild
) -> None:
    """Text, role, channel, radio and checkboxes of a form all reach the bot."""
    alice = server.add_person("alice")
    role = guild.add_role("Helpers")
    (channel,) = guild.channels
    guild.join(alice)
    shown = await alice.run("form", in_=channel)
    assert isinstance(shown.form, Form)
    assert shown.form.title == "Ask"
    assert shown.form.fields[0].label == "Your words"
    values = {
        "Your words": "I feel low",
        "A role": role,
        "A channel": channel,
        "What would help": "Listen",
        "Which": ["One", "Two"],
    }
    done = await alice.submit(shown.form, values)
    assert done.message is not None
    assert done.message.text == "I feel low|['Helpers']|['ask-here']|l|['1', '2']"


async def test_a_form_refuses_what_discord_would(server: LocalDiscord, guild: Guild) -> None:
    """A required field left empty never reaches the bot."""
    alice = server.add_person("alice")
    guild.join(alice)
    shown = await alice.run("form")
    assert shown.form is not None
    with pytest.raises(NotAllowedError, match="required"):
        await alice.submit(shown.form, {"What would help": "Listen"})


async def test_staff_commands_are_hidden_by_permission(server: LocalDiscord, guild: Guild) -> None:
    """A command with default permissions shows only to those who have them, and not in DMs."""
    alice, ben = server.add_person("alice"), server.add_person("ben")
    guild.join(alice)
    guild.join(ben, roles=[guild.add_role("Mods", Permissions.MANAGE_GUILD)])
    (channel,) = guild.channels
    with pytest.raises(UnknownCommand):
        await alice.run("staff", in_=channel)
    with pytest.raises(UnknownCommand):
        await ben.run("staff")
    shown = await ben.run("staff", in_=channel)
    assert shown.message is not None
    theirs, mine = int(channel.allowed(server.world.bot)), int(channel.allowed(ben))
    assert shown.message.text == f"({theirs}, {mine})"


async def test_autocomplete_offers_choices(server: LocalDiscord, guild: Guild) -> None:
    """What the bot offers while somebody types comes back as choices."""
    alice = server.add_person("alice")
    guild.join(alice)
    choices = await alice.autocomplete("land", option="name", typed="Fin")
    assert choices == [{"name": "Finland", "value": "Fin"}]


async def test_a_message_menu_carries_its_message(server: LocalDiscord, guild: Guild) -> None:
    """A command from a message's menu gets the message that it was opened on."""
    alice = server.add_person("alice")
    guild.join(alice)
    (channel,) = guild.channels
    message = await alice.send(channel, "odd words")
    shown = await alice.menu("Report", message)
    assert shown.message is not None
    assert shown.message.text == "noted: odd words"


async def test_a_button_answers_changes_and_acknowledges(
    server: LocalDiscord, bot: Bot, guild: Guild
) -> None:
    """The three ways to answer a button show as a message, an update, and a deferred edit."""
    alice = server.add_person("alice")
    guild.join(alice)
    user = await bot.fetch_user(alice.id)
    await user.send("well?", view=Yes())
    (shown,) = alice.sees(alice.dm)
    assert shown.buttons == ["Yes", "Change", "Quiet"]
    assert (await alice.press(shown, "Yes")).kind == "message"
    quiet = await alice.press(shown, "Quiet")
    assert quiet.kind == "deferred"
    assert quiet.message is shown
    assert shown.content == "later"
    update = await alice.press(shown, "Change")
    assert (update.kind, update.message) == ("update", shown)
    assert (shown.content, shown.buttons) == ("changed", [])


async def test_two_presses_at_once_are_both_in_flight(
    server: LocalDiscord, bot: Bot, guild: Guild
) -> None:
    """Two people who press together both reach the bot before either is answered."""
    alice, ben = server.add_person("alice"), server.add_person("ben")
    guild.join(alice)
    guild.join(ben)
    (channel,) = guild.channels
    view = Yes()
    target = bot.get_partial_messageable(channel.id)
    await target.send("first come", view=view)
    (shown,) = alice.sees(channel)
    hold = server.faults.hold("POST", "/interactions/*/*/callback")
    both = asyncio.gather(alice.press(shown, "Change"), ben.press(shown, "Change"))
    await hold.arrived(2)
    hold.release()
    assert [response.kind for response in await both] == ["update", "update"]
    assert view.presses == 2


async def test_an_ephemeral_message_cannot_be_reached_by_others(
    server: LocalDiscord, bot: Bot, guild: Guild
) -> None:
    """Nobody else can press on an ephemeral message, and REST does not know it."""
    alice, ben = server.add_person("alice"), server.add_person("ben")
    guild.join(alice)
    guild.join(ben)
    (channel,) = guild.channels
    shown = await alice.run("ping", in_=channel, text="psst")
    assert shown.message is not None
    with pytest.raises(NotAllowedError):
        await ben.menu("Report", shown.message)
    target = bot.get_partial_messageable(channel.id)
    with pytest.raises(discord.NotFound) as missing:
        await target.fetch_message(shown.message.id)
    assert missing.value.code == 10008


async def test_selects_carry_values_and_objects(
    server: LocalDiscord, bot: Bot, guild: Guild
) -> None:
    """A select of options and a select of people both give the bot what was chosen."""
    got: list[Any] = []

    class Choosing(discord.ui.View):
        @discord.ui.select(
            placeholder="Topic",
            options=[
                discord.SelectOption(label="Work", value="w"),
                discord.SelectOption(label="B"),
            ],
        )
        async def topic(self, interaction: discord.Interaction, select: Any) -> None:
            got.extend(select.values)
            await interaction.response.defer()

        @discord.ui.select(cls=discord.ui.UserSelect, placeholder="Who", max_values=2)
        async def who(self, interaction: discord.Interaction, select: Any) -> None:
            got.extend(user.name for user in select.values)
            await interaction.response.defer()

    alice, ben = server.add_person("alice"), server.add_person("ben")
    guild.join(alice)
    guild.join(ben)
    alice.deferred_patience = 0.1
    (channel,) = guild.channels
    target = bot.get_partial_messageable(channel.id)
    await target.send("choose", view=Choosing())
    (shown,) = alice.sees(channel)
    assert (await alice.choose(shown, "Topic", "Work")).kind == "nothing"
    await alice.choose(shown, "Who", [alice, ben])
    assert got == ["w", "alice", "ben"]
    with pytest.raises(NotAllowedError):
        await alice.choose(shown, "Topic", "Elsewhere")


async def test_a_token_ends_after_fifteen_minutes(
    server: LocalDiscord, bot: Bot, guild: Guild
) -> None:
    """Follow-ups stop working when the interaction is older than fifteen minutes."""
    alice = server.add_person("alice")
    guild.join(alice)
    kept: list[discord.Interaction] = []
    bot.tree.command(name="keep", description="keeps")(_keeper(kept))
    await bot.tree.sync()
    await alice.run("keep")
    server.advance(899)
    await kept[0].followup.send("still fine")
    server.advance(2)
    with pytest.raises(discord.HTTPException) as refused:
        await kept[0].followup.send("too late")
    assert (refused.value.status, refused.value.code) == (401, 50027)


def _keeper(kept: list[discord.Interaction]) -> Any:
    async def keep(interaction: discord.Interaction) -> None:
        kept.append(interaction)
        await interaction.response.send_message("kept")

    return keep
