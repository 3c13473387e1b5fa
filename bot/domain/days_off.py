"""Days on which somebody is not there: local dates in their own place."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.unread import TooManyDaysOff
from bot.domain.week import Week, begun_on

A_DAY = timedelta(days=1)
AHEAD_AT_MOST = timedelta(days=400)
"""How far ahead days off may lie."""
SPANS_AT_MOST = 20


@dataclass(frozen=True, slots=True, order=True)
class DaysOff:
    """From one local date until another, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a date is one of them."""
        return self.first <= day <= self.last

    @classmethod
    def of(cls, written: str) -> "DaysOff | None":
        """What `str` has written; None for anything else."""
        first, _, last = written.partition(" - ")
        try:
            return cls(date.fromisoformat(first), date.fromisoformat(last or first))
        except ValueError:
            return None

    def __str__(self) -> str:
        """As they can be typed, too."""
        return f"{self.first}" if self.first == self.last else f"{self.first} - {self.last}"


def is_off(local: datetime, week: Week, days: Collection[DaysOff]) -> bool:
    """Whether somebody is not there, by the clock on their wall: it is a day off, or the hours that
    hold began on one and go past midnight."""
    if not days:
        return False
    today = local.date()
    if any(one.holds(today) for one in days):
        return True
    yesterday = today - A_DAY
    was_off = any(one.holds(yesterday) for one in days)
    return was_off and begun_on(1, local, week) and not begun_on(0, local, week)


def joined_days(some: Iterable[DaysOff], today: date) -> tuple[DaysOff, ...]:
    """Days off in order, without those that are over; what overlaps or follows is one. Raises
    TooManyDaysOff."""
    found: list[DaysOff] = []
    for one in sorted(one for one in some if one.last >= today):
        if found and one.first <= found[-1].last + A_DAY:
            found[-1] = DaysOff(found[-1].first, max(found[-1].last, one.last))
        else:
            found.append(one)
    if len(found) > SPANS_AT_MOST:
        raise TooManyDaysOff(most=SPANS_AT_MOST)
    return tuple(found)
