import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import discord
import pytest

from bot.local_discord import Exchange, LocalDiscord, Permissions
from tests.local_discord.conftest import Bot, Wire, connected, own_intents
from tests.local_discord.openapi import VARIABLE, OpenApi

MESSAGES = "/channels/1/messages"


@pytest.fixture(scope="module")
def description() -> OpenApi:
    """Read Discord's description once."""
    return OpenApi.from_environment()


def exchange(body: bytes, reply: bytes = b"", status: int = 204) -> Exchange:
    """Make an exchange that never happened."""
    return Exchange("POST", MESSAGES, "", {}, body, datetime.now(UTC), status=status, reply=reply)


async def test_everything_that_a_bot_does_is_as_discord_describes_it(
    server: LocalDiscord, wire: Wire, description: OpenApi
) -> None:
    """Every request of discord.py and every answer to it fit Discord's own description."""
    guild = server.add_guild("Harbour", member_count=120)
    channel = guild.add_channel("ask-here", overwrites={guild.everyone: (1 << 10, 0)})
    alice = server.add_person("alice", global_name="Alice")
    guild.join(alice, nick="Ali", roles=[guild.add_role("Helpers")])
    bot = _bot()
    async with connected(server, bot):
        await _talk(bot, server, alice, channel)
        await _act(bot, alice, channel)
        await _refused(bot, alice, channel, wire)
    assert len(server.traffic.exchanges) > 30
    faults = description.faults(server.traffic.exchanges)
    assert not faults, "\n".join(faults)


async def test_too_many_requests_are_answered_as_discord_describes_it(
    server: LocalDiscord, wire: Wire, description: OpenApi
) -> None:
    """A request that comes too early gets Discord's own answer to it, for one route or for all."""
    server.faults.fail_next("GET", "/users/@me", status=429, retry_after=0.5)
    server.ratelimits.global_per_second = 1
    answers = [await wire("GET", "/users/@me") for _ in range(3)]
    assert [(status, body.get("global")) for status, body in answers] == [
        (429, False),
        (200, None),
        (429, True),
    ]
    assert not description.faults(server.traffic.exchanges)


