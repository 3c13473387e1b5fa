"""In a conversation, words that tell who somebody is are kept before they go, on either side."""

import asyncio
from datetime import timedelta

import pytest

from bot.local_discord import Message, Person
from tests.journeys.stage import Stage

NUMBER = "call me please, 07700 900461"
NAME = "by the way, my name is Hannah"
SIDES = pytest.mark.parametrize("side", ["asker", "listener"])


async def talking(stage: Stage, side: str) -> tuple[Person, Person]:
    """Who writes and who reads, in a conversation."""
    await stage.ask()
    await stage.accept()
    both = {"asker": stage.asker, "listener": stage.listener}
    writer = both.pop(side)
    return writer, both.popitem()[1]


async def told(stage: Stage, writer: Person, label: str = "change_words") -> Message:
    """The newest notice that shows its writer their words."""
    await stage.settle()
    wanted = stage.words(f"press.{label}.button")
    shown = [one for one in writer.sees(writer.dm) if wanted in map(str, one.buttons)]
    assert shown, "nothing was said of it"
    return shown[-1]


def heard(reader: Person) -> list[str]:
    """All that somebody reads in their direct messages."""
    return [one.text for one in reader.sees(reader.dm)]


@SIDES
async def test_a_number_is_not_passed_on(stage: Stage, side: str) -> None:
    """Its writer sees the exact words and why; the other side sees nothing at all."""
    writer, reader = await talking(stage, side)
    before = heard(reader)
    await writer.send(writer.dm, NUMBER)
    notice = await told(stage, writer)
    assert "07700 900461" in notice.text
    assert "call me please" not in notice.text
    assert stage.words("press.send_anyway.button") not in map(str, notice.buttons)
    assert heard(reader) == before


@SIDES
async def test_what_was_a_reply_still_is_one_once_it_goes(stage: Stage, side: str) -> None:
    """Sent as it was, or written anew."""
    writer, reader = await talking(stage, side)
    await reader.send(reader.dm, "Shall I tell you something?")
    seen = await writer.wait_for(writer.dm, "Shall I tell you something?")
    for way in ("send_anyway", "change_words"):
        await writer.send(writer.dm, NAME, reply_to=seen)
        notice = await told(stage, writer, way)
        opened = await writer.press(notice, stage.words(f"press.{way}.button"))
        if opened.form is not None:
            (field,) = opened.form.fields
            await writer.submit(opened.form, {field.label: "tell me"})
        await stage.settle()
    for words in (NAME, "tell me"):
        answer = await reader.wait_for(reader.dm, words)
        assert answer.reply_to is not None
        assert answer.reply_to.content == "Shall I tell you something?"


@SIDES
async def test_written_anew_it_goes(stage: Stage, side: str) -> None:
    """The form holds the words as typed, also after a restart; the number is asked about again."""
    writer, reader = await talking(stage, side)
    await writer.send(writer.dm, NUMBER)
    notice = await told(stage, writer)
    await stage.restart()
    form = (await writer.press(notice, stage.words("press.change_words.button"))).form
    assert form is not None
    assert form.fields[0].value == NUMBER
    again = (await writer.submit(form, {form.fields[0].label: "or 07700 900462"})).message
    assert again is not None
    assert "07700 900462" in again.text
    form = (await writer.press(again, stage.words("press.change_words.button"))).form
    assert form is not None
    await writer.submit(form, {form.fields[0].label: "talk to me please"})
    await stage.settle()
    assert sum("talk to me please" in one for one in heard(reader)) == 1
    assert not any("07700" in one for one in heard(reader))


@SIDES
async def test_a_name_goes_when_its_writer_says_so(stage: Stage, side: str) -> None:
    """Once, however often they press."""
    writer, reader = await talking(stage, side)
    await writer.send(writer.dm, NAME)
    notice = await told(stage, writer, "send_anyway")
    assert not any("Hannah" in one for one in heard(reader))
    label = stage.words("press.send_anyway.button")
    await asyncio.gather(*(writer.press(notice, label) for _ in range(2)))
    await stage.settle()
    assert sum("Hannah" in one for one in heard(reader)) == 1


