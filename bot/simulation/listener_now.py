"""One listener as they stand at a moment: what they carry, and what they were told."""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile

from bot.domain.asks import Ask
from bot.domain.listening import Listener, Load
from bot.domain.offers import SILENT_AT_MOST, UNKNOWN_ANSWER, Candidate, Turn, first_of
from bot.simulation.world import DAY, Somebody, TimeOnDuty, at

WEEK, MONTH = 7 * DAY, 30 * DAY
INSTANT = 1e-6
"""Seconds by which a look is old before anything runs out: sums of seconds are a little inexact."""


@dataclass(slots=True)
class Offered:
    """One was told of an ask, at a second."""

    ask: int
    at: float
    on_duty: bool
    open: bool = True
    answered_at: float | None = None
    weighed: bool = False
    ignored: bool = False


@dataclass(slots=True)
class ListenerNow:
    """How a listener stands now. All that changes goes through its methods: what the rules look at
    is made once, and again when something has changed or has run out."""

    who: Somebody
    listener: Listener
    session: TimeOnDuty | None = None
    talking: int = 0
    begun: deque[float] = field(default_factory=deque)
    heavy: deque[float] = field(default_factory=deque)
    heavy_ended: float = -MONTH
    offers: deque[Offered] = field(default_factory=deque)
    last_offered: int = 0
    silent: int = 0
    ignored: int = 0
    _looks: dict[bool, Candidate] = field(default_factory=dict)
    _looks_until: float = -math.inf

    def on_duty(self, session: TimeOnDuty | None) -> None:
        """They are here now, or no longer."""
        self.session = session
        until = None if session is None else at(session.end)
        self.listener = replace(self.who.listener, on_duty_until=until)
        self._changed()

    def is_there(self, now: float) -> bool:
        """Whether they look at what comes: who went without a word does not."""
        return self.session is not None and now < self.session.left

    def shows_life(self) -> None:
        """Any press, and going on duty."""
        self.silent = self.ignored = 0
        for one in self.offers:
            one.weighed = True
        self._changed()

    def is_told(self, offer: Offered, last_offered: int) -> None:
        """Another offer."""
        self.offers.append(offer)
        self.last_offered = last_offered
        self._changed()

    def answers(self, offer: Offered, now: float) -> None:
        """They press something at it."""
        if offer.answered_at is None:
            offer.answered_at = now
        self.shows_life()

    def closes(self, offer: Offered) -> None:
        """It waits for no answer of theirs any more."""
        offer.open = False
        self._changed()

    def was_silent(self) -> None:
        """An offer stood without a sign of life."""
        self.silent = min(SILENT_AT_MOST, self.silent + 1)
        self._changed()

    def begins(self, now: float, *, heavy: bool) -> None:
        """A conversation."""
        self.talking += 1
        self.begun.append(now)
        if heavy:
            self.heavy.append(now)
        self._changed()

    def has_talked(self, now: float, *, heavy: bool) -> None:
        """One is over."""
        self.talking -= 1
        if heavy:
            self.heavy_ended = now
        self._changed()

    def forget(self, now: float) -> None:
        """What counts no more."""
        while self.begun and self.begun[0] <= now - MONTH:
            self.begun.popleft()
        while self.heavy and self.heavy[0] <= now - WEEK:
            self.heavy.popleft()
        while self.offers and self.offers[0].at <= now - WEEK:
            self.offers.popleft()

    def this_month(self, now: float) -> int:
        """How many conversations they began in the last thirty days."""
        self.forget(now)
        return len(self.begun)

    def load(self, now: float, rest: float) -> Load:
        """What they carry, and carried lately."""
        today = len(_since(self.begun, now - DAY))
        rests = self.heavy_ended > now - rest
        return Load(self.talking, today, len(self.heavy), rests)

    def takes(self, topic: str) -> bool:
        """Whether it is one of their topics."""
        return not self.who.topics or topic in self.who.topics

    def turn(self, ask: Ask) -> "Turn[ListenerNow]":
        """As much of them as shows whom others come before."""
        heavy = self.listener.preferences.heavy
        fits = self.takes(ask.wishes.topic)
        first = first_of(ask, silent=self.silent, skill_fits=False, topic_fits=fits, heavy=heavy)
        return Turn(first, self)

    def candidate(self, ask: Ask, now: float, rest: float) -> Candidate:
        """As the bot's rules look at them."""
        if now >= self._looks_until:
            self.forget(now)
            self._looks.clear()
            self._looks_until = self._runs_out(now, rest) - INSTANT
        topic = self.takes(ask.wishes.topic)
        if topic not in self._looks:
            self._looks[topic] = self._look(now, rest, topic=topic)
        return self._looks[topic]

    def _changed(self) -> None:
        self._looks_until = -math.inf

    def _runs_out(self, now: float, rest: float) -> float:
        """When the first thing that counts now counts no more."""
        ends = [one + DAY for one in _since(self.begun, now - DAY)[-1:]]
        ends += [one.at + DAY for one in self._told_today(now)[-1:]]
        ends += [one.at + WEEK for one in islice(self.offers, 1)]
        ends += [one + WEEK for one in islice(self.heavy, 1)]
        if self.heavy_ended + rest > now:
            ends.append(self.heavy_ended + rest)
        return min(ends, default=math.inf)

    def _told_today(self, now: float) -> list[Offered]:
        """The newest first."""
        return list(takewhile(lambda one: one.at > now - DAY, reversed(self.offers)))

    def _look(self, now: float, rest: float, *, topic: bool) -> Candidate:
        today = self._told_today(now)
        took = [one.answered_at - one.at for one in self.offers if one.answered_at is not None]
        waiting = max((one.at for one in today if one.open), default=None)
        return Candidate(
            self.listener,
            self.load(now, rest),
            topic,
            len(today),
            sum(not one.on_duty for one in today),
            self.last_offered,
            int(sum(took) / len(took)) if took else UNKNOWN_ANSWER,
            None,
            self.silent,
            None if waiting is None else at(waiting),
        )

    def pings(self, now: float, lasts: float, but: int) -> int:
        """How often they were told of other asks lately."""
        return sum(one.at > now - lasts and one.ask != but for one in self.offers)

    def offer_of(self, ask: int) -> Offered | None:
        """What they were told of an ask."""
        return next((one for one in reversed(self.offers) if one.ask == ask), None)


def _since(times: Sequence[float], after: float) -> list[float]:
    """The last of them, the newest first."""
    return list(takewhile(lambda one: one > after, reversed(times)))
