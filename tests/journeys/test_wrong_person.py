"""To the wrong person: old buttons, forms and messages of somebody who is not the one now."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Settings
from bot.local_discord import Message, Person
from tests.journeys.onlookers import on_duty
from tests.journeys.several import WHO, questions
from tests.journeys.stage import Stage, staged
from tests.journeys.talking import copy, heard, talk, until

SEVERAL = Settings.model_validate({"listeners": {"conversations_at_once": 3}})


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A listener in two conversations: with the asker, and with the other one."""
    async with staged(tmp_path, SEVERAL) as made:
        await made.is_set_up()
        await made.join(made.listener)
        for person in (made.asker, made.other):
            preview = await made.write("Hear me.", by=person)
            await person.press(preview, made.words("press.post.button"))
            await made.settle()
            await made.accept()
            await person.send(person.dm, f"hello from {person.username}")
            await made.listener.wait_for(made.listener.dm, f"hello from {person.username}")
        yield made


def alias(stage: Stage, person: Person) -> str:
    """The name that the listener knows somebody by."""
    return copy(stage.listener, f"hello from {person.username}").content.split("\n")[0].strip("*")


def for_them(stage: Stage, person: Person) -> str:
    """The button that gives a text to somebody."""
    return stage.words("press.for_them.button", alias=alias(stage, person))


async def asked_about(stage: Stage, words: str) -> Message:
    """Write without saying whom it is for; the question that comes."""
    before = questions(stage.listener)
    await stage.listener.send(stage.listener.dm, words)
    await until(stage, lambda: questions(stage.listener) == before + 1)
    return [m for m in stage.listener.sees(stage.listener.dm) if WHO in m.text][-1]


async def talk_with(stage: Stage, person: Person) -> None:
    """Switch to somebody under My conversations."""
    shown = (await stage.listener.run("conversations", in_=stage.asks)).message
    assert shown is not None
    label = stage.words("press.talk_with.button", alias=alias(stage, person))
    (numbered,) = [one for one in map(str, shown.buttons) if one.endswith(label)]
    await stage.listener.press(shown, numbered)


async def test_after_a_switch_older_words_stay_with_whom_they_were_for(stage: Stage) -> None:
    """Edits, words that come back after none, and replies to one's own words."""
    await talk_with(stage, stage.asker)
    first = await stage.listener.send(stage.listener.dm, "for the first")
    await until(stage, lambda: heard(stage.asker) == ["for the first"])
    await talk_with(stage, stage.other)
    await stage.listener.edit(first, "for the first, edited")
    await stage.listener.send(stage.listener.dm, "and this", reply_to=first)
    await until(stage, lambda: heard(stage.asker) == ["for the first, edited", "and this"])
    await stage.listener.edit(first, "\u200b")
    await until(stage, lambda: heard(stage.asker) == ["and this"])
    await stage.listener.edit(first, "back again")
    await until(stage, lambda: heard(stage.asker) == ["and this", "back again"])
    assert heard(stage.other) == []


async def test_a_long_text_that_is_given_to_two_at_once_goes_to_one(stage: Stage) -> None:
    """Whole, with no part to the other; both presses read the same about whom it is for."""
    stage.listener.nitro = True
    question = await asked_about(stage, "y" * 3999)
    people = (stage.asker, stage.other)
    labels = [for_them(stage, one) for one in people]
    shown = await asyncio.gather(*(stage.listener.press(question, label) for label in labels))
    await until(stage, lambda: sum(len("".join(heard(one))) for one in people) >= 3999)
    await stage.settle()
    nobody, reader = sorted(people, key=lambda one: len("".join(heard(one))))
    assert [len("".join(heard(one))) for one in (nobody, reader)] == [0, 3999]
    given = stage.words("talk.given", alias=alias(stage, reader))
    assert all(one.message is not None and given in one.message.text for one in shown)


async def test_a_text_for_who_has_gone_is_not_the_others(stage: Stage) -> None:
    """The old question's button says that it ended; the text stays, to be given or not."""
    question = await asked_about(stage, "only for the first")
    theirs, others = for_them(stage, stage.asker), for_them(stage, stage.other)
    await stage.end(stage.asker)
    told = (await stage.listener.press(question, theirs)).message
    assert told is not None
    assert stage.words("error.conversation_over") in told.text
    await stage.settle()
    assert heard(stage.asker) == heard(stage.other) == []
    await stage.listener.press(question, others)
    await until(stage, lambda: heard(stage.other) == ["only for the first"])


async def test_an_old_switch_chooses_nobody_new(stage: Stage) -> None:
    """Not the same person's next conversation, which has another name, and not the one left."""
    question = await asked_about(stage, "hm")
    label = for_them(stage, stage.asker)
    given = (await stage.listener.press(question, label)).message
    assert given is not None
    old = stage.words("press.talk_with.button", alias=alias(stage, stage.asker))
    await stage.end(stage.asker)
    await stage.ask("Once more.")
    await stage.accept()
    told = (await stage.listener.press(given, old)).message
    assert told is not None
    assert stage.words("error.conversation_over") in told.text
    await asked_about(stage, "after the old button")
    assert "after the old button" not in heard(stage.asker) + heard(stage.other)


