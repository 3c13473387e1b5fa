"""Silence is judged only when what was written meanwhile has been read."""

from datetime import timedelta

from bot.local_discord import Person
from tests.journeys.stage import Stage
from tests.journeys.talking import heard, talk, until

HISTORIES = "/channels/*/messages"
TAKEN_BACK = "Your ask waits again"
QUIET = "hasn't written for a while"


def told(person: Person, words: str) -> bool:
    """Whether the bot told somebody this."""
    return any(words in message.text for message in person.sees(person.dm))


async def test_first_words_written_while_the_bot_was_down_count(stage: Stage) -> None:
    """The ten minutes are over when it starts; the listener's words were there in time."""
    await stage.ask()
    await stage.accept()
    await stage.running.aclose()
    await stage.listener.send(stage.listener.dm, "I'm here.")
    stage.clock.advance(timedelta(minutes=10))
    hold = stage.discord.faults.hold("GET", HISTORIES)
    await stage.start()
    await stage.settle()
    hold.release()
    await until(stage, lambda: heard(stage.asker) == ["I'm here."])
    await stage.settle()
    assert not told(stage.asker, TAKEN_BACK)
    assert not told(stage.listener, "is waiting for your first words")
    assert not told(stage.listener, "didn't get to talk")


async def test_first_words_written_in_an_outage_of_the_gateway_count(stage: Stage) -> None:
    """Nothing is judged while it lasts, nor before what it swallowed has been read."""
    await stage.ask()
    await stage.accept()
    stage.discord.faults.gateway_down(True)
    await until(stage, lambda: not stage.discord.gateway.connections)
    stage.discord.gateway.sessions.clear()
    await stage.listener.send(stage.listener.dm, "I'm here.")
    hold = stage.discord.faults.hold("GET", HISTORIES)
    await stage.pass_time(timedelta(minutes=10))
    stage.discord.faults.gateway_down(False)
    await hold.arrived()
    await stage.settle()
    hold.release()
    await until(stage, lambda: heard(stage.asker) == ["I'm here."])
    await stage.settle()
    assert not told(stage.asker, TAKEN_BACK)


async def test_an_answer_written_while_the_bot_was_down_counts(stage: Stage) -> None:
    """Nobody is asked whether to wait, and nothing is warned of or closed."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, "Are you there?")
    await until(stage, lambda: heard(listener) == ["Are you there?"])
    await stage.running.aclose()
    await listener.send(listener.dm, "I am.")
    stage.clock.advance(timedelta(hours=30))
    hold = stage.discord.faults.hold("GET", HISTORIES)
    await stage.start()
    await stage.settle()
    hold.release()
    await until(stage, lambda: heard(asker) == ["I'm here.", "I am."])
    await stage.settle()
    assert not told(asker, QUIET)
    for person in (asker, listener):
        assert not told(person, "It has been quiet between you")
        assert not told(person, "has ended")


async def test_silence_is_judged_when_everything_has_been_read(stage: Stage) -> None:
    """Whoever wrote nothing all the time is relieved all the same, once."""
    await stage.ask()
    await stage.accept()
    await stage.running.aclose()
    stage.clock.advance(timedelta(minutes=10))
    await stage.start()
    await until(stage, lambda: told(stage.asker, TAKEN_BACK))
    assert told(stage.listener, "didn't get to talk")


async def test_a_resumed_session_judges_silence_as_before(stage: Stage) -> None:
    """A connection that was lost for a moment does not put it off for good; it is said once."""
    await stage.ask()
    await stage.accept()
    (session,) = stage.discord.gateway.sessions
    await stage.discord.disconnect_gateway()
    stage.clock.advance(timedelta(minutes=10))
    await until(stage, lambda: told(stage.asker, TAKEN_BACK))
    await stage.settle()
    assert [*stage.discord.gateway.sessions] == [session], "the same session went on"
    assert [name for _, name, _ in stage.discord.traffic.events].count("RESUMED") == 1
    assert sum(TAKEN_BACK in m.text for m in stage.asker.sees(stage.asker.dm)) == 1
    assert told(stage.listener, "didn't get to talk")
