import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest

from bot.local_discord import Form, LocalDiscord, NotAllowedError, Person, Upload
from tests.local_discord.conftest import Bot, connected, own_intents


class Asking(Bot):
    """Opens a form, and keeps what is sent off; slowly where that is asked for."""

    def __init__(self) -> None:
        super().__init__(own_intents())
        self.sent: list[str] = []
        self.slow = asyncio.Event()
        self.tree.command(name="ask", description="x")(self.ask)
        self.tree.command(name="whisper", description="x")(self.whisper)

    async def ask(self, interaction: discord.Interaction) -> None:
        """Open the form."""
        modal = discord.ui.Modal(title="Ask")
        text, file = discord.ui.TextInput[Any](), discord.ui.FileUpload[Any](required=False)
        modal.add_item(discord.ui.Label(text="Words", component=text))
        modal.add_item(discord.ui.Label(text="Picture", component=file))

        async def submitted(later: discord.Interaction) -> None:
            read = [(await one.read()).decode() for one in file.values]
            self.sent.append(f"{later.user.name}: {text.value} {read}")
            await later.response.defer(ephemeral=True, thinking=True)
            await self.slow.wait()
            await later.followup.send("thank you", ephemeral=True)

        modal.on_submit = submitted  # type: ignore[method-assign]
        await interaction.response.send_modal(modal)

    async def whisper(self, interaction: discord.Interaction) -> None:
        """Say something that only one person sees."""
        await interaction.response.send_message("psst", ephemeral=True)


@pytest.fixture
async def bot(server: LocalDiscord) -> AsyncIterator[Asking]:
    """Connect a bot with a form to a guild with two members."""
    guild = server.add_guild("Harbour")
    for name in ("alice", "ben"):
        guild.join(server.add_person(name))
    made = Asking()
    async with connected(server, made):
        yield made


def people(server: LocalDiscord) -> dict[str, Person]:
    """Give the people by name."""
    return {one.username: one for one in server.people.values()}


async def opened(person: Person) -> Form:
    """Open the form."""
    form = (await person.run("ask")).form
    assert form is not None
    return form


async def test_a_form_is_before_whoever_opened_it_until_it_is_answered(
    server: LocalDiscord, bot: Asking
) -> None:
    """It closes with the first answer, also if that only says that more comes."""
    alice, ben = people(server)["alice"], people(server)["ben"]
    number = alice.snapshot()["number"]
    form = await opened(alice)
    told = alice.changes(number)[-1]
    assert (told.kind, told.data) == ("FORM_OPEN", form.shown())
    assert alice.snapshot()["forms"] == [form.shown()]
    assert ben.snapshot()["forms"] == []
    with pytest.raises(NotAllowedError):
        await ben.submit(form, {"Words": "x"})
    with pytest.raises(NotAllowedError):
        ben.dismiss(form)
    sending = asyncio.create_task(alice.submit(form, {"Words": "x"}))
    await server.world.until(lambda: not alice.forms, 5)
    assert alice.forms == {}
    bot.slow.set()
    answer = await sending
    assert (answer.kind, answer.failed) == ("deferred", False)
    kinds = [one.kind for one in alice.changes(number)]
    assert kinds == ["FORM_OPEN", "MESSAGE_CREATE", "FORM_CLOSE", "MESSAGE_UPDATE"]
    assert bot.sent == ["alice: x []"]


async def test_a_form_can_be_put_away(server: LocalDiscord, bot: Asking) -> None:
    """The bot hears nothing, and it cannot be sent off or put away again."""
    alice = people(server)["alice"]
    number = alice.snapshot()["number"]
    form = await opened(alice)
    alice.dismiss(form)
    assert [one.kind for one in alice.changes(number)] == ["FORM_OPEN", "FORM_CLOSE"]
    with pytest.raises(NotAllowedError):
        await alice.submit(form, {"Words": "x"})
    with pytest.raises(NotAllowedError):
        alice.dismiss(form)
    assert bot.sent == []


@pytest.mark.usefixtures("bot")
async def test_only_so_many_forms_stay_open(server: LocalDiscord) -> None:
    """The oldest is closed for the newest, and those before others count apart."""
    alice, ben = people(server)["alice"], people(server)["ben"]
    theirs = await opened(ben)
    first = await opened(alice)
    assert (theirs.number, first.number) == (0, 0)
    for _ in range(25):
        await opened(alice)
    assert [*alice.forms] == [*range(1, 26)]
    assert [*ben.forms] == [0]
    with pytest.raises(NotAllowedError):
        await alice.submit(first, {"Words": "x"})


@pytest.mark.usefixtures("bot")
async def test_closing_discord_and_opening_it_again_leaves_what_is_kept(
    server: LocalDiscord,
) -> None:
    """Open forms and ephemeral messages are gone, other people's and all other messages not."""
    alice, ben = people(server)["alice"], people(server)["ben"]
    await opened(alice)
    await alice.send(alice.dm, "hello")
    await alice.run("whisper")
    await ben.run("whisper")
    number = alice.snapshot()["number"]
    alice.reopen()
    assert [one.kind for one in alice.changes(number)] == ["FORM_CLOSE", "MESSAGE_DELETE"]
    assert [one.text for one in alice.sees(alice.dm)] == ["hello"]
    assert [one.text for one in ben.sees(ben.dm)] == ["psst"]


async def test_a_file_is_sent_off_with_a_form_and_given_by_its_id(
    server: LocalDiscord, bot: Asking
) -> None:
    """Its bytes, its type, and a name that is safe; served from here it is in a sandbox."""
    alice = people(server)["alice"]
    bot.slow.set()
    values: dict[str, Any] = {"Words": "see", "Picture": [Upload("a b.html", b"<b>")]}
    await alice.submit(await opened(alice), values)
    assert bot.sent == ["alice: see ['<b>']"]
    message = await alice.send(alice.dm, files=[("a b.html", b"<b>")])
    (shown,) = alice.history(alice.dm)[-1]["attachments"]
    kept = server.file(shown["id"])
    assert kept is not None
    assert (kept.name, kept.data, kept.content_type) == ("a_b.html", b"<b>", "text/html")
    assert server.file(message.id) is None
    async with aiohttp.ClientSession() as session, session.get(shown["url"]) as answer:
        assert await answer.read() == b"<b>"
        assert answer.headers["Content-Security-Policy"] == "sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
