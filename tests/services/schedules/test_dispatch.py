"""What comes on a schedule: once a day, whatever the clock and the process do."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.domain.ids import UserId
from bot.domain.notices import NoticeKind
from bot.services import timers
from bot.services.encouragements import channel_schedule, personal_schedule
from bot.services.ports import Closed, Gone, Unsure
from tests.services.scene import ASKER, ASKS, CROWD, GUILD, LISTENER, OTHER, STAFF, Scene

BERLIN = "Europe/Berlin"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERY_DAY = range(7)


async def choose(scene: Scene, at: str, zone: str = BERLIN, user: UserId = ASKER) -> None:
    """Have something kind come each day."""
    await personal_schedule.save(
        scene.ctx, user, at=at, zone=zone, weekdays=EVERY_DAY, themes=[], language="en"
    )
    await scene.pass_time(timedelta())


async def live_until(scene: Scene, moment: datetime, by: timedelta = timedelta(minutes=5)) -> None:
    """Let time pass, look by look."""
    while scene.clock.now() < moment:
        scene.clock.advance(min(by, moment - scene.clock.now()))
        await timers.fire_due_timers(scene.ctx)
        await scene.deliver()


def came_to(scene: Scene, user: UserId = ASKER) -> list[date]:
    """The local dates that somebody got an encouragement for."""
    notices = scene.messenger.said(user)
    return [n.on_schedule.day for n in notices if n.on_schedule is not None]


async def left_out(scene: Scene) -> int:
    """How many were left out and counted."""
    return await scene.read(lambda tables: tables.occurrences.left_out(date.min))


async def test_it_comes_at_the_local_time_once_a_day(still_scene: Scene) -> None:
    """Berlin is an hour ahead in winter; the scene begins at 18:00 UTC."""
    await choose(still_scene, "20:30")
    await live_until(still_scene, datetime(2026, 3, 2, 19, 29, tzinfo=UTC))
    assert not came_to(still_scene)
    await live_until(still_scene, datetime(2026, 3, 2, 19, 31, tzinfo=UTC))
    assert came_to(still_scene) == [date(2026, 3, 2)]
    await live_until(still_scene, datetime(2026, 3, 5, 0, 0, tzinfo=UTC))
    assert came_to(still_scene) == [date(2026, 3, day) for day in (2, 3, 4)]


@pytest.mark.parametrize("zone", [BERLIN, "America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize("at", ["1:30", "2:15", "3:00"])
async def test_daylight_saving_brings_nothing_twice_and_misses_nothing(
    still_scene: Scene, zone: str, at: str
) -> None:
    """Spring and autumn of a year, with a restart in every night of a change."""
    await choose(still_scene, at, zone)
    for change in ((2026, 3, 8), (2026, 3, 29), (2026, 4, 5), (2026, 10, 4), (2026, 10, 25)):
        midnight = datetime(*change, tzinfo=UTC)
        still_scene.clock.advance(midnight - 14 * HOUR - still_scene.clock.now())
        await still_scene.pass_time(timedelta())
        before = len(came_to(still_scene))
        await live_until(still_scene, midnight + HOUR, HOUR)
        await still_scene.restart()
        await live_until(still_scene, midnight + 36 * HOUR, HOUR)
        days = came_to(still_scene)[before:]
        assert date(*change) in days
        assert {later - first for first, later in pairwise(days)} == {DAY}


async def test_looks_twice_in_a_minute_bring_it_once(still_scene: Scene) -> None:
    """However often the tick comes."""
    await choose(still_scene, "19:01")
    for _ in range(200):
        await still_scene.pass_time(timedelta(seconds=1))
    assert len(came_to(still_scene)) == 1


async def test_a_look_that_broke_off_brings_the_rest_once(still_scene: Scene) -> None:
    """The mark is set at the end; the ledger knows what was handed over before."""
    for user in CROWD:
        await choose(still_scene, "19:05", user=user)
    still_scene.clock.advance(timedelta(minutes=6))
    await timers.fire_due_timers(still_scene.ctx)
    await still_scene.change_rows("DELETE FROM meta WHERE name = 'schedules_looked_at'")
    still_scene.clock.advance(-timedelta(minutes=3))
    await timers.fire_due_timers(still_scene.ctx)
    await still_scene.pass_time(timedelta(minutes=3))
    assert Counter(len(came_to(still_scene, user)) for user in CROWD) == {1: len(CROWD)}


async def test_a_short_absence_brings_it_late(still_scene: Scene) -> None:
    """Within the hour that the settings allow."""
    await choose(still_scene, "19:05")
    still_scene.clock.advance(timedelta(minutes=50))
    await still_scene.restart()
    await still_scene.pass_time(timedelta())
    assert len(came_to(still_scene)) == 1
    assert await left_out(still_scene) == 0


async def test_a_longer_absence_leaves_it_out_and_counts_it(still_scene: Scene) -> None:
    """Every one of three days and two people; the next comes in time."""
    await choose(still_scene, "19:05")
    await choose(still_scene, "12:00", "Asia/Tokyo", OTHER)
    still_scene.clock.advance(3 * DAY)  # 18:00 UTC again: three of each were due
    await still_scene.restart()
    await still_scene.pass_time(timedelta())
    assert not came_to(still_scene)
    assert await left_out(still_scene) == 6
    await still_scene.pass_time(DAY / 24)
    await live_until(still_scene, still_scene.clock.now() + DAY)
    assert len(came_to(still_scene)) == 2
    assert await left_out(still_scene) == 6


async def test_what_waits_too_long_for_its_turn_is_left_out_and_counted(
    still_scene: Scene,
) -> None:
    """Handed over in time, and Discord did not answer for an hour."""
    await choose(still_scene, "19:05")
    still_scene.clock.advance(timedelta(minutes=10))
    await timers.fire_due_timers(still_scene.ctx)
    still_scene.clock.advance(2 * HOUR)
    await still_scene.deliver()
    assert not came_to(still_scene)
    assert await left_out(still_scene) == 1
    assert await still_scene.count("outbox") == 0


async def test_a_clock_put_back_brings_nothing_again(still_scene: Scene) -> None:
    """And the days after it come as always."""
    await choose(still_scene, "19:05")
    await live_until(still_scene, datetime(2026, 3, 2, 20, 0, tzinfo=UTC))
    still_scene.clock.advance(-3 * HOUR)
    await live_until(still_scene, datetime(2026, 3, 4, 0, 0, tzinfo=UTC))
    assert came_to(still_scene) == [date(2026, 3, 2), date(2026, 3, 3)]


async def test_a_clock_put_on_and_back_does_not_silence_anybody(still_scene: Scene) -> None:
    """A year by mistake: afterwards every day comes once."""
    await choose(still_scene, "19:05")
    await still_scene.pass_time(400 * DAY)
    still_scene.clock.advance(-400 * DAY)
    await live_until(still_scene, datetime(2026, 3, 5, 0, 0, tzinfo=UTC))
    days = [day for day in came_to(still_scene) if day.year == 2026]
    assert days == [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)]


@pytest.mark.parametrize(
    ("first", "then"),
    [("Asia/Tokyo", "America/Los_Angeles"), ("America/Los_Angeles", "Asia/Tokyo")],
)
async def test_who_moves_gets_one_for_each_local_date(
    still_scene: Scene, first: str, then: str
) -> None:
    """Around the world in either direction, in the middle of a day."""
    await choose(still_scene, "9:00", first)
    await live_until(still_scene, datetime(2026, 3, 4, 3, 0, tzinfo=UTC), HOUR)
    await personal_schedule.move(still_scene.ctx, ASKER, at="", zone=then)
    await live_until(still_scene, datetime(2026, 3, 8, 0, 0, tzinfo=UTC), HOUR)
    days = came_to(still_scene)
    assert len(set(days)) == len(days)
    assert days[-3:] == [date(2026, 3, day) for day in ((6, 7, 8) if "T" in then else (5, 6, 7))]


async def test_a_time_that_has_passed_today_begins_tomorrow(still_scene: Scene) -> None:
    """Nobody who just chose 8:00 in the evening gets it at once; a later time comes today."""
    await choose(still_scene, "8:00")
    await still_scene.pass_time(timedelta(minutes=2))
    assert not came_to(still_scene)
    await choose(still_scene, "19:30")
    await live_until(still_scene, datetime(2026, 3, 2, 20, 0, tzinfo=UTC))
    assert came_to(still_scene) == [date(2026, 3, 2)]
    await choose(still_scene, "21:30")
    await live_until(still_scene, datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
    assert came_to(still_scene) == [date(2026, 3, 2)]


async def test_only_the_chosen_weekdays(still_scene: Scene) -> None:
    """2 March 2026 is a Monday."""
    await personal_schedule.save(
        still_scene.ctx, ASKER, at="12:00", zone="UTC", weekdays=[2, 6], themes=[], language="en"
    )
    await live_until(still_scene, datetime(2026, 3, 16, tzinfo=UTC), HOUR)
    assert [day.weekday() for day in came_to(still_scene)] == [2, 6, 2, 6]


async def test_a_pause_is_quiet_and_ends_by_itself(still_scene: Scene) -> None:
    """What was on its way when it began does not come either."""
    await choose(still_scene, "19:05")
    still_scene.clock.advance(timedelta(minutes=6))
    await timers.fire_due_timers(still_scene.ctx)
    await personal_schedule.pause(still_scene.ctx, ASKER, "2")
    await live_until(still_scene, datetime(2026, 3, 6, tzinfo=UTC), HOUR)
    assert came_to(still_scene) == [date(2026, 3, 4), date(2026, 3, 5)]
    assert await left_out(still_scene) == 0


async def test_stopped_is_stopped_at_once(still_scene: Scene) -> None:
    """Also what is on its way; starting again brings the next day's."""
    await choose(still_scene, "19:05")
    still_scene.clock.advance(timedelta(minutes=6))
    await timers.fire_due_timers(still_scene.ctx)
    await personal_schedule.stop(still_scene.ctx, ASKER)
    await live_until(still_scene, datetime(2026, 3, 4, 8, tzinfo=UTC), HOUR)
    assert not came_to(still_scene)
    await personal_schedule.go_on(still_scene.ctx, ASKER)
    await live_until(still_scene, datetime(2026, 3, 5, tzinfo=UTC), HOUR)
    assert came_to(still_scene) == [date(2026, 3, 4)]


