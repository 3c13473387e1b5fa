"""One rule on one world: from event to event, until its last second."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from bot.simulation.crowd import Crowd
from bot.simulation.listener_now import ListenerNow, Offered
from bot.simulation.outcome import Outcome, Tally
from bot.simulation.people import Minds, refused
from bot.simulation.rules import Manner, SimulatedRule
from bot.simulation.telling import Telling
from bot.simulation.world import Coming, TimeOnDuty, Town

LOOKS_EVERY = 1800.0
"""Seconds between two looks into the channel, where nobody is told."""


@dataclass(slots=True)
class Waiting:
    """An ask that waits, and who was told of it."""

    asked: Coming
    told: set[int] = field(default_factory=set)
    offers: list[tuple[int, Offered]] = field(default_factory=list)
    over: bool = False


class Play:
    """The events, in their order; those of one second in the order in which they were planned."""

    def __init__(self, world: Town, rule: SimulatedRule) -> None:
        self.world, self.rule = world, rule
        self.crowd, self.minds = Crowd(world.people), Minds(world, rule)
        self.tally = Tally(world, rule.limits.a_day)
        self.waiting: dict[int, Waiting] = {}
        self._telling = Telling(self)
        self._events: list[tuple[float, int, Callable[[float], None]]] = []
        self._planned = 0

    def run(self) -> Outcome:
        """Play it."""
        for one in self.world.people:
            for session in one.sessions:
                if session.end > 0:
                    self.plan(session.start, partial(self._comes, one.index, session))
        for asked in self.world.asks:
            self.plan(asked.at, partial(self._asks, asked))
        while self._events and self._events[0][0] < self.world.ends:
            now, _, event = heapq.heappop(self._events)
            event(now)
        return self.tally.outcome()

    def plan(self, when: float, event: Callable[[float], None]) -> None:
        """Let something happen later."""
        self._planned += 1
        heapq.heappush(self._events, (when, self._planned, event))

    def _comes(self, index: int, session: TimeOnDuty, now: float) -> None:
        self.crowd.goes_on_duty(index, session)
        self.tally.was_here(index, session)
        self.plan(session.end, partial(self._goes, index, session))
        if self.rule.shows_who_waits:
            self._telling.offer_oldest(self.crowd.people[index], now)
        if self.rule.way is Manner.NOBODY:
            self.plan(now + LOOKS_EVERY * (index % 10 + 1) / 10, partial(self._looks_in, index))

    def _goes(self, index: int, session: TimeOnDuty, now: float) -> None:
        del now
        if self.crowd.people[index].session is session:
            self.crowd.goes_off_duty(index)

    def _asks(self, asked: Coming, now: float) -> None:
        ask = Waiting(asked)
        self.waiting[asked.index] = ask
        self._telling.note_reach(asked, now)
        if self.rule.way is not Manner.NOBODY:
            self._telling.wave(ask, now)
            off_duty = self.rule.waves.off_duty_after.total_seconds()
            self.plan(now + off_duty, partial(self._telling.off_duty, ask))
        waits = self.world.community.asks.waits.total_seconds()
        self.plan(now + waits, partial(self._ends, ask))

    def _ends(self, ask: Waiting, now: float) -> None:
        del now
        self.close(ask)

    def close(self, ask: Waiting) -> None:
        """It no longer waits."""
        ask.over = True
        self.waiting.pop(ask.asked.index, None)
        for index, offer in ask.offers:
            self.crowd.people[index].closes(offer)

    def looks(self, ask: Waiting, index: int, offer: Offered, now: float) -> None:
        """Somebody who was told looks at it."""
        one = self.crowd.people[index]
        if offer.on_duty and not one.is_there(now):
            return
        if one.talking or not self.minds.wants(one, ask.asked, now, on_duty=offer.on_duty):
            if not one.talking and self.minds.says_not_now(one, ask.asked):
                self._says_not_now(one, offer, now)
            return
        one.answers(offer, now)
        if not ask.over:
            if self.minds.may_take(one, ask.asked, now):
                self._takes(one, ask, now)
            return
        self.tally.late += 1
        if self.rule.shows_who_waits:
            self._takes_another(one, now)

    def _says_not_now(self, one: ListenerNow, offer: Offered, now: float) -> None:
        still_waits = offer.open
        one.answers(offer, now)
        one.closes(offer)
        if still_waits and one.session is not None and self.rule.shows_who_waits:
            self._telling.offer_oldest(one, now)

    def _takes_another(self, one: ListenerNow, now: float) -> None:
        """The oldest other ask that fits, which is what the bot shows."""
        for ask in self.waiting.values():
            number = ask.asked.index
            if refused(one.offer_of(number)) or not self.minds.may_take(one, ask.asked, now):
                continue
            if self.minds.takes_instead(one, ask.asked):
                self._takes(one, ask, now)
            return

    def _takes(self, one: ListenerNow, ask: Waiting, now: float) -> None:
        self.close(ask)
        self.tally.answered(ask.asked, now)
        heavy = ask.asked.ask.wishes.heavy
        one.begins(now, heavy=heavy)
        talks = self.world.community.talks
        least, most = talks.at_least.total_seconds(), talks.at_most.total_seconds()
        lasts = least + (most - least) * ((one.who.index * 7919 + ask.asked.index) % 997) / 997
        self.plan(now + lasts, partial(one.has_talked, heavy=heavy))

    def _looks_in(self, index: int, now: float) -> None:
        """Somebody on duty looks into the channel."""
        one = self.crowd.people[index]
        if one.session is None:
            return
        self.plan(now + LOOKS_EVERY, partial(self._looks_in, index))
        for ask in list(self.waiting.values()):
            if not one.is_there(now) or not self.minds.may_take(one, ask.asked, now):
                continue
            if self.minds.wants(one, ask.asked, now):
                self._takes(one, ask, now)
            return
