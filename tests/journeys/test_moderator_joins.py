"""A listener is worried, and a moderator joins them: announced, under a name, and never where the
asker would not have them."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.local_discord import Message, Permissions, Person
from tests.journeys.onlookers import seen_by_others
from tests.journeys.stage import Identity, Stage, staged
from tests.journeys.talking import copy, heard, press_forged, talk, until
from tests.journeys.test_hand_over import HEAD, press
from tests.journeys.test_non_interference import ONE, TWO
from tests.journeys.test_waiting_long import choose, who_waits
from tests.journeys.test_waiting_long import press as press_below

MINUTE = timedelta(minutes=1)
TOLD = "is a moderator of"


async def worried(stage: Stage) -> Message:
    """The listener calls; the card where moderators meet."""
    await press(stage, stage.listener, "worried")
    return await stage.admin.wait_for(stage.staff, "is worried about somebody")


async def joined(stage: Stage) -> tuple[Person, Person, Person]:
    """Two have written when a moderator joins from the card, which all of them read."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, "It is a lot.")
    await until(stage, lambda: heard(listener) == ["It is a lot."])
    card = await worried(stage)
    shown = (await stage.admin.press(card, stage.words("press.step_in.button"))).message
    assert shown is not None
    assert "You're in" in shown.text
    await asker.wait_for(asker.dm, TOLD)
    await listener.wait_for(listener.dm, "and is a moderator.")
    await stage.admin.wait_for(stage.admin.dm, "as a moderator")
    await stage.settle()
    return asker, listener, stage.admin


async def leave(stage: Stage, person: Person) -> Message:
    """With the button below their opening; what was asked before."""
    really = await press(stage, person, "end")
    await press(stage, person, "end", "end_now")
    return really


async def test_a_moderator_joins_announced_under_a_name_and_leaves(stage: Stage) -> None:
    """Words, edits, replies and deletions reach all of them, nothing from before does, and nobody
    reads who the moderator is, nor they who asks."""
    asker, listener, moderator = await joined(stage)
    assert heard(moderator) == []
    sent = await moderator.send(moderator.dm, "I look after this server. I'm here.")
    for person in (asker, listener):
        await person.wait_for(person.dm, "I look after this server.")
    answer = await asker.send(asker.dm, "Thank you.", reply_to=copy(asker, "I look after"))
    for person in (listener, moderator):
        await person.wait_for(person.dm, "Thank you.")
    assert copy(moderator, "Thank you").reply_to is sent
    assert copy(listener, "Thank you").reply_to is copy(listener, "I look after")
    await asker.edit(answer, "Thanks to you both.")
    await until(stage, lambda: all("you both" in str(heard(p)) for p in (listener, moderator)))
    await asker.delete(answer)
    await until(stage, lambda: not any("Thanks" in str(heard(p)) for p in (listener, moderator)))
    for person, hidden in ((asker, moderator), (listener, moderator), (moderator, asker)):
        assert str(hidden.id) not in str([m.raw for m in person.sees(person.dm) if m.author.is_bot])
    really = await leave(stage, moderator)
    assert "no moderator is there any more" in really.text
    for person in (asker, listener):
        await person.wait_for(person.dm, "has left")
    await moderator.wait_for(moderator.dm, "no longer in the conversation")
    await stage.pass_time(2 * MINUTE)
    await asker.send(asker.dm, "Just us again.")
    await listener.wait_for(listener.dm, "Just us again.")
    assert "Just us again." not in heard(moderator)


async def test_it_goes_on_after_a_restart_until_nobody_listens(stage: Stage) -> None:
    """The card of before works; and a moderator takes no listener's place."""
    asker, listener = await talk(stage)
    card = await worried(stage)
    await stage.restart()
    await stage.admin.press(card, stage.words("press.step_in.button"))
    await asker.wait_for(asker.dm, TOLD)
    await stage.restart()
    await stage.admin.send(stage.admin.dm, "Still here after that.")
    for person in (asker, listener):
        await person.wait_for(person.dm, "Still here after that.")
    really = await press(stage, listener, "end")
    assert "for everybody in it" in really.text
    await leave(stage, listener)
    await stage.admin.wait_for(stage.admin.dm, "no longer in the conversation")
    await asker.wait_for(asker.dm, "has ended")


async def test_nobody_comes_then_one_does_after_all(stage: Stage) -> None:
    """Called twice, the listener reads how it is; whoever is late joins from either card."""
    await talk(stage)
    card = await worried(stage)
    for _ in range(2):
        await stage.pass_time(5 * MINUTE)
    await stage.listener.wait_for(stage.listener.dm, "nobody has answered")
    seen = (await stage.admin.press(card, stage.words("press.on_it.button"))).message
    assert seen is not None
    await stage.admin.press(seen, stage.words("press.step_in.button"))
    await stage.asker.wait_for(stage.asker.dm, TOLD)
    await stage.listener.wait_for(stage.listener.dm, "and is a moderator.")
    again = await press(stage, stage.listener, "worried")
    assert "is in this conversation with you already" in again.text


