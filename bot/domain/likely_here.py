"""When listeners are likely to be there, for whoever asks while nobody is on duty: parts of a day
in which several of them have said that they may be told of asks.

What protects each of them:

- A part is said only where at least `SAID_FROM` listeners are there in it, so it is nobody's habit.
- It is three hours long, and begins at the same hours of UTC for everybody.
- It is counted once a day and kept: what somebody changes shows only on the next day, and then it
  may as well be anybody's change.
- It does not depend on who asks, whom they leave out, or whom they never meet; only on their group.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.days_off import DaysOff, is_off
from bot.domain.quiet_hours import Span, is_quiet_at
from bot.domain.week import Week, within_week
from bot.domain.zones import on_the_wall

SAID_FROM = 5
PART = timedelta(hours=3)
AHEAD = timedelta(days=4)
"""As long as an ask waits at most, and a day for which it is kept."""

_LOOK_EVERY = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class OwnHours:
    """When somebody may be told of asks while they are off duty."""

    zone: str
    quiet: Span
    week: Week
    days_off: tuple[DaysOff, ...]

    def hold(self, now: datetime) -> bool:
        """Whether they may now, by the clock on their wall."""
        local = on_the_wall(now, self.zone)
        return (
            not is_quiet_at(local, self.quiet)
            and within_week(local, self.week)
            and not is_off(local, self.week, self.days_off)
        )

    def parts(self, since: datetime) -> Iterable[datetime]:
        """The parts of the next days in which they hold at some time."""
        for number in range(AHEAD // PART):
            begin = since + number * PART
            if any(self.hold(begin + step * _LOOK_EVERY) for step in range(PART // _LOOK_EVERY)):
                yield begin


def parts_with_many(people: Iterable[OwnHours], since: datetime) -> Mapping[datetime, int]:
    """How many are there in each part from midnight on, of the parts in which enough are. `since`:
    a midnight in UTC."""
    found = Counter(part for one in people for part in one.parts(since))
    return {part: many for part, many in sorted(found.items()) if many >= SAID_FROM}
