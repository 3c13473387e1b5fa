"""A goal and its check-ins: asked at one's own time, answered in one press, never nagged."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.domain.errors import OutOfDate, SupportError
from bot.domain.form_errors import GoalTooLong, NoGoal, NoGoalWords
from bot.domain.goals import Answer
from bot.domain.ids import UserId
from bot.domain.notices import Notice, NoticeKind
from bot.domain.schedules import ScheduleState
from bot.domain.unread import LikelyPlace, NoPlace, UnknownDays, UnknownTime, UnknownZone, WhichHalf
from bot.prompts import Deck, Decks
from bot.services import timers
from bot.services.encouragements import personal_schedule
from bot.services.goals import check_in_answers, goal, own
from bot.services.goals.own import OwnGoal
from bot.services.ports import Closed, Refused, Unsure
from bot.services.schedules import dispatch
from tests.own_goals import goal_of
from tests.services.scene import ASKER, OTHER, Scene, decks_in

BERLIN = "Europe/Berlin"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORDS = "Walk around the block"
ASKED = (NoticeKind.CHECK_IN, NoticeKind.CHECK_IN_AFTER_SILENCE)
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything else, however long it takes."""
    return still_scene


async def choose(
    scene: Scene,
    *,
    every: str = "1",
    at: str = "20:00",
    zone: str = BERLIN,
    user: UserId = ASKER,
    words: str = WORDS,
) -> OwnGoal:
    """Set a goal; the scene begins on Monday, 2 March 2026, at 19:00 in Berlin."""
    mine = await goal.save(
        scene.ctx, user, goal_of(user), words=words, every=every, at=at, zone=zone
    )
    await scene.pass_time(timedelta())
    return mine


async def live_until(scene: Scene, moment: datetime, by: timedelta = HOUR) -> None:
    """Let time pass, look by look."""
    while scene.clock.now() < moment:
        scene.clock.advance(min(by, moment - scene.clock.now()))
        await timers.fire_due_timers(scene.ctx)
        await scene.deliver()


async def live_days(scene: Scene, days: int) -> None:
    """Let days pass."""
    await live_until(scene, scene.clock.now() + days * DAY)


def asked(scene: Scene, user: UserId = ASKER) -> list[Notice]:
    """The check-ins that somebody got, oldest first."""
    return [notice for notice in scene.messenger.said(user) if notice.kind in ASKED]


def days(scene: Scene) -> list[date]:
    """The local dates that they came for."""
    return [notice.on_schedule.day for notice in asked(scene) if notice.on_schedule]


async def say(
    scene: Scene, answer: Answer, place: int = -1, user: UserId = ASKER
) -> check_in_answers.Answered:
    """Press a button below one of the check-ins."""
    token = asked(scene)[place].token
    assert token is not None
    return await check_in_answers.answer(scene.ctx, user, token, answer)


async def mine(scene: Scene) -> OwnGoal:
    """What /goal shows."""
    return await own.get_goal(scene.ctx, ASKER)


async def test_it_is_kept_as_it_was_set(scene: Scene) -> None:
    """The words, the rhythm, and when it comes next: today, as the time has not passed."""
    shown = await choose(scene, words="  Walk \u200baround the block ")
    assert shown == await mine(scene)
    assert shown.goal.words == WORDS
    assert (shown.goal.schedule.rhythm.zone, shown.goal.schedule.rhythm.every_days) == (BERLIN, 1)
    assert shown.next == datetime(2026, 3, 2, 19, tzinfo=UTC)
    assert not await own.get_goals(scene.ctx, OTHER)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"words": ""}, NoGoalWords),
        ({"words": "\u200b\u200d\ufeff"}, NoGoalWords),
        ({"words": "a" * 301}, GoalTooLong),
        ({"every": "0"}, UnknownDays),
        ({"every": "32"}, UnknownDays),
        ({"every": "the 31st"}, UnknownDays),
        ({"every": "-1"}, UnknownDays),
        ({"every": "9" * 5000}, UnknownDays),
        ({"every": ""}, UnknownDays),
        ({"at": "25:61"}, UnknownTime),
        ({"at": ""}, UnknownTime),
        ({"zone": "Nowhere at all"}, UnknownZone),
        ({"zone": "Europe/Berln"}, LikelyPlace),
        ({"at": "8"}, WhichHalf),
        ({"zone": ""}, NoPlace),
    ],
)
async def test_what_cannot_be_read_changes_nothing(
    scene: Scene, typed: dict[str, str], error: type[SupportError]
) -> None:
    """Neither where nothing is set yet, nor where something is."""
    with pytest.raises(error):
        await choose(scene, **typed)  # type: ignore[arg-type]
    assert await scene.count("schedule") == 0
    before = await choose(scene)
    with pytest.raises(error):
        await choose(scene, **typed)  # type: ignore[arg-type]
    assert await mine(scene) == before


