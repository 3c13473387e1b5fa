"""What a listener is and prefers, what one carries, and when one may take an ask."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.domain.ages import Age, may_meet
from bot.domain.asks import Ask, AskState
from bot.domain.days_off import DaysOff
from bot.domain.ids import GuildId, ListenerNumber, PersonTag
from bot.domain.quiet_hours import Span
from bot.domain.week import Week

RESTS = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=30))
"""How long a listener can choose to rest."""


class Heavy(StrEnum):
    """Whether a listener takes asks about something heavy."""

    YES = "yes"
    ASK = "ask"
    """They want to be asked each time: they are told after those who said yes."""
    NO = "no"


class WhyNot(StrEnum):
    """Why a listener is not told of an ask now. Of several that apply one is named, the one that
    least depends on the moment."""

    GROUP = "group"
    """The ask is of another age group, or moderators have to approve the listener first."""
    LANGUAGE = "language"
    HEAVY = "heavy"
    """They take nothing heavy, or had as much of it this week as they carry."""
    RESTS = "rests"
    AWAY = "away"
    """They were not found in the server."""
    FULL = "full"
    """As many conversations as they carry."""
    TOLD = "told"
    """They were told of enough for today."""
    ANSWERS = "answers"
    """Another ask waits for their answer."""
    HOURS = "hours"
    """They are off duty, and do not want to be told then, or not at this hour."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a listener chose. None is what the operator set; a zone is asked, never guessed."""

    at_once: int | None = None
    heavy: Heavy = Heavy.NO
    off_duty_offers: bool = False
    zone: str | None = None
    quiet: Span | None = None
    holidays_of: str | None = None
    """The place whose public holidays are days off, such as GB-SCT."""


@dataclass(frozen=True, slots=True)
class Interests:
    """Topics and languages; nothing chosen means that every one fits. And the week's hours, and the
    days off."""

    topics: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    week: Week = field(default_factory=lambda: MappingProxyType({}))
    days_off: tuple[DaysOff, ...] = ()


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody who opted in, in one server."""

    number: ListenerNumber
    guild_id: GuildId
    person: PersonTag
    joined_at: datetime
    on_duty_until: datetime | None = None
    resting_until: datetime | None = None
    preferences: Preferences = Preferences()
    age: Age = Age.UNKNOWN
    approved_young: bool = False
    """By moderators, for askers who are 13 to 17."""
    waits_as: str | None = None
    """The random token under which moderators look at them first; None: they are a listener."""
    glad_at: datetime | None = None
    """When they are asked next whether they are still glad to do this."""
    glad_here: bool = False
    """Whether that stands on their page, as they take no direct messages."""

    @property
    def waits(self) -> bool:
        """Whether moderators have to approve them before they are told of anything."""
        return self.waits_as is not None

    def on_duty(self, now: datetime) -> bool:
        """Whether they said that they are here now."""
        return self.on_duty_until is not None and now < self.on_duty_until

    def may_hear(self, ask: Ask) -> bool:
        """Whether an ask is of a group that they are there for."""
        return may_meet(ask.age, self.age, approved=self.approved_young)

    def resting(self, now: datetime) -> bool:
        """Whether they asked to be left in peace for a while."""
        return self.resting_until is not None and now < self.resting_until


@dataclass(frozen=True, slots=True)
class Load:
    """What a listener carries: conversations open now, begun in the last 24 hours, heavy ones
    begun in the last week, and whether a heavy one ended so lately that they rest from it."""

    open_now: int
    last_day: int
    heavy_week: int = 0
    rests_after_heavy: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What protects a listener, as the operator set it."""

    at_once: int
    conversations_a_day: int
    heavy_a_week: int


def may_take(
    ask: Ask,
    listener: Listener,
    load: Load,
    now: datetime,
    *,
    limits: Limits,
    excluded: bool = False,
) -> bool:
    """Whether this listener may take this ask now. Never one's own, never beyond one's limits."""
    return (
        ask.state is AskState.WAITING
        and not listener.waits
        and now < ask.expires_at
        and ask.guild_id == listener.guild_id
        and ask.asker != listener.person
        and listener.may_hear(ask)
        and not excluded
        and has_room(ask, listener, load, now, limits)
    )


def understands(ask: Ask, languages: Collection[str]) -> bool:
    """Whether an ask is in a language that somebody speaks; naming none means every one."""
    return not ask.wishes.language or not languages or ask.wishes.language in languages


def has_room(ask: Ask, listener: Listener, load: Load, now: datetime, limits: Limits) -> bool:
    """Whether an ask stays within what this listener can carry, and wants to."""
    return why_no_room(ask, listener, load, now, limits) is None


def why_no_room(
    ask: Ask, listener: Listener, load: Load, now: datetime, limits: Limits
) -> WhyNot | None:
    """Why it does not."""
    if ask.wishes.heavy:
        wants_heavy = listener.preferences.heavy is not Heavy.NO
        if not wants_heavy or load.heavy_week >= limits.heavy_a_week:
            return WhyNot.HEAVY
    if listener.resting(now) or load.rests_after_heavy:
        return WhyNot.RESTS
    at_once = listener.preferences.at_once or limits.at_once
    if load.open_now >= at_once or load.last_day >= limits.conversations_a_day:
        return WhyNot.FULL
    return None
