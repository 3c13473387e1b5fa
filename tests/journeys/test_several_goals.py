"""Several goals, each set, seen, changed, asked about, answered, paused and ended on Discord."""

from datetime import timedelta

from bot.domain.goals import GOALS_AT_MOST
from bot.domain.ids import UserId
from bot.local_discord import Message
from tests.journeys.exported import privacy
from tests.journeys.stage import Stage
from tests.journeys.talking import buttons
from tests.journeys.test_goal import check_in, check_ins, fill, goal, opened, press, set_one
from tests.journeys.test_privacy import kept

WALK, READ = "Walk around the block", "Read a page"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def another(stage: Stage, words: str, **typed: str) -> Message:
    """Set one more, from what /goal shows."""
    return await fill(
        stage, await opened(stage, await goal(stage), "another_goal"), words=words, **typed
    )


async def both(stage: Stage, second_at: str = "20:30") -> Message:
    """Two goals, an hour apart; what is shown after the second."""
    await set_one(stage, words=WALK)
    return await another(stage, READ, at=second_at)


async def see(stage: Stage, number: int) -> Message:
    """One of them, through the list."""
    label = stage.words("press.see_goal.button", number=number)
    shown = (await stage.asker.press(await goal(stage), label)).message
    assert shown is not None
    return shown


async def test_all_are_listed_each_with_its_words_and_its_next_time(bare_stage: Stage) -> None:
    """One press leads to one of them, and one back to all."""
    second = await both(bare_stage)
    assert READ in second.text
    assert WALK not in second.text
    shown = await press(bare_stage, second, "my_goals")
    assert bare_stage.words("goal.several", limit=GOALS_AT_MOST) in shown.text
    begins = bare_stage.clock.now()
    for number, words, after in ((1, WALK, HOUR / 2), (2, READ, 3 * HOUR / 2)):
        following = f"<t:{int((begins + after).timestamp())}:f>"
        assert bare_stage.words("goal.line.on", number=number, next=following) in shown.text
        assert words in shown.text
    labels = [bare_stage.words("press.see_goal.button", number=number) for number in (1, 2)]
    assert buttons(shown) == [*labels, bare_stage.words("press.another_goal.button")]
    assert (await goal(bare_stage)).text == shown.text
    first = await see(bare_stage, 1)
    assert WALK in first.text
    assert READ not in first.text


async def test_one_goal_takes_no_press_more_than_before(bare_stage: Stage) -> None:
    """/goal shows it at once, with all that can be done about it."""
    await set_one(bare_stage, words=WALK)
    shown = await goal(bare_stage)
    assert WALK in shown.text
    names = ("change_goal", "pause_goal", "end_goal", "another_goal")
    assert buttons(shown) == [bare_stage.words(f"press.{name}.button") for name in names]


async def test_each_check_in_names_its_goal_and_is_answered_alone(bare_stage: Stage) -> None:
    """Also after a restart; what was answered stands with that goal, and not with the other."""
    await both(bare_stage)
    await check_in(bare_stage, 2 * HOUR)
    first, second = check_ins(bare_stage)
    assert WALK in first.text
    assert READ in second.text
    await bare_stage.restart()
    answered = await press(bare_stage, second, "partly")
    assert READ in answered.text
    partly = bare_stage.words("goal.lately", answers=bare_stage.words("goal.answer.partly"))
    assert partly in (await see(bare_stage, 2)).text
    assert partly not in (await see(bare_stage, 1)).text


async def test_changing_and_pausing_one_leaves_the_other(bare_stage: Stage) -> None:
    """The form holds what stands for that goal; Stop below a check-in stops that goal."""
    await both(bare_stage)
    shown = await see(bare_stage, 2)
    form = await opened(bare_stage, shown, "change_goal")
    label = bare_stage.words("goal.form.goal.field_label")
    changed = (await bare_stage.asker.submit(form, {label: "Read two pages"})).message
    assert changed is not None
    assert "Read two pages" in changed.text
    stopped = await press(bare_stage, await check_in(bare_stage, HOUR), "stop_check_ins")
    assert bare_stage.words("goal.stopped") in (await press(bare_stage, stopped, "goal")).text
    await check_in(bare_stage, DAY)
    assert [WALK in one.text for one in check_ins(bare_stage)] == [True, False]
    assert "Read two pages" in check_ins(bare_stage)[-1].text
    listed = (await goal(bare_stage)).text
    assert bare_stage.words("goal.line.stopped", number=1) in listed
    await press(bare_stage, await see(bare_stage, 1), "goal_on")
    assert bare_stage.words("goal.line.stopped", number=1) not in (await goal(bare_stage)).text


