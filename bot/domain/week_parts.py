"""In which parts of the week somebody's hours may hold at all, as one number: a first look at many
people, before the hours of a few are read (`likely_here.OwnHours.hold`).

A part is three hours of UTC, and has a bit of the number. It is set wherever the hours may hold by
any clock that their zone ever shows, summer or winter, so whoever has hours now has its bit; who
has it need not have hours. Days off and quiet hours are not looked at.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache

from bot.domain.quiet_hours import DAY_MINUTES, Span
from bot.domain.week import WEEKDAYS, Week
from bot.domain.zones import zone_info

PART = 180
"""Minutes."""
PARTS = WEEKDAYS * DAY_MINUTES // PART
ALWAYS = (1 << PARTS) - 1

_FIRST, _YEARS, _STEP = datetime(2026, 1, 1, tzinfo=UTC), 30, timedelta(days=7)
"""In which time it is looked at what the clocks of a zone show: some change for a month a year."""


def part_of(now: datetime) -> int:
    """The bit of the part in which a moment of UTC lies."""
    return 1 << (now.weekday() * DAY_MINUTES + now.hour * 60) // PART


def parts_of(zone: str | None, week: Week) -> int:
    """The bits of all parts in which the hours of a week may hold: all of them for a week without
    any hours, and none without a zone. `zone`: one that is known."""
    if zone is None:
        return 0
    if not week:
        return ALWAYS
    shifts = _shifts(zone)
    return _joined(_of_span(day, span, shifts) for day, spans in week.items() for span in spans)


@lru_cache(maxsize=4096)
def _of_span(day: int, span: Span, shifts: frozenset[int]) -> int:
    start = day * DAY_MINUTES + span.start.hour * 60 + span.start.minute
    last = day * DAY_MINUTES + span.end.hour * 60 + span.end.minute - 1
    last += DAY_MINUTES * span.past_midnight()
    return _joined(
        1 << part % PARTS
        for shift in shifts
        for part in range((start - shift) // PART, (last - shift) // PART + 1)
    )


def _joined(some: Iterable[int]) -> int:
    found = 0
    for one in some:
        found |= one
    return found


@cache
def _shifts(zone: str) -> frozenset[int]:
    """By how many minutes its clocks are ahead of UTC, at one time or another."""
    rules, steps = zone_info(zone), _YEARS * timedelta(days=365) // _STEP
    moments = (_FIRST + number * _STEP for number in range(steps))
    return frozenset(_minutes(one.astimezone(rules).utcoffset()) for one in moments)


def _minutes(ahead: timedelta | None) -> int:
    return (ahead or timedelta()) // timedelta(minutes=1)
