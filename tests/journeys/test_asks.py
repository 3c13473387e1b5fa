"""Asks: private or open, previewed, changed, cancelled, taken back, expired."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Settings
from bot.local_discord import Permissions
from tests.journeys.stage import WORDS, Stage, staged

PRIVATE_ONLY = [
    *("Post", "Change", "More choices", "To learn something"),
    *("Cancel", "Help lines"),
]


@pytest.fixture
async def choosing_stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server that is large enough, and lets the asker choose."""
    settings = Settings.model_validate({"small_servers": {"listeners_below": 0}})
    async with staged(tmp_path, settings) as made:
        await made.is_set_up(open_asks=True)
        await made.join(made.listener)
        yield made


async def test_a_private_ask_shows_no_word_in_the_channel(stage: Stage) -> None:
    """Private is preselected: nobody in the channel sees any of the words."""
    post = await stage.ask("Elephants and lighthouses.", "A trombone.")
    assert "would like an ear" in post.text
    raw = str(post.raw)
    assert not any(word in raw for word in ("Elephants", "lighthouses", "trombone"))


async def test_an_open_ask_stands_in_the_channel(choosing_stage: Stage) -> None:
    """Where the server allows the choice, the asker may show the words, without a name."""
    preview = await choosing_stage.write("Who knows about lighthouses?")
    assert "Only one listener reads this" in preview.text
    shown = await choosing_stage.asker.press(
        preview, choosing_stage.words("press.ask_openly.button")
    )
    assert shown.message is not None
    assert "Everybody who can read the channel" in shown.message.text
    await choosing_stage.asker.press(shown.message, "Post")
    await choosing_stage.settle()
    post = choosing_stage.post()
    assert "Who knows about lighthouses?" in post.text
    assert "asker" not in str(post.raw).lower()
    await choosing_stage.accept()
    await choosing_stage.listener.wait_for(choosing_stage.listener.dm, "about lighthouses?")


async def test_an_open_ask_loses_its_words_once_it_is_over(choosing_stage: Stage) -> None:
    """While a listener has it others still answer below it; then the channel shows them no more."""
    preview = await choosing_stage.write("Who knows about lighthouses?")
    shown = await choosing_stage.asker.press(
        preview, choosing_stage.words("press.ask_openly.button")
    )
    assert shown.message is not None
    await choosing_stage.asker.press(shown.message, "Post")
    await choosing_stage.settle()
    await choosing_stage.accept()
    assert "lighthouses" in choosing_stage.post().text
    await choosing_stage.end(choosing_stage.listener)
    assert "lighthouses" not in str(choosing_stage.post().raw)


async def test_open_is_not_offered_where_it_is_not_allowed(stage: Stage) -> None:
    """Private only means that the preview has no other choice."""
    preview = await stage.write("Quietly, please.")
    assert [button.label for button in preview.buttons] == PRIVATE_ONLY


async def test_open_is_not_offered_in_a_small_server(tmp_path: Path) -> None:
    """Where people could guess who asks, asks are private, whatever was chosen in /setup."""
    async with staged(tmp_path) as small:
        await small.is_set_up(open_asks=True)
        await small.join(small.listener)
        preview = await small.write("Few of us here.")
        assert [button.label for button in preview.buttons] == PRIVATE_ONLY


async def test_change_starts_from_what_was_written(stage: Stage) -> None:
    """The form comes back filled, and the preview shows the new words."""
    preview = await stage.write("First words.")
    form = (await stage.asker.press(preview, "Change")).form
    assert form is not None
    assert form.fields[0].value == "First words."
    changed = (await stage.asker.submit(form, {WORDS: "Second words."})).message
    assert changed is not None
    assert "Second words." in changed.text
    assert "First words." not in changed.text


async def test_cancel_erases_and_posts_nothing(stage: Stage) -> None:
    """Cancelled is gone: the preview says so and its old button is out of date."""
    preview = await stage.write("Never mind.")
    shown = await stage.asker.press(preview, "Cancel")
    assert shown.message is not None
    assert shown.message.text == stage.words("ask.cancelled")
    assert not stage.public(stage.listener)


async def test_a_draft_lives_thirty_minutes(stage: Stage) -> None:
    """A preview that was forgotten posts nothing later."""
    preview = await stage.write("For later.")
    await stage.pass_time(timedelta(minutes=30))
    shown = await stage.asker.press(preview, "Post")
    assert shown.message is not None
    assert shown.message.text == stage.words("error.out_of_date")


async def test_an_ask_taken_back_can_no_longer_be_accepted(stage: Stage) -> None:
    """The post changes, its button is gone, and the asker is told."""
    post = await stage.ask()
    posted = await stage.asker.wait_for(stage.asker.dm, "It's open now")
    await stage.asker.press(posted, "Take it back")
    await stage.settle()
    assert "is taken back" in posted.text
    mine = ("conversations", "helplines")
    assert [str(one) for one in posted.buttons] == [
        stage.words(f"press.{one}.button") for one in mine
    ]
    assert "This ask is over" in post.text
    assert not post.buttons