async def test_three_days_of_closed_dms_stop_it(still_scene: Scene) -> None:
    """Each is tried once and not kept; a day that works begins the count anew."""
    await choose(still_scene, "19:05")
    for day, closed in enumerate((True, True, False, True, True, True, False)):
        if closed:
            still_scene.messenger.fail(ASKER, Closed())
        await live_until(still_scene, datetime(2026, 3, 2 + day, 23, tzinfo=UTC), HOUR)
    assert came_to(still_scene) == [date(2026, 3, 4)]
    assert await left_out(still_scene) == 5
    mine = (await personal_schedule.get_schedule(still_scene.ctx, ASKER)).schedule
    assert mine is not None
    assert mine.state == "unreachable"
    await personal_schedule.go_on(still_scene.ctx, ASKER)
    await live_until(still_scene, datetime(2026, 3, 9, 23, tzinfo=UTC), HOUR)
    assert came_to(still_scene)[-1] == date(2026, 3, 9)


async def test_an_unclear_answer_is_tried_again_with_the_same_text(still_scene: Scene) -> None:
    """The same nonce and words, so that it stands there once."""
    await choose(still_scene, "19:05")
    still_scene.messenger.lose_answer(ASKER, Unsure())
    await live_until(still_scene, datetime(2026, 3, 2, 18, 8, tzinfo=UTC), HOUR / 120)
    sent = [one for one in still_scene.messenger.tried if one.notice.on_schedule]
    assert len(sent) == 2
    assert len({(one.nonce, str(one.notice.on_schedule)) for one in sent}) == 1
    assert len(came_to(still_scene)) == 1


