"""Two people in a conversation, and what they read of each other."""

import asyncio
from collections.abc import Callable

from bot.local_discord import Message, Person
from bot.local_discord.messages import compose, store
from tests.journeys.stage import Stage
from tests.patience import PATIENCE


async def talk(stage: Stage) -> tuple[Person, Person]:
    """An open conversation in which both have written."""
    await stage.ask()
    await stage.accept()
    await stage.listener.send(stage.listener.dm, "I'm here.")
    await stage.asker.wait_for(stage.asker.dm, "I'm here.")
    return stage.asker, stage.listener


def heard(person: Person, writer: str = "") -> list[str]:
    """The words that reached somebody, oldest first, of one alias or of all."""
    read = []
    for message in person.sees(person.dm):
        alias, _, words = message.content.partition("\n")
        named = alias.startswith("**") and alias.endswith(f"{writer}**") and " " not in alias
        lines = words.split("\n")
        quoted = all(line.startswith("> ") for line in lines)
        if message.author.is_bot and named and alias.count("**") == 2 and quoted:
            read.append("\n".join(line.removeprefix("> ") for line in lines))
    return read


async def until(stage: Stage, what: Callable[[], bool]) -> None:
    """Wait for real events to arrive, at most some seconds."""
    async with asyncio.timeout(PATIENCE):
        while not what():
            await asyncio.sleep(0.02)
            await stage.settle()


def copy(person: Person, words: str) -> Message:
    """The newest message of the bot with these words."""
    found = [m for m in person.sees(person.dm) if m.author.is_bot and words in m.content]
    return found[-1]


def buttons(message: Message) -> list[str]:
    """The labels below a message."""
    return [str(button) for button in message.buttons]


async def press_forged(stage: Stage, person: Person, custom_id: str) -> str:
    """What somebody reads who presses a button that was never meant for them."""
    bot = stage.panels()[-1].author
    button = {"type": 2, "style": 2, "label": "Forged", "custom_id": custom_id}
    body = {"content": "forged", "components": [{"type": 1, "components": [button]}]}
    forged = store(compose(stage.asks, bot, body), {})
    shown = (await person.press(forged, "Forged")).message
    assert shown is not None
    return shown.text
