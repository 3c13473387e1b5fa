"""What somebody does who was told of an ask: whether they look, when, and what they press."""

import math

from bot.domain.asks import Ask
from bot.domain.listening import may_take, understands
from bot.simulation.listener_now import ListenerNow, Offered
from bot.simulation.luck import ACCEPTS, DELAY, SAYS, Luck
from bot.simulation.rules import SimulatedRule
from bot.simulation.world import Coming, Town, at


class Minds:
    """Everybody's own ways, with the luck of a seed."""

    def __init__(self, world: Town, rule: SimulatedRule) -> None:
        self._own, self._luck = world.community.listeners, Luck(world.seed)
        self._lasts = self._own.fatigue_lasts.total_seconds()
        self._limits, settings = rule.limits.carry, rule.settings.listeners
        self._rest = settings.rest_after_heavy.total_seconds()
        self._month = settings.conversations_per_month

    def looks_after(self, one: ListenerNow, asked: Coming) -> float:
        """Seconds until they look at it."""
        scattered = self._own.looks_scattered * self._luck.normal(one.who.index, asked.index, DELAY)
        return one.who.looks_after * math.exp(scattered)

    def wants(self, one: ListenerNow, asked: Coming, now: float, *, on_duty: bool = True) -> bool:
        """Whether they would take it, as tired as they are now."""
        chance = one.who.chance * self.interest(one, asked.ask)
        if not on_duty:
            chance *= self._own.looks_off_duty
        drawn = self._luck.of(one.who.index, asked.index, ACCEPTS)
        if drawn >= chance:  # however fresh they were
            return False
        return drawn < chance * self._own.fatigue ** one.pings(now, self._lasts, asked.index)

    def interest(self, one: ListenerNow, ask: Ask) -> float:
        """What is left of the chance outside one's topics."""
        return 1 if one.takes(ask.wishes.topic) else self._own.outside_topics

    def says_not_now(self, one: ListenerNow, asked: Coming) -> bool:
        """Whether somebody who does not take it presses that."""
        return self._luck.of(one.who.index, asked.index, SAYS) < self._own.says_not_now

    def takes_instead(self, one: ListenerNow, asked: Coming) -> bool:
        """Whether somebody who wanted another one takes this."""
        return self._luck.of(one.who.index, asked.index, ACCEPTS) < self.interest(one, asked.ask)

    def may_take(self, one: ListenerNow, asked: Coming, now: float) -> bool:
        """By the bot's own rule, within a day, a week and a month."""
        if one.this_month(now) >= self._month or not understands(asked.ask, one.who.languages):
            return False
        load = one.load(now, self._rest)
        return may_take(asked.ask, one.listener, load, at(now), limits=self._limits)


def refused(offer: Offered | None) -> bool:
    """Whether somebody said "not now" to it."""
    return offer is not None and offer.answered_at is not None and not offer.open
