"""When listeners are likely to be there: only what is so of several of them."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.days_off import DaysOff
from bot.domain.likely_here import AHEAD, PART, SAID_FROM, OwnHours, parts_with_many
from bot.domain.quiet_hours import Span
from bot.domain.week import Week

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
NIGHT = Span(time(22), time(8))
EVENINGS: Week = dict.fromkeys(range(7), (Span(time(18), time(20)),))


def hours(zone: str = "UTC", week: Week = EVENINGS, quiet: Span = NIGHT, *off: DaysOff) -> OwnHours:
    """Somebody who may be told in the evening."""
    return OwnHours(zone, quiet, week, off)


def on_days(*people: OwnHours) -> list[tuple[int, int]]:
    """The parts in which enough are there: how many days ahead, and from which hour."""
    found = parts_with_many(people, MIDNIGHT)
    return [((one - MIDNIGHT).days, one.hour) for one in found]


def test_a_part_is_said_from_five_listeners() -> None:
    """Four are too few, whatever each of them chose."""
    assert on_days(*[hours()] * (SAID_FROM - 1)) == []
    assert on_days(*[hours()] * SAID_FROM) == [(0, 18), (1, 18), (2, 18), (3, 18)]


def test_one_who_is_there_alone_shows_nowhere() -> None:
    """The only one at noon among many in the evening."""
    noon = hours(week=dict.fromkeys(range(7), (Span(time(12), time(13)),)))
    assert on_days(noon, *[hours()] * 9) == on_days(*[hours()] * 9)


def test_a_day_off_counts_for_whose_it_is() -> None:
    """Of five one is away on Tuesday: on that evening nothing is said."""
    tuesday = date(2026, 3, 3)
    away = hours("UTC", EVENINGS, NIGHT, DaysOff(tuesday, tuesday))
    assert on_days(away, *[hours()] * 4) == [(0, 18), (2, 18), (3, 18)]


def test_quiet_hours_are_no_hours() -> None:
    """They go before the hours of the week, as where somebody is told."""
    assert on_days(*[hours(quiet=Span(time(17), time(21)))] * 5) == []


def test_each_ones_evening_is_their_own() -> None:
    """Six in the evening in Tokyo is nine in the morning in UTC."""
    assert on_days(*[hours("Asia/Tokyo")] * 5) == [(0, 9), (1, 9), (2, 9), (3, 9)]


def test_the_clocks_going_forward_move_the_part() -> None:
    """Berlin's eight in the evening is seven in UTC until 28 March 2026, and then six."""
    late: Week = dict.fromkeys(range(7), (Span(time(23), time(23, 30)),))
    sleepless = hours("Europe/Berlin", late, Span(time(3), time(4)))
    found = parts_with_many([sleepless] * 5, datetime(2026, 3, 28, tzinfo=UTC))
    assert [(one.day, one.hour) for one in found] == [(28, 21), (29, 21), (30, 21), (31, 21)]
    early: Week = dict.fromkeys(range(7), (Span(time(7), time(7, 30)),))
    woken = hours("Europe/Berlin", early, Span(time(3), time(4)))
    found = parts_with_many([woken] * 5, datetime(2026, 3, 28, tzinfo=UTC))
    assert [(one.day, one.hour) for one in found] == [(28, 6), (29, 3), (30, 3), (31, 3)]


@given(st.lists(st.sampled_from(["UTC", "Asia/Kolkata", "America/New_York"]), max_size=8))
def test_nobody_moves_a_part_by_more_than_one_person(zones: list[str]) -> None:
    """Each counts once in it, however long they are there."""
    everybody = [hours(zone, {}) for zone in zones]
    found = parts_with_many(everybody, MIDNIGHT)
    assert all(SAID_FROM <= many <= len(zones) for many in found.values())
    assert all(
        part < MIDNIGHT + AHEAD and (part - MIDNIGHT) % PART == timedelta(0) for part in found
    )
