"""A listener can't go on, or is worried: the next one goes on, and moderators are called."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.local_discord import Message, Person
from tests.journeys.onlookers import seen_by_others
from tests.journeys.stage import Identity, Stage, staged
from tests.journeys.talking import heard, press_forged, talk, until
from tests.journeys.test_non_interference import ONE, TWO

MINUTE = timedelta(minutes=1)
HEAD = re.compile(r"[0-9]+(?: [0-9a-f]{4}){4}")
"""Of the record: it is made with each bot's own key."""


async def press(stage: Stage, person: Person, *actions: str) -> Message:
    """Press one button after the other, each below what the one before showed; the first below the
    newest message in their direct messages that has it."""
    label = stage.words(f"press.{actions[0]}.button")
    seen = [m for m in person.sees(person.dm) if label in map(str, m.buttons)][-1]
    for action in actions:
        shown = (await person.press(seen, stage.words(f"press.{action}.button"))).message
        assert shown is not None
        seen = shown
    await stage.settle()
    return seen


async def handed_over(stage: Stage) -> None:
    """To the other listener; the asker goes on with them."""
    await press(stage, stage.listener, "talk_more", "hand_over", "hand_over_now")
    await press(stage, stage.asker, "go_on_with_next")
    await stage.accept(by=stage.other)
    await stage.other.wait_for(stage.other.dm, "You're here for")


async def test_the_next_listener_reads_what_was_written_only_when_told(stage: Stage) -> None:
    """As it stands in the asker's own messages, between two lines that say what it is."""
    asker, listener = await talk(stage)
    first = await asker.send(asker.dm, "It began in spring.")
    await asker.send(asker.dm, "Nobody knows of it.")
    await until(stage, lambda: len(heard(listener)) == 2)
    await asker.edit(first, "It began in summer.")
    await listener.wait_for(listener.dm, "in summer")
    await handed_over(stage)
    assert heard(stage.other) == []
    shown = await press(stage, asker, "tell_before")
    assert "It began in summer." in shown.text
    assert heard(stage.other) == []
    really = (await asker.press(shown, stage.words("press.tell_before_now.button"))).message
    assert really is not None
    await until(stage, lambda: len(heard(stage.other)) == 2)
    assert heard(stage.other) == ["It began in summer.", "Nobody knows of it."]
    texts = [message.text for message in stage.other.sees(stage.other.dm)]
    begins = next(n for n, text in enumerate(texts) if "wrote this before" in text)
    ends = next(n for n, text in enumerate(texts) if "That was what" in text)
    assert ends - begins == 3
    await stage.pass_time(2 * MINUTE)
    await asker.send(asker.dm, "And now to you.")
    await stage.other.wait_for(stage.other.dm, "And now to you.")
    assert len(heard(listener)) == 2, "the one before reads nothing any more"


async def test_it_goes_on_after_a_restart(stage: Stage) -> None:
    """What was asked is answered by the next start of the bot, and expires there, too."""
    asker, listener = await talk(stage)
    await press(stage, listener, "talk_more", "hand_over", "hand_over_now")
    await stage.restart()
    await press(stage, asker, "go_on_with_next")
    ended = await listener.wait_for(listener.dm, "has ended")
    assert stage.words("press.go_on_with_next.button") not in map(str, ended.buttons)
    await stage.accept(by=stage.other)
    await press(stage, stage.other, "talk_more", "hand_over", "hand_over_now")
    await stage.restart()
    assert not [m for m in asker.sees(asker.dm) if "has ended" in m.text]
    await stage.pass_time(30 * MINUTE)
    assert [m for m in asker.sees(asker.dm) if "has ended" in m.text]


async def test_a_worried_listener_is_answered_at_once_and_a_moderator_comes(stage: Stage) -> None:
    """Help lines in the first answer; in the channel stands nothing of it; the moderator alone
    sees who called."""
    await talk(stage)
    shown = await press(stage, stage.listener, "worried")
    assert "findahelpline.com" in shown.text
    card = await stage.admin.wait_for(stage.staff, "is worried about somebody")
    assert str(stage.listener.id) not in str(card.raw)
    seen = (await stage.admin.press(card, stage.words("press.on_it.button"))).message
    assert seen is not None
    assert f"<@{stage.listener.id}>" in seen.text
    await stage.settle()
    await stage.listener.wait_for(stage.listener.dm, "A moderator has seen")


async def test_whoever_is_no_moderator_can_press_and_nothing_follows(stage: Stage) -> None:
    """The role may have been taken away since."""
    await talk(stage)
    await press(stage, stage.listener, "worried")
    card = await stage.admin.wait_for(stage.staff, "is worried about somebody")
    (button,) = [one for one in card.buttons if str(one) == stage.words("press.on_it.button")]
    refused = await press_forged(stage, stage.other, button.custom_id or "")
    assert refused == stage.words("error.not_a_moderator")
    for _ in range(2):
        await stage.pass_time(5 * MINUTE)
    await stage.listener.wait_for(stage.listener.dm, "nobody has answered")


async def received_by_others(folder: Path, who: Identity) -> dict[str, list[str]]:
    """A conversation is handed over and told on, then its listener is worried twice: once a
    moderator answers, once nobody does. What everybody but the asker received."""
    async with staged(folder, who=who) as stage:
        await stage.is_set_up()
        for one in (stage.listener, stage.other):
            await stage.join(one)
        asker, _ = await talk(stage)
        await asker.send(asker.dm, "Nobody knows of it.")
        await stage.settle()
        await stage.listener.wait_for(stage.listener.dm, "Nobody knows")
        await handed_over(stage)
        await press(stage, asker, "tell_before", "tell_before_now")
        await until(stage, lambda: len(heard(stage.other)) == 1)
        await press(stage, stage.other, "worried")
        card = await stage.admin.wait_for(stage.staff, "is worried about somebody")
        await stage.admin.press(card, stage.words("press.on_it.button"))
        await stage.settle()
        await press(stage, stage.other, "worried")
        for _ in range(2):
            await stage.pass_time(5 * MINUTE)
        await stage.other.wait_for(stage.other.dm, "nobody has answered")
        return {
            place: [HEAD.sub("", one) for one in shown]
            for place, shown in seen_by_others(stage).items()
        }


@pytest.mark.l26
async def test_two_different_askers_leave_the_same_traces(tmp_path: Path) -> None:
    """Byte for byte, for both listeners, the moderator, and everywhere they meet."""
    first = await received_by_others(tmp_path / "one", ONE)
    second = await received_by_others(tmp_path / "two", TWO)
    assert sum(map(len, first.values())) > 20
    assert first == second
