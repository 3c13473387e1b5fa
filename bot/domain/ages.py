"""Ages: what a server chose, in which group somebody is, and who may meet whom.

Of a person only the group is ever kept, never a day of birth. Whose age is not known counts as
under 18: then only listeners whom moderators approved for that are asked.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import RoleId


class Ages(StrEnum):
    """Who may ask and listen in a server. There is no default."""

    ADULTS_ONLY = "adults_only"
    """Everybody says once that they are 18 or older."""
    TWO_GROUPS = "two_groups"
    """13-17 and 18+, kept apart."""


class Age(StrEnum):
    """The group in which somebody is, in one server."""

    ADULT = "adult"
    """18 or older."""
    YOUNG = "young"
    """13 to 17."""
    YOUNGER = "younger"
    """Younger than those who may ask there."""
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class AgeRoles:
    """The two roles by which a server tells its groups apart."""

    young: RoleId
    adult: RoleId

    def group(self, held: Collection[RoleId]) -> Age:
        """The group of whoever has these roles: with both, and with neither, the young one."""
        is_adult = self.adult in held and self.young not in held
        return Age.ADULT if is_adult else Age.YOUNG


@dataclass(frozen=True, slots=True)
class AgeRule:
    """What a server chose. `roles`: with two groups only; without them people say it themselves."""

    ages: Ages
    roles: AgeRoles | None = None

    def admits(self, age: Age) -> bool:
        """Whether somebody of this group may ask and listen there."""
        if self.ages is Ages.ADULTS_ONLY:
            return age is Age.ADULT
        return age in (Age.ADULT, Age.YOUNG)

    @property
    def offered(self) -> tuple[Age, ...]:
        """What somebody may say of themselves."""
        if self.ages is Ages.ADULTS_ONLY:
            return Age.ADULT, Age.YOUNGER
        return Age.ADULT, Age.YOUNG, Age.YOUNGER


@dataclass(frozen=True, slots=True)
class Stated:
    """What somebody said of their age, and in which hour."""

    age: Age
    at: datetime

    def may_say(self, age: Age, now: datetime) -> bool:
        """Whether they may say something else by now: less at any time, more only later, so that
        nobody says what opens the door a minute after they were turned away."""
        return _ORDER.index(age) <= _ORDER.index(self.age) or now >= self.may_change_at

    @property
    def may_change_at(self) -> datetime:
        """From when on they may say that they are older."""
        return self.at + SAID_ANEW_AFTER


SAID_ANEW_AFTER = timedelta(days=1)
"""Until somebody may say that they are older than they said. A birthday can wait so long; a slip of
the thumb, too."""

_ORDER = (Age.UNKNOWN, Age.YOUNGER, Age.YOUNG, Age.ADULT)


class Hears(StrEnum):
    """What a listener is told of, as their own page says it."""

    ALL = "all"
    """Like every listener of a server for adults."""
    NOT_CHOSEN = "not_chosen"
    """The server has not chosen yet: nothing new is told to anybody."""
    NOT_HERE = "not_here"
    """They are younger than those whom the server takes."""
    NOT_APPROVED = "not_approved"
    """13 to 17, and no moderator has approved them so far."""
    YOUNG = "young"
    ADULTS = "adults"
    BOTH = "both"


def hears(rule: AgeRule | None, age: Age, *, approved: bool) -> Hears:
    """What a listener is told of. `approved`: by moderators, for those who are 13 to 17."""
    if rule is None:
        return Hears.NOT_CHOSEN
    if not rule.admits(age):
        return Hears.NOT_HERE
    if rule.ages is Ages.ADULTS_ONLY:
        return Hears.ALL
    if age is Age.ADULT:
        return Hears.BOTH if approved else Hears.ADULTS
    return Hears.YOUNG if approved else Hears.NOT_APPROVED


def may_meet(asker: Age, listener: Age, *, approved: bool) -> bool:
    """Whether an ask of one group may reach a listener. `approved`: by moderators, for askers who
    are under 18, or whose age is not known."""
    if asker is Age.ADULT:
        return listener is Age.ADULT
    return approved and listener in (Age.ADULT, Age.YOUNG)
