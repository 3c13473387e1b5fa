"""Offers: who is told of an ask, what they see, and what happens when nobody has the time."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.local_discord import Message, Person
from tests.journeys.stage import Stage, staged

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server with two listeners who are on duty."""
    async with staged(tmp_path) as made:
        await made.is_set_up()
        for person in (made.listener, made.other):
            await on_duty(made, person, await made.join(person))
        yield made


async def on_duty(stage: Stage, person: Person, panel: Message) -> None:
    """Press On duty for 4 hours."""
    label = stage.words("press.duty.button", length=stage.words("time.hours", count=4))
    await person.press(panel, label)


def offers(stage: Stage, person: Person) -> list[Message]:
    """The messages in somebody's DM that have the offer's buttons, oldest first."""
    label = stage.words("press.not_now.button")
    return [m for m in person.sees(person.dm) if label in map(str, m.buttons)]


async def press(stage: Stage, person: Person, message: Message, action: str) -> Message:
    """Press a button by its key; what the person sees then."""
    shown = (await person.press(message, stage.words(f"press.{action}.button"))).message
    assert shown is not None
    await stage.settle()
    return shown


@pytest.mark.l24
async def test_an_ask_is_offered_to_those_on_duty_without_a_word_of_it(stage: Stage) -> None:
    """Each is told by DM what kind it is; nothing in the message holds a word of the text."""
    await stage.ask("Elephants and lighthouses.", "A trombone.")
    for person in (stage.listener, stage.other):
        (offer,) = offers(stage, person)
        assert stage.words("about.private") in offer.text
        labels = [stage.words(f"press.{one}.button") for one in ("read_it", "accept", "not_now")]
        assert [button.label for button in offer.buttons] == labels
        everything = json.dumps(offer.raw).lower()
        assert not any(word in everything for word in ("elephant", "lighthouse", "trombone"))


async def test_nobody_off_duty_is_told_at_once(stage: Stage) -> None:
    """A listener who did not say that they are here gets nothing."""
    await stage.join(stage.admin)
    await stage.ask()
    assert not offers(stage, stage.admin)


async def test_read_it_shows_the_words_to_one_listener_alone(stage: Stage) -> None:
    """The text comes as an ephemeral reply, and the ask can be taken from there."""
    await stage.ask("Elephants and lighthouses.")
    shown = await press(stage, stage.listener, offers(stage, stage.listener)[0], "read_it")
    assert shown.ephemeral
    assert "Elephants and lighthouses." in shown.text
    await press(stage, stage.listener, shown, "accept")
    await stage.listener.wait_for(stage.listener.dm, "You're here for")


def only_leads_on(stage: Stage, offer: Message) -> bool:
    """Whether an offer can be used no more: below it stands where a listener goes on."""
    return [str(one) for one in offer.buttons] == [stage.words("press.listen.button")]


async def test_accepting_an_offer_takes_the_others_back_without_a_ping(stage: Stage) -> None:
    """The other offers are edited in place, and what can be pressed leads on."""
    await stage.ask()
    mine, theirs = offers(stage, stage.listener)[0], offers(stage, stage.other)[0]
    before = len(stage.other.sees(stage.other.dm))
    await press(stage, stage.listener, mine, "accept")
    assert stage.words("notice.offer_over") in theirs.text
    assert only_leads_on(stage, theirs)
    assert stage.words("notice.offer_accepted") in mine.text
    assert len(stage.other.sees(stage.other.dm)) == before
    assert "a listener is with them now" in stage.post().text


@pytest.mark.parametrize("cause", ["taken", "taken back", "expired"])
async def test_every_cause_reads_the_same(stage: Stage, cause: str) -> None:
    """An offer that is over tells nothing about why."""
    post = await stage.ask()
    offer = offers(stage, stage.other)[0]
    if cause == "taken":
        await stage.accept(stage.listener)
    elif cause == "taken back":
        posted = await stage.asker.wait_for(stage.asker.dm, "It's open now")
        await press(stage, stage.asker, posted, "take_back")
    else:
        await stage.pass_time(timedelta(hours=24))
    assert offer.text == stage.words("notice.offer_over")
    assert only_leads_on(stage, offer)
    assert not post.buttons


