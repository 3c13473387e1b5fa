"""/goal: set, seen, changed, asked about, answered, paused and ended, by a person on Discord."""

from datetime import timedelta

import pytest

from bot.local_discord import Form, Message, NotAllowedError, Person
from tests.engines import on_both_engines
from tests.journeys.stage import Stage
from tests.journeys.talking import buttons

GOAL = "Walk *around* the block"
ESCAPED = r"Walk \*around\* the block"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def goal(stage: Stage, by: Person | None = None) -> Message:
    """What /goal shows."""
    shown = (await (by or stage.asker).run("goal", in_=stage.asks)).message
    assert shown is not None
    assert shown.ephemeral
    return shown


async def opened(stage: Stage, below: Message, action: str = "set_goal") -> Form:
    """The form behind a button."""
    form = (await stage.asker.press(below, stage.words(f"press.{action}.button"))).form
    assert form is not None
    return form


async def fill(
    stage: Stage,
    form: Form,
    *,
    words: str = GOAL,
    every: str = "1",
    at: str = "19:30",
    zone: str = "europe/berlin",
) -> Message:
    """Fill in the form; what is shown then. The stage begins at 19:00 in Berlin."""
    typed = {"goal": words, "every": every, "at": at, "zone": zone}
    values = {stage.words(f"goal.form.{name}.field_label"): one for name, one in typed.items()}
    shown = (await stage.asker.submit(form, values)).message
    assert shown is not None
    return shown


async def set_one(stage: Stage, **typed: str) -> Message:
    """Set a goal from the beginning."""
    return await fill(stage, await opened(stage, await goal(stage)), **typed)


async def press(stage: Stage, message: Message, action: str, by: Person | None = None) -> Message:
    """Press a button by its key; what the person sees then."""
    shown = (
        await (by or stage.asker).press(message, stage.words(f"press.{action}.button"))
    ).message
    assert shown is not None
    return shown


async def check_in(stage: Stage, after: timedelta = DAY) -> Message:
    """Let time pass in hours; the newest check-in."""
    until = stage.clock.now() + after
    while stage.clock.now() < until:
        await stage.pass_time(min(HOUR / 2, until - stage.clock.now()))
    return check_ins(stage)[-1]


def check_ins(stage: Stage) -> list[Message]:
    """Every check-in that the asker got."""
    label = stage.words("press.did_it.button")
    return [m for m in stage.asker.sees(stage.asker.dm) if label in buttons(m)]


async def test_without_a_goal_there_are_kind_words_and_one_button(bare_stage: Stage) -> None:
    """In a server where nothing is set up, and in direct messages; never seen by others."""
    shown = await goal(bare_stage)
    assert shown.text == bare_stage.words("goal.none")
    assert buttons(shown) == [bare_stage.words("press.set_goal.button")]
    assert not bare_stage.listener.sees(bare_stage.asks)
    there = (await bare_stage.asker.run("goal", in_=bare_stage.asker.dm)).message
    assert there is not None
    assert there.text == shown.text


async def test_a_goal_is_shown_as_it_was_set(bare_stage: Stage) -> None:
    """The words literally, the rhythm, and the next time as a timestamp of Discord's."""
    shown = await set_one(bare_stage)
    assert ESCAPED in shown.text
    assert "19:30, Europe/Berlin (7:30 in the evening). There it's 19:00 now." in shown.text
    following = int((bare_stage.clock.now() + HOUR / 2).timestamp())
    assert f"<t:{following}:f>" in shown.text
    assert (await goal(bare_stage)).text == shown.text
    names = ("change_goal", "pause_goal", "end_goal", "another_goal")
    assert buttons(shown) == [bare_stage.words(f"press.{name}.button") for name in names]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"at": "25:61"}, "unknown_time"),
        ({"zone": "Nowhere at all"}, "unknown_zone"),
        ({"every": "0"}, "unknown_days"),
        ({"every": "32"}, "unknown_days"),
        ({"every": "the 31st"}, "unknown_days"),
        ({"words": "\u200b\u2060\u200b"}, "no_goal_words"),
        ({"words": "   "}, "no_goal_words"),
    ],
)
async def test_what_cannot_be_read_is_said_kindly(
    bare_stage: Stage, typed: dict[str, str], error: str
) -> None:
    """With the words given back, so that they are not lost; nothing was set."""
    shown = await set_one(bare_stage, **typed)
    told = bare_stage.words(f"error.{error}", most=31)
    assert shown.text.startswith(told)
    assert (ESCAPED in shown.text) == ("words" not in typed)
    assert (await goal(bare_stage)).text == bare_stage.words("goal.none")
    again = await fill(bare_stage, await opened(bare_stage, shown, "open_again"))
    assert ESCAPED in again.text


