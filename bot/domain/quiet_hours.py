"""Somebody's hours: local times in their own zone, right across daylight saving."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from bot.domain.schedules import DAY, moment_of, today_in
from bot.domain.zones import zone_info

WEEKDAYS = 7


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the day, from one local time until another; it may go past midnight."""

    start: time
    end: time

    def past_midnight(self) -> bool:
        """Whether it ends on the next day."""
        return self.end <= self.start

    def holds(self, moment: time) -> bool:
        """Whether a local time lies in it; the end does not."""
        if self.past_midnight():
            return moment >= self.start or moment < self.end
        return self.start <= moment < self.end


Week = Mapping[int, Span]
"""The span of each weekday that has one; 0 is Monday."""


def is_quiet(now: datetime, zone: str, quiet: Span) -> bool:
    """Whether the quiet hours hold now, by the clock on the wall in that zone."""
    return quiet.start != quiet.end and quiet.holds(now.astimezone(zone_info(zone)).time())


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When nothing that can wait comes to somebody, by the clock on the wall where they are."""

    zone: str
    span: Span

    def end_of(self, now: datetime) -> datetime | None:
        """When those that hold now end; None where none do."""
        if not is_quiet(now, self.zone, self.span):
            return None
        today = today_in(self.zone, now)
        ends = (moment_of(self.zone, day, self.span.end) for day in (today, today + DAY))
        return next((end for end in ends if end > now), None)


def within_week(now: datetime, zone: str, week: Week) -> bool:
    """Whether now lies in the hours of a week. A week without any hours is open all the time."""
    if not week:
        return True
    local = now.astimezone(zone_info(zone))
    today, yesterday = week.get(local.weekday()), week.get((local.weekday() - 1) % WEEKDAYS)
    if today is not None and _begun(today, local.time()):
        return True
    return yesterday is not None and yesterday.past_midnight() and local.time() < yesterday.end


def _begun(span: Span, moment: time) -> bool:
    return moment >= span.start and (span.past_midnight() or moment < span.end)
