"""Clear this chat: what the bot wrote goes, one's own words and everybody else's stay."""

from datetime import timedelta

import pytest

from bot.local_discord import Message, Person
from tests.journeys.stage import Stage
from tests.journeys.talking import buttons, talk, until

DAY = timedelta(days=1)
DELETE = "/channels/*/messages/*"


async def over(stage: Stage) -> None:
    """A conversation in which both wrote, and that ended."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, "It was a long week.")
    await listener.wait_for(listener.dm, "It was a long week.")
    await stage.settle()
    await stage.end(asker)
    for one in (asker, listener):
        await one.wait_for(one.dm, "has ended")


def by_bot(person: Person) -> list[str]:
    """What the bot wrote to somebody and still stands, without what only they see for a moment."""
    seen = person.sees(person.dm)
    return [m.text for m in seen if m.author.is_bot and not m.ephemeral]


async def arrived(stage: Stage, person: Person, words: str) -> None:
    """Wait until the bot passed these words on."""
    await until(stage, lambda: any(words in text for text in by_bot(person)))


def by_themselves(person: Person) -> list[str]:
    """What somebody wrote to the bot."""
    return [m.text for m in person.sees(person.dm) if not m.author.is_bot]


async def press(person: Person, label: str = "Clear this chat") -> Message:
    """Press below the newest ending; the question."""
    ended = [m for m in person.sees(person.dm) if label in buttons(m) and not m.ephemeral][-1]
    shown = (await person.press(ended, label)).message
    assert shown is not None
    assert shown.ephemeral
    return shown


async def clear(stage: Stage, person: Person) -> Message:
    """Press, say yes, and let it happen."""
    shown = (await person.press(await press(person), "Clear it")).message
    assert shown is not None
    await stage.settle()
    return shown


def side(stage: Stage, name: str) -> tuple[Person, Person]:
    """Whoever clears, and the other one."""
    return (stage.asker, stage.listener) if name == "asker" else (stage.listener, stage.asker)


@pytest.mark.parametrize("name", ["asker", "listener"])
async def test_either_side_clears_their_own_chat(stage: Stage, name: str) -> None:
    """The ask, the beginning, every word and the ending go; one's own words, the hello to a new
    listener and the other side's chat do not."""
    await over(stage)
    me, them = side(stage, name)
    mine, theirs = by_themselves(me), by_bot(them)
    hello = [text for text in by_bot(me) if "Thank you for l" in text]
    shown = await clear(stage, me)
    assert "Your own messages only you can delete" in shown.text
    assert by_bot(me) == hello
    assert by_themselves(me) == mine
    assert by_bot(them) == theirs


async def test_what_was_said_while_the_ask_waited_goes_too(stage: Stage) -> None:
    """An hour in which nobody was free."""
    await stage.ask()
    await stage.pass_time(timedelta(hours=1))
    await stage.asker.wait_for(stage.asker.dm, "nobody has had the time yet")
    await stage.accept()
    await stage.end(stage.asker)
    await clear(stage, stage.asker)
    assert by_bot(stage.asker) == []


async def test_it_asks_first(stage: Stage) -> None:
    """That one's own messages stay is said before anything goes; and one may think better of it."""
    await over(stage)
    before = by_bot(stage.asker)
    really = await press(stage.asker)
    assert "Your own messages only you can delete" in really.text
    assert buttons(really) == ["Keep it", "Clear it"]
    kept = (await stage.asker.press(really, "Keep it")).message
    assert kept is not None
    assert kept.text == stage.words("after.clear.kept")
    await stage.settle()
    assert by_bot(stage.asker) == before


@pytest.mark.parametrize("later", [timedelta(hours=2), 3 * DAY, 6 * DAY])
async def test_it_works_days_later_and_after_a_restart(stage: Stage, later: timedelta) -> None:
    """As long as the conversation is known."""
    await over(stage)
    await stage.pass_time(later)
    await stage.restart()
    await clear(stage, stage.asker)
    assert not any("ended" in text or "I'm here." in text for text in by_bot(stage.asker))


