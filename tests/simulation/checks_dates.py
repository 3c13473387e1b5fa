"""What must hold of all that comes by the calendar: at most once on a day, never late, and never
left out where it could be said."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from bot.config import Settings
from bot.domain.ids import ChannelId, UserId
from bot.domain.notices import CHECK_INS, NoticeKind
from bot.domain.schedules import DAY, Schedule, Scheduled, ScheduleState, moment_of, today_in
from tests.simulation.begun import named
from tests.simulation.dates import PEOPLE
from tests.simulation.discord import Said
from tests.simulation.ledger import Chosen
from tests.simulation.seen import conversations, first_notice
from tests.simulation.town import Town

LATE_AT_MOST: timedelta = Settings().encouragements.late_by_at_most
_LONG_ENOUGH = timedelta(minutes=30)
"""Of that time everything runs and is reached: then it must be said."""
_ON_ITS_WAY = timedelta(minutes=10)
"""How long a request that was begun in time may take."""
_LATEST = (LATE_AT_MOST + _ON_ITS_WAY).total_seconds()
PARTNER = {NoticeKind.PARTNER_DID_IT, NoticeKind.PARTNER_PARTLY, NoticeKind.PARTNER_NOT_YET}


def doubled(town: Town) -> Iterator[str]:
    """Each schedule brings one thing on a local date."""
    came = Counter(
        (one.channel, on.schedule, on.day)
        for one in town.discord.said
        if (on := first_notice(one).on_schedule) is not None
    )
    for (channel, _, day), count in came.items():
        if count > 1:
            yield f"doubled: what comes on {day}, for {_whose(town, channel)}"


def late(town: Town) -> Iterator[str]:
    """What comes too late is left out."""
    due = _due(town)
    for one in town.discord.said:
        on = first_notice(one).on_schedule
        at = None if on is None else due.get((on.schedule, on.day.toordinal()))
        if at is not None and one.at.timestamp() - at > _LATEST:
            yield f"late: what was due at {at}, for {_whose(town, one.channel)}"


def lost(town: Town) -> Iterator[str]:
    """What is due while all runs, to somebody who can be reached, comes."""
    came = _came(town)
    for who in PEOPLE:
        for what in Scheduled:
            mine = [one for one in town.ledger.chosen if (one.who, one.what) == (who, what)]
            ends = _end(town, who)
            for one, following in pairwise([*mine, Chosen(who, ends, what)]):
                if one.comes is not None and one.reachable and one.at < ends:
                    yield from _left_out(town, one, one.comes, min(following.at, ends), came)


def _left_out(
    town: Town,
    one: Chosen,
    comes: Schedule,
    until: datetime,
    came: set[tuple[UserId, Scheduled, date]],
) -> Iterator[str]:
    due = _due(town)
    for day, moment in _moments(comes, one.at, until):
        # where another zone was chosen, the day may have had its turn there, when it was left out
        turn = due.get((comes.id, day.toordinal()), moment.timestamp())
        missing = (one.who, one.what, day) not in came and turn == moment.timestamp()
        if missing and _was_well(town, moment, moment + LATE_AT_MOST):
            yield f"lost: the {one.what} of {day} for {named(one.who)}"
        if one.what is Scheduled.CHECK_IN:
            return  # the next may be the last of those that nobody answers


def _due(town: Town) -> dict[tuple[str, int], int]:
    """When something was due by a schedule on a date, in Unix seconds."""
    return {(key, day): at for key, day, at in town.disk.looked(_LEDGER)}


def _moments(comes: Schedule, since: datetime, until: datetime) -> Iterator[tuple[date, datetime]]:
    if comes.state is not ScheduleState.ON:
        return
    day = today_in(comes.rhythm.zone, since)
    while (moment := moment_of(comes.rhythm.zone, day, comes.rhythm.at)) + LATE_AT_MOST < until:
        paused = comes.paused_until is not None and day < comes.paused_until
        if moment > since + timedelta(minutes=1) and comes.rhythm.holds(day) and not paused:
            yield day, moment
        day += DAY


def _end(town: Town, who: UserId) -> datetime:
    """Until when somebody stays, and can be reached."""
    ends = (town.erased.get(who), town.ledger.closed.get(who), town.clock.now())
    return min(one for one in ends if one is not None)


def _was_well(town: Town, since: datetime, until: datetime) -> bool:
    """Whether everything ran for long enough in that time, without a break."""
    for (begins, well), (ends, _) in pairwise([*town.ledger.well, (town.clock.now(), False)]):
        if well and min(ends, until) - max(begins, since) >= _LONG_ENOUGH:
            return True
    return False


def _came(town: Town) -> set[tuple[UserId, Scheduled, date]]:
    found = set[tuple[UserId, Scheduled, date]]()
    for one in town.discord.said:
        notice, user = first_notice(one), town.discord.owner_of(one.channel)
        if notice.on_schedule is not None and user is not None:
            check_in = notice.kind in CHECK_INS
            what = Scheduled.CHECK_IN if check_in else Scheduled.ENCOURAGEMENT
            found.add((user, what, notice.on_schedule.day))
    return found


def partners_told(town: Town) -> Iterator[str]:
    """A partner learns how it went, as it was said last, and no more often than it was said."""
    goal_of = dict(town.disk.looked(_COMPANY))
    for key, both in conversations(town).items():
        if key not in goal_of:
            continue
        told = [
            one
            for user in both
            for one in town.discord.said_in(town.discord.channel_of(user))
            if one.notice.kind in PARTNER and one.notice.conversation_id == key
        ]
        said = [one for one in town.ledger.answers if one[0] in both]
        changes = sum(one[1:3] != two[1:3] for one, two in pairwise([_NOT_YET, *said]))
        if len(told) > changes:
            yield f"doubled: how it went, {len(told)} times of {changes}"
        gone = town.left | town.erased.keys() | town.ledger.kept_out | town.ledger.held
        if told and not gone & set(both):
            yield from _last_told(town, told, goal_of[key])


def _last_told(town: Town, told: list[Said], goal: str) -> Iterator[str]:
    rows = town.disk.looked(_ANSWERS.format(goal))
    if rows and rows[0][0] != rows[0][1] and _nothing_waits(town):
        yield f"lost: how it went: {rows[0][0]} after {told[-1].notice.kind}"


def _nothing_waits(town: Town) -> bool:
    return not town.disk.looked("SELECT 1 FROM waiting WHERE what = 'answer_told'")


def _whose(town: Town, channel: ChannelId) -> str:
    return named(town.discord.owner_of(channel) or channel)


_NOT_YET: tuple[object, ...] = ()
_LEDGER = "SELECT schedule_id, day, due_at FROM schedule_day WHERE due_at IS NOT NULL"
_COMPANY = """
    SELECT conversation_id, schedule_id FROM conversation JOIN partner_ask USING (ask_id)
    WHERE state = 'open'
"""
_ANSWERS = """
    SELECT answer, told FROM check_in WHERE schedule_id = '{}' AND answer IS NOT NULL
    ORDER BY check_in_id DESC LIMIT 1
"""

CHECKS = (doubled, late, lost, partners_told)
LATER = CHECKS