@pytest.mark.parametrize(
    ("every", "wanted"), [("1", [2, 3, 4, 5]), ("2", [3, 5, 7, 9]), ("7", [8, 15, 22])]
)
async def test_it_is_asked_every_so_many_days(scene: Scene, every: str, wanted: list[int]) -> None:
    """At the local time, on the last of each so many days."""
    await choose(scene, every=every)
    for day in wanted:
        await live_until(scene, MARCH.replace(day=day, hour=18, minute=59))
        assert date(2026, 3, day) not in days(scene)
        await live_until(scene, MARCH.replace(day=day, hour=19, minute=1))
        await say(scene, Answer.PARTLY)
    assert days(scene) == [date(2026, 3, day) for day in wanted]


@pytest.mark.parametrize("at", ["2:30", "3:00"])
async def test_daylight_saving_moves_no_check_in(scene: Scene, at: str) -> None:
    """Berlin jumps over 2:30 on 29 March; every other day stays every other day."""
    scene.clock.advance(MARCH.replace(day=26) - scene.clock.now())
    await choose(scene, every="2", at=at)
    for _ in range(5):
        await live_days(scene, 2)
        await say(scene, Answer.DID_IT)
    assert len(days(scene)) == 5
    assert {later - before for before, later in pairwise(days(scene))} == {2 * DAY}


async def test_a_time_that_has_passed_today_begins_tomorrow(scene: Scene) -> None:
    """Nobody is asked at once about what they have just set."""
    await choose(scene, at="8:00")
    await live_until(scene, MARCH.replace(day=3, hour=6))
    assert not asked(scene)
    await live_until(scene, MARCH.replace(day=3, hour=8))
    assert days(scene) == [date(2026, 3, 3)]


async def test_it_quotes_the_goal_and_comes_once(scene: Scene) -> None:
    """With a token of its own each time, also where the process restarts."""
    await choose(scene)
    await live_days(scene, 1)
    await say(scene, Answer.NOT_YET)
    await scene.restart()
    await live_days(scene, 1)
    first, second = asked(scene)
    assert [one.text.words for one in (first, second) if one.text] == [WORDS, WORDS]
    assert first.token != second.token


async def test_discreet_notifications_show_no_goal(scene: Scene) -> None:
    """Who hides words in notifications is asked without them."""
    await choose(scene)
    await scene.store.transaction(
        lambda tables: tables.people.set_discreet(scene.store.person(ASKER), discreet=True)
    )
    await live_days(scene, 1)
    assert asked(scene)[0].text is None
    assert (await say(scene, Answer.DID_IT)).words is None


@pytest.mark.parametrize("given", list(Answer))
async def test_an_answer_is_noted(scene: Scene, given: Answer) -> None:
    """And met with a text of the decks; /goal says how it went."""
    await choose(scene)
    await live_days(scene, 1)
    answered = await say(scene, given)
    assert answered.answer is given
    assert answered.text_id in {one.id for deck in decks_in("en").values() for one in deck.texts}
    assert [one.answer for one in (await mine(scene)).lately] == [given]


async def test_an_answer_can_be_changed_and_is_one(scene: Scene) -> None:
    """The same again shows the same text; another one stands in its place; nothing is doubled."""
    await choose(scene)
    await live_days(scene, 1)
    first = await say(scene, Answer.DID_IT)
    assert await say(scene, Answer.DID_IT) == replace(first, check_in=(await mine(scene)).lately[0])
    await scene.restart()
    await say(scene, Answer.NOT_YET)
    assert [one.answer for one in (await mine(scene)).lately] == [Answer.NOT_YET]
    assert len(asked(scene)) == 1


async def test_nobody_else_can_answer(scene: Scene) -> None:
    """Whoever has the token, and also where they have a goal of their own."""
    await choose(scene)
    await choose(scene, user=OTHER)
    await live_days(scene, 1)
    with pytest.raises(OutOfDate):
        await say(scene, Answer.DID_IT, user=OTHER)
    with pytest.raises(OutOfDate):
        await check_in_answers.answer(scene.ctx, ASKER, "nothing", Answer.DID_IT)
    assert [one.answer for one in (await mine(scene)).lately] == [None]


