"""Asks that wait long: still wanted, expired, asked again, kept; and what was chosen for them."""

from datetime import timedelta

import pytest

from bot.local_discord import Message, NotAllowedError, Person
from tests.journeys.stage import Stage

HOUR = timedelta(hours=1)


async def somebody_is_there(stage: Stage) -> None:
    """The listener goes on duty."""
    panel = (await stage.listener.run("listen", in_=stage.asks)).message
    assert panel is not None
    label = stage.words("press.duty.button", length=stage.words("time.hours", count=4))
    await stage.listener.press(panel, label)


async def press(stage: Stage, person: Person, message: Message, action: str) -> Message:
    """Press a button by its key; what the person sees then."""
    shown = (await person.press(message, stage.words(f"press.{action}.button"))).message
    assert shown is not None
    await stage.settle()
    return shown


async def expired(stage: Stage, words: str = "Elephants and lighthouses.") -> Message:
    """An ask that nobody took; what the asker was told."""
    await stage.ask(words)
    await stage.pass_time(24 * HOUR)
    return await stage.asker.wait_for(stage.asker.dm, "how few were here")


async def choose(stage: Stage, preview: Message, **chosen: object) -> Message:
    """Fill in More choices."""
    label = stage.words("press.more_choices.button")
    form = (await stage.asker.press(preview, label)).form
    assert form is not None
    values = {stage.words(f"choices.form.{key}.field_label"): one for key, one in chosen.items()}
    shown = (await stage.asker.submit(form, values)).message
    assert shown is not None
    return shown


async def test_after_three_hours_the_asker_is_asked_whether_it_is_still_wanted(
    stage: Stage,
) -> None:
    """Yes keeps looking; it is asked once."""
    await somebody_is_there(stage)
    await stage.ask()
    await stage.pass_time(3 * HOUR)
    asked = await stage.asker.wait_for(stage.asker.dm, "Would you still like")
    shown = await press(stage, stage.asker, asked, "keep_looking")
    assert "I keep looking" in shown.text
    assert stage.words("press.keep_looking.button") not in map(str, shown.buttons)
    assert "would like an ear" in stage.post().text


async def test_no_takes_it_back(stage: Stage) -> None:
    """One press ends the ask, in the channel too."""
    await somebody_is_there(stage)
    await stage.ask()
    await stage.pass_time(3 * HOUR)
    asked = await stage.asker.wait_for(stage.asker.dm, "Would you still like")
    shown = await press(stage, stage.asker, asked, "take_it_back")
    assert shown.text == stage.words("ask.taken_back")
    assert "This ask is over" in stage.post().text


async def test_ask_again_brings_the_same_words_as_a_new_draft(stage: Stage) -> None:
    """Within the hour in which they are kept, it takes two presses to ask again."""
    over = await expired(stage)
    preview = await press(stage, stage.asker, over, "ask_again")
    assert "Elephants and lighthouses." in preview.text
    await press(stage, stage.asker, preview, "post")
    assert "would like an ear" in stage.post().text
    await stage.accept()
    await stage.listener.wait_for(stage.listener.dm, "lighthouses")


async def test_words_that_are_erased_cannot_be_asked_again(stage: Stage) -> None:
    """After the time that the notice names the button is out of date, and says so."""
    over = await expired(stage)
    await stage.pass_time(12 * HOUR)
    shown = await press(stage, stage.asker, over, "ask_again")
    assert shown.text == stage.words("error.out_of_date")


async def test_keep_until_morning_waits_a_day_more(stage: Stage) -> None:
    """The same ask stands in the channel again for a day: in that is a morning anywhere."""
    over = await expired(stage)
    shown = await press(stage, stage.asker, over, "keep_until_later")
    until = int((stage.clock.now() + 24 * HOUR).timestamp())
    assert f"<t:{until}:R>" in shown.text
    assert "would like an ear" in stage.post().text
    await stage.pass_time(23 * HOUR)
    assert "would like an ear" in stage.post().text
    await stage.pass_time(HOUR)
    assert "This ask is over" in stage.post().text


@pytest.mark.parametrize("action", ["ask_again", "keep_until_later"])
async def test_what_the_notice_of_the_night_offers_works_in_the_morning(
    stage: Stage, action: str
) -> None:
    """It says until when, and works for as long."""
    over = await expired(stage)
    until = int((stage.clock.now() + 12 * HOUR).timestamp())
    assert f"<t:{until}:R>" in over.content
    mine = (await stage.asker.run("conversations", in_=stage.asks)).message
    assert mine is not None
    assert f"until its words are erased, <t:{until}:R>" in mine.text
    for _ in range(11):
        await stage.pass_time(HOUR)
    shown = await press(stage, stage.asker, over, action)
    assert "Elephants" in shown.text or "would like an ear" in stage.post().text


