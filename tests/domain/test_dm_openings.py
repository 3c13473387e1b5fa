"""How many new direct messages are opened in an hour, and how fast after Discord's word."""

from datetime import timedelta

import pytest

from bot.domain.dm_openings import APART, FOR_PRESSES, IN_AN_HOUR, PAUSE, QUIET, DmOpenings
from tests.fakes import START

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
FULL_HOUR = START.replace(minute=0, second=0, microsecond=0)
REFUSED = DmOpenings.refused_at(FULL_HOUR - SECOND)
"""Its moment is told to the minute: at the full hour."""


def opened(openings: DmOpenings, times: int) -> DmOpenings:
    """So many more."""
    for _ in range(times):
        openings = openings.one_more()
    return openings


@pytest.mark.parametrize(
    ("own_press", "at_most"), [(True, IN_AN_HOUR), (False, IN_AN_HOUR - FOR_PRESSES)]
)
def test_an_hour_has_its_number_and_a_part_is_for_presses(own_press: bool, at_most: int) -> None:
    """The next hour begins anew."""
    before = opened(DmOpenings.in_hour_of(START), at_most - 1)
    assert before.may_open(START, own_press=own_press)
    full = before.one_more()
    assert not full.may_open(START, own_press=own_press)
    assert full.at(FULL_HOUR + HOUR - SECOND) == full
    assert full.at(FULL_HOUR + HOUR).may_open(FULL_HOUR + HOUR, own_press=own_press)


def test_after_a_refusal_there_is_a_pause_and_then_one_at_a_time() -> None:
    """For everybody, who presses or not."""
    now = FULL_HOUR
    assert not REFUSED.may_open(now + PAUSE - SECOND, own_press=True)
    assert REFUSED.may_open(now + PAUSE, own_press=True)
    one = REFUSED.one_more()
    assert not one.may_open(now + PAUSE + APART - SECOND, own_press=True)
    assert one.may_open(now + PAUSE + APART, own_press=True)


def test_it_passes_once_it_was_quiet() -> None:
    """An hour after the last refusal they are opened as they are needed."""
    assert REFUSED.at(FULL_HOUR + QUIET - SECOND) == REFUSED
    assert REFUSED.at(FULL_HOUR + QUIET) == DmOpenings.in_hour_of(FULL_HOUR + QUIET)


@pytest.mark.parametrize("kept", [REFUSED, opened(DmOpenings.in_hour_of(START), IN_AN_HOUR)])
def test_a_clock_that_was_set_holds_nobody_up(kept: DmOpenings) -> None:
    """What lies in the future counts for nothing."""
    long_ago = FULL_HOUR - timedelta(days=400)
    assert kept.at(long_ago).may_open(long_ago, own_press=False)


def test_no_moment_is_finer_than_a_minute() -> None:
    """When somebody was written to for the first time is nobody's business."""
    odd = START + timedelta(seconds=7, microseconds=13)
    kept = DmOpenings.in_hour_of(odd), DmOpenings.refused_at(odd)
    assert {(one.since.second, one.since.microsecond) for one in kept} == {(0, 0)}
