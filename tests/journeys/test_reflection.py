"""For myself: a private note after a conversation, and My notes."""

from datetime import timedelta

import pytest

from bot.demo.frames import boxes
from bot.domain.guilds import Feature
from bot.domain.ids import GuildId
from bot.local_discord import Message, Person
from tests import server_setup
from tests.journeys.stage import Stage
from tests.journeys.talking import buttons, talk

FIELD = "What would you like to remember?"


async def switch(stage: Stage, *features: Feature) -> None:
    """What the admin chooses in /setup."""
    await server_setup.switch_on(stage.bot.desk.ctx, GuildId(stage.guild.id), features)


@pytest.fixture
async def ended(stage: Stage) -> Message:
    """What an asker reads at the end, where notes are switched on."""
    await switch(stage, Feature.REFLECTION)
    await talk(stage)
    await stage.end(stage.asker)
    return await stage.asker.wait_for(stage.asker.dm, "has ended")


async def write(stage: Stage, ended: Message, words: str) -> Message:
    """Press, fill in the form, and what is shown."""
    form = (await stage.asker.press(ended, "For myself")).form
    assert form is not None
    shown = (await stage.asker.submit(form, {FIELD: words})).message
    assert shown is not None
    assert shown.ephemeral
    return shown


async def press(person: Person, message: Message, label: str) -> Message:
    """Press, and what is shown."""
    shown = (await person.press(message, label)).message
    assert shown is not None
    assert shown.ephemeral
    return shown


async def mine(person: Person) -> Message:
    """Run /conversations in direct messages."""
    shown = (await person.run("conversations")).message
    assert shown is not None
    return shown


async def test_where_it_is_off_there_is_no_button(stage: Stage) -> None:
    """A server decides."""
    await talk(stage)
    await stage.end(stage.asker)
    ended = await stage.asker.wait_for(stage.asker.dm, "has ended")
    assert "For myself" not in buttons(ended)
    assert "My notes" not in buttons(await mine(stage.asker))


async def test_only_the_asker_has_the_button(stage: Stage, ended: Message) -> None:
    """Beside all else that can be done after it."""
    assert "For myself" in buttons(ended)
    theirs = await stage.listener.wait_for(stage.listener.dm, "has ended")
    assert "For myself" not in buttons(theirs)


async def test_notes_are_read_one_by_one_and_erased(stage: Stage, ended: Message) -> None:
    """The newest first, shown literally, across a restart."""
    for words in ("I *cried*, and it was fine.", "It began with work."):
        shown = await write(stage, ended, words)
    await stage.restart()
    page = await press(stage.asker, shown, "My notes")
    assert "1 of 2" in page.text
    assert "It began with work." in page.text
    assert buttons(page) == ["Next", "Erase this note"]
    page = await press(stage.asker, page, "Next")
    assert "2 of 2" in page.text
    assert r"I \*cried\*, and it was fine." in page.text
    page = await press(stage.asker, page, "Erase this note")
    assert "1 of 1" in page.text
    page = await press(stage.asker, page, "Erase this note")
    assert page.text == stage.words("after.note.none")


async def test_my_notes_are_under_my_conversations(stage: Stage, ended: Message) -> None:
    """For their owner, long after the conversation is forgotten and the server switched it off."""
    await write(stage, ended, "Remember the lake.")
    await stage.pass_time(timedelta(days=30))
    await switch(stage)
    shown = await mine(stage.asker)
    assert "My notes" in buttons(shown)
    assert "Remember the lake." in (await press(stage.asker, shown, "My notes")).text
    for other in (stage.listener, stage.other, stage.admin):
        assert "My notes" not in buttons(await mine(other))


async def test_a_button_of_before_it_was_switched_off_says_so(stage: Stage, ended: Message) -> None:
    """No form opens for what could not be kept."""
    await switch(stage)
    shown = await press(stage.asker, ended, "For myself")
    assert shown.text == stage.words("error.not_switched_on")


async def test_nobody_gets_any_of_it(stage: Stage, ended: Message) -> None:
    """It is in nothing that was sent, to anybody's direct messages or channel."""
    places = [(stage.listener, stage.listener.dm), (stage.admin, stage.staff)]
    places += [(stage.other, stage.asks), (stage.asker, stage.asker.dm)]

    def seen() -> list[list[str]]:
        return [[m.text for m in who.sees(at) if not m.ephemeral] for who, at in places]

    before = seen()
    await write(stage, ended, "Remember the lake.")
    await stage.settle()
    assert seen() == before


async def test_the_longest_note_can_be_read(stage: Stage, ended: Message) -> None:
    """Also when every character has to be escaped."""
    shown = await write(stage, ended, "*" * 1500)
    page = await press(stage.asker, shown, "My notes")
    assert boxes(page)[0] == r"\*" * 1500