async def test_an_asker_who_moderates_presses_and_nobody_learns_it(stage: Stage) -> None:
    """They read what everybody reads whose button is over; the others nothing."""
    asker, listener = await talk(stage)
    stage.guild.set_roles(asker, [stage.moderators])
    card = await worried(stage)
    before = len(listener.sees(listener.dm)), len(stage.admin.sees(stage.staff))
    shown = (await asker.press(card, stage.words("press.step_in.button"))).message
    assert shown is not None
    assert shown.text == stage.words("error.out_of_date")
    await stage.settle()
    assert (len(listener.sees(listener.dm)), len(stage.admin.sees(stage.staff))) == before


async def test_a_moderator_whom_the_asker_left_out_is_not_told_and_cannot_join(
    stage: Stage,
) -> None:
    """Nothing stands in the channel; another is told alone, and joins from there."""
    helpers = stage.guild.add_role("Helpers", Permissions.MODERATE_MEMBERS)
    stage.guild.set_roles(stage.other, [stage.moderators, helpers])
    for moderator in (stage.other, stage.admin):
        await moderator.run("moderate", in_=stage.staff)
    shown = await choose(stage, await stage.write("Not for everybody."), without=[stage.other])
    await press_below(stage, stage.asker, shown, "post")
    await press_below(stage, stage.listener, await who_waits(stage, stage.listener), "accept")
    await stage.listener.wait_for(stage.listener.dm, "Not for everybody.")
    await press(stage, stage.listener, "worried")
    card = await stage.admin.wait_for(stage.admin.dm, "is worried about somebody")
    assert not [m for m in stage.admin.sees(stage.staff) if "is worried about" in m.text]
    assert not [m for m in stage.other.sees(stage.other.dm) if "is worried about" in m.text]
    button = next(b for b in card.buttons if str(b) == stage.words("press.step_in.button"))
    refused = await press_forged(stage, stage.other, button.custom_id or "")
    assert refused == stage.words("error.out_of_date")
    await stage.admin.press(card, str(button))
    await stage.asker.wait_for(stage.asker.dm, TOLD)


async def test_a_moderator_whom_the_asker_blocked_goes_and_cannot_come_back(stage: Stage) -> None:
    """The two go on; with the card of before they read that it is over for them."""
    asker, listener, moderator = await joined(stage)
    (told,) = [m for m in asker.sees(asker.dm) if TOLD in m.text]
    await asker.press(told, stage.words("press.not_okay.button"))
    await moderator.wait_for(moderator.dm, "no longer in the conversation")
    await listener.wait_for(listener.dm, "has left")
    card = next(m for m in moderator.sees(stage.staff) if "is worried about" in m.text)
    refused = (await moderator.press(card, stage.words("press.step_in.button"))).message
    assert refused is not None
    assert refused.text == stage.words("error.out_of_date")
    await stage.pass_time(2 * MINUTE)
    await asker.send(asker.dm, "You are still here.")
    await listener.wait_for(listener.dm, "You are still here.")
    assert heard(moderator) == []


async def received_by_others(folder: Path, who: Identity) -> dict[str, list[str]]:
    """A moderator joins two, all write, and leaves; then the asker ends it: what everybody but the
    asker received."""
    async with staged(folder, who=who) as stage:
        await stage.is_set_up()
        await stage.join(stage.listener)
        asker, listener, moderator = await joined(stage)
        sent = await asker.send(asker.dm, "Nobody knows of it.")
        for one in (listener, moderator):
            await one.wait_for(one.dm, "Nobody knows")
        await asker.edit(sent, "Nobody knew of it.")
        await until(stage, lambda: all("knew" in str(heard(p)) for p in (listener, moderator)))
        await moderator.send(moderator.dm, "Now we do.")
        for one in (asker, listener):
            await one.wait_for(one.dm, "Now we do.")
        await leave(stage, moderator)
        await stage.pass_time(2 * MINUTE)
        await asker.send(asker.dm, "Still you.")
        await listener.wait_for(listener.dm, "Still you.")
        await stage.end(asker)
        await listener.wait_for(listener.dm, "has ended")
        return {
            place: [HEAD.sub("", one) for one in shown]
            for place, shown in seen_by_others(stage).items()
        }


@pytest.mark.l31
async def test_two_different_askers_leave_the_same_traces_with_a_moderator(tmp_path: Path) -> None:
    """Byte for byte, for the listener, the moderator, where moderators meet and everybody else."""
    first = await received_by_others(tmp_path / "one", ONE)
    second = await received_by_others(tmp_path / "two", TWO)
    assert sum(map(len, first.values())) > 20
    assert first == second
