"""A question before accepting, as both sides see it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.local_discord import Message, Person
from tests.journeys.stage import Stage, staged
from tests.journeys.test_offers import offers, on_duty, press

ASKED, ANSWER = "Is it about work?", "About home, mostly."


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server with two listeners who are on duty."""
    async with staged(tmp_path) as made:
        await made.is_set_up()
        for person in (made.listener, made.other):
            await on_duty(made, person, await made.join(person))
        yield made


async def fill(
    stage: Stage, person: Person, message: Message, action: str, which: str, words: str
) -> Message:
    """Open a form by a button, and send it; what the person sees then."""
    form = (await person.press(message, stage.words(f"press.{action}.button"))).form
    assert form is not None
    label = stage.words(f"first.{which}.field_label")
    shown = (await person.submit(form, {label: words})).message
    assert shown is not None
    await stage.settle()
    return shown


async def asked(stage: Stage, words: str = ASKED) -> tuple[Message, Message]:
    """What the listener has read, and the message in which whoever asked reads the question."""
    await stage.ask("Elephants and lighthouses.")
    read = await press(stage, stage.listener, offers(stage, stage.listener)[0], "read_it")
    await fill(stage, stage.listener, read, "ask_first", "question", words)
    return read, await stage.asker.wait_for(stage.asker.dm, "has a question before")


async def test_a_question_is_asked_answered_and_the_ask_taken(stage: Stage) -> None:
    """Under a name that is in nothing that follows; both listeners could take it all the while."""
    _, question = await asked(stage)
    assert ASKED in str(question.raw)
    name = question.text.removeprefix("**").split(",")[0]
    done = await fill(stage, stage.asker, question, "answer_first", "answer", ANSWER)
    assert done.text.startswith(stage.words("first.answered"))
    answered = await stage.listener.wait_for(stage.listener.dm, "Your question was answered")
    assert ANSWER in str(answered.raw)
    assert name not in str([one.raw for one in stage.listener.sees(stage.listener.dm)])
    await press(stage, stage.listener, answered, "accept")
    await stage.listener.wait_for(stage.listener.dm, "You're here for")
    opening = await stage.asker.wait_for(stage.asker.dm, "Somebody is here")
    assert name not in str(opening.raw)
    late = await stage.asker.press(question, stage.words("press.answer_first.button"))
    assert late.form is None
    assert late.message is not None
    assert late.message.text.startswith(stage.words("error.first_question_over"))


async def test_it_is_left_and_somebody_else_takes_the_ask(stage: Stage) -> None:
    """Whoever asked is told nothing, nor is the listener until somebody has it."""
    _, question = await asked(stage)
    left = await press(stage, stage.asker, question, "leave_first")
    assert left.text.startswith(stage.words("first.left"))
    theirs = offers(stage, stage.other)[0]
    shown = await press(stage, stage.other, theirs, "read_it")
    refused = await stage.other.press(shown, stage.words("press.ask_first.button"))
    assert refused.message is not None
    assert refused.message.text.startswith(stage.words("error.another_asks"))
    await press(stage, stage.other, refused.message, "accept")
    await stage.other.wait_for(stage.other.dm, "You're here for")
    await stage.listener.wait_for(stage.listener.dm, stage.words("notice.first_over"))


async def test_words_that_call_for_help_bring_its_card(stage: Stage) -> None:
    """Above the answer that they would read anyway; the words go on all the same."""
    _, question = await asked(stage)
    crisis = "I want to kill myself tonight"
    done = await fill(stage, stage.asker, question, "answer_first", "answer", crisis)
    assert stage.words("first.answered") in done.text
    assert stage.words("press.helplines.button") in map(str, done.buttons)
    await stage.listener.wait_for(stage.listener.dm, "Your question was answered")
