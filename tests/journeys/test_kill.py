"""Somebody pulls the plug between what was stored and what was said."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.local_discord import Channel, LocalDiscord, Message, Person
from tests.journeys.adults import agrees, says_so
from tests.journeys.guided import set_up
from tests.journeys.process import watched_process

MESSAGES = "/channels/*/messages"
NAMES = ("asker.in.the.rain", "listener.by.the.door", "admin.of.the.harbour")


@asynccontextmanager
async def talking(discord: LocalDiscord, folder: Path) -> AsyncIterator[tuple[Person, Person]]:
    """An asker and a listener in an open conversation; no bot is running."""
    asker, listener, admin = (discord.add_person(name) for name in NAMES)
    guild = discord.add_guild("Harbour", owner=admin, member_count=120)
    guild.join(asker)
    guild.join(listener)
    asks, staff = guild.add_channel("asks"), guild.add_channel("staff")
    role = guild.add_role("Moderators")
    async with watched_process(discord, folder):
        await set_up(admin, asks, staff, role)
        for person in (asker, listener):
            await says_so(person, asks)
        guide = (await listener.run("listen", in_=asks)).message
        for _ in range(2):  # Next, Next, Become a listener
            await press(listener, guide, 0)
        assert guide is not None
        await agrees(listener, (await listener.press(guide, guide.buttons[0].label)).form)
        await open_conversation(asker, listener, asks)
    yield asker, listener


async def open_conversation(asker: Person, listener: Person, asks: Channel) -> None:
    """Ask, post, accept."""
    form = (await asker.run("ask", in_=asks)).form
    assert form is not None
    preview = (await asker.submit(form, {form.fields[0].label: "Please listen."})).message
    await press(asker, preview, 0)
    post = await listener.wait_for(asks, "would like an ear")
    await press(listener, post, 0)
    await listener.wait_for(listener.dm, "Please listen.")
    await asker.wait_for(asker.dm, "Somebody is here for you")


async def press(person: Person, message: Message | None, number: int) -> None:
    """Press one of the buttons of a message."""
    assert message is not None
    await person.press(message, message.buttons[number].label)


@pytest.mark.parametrize("stored", [False, True], ids=["before Discord has it", "after"])
async def test_killed_between_commit_and_delivery(tmp_path: Path, *, stored: bool) -> None:
    """After SIGKILL and a restart each message that was written is there once, in order."""
    async with LocalDiscord.running() as discord, talking(discord, tmp_path) as (asker, listener):
        async with watched_process(discord, tmp_path) as bot:
            if stored:
                discord.faults.fail_next("POST", MESSAGES, status="disconnect", stored=True)
            else:
                hold = discord.faults.hold("POST", MESSAGES)
            for text in ("first", "second", "third"):
                await asker.send(asker.dm, f"the {text} thing")
            if stored:
                await listener.wait_for(listener.dm, "the first thing")
            else:
                await hold.arrived()
            await bot.kill()
            if not stored:
                hold.drop()
        async with watched_process(discord, tmp_path):
            await listener.wait_for(listener.dm, "the third thing")
    heard = [m.text for m in listener.sees(listener.dm) if " thing" in m.text]
    assert [text.split()[-2] for text in heard] == ["first", "second", "third"]
