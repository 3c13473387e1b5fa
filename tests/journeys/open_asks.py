"""What people do with an open ask: post it, answer in its thread, reply, mark what helped."""

from bot.config import Settings
from bot.local_discord import Channel, Message, Person, Response
from tests.journeys.stage import Stage

SETTINGS = Settings.model_validate({"small_servers": {"listeners_below": 0}})
FIELD = "What would you like to say?"


async def ask_openly(stage: Stage, words: str = "Who knows about lighthouses?") -> Channel:
    """Post it; the thread below it, as it stands then."""
    preview = await stage.write(words)
    shown = (await stage.asker.press(preview, stage.words("press.ask_openly.button"))).message
    assert shown is not None
    await stage.asker.press(shown, str(shown.buttons[0]))
    await stage.settle()
    return thread_of(stage)


def thread_of(stage: Stage) -> Channel:
    """The newest thread of the channel for asks."""
    channels = stage.discord.world.channels.values()
    return [one for one in channels if one.parent is stage.asks][-1]


def rules_in(stage: Stage, thread: Channel, by: Person) -> Message:
    """The first message there, with the button."""
    label = stage.words("press.answer_unnamed.button")
    return next(m for m in by.sees(thread) if label in map(str, m.buttons))


async def answer(stage: Stage, thread: Channel, by: Person, words: str) -> Message:
    """Write through the button in the thread; what whoever pressed reads."""
    opened = await by.press(rules_in(stage, thread, by), stage.words("press.answer_unnamed.button"))
    return await fill_in(stage, opened, by, words)


async def fill_in(stage: Stage, opened: Response, by: Person, words: str) -> Message:
    """Fill in the form that was opened; what is read then."""
    assert opened.form is not None, opened.message and opened.message.text
    shown = (await by.submit(opened.form, {FIELD: words})).message
    assert shown is not None
    await stage.settle()
    return shown


def told(stage: Stage) -> list[Message]:
    """Every time that the asker was told that somebody answered."""
    label = stage.words("press.what_helped.button")
    sees = stage.asker.sees(stage.asker.dm)
    return [m for m in sees if label in map(str, m.buttons) and "Somebody answered" in m.text]


async def press(stage: Stage, by: Person, on: Message, key: str) -> Message:
    """Press a button; what is shown then."""
    shown = (await by.press(on, stage.words(f"press.{key}.button"))).message
    assert shown is not None
    await stage.settle()
    return shown


def texts(thread: Channel, by: Person) -> list[str]:
    """All that somebody reads in the thread."""
    return [message.text for message in by.sees(thread) if not message.ephemeral]
