"""When something comes on a schedule: a local time in a zone, right across daylight saving.

A local minute that does not exist on a day comes at the first moment after the gap; one that
exists twice comes the first time. So minutes of the wall clock pass in order, each once, whatever
the clock does: `reached` tells how far they have come.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from bot.domain.ids import ChannelId, GuildId, PersonTag, ScheduleId
from bot.domain.zones import all_zones, is_known, zone_info

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
EVERY_DAY = frozenset(range(7))
LONGEST_STEP = 7
"""Days. Within as many, every weekday comes once."""


class Scheduled(StrEnum):
    """What comes on a schedule."""

    ENCOURAGEMENT = "encouragement"
    CHECK_IN = "check_in"


class ScheduleState(StrEnum):
    """Whether it comes."""

    ON = "on"
    STOPPED = "stopped"
    """Its owner pressed Stop; they may start it again."""
    UNREACHABLE = "unreachable"
    """It stopped by itself: nothing could be delivered for some days."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """On which days, and when: minutes after local midnight, on weekdays (0 is Monday), and of
    these only each `every_days`-th day counted from `first_day`."""

    zone: str
    at: time
    weekdays: frozenset[int] = EVERY_DAY
    every_days: int = 1
    first_day: date = date.min

    def holds(self, day: date) -> bool:
        """Whether it comes on this local date."""
        step = (day - self.first_day).days
        return step >= 0 and step % self.every_days == 0 and day.weekday() in self.weekdays


@dataclass(frozen=True, slots=True)
class Taste:
    """The language of the texts, and their themes; no theme means every one."""

    language: str
    themes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Schedule:
    """What comes when, to a person's direct messages or into a channel of a server."""

    id: ScheduleId
    what: Scheduled
    to: PersonTag | ChannelId
    rhythm: Rhythm
    guild_id: GuildId | None
    taste: Taste
    state: ScheduleState = ScheduleState.ON
    paused_until: date | None = None
    """The first local date on which it comes again."""
    undelivered_days: int = 0
    """Days in a row on which it could not be delivered."""
    place: int = 0
    """Which of a person's goals its check-ins are about, from 0; it stays while the goal lasts."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Local minutes of one day that have just come, both ends included, in zones whose clocks show
    the same."""

    zones: tuple[str, ...]
    day: date
    first: int
    last: int

    def by_zone(self) -> "list[Stretch]":
        """The same, zone by zone."""
        return [Stretch((zone,), self.day, self.first, self.last) for zone in self.zones]


def moment_of(zone: str, day: date, at: time) -> datetime:
    """When a local time of a day comes, in UTC."""
    local = datetime.combine(day, at, zone_info(zone))
    if _is_skipped(local):
        return _end_of_gap(local)
    return local.astimezone(UTC)


def next_moment(schedule: Schedule, after: datetime) -> datetime | None:
    """The first time that it comes after a moment; None when it does not come any more."""
    if schedule.state is not ScheduleState.ON:
        return None
    rhythm = schedule.rhythm
    begins = max(schedule.paused_until or date.min, rhythm.first_day)
    # a day earlier: around the date line, today's date is not the same everywhere
    day = max(today_in(rhythm.zone, after) - DAY, begins)
    for number in range(LONGEST_STEP * rhythm.every_days + 2):
        candidate = day + number * DAY
        if rhythm.holds(candidate):
            moment = moment_of(rhythm.zone, candidate, rhythm.at)
            if moment > after:
                return moment
    return None


def reached(zone: str, moment: datetime) -> datetime:
    """The latest minute of the wall clock that has come by a moment, without a zone."""
    local = moment.astimezone(zone_info(zone)).replace(second=0, microsecond=0)
    while local.fold:  # the clock was put back: it had already come as far as the fold's end
        further = local.replace(fold=0) + MINUTE
        if not _is_repeated(further):
            break
        local = further.replace(fold=1)
    return local.replace(tzinfo=None, fold=0)


def passed(zone: str, after: datetime, until: datetime) -> Iterator[Stretch]:
    """The local minutes that came after one moment and until another, day by day.

    Each local minute of each date lies in exactly one stretch, however moments follow each other.
    """
    begin, end = reached(zone, after) + MINUTE, reached(zone, until)
    while begin <= end:
        midnight = datetime.combine(begin.date() + DAY, time())
        last = min(end, midnight - MINUTE)
        yield Stretch((zone,), begin.date(), _minute(begin), _minute(last))
        begin = midnight


def passed_everywhere(
    after: datetime, until: datetime, zones: Iterable[str] | None = None
) -> Iterator[Stretch]:
    """As `passed`, for all zones, or for these, of which unknown ones are left out: what clocks
    that show the same show is worked out once."""
    known = all_zones() if zones is None else tuple(sorted(filter(is_known, set(zones))))
    hour = after.replace(minute=0, second=0, microsecond=0)
    within_it = until <= hour + HOUR
    for alike in _alike(hour, known) if within_it else _alike_at(after, until, known):
        for one in passed(alike[0], after, until):
            yield Stretch(alike, one.day, one.first, one.last)


@lru_cache(maxsize=2)
def _alike(hour: datetime, zones: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Zones whose clocks show the same all through an hour. Kept, as it is asked each minute."""
    return tuple(_alike_at(hour, hour + HOUR, zones))


def _alike_at(
    after: datetime, until: datetime, zones: tuple[str, ...]
) -> Iterable[tuple[str, ...]]:
    """Zones whose clocks show the same at both moments; those that just were put back are alone."""
    groups: defaultdict[object, list[str]] = defaultdict(list)
    for name in zones:
        begin, end = after.astimezone(zone_info(name)), until.astimezone(zone_info(name))
        alone = begin.fold or end.fold
        groups[name if alone else (_shown(begin), _shown(end))].append(name)
    return map(tuple, groups.values())


def paused(schedule: Schedule, today: date, days: int) -> Schedule:
    """The same, silent for so many days from today on."""
    return replace(schedule, paused_until=today + days * DAY)


def today_in(zone: str, now: datetime) -> date:
    """The local date."""
    return now.astimezone(zone_info(zone)).date()


def weekday_bits(weekdays: Collection[int]) -> int:
    """Weekdays as the bits of a number; Monday is the lowest."""
    return sum(1 << day for day in weekdays)


def weekdays_of(bits: int) -> frozenset[int]:
    """The weekdays in the bits of a number."""
    return frozenset(day for day in EVERY_DAY if bits >> day & 1)


def _shown(local: datetime) -> datetime:
    return local.replace(tzinfo=None)


def _minute(local: datetime) -> int:
    return local.hour * 60 + local.minute


def _is_repeated(local: datetime) -> bool:
    return _offset(local, 0) > _offset(local, 1)


def _is_skipped(local: datetime) -> bool:
    return _offset(local, 0) < _offset(local, 1)


def _offset(local: datetime, fold: int) -> timedelta:
    return local.replace(fold=fold).utcoffset() or timedelta()


def _end_of_gap(local: datetime) -> datetime:
    """The moment at which the clock jumped over a local time."""
    while _is_skipped(local):
        local += MINUTE
    return local.astimezone(UTC)