@SIDES
async def test_an_edit_that_adds_a_number_waits_and_one_without_it_goes(
    stage: Stage, side: str
) -> None:
    """What was passed on stays as it was; the copy is edited, and nothing comes twice."""
    writer, reader = await talking(stage, side)
    sent = await writer.send(writer.dm, "I can't talk now")
    await reader.wait_for(reader.dm, "I can't talk now")
    await writer.edit(sent, NUMBER)
    await told(stage, writer)
    assert any("I can't talk now" in one for one in heard(reader))
    assert not any("07700" in one for one in heard(reader))
    count = len(heard(reader))
    await writer.edit(sent, "I can talk later")
    await stage.settle()
    assert any("I can talk later" in one for one in heard(reader))
    assert len(heard(reader)) == count


async def test_an_edit_lets_kept_words_go(stage: Stage) -> None:
    """Whoever takes the number out in their own message need not press anything."""
    writer, reader = await talking(stage, "asker")
    sent = await writer.send(writer.dm, NUMBER)
    await told(stage, writer)
    await writer.edit(sent, "please be there")
    await stage.settle()
    assert sum("please be there" in one for one in heard(reader)) == 1


async def test_deleted_words_are_kept_no_longer(stage: Stage) -> None:
    """Also those of an edit, with what was passed on before it."""
    writer, reader = await talking(stage, "asker")
    sent = await writer.send(writer.dm, "I can't talk now")
    await reader.wait_for(reader.dm, "I can't talk now")
    await writer.edit(sent, NAME)
    notice = await told(stage, writer, "send_anyway")
    await writer.delete(sent)
    await stage.settle()
    assert not any("I can't talk now" in one for one in heard(reader))
    gone = (await writer.press(notice, stage.words("press.send_anyway.button"))).message
    assert gone is not None
    assert gone.text == stage.words("error.no_longer_held")


async def test_after_half_an_hour_it_is_erased(stage: Stage) -> None:
    """As the notice says, and nothing of it went."""
    writer, reader = await talking(stage, "asker")
    await writer.send(writer.dm, NAME)
    notice = await told(stage, writer, "send_anyway")
    await stage.pass_time(timedelta(minutes=31))
    gone = (await writer.press(notice, stage.words("press.send_anyway.button"))).message
    assert gone is not None
    assert gone.text == stage.words("error.no_longer_held")
    assert not any("Hannah" in one for one in heard(reader))


@pytest.mark.parametrize(
    "words", ["116 123 is free, please call them", "at 12:30 in room 204", "it cost 1,299.99"]
)
async def test_a_help_lines_number_passes(stage: Stage, words: str) -> None:
    """It is nobody's own, and may be what somebody needs most: it arrives once, and nothing is
    asked about it."""
    writer, reader = await talking(stage, "listener")
    asked = heard(writer)
    await writer.send(writer.dm, words)
    await stage.settle()
    assert sum(words in one for one in heard(reader)) == 1
    assert [one for one in heard(writer) if one not in asked] == [words]


async def test_with_direct_messages_closed_it_is_shown_in_place_of_the_form(stage: Stage) -> None:
    """Whoever writes under My conversations reads it there, and can change it there."""
    writer, reader = await talking(stage, "asker")
    writer.dms_open = False
    overview = (await writer.run("conversations", in_=stage.asks)).message
    assert overview is not None
    (write,) = [one for one in map(str, overview.buttons) if one.startswith("Write to")]
    form = (await writer.press(overview, write)).form
    assert form is not None
    shown = (await writer.submit(form, {form.fields[0].label: NUMBER})).message
    assert shown is not None
    assert "07700 900461" in shown.text
    form = (await writer.press(shown, stage.words("press.change_words.button"))).form
    assert form is not None
    assert form.fields[0].value == NUMBER
    await writer.submit(form, {form.fields[0].label: "are you there?"})
    await stage.settle()
    assert sum("are you there?" in one for one in heard(reader)) == 1
    assert not any("07700" in one for one in heard(reader))
