import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest

from bot.local_discord import LocalDiscord, NotAllowedError
from bot.local_discord.local_world import DEFAULT_SEED, seed
from tests.local_discord.conftest import Bot, connected, own_intents

JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def session(server: LocalDiscord) -> AsyncIterator[aiohttp.ClientSession]:
    """Open plain HTTP to a seeded world."""
    seed(server, DEFAULT_SEED)
    async with aiohttp.ClientSession() as made:
        yield made


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example:8686"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Host": "localhost@evil.example"}, 403),
        ({"Host": ""}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": "multipart/form-data"}, 415),
    ],
    ids=str,
)
async def test_a_page_in_a_browser_cannot_act(
    server: LocalDiscord, session: aiohttp.ClientSession, headers: dict[str, str], status: int
) -> None:
    """A foreign Host, a foreign Origin and a body that a page may send unasked do nothing."""
    body = json.dumps({"channel": "ask-here", "text": "x"})
    url = f"{server.url}/local/people/alice/send"
    async with session.post(url, data=body, headers=JSON | headers) as answer:
        assert answer.status == status
        assert "error" in await answer.json()
    assert all(not channel.messages for channel in server.world.channels.values())
    if status == 403:
        async with session.get(f"{server.url}/local/world", headers=headers) as answer:
            assert answer.status == 403


async def test_a_preflight_is_told_nothing(
    server: LocalDiscord, session: aiohttp.ClientSession
) -> None:
    """A browser that asks whether a page may send JSON there is not told that it may."""
    asks = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    async with session.options(f"{server.url}/local/clock", headers=asks) as answer:
        assert answer.status >= 400
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "localhost:9000", "[::1]:8686"])
async def test_a_program_of_this_machine_is_answered(
    server: LocalDiscord, session: aiohttp.ClientSession, host: str
) -> None:
    """By any name of loopback and any port, which may be forwarded, and from its own Origin."""
    headers = JSON | {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
    url = f"{server.url}/local/people/alice/send"
    async with session.post(url, data='{"text": "x"}', headers=headers) as answer:
        assert answer.status == 200


async def test_the_token_is_told_nowhere(
    server: LocalDiscord, session: aiohttp.ClientSession
) -> None:
    """Neither the world nor what went over the wire holds the bot's token."""
    async with connected(server):
        for path in ("world", "traffic"):
            async with session.get(f"{server.url}/local/{path}") as answer:
                text = await answer.text()
            assert "harbour" in text.lower()
            assert server.token not in text


class Late(Bot):
    """Opens a form, and leaves the first time that it is sent off without an answer."""

    def __init__(self) -> None:
        super().__init__(own_intents())
        self.sent_by: list[str] = []
        self.tree.command(name="ask", description="x")(self.ask)

    async def ask(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        modal = discord.ui.Modal(title="Ask")
        modal.add_item(discord.ui.Label(text="Words", component=discord.ui.TextInput[Any]()))
        await interaction.response.send_modal(modal)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer from the second time on."""
        if interaction.type is discord.InteractionType.modal_submit:
            self.sent_by.append(interaction.user.name)
            if len(self.sent_by) > 1:
                await interaction.response.send_message("thank you", ephemeral=True)


async def test_a_form_belongs_to_whoever_opened_it_and_closes_once_answered(
    server: LocalDiscord,
) -> None:
    """Nobody else can send it off; unanswered it stays open, as on a phone; answered it is gone."""
    guild = server.add_guild("Harbour")
    alice, ben = (server.add_person(name, patience=0.5) for name in ("alice", "ben"))
    for person in (alice, ben):
        guild.join(person)
    async with connected(server, Late()) as bot:
        form = (await alice.run("ask")).form
        assert form is not None
        with pytest.raises(NotAllowedError):
            await ben.submit(form, {"Words": "x"})
        assert (await alice.submit(form, {"Words": "x"})).failed
        assert not (await alice.submit(form, {"Words": "x"})).failed
        with pytest.raises(NotAllowedError):
            await alice.submit(form, {"Words": "x"})
    assert isinstance(bot, Late)
    assert bot.sent_by == ["alice", "alice"]