async def test_after_the_next_check_in_it_is_out_of_date(scene: Scene) -> None:
    """What was answered before stays as it is."""
    await choose(scene)
    await live_days(scene, 1)
    await say(scene, Answer.PARTLY)
    await live_days(scene, 1)
    with pytest.raises(OutOfDate):
        await say(scene, Answer.DID_IT, place=0)
    await say(scene, Answer.DID_IT)
    assert [one.answer for one in (await mine(scene)).lately] == [Answer.DID_IT, Answer.PARTLY]


def with_answers(language: str) -> Decks:
    """The decks of the scene, and one that says what meets which answer."""
    texts = decks_in(language)["growth"].texts
    named = {"did_it": ("growth-0", "growth-1", "growth-2"), "partly": ("growth-3",)}
    deck = Deck(check_in_answers.THEME, "Goals", texts, named)
    return {**decks_in(language), check_in_answers.THEME: deck}


async def test_each_answer_is_met_with_what_the_deck_names_for_it(scene: Scene) -> None:
    """None comes again before all of its list have come; without a list, any of the theme."""
    scene.ctx = replace(scene.ctx, decks=with_answers)
    await choose(scene)
    met: dict[Answer, list[str]] = {answer: [] for answer in Answer}
    for _ in range(6):
        await live_days(scene, 1)
        for answer in Answer:
            met[answer].append((await say(scene, answer)).text_id)
    named = with_answers("en")[check_in_answers.THEME].answers
    for half in (met[Answer.DID_IT][:3], met[Answer.DID_IT][3:]):
        assert sorted(half) == sorted(named[Answer.DID_IT])
    assert set(met[Answer.PARTLY]) == set(named[Answer.PARTLY])
    assert set(met[Answer.NOT_YET]) <= {f"growth-{number}" for number in range(6)}
    assert len(set(met[Answer.NOT_YET])) > 3


async def test_a_missed_check_in_is_noticed_once_and_then_it_rests(scene: Scene) -> None:
    """No third one comes, no further message, and Go on begins anew without a word about it."""
    await choose(scene)
    await live_days(scene, 10)
    assert [notice.kind for notice in asked(scene)] == list(ASKED)
    shown = await mine(scene)
    assert (shown.goal.resting, shown.next) == (True, None)
    await goal.go_on(scene.ctx, ASKER)
    await live_days(scene, 1)
    assert [notice.kind for notice in asked(scene)] == [*ASKED, NoticeKind.CHECK_IN]
    assert not (await mine(scene)).goal.resting
    assert await scene.count("outbox") == 0


async def test_an_answer_after_a_missed_one_begins_anew(scene: Scene) -> None:
    """The next silence is noticed again, once; answering the same evening counts."""
    await choose(scene)
    await live_days(scene, 2)
    await say(scene, Answer.NOT_YET)
    await live_days(scene, 3)
    assert [notice.kind for notice in asked(scene)] == [*ASKED, *ASKED]
    await say(scene, Answer.DID_IT)
    shown = await mine(scene)
    assert [one.answer for one in shown.lately if one.answer] == [Answer.DID_IT, Answer.NOT_YET]


async def test_what_did_not_arrive_is_not_missed(scene: Scene) -> None:
    """Closed direct messages for two days, then open: nothing is said about silence."""
    await choose(scene)
    scene.messenger.fail(ASKER, Closed(), Closed())
    await live_days(scene, 3)
    assert [notice.kind for notice in asked(scene)] == [NoticeKind.CHECK_IN]
    assert days(scene) == [date(2026, 3, 4)]


async def test_three_days_of_closed_dms_stop_it(scene: Scene) -> None:
    """/goal says so, and Go on starts it again."""
    await choose(scene)
    scene.messenger.fail(ASKER, Closed(), Closed(), Closed())
    await live_days(scene, 5)
    assert not asked(scene)
    assert (await mine(scene)).goal.schedule.state is ScheduleState.UNREACHABLE
    await goal.go_on(scene.ctx, ASKER)
    await live_days(scene, 1)
    assert len(asked(scene)) == 1


async def test_a_check_in_that_is_too_late_is_left_out(scene: Scene) -> None:
    """Handed over in time, and Discord did not answer for hours: it was not missed either."""
    await choose(scene)
    scene.clock.advance(HOUR)
    await dispatch.dispatch_due(scene.ctx)
    scene.clock.advance(2 * HOUR)
    await scene.deliver()
    assert not asked(scene)
    await live_days(scene, 1)
    assert [notice.kind for notice in asked(scene)] == [NoticeKind.CHECK_IN]
    assert await scene.read(lambda tables: tables.occurrences.left_out(date.min)) == 1


