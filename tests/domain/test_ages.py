"""Ages: who may meet whom, what may be said when, and what a listener hears of."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ages import (
    SAID_ANEW_AFTER,
    Age,
    AgeRoles,
    AgeRule,
    Ages,
    Hears,
    Stated,
    hears,
    may_meet,
)
from bot.domain.guilds import Feature, GuildChoices
from bot.domain.ids import ChannelId, GuildId, RoleId

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
YOUNG_ROLE, ADULT_ROLE = RoleId(1), RoleId(2)
ADULTS, GROUPS = AgeRule(Ages.ADULTS_ONLY), AgeRule(Ages.TWO_GROUPS)


@pytest.mark.parametrize("asker", list(Age))
@pytest.mark.parametrize("listener", list(Age))
@pytest.mark.parametrize("approved", [False, True])
def test_who_meets_whom(asker: Age, listener: Age, *, approved: bool) -> None:
    """Adults meet adults; whoever is not known to be one meets those alone who were approved."""
    if asker is Age.ADULT:
        expected = listener is Age.ADULT
    else:
        expected = approved and listener in (Age.ADULT, Age.YOUNG)
    assert may_meet(asker, listener, approved=approved) is expected


@pytest.mark.parametrize(
    ("held", "age"),
    [
        ({ADULT_ROLE}, Age.ADULT),
        ({YOUNG_ROLE}, Age.YOUNG),
        ({ADULT_ROLE, YOUNG_ROLE}, Age.YOUNG),
        ({RoleId(3)}, Age.YOUNG),
        (set(), Age.YOUNG),
    ],
)
def test_without_a_clear_role_somebody_counts_as_under_18(held: set[RoleId], age: Age) -> None:
    """Also with both roles."""
    assert AgeRoles(YOUNG_ROLE, ADULT_ROLE).group(held) is age


def test_who_is_admitted() -> None:
    """Adults in each; those of 13 to 17 in one; younger ones, and who said nothing, in none."""
    assert [age for age in Age if ADULTS.admits(age)] == [Age.ADULT]
    assert [age for age in Age if GROUPS.admits(age)] == [Age.ADULT, Age.YOUNG]
    assert Age.YOUNG not in ADULTS.offered


def test_more_is_said_a_day_later_and_less_at_any_time() -> None:
    """A slip of the thumb can be put right, but not by pressing the other button at once."""
    young = Stated(Age.YOUNG, NOW)
    assert not young.may_say(Age.ADULT, NOW + SAID_ANEW_AFTER - MINUTE)
    assert young.may_say(Age.ADULT, NOW + SAID_ANEW_AFTER)
    assert young.may_say(Age.YOUNGER, NOW)
    assert Stated(Age.ADULT, NOW).may_say(Age.YOUNG, NOW)


@pytest.mark.parametrize(
    ("rule", "age", "approved", "heard"),
    [
        (None, Age.ADULT, False, Hears.NOT_CHOSEN),
        (ADULTS, Age.ADULT, False, Hears.ALL),
        (ADULTS, Age.YOUNG, True, Hears.NOT_HERE),
        (GROUPS, Age.ADULT, False, Hears.ADULTS),
        (GROUPS, Age.ADULT, True, Hears.BOTH),
        (GROUPS, Age.YOUNG, False, Hears.NOT_APPROVED),
        (GROUPS, Age.YOUNG, True, Hears.YOUNG),
        (GROUPS, Age.YOUNGER, True, Hears.NOT_HERE),
        (GROUPS, Age.UNKNOWN, True, Hears.NOT_HERE),
    ],
)
def test_what_a_listener_hears_of(
    rule: AgeRule | None, age: Age, heard: Hears, *, approved: bool
) -> None:
    """As their own page says it."""
    assert hears(rule, age, approved=approved) is heard


@pytest.mark.parametrize("rule", [None, ADULTS, GROUPS])
@pytest.mark.parametrize("feature", list(Feature))
def test_what_is_off_in_every_server_that_is_not_for_adults(
    rule: AgeRule | None, feature: Feature
) -> None:
    """Partners, contact details, images and tips, whatever was switched on; all else stays as
    chosen."""
    place = ChannelId(1)
    on = GuildChoices(
        GuildId(1), place, place, RoleId(1), True, features=frozenset(Feature), ages=rule
    )
    off = (Feature.PARTNERS, Feature.CONTACT, Feature.IMAGES, Feature.TIPS)
    off_there = rule is not ADULTS and feature in off
    assert on.has(feature) is not off_there