async def test_what_was_chosen_arrives_there_after_two_restarts(stage: Stage) -> None:
    """Discord's answer was lost, and the bot was stopped twice: once, and to nobody else."""
    question = await asked_about(stage, "chosen and queued")
    lost = stage.discord.faults.hold("POST", f"/channels/{stage.asker.dm.id}/messages")
    await stage.listener.press(question, for_them(stage, stage.asker))
    lost.drop()
    await stage.restart()
    await talk_with(stage, stage.other)
    await stage.restart()
    await stage.pass_time(timedelta(minutes=2))
    await until(stage, lambda: heard(stage.asker) == ["chosen and queued"])
    assert heard(stage.other) == []


async def test_thanks_that_are_late_reach_whom_they_are_for(stage: Stage) -> None:
    """The form was opened below the first conversation, and is sent during the next."""
    await stage.end(stage.asker)
    ended = await stage.asker.wait_for(stage.asker.dm, "has ended")
    form = (await stage.asker.press(ended, stage.words("press.say_thanks.button"))).form
    assert form is not None
    await stage.end(stage.other)
    await stage.join(stage.other)
    await stage.ask("Once more.")
    await stage.accept(stage.other)
    await stage.asker.submit(form, {form.fields[0].label: "You were patient."})
    await stage.listener.wait_for(stage.listener.dm, "You were patient.")
    await stage.settle()
    assert not any("You were patient." in m.text for m in stage.other.sees(stage.other.dm))


async def test_written_while_the_database_is_locked(stage: Stage) -> None:
    """It waits, and goes to whom its writer talks with; a reply to whom it answers."""
    await talk_with(stage, stage.other)
    opening = next(m for m in stage.listener.sees(stage.listener.dm) if "Hear me." in m.text)
    file = stage.folder / "data" / "bot.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        await stage.listener.send(stage.listener.dm, "while locked")
        await stage.listener.send(stage.listener.dm, "a reply while locked", reply_to=opening)
        await asyncio.sleep(0.2)
    await until(stage, lambda: heard(stage.other) == ["while locked"])
    await until(stage, lambda: heard(stage.asker) == ["a reply while locked"])
    assert heard(stage.other) == ["while locked"]


async def test_a_reply_to_words_that_are_being_deleted(stage: Stage) -> None:
    """While their copy still stands it is known whose they were, and later nobody is guessed."""
    await talk_with(stage, stage.other)
    words = await stage.asker.send(stage.asker.dm, "I take this back.")
    seen = await stage.listener.wait_for(stage.listener.dm, "I take this back.")
    await stage.settle()
    path = f"/channels/{stage.listener.dm.id}/messages/{seen.id}"
    held = stage.discord.faults.hold("DELETE", path)
    await stage.asker.delete(words)
    await stage.listener.send(stage.listener.dm, "in between", reply_to=seen)
    await stage.asker.wait_for(stage.asker.dm, "in between")
    held.release()
    await stage.listener.wait_until_gone(seen)
    await stage.end(stage.asker)
    await stage.listener.send(stage.listener.dm, "afterwards", reply_to=seen)
    await until(stage, lambda: questions(stage.listener) == 1)
    assert heard(stage.asker) == ["in between"]
    assert heard(stage.other) == []


async def test_what_answers_a_caption_or_its_refusal_stays_with_its_reader(stage: Stage) -> None:
    """The picture was refused by name: words below that are for the same person."""
    await talk_with(stage, stage.other)
    theirs = copy(stage.listener, "hello from asker")
    picture = [("home.png", b"\x89PNG")]
    caption = await stage.listener.send(stage.listener.dm, "look", files=picture, reply_to=theirs)
    refused = await stage.listener.wait_for(stage.listener.dm, "I can only pass on words")
    await stage.listener.send(stage.listener.dm, "it was my street", reply_to=refused)
    await stage.listener.send(stage.listener.dm, "or so", reply_to=caption)
    await until(stage, lambda: heard(stage.asker) == ["look", "it was my street", "or so"])
    assert heard(stage.other) == []


async def test_who_is_heard_and_listens_is_asked_about_both(tmp_path: Path) -> None:
    """One person with a conversation on either side: nothing goes to one by being a listener."""
    async with staged(tmp_path) as stage:
        await stage.is_set_up()
        await on_duty(stage, stage.listener, stage.asker)
        both, listener = await talk(stage)
        preview = await stage.write("Hear me, too.", by=stage.other)
        await stage.other.press(preview, stage.words("press.post.button"))
        await stage.settle()
        await stage.accept(both)
        opening = await both.wait_for(both.dm, "Hear me, too.")
        await both.send(both.dm, "for whom?")
        await until(stage, lambda: questions(both) == 1)
        await both.send(both.dm, "I hear you", reply_to=opening)
        await both.send(both.dm, "thank you", reply_to=copy(both, "I'm here."))
        await until(stage, lambda: heard(listener) == ["thank you"])
        await until(stage, lambda: heard(stage.other) == ["I hear you"])
        assert heard(listener) == ["thank you"]
