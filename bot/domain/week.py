"""The hours of a week: spans of each weekday, by the clock on the wall of somebody's own place.

Whichever hour the clock shows counts: one that a spring night leaves out does not come, one that an
autumn night has twice counts twice. A span that goes past midnight is of the day on which it began.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time

from bot.domain.quiet_hours import DAY_MINUTES, Span
from bot.domain.unread import TooManyHours

WEEKDAYS = 7
SPANS_AT_MOST = 4
"""Spans of one weekday."""

ALL_DAY = Span(time(0), time(0))
"""From midnight to midnight; no other span is as long."""

Week = Mapping[int, tuple[Span, ...]]
"""The spans of each weekday that has some; 0 is Monday."""


def within_week(local: datetime, week: Week) -> bool:
    """Whether the clock on the wall shows a time in the hours of a week. A week without any hours
    is open all the time."""
    return not week or begun_on(0, local, week) or begun_on(1, local, week)


def begun_on(days_ago: int, local: datetime, week: Week) -> bool:
    """Whether the clock on the wall shows a time in hours that began today (0), or yesterday and go
    past midnight (1)."""
    spans = week.get((local.weekday() - days_ago) % WEEKDAYS, ())
    if not spans:
        return False
    moment = local.time()
    if days_ago:
        return any(one.past_midnight() and moment < one.end for one in spans)
    return any(moment >= one.start and (one.past_midnight() or moment < one.end) for one in spans)


def meets_quiet(week: Week, quiet: Span) -> bool:
    """Whether some hours of a week lie in the quiet hours, in which they count for nothing."""
    if quiet.start == quiet.end:
        return False
    begins, ends = _stretch(quiet)
    return any(
        max(start, begins + shift) < min(end, ends + shift)
        for spans in week.values()
        for start, end in map(_stretch, spans)
        for shift in (-DAY_MINUTES, 0, DAY_MINUTES)
    )


def weekdays_that_count(local: Iterable[datetime]) -> frozenset[int]:
    """The weekdays that `within_week` looks at, where clocks on walls show one of these."""
    days = {one.weekday() for one in local}
    return frozenset((day - ago) % WEEKDAYS for day in days for ago in (0, 1))


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans of one day in order, those that overlap or meet as one, if it is no longer than a day.
    Raises TooManyHours."""
    all_of_them: list[tuple[int, int]] = []
    for start, end in sorted(_stretch(one) for one in spans):
        before = all_of_them[-1] if all_of_them else None
        if before is not None and start <= before[1] and _is_one(before[0], max(end, before[1])):
            all_of_them[-1] = before[0], max(end, before[1])
        else:
            all_of_them.append((start, end))
    if len(all_of_them) > SPANS_AT_MOST:
        raise TooManyHours(most=SPANS_AT_MOST)
    return tuple(Span(_time(start), _time(end)) for start, end in all_of_them)


def _stretch(span: Span) -> tuple[int, int]:
    """From which minute of the day until which, beyond the day's last where it goes past it."""
    start, end = (one.hour * 60 + one.minute for one in (span.start, span.end))
    return start, end + DAY_MINUTES * span.past_midnight()


def _is_one(start: int, end: int) -> bool:
    return end - start < DAY_MINUTES or (start, end) == (0, DAY_MINUTES)


def _time(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)
