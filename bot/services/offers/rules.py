"""Who is told of an ask and what protects a listener, from what the operator set.

`lend-an-ear simulate` reads the same settings by the same functions.
"""

from bot.config import Settings
from bot.domain.listening import Limits
from bot.domain.offers import OfferLimits
from bot.domain.quiet_hours import Span
from bot.domain.waves import WaveRule


def waves(settings: Settings) -> WaveRule:
    """How many are told, and when."""
    offers = settings.offers
    return WaveRule(
        offers.first_people,
        offers.next_people,
        offers.more_people_every,
        offers.people_at_most,
        offers.people_at_most_within,
        offers.off_duty_people,
        offers.off_duty_after,
        turns_after=offers.people_at_most_within,
    )


def of_offers(settings: Settings) -> OfferLimits:
    """How often somebody is told, and when not."""
    listeners = settings.listeners
    return OfferLimits(
        listeners.offers_per_day,
        listeners.offers_per_day_off_duty,
        Span(listeners.quiet_from, listeners.quiet_until),
        of_listening(settings),
        settings.offers.one_open_offer_for,
    )


def of_listening(settings: Settings) -> Limits:
    """What somebody can carry."""
    listeners = settings.listeners
    return Limits(
        listeners.conversations_at_once,
        listeners.conversations_per_day,
        listeners.heavy_per_week,
    )