async def test_a_check_in_that_was_tried_in_vain_is_not_missed(scene: Scene) -> None:
    """Discord gave no clear answer for hours, and nothing stands there."""
    await choose(scene)
    scene.clock.advance(HOUR)
    scene.messenger.fail(ASKER, Unsure())
    await timers.fire_due_timers(scene.ctx)
    await scene.deliver()
    await scene.pass_time(2 * HOUR)
    assert not asked(scene)
    await live_days(scene, 1)
    assert [notice.kind for notice in asked(scene)] == [NoticeKind.CHECK_IN]


async def test_an_unclear_answer_of_discord_is_tried_again_as_it_was(scene: Scene) -> None:
    """The same words and token with the same nonce, though the goal changed in between."""
    await choose(scene)
    scene.clock.advance(HOUR)
    scene.messenger.lose_answer(ASKER, Unsure())
    await timers.fire_due_timers(scene.ctx)
    await scene.deliver()
    await choose(scene, words="Something else")
    await scene.pass_time(timedelta(seconds=5))
    sent = [one for one in scene.messenger.tried if one.notice.kind in ASKED]
    assert len(sent) == 2
    assert len({one.nonce for one in sent}) == 1
    assert sent[0].notice == sent[1].notice


async def test_what_was_answered_has_arrived(scene: Scene) -> None:
    """Discord gave no answer, but its reader did: it is not sent again, however long it took."""
    await choose(scene)
    scene.clock.advance(HOUR)
    scene.messenger.lose_answer(ASKER, Unsure())
    await timers.fire_due_timers(scene.ctx)
    await scene.deliver()
    await say(scene, Answer.DID_IT)
    await scene.pass_time(timedelta(seconds=5))
    assert len([one for one in scene.messenger.tried if one.notice.kind in ASKED]) == 1
    assert await scene.count("outbox") == 0


async def test_a_pause_is_quiet_at_once(scene: Scene) -> None:
    """Also where a check-in is on its way; going on brings the next day's."""
    await choose(scene)
    scene.clock.advance(HOUR)
    await timers.fire_due_timers(scene.ctx)
    shown = await goal.pause(scene.ctx, ASKER)
    assert (shown.next, shown.goal.resting) == (None, False)
    await live_days(scene, 3)
    assert not asked(scene)
    await goal.go_on(scene.ctx, ASKER)
    await live_days(scene, 1)
    assert len(asked(scene)) == 1


async def test_stop_is_one_press_and_the_goal_stays(scene: Scene) -> None:
    """Below any of its check-ins; pressed by somebody else it does nothing."""
    await choose(scene)
    await live_days(scene, 1)
    with pytest.raises(OutOfDate):
        await goal.stop_by(scene.ctx, OTHER)
    for _ in range(2):
        await goal.stop_by(scene.ctx, ASKER)
    await live_days(scene, 3)
    assert len(asked(scene)) == 1
    assert (await mine(scene)).goal.words == WORDS
    assert (await say(scene, Answer.DID_IT)).state is ScheduleState.STOPPED


async def test_changing_it_keeps_the_days(scene: Scene) -> None:
    """Other words and another time leave the rhythm where it is; another number begins today."""
    await choose(scene, every="3")
    await choose(scene, every="3", words="Walk to the lake", at="21:00")
    await live_until(scene, MARCH.replace(day=4, hour=21))
    assert days(scene) == [date(2026, 3, 4)]
    assert [one.text.words for one in asked(scene) if one.text] == ["Walk to the lake"]
    await choose(scene, every="2")
    await live_until(scene, MARCH.replace(day=5, hour=21))
    assert days(scene) == [date(2026, 3, 4), date(2026, 3, 5)]
    assert await scene.count("goal") == 1


