"""The readers of times, hours, days and places, by a table of what people type."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.dates import read_days_off
from bot.domain.form_errors import SettingsRefused
from bot.domain.lengths import read_days, read_length
from bot.domain.places import Places
from bot.domain.quiet_hours import Span
from bot.domain.times import read_span, read_spans, read_time
from bot.domain.unread import AskedBack
from bot.domain.when import read_when
from bot.domain.zones import all_zones, is_place
from bot.places import load_atlas
from bot.prompt_files import load

ATLAS = load_atlas()
PLACES = Places(ATLAS, datetime(2026, 3, 1, tzinfo=UTC))
ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("typed.tsv").read_text().splitlines()
    if not line.startswith("#")
]
DAYS_AT_MOST = 90
TODAY = date(2026, 11, 30)
"""A Monday, for what is read as a date."""
ROOT = Path(__file__).parents[2]
CITIES = [row.split("\t") for row in (ROOT / "bot/places/cities.tsv").read_text().splitlines()]


def hours(typed: str) -> str:
    """Hours as they are read."""
    span = read_span(typed)
    return f"{span.start:%H:%M}-{span.end:%H:%M}"


def spans(typed: str) -> str:
    """The hours of a day as they are read."""
    return " ".join(f"{one.start:%H:%M}-{one.end:%H:%M}" for one in read_spans(typed))


def when(typed: str) -> str:
    """A time and a place as they are read from one field."""
    at, zone = read_when(typed, PLACES)
    return f"{at:%H:%M} {zone}"


READERS: dict[str, Callable[[str], str]] = {
    "time": lambda typed: f"{read_time(typed):%H:%M}",
    "hours": hours,
    "spans": spans,
    "days off": lambda typed: str(read_days_off(typed, TODAY)),
    "days": lambda typed: str(read_days(typed, DAYS_AT_MOST)),
    "place": PLACES.read,
    "when": when,
}


def outcome(reader: str, typed: str) -> str:
    """As the table tells it."""
    try:
        return READERS[reader](typed)
    except AskedBack as error:
        return "asked: " + " or ".join(one.place or one.value for one in error.choices)
    except SettingsRefused as error:
        return "refused: " + error.prompt.removeprefix("error.")


@pytest.mark.parametrize(("reader", "habit", "typed", "expected"), ROWS)
def test_what_people_type(reader: str, habit: str, typed: str, expected: str) -> None:
    """It is read, asked back or refused as the table says."""
    seen = re.sub(
        r"\\(?:u\w{4}|x\w\w)", lambda one: one[0].encode().decode("unicode_escape"), typed
    )
    assert outcome(reader, seen) == expected, habit


def test_the_table_is_of_many_habits() -> None:
    """At least 150 inputs; each of the five languages has some of each reader."""
    assert len({tuple(row) for row in ROWS}) == len(ROWS) >= 150
    for reader in READERS:
        assert {"en", "es", "de", "fr", "pt"} <= {habit for of, habit, *_ in ROWS if of == reader}


def test_each_refusal_has_words() -> None:
    """Also what is asked back."""
    keys = load(ROOT / "prompts").keys("en")
    refused = {row[3].removeprefix("refused: ") for row in ROWS if row[3].startswith("refused")}
    asked = {"which_half", "which_place", "likely_place", "which_date"}
    assert {f"error.{one}" for one in refused | asked} <= set(keys)


@settings(deadline=None)  # a busy machine is no fault
@given(st.sampled_from(sorted(READERS)), st.text(max_size=60))
def test_whatever_is_typed_is_read_asked_back_or_refused(reader: str, typed: str) -> None:
    """No input raises anything else."""
    assert outcome(reader, typed)


FRAGMENTS = ("8", "08", "12", "20", "30", ":", ".", ",", "-", "h", "am", "pm", "p.m.", "Uhr", "at",
    "de", "la", "noche", "half", "à", "und", "a", "week", "day", "1h", "e")  # fmt: skip


@settings(deadline=None)  # a busy machine is no fault
@given(st.sampled_from(sorted(READERS)), st.lists(st.sampled_from(FRAGMENTS)).map(" ".join))
def test_what_looks_like_a_time_is_never_misread_as_an_error(reader: str, typed: str) -> None:
    """Nor do pieces of times and lengths in any order."""
    assert outcome(reader, typed)


MINUTES = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@given(
    MINUTES, st.sampled_from(["{:%H:%M}", "{:%H.%M}", "{:%Hh%M}", "{:%H:%M} Uhr", "{:%I:%M %p}"])
)
def test_every_minute_is_read_as_it_is_written(at: time, shape: str) -> None:
    """By the clocks of 24 and of 12 hours, in several countries' habits."""
    assert read_time(shape.format(at)) == at


@given(MINUTES, MINUTES, st.sampled_from(["-", " – ", "—", " to ", " bis ", " à ", " a ", " às "]))  # noqa: RUF001
def test_every_span_is_read_as_it_is_written(start: time, end: time, between: str) -> None:
    """Except one that ends when it begins."""
    if start != end:
        assert read_span(f"{start:%H:%M}{between}{end:%H:%M}") == Span(start, end)


@pytest.mark.parametrize("zero", [0x660, 0x6F0, 0x966, 0xFF10])
def test_digits_of_every_script_are_digits_for_every_reader(zero: int) -> None:
    """One rule: what one field takes, every other takes."""

    def written(plain: str) -> str:
        return "".join(chr(zero + int(one)) if one.isdigit() else one for one in plain)

    for reader, plain in (
        ("time", "20:30"),
        ("hours", "20:30-08:00"),
        ("spans", "08:30-10:00, 20:30-22:00"),
        ("days", "14"),
        ("when", "20:30 Berlin"),
    ):
        assert outcome(reader, written(plain)) == outcome(reader, plain)
        assert not outcome(reader, plain).startswith("refused")


def test_lengths_are_read_to_the_minute() -> None:
    """As people write them in several languages."""
    for typed in (
        "1h30",
        "1:30",
        "90 min",
        "1 h 30 min",
        "1.5 hours",
        "1,5 Stunden",
        "una hora y media",
    ):
        assert read_length(typed) == timedelta(minutes=90)
    assert read_length("90") is None


def test_every_place_of_the_world_is_found_by_its_name() -> None:
    """The names of the IANA database are taken, with spaces and in any case, too."""
    for name in filter(is_place, all_zones()):
        assert PLACES.read(name) == name
        assert PLACES.read(f" {name.lower().replace('/', ' / ').replace('_', ' ')} ") == name


def test_no_name_that_is_not_a_place_is_taken_silently() -> None:
    """EST and the like stay an hour wrong for half of the year: each is asked back or refused."""
    for name in set(all_zones()) - {"UTC"}:
        told = outcome("place", name)
        assert is_place(told) or told.startswith(("asked", "refused")), name


def test_every_large_city_is_found_or_asked_about() -> None:
    """None of half a million people or more is taken for one with another clock."""
    large = [row for row in CITIES if int(row[3]) >= 500]
    assert len(large) > 1000
    asked = 0
    for name, _, zone, *_ in large:
        try:
            zones = [PLACES.read(name)]
        except AskedBack as error:
            zones, asked = [one.value for one in error.choices], asked + 1
        assert any(PLACES.agree(zone, one) for one in zones), name
    assert asked < len(large) / 20


def test_every_city_stands_in_a_zone_of_the_pinned_database() -> None:
    """What is offered can be kept."""
    assert {row[2] for row in CITIES} <= set(all_zones())