@pytest.mark.parametrize("run", range(10))
async def test_offer_and_channel_pressed_at_once_have_one_winner(stage: Stage, run: int) -> None:
    """With both presses in flight one has it, and the other reads that it is over."""
    del run
    post = await stage.ask()
    offer = offers(stage, stage.other)[0]
    label = stage.words("press.accept.button")
    shown = await asyncio.gather(stage.listener.press(post, label), stage.other.press(offer, label))
    await stage.settle()
    texts = [one.message.text if one.message else "" for one in shown]
    assert texts.count(stage.words("error.no_longer_available")) == 1
    openings = [
        message
        for person in (stage.listener, stage.other)
        for message in person.sees(person.dm)
        if "You're here for" in message.text
    ]
    assert len(openings) == 1


async def test_not_now_needs_no_reason(stage: Stage) -> None:
    """The offer says so, cannot be used any more, and nobody is asked again."""
    await stage.ask()
    offer = offers(stage, stage.listener)[0]
    await press(stage, stage.listener, offer, "not_now")
    assert offer.text == stage.words("notice.offer_declined")
    assert only_leads_on(stage, offer)
    await stage.pass_time(5 * MINUTE)
    assert not offers(stage, stage.listener)


async def test_a_listener_who_leaves_takes_their_offers_along(stage: Stage) -> None:
    """Open offers are taken back; pressing an old button is refused."""
    await stage.ask()
    offer = offers(stage, stage.listener)[0]
    buttons = offer.buttons
    panel = (await stage.listener.run("listen", in_=stage.asks)).message
    assert panel is not None
    really = await press(stage, stage.listener, panel, "leave")
    await press(stage, stage.listener, really, "leave_now")
    assert buttons
    assert offer.text == stage.words("notice.offer_over")
    assert only_leads_on(stage, offer)


async def test_the_moderators_are_told_without_words_or_a_name(stage: Stage) -> None:
    """After a quarter of an hour the staff channel knows that somebody waits, and no more."""
    await stage.ask("Elephants and lighthouses.")
    await stage.pass_time(14 * MINUTE)
    waits = stage.words("notice.somebody_waits")
    assert waits not in [m.text for m in stage.admin.sees(stage.staff)]
    await stage.pass_time(MINUTE)
    (told,) = [m for m in stage.admin.sees(stage.staff) if m.text == waits]
    raw = json.dumps(told.raw)
    assert "lighthouses" not in raw
    assert str(stage.asker.id) not in raw
    assert "asker" not in raw.lower()


async def test_the_asker_reads_what_is_being_done(stage: Stage) -> None:
    """Their message changes in place, and says only what is true: here nobody off duty likes to
    be asked, and the moderators know."""
    await stage.ask()
    posted = await stage.asker.wait_for(stage.asker.dm, "It's open now")
    await stage.pass_time(10 * MINUTE)
    assert "some who are off duty" not in posted.text
    await stage.pass_time(5 * MINUTE)
    assert "I've told the moderators" in posted.text
    await press(stage, stage.asker, posted, "take_back")
    assert "is taken back" in posted.text


async def test_a_restart_in_between_goes_on_where_it_was(stage: Stage) -> None:
    """Nobody is told twice of what they know, and who comes on duty later is told."""
    await stage.ask()
    panel = await stage.join(stage.admin)
    await stage.restart()
    await on_duty(stage, stage.admin, panel)
    await stage.pass_time(3 * MINUTE)
    assert [len(offers(stage, one)) for one in (stage.listener, stage.other)] == [1, 1]
    (offer,) = offers(stage, stage.admin)
    await press(stage, stage.admin, offer, "accept")
    await stage.admin.wait_for(stage.admin.dm, "You're here for")


async def test_who_accepted_and_stays_silent_is_nudged_and_then_relieved(stage: Stage) -> None:
    """Three minutes, seven minutes: nobody is blamed, and the ask goes out again to others."""
    await stage.ask()
    await press(stage, stage.listener, offers(stage, stage.listener)[0], "accept")
    await stage.pass_time(3 * MINUTE)
    await stage.listener.wait_for(stage.listener.dm, "waiting for your first words")
    await stage.pass_time(4 * MINUTE)
    await stage.asker.wait_for(stage.asker.dm, "can't be there for you after all")
    await stage.listener.wait_for(stage.listener.dm, "didn't get to talk")
    assert "would like an ear" in stage.post().text
    assert not offers(stage, stage.listener)
    (offer,) = offers(stage, stage.other)
    await press(stage, stage.other, offer, "accept")
    await stage.other.wait_for(stage.other.dm, "You're here for")


