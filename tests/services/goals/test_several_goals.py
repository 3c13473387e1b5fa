"""Several goals of one person: each with its own words, times, answers, partner and end."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import OutOfDate
from bot.domain.form_errors import TooManyGoals, WhichGoal
from bot.domain.goals import GOALS_AT_MOST, Answer
from bot.domain.guilds import Feature
from bot.domain.ids import DraftId, ScheduleId, UserId
from bot.domain.notices import CHECK_INS, NoticeKind
from bot.domain.personal_data import DataKind
from bot.domain.schedules import ScheduleState
from bot.services.asks import drafts, posting
from bot.services.encouragements import personal_schedule
from bot.services.goals import check_in_answers, goal, own
from bot.services.goals.partners import MAY_CHANGE_FOR
from bot.services.ports import Refused
from bot.services.privacy import erasure, overview
from tests import server_setup
from tests.own_goals import goal_of
from tests.services.scene import ASKER, GUILD, LISTENER, OTHER, Scene, here

FIRST, SECOND = goal_of(ASKER, 1), goal_of(ASKER, 2)
WORDS = {FIRST: "Walk around the block", SECOND: "Call my brother"}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything else, however long it takes."""
    return still_scene


async def choose(
    scene: Scene, key: ScheduleId, at: str = "20:00", zone: str = "Europe/Berlin"
) -> own.OwnGoal:
    """Set or change one; the scene begins on Monday, 2 March 2026, at 19:00 in Berlin."""
    words = WORDS.get(key, key)
    return await goal.save(scene.ctx, ASKER, key, words=words, every="1", at=at, zone=zone)


async def both(scene: Scene, second: str = "21:00") -> None:
    """Two of them, an hour apart."""
    await choose(scene, FIRST)
    await choose(scene, SECOND, at=second)


async def live(scene: Scene, length: timedelta) -> None:
    """Let time pass, half hour by half hour."""
    until = scene.clock.now() + length
    while scene.clock.now() < until:
        await scene.pass_time(min(HOUR / 2, until - scene.clock.now()))


def asked(scene: Scene) -> list[str]:
    """The goals that check-ins named, oldest first."""
    said = [one for one in scene.messenger.said(ASKER) if one.kind in CHECK_INS]
    return [one.text.words for one in said if one.text]


async def say(scene: Scene, answer: Answer, key: ScheduleId) -> None:
    """Press a button below the newest check-in about a goal."""
    of_it = [
        one
        for one in scene.messenger.said(ASKER)
        if one.on_schedule is not None and one.on_schedule.schedule == key
    ]
    await check_in_answers.answer(scene.ctx, ASKER, of_it[-1].token or "", answer)


async def mine(scene: Scene) -> dict[ScheduleId, own.OwnGoal]:
    """All of one's own."""
    return {one.goal.schedule.id: one for one in await own.get_goals(scene.ctx, ASKER)}


async def test_each_is_asked_at_its_time_and_answered_for_itself(scene: Scene) -> None:
    """A check-in names its goal; an answer is noted with that one alone."""
    await both(scene)
    await live(scene, 3 * HOUR)
    assert asked(scene) == [WORDS[FIRST], WORDS[SECOND]]
    await say(scene, Answer.DID_IT, SECOND)
    found = await mine(scene)
    assert [one.answer for one in found[SECOND].lately] == [Answer.DID_IT]
    assert [one.answer for one in found[FIRST].lately] == [None]


async def test_two_at_the_same_minute_both_come(scene: Scene) -> None:
    """Neither takes the other's place in the ledger."""
    await both(scene, second="20:00")
    for _ in range(2):
        await live(scene, DAY)
        for key in WORDS:
            await say(scene, Answer.PARTLY, key)
    assert sorted(asked(scene)) == sorted([*WORDS.values()] * 2)


async def test_each_keeps_its_own_clock_across_daylight_saving(scene: Scene) -> None:
    """Berlin puts its clock forward on 29 March; Nairobi never does."""
    await choose(scene, FIRST)
    await choose(scene, SECOND, at="20:00", zone="Africa/Nairobi")
    for day, moments in ((28, (19, 17)), (29, (18, 17))):
        scene.clock.advance(MARCH.replace(day=day, hour=12) - scene.clock.now())
        found = await mine(scene)
        wanted = [MARCH.replace(day=day, hour=hour) for hour in moments]
        assert [found[key].next for key in (FIRST, SECOND)] == wanted


