"""A press took effect, and Discord lost the answer to it: pressing again says what is so."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.local_discord import Message, Person
from tests.journeys.hanging import CALLBACK, slowly
from tests.journeys.stage import WORDS, WOULD_HELP, Stage
from tests.journeys.talking import heard, talk, until

ANSWER = "/webhooks/*/*/messages/@original"
LOST = ("late", "cut")


async def unanswered(
    stage: Stage, person: Person, how: str, act: Callable[[], Awaitable[object]]
) -> None:
    """Do something whose answer never comes: Discord gave up before, or it took so long that it
    was acknowledged, and then the answer fails."""
    patience = person.patience, person.deferred_patience
    if how == "late":
        stage.discord.faults.fail_next("POST", CALLBACK, status=404, code=10062)
        person.patience = 0.5
        await act()
    else:
        stage.discord.faults.fail_next("PATCH", ANSWER, status=400)
        person.deferred_patience = 0.5
        await slowly(stage, act)
    person.patience, person.deferred_patience = patience


async def lost(
    stage: Stage, person: Person, how: str, act: Callable[[], Awaitable[object]]
) -> None:
    """As `unanswered`; all that comes of it has come."""
    await unanswered(stage, person, how, act)
    await stage.settle()
    stage.discord.faults.clear()


async def pressed_twice(stage: Stage, person: Person, below: Message, label: str, how: str) -> str:
    """What somebody reads who presses again, as the first answer was lost."""
    await lost(stage, person, how, lambda: person.press(below, label))
    before = len(person.sees(below.channel))
    shown = (await person.press(below, label)).message
    if shown is not None:
        return shown.text
    await until(stage, lambda: len(person.sees(below.channel)) > before)
    return person.sees(below.channel)[-1].text


@pytest.mark.parametrize("how", LOST)
async def test_post(stage: Stage, how: str) -> None:
    """One ask; they read that it waits, and can take it back right there."""
    preview = await stage.write("Hear me.")
    said = await pressed_twice(stage, stage.asker, preview, "Post", how)
    assert "Nobody has accepted it yet" in said
    assert [str(button) for button in preview.buttons] == [
        "Change my words",
        "Take it back",
        "🌐 My language",
        "Quiet hours",
        "Help lines",
    ]
    assert len(stage.public(stage.listener)) == 1
    await stage.asker.press(preview, "Take it back")
    await stage.settle()
    assert "This ask is over" in stage.post().text


async def test_cancel_after_a_post_that_took_effect(stage: Stage) -> None:
    """Nothing claims that it was not posted, or is erased."""
    preview = await stage.write("Hear me.")
    await lost(stage, stage.asker, "late", lambda: stage.asker.press(preview, "Post"))
    shown = (await stage.asker.press(preview, "Cancel")).message
    assert shown is not None
    assert "Nobody has accepted it yet" in shown.text


async def test_post_anyway(stage: Stage) -> None:
    """As with Post."""
    stage.asker.dms_open = False
    refused = (await stage.asker.press(await stage.write("Hear me."), "Post")).message
    assert refused is not None
    label = stage.words("press.post_anyway.button")
    assert "Nobody has accepted it yet" in await pressed_twice(
        stage, stage.asker, refused, label, "late"
    )


async def test_post_that_somebody_accepted_meanwhile(stage: Stage) -> None:
    """They read that somebody is there."""
    preview = await stage.write("Hear me.")
    await lost(stage, stage.asker, "late", lambda: stage.asker.press(preview, "Post"))
    await stage.accept()
    shown = (await stage.asker.press(preview, "Post")).message
    assert shown is not None
    assert "your listener from **Harbour**" in shown.text


@pytest.mark.parametrize("how", LOST)
async def test_accept(stage: Stage, how: str) -> None:
    """Not that it is no longer available: it is theirs."""
    post = await stage.ask()
    stale = stage.discord.faults.hold("PATCH", f"/channels/{stage.asks.id}/messages/*")
    accept = stage.words("press.accept.button")
    await unanswered(stage, stage.listener, how, lambda: stage.listener.press(post, accept))
    shown = (await stage.listener.press(post, "I can listen")).message
    stale.release()
    assert shown is not None
    assert "that is where you talk with" in shown.text
    await stage.settle()
    openings = [m for m in stage.listener.sees(stage.listener.dm) if "You're here for" in m.text]
    assert len(openings) == 1


@pytest.mark.parametrize("how", LOST)
async def test_take_back(stage: Stage, how: str) -> None:
    """It is over: nobody can accept it, and nothing says that it still waits."""
    await stage.ask()
    mine = (await stage.asker.run("conversations", in_=stage.asks)).message
    assert mine is not None
    said = await pressed_twice(stage, stage.asker, mine, "Take it back", how)
    assert said == stage.words("error.out_of_date")
    assert "This ask is over" in stage.post().text


@pytest.mark.parametrize("how", LOST)
async def test_end(stage: Stage, how: str) -> None:
    """It has ended, once, and that is what they read."""
    asker, listener = await talk(stage)
    opening = await asker.wait_for(asker.dm, "Somebody is here for you")
    really = (await asker.press(opening, "End this conversation")).message
    assert really is not None
    said = await pressed_twice(stage, asker, really, "End it", how)
    assert said == stage.words("error.conversation_over")
    ended = [m for m in listener.sees(listener.dm) if "has ended" in m.text]
    assert len(ended) == 1


@pytest.mark.parametrize("how", LOST)
async def test_join_and_duty(stage: Stage, how: str) -> None:
    """They are a listener, on duty."""
    person = stage.asker
    shown = (await person.run("listen", in_=stage.asks)).message
    assert shown is not None
    for _ in range(2):
        await person.press(shown, "Next")
    form = (await person.press(shown, "Become a listener")).form
    assert form is not None
    ticked = {stage.words("listen.form.agree.field_label"): True}
    await lost(stage, person, how, lambda: person.submit(form, ticked))
    shown = (await person.run("listen", in_=stage.asks)).message
    assert shown is not None
    assert "You're a listener, off duty." in shown.text
    duty = next(str(button) for button in shown.buttons if str(button).startswith("On duty"))
    await lost(stage, person, how, lambda: person.press(shown, duty))
    again = (await person.run("listen", in_=stage.asks)).message
    assert again is not None
    assert "You're on duty." in again.text


@pytest.mark.parametrize("how", LOST)
async def test_keep_it_until_morning(stage: Stage, how: str) -> None:
    """It waits again, and they read until when."""
    await stage.ask()
    for _ in range(3):
        await stage.pass_time(timedelta(hours=8))
    notice = await stage.asker.wait_for(stage.asker.dm, "Nobody was free to answer")
    label = stage.words("press.keep_until_later.button")
    said = await pressed_twice(stage, stage.asker, notice, label, how)
    assert "Nobody has accepted it yet" in said
    assert "it ends" in said


@pytest.mark.parametrize("how", LOST)
async def test_first_in_line(stage: Stage, how: str) -> None:
    """It waits again, and they read that it does."""
    asker, _ = await talk(stage)
    await stage.end(asker)
    ended = await asker.wait_for(asker.dm, "has ended")
    said = await pressed_twice(stage, asker, ended, "Go on with somebody else", how)
    assert "Nobody has accepted it yet" in said


@pytest.mark.parametrize("how", LOST)
async def test_a_form_of_words_sent_twice(stage: Stage, how: str) -> None:
    """Discord keeps the form open when it lost the answer: the words arrive once."""
    asker, listener = await talk(stage)
    mine = (await asker.run("conversations", in_=stage.asks)).message
    assert mine is not None
    (label,) = [str(b) for b in mine.buttons if str(b).startswith("Write to")]
    form = (await asker.press(mine, label)).form
    assert form is not None
    typed = {form.fields[0].label: "Only once."}
    await lost(stage, asker, how, lambda: asker.submit(form, typed))
    if how == "late":
        shown = (await asker.submit(form, typed)).message
        assert shown is not None
        assert "I have it" in shown.text
    await stage.settle()
    assert heard(listener).count("Only once.") == 1


@pytest.mark.parametrize("how", LOST)
async def test_thanks(stage: Stage, how: str) -> None:
    """Said once; the second time they read that it was said."""
    asker, listener = await talk(stage)
    await stage.end(asker)
    ended = await asker.wait_for(asker.dm, "has ended")
    form = (await asker.press(ended, "Say thanks")).form
    assert form is not None
    await lost(stage, asker, how, lambda: asker.submit(form, {form.fields[0].label: "Thanks"}))
    await asker.press(ended, "Say thanks")
    await asker.wait_for(asker.dm, stage.words("error.already_thanked"))
    assert len([m for m in listener.sees(listener.dm) if "thanks you" in m.text]) == 1


async def test_words_passed_on_from_a_direct_message(stage: Stage) -> None:
    """A preview that nobody saw leaves the words where they are."""
    await stage.asker.run("conversations", in_=stage.asks)
    await stage.settle()
    await stage.asker.send(stage.asker.dm, "Is somebody there?")
    asked = await stage.asker.wait_for(stage.asker.dm, "Shall I pass it on")
    said = await pressed_twice(stage, stage.asker, asked, "Yes, in Harbour", "cut")
    assert "Is somebody there?" in said


async def test_asking_itself(stage: Stage) -> None:
    """The form stays open; sent again it shows the words, which nobody has seen yet."""
    form = (await stage.asker.run("ask", in_=stage.asks)).form
    assert form is not None
    filled = {WORDS: "Hear me.", WOULD_HELP: ""}
    await lost(stage, stage.asker, "late", lambda: stage.asker.submit(form, filled))
    shown = (await stage.asker.submit(form, filled)).message
    assert shown is not None
    assert "Nobody has seen it yet" in shown.text