async def test_until_morning_tells_nobody_where_its_author_is(stage: Stage) -> None:
    """Whoever has a clock in Tokyo for something else waits as long as everybody."""
    await stage.asker.run("encourage", in_=stage.asks, at="20:00", zone="Asia/Tokyo")
    over = await expired(stage)
    shown = await press(stage, stage.asker, over, "keep_until_later")
    assert f"<t:{int((stage.clock.now() + 24 * HOUR).timestamp())}:R>" in shown.text


async def test_a_notice_that_comes_after_the_words_are_gone_offers_only_what_works(
    stage: Stage,
) -> None:
    """Closed direct messages opened late: /ask is named, and no button that does nothing."""
    await stage.ask("Elephants and lighthouses.")
    stage.asker.dms_open = False
    await stage.pass_time(24 * HOUR)
    for _ in range(13):
        await stage.pass_time(HOUR)
    stage.asker.dms_open = True
    await stage.pass_time(HOUR)
    over = await stage.asker.wait_for(stage.asker.dm, "how few were here")
    assert "You can ask again with /ask." in over.text
    assert [str(button) for button in over.buttons] == ["Help lines"]


async def test_while_another_ask_waits_this_one_does_not(stage: Stage) -> None:
    """It says how long the words are kept; when the other ask is over, the button still works."""
    over = await expired(stage)
    await stage.ask("Something else.")
    refused = await press(stage, stage.asker, over, "keep_until_later")
    hour = stage.words("time.hours", count=12)
    assert refused.text == stage.words("error.another_ask_open", length=hour)
    posted = [m for m in stage.asker.sees(stage.asker.dm) if "It's open now" in m.content][-1]
    await press(stage, stage.asker, posted, "take_back")
    shown = await press(stage, stage.asker, over, "keep_until_later")
    assert f"<t:{int((stage.clock.now() + 24 * HOUR).timestamp())}:R>" in shown.text


async def test_words_that_are_erased_cannot_be_kept_while_another_ask_waits(stage: Stage) -> None:
    """The button is over, and they see that the other one waits."""
    over = await expired(stage)
    await stage.ask("Something else.")
    await stage.pass_time(12 * HOUR)
    shown = await press(stage, stage.asker, over, "keep_until_later")
    assert "This button has been used, or is over." in shown.text
    assert "Nobody has accepted it yet" in shown.text


async def test_who_was_put_out_of_the_server_cannot_keep_an_ask_there(stage: Stage) -> None:
    """The button stays in direct messages; the ask comes to the channel no more."""
    elsewhere = stage.discord.add_guild("Lake", member_count=80)
    elsewhere.join(stage.asker)
    over = await expired(stage)
    stage.guild.ban(stage.asker)
    shown = await press(stage, stage.asker, over, "keep_until_later")
    assert shown.text == stage.words("error.out_of_date")
    assert "This ask is over" in stage.post().text


async def test_an_expired_ask_offers_help_lines(stage: Stage) -> None:
    """One press from being told that nobody was free to people who are there now."""
    over = await expired(stage)
    shown = await press(stage, stage.asker, over, "helplines")
    assert "findahelpline.com" in shown.text


async def test_once_it_is_over_nothing_offers_to_take_it_back(stage: Stage) -> None:
    """The message that said that it is posted says that it is over; kept, it waits again there."""
    over = await expired(stage)
    (status,) = [m for m in stage.asker.sees(stage.asker.dm) if "is over" in m.text]
    assert not status.buttons
    assert status.id < over.id
    await press(stage, stage.asker, over, "keep_until_later")
    ways = [stage.words(f"press.{one}.button") for one in ("change_ask", "take_back")]
    assert [str(one) for one in status.buttons] == ways
    await press(stage, stage.asker, status, "take_back")
    assert "is taken back" in status.text


async def who_waits(stage: Stage, person: Person) -> Message:
    """What somebody finds who looks who is waiting."""
    panel = (await person.run("listen", in_=stage.asks)).message
    assert panel is not None
    return await press(stage, person, panel, "who_waits")


async def test_who_must_not_get_it_finds_nothing_and_others_do(stage: Stage) -> None:
    """For excluded people nothing shows that somebody asks; others find it, and take it."""
    preview = await stage.write("Not for everybody.")
    shown = await choose(stage, preview, without=[stage.listener])
    assert stage.words("ask.without", count=1) in shown.text
    await press(stage, stage.asker, shown, "post")
    found = await who_waits(stage, stage.listener)
    assert found.text == stage.words("listen.nobody_waits")
    await press(stage, stage.other, await who_waits(stage, stage.other), "accept")
    await stage.other.wait_for(stage.other.dm, "Not for everybody.")


