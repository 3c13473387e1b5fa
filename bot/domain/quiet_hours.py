"""Somebody's hours: local times in their own zone, right across daylight saving."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bot.domain.schedules import DAY, moment_of, today_in
from bot.domain.zones import on_the_wall, zone_info

DAY_MINUTES = 24 * 60


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


def is_quiet(now: datetime, zone: str, quiet: Span) -> bool:
    """Whether the quiet hours hold now, by the clock on the wall in that zone."""
    return is_quiet_at(on_the_wall(now, zone), quiet)


def is_quiet_at(local: datetime, quiet: Span) -> bool:
    """The same where the clock on the wall is known."""
    return quiet.start != quiet.end and quiet.holds(local.time())


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
        for day in (today, today + DAY):
            # an hour that an autumn night has twice: the first of the two may be over
            for end in (moment_of(self.zone, day, self.span.end), self._again(day)):
                if end > now:
                    return end
        return None

    def _again(self, day: date) -> datetime:
        end = datetime.combine(day, self.span.end, zone_info(self.zone))
        return end.replace(fold=1).astimezone(UTC)