async def test_it_never_holds_up_a_conversation(still_scene: Scene) -> None:
    """Somebody's words come first, and an encouragement that fails keeps nobody waiting."""
    await still_scene.talk()
    await choose(still_scene, "19:05")
    still_scene.clock.advance(timedelta(minutes=6))
    await timers.fire_due_timers(still_scene.ctx)
    await still_scene.write(LISTENER, "I'm here.")
    await still_scene.deliver()
    assert [n.kind for n in still_scene.messenger.said(ASKER)][-2:] == [
        NoticeKind.WORDS,
        NoticeKind.ENCOURAGEMENT,
    ]


async def test_a_channel_gets_its_own(still_scene: Scene) -> None:
    """On its weekdays; a channel that is gone stops after three days in a row."""
    ctx = still_scene.ctx
    await channel_schedule.save(
        ctx, GUILD, ASKS, when="19:05 Europe/Berlin", weekdays=[0, 1], themes=[], language="en"
    )
    await live_until(still_scene, datetime(2026, 3, 9, tzinfo=UTC), HOUR)
    kinds = [notice.kind for notice in still_scene.messenger.said(ASKS)]
    assert kinds == [NoticeKind.ENCOURAGEMENT_IN_CHANNEL] * 2
    still_scene.messenger.fail(ASKS, Gone(), Gone(), Gone())
    await live_until(still_scene, datetime(2026, 3, 30, tzinfo=UTC), HOUR)
    assert len(still_scene.messenger.said(ASKS)) == 2
    assert [one.next for one in await channel_schedule.list_planned(ctx, GUILD)] == [None]
    told = [one.kind for one in still_scene.messenger.said(STAFF)]
    assert told == [NoticeKind.ENCOURAGEMENTS_STOPPED]