async def test_the_form_takes_no_more_than_fits(bare_stage: Stage) -> None:
    """Neither nothing nor 301 characters; 300 fit."""
    form = await opened(bare_stage, await goal(bare_stage))
    for words in ("", "a" * 301):
        with pytest.raises(NotAllowedError):
            await fill(bare_stage, form, words=words)
    assert "a" * 300 in (await fill(bare_stage, form, words="a" * 300)).text


async def test_words_that_turn_around_do_not(bare_stage: Stage) -> None:
    """An override of the direction is taken out, a mention pings nobody."""
    shown = await set_one(bare_stage, words="read \u202eeno @everyone page")
    assert "\u202e" not in shown.text
    assert "read eno" in shown.text
    assert "@everyone" not in shown.text


async def test_changing_begins_with_what_stands(bare_stage: Stage) -> None:
    """The form holds it all; one thing is changed, the rest stays."""
    shown = await set_one(bare_stage, every="3")
    form = await opened(bare_stage, shown, "change_goal")
    field = bare_stage.words("goal.form.at.field_label")
    after = (await bare_stage.asker.submit(form, {field: "21.15"})).message
    assert after is not None
    assert ESCAPED in after.text
    assert "every 3 days at 21:15, Europe/Berlin (9:15 in the evening)" in after.text


@pytest.mark.parametrize("answer", ["did_it", "partly", "not_yet"])
async def test_a_check_in_is_answered_in_one_press(bare_stage: Stage, answer: str) -> None:
    """It quotes the goal; the answer is met with a text of the deck; /goal knows it."""
    await set_one(bare_stage)
    asked = await check_in(bare_stage, HOUR)
    assert asked.text.startswith(bare_stage.words("notice.check_in"))
    assert ESCAPED in asked.text
    names = ("did_it", "partly", "not_yet", "stop_check_ins")
    assert buttons(asked) == [bare_stage.words(f"press.{name}.button") for name in names]
    shown = await press(bare_stage, asked, answer)
    assert shown.id == asked.id
    deck = bare_stage.prompts.decks("en")["accountability"]
    fitting = [one.text for one in deck.texts if one.id in deck.answers[answer]]
    assert any(
        bare_stage.words(f"goal.answered.{answer}", text=text) in shown.text for text in fitting
    )
    assert (
        bare_stage.words("goal.lately", answers=bare_stage.words(f"goal.answer.{answer}"))
        in (await goal(bare_stage)).text
    )


@on_both_engines
async def test_an_answer_is_changed_also_after_a_restart(bare_stage: Stage) -> None:
    """The message shows the newest answer; it stays one message and one answer."""
    await set_one(bare_stage)
    asked = await check_in(bare_stage, HOUR)
    await press(bare_stage, asked, "did_it")
    await bare_stage.restart()
    for _ in range(2):
        shown = await press(bare_stage, check_ins(bare_stage)[-1], "not_yet")
        assert "Not yet, and that's all right" in shown.text
    assert len(check_ins(bare_stage)) == 1
    lately = bare_stage.words("goal.lately", answers=bare_stage.words("goal.answer.not_yet"))
    assert lately in (await goal(bare_stage)).text.splitlines()


async def test_a_form_opened_before_a_restart_can_be_submitted(bare_stage: Stage) -> None:
    """What was typed meanwhile is not lost."""
    form = await opened(bare_stage, await goal(bare_stage))
    await bare_stage.restart()
    assert ESCAPED in (await fill(bare_stage, form)).text


async def test_an_earlier_check_in_is_out_of_date(bare_stage: Stage) -> None:
    """It says so, and stays as it was; the newest can be answered."""
    await set_one(bare_stage)
    await check_in(bare_stage, HOUR)
    await check_in(bare_stage)
    first, second = check_ins(bare_stage)
    assert second.text.startswith(bare_stage.words("notice.check_in_after_silence"))
    refused = await press(bare_stage, first, "did_it")
    assert refused.text == bare_stage.words("error.out_of_date")
    assert check_ins(bare_stage)[0].text == first.text
    assert "You did it" in (await press(bare_stage, second, "did_it")).text


async def test_silence_is_noticed_once_and_then_it_rests(bare_stage: Stage) -> None:
    """Nothing more comes; /goal says so kindly, and Go on asks again."""
    await set_one(bare_stage)
    await check_in(bare_stage, 5 * DAY)
    assert len(check_ins(bare_stage)) == 2
    shown = await goal(bare_stage)
    assert bare_stage.words("goal.resting") in shown.text
    shown = await press(bare_stage, shown, "goal_on")
    assert "The next time" in shown.text
    await check_in(bare_stage)
    assert len(check_ins(bare_stage)) == 3