async def test_end_erases_everything(scene: Scene) -> None:
    """Words, times, answers, what is on its way, and which texts came; then the person."""
    await choose(scene)
    await live_days(scene, 1)
    await say(scene, Answer.PARTLY)
    await timers.fire_due_timers(scene.ctx)
    sealed = (await scene.rows("SELECT words_sealed FROM goal"))[0][0]
    assert isinstance(sealed, bytes)
    await goal.end(scene.ctx, ASKER, goal_of(ASKER))
    for table in ("goal", "check_in", "schedule", "schedule_day", "shown_text", "outbox"):
        assert await scene.count(table) == 0, table
    with pytest.raises(OutOfDate):
        await say(scene, Answer.DID_IT)
    with pytest.raises(OutOfDate):
        await goal.end(scene.ctx, ASKER, goal_of(ASKER))
    for turn in (goal.pause, goal.go_on):
        with pytest.raises(NoGoal):
            await turn(scene.ctx, ASKER)
    await scene.pass_time(8 * DAY)
    for file in scene.path.parent.glob(scene.path.name + "*"):
        assert sealed not in file.read_bytes()
        assert bytes(scene.store.person(ASKER)) not in file.read_bytes()


async def test_ones_encouragements_are_another_thing(scene: Scene) -> None:
    """Both come, each stops by itself."""
    await choose(scene)
    await personal_schedule.save(
        scene.ctx, ASKER, at="12:00", zone=BERLIN, weekdays=range(7), themes=[], language="en"
    )
    await goal.pause(scene.ctx, ASKER)
    await live_days(scene, 2)
    assert NoticeKind.ENCOURAGEMENT in scene.kinds_to(ASKER)
    assert not asked(scene)
    await goal.end(scene.ctx, ASKER, goal_of(ASKER))
    assert (await personal_schedule.get_schedule(scene.ctx, ASKER)).schedule is not None


async def test_a_goal_keeps_its_owner_known_and_rests_for_90_days(scene: Scene) -> None:
    """Looking at it is coming back; after that long without, it is erased with its owner."""
    await choose(scene)
    await live_days(scene, 4)
    await scene.pass_time(60 * DAY)
    assert (await mine(scene)).goal.resting
    await scene.pass_time(89 * DAY)
    assert await scene.count("goal") == 1
    await scene.pass_time(2 * DAY)
    for table in ("goal", "check_in", "schedule"):
        assert await scene.count(table) == 0, table
    people = {row[0] for row in await scene.rows("SELECT person_tag FROM person")}
    assert scene.store.person(ASKER) not in people


async def test_a_goal_that_is_asked_about_stays(scene: Scene) -> None:
    """However long it goes on."""
    await choose(scene, every="31")
    for _ in range(5):
        scene.clock.advance(30 * DAY - 6 * HOUR)
        await live_until(scene, scene.clock.now() + DAY + 6 * HOUR)
        await say(scene, Answer.PARTLY)
        await scene.tick()
    assert len(asked(scene)) == 5
    assert (await mine(scene)).next is not None


async def test_only_the_last_few_are_kept(scene: Scene) -> None:
    """Enough to say how it went, too few to keep a score."""
    await choose(scene)
    for _ in range(8):
        await live_days(scene, 1)
        await say(scene, Answer.DID_IT)
    assert len((await mine(scene)).lately) == await scene.count("check_in") == 5


async def test_whose_words_are_refused_hears_of_it_once(scene: Scene) -> None:
    """Without the words, as these would be refused again; it is paused until its owner comes."""
    await choose(scene)
    scene.messenger.fail(ASKER, Refused())
    await live_days(scene, 3)
    told = [one for one in scene.messenger.said(ASKER) if one not in asked(scene)]
    assert [(one.kind, one.text) for one in told] == [(NoticeKind.GOAL_WORDS_REFUSED, None)]
    shown = await mine(scene)
    assert (shown.goal.words, shown.goal.schedule.state) == (WORDS, ScheduleState.STOPPED)
    assert (asked(scene), shown.lately) == ([], [])


async def test_changed_words_are_asked_about_again(scene: Scene) -> None:
    """At the usual time, as if nothing had been."""
    await choose(scene)
    scene.messenger.fail(ASKER, Refused())
    await live_days(scene, 1)
    await choose(scene, words="Walk")
    await live_days(scene, 1)
    assert [one.text and one.text.words for one in asked(scene)] == ["Walk"]


async def test_a_refusal_without_the_goals_words_is_not_put_down_to_them(scene: Scene) -> None:
    """Whose notifications show no words gets the question alone: these cannot be at fault."""
    await choose(scene)
    await scene.ctx.store.transaction(
        lambda tables: tables.people.set_discreet(scene.store.person(ASKER), discreet=True)
    )
    scene.messenger.fail(ASKER, Refused())
    await live_days(scene, 1)
    assert NoticeKind.GOAL_WORDS_REFUSED not in scene.kinds_to(ASKER)
    assert (await mine(scene)).goal.schedule.state is ScheduleState.ON
