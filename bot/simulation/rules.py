"""The rules that are compared: ours and today's by the functions of the bot, with other numbers
for the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from bot.config import Settings
from bot.domain.offers import OfferLimits
from bot.domain.waves import WaveRule
from bot.services.offers import rules

NEVER = timedelta(days=1000)
EVERYBODY = 1_000_000


class Manner(StrEnum):
    """How a rule finds whom it tells."""

    RANKED = "ranked"
    """Those who fit, as the bot ranks them."""
    ALL = "all"
    """Whoever is on duty, whether it fits them or not."""
    NOBODY = "nobody"
    """They find it where they look by themselves."""
    ORACLE = "oracle"
    """One alone, who will accept: it knows."""


@dataclass(frozen=True, slots=True)
class SimulatedRule:
    """A rule, with all its numbers."""

    name: str
    waves: WaveRule
    limits: OfferLimits
    settings: Settings
    way: Manner = Manner.RANKED
    silent_after: timedelta = NEVER
    shows_who_waits: bool = False
    """The oldest that fits, to whoever goes on duty, says "Not now", or comes too late."""


def of_settings(name: str, settings: Settings) -> SimulatedRule:
    """The bot's own, as an operator set it."""
    offers = settings.offers
    waves, limits = rules.waves(settings), rules.of_offers(settings)
    after = offers.silent_after
    return SimulatedRule(name, waves, limits, settings, silent_after=after, shows_who_waits=True)


ORACLE, TODAY = "oracle", "today"
"""What every rule is measured by."""
COMPARED = "compared"
"""The rule with an operator's own numbers."""


def some_of_them(names: Sequence[str], compared: Settings | None = None) -> list[SimulatedRule]:
    """All, where none is named; else these, an operator's own, and what they are measured by."""
    wanted = {*names, ORACLE, TODAY, COMPARED}
    return [one for one in all_of_them(compared) if not names or one.name in wanted]


def all_of_them(compared: Settings | None = None) -> list[SimulatedRule]:
    """In the order of the table; `compared`: an operator's own numbers beside them."""
    ours = of_settings("ours", Settings())
    plain = replace(
        ours,
        limits=replace(ours.limits, one_open_for=timedelta(0)),
        silent_after=NEVER,
        shows_who_waits=False,
    )
    each_alone = replace(ours.waves, turns_after=NEVER)
    before = replace(each_alone, next_people=6, every=timedelta(seconds=120))
    all_at_once = replace(before, first_people=EVERYBODY, next_people=EVERYBODY, at_most=EVERYBODY)
    alone = replace(
        before, first_people=1, next_people=1, every=timedelta(minutes=15), at_most=EVERYBODY
    )
    oracle = replace(alone, every=timedelta(minutes=1), off_duty_people=0)
    waits = replace(ours.limits, one_open_for=timedelta(minutes=10))
    found = [
        replace(plain, name=ORACLE, way=Manner.ORACLE, waves=oracle, limits=waits),
        ours,
        replace(plain, name=TODAY, waves=before),
        replace(plain, name="everybody_who_fits", waves=all_at_once),
        replace(plain, name="everybody", way=Manner.ALL, waves=all_at_once),
        replace(plain, name="one_at_a_time", waves=alone),
        replace(plain, name="post_and_wait", way=Manner.NOBODY),
    ]
    return found if compared is None else [*found, of_settings(COMPARED, compared)]
