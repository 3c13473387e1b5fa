"""What came of a rule on a world, and of it on several."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, stdev

from bot.simulation.listener_now import Offered
from bot.simulation.world import DAY, Coming, TimeOnDuty, Town

TEN_MINUTES = 600.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shares from 0 to 1. `reachable_10`: the asks for which somebody on duty would have answered
    within ten minutes, as tired as everybody was in this rule's own hands."""

    asks: int
    answered_10: float
    answered: float
    reachable_10: float
    pings_per_match: float
    late_per_match: float
    gini: float
    over_budget: int
    woken: int
    off_duty_pings: int


class Tally:
    """Counts while a rule is played."""

    def __init__(self, world: Town, a_day: int) -> None:
        self._a_day = a_day
        self._asks = len(world.asks)
        self._ends = world.ends
        self.late = self._woken = self._over = self._off_duty = 0
        self._soon: set[int] = set()
        self._reach: set[int] = set()
        self._matches = 0
        self._pings = [0] * len(world.people)
        self._days: list[list[float]] = [[] for _ in world.people]
        self._hours = [0.0] * len(world.people)

    def came(self, asked: Coming, *, reach: bool) -> None:
        """An ask."""
        if reach:
            self._reach.add(asked.index)

    def answered(self, asked: Coming, now: float) -> None:
        """Somebody took it."""
        self._matches += 1
        if now - asked.at <= TEN_MINUTES:
            self._soon.add(asked.index)

    def told(self, index: int, now: float, offer: Offered, *, woken: bool) -> None:
        """Somebody was told."""
        self._pings[index] += offer.on_duty
        self._off_duty += not offer.on_duty
        self._woken += woken
        day = [one for one in self._days[index] if one > now - DAY]
        day.append(now)
        self._days[index] = day
        self._over += len(day) > self._a_day

    def was_here(self, index: int, session: TimeOnDuty) -> None:
        """Somebody is on duty."""
        self._hours[index] += (min(session.end, self._ends) - max(session.start, 0)) / 3600

    def went(self, index: int, session: TimeOnDuty, now: float) -> None:
        """Their duty ended before its time."""
        self._hours[index] -= max(0.0, min(session.end, self._ends) - now) / 3600

    def outcome(self) -> Outcome:
        """All of it."""
        asks, matches = max(1, self._asks), max(1, self._matches)
        each_hour = [p / h for p, h in zip(self._pings, self._hours, strict=True) if h > 0]
        return Outcome(
            self._asks,
            len(self._soon) / asks,
            self._matches / asks,
            len(self._reach | self._soon) / asks,
            (sum(self._pings) + self._off_duty) / matches,
            self.late / matches,
            gini(each_hour),
            self._over,
            self._woken,
            self._off_duty,
        )


def gini(values: Sequence[float]) -> float:
    """How unequal they are: 0 where all are alike, near 1 where one has everything."""
    ordered, total = sorted(values), sum(values)
    if not total:
        return 0.0
    weighed = sum((number + 1) * one for number, one in enumerate(ordered))
    return 2 * weighed / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)


def middle(values: Iterable[float]) -> float:
    """Their mean; 0 of none."""
    found = list(values)
    return mean(found) if found else 0.0


def error(values: Iterable[float]) -> float:
    """The standard error of their mean; 0 of fewer than two."""
    found = list(values)
    return float(stdev(found) / len(found) ** 0.5) if len(found) > 1 else 0.0
