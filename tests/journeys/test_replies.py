"""A reply goes to whom it answers, however late the bot learns what it answers: or it asks."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.config import Settings
from bot.local_discord import Person
from tests.journeys.several import choose, open_conversation, questions, says
from tests.journeys.stage import Stage, staged
from tests.journeys.talking import heard, until

MANY = {"listeners": {"conversations_at_once": 3, "conversations_per_day": 9}}


@asynccontextmanager
async def several(folder: Path, count: int) -> AsyncIterator[tuple[Stage, list[Person]]]:
    """A listener in so many conversations, who has chosen to talk with the first asker."""
    async with staged(folder, Settings.model_validate(MANY)) as stage:
        await stage.is_set_up()
        await stage.join(stage.listener)
        third = stage.discord.add_person("third")
        stage.guild.join(third)
        await stage.everybody_is_an_adult()
        askers = [stage.asker, stage.other, third][:count]
        for person in askers:
            await open_conversation(person, stage.listener, stage.asks)
            await says(stage.listener, person, f"hello from {person.username}")
        if count > 1:
            await choose(stage.listener, askers[0])
        yield stage, askers


async def answered_exactly(
    listener: Person, askers: Sequence[Person], rounds: int, before: Callable[[], object]
) -> None:
    """Everybody but the chosen one is answered by a reply, at once, and only they read it."""
    for number in range(rounds):
        for person in askers[1:]:
            before()
            mine = f"{person.username} asks {number}"
            seen = await says(listener, person, mine)
            reply = f"to {person.username} {number}"
            await listener.send(listener.dm, reply, reply_to=seen)
            answer = await person.wait_for(person.dm, reply)
            assert answer.reply_to is not None
            assert answer.reply_to.content == mine
    for person in askers:
        answers = [words for words in heard(person) if words.startswith("to ")]
        assert all(words.startswith(f"to {person.username} ") for words in answers)
    assert questions(listener) == 0


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("late", [0.0, 0.3, 2.0])
async def test_a_reply_at_once_is_exact_however_late_discord_answers(
    tmp_path: Path, late: float, count: int
) -> None:
    """The listener answers what they see, before the bot was told that it was sent."""
    async with several(tmp_path, count) as (stage, askers):
        to_listener = f"/channels/{stage.listener.dm.id}/messages"
        stage.discord.faults.answer_late("POST", to_listener, late)
        rounds = 2 if late > 1 else 4
        await answered_exactly(stage.listener, askers, rounds, lambda: None)
        assert "to " not in "".join(words[:3] for words in heard(askers[0]))


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("status", [500, 503, "reset", "disconnect"])
async def test_a_reply_at_once_is_exact_when_the_answer_is_lost(
    tmp_path: Path, status: int | str, count: int
) -> None:
    """Discord has the message and says that it failed, or nothing."""
    async with several(tmp_path, count) as (stage, askers):

        def lose() -> None:
            stage.discord.faults.fail_next(
                "POST", f"/channels/{stage.listener.dm.id}/messages", status=status, stored=True
            )

        await answered_exactly(stage.listener, askers, 1, lose)
        assert "to " not in "".join(words[:3] for words in heard(askers[0]))


async def test_with_one_conversation_a_reply_at_once_keeps_its_reference(tmp_path: Path) -> None:
    """It could only be for one, and still says what it answers."""
    async with several(tmp_path, 1) as (stage, askers):
        to_listener = f"/channels/{stage.listener.dm.id}/messages"
        stage.discord.faults.answer_late("POST", to_listener, 2.0)
        seen = await says(stage.listener, askers[0], "only you")
        await stage.listener.send(stage.listener.dm, "and you", reply_to=seen)
        answer = await askers[0].wait_for(askers[0].dm, "and you")
        assert answer.reply_to is not None
        assert answer.reply_to.content == "only you"


async def test_the_fifth_line_in_a_row_can_be_answered_at_once(tmp_path: Path) -> None:
    """Discord's limit makes the library give its id seconds later: the reply is exact before."""
    async with several(tmp_path, 2) as (stage, (chosen, other)):
        stage.discord.ratelimits.enforce = True
        for number in range(5):
            seen = await says(stage.listener, other, f"line {number}")
        await stage.listener.send(stage.listener.dm, "I read it all", reply_to=seen)
        await other.wait_for(other.dm, "I read it all")
        assert "I read it all" not in heard(chosen)


async def test_a_long_text_and_what_is_discreet_can_be_answered_at_once(tmp_path: Path) -> None:
    """Each piece of it, and the message that shows no words."""
    async with several(tmp_path, 2) as (stage, (chosen, other)):
        to_listener = f"/channels/{stage.listener.dm.id}/messages"
        stage.discord.faults.answer_late("POST", to_listener, 1.0)
        await other.send(other.dm, "x" * 1000 + "\n" + "y" * 950)
        for letter in "xy":
            piece = await stage.listener.wait_for(stage.listener.dm, letter * 500)
            await stage.listener.send(stage.listener.dm, f"about {letter}", reply_to=piece)
            await other.wait_for(other.dm, f"about {letter}")
        discreet = stage.words("press.discreet.button")
        seen = stage.listener.sees(stage.listener.dm)
        opening = next(m for m in seen if discreet in map(str, m.buttons))
        await stage.listener.press(opening, discreet)
        await other.send(other.dm, "softly")
        waiting = stage.words("notice.message_waiting")
        hidden = await stage.listener.wait_for(stage.listener.dm, waiting)
        await stage.listener.send(stage.listener.dm, "unseen, but heard", reply_to=hidden)
        await other.wait_for(other.dm, "unseen, but heard")
        assert heard(chosen) == ["chosen"]


@pytest.mark.l30
async def test_a_reply_to_what_cannot_be_known_is_asked_about(tmp_path: Path) -> None:
    """Neither the switch nor the only one who is left gets it."""
    async with several(tmp_path, 2) as (stage, (chosen, other)):
        seen = await says(stage.listener, other, "do you remember?")
        await stage.settle()
        await stage.bot.desk.ctx.store._database.transaction(
            lambda on: on.execute(
                "UPDATE passed_on SET copy_tag = x'00' WHERE copy_tag IS NOT NULL"
            )
        )
        await stage.listener.send(stage.listener.dm, "I do", reply_to=seen)
        await until(stage, lambda: questions(stage.listener) == 1)
        await stage.end(other)
        await stage.listener.send(stage.listener.dm, "I do", reply_to=seen)
        await until(stage, lambda: questions(stage.listener) == 2)
        assert "I do" not in heard(chosen) + heard(other)