async def test_silence_about_one_rests_that_one_alone(scene: Scene) -> None:
    """The other, which is answered, goes on."""
    await both(scene)
    for _ in range(4):
        await live(scene, DAY)
        await say(scene, Answer.PARTLY, SECOND)
    found = await mine(scene)
    assert (found[FIRST].goal.resting, found[SECOND].goal.resting) == (True, False)
    assert asked(scene).count(WORDS[FIRST]) == 2
    assert asked(scene).count(WORDS[SECOND]) == 4


async def test_one_is_paused_changed_and_goes_on_by_its_name(scene: Scene) -> None:
    """The other stays as it was."""
    await both(scene)
    before = (await mine(scene))[SECOND]
    await goal.pause(scene.ctx, ASKER, FIRST)
    await live(scene, 2 * HOUR + HOUR / 2)
    assert asked(scene) == [WORDS[SECOND]]
    await goal.go_on(scene.ctx, ASKER, FIRST)
    await choose(scene, FIRST, at="22:30")
    found = await mine(scene)
    assert found[FIRST].goal.schedule.state is ScheduleState.ON
    assert found[SECOND].goal == before.goal
    assert [one.goal.schedule.place for one in found.values()] == [0, 1]


async def test_a_button_without_a_name_means_the_only_one(scene: Scene) -> None:
    """Where there are two, it is asked which; nothing changes."""
    await choose(scene, FIRST)
    assert (await goal.pause(scene.ctx, ASKER, "an old button")).goal.schedule.id == FIRST
    await choose(scene, SECOND)
    for turn in (goal.pause, goal.go_on, goal.stop_by, own.get_goal, own.known):
        with pytest.raises(WhichGoal):
            await turn(scene.ctx, ASKER, "an old button")
    found = await mine(scene)
    states = [found[key].goal.schedule.state for key in (FIRST, SECOND)]
    assert states == [ScheduleState.STOPPED, ScheduleState.ON]


async def test_an_end_that_comes_twice_ends_one(scene: Scene) -> None:
    """The other is never erased in its place, though it is the only one left."""
    await both(scene)
    assert await goal.end(scene.ctx, ASKER, FIRST) == 1
    with pytest.raises(OutOfDate):
        await goal.end(scene.ctx, ASKER, FIRST)
    assert [*await mine(scene)] == [SECOND]


async def test_a_form_that_is_sent_twice_sets_one(scene: Scene) -> None:
    """Told twice by Discord, or sent once more."""
    for _ in range(2):
        await choose(scene, FIRST)
    assert [*await mine(scene)] == [FIRST]


async def test_nobody_changes_another_persons(scene: Scene) -> None:
    """Whatever a button or a form says."""
    await both(scene)
    words = {"words": "Mine now", "every": "1", "at": "9:00", "zone": "UTC"}
    with pytest.raises(OutOfDate):
        await goal.save(scene.ctx, OTHER, FIRST, **words)
    with pytest.raises(OutOfDate):
        await goal.end(scene.ctx, OTHER, FIRST)
    with pytest.raises(OutOfDate):
        await goal.stop_by(scene.ctx, OTHER, FIRST)
    shown = await personal_schedule.save(
        scene.ctx, ASKER, at="12:00", zone="UTC", weekdays=range(7), themes=[], language="en"
    )
    assert shown.schedule is not None
    with pytest.raises(OutOfDate):
        await goal.save(scene.ctx, ASKER, shown.schedule.id, **words)
    assert [one.goal.words for one in (await mine(scene)).values()] == [*WORDS.values()]


async def test_the_sixth_is_refused_and_an_end_makes_room(scene: Scene) -> None:
    """At the place that became free; every other keeps its own."""
    for number in range(1, GOALS_AT_MOST + 1):
        await choose(scene, goal_of(ASKER, number))
    with pytest.raises(TooManyGoals):
        await own.must_have_room(scene.ctx, ASKER)
    with pytest.raises(TooManyGoals) as refused:
        await choose(scene, goal_of(ASKER, 6))
    assert refused.value.values == {"limit": GOALS_AT_MOST}
    await choose(scene, SECOND, at="9:00")
    await goal.end(scene.ctx, ASKER, SECOND)
    await choose(scene, goal_of(ASKER, 6))
    assert [*await mine(scene)] == [goal_of(ASKER, number) for number in (1, 6, 3, 4, 5)]


