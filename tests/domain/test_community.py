"""Numbers of people that point at nobody: when they show, how they are rounded."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.community import (
    PARTS,
    WAITS,
    Noted,
    What,
    parts_between,
    shown,
    spans,
    wait_step,
    week_of,
)
from tests.how_much import often

MONDAY = date(2026, 3, 2)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
STEPS = len(WAITS) + 1

EVERYTHING = st.one_of(
    st.tuples(st.just(What.ASKED), st.sampled_from(["loss", "work"]), st.none()),
    st.tuples(st.just(What.ANSWERED), st.just(""), st.integers(0, STEPS - 1)),
    st.tuples(st.just(What.LISTENED), st.just(""), st.none()),
    st.tuples(st.just(What.HERE), st.sampled_from(["0", "7"]), st.none()),
    st.tuples(st.just(What.THANKED), st.just(""), st.none()),
    st.tuples(st.just(What.LOOKED_AT), st.just(""), st.integers(0, STEPS - 1)),
)
Act = tuple[What, str, int | None]
ACTS = st.lists(EVERYTHING, max_size=12)
LEAST = st.sampled_from([5, 5, 5, 6, 8])


@st.composite
def histories(draw: st.DrawFn) -> list[Noted]:
    """What up to twenty others did; many of them the same, as numbers would never show else."""
    usual = draw(ACTS)
    noted: list[Noted] = []
    for person in range(draw(st.integers(0, 20))):
        did = usual if draw(st.integers(0, 3)) else draw(ACTS)
        noted += of(person, did)
    return noted


def of(person: int, did: Iterable[Act]) -> list[Noted]:
    """What somebody did."""
    return [Noted(what, detail, bytes([person]), wait) for what, detail, wait in did]


def by(people: int, what: What, detail: str = "", wait: int | None = None) -> list[Noted]:
    """That many people did something."""
    return [Noted(what, detail, bytes([person]), wait) for person in range(people)]


@settings(max_examples=often(400), deadline=None)
@given(histories(), ACTS, ACTS, LEAST)
def test_one_person_moves_what_is_shown_by_one_step_at_most(
    others: list[Noted], did: list[Act], instead: list[Act], least: int
) -> None:
    """Whatever they did and whatever they do instead, nothing included; what does not show counts
    as nothing, so that appearing is one step, too."""
    before = shown(MONDAY, [*others, *of(99, did)], least)
    after = shown(MONDAY, [*others, *of(99, instead)], least)
    for counted in before.people.keys() | after.people.keys():
        moved = abs(before.people.get(counted, 0) - after.people.get(counted, 0))
        assert moved in (0, least)
    for one, other in ((before.wait, after.wait), (before.look_wait, after.look_wait)):
        assert one is None or other is None or abs(one - other) <= 1


@settings(max_examples=often(400), deadline=None)
@given(histories(), LEAST)
def test_nothing_shows_that_too_few_people_stand_behind(noted: list[Noted], least: int) -> None:
    """Different people, not acts; and rounded to whole steps."""
    numbers = shown(MONDAY, noted, least)

    def who(what: What, detail: str) -> set[bytes]:
        return {one.person for one in noted if (one.what, one.detail) == (what, detail)}

    for (what, detail), people in numbers.people.items():
        assert len(who(what, detail)) >= least
        assert people % least == 0
        assert abs(people - len(who(what, detail))) <= least // 2
    if numbers.wait is not None:
        assert len(who(What.ANSWERED, "")) >= least
        assert len(who(What.LISTENED, "")) >= least
    if numbers.look_wait is not None:
        assert len(who(What.LOOKED_AT, "")) >= least


@settings(max_examples=often(100), deadline=None)
@given(histories())
def test_neither_order_nor_repetition_counts(noted: list[Noted]) -> None:
    """A person in four weeks is one person."""
    again = [*reversed(noted), *noted]
    assert shown(MONDAY, again, 5) == shown(MONDAY, noted, 5)


@pytest.mark.parametrize(
    ("people", "number"), [(4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (100, 100)]
)
def test_people_are_rounded_to_fives(people: int, number: int | None) -> None:
    """The nearest multiple, and nothing below five."""
    numbers = shown(MONDAY, by(people, What.THANKED), 5)
    assert numbers.people.get((What.THANKED, "")) == number


@pytest.mark.parametrize(("people", "shows"), [(5, False), (6, True)])
def test_a_topic_needs_one_more(people: int, *, shows: bool) -> None:
    """Whoever reads it may be one of them, and five others stand behind it all the same."""
    numbers = shown(MONDAY, by(people, What.ASKED, "loss"), 5)
    assert ((What.ASKED, "loss") in numbers.people) == shows


@pytest.mark.parametrize(("askers", "listeners"), [(4, 9), (9, 4)])
def test_a_wait_needs_enough_people_on_both_sides(askers: int, listeners: int) -> None:
    """One listener's usual wait would be how fast that one is."""
    noted = [*by(askers, What.ANSWERED, wait=1), *by(listeners, What.LISTENED)]
    assert shown(MONDAY, noted, 5).wait is None