async def test_an_ask_that_nobody_takes_expires_with_honest_words(stage: Stage) -> None:
    """After 24 hours, not before, the asker is told that nobody was free, and the post changes."""
    post = await stage.ask()
    await stage.pass_time(timedelta(hours=24) - timedelta(seconds=1))
    assert "would like an ear" in post.text
    await stage.pass_time(timedelta(seconds=1))
    told = await stage.asker.wait_for(stage.asker.dm, "nothing about you")
    assert "findahelpline.com" in told.text
    assert "This ask is over" in post.text
    assert not post.buttons


async def test_a_second_ask_waits_until_the_first_is_over(stage: Stage) -> None:
    """One at a time; the words of the second are kept, and can be posted afterwards."""
    preview = await stage.write("And another thing.")
    await stage.ask()
    refused = await stage.asker.press(preview, "Post")
    assert refused.message is not None
    assert refused.message.text == stage.words("error.ask_already_open")
    posted = await stage.asker.wait_for(stage.asker.dm, "It's open now")
    await stage.asker.press(posted, "Take it back")
    await stage.asker.press(preview, "Post")
    await stage.settle()
    assert "would like an ear" in stage.post().text


async def test_three_asks_a_day_and_then_a_kind_no(stage: Stage) -> None:
    """The fourth is refused before it is written, in words that do not leave anybody alone and say
    when another is possible."""
    first = stage.clock.now()
    for _ in range(3):
        await stage.ask()
        await stage.pass_time(timedelta(minutes=6))
        posted = [m for m in stage.asker.sees(stage.asker.dm) if m.buttons][-1]
        await stage.asker.press(posted, "Take it back")
        await stage.settle()
    refused = await stage.asker.run("ask", in_=stage.asks)
    assert refused.form is None
    assert refused.message is not None
    possible = f"<t:{int((first + timedelta(days=1)).timestamp())}:R>"
    assert refused.message.text == stage.words("error.asks_for_today", count=3, next=possible)


@pytest.mark.parametrize("why", ["ask_already_open", "in_conversation", "cannot_post_yet"])
async def test_what_stands_in_the_way_is_said_before_anything_is_written(
    stage: Stage, why: str
) -> None:
    """No form opens; what is said names the way on, and nothing that is not there."""
    if why == "cannot_post_yet":
        stage.asks.set_overwrite("bot", deny=Permissions.SEND_MESSAGES)
        await asyncio.sleep(0.2)
    else:
        await stage.ask()
    if why == "in_conversation":
        await stage.accept()
    refused = await stage.asker.run("ask", in_=stage.entrance)
    assert refused.form is None
    assert refused.message is not None
    assert refused.message.text == stage.words(f"error.{why}")


async def test_the_preview_is_honest_about_who_is_here(stage: Stage) -> None:
    """It says whether a listener is on duty now."""
    assert "Nobody is on duty right now" in (await stage.write("Anyone?")).text
    panel = (await stage.listener.run("listen", in_=stage.asks)).message
    assert panel is not None
    await stage.listener.press(panel, "On duty for 1 hour")
    assert "A listener is on duty right now" in (await stage.write("Anyone?")).text
    await stage.pass_time(timedelta(hours=1))
    assert "Nobody is on duty right now" in (await stage.write("Anyone?")).text


@pytest.mark.parametrize("run", range(20))
async def test_two_accept_at_once(stage: Stage, run: int) -> None:
    """With both presses in flight one wins, and the other reads that it is no longer available."""
    del run
    post = await stage.ask()
    first, second = await asyncio.gather(
        stage.listener.press(post, "I can listen"), stage.other.press(post, "I can listen")
    )
    await stage.settle()
    texts = [shown.message.text if shown.message else "" for shown in (first, second)]
    assert texts.count(stage.words("error.no_longer_available")) == 1
    openings = [
        message
        for person in (stage.listener, stage.other)
        for message in person.sees(person.dm)
        if "You're here for" in message.text
    ]
    assert len(openings) == 1
    assert "a listener is with them now" in post.text
    assert not post.buttons


async def test_no_place_for_asks_is_said_before_anything_is_written(stage: Stage) -> None:
    """By the command and by the panel, with help lines; once it is mended the form opens again."""
    panel = stage.panels()[-1]
    stage.asks.set_overwrite("bot", deny=Permissions.SEND_MESSAGES)
    for told in (
        (await stage.asker.run("ask", in_=stage.entrance)).message,
        (await stage.asker.press(panel, stage.words("press.ask.button"))).message,
    ):
        assert told is not None
        assert told.text == stage.words("error.cannot_post_yet")
        assert stage.words("press.helplines.button") in map(str, told.buttons)
    stage.asks.set_overwrite("bot", allow=Permissions.SEND_MESSAGES)
    assert (await stage.asker.run("ask", in_=stage.entrance)).form is not None