async def test_the_texts_that_came_are_forgotten_with_the_last(scene: Scene) -> None:
    """Until then none comes again too soon."""
    await both(scene)
    await live(scene, 3 * HOUR)
    await say(scene, Answer.DID_IT, FIRST)
    await goal.end(scene.ctx, ASKER, FIRST)
    assert await scene.count("shown_text") == 1
    await goal.end(scene.ctx, ASKER, SECOND)
    assert await scene.count("shown_text") == 0


async def test_both_are_counted_exported_and_erased(scene: Scene) -> None:
    """In the export each check-in says which goal it was about."""
    await both(scene)
    await live(scene, 3 * HOUR)
    assert (await erasure.what_would_end(scene.ctx, ASKER)).goals == 2
    found = await scene.read(lambda tables: overview.everything_in(tables, ASKER))
    goals = [(one.facts["goal"], one.facts["words"]) for one in found if one.kind is DataKind.GOAL]
    assert goals == [(1, WORDS[FIRST]), (2, WORDS[SECOND])]
    for kind in (DataKind.CHECK_IN, DataKind.SCHEDULE):
        assert [one.facts["goal"] for one in found if one.kind is kind] == [1, 2]
    await erasure.erase_everything(scene.ctx, ASKER)
    for table in ("goal", "check_in", "schedule", "schedule_day"):
        assert await scene.count(table) == 0, table


async def look_for_one(scene: Scene, key: ScheduleId, user: UserId = ASKER) -> None:
    """Ask for company for a goal."""
    shown = await drafts.draft(scene.ctx, here(user), WORDS[key], "", for_goal=key)
    await posting.post(scene.ctx, here(user), DraftId(shown.draft.id))
    await scene.deliver()


async def test_each_may_have_a_partner_and_a_partner_several(scene: Scene) -> None:
    """One listener goes along with two goals, under names of their own; each answer reaches the
    conversation about its goal, and the end of one goal leaves the other."""
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.PARTNERS])
    await scene.join(LISTENER)
    await both(scene)
    for key in WORDS:
        await look_for_one(scene, key)
        await scene.accept(LISTENER, scene.accept_button())
    partners = {key: one.partner for key, one in (await mine(scene)).items()}
    assert None not in partners.values()
    opened = [one for one in scene.messenger.said(LISTENER) if one.kind is NoticeKind.YOU_ACCEPTED]
    assert len({one.alias for one in opened}) == 2
    await live(scene, 3 * HOUR)
    await say(scene, Answer.DID_IT, FIRST)
    await say(scene, Answer.NOT_YET, SECOND)
    await scene.pass_time(MAY_CHANGE_FOR)
    told = [
        (one.kind, one.alias)
        for one in scene.messenger.said(LISTENER)
        if one.kind in (NoticeKind.PARTNER_DID_IT, NoticeKind.PARTNER_NOT_YET)
    ]
    assert told == [
        (NoticeKind.PARTNER_DID_IT, opened[0].alias),
        (NoticeKind.PARTNER_NOT_YET, opened[1].alias),
    ]
    await goal.end(scene.ctx, ASKER, FIRST)
    await scene.deliver()
    assert (await mine(scene))[SECOND].partner == partners[SECOND]


async def test_a_check_in_whose_words_discord_refuses_leads_to_that_goal(scene: Scene) -> None:
    """That one is paused and named by the button; the other is still asked about."""
    await both(scene)
    assert await scene.count("goal") == 2
    await scene.pass_time(timedelta())
    scene.messenger.fail(ASKER, Refused())
    await live(scene, 3 * HOUR)
    told = [one for one in scene.messenger.said(ASKER) if one.kind is NoticeKind.GOAL_WORDS_REFUSED]
    assert [one.token for one in told] == [FIRST]
    found = await mine(scene)
    states = [found[key].goal.schedule.state for key in (FIRST, SECOND)]
    assert states == [ScheduleState.STOPPED, ScheduleState.ON]
    assert asked(scene) == [WORDS[SECOND]]
