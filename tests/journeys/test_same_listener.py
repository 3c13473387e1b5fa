"""Ask for the same listener again: they first and alone, then all others, in the same words."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.local_discord import Message, Person
from tests.journeys.stage import WORDS, Stage, staged
from tests.journeys.talking import buttons, press_forged, talk

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FIRST = 15 * MINUTE


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server with two listeners who are on duty."""
    async with staged(tmp_path) as made:
        await made.is_set_up()
        label = made.words("press.duty.button", length=made.words("time.hours", count=4))
        for person in (made.listener, made.other):
            await person.press(await made.join(person), label)
        yield made


async def press(stage: Stage, person: Person, message: Message, action: str, **of: str) -> Message:
    """Press a button by its key; what the person sees then."""
    shown = (await person.press(message, stage.words(f"press.{action}.button", **of))).message
    assert shown is not None
    await stage.settle()
    return shown


async def ended(stage: Stage) -> Message:
    """A conversation that is over; what its asker was told."""
    asker, _ = await talk(stage)
    await stage.end(asker)
    return [m for m in asker.sees(asker.dm) if "It took something to ask" in m.text][-1]


def alias_in(told: Message) -> str:
    """The listener's name in the conversation that ended."""
    (label,) = [label for label in buttons(told) if label.startswith("Ask ")]
    return label.removeprefix("Ask ").removesuffix(" again")


async def preview_of(stage: Stage, told: Message, words: str = "It's me again.") -> Message:
    """Press, fill in the form, and look at the preview."""
    label = stage.words("press.ask_them_again.button", alias=alias_in(told))
    form = (await stage.asker.press(told, label)).form
    assert form is not None
    preview = (await stage.asker.submit(form, {WORDS: words})).message
    assert preview is not None
    return preview


async def asked_again(stage: Stage) -> Message:
    """An ask that is for one listener alone; what its asker read at posting."""
    return await press(stage, stage.asker, await preview_of(stage, await ended(stage)), "post")


def first_offers(stage: Stage, person: Person) -> list[Message]:
    """The open offers that say who asks again."""
    label = stage.words("press.not_now.button")
    found = [m for m in person.sees(person.dm) if label in buttons(m)]
    return [m for m in found if "Somebody you listened to before" in m.text]


async def test_the_form_the_preview_and_posting_name_the_listener(stage: Stage) -> None:
    """All in direct messages; nothing stands in the channel yet."""
    told = await ended(stage)
    posts = len(stage.public(stage.other))
    preview = await preview_of(stage, told)
    first = stage.words(
        "ask.here.first", alias=alias_in(told), length=stage.words("time.minutes", count=15)
    ).replace("*", "")
    assert "For Harbour" in preview.text.replace("*", "")
    assert first in preview.text.replace("*", "")
    assert "It's me again." in preview.text
    posted = await press(stage, stage.asker, preview, "post")
    assert first in posted.text.replace("*", "")
    own = stage.asker.sees(stage.asker.dm)
    assert any(f"I try {alias_in(told)} first" in m.text.replace("*", "") for m in own)
    assert len(stage.public(stage.other)) == posts


async def test_the_listener_reads_and_accepts_and_both_have_fresh_names(stage: Stage) -> None:
    """The offer holds no word of the ask; the conversation goes on under other names."""
    told = await ended(stage)
    await press(stage, stage.asker, await preview_of(stage, told), "post")
    (offer,) = first_offers(stage, stage.listener)
    assert "again" not in offer.text.replace("talk with you again", "")
    assert stage.words("about.private") in offer.text
    assert [button.label for button in offer.buttons] == [
        stage.words(f"press.{one}.button") for one in ("read_it", "accept", "not_now")
    ]
    assert first_offers(stage, stage.other) == []
    read = await press(stage, stage.listener, offer, "read_it")
    assert "It's me again." in read.text
    await press(stage, stage.listener, offer, "accept")
    opened = await stage.asker.wait_for(stage.asker.dm, "Somebody is here for you")
    opened = [m for m in stage.asker.sees(stage.asker.dm) if "is here for you" in m.text][-1]
    assert f"talking with {alias_in(told)}" not in opened.text.replace("*", "")
    await stage.pass_time(timedelta(seconds=61))  # what is written before may be for the old one
    await stage.listener.send(stage.listener.dm, "Good to read you.")
    await stage.asker.wait_for(stage.asker.dm, "Good to read you.")


def standing(person: Person) -> list[Message]:
    """What stands in somebody's direct messages for good."""
    return [m for m in person.sees(person.dm) if not m.ephemeral]


