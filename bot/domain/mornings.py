"""A listener's words for an asker's morning: when that is, and whose clock tells.

Whoever listens learns as little as possible of where whoever asks is. They choose between "now" and
"in their morning" for every ask alike, read no hour, and the words go at a time that is drawn once
for the whole ask within two hours. So one who watches the clock cannot tell which of several zones
it was, nor whether the asker told of a clock at all, and a second listener learns nothing more. At
one exact hour everybody would know the zone. Telling the listener later than the asker would hide
no more than that: from their answer on, each knows when the other is awake.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.ids import AskId, ListenerNumber, MorningWordsId
from bot.domain.quiet_hours import QuietHours
from bot.domain.schedules import DAY, moment_of, today_in

MORNING = time(8)
SPREAD = timedelta(hours=2)
"""Within which the moment is drawn, from MORNING on."""
BEFORE_IT_ENDS = timedelta(minutes=10)
"""Words that are there when somebody wakes up are better than an ask that ended unanswered."""


@dataclass(frozen=True, slots=True)
class MorningWords:
    """What a listener wrote. `ready`: nothing in it tells of them, or they said that it may go."""

    id: MorningWordsId
    ask_id: AskId
    listener: ListenerNumber
    words: str
    ready: bool
    written_at: datetime


def morning_after(now: datetime, zone: str, quiet: QuietHours | None = None) -> datetime:
    """The next morning: eight o'clock there, or the end of the quiet hours that hold then."""
    day = today_in(zone, now) - DAY  # late quiet hours of yesterday's morning may end today
    while (begins := _begins(moment_of(zone, day, MORNING), quiet)) <= now:
        day += DAY
    return begins


def words_go_at(now: datetime, morning: datetime, drawn: timedelta, ask_ends: datetime) -> datetime:
    """When words for a morning go: at what was drawn of SPREAD, or shortly before the ask would
    end unanswered."""
    return max(now, min(morning + drawn, ask_ends - BEFORE_IT_ENDS))


def _begins(morning: datetime, quiet: QuietHours | None) -> datetime:
    return (quiet and quiet.end_of(morning)) or morning
