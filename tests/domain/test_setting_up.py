"""Setting a server up, step by step: what is missing, and what changes."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.domain.ages import AgeRule, Ages
from bot.domain.guilds import Feature, Kept
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.setting_up import (
    ABOUT_ASKS,
    ASKED_IN,
    OTHERS,
    STEPS,
    Field,
    SetupPlace,
    SetupStep,
    WantedSetup,
    changed,
    shorter,
)

ADULTS = AgeRule(Ages.ADULTS_ONLY)
WHOLE = WantedSetup(RoleId(1), ChannelId(2), ChannelId(3), ChannelId(4), ages=ADULTS)


def test_each_thing_is_asked_at_one_step_and_everything_is_asked() -> None:
    """The last step asks for nothing."""
    asked = [field for fields in ASKED_IN.values() for field in fields]
    assert sorted(asked) == sorted(Field)
    assert {*ASKED_IN, SetupStep.CHECK} == set(SetupStep)
    assert {*ABOUT_ASKS, *OTHERS} == set(Feature)


def test_the_steps_lead_from_one_to_the_next_and_back() -> None:
    """And stay at both ends."""
    for one, after in pairwise(STEPS):
        assert one.next is after
        assert after.before is one
    assert SetupStep.CHECK.next is SetupStep.CHECK
    assert STEPS[0].before is STEPS[0]
    assert [step.number for step in SetupStep] == list(range(1, 9))


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [
        (WantedSetup(), SetupStep.MODERATORS),
        (WantedSetup(role=RoleId(1)), SetupStep.CHANNELS),
        (WantedSetup(role=RoleId(1), asks=ChannelId(2)), SetupStep.CHANNELS),
        (WantedSetup(role=RoleId(1), made=True), SetupStep.AGES),
        (replace(WHOLE, ages=None), SetupStep.AGES),
        (replace(WHOLE, panel=None), None),
        (WHOLE, None),
    ],
)
def test_the_first_step_that_lacks_something(
    wanted: WantedSetup, missing: SetupStep | None
) -> None:
    """Role, channels or that they are made, and ages; the panel may stand where asks are."""
    assert wanted.missing is missing


def test_only_what_was_not_picked_is_made() -> None:
    """And nothing where nobody wanted that."""
    assert WantedSetup(made=True).to_make == tuple(SetupPlace)
    assert WantedSetup(made=True, asks=ChannelId(2)).to_make == (SetupPlace.PANEL, SetupPlace.STAFF)
    assert replace(WHOLE, made=True).to_make == ()
    assert WantedSetup().to_make == ()


def test_what_is_put_in_place_reads_back_as_it_was() -> None:
    """All of it, but the wish to have channels made, which is over then."""
    wanted = replace(
        WHOLE, open_asks=True, features=frozenset(Feature), topics=frozenset({"loss"}),
        kept=Kept(4, 90), language="es", zone="Europe/Berlin",
    )  # fmt: skip
    choices = wanted.choices(GuildId(9))
    assert choices is not None
    assert WantedSetup.of(choices) == wanted
    assert WantedSetup(made=True).choices(GuildId(9)) is None


def test_every_change_is_told_by_what_it_is_of() -> None:
    """Features by the step at which they are chosen."""
    assert changed(WHOLE, WHOLE) == ()
    assert changed(WHOLE, replace(WHOLE, ages=None, open_asks=True)) == (Field.AGES, Field.KINDS)
    for feature in Feature:
        of = Field.APPROVALS if feature in ABOUT_ASKS else Field.MORE
        assert changed(WHOLE, replace(WHOLE, features=frozenset({feature}))) == (of,)
    assert changed(WHOLE, replace(WHOLE, panel=None, made=True)) == (Field.PANEL,)


def test_switching_some_leaves_the_others() -> None:
    """What another step asks for stays as it is."""
    both = replace(WHOLE, features=frozenset({Feature.DELAY, Feature.PARTNERS}))
    assert both.with_features(OTHERS, ["community"]).features == {
        Feature.DELAY,
        Feature.COMMUNITY,
    }


def test_a_server_only_keeps_for_less_long() -> None:
    """Also after whoever runs the bot made it shorter; 0 is as long as that."""
    week = timedelta(days=7)
    assert shorter((4, 7, 14), week) == (4,)
    assert Kept(closed_days=4).closed(week) == timedelta(days=4)
    assert Kept(closed_days=14).closed(week) == week
    assert Kept().closed(week) == week
    assert Kept(record_days=30).record(week) == week