async def test_who_was_chosen_by_mistake_may_get_it_after_all(stage: Stage) -> None:
    """Left empty they stay out; a line of the form lets them in, and it is there only then."""
    preview = await stage.write("Not for everybody.")
    shown = await choose(stage, preview, without=[stage.listener])
    shown = await choose(stage, shown)
    assert stage.words("ask.without", count=1) in shown.text
    nobody = stage.words("those_before.nobody")
    shown = await choose(stage, shown, those_before=nobody)
    assert stage.words("ask.without", count=1) not in shown.text
    with pytest.raises(NotAllowedError, match="people you chose before"):
        await choose(stage, shown, those_before=nobody)
    await press(stage, stage.asker, shown, "post")
    await stage.accept()


async def test_whoever_is_chosen_anew_takes_their_place(stage: Stage) -> None:
    """Whatever the line about the earlier ones says."""
    preview = await stage.write("Not for everybody.")
    shown = await choose(stage, preview, without=[stage.listener])
    nobody = stage.words("those_before.nobody")
    shown = await choose(stage, shown, without=[stage.other], those_before=nobody)
    assert stage.words("ask.without", count=1) in shown.text
    await press(stage, stage.asker, shown, "post")
    await press(stage, stage.listener, await who_waits(stage, stage.listener), "accept")
    await stage.listener.wait_for(stage.listener.dm, "Not for everybody.")


async def test_no_trace_of_who_is_excluded_leaves_the_bot(stage: Stage) -> None:
    """The preview does not name them, and says what it means; nothing is posted in the channel."""
    preview = await stage.write("Not for everybody.")
    shown = await choose(stage, preview, without=[stage.listener])
    assert stage.words("ask.who_sees.not_by_all") in shown.text
    assert str(stage.listener.id) not in str(shown.raw)
    await press(stage, stage.asker, shown, "post")
    assert stage.public(stage.listener) == []


async def test_asking_again_keeps_away_from_the_same_people(stage: Stage) -> None:
    """The new draft excludes whom the old ask excluded."""
    preview = await stage.write("Not for everybody.")
    shown = await choose(stage, preview, without=[stage.listener])
    await press(stage, stage.asker, shown, "post")
    await stage.pass_time(24 * HOUR)
    over = await stage.asker.wait_for(stage.asker.dm, "how few were here")
    again = await press(stage, stage.asker, over, "ask_again")
    assert stage.words("ask.without", count=1) in again.text


async def test_topic_language_and_something_heavy_show_in_the_preview(stage: Stage) -> None:
    """What was chosen stands below the preview, and in the form when it is opened again."""
    preview = await stage.write("Quietly.")
    shown = await choose(
        stage, preview, topic="Loss and grief", language="Español", heavy="Yes, something heavy"
    )
    assert "Loss and grief" in shown.text
    assert "Español" in shown.text
    assert stage.words("ask.heavy") in shown.text
    assert "take it" not in shown.text, "that is for listeners"
    form = (await stage.asker.press(shown, stage.words("press.more_choices.button"))).form
    assert form is not None
    standing = [
        one["label"] for field in form.fields for one in field.options if one.get("default")
    ]
    assert standing == ["Loss and grief", "Español", "Yes, something heavy"]


@pytest.mark.parametrize("answer", ["no", "yes"])
async def test_heavy_asks_go_only_to_those_who_take_them(stage: Stage, answer: str) -> None:
    """By default nobody is told of something heavy; who said yes can take it."""
    if answer == "yes":
        await take_heavy(stage, stage.listener)
    shown = await choose(stage, await stage.write("Heavy."), heavy="Yes, something heavy")
    await press(stage, stage.asker, shown, "post")
    reply = await press(stage, stage.listener, stage.post(), "accept")
    refused = reply.text == stage.words("error.no_longer_available")
    assert refused is (answer == "no")


async def take_heavy(stage: Stage, person: Person) -> None:
    """Say in the settings that heavy asks are all right."""
    panel = (await person.run("listen", in_=stage.asks)).message
    assert panel is not None
    settings = await press(stage, person, panel, "settings")
    form = (await person.press(settings, stage.words("press.what_i_take.button"))).form
    assert form is not None
    await person.submit(form, {stage.words("settings.take.form.heavy.field_label"): "Yes"})
