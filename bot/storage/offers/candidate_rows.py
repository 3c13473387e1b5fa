"""Listeners whose turn it may be, with what they carry, as candidates."""

from bot.domain.listening import Listener, Load
from bot.domain.offers import Candidate, Turn
from bot.storage.offers.carried import ToldLately
from bot.storage.offers.turns import RankedPlace


def candidate_of(
    one: Turn[RankedPlace], listener: Listener, load: Load, told: ToldLately
) -> Candidate:
    """One of them, with what they carry and were told of lately."""
    first, hours = one.first, one.hours
    return Candidate(
        listener,
        load,
        not first.is_off_topic,
        told.today,
        told.today_off_duty,
        one.who.last_offered,
        told.usual_answer,
        None if hours is None else hours.week,
        first.silent,
        told.open_since,
        () if hours is None else hours.days_off,
        not first.is_unskilled,
    )