async def test_an_earlier_conversation_stays(stage: Stage) -> None:
    """Each ending clears what belongs to it."""
    await over(stage)
    first = by_bot(stage.listener)
    await stage.pass_time(timedelta(minutes=2))  # nobody can be typing to the one before any more
    await over(stage)
    await clear(stage, stage.listener)
    assert by_bot(stage.listener) == first


async def test_a_failure_of_discord_only_delays_it(stage: Stage) -> None:
    """Also with a restart before it is tried again."""
    await over(stage)
    really = await press(stage.asker)
    stage.discord.faults.fail_next("DELETE", DELETE, status=503, times=3)
    await stage.asker.press(really, "Clear it")
    await stage.settle()
    await stage.restart()
    for _ in range(4):
        await stage.pass_time(timedelta(minutes=1))
    assert not any("ended" in text or "I'm here." in text for text in by_bot(stage.asker))


async def test_too_many_requests_only_slow_it_down(stage: Stage) -> None:
    """Discord asks for a pause between two deletions; nothing is deleted twice or left."""
    await over(stage)
    really = await press(stage.asker)
    stage.discord.faults.fail_next("DELETE", DELETE, status=429, retry_after=0.05, times=3)
    await stage.asker.press(really, "Clear it")
    await stage.settle()
    assert by_bot(stage.asker) == []
    sent = [one for one in stage.discord.traffic.exchanges if one.method == "DELETE"]
    gone = [one.path for one in sent if one.status == 204]
    assert len(gone) == len(set(gone)) == len(sent) - 3


async def test_a_chat_longer_than_a_page_goes_as_a_whole(stage: Stage) -> None:
    """Discord gives at most a hundred messages at once, whoever wrote them."""
    asker, listener = await talk(stage)
    for part in range(3):
        for number in range(35):
            await listener.send(listener.dm, f"And then {part}-{number}.")
        await arrived(stage, asker, f"And then {part}-34.")
    assert len(by_bot(asker)) > 100
    await stage.end(listener)
    await clear(stage, asker)
    assert by_bot(asker) == []


async def test_a_message_that_is_gone_holds_up_nothing(stage: Stage) -> None:
    """Discord answers that there is no such message."""
    await over(stage)
    stage.discord.faults.fail_next("DELETE", DELETE, status=404, code=10008)
    await clear(stage, stage.asker)
    assert len(by_bot(stage.asker)) == 1


async def test_saying_yes_twice_is_answered_and_harmless(stage: Stage) -> None:
    """To two questions that were opened before."""
    await over(stage)
    questions = [await press(stage.asker) for _ in range(2)]
    theirs = by_bot(stage.listener)
    for question in questions:
        shown = (await stage.asker.press(question, "Clear it")).message
        assert shown is not None
        assert "I'm removing" in shown.text
        await stage.settle()
    assert not any("ended" in text or "I'm here." in text for text in by_bot(stage.asker))
    assert by_bot(stage.listener) == theirs


async def test_somebody_hidden_behind_you_have_a_message_clears_too(stage: Stage) -> None:
    """A discreet reader's notices are messages of the conversation as well."""
    asker, listener = await talk(stage)
    opening = await asker.wait_for(asker.dm, "Somebody is here for you")
    await asker.press(opening, "Hide words in notifications")
    await listener.send(listener.dm, "a secret")
    await asker.wait_for(asker.dm, "You have a message.")
    await stage.end(listener)
    hidden = [m for m in asker.sees(asker.dm) if m.text == "You have a message."][-1]
    shown = (await asker.press(hidden, "Show it")).message
    assert shown is not None
    really = (await asker.press(shown, "Clear this chat")).message
    assert really is not None
    await asker.press(really, "Clear it")
    await stage.settle()
    assert "You have a message." not in by_bot(asker)
    assert not any("Somebody is here" in text for text in by_bot(asker))
