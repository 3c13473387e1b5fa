"""What a bot's owner switches on, and what members do that few bots ask of them."""

from typing import Any

import discord
import pytest
from click.testing import CliRunner

from bot import cli
from bot.local_discord import LocalDiscord, NotAllowedError, Permissions, Person
from bot.local_discord.local_world import DEFAULT_SEED, seed
from bot.local_discord.uploads import Upload
from tests.local_discord.conftest import Bot, Wire, connected, own_intents


@pytest.fixture
def alice(server: LocalDiscord) -> Person:
    """Let somebody into a guild with one channel."""
    made = server.add_person("alice")
    guild = server.add_guild("Harbour")
    guild.join(made)
    guild.add_channel("ask-here")
    return made


async def test_a_seed_switches_on_what_the_portal_would(server: LocalDiscord, wire: Wire) -> None:
    """Privileged intents, the bot's permissions, and who may run the owner's commands."""
    switches = {"intents": ["members"], "bot_permissions": ["MANAGE_ROLES"], "operator": "ben"}
    seed(server, DEFAULT_SEED | switches)
    ben = next(one for one in server.people.values() if one.username == "ben")
    intents = discord.Intents(guilds=True, members=True)
    async with connected(server, Bot(intents)) as bot:
        about = await bot.application_info()
        assert about.owner.id == ben.id
        assert about.flags.gateway_guild_members_limited
        (guild,) = bot.guilds
        assert guild.me.guild_permissions.manage_roles
        assert len(await guild.chunk()) == len(server.people) + 1
    _, user = await wire("GET", f"/users/{ben.id}")
    assert user["username"] == "ben"


async def test_without_a_switch_a_privileged_intent_is_refused(server: LocalDiscord) -> None:
    """As it is in the portal until somebody switches it on."""
    seed(server, DEFAULT_SEED)
    bot = Bot(discord.Intents.all())
    await bot.login(server.token)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await bot.connect()
    await bot.close()


@pytest.mark.parametrize(
    ("switch", "words"),
    [
        (["--bot-permissions", "MANAGE_NOTHING"], "there is no MANAGE_NOTHING"),
        (["--intents", "everything"], "'everything' is not one of"),
    ],
)
def test_a_switch_that_does_not_exist_is_named(switch: list[str], words: str) -> None:
    """On the command line a wrong name ends it, with the names that there are."""
    done = CliRunner().invoke(cli.main, ["local-discord", "--port", "0", *switch])
    assert done.exit_code != 0
    assert words in done.output


async def test_a_form_may_be_closed_without_a_word(server: LocalDiscord, alice: Person) -> None:
    """A form's submit is acknowledged by callback 6, also when a command opened it."""
    bot = Bot(own_intents())

    @bot.tree.command(name="ask", description="x")
    async def ask(interaction: discord.Interaction) -> None:
        modal = discord.ui.Modal(title="Ask")
        modal.add_item(discord.ui.Label(text="Words", component=discord.ui.TextInput[Any]()))

        async def submitted(later: discord.Interaction) -> None:
            await later.response.defer()
            await later.followup.send("later")

        modal.on_submit = submitted  # type: ignore[method-assign]
        await interaction.response.send_modal(modal)

    async with connected(server, bot):
        form = (await alice.run("ask")).form
        assert form is not None
        done = await alice.submit(form, {"Words": "x"})
        await alice.wait_for(alice.dm, "later")
    assert not done.failed
    assert server.traffic.exchanges[-2].body.startswith(b'{"type":6')


async def test_a_file_goes_into_an_option_and_into_a_form(
    server: LocalDiscord, alice: Person
) -> None:
    """The bot gets it as an attachment; a text in its place is refused before it is sent."""
    bot = Bot(own_intents())

    @bot.tree.command(name="show", description="x")
    async def show(interaction: discord.Interaction, what: discord.Attachment) -> None:
        upload = discord.ui.FileUpload[Any](max_values=2)
        modal = discord.ui.Modal(title=what.filename)
        modal.add_item(discord.ui.Label(text="Files", component=upload))

        async def submitted(later: discord.Interaction) -> None:
            texts = [(await one.read()).decode() for one in upload.values]
            await later.response.send_message(" ".join(texts))

        modal.on_submit = submitted  # type: ignore[method-assign]
        await interaction.response.send_modal(modal)

    async with connected(server, bot):
        with pytest.raises(NotAllowedError, match="does not take"):
            await alice.run("show", what="a.txt")
        form = (await alice.run("show", what=Upload("a.txt", b"one"))).form
        assert form is not None
        assert form.title == "a.txt"
        with pytest.raises(NotAllowedError):
            await alice.submit(form, {"Files": "two"})
        files = [Upload("b.txt", b"two"), Upload("c.txt", b"three")]
        shown = await alice.submit(form, {"Files": files})
    assert shown.message is not None
    assert shown.message.text == "two three"


