"""An answer was lost, and the same is sent or pressed again: nothing is doubled, and it is said how
it stands now. Forms stay open on Discord only where the answer came too late."""

from datetime import timedelta

import pytest

from bot.domain.guilds import Feature
from bot.local_discord import Form, Message, Person
from tests.journeys.stage import WORDS, WOULD_HELP, Stage
from tests.journeys.talking import buttons, heard, talk, until
from tests.journeys.test_clear_chat import by_bot
from tests.journeys.test_clear_chat import press as ask_to_clear
from tests.journeys.test_goal import check_ins
from tests.journeys.test_goal import goal as goal_shown
from tests.journeys.test_lost_answers import LOST, lost, pressed_twice
from tests.journeys.test_my_schedule import encouraged, encouragements
from tests.journeys.test_reflection import FIELD, switch
from tests.journeys.test_several import asked, names
from tests.journeys.test_several import stage as with_two_conversations

HOUR = timedelta(hours=1)

two_conversations = with_two_conversations
"""A listener who has to say whom their words are for."""


async def sent_twice(
    stage: Stage, form: Form, first: dict[str, str], second: dict[str, str] | None = None
) -> Message:
    """What the asker reads who sends a form again, perhaps with other words by then."""
    await lost(stage, stage.asker, "late", lambda: stage.asker.submit(form, first))
    shown = (await stage.asker.submit(form, second or first)).message
    assert shown is not None
    await stage.settle()
    return shown


async def opened(stage: Stage, below: Message, action: str) -> Form:
    """The form behind a button."""
    form = (await stage.asker.press(below, stage.words(f"press.{action}.button"))).form
    assert form is not None
    return form


async def test_a_schedule(bare_stage: Stage) -> None:
    """Shown as it was saved; it begins once, and comes once a day."""
    stage = bare_stage
    form = await opened(stage, await encouraged(stage), "every_day")
    typed = {"at": "21:00", "zone": "Europe/Berlin"}
    values = {stage.words(f"schedule.form.{name}.field_label"): one for name, one in typed.items()}
    shown = await sent_twice(stage, form, values)
    assert "21:00, Europe/Berlin" in shown.text
    begun = [m.text for m in stage.asker.sees(stage.asker.dm) if not m.ephemeral]
    assert begun.count(stage.words("notice.encouragements_begin")) == 1
    for _ in range(24):
        await stage.pass_time(HOUR)
    assert len(encouragements(stage)) == 1


async def test_a_goal(bare_stage: Stage) -> None:
    """Shown as it was set, and asked about once."""
    stage = bare_stage
    form = await opened(stage, await goal_shown(stage), "set_goal")
    typed = {"goal": "Walk a little", "every": "1", "at": "19:30", "zone": "Europe/Berlin"}
    values = {stage.words(f"goal.form.{name}.field_label"): one for name, one in typed.items()}
    shown = await sent_twice(stage, form, values)
    assert "Walk a little" in shown.text
    await stage.pass_time(HOUR)
    assert len(check_ins(stage)) == 1


async def note_form(stage: Stage) -> Form:
    """The form of a note, where they are switched on."""
    await switch(stage, Feature.REFLECTION)
    await talk(stage)
    await stage.end(stage.asker)
    ended = await stage.asker.wait_for(stage.asker.dm, "has ended")
    return await opened(stage, ended, "for_myself")


async def test_a_note(stage: Stage) -> None:
    """One note, which says what was sent last."""
    form = await note_form(stage)
    shown = await sent_twice(stage, form, {FIELD: "The lake."}, {FIELD: "The lake, at dawn."})
    assert shown.text == stage.words("after.note.saved")
    label = stage.words("press.my_notes.button")
    page = (await stage.asker.press(shown, label)).message
    assert page is not None
    assert stage.words("after.note.shown", number=1, total=1) in page.text
    assert "The lake, at dawn." in page.text


async def test_a_note_whose_form_was_opened_again(stage: Stage) -> None:
    """A form that opens as it was counts once, too."""
    form = await note_form(stage)
    refused = (await stage.asker.submit(form, {FIELD: "\u200b"})).message
    assert refused is not None
    again = await opened(stage, refused, "open_again")
    shown = await sent_twice(stage, again, {FIELD: "The lake."})
    page = (await stage.asker.press(shown, stage.words("press.my_notes.button"))).message
    assert page is not None
    assert stage.words("after.note.shown", number=1, total=1) in page.text


@pytest.mark.parametrize("how", LOST)
async def test_an_encouragement_is_kept(bare_stage: Stage, how: str) -> None:
    """Once, and both times they read where it is."""
    stage = bare_stage
    shown = await encouraged(stage)
    said = await pressed_twice(stage, stage.asker, shown, stage.words("press.keep.button"), how)
    assert said == stage.words("encourage.kept_now")
    kept = stage.words("press.kept.button")
    page = (await stage.asker.press(await encouraged(stage), kept)).message
    assert page is not None
    assert stage.words("encourage.all_kept", count=1) in page.text


@pytest.mark.parametrize("how", LOST)
async def test_whom_a_text_is_for(two_conversations: Stage, how: str) -> None:
    """It goes there once. Whichever button is pressed then, that is what they read."""
    stage = two_conversations
    await stage.listener.send(stage.listener.dm, "hm")
    question = await asked(stage)
    alias = names(stage, stage.asker)
    label = stage.words("press.for_them.button", alias=alias)
    other = stage.words("press.for_them.button", alias=names(stage, stage.other))
    nobody = stage.words("press.for_nobody.button")
    await lost(stage, stage.listener, how, lambda: stage.listener.press(question, label))
    refused = (await stage.listener.press(question, nobody)).message
    assert refused is not None
    assert refused.text == stage.words("error.no_longer_held")
    said = (await stage.listener.press(question, other)).message
    assert said is not None
    assert said.text == stage.words("talk.given", alias=alias)
    await until(stage, lambda: heard(stage.asker) == ["hm"])
    await stage.settle()
    assert heard(stage.asker) == ["hm"]
    assert heard(stage.other) == []