async def test_who_gave_it_back_by_silence_cannot_take_it_again(stage: Stage) -> None:
    """The ask is for others now, in the words that every late press gets."""
    await stage.ask()
    await stage.accept(stage.listener)
    await stage.pass_time(7 * MINUTE)
    shown = await press(stage, stage.listener, stage.post(), "accept")
    assert shown.text == stage.words("error.no_longer_available")


async def test_who_gave_it_back_by_silence_is_not_shown_it_as_waiting(stage: Stage) -> None:
    """Who is waiting shows only what can be taken."""
    await stage.ask()
    await stage.accept(stage.listener)
    await stage.pass_time(7 * MINUTE)
    shown = await press(stage, stage.listener, await _panel(stage, stage.listener), "who_waits")
    assert shown.text == stage.words("listen.nobody_waits")
    still = await press(stage, stage.other, await _panel(stage, stage.other), "who_waits")
    assert stage.words("press.read_it.button") in map(str, still.buttons)


@pytest.mark.parametrize("way", ["leave", "ban", "time out"])
@pytest.mark.parametrize("action", ["read_it", "accept"])
async def test_whoever_went_from_the_server_neither_reads_nor_takes(
    stage: Stage, way: str, action: str
) -> None:
    """An offer stays in direct messages after its reader left the server or was put out of it."""
    elsewhere = stage.discord.add_guild("Lake", member_count=80)
    elsewhere.join(stage.listener)
    await stage.ask("Elephants and lighthouses.")
    offer = offers(stage, stage.listener)[0]
    if way == "leave":
        stage.guild.leave(stage.listener)
    elif way == "ban":
        stage.guild.ban(stage.listener)
    else:
        stage.guild.time_out(stage.listener, stage.clock.now() + timedelta(days=1))
    shown = await press(stage, stage.listener, offer, action)
    assert shown.text == stage.words("error.no_longer_available")
    assert not any("Somebody is here" in m.text for m in stage.asker.sees(stage.asker.dm))
    await press(stage, stage.other, offers(stage, stage.other)[0], "accept")
    await stage.other.wait_for(stage.other.dm, "You're here for")


async def test_first_words_end_the_waiting(stage: Stage) -> None:
    """A listener who wrote is neither nudged nor relieved."""
    await stage.ask()
    await stage.accept(stage.listener)
    await stage.listener.send(stage.listener.dm, "Hello, I'm here.")
    await stage.asker.wait_for(stage.asker.dm, "Hello, I'm here.")
    await stage.pass_time(8 * MINUTE)
    texts = [m.text for m in stage.listener.sees(stage.listener.dm)]
    assert not any("waiting for your first words" in text for text in texts)
    assert "a listener is with them now" in stage.post().text


async def test_three_ignored_offers_end_duty_kindly(stage: Stage) -> None:
    """Whoever leaves three in a row without any answer is off duty, and told that it is fine."""
    for _ in range(3):
        await stage.ask()
        await stage.pass_time(12 * MINUTE)
        posted = [m for m in stage.asker.sees(stage.asker.dm) if m.buttons][-1]
        await press(stage, stage.asker, posted, "take_back")
        await stage.pass_time(timedelta(seconds=1))
    await stage.listener.wait_for(stage.listener.dm, "That is perfectly fine")
    panel = (await stage.listener.run("listen", in_=stage.asks)).message
    assert panel is not None
    assert "off duty" in panel.text


async def test_who_is_waiting_shows_asks_one_by_one(stage: Stage) -> None:
    """The kind first, the words on press, and the same button to take it."""
    await stage.ask("Elephants and lighthouses.")
    panel = (await stage.other.run("listen", in_=stage.asks)).message
    assert panel is not None
    shown = await press(stage, stage.other, panel, "who_waits")
    assert shown.ephemeral
    assert "lighthouses" not in json.dumps(shown.raw)
    read = await press(stage, stage.other, shown, "read_it")
    assert "lighthouses" in read.text
    await press(stage, stage.other, read, "accept")
    again = await press(stage, stage.listener, await _panel(stage, stage.listener), "who_waits")
    assert again.text == stage.words("listen.nobody_waits")


async def _panel(stage: Stage, person: Person) -> Message:
    panel = (await person.run("listen", in_=stage.asks)).message
    assert panel is not None
    return panel
