"""All listeners, whose turn it is, and who of them is on duty.

In memory what the bot's database is for `domain/waves`: pages of candidates, silent ones last, and
whoever was left in peace longest first. What the database leaves out of a page (other languages,
who was told already, whose month is full) is written here a second time.
"""

from collections import deque
from collections.abc import Iterator, Sequence

from bot.domain.asks import Ask
from bot.domain.listening import understands
from bot.domain.offers import LinePart
from bot.domain.waves import OFF_DUTY_PAGE, PAGE
from bot.simulation.listener_now import ListenerNow, Offered
from bot.simulation.world import Somebody, TimeOnDuty, at


class Crowd:
    """Everybody, and who of them is on duty."""

    def __init__(self, people: Sequence[Somebody]) -> None:
        self.people = [ListenerNow(one, one.listener) for one in people]
        self.here: dict[int, ListenerNow] = {}
        self._unweighed: deque[tuple[ListenerNow, Offered]] = deque()
        self.away = [one for one in self.people if one.listener.preferences.off_duty_offers]

    def goes_on_duty(self, index: int, session: TimeOnDuty) -> None:
        """They are here, and so not silent."""
        one = self.people[index]
        one.on_duty(session)
        one.shows_life()
        self.here[index] = one

    def goes_off_duty(self, index: int) -> None:
        """They are no longer here."""
        self.people[index].on_duty(None)
        self.here.pop(index, None)

    def pages(
        self, ask: Ask, now: float, told: frozenset[int], month: int, *, on_duty: bool
    ) -> Iterator[LinePart[ListenerNow]]:
        """Whose turn it is, a page at a time."""
        some = self.here.values() if on_duty else [one for one in self.away if not one.session]
        turn = sorted(
            (one.silent, one.last_offered, one.who.index)
            for one in some
            if one.who.index not in told
            and understands(ask, one.who.languages)
            and one.this_month(now) < month
        )
        page = PAGE if on_duty else OFF_DUTY_PAGE
        for first in range(0, len(turn) + 1, page):
            turns = [self.people[index].turn(ask) for *_, index in turn[first : first + page]]
            yield LinePart(turns, turns[-1].who if len(turns) == page else None)

    def weigh_silence(self, before: float) -> None:
        """Count the offers that stood without any press, whoever has the ask."""
        while self._unweighed and self._unweighed[0][1].at <= before:
            one, offer = self._unweighed.popleft()
            if not offer.weighed and offer.answered_at is None:
                one.was_silent()
            offer.weighed = True

    def tell(self, index: int, ask: int, now: float) -> Offered:
        """They are told of an ask."""
        one = self.people[index]
        offer = Offered(ask, now, one.session is not None)
        one.is_told(offer, int(at(now).timestamp()))
        if offer.on_duty:
            self._unweighed.append((one, offer))
        return offer
