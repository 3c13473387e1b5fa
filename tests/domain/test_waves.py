"""Whom the short list finds, and how much of them it looks at."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.asks import Ask, Wishes
from bot.domain.listening import Heavy, Load, Preferences
from bot.domain.offers import (
    Candidate,
    HereWanted,
    LinePart,
    Turn,
    first_of_candidate,
    fits,
    order,
)
from bot.domain.waves import PAGE, PAGES, TURN_WITHIN, Shortlist, WaveRule
from tests.domain.test_offers import ASK, HEAVY, HERE, LIMITS, NOW, ONE

LEARNS = replace(HEAVY, wishes=Wishes(topic="loss", heavy=True, learn="music"))
MUSIC = replace(ASK, wishes=Wishes(learn="music"))
PEOPLE = st.builds(
    replace,
    st.just(ONE),
    listener=st.builds(
        replace,
        st.sampled_from([HERE, HERE, replace(HERE, on_duty_until=None)]),
        resting_until=st.sampled_from([None, None, None, NOW + timedelta(days=1)]),
        preferences=st.builds(Preferences, heavy=st.sampled_from(Heavy)),
    ),
    silent=st.integers(0, 2),
    skill_fits=st.booleans(),
    topic_fits=st.booleans(),
    offers_today=st.integers(0, 8),
    last_offered=st.integers(0, 3),
    usual_answer=st.integers(0, 600),
    load=st.builds(Load, st.integers(0, 1), st.integers(0, 3)),
)


def in_pages(some: Sequence[Candidate]) -> list[list[Candidate]]:
    """As they come: silent ones last, who was left in peace longest first; the last one shorter."""
    line = sorted(some, key=lambda one: (one.silent, one.last_offered))
    return [line[first : first + PAGE] for first in range(0, len(line) + 1, PAGE)]


def of_full_sorts(ask: Ask, some: Sequence[Candidate], people: int) -> list[Candidate]:
    """Whole pages until enough fit, each looked at to its end, and all of them sorted."""
    found = list[Candidate]()
    for page in in_pages(some)[:PAGES]:
        found += [one for one in page if fits(ask, one, NOW, LIMITS)]
        if len(found) >= people:
            break
    return sorted(found, key=lambda one: order(ask, one))[:people]


def chosen(
    ask: Ask, some: Sequence[Candidate], people: int
) -> tuple[list[Candidate], list[Candidate]]:
    """Whom the short list finds, and at whom it looked."""
    short, seen, line = Shortlist(ask, NOW, LIMITS, people), list[Candidate](), in_pages(some)
    goes_on = True
    while goes_on:
        page = joined(ask, line, short.wanted)
        for batch in short.batches(page):
            known = [one.who for one in batch]
            seen += known
            short.keep(short.fitting(known))
        goes_on = short.next_place(page) is not None
    return short.best(), seen


def joined(ask: Ask, line: list[list[Candidate]], wanted: HereWanted) -> LinePart[Candidate]:
    """Those who are here of the next pages, as many as it takes; these are out of the line then."""
    turns, last, pages = list[Turn[Candidate]](), None, 0
    while line and pages < wanted.pages and len(turns) < wanted.people:
        page, pages = line.pop(0), pages + 1
        turns += [Turn(first_of_candidate(ask, one), one) for one in page if is_here(one)]
        last = page[-1] if line else None
    return LinePart(turns, last, pages)


def is_here(one: Candidate) -> bool:
    """Whether somebody is here, as far as these tests go: who is not fits no ask."""
    return one.listener.on_duty(NOW)


@given(
    st.sampled_from([ASK, HEAVY, MUSIC, LEARNS]),
    st.lists(PEOPLE, max_size=3 * PAGE),
    st.integers(0, 30),
)
def test_who_is_chosen_is_who_a_full_sort_of_whole_pages_gives(
    ask: Ask, some: list[Candidate], people: int
) -> None:
    """However few are looked at: the very same people, in the same order."""
    assert chosen(ask, some, people)[0] == of_full_sorts(ask, some, people)


def test_nobody_is_looked_at_who_cannot_be_among_the_best() -> None:
    """Of those of equal rank what they carry decides, so all of them are."""
    skilled = [replace(ONE, skill_fits=True, last_offered=at) for at in range(5)]
    others = [replace(ONE, last_offered=at) for at in range(40)]
    best, seen = chosen(MUSIC, [*others, *skilled], 3)
    assert best == skilled[:3]
    assert sorted(seen, key=lambda one: one.last_offered) == skilled


def test_where_too_few_fit_the_next_ones_are_looked_at() -> None:
    """Until enough of them do."""
    full = [replace(ONE, skill_fits=True, offers_today=8) for _ in range(5)]
    others = [replace(ONE, last_offered=at) for at in range(4)]
    best, _ = chosen(MUSIC, [*full, *others], 3)
    assert best == others[:3]


MINUTE = timedelta(minutes=1)
WAVES = WaveRule(3, 3, 1.5 * MINUTE, 12, 10 * MINUTE, 5, 10 * MINUTE, turns_after=10 * MINUTE)


@pytest.mark.parametrize(
    ("waited", "waiting", "pause"),
    [
        (0 * MINUTE, 1, 1.5 * MINUTE),
        (9 * MINUTE, 30, 1.5 * MINUTE),
        (10 * MINUTE, 1, 1.5 * MINUTE),
        (10 * MINUTE, 4, 6 * MINUTE),
        (30 * MINUTE, 4, 6 * MINUTE),
        (30 * MINUTE, 1000, TURN_WITHIN),
        (30 * MINUTE, 0, 1.5 * MINUTE),  # taken at this moment
    ],
)
def test_what_waits_long_takes_turns_with_what_else_waits(
    waited: timedelta, waiting: int, pause: timedelta
) -> None:
    """A new ask goes out soon however many wait; all old ones together as often as one alone."""
    assert WAVES.pause(waited, waiting) == pause


def test_a_pause_that_is_longer_than_an_hour_stays_as_it_is() -> None:
    """An operator may want it so."""
    slow = replace(WAVES, every=2 * TURN_WITHIN)
    assert slow.pause(30 * MINUTE, 5) == 2 * TURN_WITHIN
