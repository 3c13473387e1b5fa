"""After a conversation, the asker's side: did it help, and thanks that reach the listener."""

from datetime import timedelta

import pytest

from bot.demo.frames import boxes
from bot.local_discord import Message, Person
from tests.journeys.stage import Stage
from tests.journeys.talking import buttons, talk

WEEK = timedelta(days=7)
ENDED = "has ended"
AFTER = ["It helped", "A little", "Not really", "Say thanks"]
LAST = ["Clear this chat", "Block"]
THANKS = "A few words, if you like"


async def over(stage: Stage) -> Message:
    """A conversation that ended; what the asker reads of it."""
    await talk(stage)
    await stage.end(stage.listener)
    return await stage.asker.wait_for(stage.asker.dm, ENDED)


def again(ended: Message) -> list[str]:
    """The buttons that lead on: to others, and to the listener of this conversation."""
    alias = ended.text.split("The conversation with ")[1].split(" has ended")[0]
    return ["Go on with somebody else", f"Ask {alias} again"]


async def press(person: Person, message: Message, label: str) -> Message:
    """Press, and what is shown."""
    shown = (await person.press(message, label)).message
    assert shown is not None
    assert shown.ephemeral
    return shown


async def say_thanks(stage: Stage, ended: Message, words: str = "") -> Message:
    """Press, fill in the form, and what is shown."""
    form = (await stage.asker.press(ended, "Say thanks")).form
    assert form is not None
    shown = (await stage.asker.submit(form, {THANKS: words})).message
    assert shown is not None
    assert shown.ephemeral
    return shown


async def test_the_ending_comes_with_what_can_be_done_now(stage: Stage) -> None:
    """For the asker; the listener's notice holds nothing of it."""
    ended = await over(stage)
    assert buttons(ended) == [*AFTER, *again(ended), *LAST]
    theirs = await stage.listener.wait_for(stage.listener.dm, ENDED)
    assert not {"It helped", "Say thanks"} & set(buttons(theirs))


@pytest.mark.l26
async def test_somebody_who_leaves_ends_it_with_the_same_buttons(stage: Stage) -> None:
    """The same words, and the same below them."""
    asker, listener = await talk(stage)
    stage.guild.leave(listener)
    await stage.pass_time(timedelta(minutes=31))
    await stage.pass_time(timedelta(minutes=31))
    ended = await asker.wait_for(asker.dm, ENDED)
    assert buttons(ended) == [*AFTER, *again(ended), *LAST]


@pytest.mark.parametrize(
    ("label", "words"),
    [("It helped", "good to hear"), ("A little", "is something"), ("Not really", "sorry that")],
)
async def test_each_answer_has_kind_words(stage: Stage, label: str, words: str) -> None:
    """Only the asker reads them, also after a restart."""
    ended = await over(stage)
    before = len(stage.listener.sees(stage.listener.dm))
    await stage.restart()
    assert words in (await press(stage.asker, ended, label)).text
    await stage.settle()
    assert len(stage.listener.sees(stage.listener.dm)) == before


@pytest.mark.parametrize("first", ["It helped", "A little", "Not really"])
async def test_a_later_answer_is_not_said_to_count(stage: Stage, first: str) -> None:
    """The first one does, whichever it was; Not really is met kindly each time."""
    ended = await over(stage)
    await press(stage.asker, ended, first)
    alias = again(ended)[-1].removeprefix("Ask ").removesuffix(" again")
    before = stage.words("after.helped_before", alias=alias)
    for label in ("It helped", "A little"):
        assert (await press(stage.asker, ended, label)).text == before
    kind = stage.words("after.helped_no", alias=alias)
    assert (await press(stage.asker, ended, "Not really")).text == kind


async def test_not_really_leads_on(stage: Stage) -> None:
    """To ask again with the same words, and to the help lines."""
    ended = await over(stage)
    shown = await press(stage.asker, ended, "Not really")
    assert buttons(shown) == ["Ask again", "Help lines"]
    preview = await press(stage.asker, shown, "Ask again")
    assert "Post" in buttons(preview)
    await press(stage.asker, shown, "Help lines")


async def test_thanks_reach_the_listener(stage: Stage) -> None:
    """With the words, shown literally, and no name."""
    ended = await over(stage)
    shown = await say_thanks(stage, ended, "You were *patient* with me @everyone \u202eabc")
    assert shown.text.startswith("I have it. It's for")
    await stage.settle()
    read = await stage.listener.wait_for(stage.listener.dm, "thanks you")
    assert r"You were \*patient\* with me" in read.text
    assert "@everyone" not in read.text
    assert "\u202e" not in read.text
    assert stage.asker.username not in read.text
    assert not read.raw["mentions"]
    assert not read.raw["mention_everyone"]


async def test_thanks_need_no_words(stage: Stage) -> None:
    """The form may stay empty."""
    await say_thanks(stage, await over(stage))
    await stage.settle()
    read = await stage.listener.wait_for(stage.listener.dm, "thanks you")
    assert not boxes(read)


async def test_thanks_are_said_once(stage: Stage) -> None:
    """Pressing again says so, before anything is written."""
    ended = await over(stage)
    await say_thanks(stage, ended)
    await stage.settle()
    await stage.restart()
    again = (await stage.asker.press(ended, "Say thanks")).message
    assert again is not None
    assert again.text == stage.words("error.already_thanked")
    await stage.settle()
    read = [m for m in stage.listener.sees(stage.listener.dm) if "thanks you" in m.text]
    assert len(read) == 1


async def test_a_form_that_was_open_during_a_restart_still_works(stage: Stage) -> None:
    """What was written is not lost."""
    ended = await over(stage)
    form = (await stage.asker.press(ended, "Say thanks")).form
    assert form is not None
    await stage.restart()
    await stage.asker.submit(form, {THANKS: "Thank you."})
    await stage.settle()
    await stage.listener.wait_for(stage.listener.dm, "Thank you.")


async def test_the_asker_reads_the_same_when_the_listener_is_gone(stage: Stage) -> None:
    """Closed direct messages, or somebody who left: it shows nowhere."""
    ended = await over(stage)
    stage.listener.dms_open = False
    stage.guild.leave(stage.listener)
    shown = await say_thanks(stage, ended, "Thank you.")
    assert shown.text.startswith("I have it. It's for")
    before = len(stage.asker.sees(stage.asker.dm))
    await stage.pass_time(timedelta(days=4))
    assert len(stage.asker.sees(stage.asker.dm)) == before


async def test_a_week_later_every_button_is_out_of_date(stage: Stage) -> None:
    """What it was about is erased."""
    ended = await over(stage)
    await stage.pass_time(WEEK)
    for label in AFTER:
        shown = (await stage.asker.press(ended, label)).message
        assert shown is not None
        assert shown.text == stage.words("error.out_of_date")
