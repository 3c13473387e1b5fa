"""When nobody writes: waiting or finding somebody else, a warning, and then it closes."""

from datetime import timedelta

from tests.journeys.stage import Stage
from tests.journeys.talking import buttons, talk, until

QUIET = "hasn't written for a while"


async def test_the_asker_may_wait_or_find_somebody_else(stage: Stage) -> None:
    """After 15 minutes; the listener reads what every ending says, and the ask waits again."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, "Are you there?")
    await stage.settle()
    await stage.pass_time(timedelta(minutes=14))
    assert not any(QUIET in m.text for m in asker.sees(asker.dm))
    await stage.pass_time(timedelta(minutes=2))
    asked = await asker.wait_for(asker.dm, QUIET)
    assert buttons(asked) == ["I'll wait", "Find somebody else"]
    waits = (await asker.press(asked, "I'll wait")).message
    assert waits is not None
    assert "in 15 minutes" in waits.text
    await stage.pass_time(timedelta(minutes=16))
    again = await asker.wait_for(asker.dm, QUIET, after=asked)
    await asker.press(again, "Find somebody else")
    await listener.wait_for(listener.dm, "has ended")
    await stage.settle()
    assert "would like an ear" in stage.post().text
    (status,) = [m for m in asker.sees(asker.dm) if "This is where I write to you" in m.text]
    assert buttons(status) == ["Change my words", "Take it back"]
    await stage.accept(stage.other)
    await until(stage, lambda: "has found somebody" in status.text)
    await asker.wait_for(asker.dm, "Somebody is here for you", after=again)


async def test_an_old_question_ends_no_lively_conversation(stage: Stage) -> None:
    """The listener wrote after it: "Find somebody else" is out of date, and both go on."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, "Are you there?")
    await stage.settle()
    await stage.pass_time(timedelta(minutes=16))
    asked = await asker.wait_for(asker.dm, QUIET)
    await listener.send(listener.dm, "Sorry, the door.")
    await asker.wait_for(asker.dm, "Sorry, the door.")
    shown = (await asker.press(asked, "Find somebody else")).message
    assert shown is not None
    assert shown.text == stage.words("error.out_of_date")
    await asker.send(asker.dm, "No hurry.")
    await listener.wait_for(listener.dm, "No hurry.")


async def test_the_listeners_words_end_the_waiting(stage: Stage) -> None:
    """Whoever got an answer is not asked."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, "Are you there?")
    await stage.settle()
    await listener.send(listener.dm, "Yes.")
    await asker.wait_for(asker.dm, "Yes.")
    await stage.pass_time(timedelta(hours=1))
    assert not any(QUIET in m.text for m in asker.sees(asker.dm))


async def test_a_listener_says_that_they_are_here(stage: Stage) -> None:
    """The asker is told kindly, and is asked later."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, "Are you there?")
    await stage.settle()
    await stage.pass_time(timedelta(minutes=10))
    opening = await listener.wait_for(listener.dm, "You're here for")
    await listener.press(opening, "Back in 10 minutes")
    await asker.wait_for(asker.dm, "will be back in about 10 minutes")
    await listener.press(opening, "I'm still here")
    await asker.wait_for(asker.dm, "is still here")
    await stage.pass_time(timedelta(minutes=10))
    assert not any(QUIET in m.text for m in asker.sees(asker.dm))


async def test_a_silent_conversation_is_warned_and_closes(stage: Stage) -> None:
    """Both are told after 12 hours; after 24 it ends with the words of every ending."""
    asker, listener = await talk(stage)
    await stage.pass_time(timedelta(hours=12, minutes=1))
    for person in (asker, listener):
        await person.wait_for(person.dm, "It has been quiet between you")
    await stage.pass_time(timedelta(hours=12))
    for person in (asker, listener):
        await person.wait_for(person.dm, "has ended")
        assert sum("has ended" in m.text for m in person.sees(person.dm)) == 1


async def test_it_stays_open_for_who_wants_it(stage: Stage) -> None:
    """One press keeps it, but not for longer than three silent days."""
    asker, listener = await talk(stage)
    for _ in range(5):
        await stage.pass_time(timedelta(hours=12, minutes=1))
        warning = [m for m in asker.sees(asker.dm) if "It has been quiet" in m.text][-1]
        assert not any("has ended" in m.text for m in listener.sees(listener.dm))
        await asker.press(warning, "I'm still here")
        await stage.settle()
    await stage.pass_time(timedelta(hours=12))
    await asker.wait_for(asker.dm, "has ended")


async def test_waiting_goes_on_after_a_restart(stage: Stage) -> None:
    """What is due is a row: the bot may be stopped in between."""
    asker, _ = await talk(stage)
    await asker.send(asker.dm, "Are you there?")
    await stage.settle()
    assert not [m for m in asker.sees(asker.dm) if QUIET in m.text]
    await stage.restart()
    stage.clock.advance(timedelta(minutes=16))
    await until(stage, lambda: any(QUIET in m.text for m in asker.sees(asker.dm)))
    assert len([m for m in asker.sees(asker.dm) if QUIET in m.text]) == 1


async def test_nobody_waits_for_a_listener_who_wrote_last(stage: Stage) -> None:
    """A button pressed late, or "I'm still here", does not make an asker wait who was answered."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, "Are you there?")
    await stage.settle()
    await stage.pass_time(timedelta(minutes=16))
    asked = await asker.wait_for(asker.dm, QUIET)
    await listener.send(listener.dm, "Yes, I'm back. How are you?")
    await asker.wait_for(asker.dm, "I'm back")
    await asker.press(asked, "I'll wait")
    await stage.pass_time(timedelta(hours=12, minutes=1))
    warning = await listener.wait_for(listener.dm, "It has been quiet between you")
    await listener.press(warning, "I'm still here")
    await stage.pass_time(timedelta(minutes=16))
    assert not any(QUIET in m.text for m in asker.sees(asker.dm))