def _bot() -> Bot:
    bot = Bot(own_intents())
    tree = bot.tree

    @tree.command(name="say", description="says")
    @discord.app_commands.describe(text="what", times="how often")
    @discord.app_commands.choices(times=[discord.app_commands.Choice(name="once", value=1)])
    async def say(
        interaction: discord.Interaction, text: str, times: int = 1, who: discord.User | None = None
    ) -> None:
        await interaction.response.send_message(f"{text}{times}{who}", ephemeral=True)
        await interaction.followup.send(embed=discord.Embed(title="more"), ephemeral=True)
        await interaction.edit_original_response(content="edited")
        await interaction.original_response()

    @tree.command(name="later", description="says later")
    @discord.app_commands.default_permissions(manage_guild=True)
    async def later(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("now")
        await interaction.delete_original_response()

    @tree.command(name="form", description="opens a form")
    async def form(interaction: discord.Interaction) -> None:
        modal = discord.ui.Modal(title="Form")
        area = discord.ui.TextInput[Any](style=discord.TextStyle.long, max_length=1500)
        modal.add_item(discord.ui.Label(text="Words", description="yours", component=area))
        radio = discord.ui.RadioGroup[Any]()
        radio.add_option(label="A")
        radio.add_option(label="B")
        modal.add_item(discord.ui.Label(text="Which", component=radio))
        roles = discord.ui.RoleSelect[Any](required=False)
        modal.add_item(discord.ui.Label(text="Role", component=roles))
        modal.on_submit = _submitted  # type: ignore[method-assign]
        await interaction.response.send_modal(modal)

    @tree.context_menu(name="Report")
    async def report(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(message.content, ephemeral=True)

    return bot


async def _submitted(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("got it", ephemeral=True)


def _view() -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for label, emoji in (("Go", None), (None, "✅")):
        button = discord.ui.Button[Any](label=label, emoji=emoji)
        button.callback = _edited  # type: ignore[method-assign]
        view.add_item(button)
    view.add_item(discord.ui.Button[Any](label="Web", url="https://example.org"))
    view.add_item(discord.ui.Select[Any](options=[discord.SelectOption(label="x")]))
    view.add_item(discord.ui.ChannelSelect[Any](placeholder="Where"))
    return view


async def _edited(interaction: discord.Interaction) -> None:
    await interaction.response.edit_message(content="done", view=None)


async def _talk(bot: Bot, server: LocalDiscord, alice: Any, channel: Any) -> None:
    user = await bot.fetch_user(alice.id)
    sent = await user.send("hello", nonce="n1")
    await alice.send(alice.dm, "reply", reply_to=alice.sees(alice.dm)[0])
    (heard,) = await bot.hears()
    await heard.reply("ok", mention_author=False)
    await heard.add_reaction("✅")
    await sent.edit(content="changed", embed=discord.Embed(title="t", description="d"))
    assert [message async for message in heard.channel.history(limit=10)]
    await heard.channel.fetch_message(heard.id)
    await user.send(file=discord.File(__file__, filename="x.txt"))
    await sent.delete()
    guild = await bot.fetch_guild(channel.guild.id)
    await guild.fetch_member(alice.id)
    await guild.fetch_member(server.bot_id)
    await guild.fetch_channels()
    await guild.fetch_roles()
    await bot.application_info()
    assert [one async for one in bot.fetch_guilds()]


async def _act(bot: Bot, alice: Any, channel: Any) -> None:
    target = bot.get_channel(channel.id)
    assert isinstance(target, discord.TextChannel)
    layout = discord.ui.LayoutView()
    button = discord.ui.Button[Any](label="x")
    section = discord.ui.Section[Any]("a section", accessory=button)
    parts = section, discord.ui.Separator[Any](), discord.ui.TextDisplay[Any]("text")
    layout.add_item(discord.ui.Container[Any](*parts))
    await target.send(view=layout)
    post = await target.send("press", view=_view())
    thread = await post.create_thread(name="answers")
    await thread.send("inside")
    await thread.edit(archived=True)
    await target.create_thread(name="another", type=discord.ChannelType.public_thread)
    await target.fetch_message(post.id)
    await alice.run("say", in_=channel, text="x", times="once", who=alice)
    await alice.wait_for(channel, "edited")
    channel.guild.set_permissions(channel.guild.everyone, int(channel.allowed(alice)) | 1 << 5)
    await alice.run("later", in_=channel)
    shown = await alice.run("form", in_=channel)
    await alice.submit(shown.form, {"Words": "w", "Which": "A"})
    message = next(one for one in alice.sees(channel) if one.id == post.id)
    await alice.menu("Report", message)
    await alice.press(message, "Go")
    await bot.tree.sync(guild=discord.Object(channel.guild.id))
    await bot.tree.fetch_commands()


async def _refused(bot: Bot, alice: Any, channel: Any, wire: Wire) -> None:
    alice.dms_open = False
    with pytest.raises(discord.Forbidden):
        await (await bot.fetch_user(alice.id)).send("x")
    channel.set_overwrite("bot", deny=Permissions.VIEW_CHANNEL)
    path = f"/channels/{channel.id}/messages"
    assert (await wire("POST", path, {"content": "x" * 2001}))[0] == 403
    channel.set_overwrite("bot")
    assert (await wire("POST", path, {"content": "x" * 2001}))[0] == 400


async def test_the_check_finds_what_discord_does_not_know(description: OpenApi) -> None:
    """An unknown key, a wrong type, an unknown route and a strange answer are all faults."""
    assert description.faults([exchange(b'{"content": "x", "colour": 1}', b"{}", 200)])
    assert description.faults([exchange(b'{"content": 7}', b"{}", 200)])
    assert (
        "no such route"
        in description.faults(
            [Exchange("POST", "/nowhere", "", {}, b"", datetime.now(UTC), status=204)]
        )[0]
    )
    (fault,) = description.faults([exchange(b'{"content": "x"}', b'{"id": "1"}', 200)])
    assert "reply" in fault


def test_without_the_description_it_skips_here_and_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The variable may be missing on a laptop, with the reason, and never in CI."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=VARIABLE):
        OpenApi.from_environment()
    monkeypatch.setitem(os.environ, "CI", "true")
    with pytest.raises(pytest.fail.Exception, match=VARIABLE):
        OpenApi.from_environment()


@pytest.fixture(autouse=True)
async def _restored(server: LocalDiscord) -> AsyncIterator[None]:
    yield
    server.faults.clear()