async def test_no_text_comes_twice_before_all_have_come(still_scene: Scene) -> None:
    """Twelve days, twelve texts; then a new round without a repeat at the seam."""
    await choose(still_scene, "12:00", "UTC")
    await live_until(still_scene, datetime(2026, 3, 27, tzinfo=UTC), HOUR)
    on = [n.on_schedule for n in still_scene.messenger.said(ASKER) if n.on_schedule]
    texts = [one.text_id for one in on]
    assert len(texts) >= 20
    assert len(set(texts[:12])) == 12
    for place in range(1, len(texts)):
        assert texts[place] not in texts[max(0, place - 6) : place]


async def test_a_theme_that_is_gone_leaves_nobody_without(still_scene: Scene) -> None:
    """An operator took a deck out: the texts of the other themes come."""
    await personal_schedule.save(
        still_scene.ctx, ASKER, at="12:00", zone="UTC", weekdays=[1], themes=["gone"], language="en"
    )
    await live_until(still_scene, datetime(2026, 3, 4, tzinfo=UTC), HOUR)
    assert came_to(still_scene) == [date(2026, 3, 3)]


async def test_a_text_that_is_gone_is_drawn_again(still_scene: Scene) -> None:
    """It was chosen, could not be said, and is no longer in the decks at the next attempt."""
    await choose(still_scene, "19:05")
    still_scene.messenger.fail(ASKER, Unsure())
    await live_until(still_scene, datetime(2026, 3, 2, 18, 6, tzinfo=UTC))
    await still_scene.change_rows("UPDATE outbox SET text_id = 'gone-1' WHERE text_id IS NOT NULL")
    await live_until(still_scene, datetime(2026, 3, 2, 18, 20, tzinfo=UTC))
    last = still_scene.messenger.said(ASKER)[-1].on_schedule
    assert last is not None
    assert last.text_id != "gone-1"


async def test_somebodys_words_go_before_hundreds_of_encouragements(still_scene: Scene) -> None:
    """And so does all else that the bot has to say: they take the pace that is left."""
    await still_scene.talk()
    users = [UserId(2000 + number) for number in range(150)]
    await still_scene.have_written(*users)
    for user in users:
        await personal_schedule.save(
            still_scene.ctx, user, at="19:05", zone=BERLIN, weekdays=[0], themes=[], language="en"
        )
    await still_scene.deliver()
    still_scene.clock.advance(timedelta(minutes=6))
    await timers.fire_due_timers(still_scene.ctx)
    await still_scene.ask(OTHER)
    await still_scene.write(LISTENER, "I'm here.")
    await still_scene.deliver()
    kinds = [sent.notice.kind for sent in still_scene.messenger.log]
    since = kinds[kinds.index(NoticeKind.ENCOURAGEMENTS_BEGIN) + len(users) :]
    assert since.count(NoticeKind.ENCOURAGEMENT) == len(users)
    assert since.index(NoticeKind.WORDS) < 16
    assert since.index(NoticeKind.ASK_IN_CHANNEL) < 20


async def test_a_zone_that_is_no_more_holds_up_no_other(still_scene: Scene) -> None:
    """Countries change their clocks, and names of zones go; those with another still get theirs."""
    await choose(still_scene, "20:30")
    await choose(still_scene, "20:30", user=OTHER)
    await still_scene.change_rows(
        "UPDATE schedule SET zone = 'Nowhere/Gone'"
        " WHERE schedule_id = (SELECT MIN(schedule_id) FROM schedule)"
    )
    await live_until(still_scene, datetime(2026, 3, 2, 19, 31, tzinfo=UTC))
    assert len(came_to(still_scene)) + len(came_to(still_scene, OTHER)) == 1