@pytest.mark.parametrize("how", LOST)
async def test_for_nobody(two_conversations: Stage, how: str) -> None:
    """It's erased, and that is said, whichever button is pressed then."""
    stage = two_conversations
    await stage.listener.send(stage.listener.dm, "hm")
    question = await asked(stage)
    nobody = stage.words("press.for_nobody.button")
    await lost(stage, stage.listener, how, lambda: stage.listener.press(question, nobody))
    for label in (nobody, stage.words("press.for_them.button", alias=names(stage, stage.asker))):
        refused = (await stage.listener.press(question, label)).message
        assert refused is not None
        assert refused.text == stage.words("error.no_longer_held")
    await stage.settle()
    assert heard(stage.asker) == heard(stage.other) == []


@pytest.mark.parametrize("how", LOST)
async def test_clear_this_chat(stage: Stage, how: str) -> None:
    """They read that it goes; each message is deleted once."""
    await talk(stage)
    await stage.end(stage.asker)
    await stage.asker.wait_for(stage.asker.dm, "has ended")
    really = await ask_to_clear(stage.asker)
    clear = stage.words("press.clear_chat_now.button")
    said = await pressed_twice(stage, stage.asker, really, clear, how)
    await stage.settle()
    assert "I'm removing" in said
    assert by_bot(stage.asker) == []
    gone = [one.path for one in stage.discord.traffic.exchanges if one.method == "DELETE"]
    assert len(gone) == len(set(gone))


@pytest.mark.parametrize("how", LOST)
async def test_somebody_else(stage: Stage, how: str) -> None:
    """The ask waits again once; then the button says that this conversation is over."""
    await stage.ask()
    await stage.accept()
    await stage.pass_time(timedelta(minutes=3))
    await stage.listener.send(stage.listener.dm, "I'm here.")
    await stage.asker.wait_for(stage.asker.dm, "I'm here.")
    await stage.asker.send(stage.asker.dm, "Are you there?")
    await stage.listener.wait_for(stage.listener.dm, "Are you there?")
    await stage.pass_time(stage.settings.conversations.asker_asked_after)
    label = stage.words("press.somebody_else.button")
    quiet = await stage.asker.wait_for(stage.asker.dm, lambda m: label in buttons(m))
    said = await pressed_twice(stage, stage.asker, quiet, label, how)
    assert said == stage.words("error.conversation_over")
    ended = [m for m in stage.listener.sees(stage.listener.dm) if "has ended" in m.text]
    assert len(ended) == 1


@pytest.mark.parametrize("how", LOST)
async def test_on_duty(stage: Stage, how: str) -> None:
    """They are on duty for as long as they chose, from the press on that was answered."""
    person: Person = stage.listener
    shown = (await person.run("listen", in_=stage.asks)).message
    assert shown is not None
    hour = stage.settings.listeners.duty_choices[0]
    duty = next(label for label in buttons(shown) if label.startswith("On duty"))
    said = await pressed_twice(stage, person, shown, duty, how)
    until_then = f"<t:{int((stage.clock.now() + hour).timestamp())}:R>"
    assert said == stage.words("listen.on_duty", until=until_then)


@pytest.mark.parametrize("how", LOST)
@pytest.mark.parametrize("action", ["change", "more_choices"])
async def test_change_after_a_post_that_took_effect(stage: Stage, how: str, action: str) -> None:
    """It says that it is posted, with the way to it."""
    preview = await stage.write("Hear me.")
    await lost(stage, stage.asker, how, lambda: stage.asker.press(preview, "Post"))
    shown = (await stage.asker.press(preview, stage.words(f"press.{action}.button"))).message
    assert shown is not None
    assert shown.text == stage.words("error.posted_already")
    mine = (await stage.asker.press(shown, stage.words("press.conversations.button"))).message
    assert mine is not None
    assert "Nobody has accepted it yet" in mine.text


async def test_a_change_sent_after_a_post_that_took_effect(stage: Stage) -> None:
    """The words come back with it, and nobody got them."""
    preview = await stage.write("Hear me.")
    form = await opened(stage, preview, "change")
    await lost(stage, stage.asker, "late", lambda: stage.asker.press(preview, "Post"))
    shown = (await stage.asker.submit(form, {WORDS: "Other words.", WOULD_HELP: ""})).message
    assert shown is not None
    assert stage.words("error.posted_already") in shown.text
    assert "Other words." in shown.text


async def test_change_after_a_post_from_direct_messages(stage: Stage) -> None:
    """There the server is known from what was posted."""
    await stage.asker.run("conversations", in_=stage.asks)
    await stage.settle()
    await stage.asker.send(stage.asker.dm, "Is somebody there?")
    question = await stage.asker.wait_for(stage.asker.dm, "Shall I pass it on")
    preview = (await stage.asker.press(question, "Yes, in Harbour")).message
    assert preview is not None
    await lost(stage, stage.asker, "late", lambda: stage.asker.press(preview, "Post"))
    shown = (await stage.asker.press(preview, stage.words("press.change.button"))).message
    assert shown is not None
    assert shown.text == stage.words("error.posted_already")