async def test_ending_asks_which_words_go_and_ends_no_other(bare_stage: Stage) -> None:
    """Another such button of the same goal says that it is out of date."""
    await both(bare_stage)
    really = await press(bare_stage, await see(bare_stage, 1), "end_goal")
    assert WALK in really.text
    assert READ not in really.text
    stays = await press(bare_stage, really, "keep_goal")
    assert WALK in stays.text
    once_more = await press(bare_stage, await see(bare_stage, 1), "end_goal")
    again = await press(bare_stage, stays, "end_goal")
    ended = await press(bare_stage, again, "end_goal_now")
    assert ended.text == bare_stage.words("goal.ended")
    assert bare_stage.words("press.my_goals.button") in buttons(ended)
    refused = await press(bare_stage, once_more, "end_goal_now")
    assert refused.text == bare_stage.words("error.out_of_date")
    left = await goal(bare_stage)
    assert READ in left.text
    assert bare_stage.words("press.my_goals.button") not in buttons(left)


async def test_the_sixth_is_refused_in_words_and_loses_nothing(bare_stage: Stage) -> None:
    """No button leads to it; a form that was open already opens again as it was, and fits once one
    has ended."""
    await set_one(bare_stage, words="Goal 1")
    form = await opened(bare_stage, await goal(bare_stage), "another_goal")
    for number in range(2, GOALS_AT_MOST + 1):
        shown = await another(bare_stage, f"Goal {number}")
    assert bare_stage.words("press.another_goal.button") not in buttons(await goal(bare_stage))
    assert bare_stage.words("press.another_goal.button") not in buttons(shown)
    refused = await fill(bare_stage, form, words="One too many")
    told = bare_stage.words("error.too_many_goals", limit=GOALS_AT_MOST)
    assert refused.text.startswith(told)
    really = await press(bare_stage, await see(bare_stage, 3), "end_goal")
    await press(bare_stage, really, "end_goal_now")
    again = await opened(bare_stage, refused, "open_again")
    label = bare_stage.words("goal.form.goal.field_label")
    assert "One too many" in [field.value for field in again.fields]
    saved = (await bare_stage.asker.submit(again, {label: "One too many"})).message
    assert saved is not None
    assert "One too many" in saved.text
    listed = (await goal(bare_stage)).text
    assert "One too many" in listed
    assert "Goal 4" in listed


async def test_discreet_check_ins_lead_to_their_goal(bare_stage: Stage) -> None:
    """No word of it stands in the message; one press shows which one it is about."""
    await both(bare_stage)
    ctx = bare_stage.bot.desk.ctx
    person = ctx.store.person(UserId(bare_stage.asker.id))
    await ctx.store.transaction(lambda tables: tables.people.set_discreet(person, discreet=True))
    await check_in(bare_stage, 2 * HOUR)
    for asked, words, other in zip(check_ins(bare_stage), (WALK, READ), (READ, WALK), strict=True):
        assert words not in asked.text
        shown = await press(bare_stage, asked, "goal")
        assert shown.ephemeral
        assert words in shown.text
        assert other not in shown.text


async def test_privacy_counts_them_all(bare_stage: Stage) -> None:
    """What is kept, and what would end; then nothing of either is left."""
    await both(bare_stage)
    line = bare_stage.words("privacy.kept.goal", count=2, goals_kept="90 days")
    assert line in await kept(bare_stage, bare_stage.asker)
    shown = await privacy(bare_stage.asker, bare_stage.asks)
    really = await press(bare_stage, shown, "erase_all")
    assert bare_stage.words("privacy.erase.ends.goals", count=2) in really.text
    await press(bare_stage, really, "erase_all_now")
    await bare_stage.settle()
    assert (await goal(bare_stage)).text == bare_stage.words("goal.none")
    await bare_stage.pass_time(DAY)
    assert not check_ins(bare_stage)
