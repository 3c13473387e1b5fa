"""Setting a server up, step by step: what is missing, what changes, and how it is stored."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ages import AgeRoles, AgeRule, Ages
from bot.domain.guilds import Feature, Kept
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.setting_up import (
    ABOUT_ASKS,
    ASKED_IN,
    OTHERS,
    STEPS,
    Field,
    Place,
    Step,
    Wanted,
    changed,
    from_pairs,
    pairs,
    shorter,
)

ADULTS = AgeRule(Ages.ADULTS_ONLY)
WHOLE = Wanted(RoleId(1), ChannelId(2), ChannelId(3), ChannelId(4), ages=ADULTS)


def test_each_thing_is_asked_at_one_step_and_everything_is_asked() -> None:
    """The last step asks for nothing."""
    asked = [field for fields in ASKED_IN.values() for field in fields]
    assert sorted(asked) == sorted(Field)
    assert {*ASKED_IN, Step.CHECK} == set(Step)
    assert {*ABOUT_ASKS, *OTHERS} == set(Feature)


def test_the_steps_lead_from_one_to_the_next_and_back() -> None:
    """And stay at both ends."""
    for one, after in pairwise(STEPS):
        assert one.next is after
        assert after.before is one
    assert Step.CHECK.next is Step.CHECK
    assert STEPS[0].before is STEPS[0]
    assert [step.number for step in Step] == list(range(1, 9))


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [
        (Wanted(), Step.MODERATORS),
        (Wanted(role=RoleId(1)), Step.CHANNELS),
        (Wanted(role=RoleId(1), asks=ChannelId(2)), Step.CHANNELS),
        (Wanted(role=RoleId(1), made=True), Step.AGES),
        (replace(WHOLE, ages=None), Step.AGES),
        (replace(WHOLE, panel=None), None),
        (WHOLE, None),
    ],
)
def test_the_first_step_that_lacks_something(wanted: Wanted, missing: Step | None) -> None:
    """Role, channels or that they are made, and ages; the panel may stand where asks are."""
    assert wanted.missing is missing


def test_only_what_was_not_picked_is_made() -> None:
    """And nothing where nobody wanted that."""
    assert Wanted(made=True).to_make == tuple(Place)
    assert Wanted(made=True, asks=ChannelId(2)).to_make == (Place.PANEL, Place.STAFF)
    assert replace(WHOLE, made=True).to_make == ()
    assert Wanted().to_make == ()


def test_what_is_put_in_place_reads_back_as_it_was() -> None:
    """All of it, but the wish to have channels made, which is over then."""
    wanted = replace(
        WHOLE, open_asks=True, features=frozenset(Feature), topics=frozenset({"loss"}),
        kept=Kept(4, 90), language="es",
    )  # fmt: skip
    choices = wanted.choices(GuildId(9))
    assert choices is not None
    assert Wanted.of(choices) == wanted
    assert Wanted(made=True).choices(GuildId(9)) is None


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


ids = st.none() | st.integers(1, 2**63 - 1)
rules = st.none() | st.builds(
    AgeRule,
    st.sampled_from(Ages),
    st.none() | st.builds(AgeRoles, st.integers(1, 9).map(RoleId), st.integers(1, 9).map(RoleId)),
)


@given(
    st.builds(
        Wanted,
        *(ids, ids, ids, ids),
        made=st.booleans(),
        open_asks=st.booleans(),
        features=st.frozensets(st.sampled_from(Feature)),
        language=st.sampled_from(["", "en", "pt-BR"]),
        ages=rules,
        topics=st.frozensets(st.sampled_from(["loss", "work"])),
        kept=st.builds(Kept, st.integers(0, 9), st.integers(0, 9)),
    )
)
def test_whatever_was_chosen_is_read_as_it_was_stored(wanted: Wanted) -> None:
    """In pairs of a name and a value."""
    assert from_pairs(pairs(wanted)) == wanted


def test_what_a_later_version_stored_is_left_out() -> None:
    """A draft is read by whichever version runs."""
    stored = [("feature", "telepathy"), ("ages", "anybody"), ("mood", "7"), ("role", "7")]
    assert from_pairs(stored) == Wanted(role=RoleId(7))
