"""A listener calls a second one, and three people talk."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.local_discord import Message, Person
from tests.journeys.onlookers import seen_by_others
from tests.journeys.stage import Identity, Stage, staged
from tests.journeys.talking import copy, heard, until
from tests.journeys.test_hand_over import press
from tests.journeys.test_non_interference import ONE, TWO
from tests.journeys.test_offers import on_duty

MINUTE = timedelta(minutes=1)


async def is_there(stage: Stage) -> None:
    """The other listener goes on duty."""
    panel = (await stage.other.run("listen", in_=stage.asks)).message
    assert panel is not None
    await on_duty(stage, stage.other, panel)


async def joined(stage: Stage) -> tuple[Person, Person, Person]:
    """Both have written when the other listener joins."""
    await stage.ask()
    await stage.accept()
    await stage.listener.send(stage.listener.dm, "I'm here.")
    await stage.asker.send(stage.asker.dm, "It is a lot.")
    await stage.listener.wait_for(stage.listener.dm, "It is a lot.")
    await is_there(stage)
    await press(stage, stage.listener, "talk_more", "call_second", "call_second_now")
    await press(stage, stage.asker, "second_yes")
    await stage.other.wait_for(stage.other.dm, "would like another listener beside them")
    await press(stage, stage.other, "join_them")
    await stage.other.wait_for(stage.other.dm, "You've joined")
    return stage.asker, stage.listener, stage.other


def announced(person: Person) -> Message:
    """What told them that somebody joined."""
    found = [m for m in person.sees(person.dm) if "joined" in m.text and "nothing from" in m.text]
    return found[-1]


async def leave(stage: Stage, person: Person) -> Message:
    """With the button below the newest opening; what was asked before."""
    really = await press(stage, person, "end")
    await press(stage, person, "end", "end_now")
    return really


async def test_three_people_talk_each_under_a_name(stage: Stage) -> None:
    """Words, edits, deletions and replies reach both others, and nothing from before."""
    asker, listener, other = await joined(stage)
    assert heard(other) == []
    assert "It is a lot." not in str([m.raw for m in other.sees(other.dm)])
    for person in (asker, listener):
        assert announced(person)
    sent = await other.send(other.dm, "I read along now.")
    for person in (asker, listener):
        await person.wait_for(person.dm, "I read along now.")
    answer = await asker.send(asker.dm, "Thank you both.", reply_to=copy(asker, "I read along"))
    for person in (listener, other):
        await person.wait_for(person.dm, "Thank you both.")
    assert copy(other, "Thank you").reply_to is sent
    assert copy(listener, "Thank you").reply_to is copy(listener, "I read along")
    await asker.edit(answer, "Thanks to you both.")
    await until(stage, lambda: all("Thanks to you both." in heard(p) for p in (listener, other)))
    await asker.delete(answer)
    await until(stage, lambda: all("Thanks" not in str(heard(p)) for p in (listener, other)))


async def test_the_second_goes_on_when_the_first_leaves_also_after_a_restart(stage: Stage) -> None:
    """Each of them reads who went and who stays; the asker ends it."""
    asker, listener, other = await joined(stage)
    await stage.restart()
    really = await leave(stage, listener)
    assert "go on without you" in really.text
    await asker.wait_for(asker.dm, "is still here for you")
    await other.wait_for(other.dm, "It goes on without them")
    await stage.pass_time(2 * MINUTE)
    await asker.send(asker.dm, "And now?")
    await other.wait_for(other.dm, "And now?")
    await other.send(other.dm, "We go on.")
    await asker.wait_for(asker.dm, "We go on.")
    assert "And now?" not in heard(listener)
    await stage.end(asker)
    await other.wait_for(other.dm, "has ended")


async def test_the_asker_says_no_and_nobody_is_told(stage: Stage) -> None:
    """Their listener reads just that."""
    await stage.ask()
    await stage.accept()
    await is_there(stage)
    await press(stage, stage.listener, "talk_more", "call_second", "call_second_now")
    await press(stage, stage.asker, "second_no")
    await stage.listener.wait_for(stage.listener.dm, "haven't said yes")
    assert not [m for m in stage.other.sees(stage.other.dm) if "beside them" in m.text]


async def received_by_others(folder: Path, who: Identity) -> dict[str, list[str]]:
    """Three talk, the first leaves, the asker ends it: what everybody but the asker received."""
    async with staged(folder, who=who) as stage:
        await stage.is_set_up()
        for one in (stage.listener, stage.other):
            await stage.join(one)
        asker, listener, other = await joined(stage)
        await asker.send(asker.dm, "Nobody knows of it.")
        for one in (listener, other):
            await one.wait_for(one.dm, "Nobody knows")
        await other.send(other.dm, "Now we do.")
        for one in (asker, listener):
            await one.wait_for(one.dm, "Now we do.")
        await leave(stage, listener)
        await stage.pass_time(2 * MINUTE)
        await asker.send(asker.dm, "Still you.")
        await other.wait_for(other.dm, "Still you.")
        await stage.end(asker)
        await other.wait_for(other.dm, "has ended")
        return seen_by_others(stage)


@pytest.mark.l31
async def test_two_different_askers_leave_the_same_traces_with_three(tmp_path: Path) -> None:
    """Byte for byte, for both listeners and everybody else."""
    first = await received_by_others(tmp_path / "one", ONE)
    second = await received_by_others(tmp_path / "two", TWO)
    assert sum(map(len, first.values())) > 20
    assert first == second


async def test_a_listener_who_is_not_alone_leaves_where_another_hands_over(stage: Stage) -> None:
    """What they read names who goes on, and the button is there."""
    await stage.ask()
    await stage.accept()
    more = await press(stage, stage.listener, "talk_more")
    await is_there(stage)
    await press(stage, stage.listener, "talk_more", "call_second", "call_second_now")
    await press(stage, stage.asker, "second_yes")
    await stage.other.wait_for(stage.other.dm, "would like another listener beside them")
    await press(stage, stage.other, "join_them")
    await stage.other.wait_for(stage.other.dm, "You've joined")
    shown = (await stage.listener.press(more, stage.words("press.hand_over.button"))).message
    assert shown is not None
    assert "You don't need to hand over" in shown.text
    await stage.listener.press(shown, stage.words("press.end_now.button"))
    await stage.other.wait_for(stage.other.dm, "It goes on without them")
    await stage.asker.wait_for(stage.asker.dm, "is still here for you")


async def test_one_listener_blocks_the_other_who_reads_that_they_left(stage: Stage) -> None:
    """From "More", which names them; the asker reads the same as of every leaving."""
    asker, listener, other = await joined(stage)
    more = await press(stage, listener, "talk_more")
    label = next(str(one) for one in more.buttons if str(one).startswith("Block "))
    really = (await listener.press(more, label)).message
    assert really is not None
    done = (await listener.press(really, stage.words("press.block_beside_now.button"))).message
    assert done is not None
    assert "is blocked, and nobody is told" in done.text
    await other.wait_for(other.dm, "It goes on without them")
    await asker.wait_for(asker.dm, "is still here for you")
    for person in (asker, other):
        assert "lock" not in str([m.text for m in person.sees(person.dm)][-2:])