async def test_after_a_help_card_it_is_asked_softly(bare_stage: Stage) -> None:
    """At its time, while their encouragements rest; after that as ever."""
    await bare_stage.asker.run("encourage", in_=bare_stage.asks, at="9:00", zone="Europe/Berlin")
    await set_one(bare_stage)
    await bare_stage.asker.send(bare_stage.asker.dm, "i want to die")
    await bare_stage.settle()
    softly = await check_in(bare_stage)
    assert softly.text.startswith(bare_stage.words("notice.check_in_softly"))
    assert bare_stage.words("press.not_yet.button") in buttons(softly)
    for _ in range(4):
        await press(bare_stage, check_ins(bare_stage)[-1], "not_yet")
        last = await check_in(bare_stage)
    assert last.text.startswith(bare_stage.words("notice.check_in"))


async def test_stop_and_go_on(bare_stage: Stage) -> None:
    """One press below a check-in; the goal stays, and goes on from /goal."""
    await set_one(bare_stage)
    asked = await check_in(bare_stage, HOUR)
    stopped = await press(bare_stage, asked, "stop_check_ins")
    assert stopped.text == bare_stage.words("goal.stopped_now")
    await check_in(bare_stage, 2 * DAY)
    assert len(check_ins(bare_stage)) == 1
    shown = await press(bare_stage, stopped, "goal")
    assert bare_stage.words("goal.stopped") in shown.text
    await press(bare_stage, shown, "goal_on")
    await check_in(bare_stage)
    assert len(check_ins(bare_stage)) == 2


async def test_an_old_stop_button_stops_what_is_asked_now(bare_stage: Stage) -> None:
    """Also below a check-in of a goal that has ended, where another is set since."""
    shown = await set_one(bare_stage)
    old = await check_in(bare_stage, HOUR)
    await press(bare_stage, await press(bare_stage, shown, "end_goal"), "end_goal_now")
    await set_one(bare_stage)
    stopped = await press(bare_stage, old, "stop_check_ins")
    assert stopped.text == bare_stage.words("goal.stopped_now")
    await bare_stage.pass_time(2 * DAY)
    assert len(check_ins(bare_stage)) == 1


async def test_a_pause_from_the_goal_itself(bare_stage: Stage) -> None:
    """Pause and Go on take turns."""
    shown = await press(bare_stage, await set_one(bare_stage), "pause_goal")
    assert bare_stage.words("goal.stopped") in shown.text
    assert bare_stage.words("press.goal_on.button") in buttons(shown)
    for action in ("goal_on", "change_goal"):  # saving it asks again, too
        assert f'"{bare_stage.words(f"press.{action}.button")}"' in shown.text
    shown = await press(bare_stage, shown, "goal_on")
    assert bare_stage.words("press.pause_goal.button") in buttons(shown)


async def test_ending_asks_once_and_erases(bare_stage: Stage) -> None:
    """Nothing comes any more, and old buttons are out of date."""
    shown = await set_one(bare_stage)
    asked = await check_in(bare_stage, HOUR)
    really = await press(bare_stage, shown, "end_goal")
    kept = await press(bare_stage, really, "keep_goal")
    assert ESCAPED in kept.text
    ended = await press(bare_stage, await press(bare_stage, kept, "end_goal"), "end_goal_now")
    assert ended.text == bare_stage.words("goal.ended")
    for action in ("did_it", "stop_check_ins"):
        refused = await press(bare_stage, asked, action)
        assert refused.text == bare_stage.words("error.out_of_date")
    await bare_stage.pass_time(2 * DAY)
    assert len(check_ins(bare_stage)) == 1
    assert (await goal(bare_stage)).text == bare_stage.words("goal.none")


async def test_closed_direct_messages_stop_it_after_three_days(bare_stage: Stage) -> None:
    """/goal tells why nothing came."""
    await set_one(bare_stage)
    bare_stage.asker.dms_open = False
    until = bare_stage.clock.now() + 4 * DAY
    while bare_stage.clock.now() < until:
        await bare_stage.pass_time(HOUR / 2)
    assert bare_stage.words("goal.unreachable", length="3 days") in (await goal(bare_stage)).text
    assert not check_ins(bare_stage)


async def test_everybody_has_a_goal_of_their_own(bare_stage: Stage) -> None:
    """What one sets, another does not see."""
    await set_one(bare_stage)
    assert (await goal(bare_stage, bare_stage.other)).text == bare_stage.words("goal.none")