@pytest.mark.parametrize(("people", "step"), [(4, None), (5, 3)])
def test_how_long_a_look_takes_needs_enough_who_waited(people: int, step: int | None) -> None:
    """Fewer could tell of one of them."""
    assert shown(MONDAY, by(people, What.LOOKED_AT, wait=3), 5).look_wait == step


@pytest.mark.parametrize(
    ("steps", "usual"),
    [([0, 0, 0, 0, 0], 0), ([1, 1, 2, 2, 2], 2), ([0, 0, 0, 0, 5], 1), ([5] * 6, 5)],
)
def test_the_usual_wait_is_the_mean_of_steps(steps: list[int], usual: int) -> None:
    """One who waited a day moves it by a step, not from minutes to hours."""
    noted = [Noted(What.ANSWERED, "", bytes([at]), step) for at, step in enumerate(steps)]
    assert shown(MONDAY, [*noted, *by(5, What.LISTENED)], 5).wait == usual


def test_of_several_waits_the_longest_counts() -> None:
    """So that it never reads better than it was."""
    noted = [*by(5, What.ANSWERED, wait=0), *by(5, What.ANSWERED, wait=3), *by(5, What.LISTENED)]
    assert shown(MONDAY, noted, 5).wait == 3


@pytest.mark.parametrize(
    ("wait", "step"),
    [
        (timedelta(0), 0),
        (5 * MINUTE, 0),
        (5 * MINUTE + timedelta(seconds=1), 1),
        (HOUR, 2),
        (12 * HOUR, 4),
        (36 * HOUR, 5),
        (-MINUTE, 0),
    ],
)
def test_steps_of_a_wait(wait: timedelta, step: int) -> None:
    """Up to and with each length; a clock that was set back is no wait."""
    assert wait_step(wait) == step


def test_waits_have_few_enough_steps() -> None:
    """Or one of five people could move their mean by two."""
    assert len(WAITS) <= 5


@pytest.mark.parametrize(
    ("moment", "monday"),
    [
        (datetime(2026, 3, 2, 0, 0, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC), date(2026, 2, 23)),
        (datetime.fromisoformat("2026-03-02T01:00:00+02:00"), date(2026, 2, 23)),
        (datetime(2026, 1, 1, 12, tzinfo=UTC), date(2025, 12, 29)),
    ],
)
def test_a_week_begins_on_monday_in_utc(moment: datetime, monday: date) -> None:
    """Wherever the moment was read, and across a year."""
    assert week_of(moment) == monday


@pytest.mark.parametrize(
    ("hour", "lasts", "parts"),
    [
        (18, 0, {6}),
        (18, 3, {6}),
        (17, 2, {5, 6}),
        (23, 2, {7, 0}),
        (5, 24, set(range(PARTS))),
        (5, 400, set(range(PARTS))),
    ],
)
def test_parts_of_the_day_that_a_time_touches(hour: int, lasts: int, parts: set[int]) -> None:
    """Its end does not count, and midnight is no border."""
    start = datetime(2026, 3, 2, hour, tzinfo=UTC)
    assert parts_between(start, start + lasts * HOUR) == parts


@pytest.mark.parametrize(
    ("parts", "hours"),
    [
        ([], []),
        ([6], [(18, 21)]),
        ([7], [(21, 0)]),
        ([2, 3, 5], [(6, 12), (15, 18)]),
        ([0, 7, 6, 3], [(9, 12), (18, 3)]),
        (range(8), [(0, 24)]),
    ],
)
def test_parts_that_follow_each_other_are_one(
    parts: Iterable[int], hours: list[tuple[int, int]]
) -> None:
    """Also past midnight."""
    assert spans(parts) == hours