async def with_others_button(stage: Stage, place: str) -> tuple[Message, str]:
    """Where the asker may ask the others, and what stands on the button there."""
    label = stage.words("press.ask_others_now.button")
    if place == "direct messages":
        return [m for m in standing(stage.asker) if label in buttons(m)][-1], label
    shown = (await stage.asker.run("conversations", in_=stage.asks)).message
    assert shown is not None
    (numbered,) = [one for one in buttons(shown) if label in one]
    return shown, numbered


PLACES = pytest.mark.parametrize("place", ["direct messages", "my conversations"])


@PLACES
async def test_whoever_cannot_wait_asks_the_others_now(stage: Stage, place: str) -> None:
    """It is posted once, also when the time would have come; who was asked first may accept it."""
    await asked_again(stage)
    posts, own = len(stage.public(stage.other)), len(standing(stage.asker))
    shown, label = await with_others_button(stage, place)
    for _ in range(2 if place == "my conversations" else 1):
        told = (await stage.asker.press(shown, label)).message
        assert told is not None
        assert told.text == stage.words("ask.others_now")
    await stage.pass_time(timedelta(seconds=1))
    assert len(stage.public(stage.other)) == posts + 1
    assert not any(label in buttons(m) for m in standing(stage.asker))
    await stage.pass_time(FIRST)
    assert len(stage.public(stage.other)) == posts + 1
    assert len(standing(stage.asker)) == own, "an edit, so no ping"
    await press(stage, stage.listener, first_offers(stage, stage.listener)[0], "accept")
    await stage.listener.wait_for(stage.listener.dm, "It's me again.")


@PLACES
async def test_asking_the_others_is_for_the_asker_while_it_waits(stage: Stage, place: str) -> None:
    """Neither somebody else's press nor one after the end does anything."""
    await asked_again(stage)
    posts, refused = len(stage.public(stage.other)), stage.words("error.out_of_date")
    shown, label = await with_others_button(stage, place)
    (custom_id,) = [one.custom_id for one in shown.buttons if str(one) == label]
    assert custom_id is not None
    assert await press_forged(stage, stage.other, custom_id) == refused
    (take_back,) = [one for one in buttons(shown) if "Take it back" in one]
    await stage.asker.press(shown, take_back)
    await stage.settle()
    assert await press_forged(stage, stage.asker, custom_id) == refused
    await stage.pass_time(FIRST)
    forged = 2  # the messages with the forged buttons stand in the channel, too
    assert len(stage.public(stage.other)) == posts + forged


async def test_refused_the_others_are_told_when_the_time_is_over(stage: Stage) -> None:
    """Not a moment earlier, and the asker reads what every asker reads."""
    await asked_again(stage)
    posts, own = len(stage.public(stage.other)), len(stage.asker.sees(stage.asker.dm))
    await press(stage, stage.listener, first_offers(stage, stage.listener)[0], "not_now")
    await stage.pass_time(FIRST - timedelta(seconds=1))
    assert len(stage.public(stage.other)) == posts
    await stage.pass_time(timedelta(seconds=1))
    assert len(stage.public(stage.other)) == posts + 1
    assert "would like an ear" in stage.post().text
    seen = stage.asker.sees(stage.asker.dm)
    assert len(seen) == own, "an edit, so no ping"
    assert any(
        stage.words("notice.ask_posted", server="Harbour").replace("*", "")
        == m.text.replace("*", "")
        for m in seen
    )
    await stage.accept(stage.other)
    await stage.other.wait_for(stage.other.dm, "It's me again.")


async def test_it_waits_under_my_conversations_and_can_be_taken_back_there(stage: Stage) -> None:
    """As every ask that waits; then the listener's offer is taken back, and nothing is posted."""
    await asked_again(stage)
    posts = len(stage.public(stage.other))
    shown = (await stage.asker.run("conversations", in_=stage.asks)).message
    assert shown is not None
    assert "Nobody has accepted it yet" in shown.text
    (offer,) = first_offers(stage, stage.listener)
    taken = (await stage.asker.press(shown, "1. Take it back")).message
    assert taken is not None
    assert taken.text == stage.words("ask.taken_back")
    await stage.settle()
    assert stage.words("notice.offer_over") in offer.text
    await stage.pass_time(2 * FIRST)
    assert len(stage.public(stage.other)) == posts


