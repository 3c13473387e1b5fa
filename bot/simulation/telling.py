"""Whom a rule tells of an ask, and when: the bot's own choice, for every rule that ranks."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.domain.offers import Candidate, fits
from bot.domain.quiet_hours import is_quiet
from bot.domain.waves import Shortlist
from bot.services.membership import LOOKED_UP
from bot.simulation.listener_now import ListenerNow
from bot.simulation.rules import EVERYBODY, Manner
from bot.simulation.world import Coming, at

if TYPE_CHECKING:
    from bot.simulation.play import Play, Waiting

TEN_MINUTES = 600.0
AT_ONCE = 15.0
"""Seconds after which somebody answers what is shown to them while they look."""


class Telling:
    """Waves, those off duty, and who could have answered."""

    def __init__(self, play: "Play") -> None:
        self._play, self._rule, settings = play, play.rule, play.rule.settings
        self._rest = settings.listeners.rest_after_heavy.total_seconds()
        self._month = settings.listeners.conversations_per_month
        self._ignored_after = settings.offers.ignored_after.total_seconds()
        self._in_a_row = settings.listeners.ignored_in_a_row
        self._within = play.rule.waves.within.total_seconds()

    def wave(self, ask: "Waiting", now: float) -> None:
        """Tell the next few of those on duty, and come back in a while."""
        if ask.over:
            return
        rule, crowd = self._rule, self._play.crowd
        crowd.weigh_silence(now - rule.silent_after.total_seconds())
        told = sum(one.at > now - self._within and one.on_duty for _, one in ask.offers)
        self._notice_ignored(ask, now)
        for index in self._chosen(ask, now, rule.waves.people(told)):
            self._tell(ask, index, now)
        waited = timedelta(seconds=now - ask.asked.at)
        pause = rule.waves.pause(waited, len(self._play.waiting))
        self._play.plan(now + pause.total_seconds(), partial(self.wave, ask))

    def off_duty(self, ask: "Waiting", now: float) -> None:
        """Tell some who are off duty and allow it."""
        if ask.over:
            return
        people = self._rule.waves.off_duty_people
        for one in self._ranked(ask, now, people, on_duty=False):
            self._tell(ask, int.from_bytes(one.listener.number, "big"), now)

    def offer_oldest(self, one: ListenerNow, now: float) -> None:
        """Offer the oldest ask that waits and fits to somebody on duty who looks at this moment:
        none where they hold one. It counts like every other offer, in the day and in goodwill."""
        minds, index = self._play.minds, one.who.index
        free = [two for two in self._play.waiting.values() if minds.may_take(one, two.asked, now)]
        if any(offer is not None and offer.open for offer in map(one.offer_of, _numbers(free))):
            return
        for ask in free:
            candidate = one.candidate(ask.asked.ask, now, self._rest)
            fitting = fits(ask.asked.ask, candidate, at(now), self._rule.limits)
            if fitting and index not in ask.told:
                self._tell(ask, index, now, looks_after=AT_ONCE)
                return

    def note_reach(self, asked: Coming, now: float) -> None:
        """Whether anybody on duty could have answered within ten minutes, as tired as they are in
        this rule's own hands."""
        reach = any(
            fits(asked.ask, one.candidate(asked.ask, now, self._rest), at(now), self._rule.limits)
            for one in self._willing(asked, now)
        )
        self._play.tally.came(asked, reach=reach)

    def _willing(self, asked: Coming, now: float) -> Iterable[ListenerNow]:
        minds = self._play.minds
        for one in self._play.crowd.here.values():
            after = minds.looks_after(one, asked)
            if after > TEN_MINUTES or not one.is_there(now + after) or one.talking:
                continue
            if minds.wants(one, asked, now) and minds.may_take(one, asked, now):
                yield one

    def _chosen(self, ask: "Waiting", now: float, people: int) -> list[int]:
        if self._rule.way is Manner.ALL:
            return [one for one in self._play.crowd.here if one not in ask.told]
        if self._rule.way is Manner.ORACLE:
            return self._foreseen(ask, now)
        found = self._ranked(ask, now, people, on_duty=True)
        return [int.from_bytes(one.listener.number, "big") for one in found]

    def _ranked(self, ask: "Waiting", now: float, people: int, *, on_duty: bool) -> list[Candidate]:
        """By the bot's own short list."""
        one_ask = ask.asked.ask
        wanted = EVERYBODY if people >= EVERYBODY else LOOKED_UP
        some = Shortlist(one_ask, at(now), self._rule.limits, wanted)
        told, crowd = frozenset(ask.told), self._play.crowd
        for page in crowd.pages(one_ask, now, told, self._month, on_duty=on_duty):
            for batch in some.batches(page):
                known = [one.who.candidate(one_ask, now, self._rest) for one in batch]
                some.keep(some.fitting(known))
            if some.next_place(page) is None:
                break
        return some.best()[:people]

    def _foreseen(self, ask: "Waiting", now: float) -> list[int]:
        """One who will accept, and of these whose turn it is; nobody while one is to look."""
        limits, free = self._rule.limits, list[tuple[int, int]]()
        if any(one.open and one.at > now - TEN_MINUTES for _, one in ask.offers):
            return []
        for one in self._willing(ask.asked, now):
            candidate = one.candidate(ask.asked.ask, now, self._rest)
            if one.who.index not in ask.told and fits(ask.asked.ask, candidate, at(now), limits):
                free.append((one.last_offered, one.who.index))
        return [min(free)[1]] if free else []

    def _tell(
        self, ask: "Waiting", index: int, now: float, looks_after: float | None = None
    ) -> None:
        play, one = self._play, self._play.crowd.people[index]
        offer = play.crowd.tell(index, ask.asked.index, now)
        ask.told.add(index)
        ask.offers.append((index, offer))
        play.tally.told(index, now, offer, woken=self._is_woken(one, now))
        after = play.minds.looks_after(one, ask.asked) if looks_after is None else looks_after
        play.plan(now + after, partial(play.looks, ask, index, offer))

    def _is_woken(self, one: ListenerNow, now: float) -> bool:
        chosen = one.listener.preferences
        if one.session is not None or chosen.zone is None:
            return False
        return is_quiet(at(now), chosen.zone, chosen.quiet or self._rule.limits.quiet)

    def _notice_ignored(self, ask: "Waiting", now: float) -> None:
        """Whoever ignores several in a row is taken off duty, as in the bot."""
        for index, offer in ask.offers:
            late = offer.at <= now - self._ignored_after
            if not late or offer.ignored or offer.answered_at is not None or not offer.on_duty:
                continue
            offer.ignored = True
            one = self._play.crowd.people[index]
            one.ignored += 1
            if one.ignored >= self._in_a_row and one.session is not None:
                self._play.tally.went(index, one.session, now)
                self._play.crowd.goes_off_duty(index)


def _numbers(asks: Iterable["Waiting"]) -> list[int]:
    return [one.asked.index for one in asks]
