"""How long somebody waits who comes to a limit again and again.

The first time they wait as long as the limit itself says, until what counts is old enough. Whoever
comes to it again soon after waits longer, each time twice as much longer, up to a most; after a
quiet time it is as if they had never come to it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import GuildId, UserId

TIMES_COUNTED = 40
"""Beyond that nothing grows: what is added has long reached its most."""


class Limited(StrEnum):
    """What has a limit for each person within some time. Help lines, /privacy, /help, appeals and
    ending a conversation have none."""

    ASKS = "asks"
    """In one server."""
    ACCEPTS = "accepts"
    """Conversations that a listener begins within a day, in one server."""
    ACCEPTS_IN_A_MONTH = "accepts_in_a_month"
    """The same within thirty days."""
    JOINS = "joins"
    """Asking to be a listener where moderators approve each, in one server."""
    SUGGESTIONS = "suggestions"
    """Sending encouragements for a server's deck, in one server."""
    ANSWERS = "answers"
    """Words without one's name in the threads of open asks, in one server."""
    REPORTS = "reports"
    MESSAGES = "messages"


@dataclass(frozen=True, slots=True)
class WhoseLimit:
    """One limit of one person; `guild` where it counts in one server alone."""

    what: Limited
    user: UserId
    guild: GuildId | None = None


@dataclass(frozen=True, slots=True)
class CoolDownRules:
    """What is added the second time, what at most, and how long a quiet time is."""

    first: timedelta
    at_most: timedelta
    quiet: timedelta


@dataclass(frozen=True, slots=True)
class CoolDown:
    """How often in a row somebody came to a limit, and until when they wait."""

    times: int
    until: datetime

    def holds(self, now: datetime) -> bool:
        """Whether they wait longer than the limit itself says."""
        return self.times > 1 and now < self.until


def after_hit(
    before: CoolDown | None, now: datetime, frees: datetime, rules: CoolDownRules
) -> CoolDown:
    """Somebody came to a limit that by itself leaves room again at `frees`. Coming to it while they
    wait changes nothing: they were told until when."""
    if before is not None and now < before.until:
        return before
    if before is None or now >= forgotten_at(before, rules):
        return CoolDown(1, frees)
    times = min(before.times + 1, TIMES_COUNTED)
    return CoolDown(times, frees + added(times, rules))


def added(times: int, rules: CoolDownRules) -> timedelta:
    """How much longer somebody waits who came to a limit so often in a row."""
    if times <= 1:
        return timedelta(0)
    longer: timedelta = rules.first * 2 ** (times - 2)
    return min(longer, rules.at_most)


def forgotten_at(cool_down: CoolDown, rules: CoolDownRules) -> datetime:
    """When it is as if they had never come to it."""
    return cool_down.until + rules.quiet
