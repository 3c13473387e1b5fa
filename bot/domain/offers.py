"""Who is told of an ask: who fits, and who comes first among them."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from bot.domain.asks import Ask
from bot.domain.days_off import DaysOff
from bot.domain.ids import AskId, ListenerNumber, PersonTag
from bot.domain.likely_here import OwnHours
from bot.domain.listening import Heavy, Limits, Listener, Load, WhyNot, why_no_room
from bot.domain.quiet_hours import Span
from bot.domain.week import Week

T = TypeVar("T")

UNKNOWN_ANSWER = 300
"""Seconds counted as the usual answer of somebody who has answered nothing yet."""


class OfferState(StrEnum):
    """What became of an offer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    OVER = "over"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Offer:
    """One listener was told of one ask. The token is what its buttons carry."""

    token: str
    ask_id: AskId
    listener: ListenerNumber
    person: PersonTag
    on_duty: bool
    offered_at: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listener who might be told, with what the choice depends on.

    `last_offered` is in Unix seconds (0: never), `usual_answer` in seconds. `silent`: offers in a
    row without any sign of life, of which no more than two count. `open_since`: when they were told
    of the newest ask that still waits for their answer.
    """

    listener: Listener
    load: Load
    topic_fits: bool
    offers_today: int
    off_duty_offers_today: int
    last_offered: int
    usual_answer: int
    week: Week | None = None
    silent: int = 0
    open_since: datetime | None = None
    days_off: tuple[DaysOff, ...] = ()
    """Those around now, with the public holidays that they chose."""
    skill_fits: bool = False
    """Whether the ask would like to learn something, and they can share it."""


class FirstOf(NamedTuple):
    """The first part of the order of candidates, known before what anybody carries is looked at:
    the least comes first."""

    silent: int
    is_unskilled: bool
    is_off_topic: bool
    asks_each_time: bool
    """Whether it is heavy, and they did not say yes to all that is."""


@dataclass(frozen=True, slots=True)
class Turn(Generic[T]):
    """Somebody whose turn it may be: as little as shows that others come before them. `who` is
    what their `Candidate` is made of, where that is needed."""

    first: FirstOf
    who: T
    hours: OwnHours | None = None
    """Where they count: off duty."""


@dataclass(frozen=True, slots=True)
class LinePart(Generic[T]):
    """Some of those whose turn it is, in its order: of whole pages of the line either everybody, or
    those who are here, on duty or in hours of theirs that hold now."""

    turns: Sequence[Turn[T]]
    last: T | None
    """Behind whom the next page begins; None where nobody comes behind this one."""
    pages: int = 1
    """Of how many pages of the line it is."""


class HereWanted(NamedTuple):
    """How many who are here are to be found, within how many pages."""

    people: int
    pages: int


@dataclass(frozen=True, slots=True)
class OfferLimits:
    """How often a listener is told of asks within a day, the usual quiet hours, and how long they
    are told of nothing else while one ask waits for their answer."""

    a_day: int
    a_day_off_duty: int
    quiet: Span
    carry: Limits
    one_open_for: timedelta = timedelta(0)


SILENT_AT_MOST = 2
"""Offers in a row without any sign of life that count: a third one tells nothing more."""


def fits(ask: Ask, one: Candidate, now: datetime, limits: OfferLimits) -> bool:
    """Whether this listener may be told of this ask now.

    Being on duty means being here: quiet hours, the week's hours and days off count off duty only.
    """
    listener = one.listener
    if ask.asker == listener.person or ask.guild_id != listener.guild_id:
        return False
    return why_not(ask, one, now, limits) is None


def why_not(ask: Ask, one: Candidate, now: datetime, limits: OfferLimits) -> WhyNot | None:
    """Why a listener of the server where it is asked, who asks nothing there, is not told of it."""
    listener = one.listener
    if not listener.may_hear(ask):
        return WhyNot.GROUP
    no_room = why_no_room(ask, listener, one.load, now, limits.carry)
    if no_room is not None:
        return no_room
    if one.offers_today >= limits.a_day:
        return WhyNot.TOLD
    if one.open_since is not None and now - one.open_since < limits.one_open_for:
        return WhyNot.ANSWERS
    here = listener.on_duty(now) or _welcome_off_duty(one, now, limits)
    return None if here else WhyNot.HOURS


def _welcome_off_duty(one: Candidate, now: datetime, limits: OfferLimits) -> bool:
    chosen = one.listener.preferences
    return (
        chosen.off_duty_offers
        and chosen.zone is not None
        and one.off_duty_offers_today < limits.a_day_off_duty
        and OwnHours(chosen.zone, chosen.quiet or limits.quiet, one.week or {}, one.days_off).hold(
            now
        )
    )


def first_of(ask: Ask, *, silent: int, skill_fits: bool, topic_fits: bool, heavy: Heavy) -> FirstOf:
    """What comes first: whoever shows signs of life, who can share what is to be learned, the
    topic, then who said yes to heavy ones."""
    asks_each_time = ask.wishes.heavy and heavy is not Heavy.YES
    return FirstOf(min(silent, SILENT_AT_MOST), not skill_fits, not topic_fits, asks_each_time)


def first_of_candidate(ask: Ask, one: Candidate) -> FirstOf:
    """The same of a candidate."""
    return first_of(
        ask,
        silent=one.silent,
        skill_fits=one.skill_fits,
        topic_fits=one.topic_fits,
        heavy=one.listener.preferences.heavy,
    )


def order(ask: Ask, one: Candidate) -> tuple[FirstOf, int, int, int, int]:
    """As `first_of` has it, then who carries least, who was told least lately, who usually answers
    soon, and whoever was left in peace longest."""
    load = one.load
    return (
        first_of_candidate(ask, one),
        load.open_now + load.last_day,
        one.offers_today,
        one.usual_answer // 120,
        one.last_offered,
    )


def best(ask: Ask, fitting: Iterable[Candidate], people: int) -> list[Candidate]:
    """The best few, the first of them first."""
    return heapq.nsmallest(people, fitting, key=lambda one: order(ask, one))
