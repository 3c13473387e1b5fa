"""Several conversations at once: a reply or one's own switch chooses, never a guess."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Settings
from bot.local_discord import Message, Person
from tests.journeys.stage import Stage, staged
from tests.journeys.talking import buttons, copy, heard, until

WHO = "Who is this for?"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A listener in two conversations: with the asker, and with the other one."""
    settings = Settings.model_validate({"listeners": {"conversations_at_once": 3}})
    async with staged(tmp_path, settings) as made:
        await made.is_set_up()
        await made.join(made.listener)
        for person, words in ((made.asker, "The first."), (made.other, "The second.")):
            preview = await made.write(words, by=person)
            await person.press(preview, made.words("press.post.button"))
            await made.settle()
            await made.accept()
            await person.wait_for(person.dm, "Somebody is here for you")
            await person.send(person.dm, f"hello from {person.username}")
            await made.listener.wait_for(made.listener.dm, f"hello from {person.username}")
        yield made


async def asked(stage: Stage, choices: int = 2) -> Message:
    """The newest question whom a text is for, with so many to choose from."""
    return await stage.listener.wait_for(
        stage.listener.dm, lambda m: WHO in m.text and len(m.buttons) == choices + 1
    )


def names(stage: Stage, person: Person) -> str:
    """The alias that the listener knows somebody by."""
    text = copy(stage.listener, f"hello from {person.username}").content
    return text.partition("\n")[0].strip("*")


async def test_a_reply_chooses(stage: Stage) -> None:
    """What answers somebody's words goes to them, and only to them."""
    words = copy(stage.listener, "hello from other")
    await stage.listener.send(stage.listener.dm, "for you", reply_to=words)
    await stage.other.wait_for(stage.other.dm, "for you")
    await stage.settle()
    assert heard(stage.asker) == []


async def test_without_a_choice_it_is_kept_and_asked(stage: Stage) -> None:
    """Nobody gets it until the writer says whom it is for."""
    await stage.listener.send(stage.listener.dm, "hm")
    question = await asked(stage)
    assert heard(stage.asker) == heard(stage.other) == []
    await stage.listener.press(question, f"For {names(stage, stage.asker)}")
    await until(stage, lambda: heard(stage.asker) == ["hm"])
    assert heard(stage.other) == []


async def test_it_can_be_for_nobody(stage: Stage) -> None:
    """Then it is erased."""
    await stage.listener.send(stage.listener.dm, "never mind")
    await stage.listener.press(await asked(stage), "For nobody, delete it")
    await stage.settle()
    assert heard(stage.asker) == heard(stage.other) == []


async def test_a_switch_chooses_until_the_conversation_ends(stage: Stage) -> None:
    """Chosen once, everything goes there; with the end of it the choice is gone. Words that were
    being typed meanwhile are asked about; a minute later they go to the one who is left."""
    await stage.listener.send(stage.listener.dm, "one")
    question = await asked(stage)
    alias = names(stage, stage.asker)
    given = (await stage.listener.press(question, f"For {alias}")).message
    assert given is not None
    await stage.listener.press(given, f"Now talk with {alias}")
    await stage.listener.send(stage.listener.dm, "two")
    await until(stage, lambda: heard(stage.asker) == ["one", "two"])
    assert heard(stage.other) == []
    await stage.end(stage.asker)
    await stage.settle()
    await stage.listener.send(stage.listener.dm, "three")
    question = await asked(stage, 1)
    assert heard(stage.asker) == ["one", "two"]
    assert heard(stage.other) == []
    await stage.listener.press(question, f"For {names(stage, stage.other)}")
    await until(stage, lambda: heard(stage.other) == ["three"])
    await stage.pass_time(timedelta(seconds=61))
    await stage.listener.send(stage.listener.dm, "four")
    await until(stage, lambda: heard(stage.other) == ["three", "four"])


async def test_a_picture_is_refused_without_a_guess(stage: Stage) -> None:
    """Nobody is named whom it was for, and answering the refusal chooses nobody."""
    await stage.listener.send(stage.listener.dm, "", files=[("home.jpg", b"\xff\xd8\xff")])
    told = await stage.listener.wait_for(stage.listener.dm, "I can only pass on words")
    assert "did not reach anybody" in told.text
    await stage.listener.send(stage.listener.dm, "for whom?", reply_to=told)
    await asked(stage)
    await stage.settle()
    assert heard(stage.asker) == heard(stage.other) == []


