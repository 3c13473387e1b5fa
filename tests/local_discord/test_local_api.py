import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest

from bot import local_discord
from bot.local_discord import LocalDiscord, serve
from bot.local_discord.local_world import DEFAULT_SEED, seed
from tests.local_discord.conftest import Bot, connected, own_intents

README = Path(local_discord.__file__).with_name("README.md")
CURL = re.compile(
    r"""^curl "?\$LOCAL(?P<path>/[^\s"]+)"?(?: --json '(?P<body>.*)')?$""", re.MULTILINE
)


class Go(discord.ui.View):
    """A button and a select."""

    @discord.ui.button(label="Go")
    async def go(self, interaction: discord.Interaction, _: Any) -> None:
        """Answer."""
        await interaction.response.send_message("went", ephemeral=True)

    @discord.ui.select(placeholder="Topic", options=[discord.SelectOption(label="Work")])
    async def topic(self, interaction: discord.Interaction, select: Any) -> None:
        """Say what was chosen."""
        await interaction.response.send_message(select.values[0], ephemeral=True)


def commands_of(bot: Bot) -> None:
    """Register what the examples run."""

    @bot.tree.command(name="ask", description="asks")
    async def ask(interaction: discord.Interaction) -> None:
        modal = discord.ui.Modal(title="Ask")
        modal.add_item(discord.ui.Label(text="Your words", component=discord.ui.TextInput[Any]()))
        await interaction.response.send_modal(modal)

        async def submitted(later: discord.Interaction) -> None:
            await later.response.send_message("thank you", ephemeral=True)

        modal.on_submit = submitted  # type: ignore[method-assign]

    @bot.tree.command(name="land", description="x")
    async def land(interaction: discord.Interaction, name: str) -> None:
        await interaction.response.send_message(name)

    @land.autocomplete("name")
    async def names(_: discord.Interaction, typed: str) -> list[discord.app_commands.Choice[str]]:
        return [discord.app_commands.Choice(name=f"{typed}land", value=typed)]

    @bot.tree.command(name="show", description="x")
    async def show(interaction: discord.Interaction, what: discord.Attachment) -> None:
        text = (await what.read()).decode()
        await interaction.response.send_message(f"{what.filename}: {text}")

    @bot.tree.context_menu(name="Wave")
    async def wave(interaction: discord.Interaction, who: discord.Member) -> None:
        await interaction.response.send_message(f"hello {who.name}")

    @bot.tree.context_menu(name="Report")
    async def report(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(message.content, ephemeral=True)


@pytest.fixture
async def bot(server: LocalDiscord) -> AsyncIterator[Bot]:
    """Connect a client to a seeded world."""
    seed(server, DEFAULT_SEED)
    made = Bot(own_intents())
    commands_of(made)
    async with connected(server, made) as ready:
        yield ready


class Curl:
    """Sends what curl would."""

    def __init__(self, server: LocalDiscord, session: aiohttp.ClientSession) -> None:
        self._server, self._session = server, session

    async def __call__(self, path: str, body: Any = None) -> tuple[int, Any]:
        """Get or post, and give the status and JSON."""
        url = f"{self._server.url}/local{path}"
        method = "GET" if body is None else "POST"
        async with self._session.request(method, url, json=body) as answer:
            return answer.status, await answer.json()


@pytest.fixture
async def curl(server: LocalDiscord) -> AsyncIterator[Curl]:
    """Open plain HTTP to the interface."""
    async with aiohttp.ClientSession() as session:
        yield Curl(server, session)


async def test_every_example_of_the_readme_works(
    server: LocalDiscord, bot: Bot, curl: Curl
) -> None:
    """Each curl of the README is answered with 200, in the order in which they stand there."""
    (guild,) = server.world.guilds.values()
    post = await bot.get_partial_messageable(guild.channels[0].id).send("press", view=Go())
    names = {"$POST": str(post.id), "$MESSAGE": ""}
    examples = list(CURL.finditer(README.read_text("utf-8")))
    assert len(examples) > 25
    for example in examples:
        body = example["body"]
        for name, value in names.items():
            body = body and body.replace(name, value)
        status, answer = await curl(example["path"], json.loads(body) if body else None)
        assert status == 200, (example[0], answer)
        if example["path"].endswith("/send") and not names["$MESSAGE"]:
            names["$MESSAGE"] = answer["id"]


async def test_a_member_acts_without_python(server: LocalDiscord, bot: Bot, curl: Curl) -> None:
    """A form is opened, filled in and answered through JSON alone; the answer is marked."""
    assert bot.user is not None
    _, opened = await curl("/people/alice/run", {"command": "ask", "channel": "ask-here"})
    assert (opened["kind"], opened["form"]["title"]) == ("form", "Ask")
    assert opened["form"]["fields"][0]["label"] == "Your words"
    values = {"form": opened["form"]["form"], "values": {"Your words": "x"}}
    _, done = await curl("/people/alice/submit", values)
    assert done["message"]["text"] == "thank you"
    _, seen = await curl("/people/alice/sees?channel=ask-here")
    assert [(one["text"], one["ephemeral"]) for one in seen] == [("thank you", True)]
    assert (await curl("/people/ben/sees?channel=ask-here"))[1] == []
    assert server.traffic.exchanges[-1].status == 200


async def test_what_comes_back_is_discords_own_json(
    server: LocalDiscord, bot: Bot, curl: Curl
) -> None:
    """A message, a server and a request look as on Discord, with a little beside it."""
    (guild,) = server.world.guilds.values()
    post = await bot.get_partial_messageable(guild.channels[0].id).send("press", view=Go())
    _, (seen,) = await curl("/people/alice/sees?channel=ask-here")
    assert (seen["id"], seen["text"], seen["ephemeral"]) == (str(post.id), "press", False)
    assert [one.get("label") or one["placeholder"] for one in seen["controls"]] == ["Go", "Topic"]
    _, world = await curl("/world")
    (shown,) = world["guilds"]
    assert [one["name"] for one in shown["channels"]] == ["ask-here", "listeners", "moderators"]
    assert {one["user"]["username"] for one in shown["members"]} >= {"alice", "ben", "mo"}
    _, traffic = await curl("/traffic")
    sent = next(one for one in traffic["exchanges"] if one["method"] == "POST")
    assert json.loads(sent["reply"])["id"] == str(post.id)


async def test_a_person_is_given_by_name(bot: Bot, curl: Curl) -> None:
    """An option takes somebody by name, and the bot gets their account."""

    @bot.tree.command(name="greet", description="x")
    async def greet(interaction: discord.Interaction, who: discord.Member) -> None:
        await interaction.response.send_message(f"hello {who.name}")

    await bot.tree.sync()
    body = {"command": "greet", "channel": "ask-here", "options": {"who": {"person": "ben"}}}
    _, answer = await curl("/people/alice/run", body)
    assert answer["message"]["text"] == "hello ben"
    refused = await curl("/people/alice/run", body | {"options": {"who": {"guild": "Harbour"}}})
    assert refused[0] == 409


@pytest.mark.usefixtures("bot")
async def test_what_cannot_be_done_says_why(curl: Curl) -> None:
    """An unknown person, command or act is refused with words."""
    assert (await curl("/people/nobody/send", {"text": "x"}))[0] == 409
    status, answer = await curl("/people/alice/run", {"command": "nothing"})
    assert (status, "UnknownCommand" in answer["error"]) == (409, True)
    assert (await curl("/people/alice/dance", {}))[0] == 404


async def test_alone_it_says_how_to_be_reached() -> None:
    """Run by itself it prints the token, the addresses and the members, until stopped."""
    lines: list[str] = []
    introduced = asyncio.Event()

    def say(line: str) -> None:
        lines.append(line)
        if "mo " in line:
            introduced.set()

    running = asyncio.create_task(serve(0, None, say))
    await asyncio.wait_for(introduced.wait(), 5)
    words = "\n".join(lines)
    assert re.search(r"token +[\w-]{24,}\.[\w-]+\.[\w-]{30,}", words)
    assert re.search(r"api +http://127.0.0.1:\d+/api/v10", words)
    assert "alice" in words
    running.cancel()
    await asyncio.wait([running])