@pytest.mark.parametrize(
    ("kind", "fits", "other"),
    [
        (3, "x", 1),
        (3, "abc", "abcdef"),
        (4, 1, "1"),
        (4, 3, 9),
        (4, 2, True),
        (5, True, "yes"),
        (6, None, "alice"),
        (10, 0.5, "half"),
    ],
)
async def test_an_option_takes_what_it_is_for(
    server: LocalDiscord, wire: Wire, alice: Person, kind: int, fits: Any, other: Any
) -> None:
    """Discord's own apps never send anything else; None stands for somebody."""
    limits = {3: {"max_length": 5}, 4: {"max_value": 5}}.get(kind, {})
    option = {"type": kind, "name": "o", "description": "x"} | limits
    body = {"name": "a", "description": "x", "options": [option]}
    await wire("POST", f"/applications/{server.bot_id}/commands", body)
    with pytest.raises(NotAllowedError, match="does not take"):
        await alice.run("a", o=other)
    await alice.run("a", o=alice if fits is None else fits)  # nobody answers, which is no fault


async def test_typing_and_somebodys_menu_reach_the_bot(server: LocalDiscord, alice: Person) -> None:
    """The bot hears that somebody types, in DMs and channels, and who was chosen in a menu."""
    bot = Bot(discord.Intents(guilds=True, dm_typing=True, guild_typing=True))
    heard: list[int] = []

    @bot.event
    async def on_raw_typing(event: discord.RawTypingEvent) -> None:
        heard.append(event.channel_id)

    @bot.tree.context_menu(name="Wave")
    async def wave(interaction: discord.Interaction, who: discord.Member) -> None:
        await interaction.response.send_message(f"hello {who.name}")

    ben = server.add_person("ben")
    (guild,) = server.world.guilds.values()
    guild.join(ben)
    (channel,) = guild.channels
    async with connected(server, bot):
        await alice.type(alice.dm)
        await alice.type(channel)
        shown = await alice.user_menu("Wave", channel, user=ben)
    assert heard == [alice.dm.id, channel.id]
    assert shown.message is not None
    assert shown.message.text == "hello ben"


async def test_a_channel_is_changed_as_asked_or_not_at_all(
    server: LocalDiscord, wire: Wire, alice: Person
) -> None:
    """Overwrites and the rest stand there afterwards; what is not imitated changes nothing."""
    (guild,) = server.world.guilds.values()
    (channel,) = guild.channels
    guild.set_bot_permissions(Permissions((1 << 53) - 1))
    path = f"/channels/{channel.id}"
    closed = [
        {"id": str(guild.id), "type": 0, "deny": str(1 << 10)},
        {"id": str(alice.id), "type": 1, "allow": str(1 << 10), "deny": "0"},
    ]
    body = {"name": "new", "topic": "t", "nsfw": True, "permission_overwrites": closed}
    status, shown = await wire("PATCH", path, body)
    assert (status, shown["name"], shown["topic"], shown["nsfw"]) == (200, "new", "t", True)
    assert [one["allow"] for one in shown["permission_overwrites"]] == ["0", str(1 << 10)]
    assert alice.sees(channel) == []
    ben = server.add_person("ben")
    guild.join(ben)
    assert not channel.allowed(ben) & Permissions.VIEW_CHANNEL
    for missing in ({"parent_id": "1"}, {"rate_limit_per_user": 5}, {"type": 5}):
        status, answer = await wire("PATCH", path, missing | {"name": "other"})
        assert (status, next(iter(missing)) in answer["message"]) == (501, True)
    assert channel.name == "new"
    assert (await wire("PATCH", path, {"topic": None, "parent_id": None}))[1]["topic"] is None


async def test_a_bot_gives_away_only_what_it_has(
    server: LocalDiscord, wire: Wire, alice: Person
) -> None:
    """Overwrites need MANAGE_ROLES and every bit that they change, for somebody who exists."""
    (guild,) = server.world.guilds.values()
    path = f"/channels/{guild.channels[0].id}"

    async def code(target: int, kind: int, bits: int) -> int:
        one = {"id": str(target), "type": kind, "allow": str(bits)}
        status, answer = await wire("PATCH", path, {"permission_overwrites": [one]})
        return status if status == 200 else int(answer["code"])

    mine = Permissions.VIEW_CHANNEL | Permissions.MANAGE_CHANNELS
    guild.set_bot_permissions(mine)
    assert await code(alice.id, 1, 1 << 10) == 50013
    guild.set_bot_permissions(mine | Permissions.MANAGE_ROLES)
    assert await code(alice.id, 1, 1 << 10) == 200
    assert await code(alice.id, 1, 1 << 1) == 50013
    assert await code(5, 1, 1 << 10) == 10013
    assert await code(5, 0, 1 << 10) == 10011