async def test_a_picture_in_reply_is_refused_by_name(stage: Stage) -> None:
    """Its writer chose whom it is for."""
    words = copy(stage.listener, "hello from other")
    picture = [("home.jpg", b"\xff\xd8\xff")]
    await stage.listener.send(stage.listener.dm, "", files=picture, reply_to=words)
    told = await stage.listener.wait_for(stage.listener.dm, "I can only pass on words")
    assert f"did not reach {names(stage, stage.other)}." in told.text


async def test_what_is_kept_follows_edits_and_deletions(stage: Stage) -> None:
    """The text that is passed on is the one that stands there when it is chosen."""
    sent = await stage.listener.send(stage.listener.dm, "hmm")
    question = await asked(stage)
    await stage.listener.edit(sent, "Hello!")
    await stage.settle()
    await stage.restart()
    await stage.listener.press(question, f"For {names(stage, stage.other)}")
    await until(stage, lambda: heard(stage.other) == ["Hello!"])
    await stage.settle()
    assert heard(stage.other) == ["Hello!"]


async def test_what_is_kept_follows_also_what_happens_while_the_bot_is_down(stage: Stage) -> None:
    """Nobody gets what was deleted, or what somebody wrote differently."""
    gone = await stage.listener.send(stage.listener.dm, "never mind")
    question = await asked(stage)
    edited = await stage.listener.send(stage.listener.dm, "hmm")
    await until(stage, lambda: WHO in stage.listener.sees(stage.listener.dm)[-1].text)
    another = stage.listener.sees(stage.listener.dm)[-1]
    await stage.running.aclose()
    await stage.listener.delete(gone)
    await stage.listener.edit(edited, "Hello!")
    await stage.start()
    reply_to = copy(stage.listener, "hello from other")
    await stage.listener.send(stage.listener.dm, "read by now", reply_to=reply_to)
    await until(stage, lambda: heard(stage.other) == ["read by now"])
    for asking in (question, another):
        await stage.listener.press(asking, f"For {names(stage, stage.asker)}")
    await until(stage, lambda: heard(stage.asker) != [])
    await stage.settle()
    assert heard(stage.asker) == ["Hello!"]


async def test_what_is_edited_to_nothing_visible_is_as_good_as_deleted(stage: Stage) -> None:
    """Nobody is told that it is on its way: the button says that the words are gone."""
    sent = await stage.listener.send(stage.listener.dm, "never mind")
    question = await asked(stage)
    await stage.listener.edit(sent, "\u200b\u200d")
    await stage.settle()
    shown = (await stage.listener.press(question, f"For {names(stage, stage.other)}")).message
    assert shown is not None
    assert shown.text == stage.words("error.no_longer_held")
    assert heard(stage.asker) == heard(stage.other) == []


async def test_a_sticker_is_kept_without_its_words(stage: Stage) -> None:
    """There is still something to pass on when the words beside it are edited away."""
    sent = await stage.listener.send(stage.listener.dm, "hm", stickers=["Wave"])
    question = await asked(stage)
    await stage.listener.edit(sent, "\u200b")
    await stage.settle()
    await stage.listener.press(question, f"For {names(stage, stage.other)}")
    await stage.other.wait_for(stage.other.dm, "sent a sticker:\n> Wave")
    assert heard(stage.other) == []


async def test_what_is_kept_is_erased_after_half_an_hour(stage: Stage) -> None:
    """Nobody chose: the button says that it is out of date."""
    await stage.listener.send(stage.listener.dm, "forgotten")
    question = await asked(stage)
    await stage.pass_time(timedelta(minutes=31))
    label = next(label for label in buttons(question) if label.startswith("For "))
    shown = (await stage.listener.press(question, label)).message
    assert shown is not None
    await stage.settle()
    assert heard(stage.asker) == heard(stage.other) == []


async def test_a_reply_into_an_ended_conversation_reaches_nobody_else(stage: Stage) -> None:
    """Words for somebody who has gone are not given to whoever is left."""
    words = copy(stage.listener, "hello from asker")
    await stage.end(stage.asker)
    await stage.listener.send(stage.listener.dm, "only for you", reply_to=words)
    question = await stage.listener.wait_for(stage.listener.dm, WHO)
    await stage.settle()
    assert heard(stage.other) == []
    assert "more than one" not in question.text
