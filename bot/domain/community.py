"""What a community may learn about itself: numbers of people that point at nobody.

The rules, and what each is against:

- A number counts people, each once, however often they came. So whatever one person does or leaves
  undone changes it by one at most, and nobody who is here a lot stands out.
- It shows from `least` people (5 or more) and is rounded to a multiple of `least`. So one person
  moves what is shown by one step at most, from nothing to the first step too, and the step may as
  well be anybody else's.
- It covers whole weeks that are over, Monday to Sunday in UTC, and moves once a week: one week
  comes in and one goes out at the same time. Asking again the next day, or just before and after
  somebody did something, shows the same. When a number appears, it tells that enough people came
  at some time within four weeks, not who was the fifth, nor when.
- What is shown is kept, and not counted again: asking often averages nothing out.

The usual wait is a mean over steps that grow about fourfold, one for each person. A median is not
used, because one person can move it from minutes to a day; this mean moves by one step at most.

What remains: who counts the posts in the channel sees from a number whether they were roughly many
people's or few people's; and who brings enough accounts of their own, or knows about everybody
else, can learn that within some week somebody else came. Neither names anybody.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)
A_MONTH, A_QUARTER = 4, 12
"""In weeks: what is counted together, and how long it is kept."""

PARTS = 8
"""Parts of a day, of three hours each, in UTC."""

WAITS = (
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
"""Up to where each step of a wait goes; the step after the last is longer. Not more of them than
the least number of people, or one person could move their mean by more than a step."""


class What(StrEnum):
    """What is noted of somebody, once a week."""

    ASKED = "asked"
    """They asked about a topic, which is the detail."""
    ANSWERED = "answered"
    """A listener accepted their ask; with the wait until then."""
    LISTENED = "listened"
    """They accepted an ask."""
    HERE = "here"
    """They were on duty or accepted an ask in a part of the day, 0 to 7, which is the detail."""
    THANKED = "thanked"
    """They thanked their listener."""
    LOOKED_AT = "looked_at"
    """Moderators decided about their ask, or left it for a day; with the wait until then."""

    @property
    def weeks(self) -> int:
        """How many weeks are counted together; what is older is erased."""
        return A_QUARTER if self is What.ASKED else A_MONTH


@dataclass(frozen=True, slots=True)
class Noted:
    """One thing about one person in one week."""

    what: What
    detail: str
    person: bytes
    """Keyed, different for each thing and detail: it only tells the same person from others."""
    wait: int | None = None
    """The step of the longest wait, where there was one."""


Counted = tuple[What, str]
"""A thing with its detail."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is shown. `until`: the Monday before which it happened."""

    until: date
    people: Mapping[Counted, int]
    """Rounded; a number that does not show is not in it."""
    wait: int | None = None
    """The step of the usual wait, where it shows."""
    look_wait: int | None = None
    """The same until moderators have looked at an ask."""


def week_of(moment: datetime) -> date:
    """The Monday of its week, in UTC."""
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def parts_between(start: datetime, end: datetime) -> frozenset[int]:
    """The parts of the day that a stretch of time touches; its end does not count."""
    first = start.astimezone(UTC)
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    following = range(first.hour + 1, first.hour + 24)
    reached = [hour for hour in following if midnight + timedelta(hours=hour) < end]
    return frozenset(hour % 24 * PARTS // 24 for hour in (first.hour, *reached))


def wait_step(wait: timedelta) -> int:
    """The step of a wait: 0 is the shortest, the number of WAITS longer than all of them."""
    return sum(wait > most for most in WAITS)


def shown(until: date, noted: Iterable[Noted], least: int) -> Numbers:
    """What may be shown of what happened: rounded, and nothing that fewer than `least` people
    stand behind."""
    everybody = _together(noted)
    people = {
        counted: _rounded(len(who), least)
        for counted, who in everybody.items()
        if len(who) >= _needed(counted[0], least)
    }
    return Numbers(until, people, _usual_wait(everybody, least), _usual_look(everybody, least))


def spans(parts: Iterable[int]) -> list[tuple[int, int]]:
    """Parts of the day that follow each other as one: from which hour until which, in UTC. One
    that goes past midnight begins before it; the whole day is (0, 24)."""
    here = {part % PARTS for part in parts}
    if len(here) == PARTS:
        return [(0, 24)]
    starts = sorted(part for part in here if (part - 1) % PARTS not in here)
    return [(_hour(start), _hour(_end(start, here)) % 24) for start in starts]


def _end(start: int, here: set[int]) -> int:
    return next(part for part in range(start, start + PARTS + 1) if part % PARTS not in here)


def _hour(part: int) -> int:
    return part * 24 // PARTS


def _together(noted: Iterable[Noted]) -> Mapping[Counted, Mapping[bytes, int]]:
    """Each person once, with their longest wait: so it never reads better than it was."""
    everybody: defaultdict[Counted, dict[bytes, int]] = defaultdict(dict)
    for one in noted:
        who = everybody[one.what, one.detail]
        who[one.person] = max(one.wait or 0, who.get(one.person, 0))
    return everybody


def _needed(what: What, least: int) -> int:
    """For a topic one more: whoever reads that others asked may be one of those counted."""
    return least + 1 if what is What.ASKED else least


def _rounded(people: int, least: int) -> int:
    return (people + least // 2) // least * least


def _usual_wait(everybody: Mapping[Counted, Mapping[bytes, int]], least: int) -> int | None:
    """Both those who waited and those who came stand behind it: listeners are people, too."""
    if len(everybody.get((What.LISTENED, ""), {})) < least:
        return None
    return _mean(everybody.get((What.ANSWERED, ""), {}), least)


def _usual_look(everybody: Mapping[Counted, Mapping[bytes, int]], least: int) -> int | None:
    """Those who waited stand behind it: of moderators it says what they do as moderators."""
    return _mean(everybody.get((What.LOOKED_AT, ""), {}), least)


def _mean(waits: Mapping[bytes, int], least: int) -> int | None:
    if len(waits) < least:
        return None
    return (2 * sum(waits.values()) + len(waits)) // (2 * len(waits))