async def test_a_restart_in_between_changes_nothing(stage: Stage) -> None:
    """The button, the form, the offer, and the time for the others."""
    told = await ended(stage)
    await stage.restart()
    label = stage.words("press.ask_them_again.button", alias=alias_in(told))
    form = (await stage.asker.press(told, label)).form
    assert form is not None
    await stage.restart()
    preview = (await stage.asker.submit(form, {WORDS: "Still me."})).message
    assert preview is not None
    await press(stage, stage.asker, preview, "post")
    await stage.restart()
    await stage.pass_time(FIRST)
    assert "would like an ear" in stage.post().text
    await press(stage, stage.listener, first_offers(stage, stage.listener)[0], "accept")
    await stage.listener.wait_for(stage.listener.dm, "Still me.")


async def test_words_are_kept_when_discord_does_not_answer(stage: Stage) -> None:
    """Whether the writer is still in the server is asked again before anything is posted."""
    told = await ended(stage)
    label = stage.words("press.ask_them_again.button", alias=alias_in(told))
    form = (await stage.asker.press(told, label)).form
    assert form is not None
    member = f"/guilds/*/members/{stage.asker.id}"
    stage.discord.faults.fail_next("GET", member, status=503)
    preview = (await stage.asker.submit(form, {WORDS: "It took me an hour to write."})).message
    assert preview is not None
    assert "It took me an hour to write." in preview.text
    form = (await stage.asker.press(preview, stage.words("press.change.button"))).form
    assert form is not None
    stage.discord.faults.fail_next("GET", member, status=503)
    preview = (await stage.asker.submit(form, {WORDS: "Now it's shorter."})).message
    assert preview is not None
    assert "Now it's shorter." in preview.text
    stage.discord.faults.fail_next("GET", member, status=503)
    again = await press(stage, stage.asker, preview, "post")
    assert again.text == stage.words("error.try_again")
    posted = await press(stage, stage.asker, preview, "post")
    assert "Your ask is on its way" in posted.text


async def test_pressed_twice_it_is_posted_once(stage: Stage) -> None:
    """The second preview is refused as a second ask."""
    told = await ended(stage)
    first, second = await preview_of(stage, told), await preview_of(stage, told, "And this.")
    await press(stage, stage.asker, first, "post")
    refused = await press(stage, stage.asker, second, "post")
    assert refused.text == stage.words("error.ask_already_open")
    assert len(first_offers(stage, stage.listener)) == 1


async def test_after_fourteen_days_it_is_out_of_date(stage: Stage) -> None:
    """The button, and a form that was opened before."""
    told = await ended(stage)
    label = stage.words("press.ask_them_again.button", alias=alias_in(told))
    await stage.pass_time(14 * DAY - MINUTE)
    form = (await stage.asker.press(told, label)).form
    assert form is not None
    await stage.pass_time(MINUTE)
    assert (await press(stage, stage.asker, told, "ask_them_again", alias=alias_in(told))).text == (
        stage.words("error.out_of_date")
    )
    late = (await stage.asker.submit(form, {WORDS: "Too late?"})).message
    assert late is not None
    assert late.text.startswith(stage.words("error.out_of_date"))
    assert late.text.endswith("Too late?"), "nobody has to find their words twice"


async def test_nobody_else_can_press(stage: Stage) -> None:
    """Neither the listener nor somebody who got hold of the token."""
    told = await ended(stage)
    token = told.buttons[0].custom_id or ""
    for person in (stage.listener, stage.other):
        assert await press_forged(stage, person, token) == stage.words("error.out_of_date")


async def test_somebody_discreet_finds_the_button_behind_show_it(stage: Stage) -> None:
    """The end says only that there is a message; the rest works as for everybody."""
    asker, listener = await talk(stage)
    opening = await asker.wait_for(asker.dm, "Somebody is here for you")
    await press(stage, asker, opening, "discreet")
    await stage.end(listener)
    hidden = await asker.wait_for(asker.dm, "You have a message.")
    told = await press(stage, asker, hidden, "show_it")
    await press(stage, asker, await preview_of(stage, told), "post")
    assert len(first_offers(stage, listener)) == 1


async def test_who_left_the_server_cannot_ask_there(stage: Stage) -> None:
    """Membership is asked when the form comes in."""
    told = await ended(stage)
    stage.guild.leave(stage.asker)
    refused = await preview_of(stage, told)
    assert refused.text.startswith(stage.words("error.out_of_date"))


async def test_without_direct_messages_it_can_be_posted_all_the_same(stage: Stage) -> None:
    """The words name the listener, and say that no notification will come."""
    preview = await preview_of(stage, await ended(stage))
    stage.asker.dms_open = False
    refused = await press(stage, stage.asker, preview, "post")
    posted = await press(stage, stage.asker, refused, "post_anyway")
    assert "first. If they aren't free within 15 minutes" in posted.text
    assert "No notification will come" in posted.text
    assert len(first_offers(stage, stage.listener)) == 1
