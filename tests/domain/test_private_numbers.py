"""Private numbers as people read, say and type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import AskerNumber, ListenerNumber
from bot.domain.private_numbers import (
    SHOWN,
    WHOLE,
    NotANumber,
    NumberTooShort,
    read,
    written,
)

NUMBERS = st.binary(min_size=16, max_size=16).map(AskerNumber)
LOOK_ALIKE = set("ILOU")


@given(NUMBERS, st.integers(SHOWN, WHOLE))
def test_what_is_shown_finds_the_number_again(number: AskerNumber, length: int) -> None:
    """However much of it is shown; whole, it is that number's alone."""
    assert read(written(number, length)).fits(number)


@given(NUMBERS, NUMBERS)
def test_the_whole_is_one_numbers(number: AskerNumber, other: AskerNumber) -> None:
    """No bit is left out."""
    assert read(written(number, WHOLE)).among([number, other]) == [number] * (1 + (number == other))


@given(NUMBERS)
def test_the_last_bit_counts(number: AskerNumber) -> None:
    """Two that differ there alone are told apart."""
    other = AskerNumber(number[:-1] + bytes([number[-1] ^ 1]))
    assert not read(written(number, WHOLE)).fits(other)


@given(NUMBERS)
def test_it_can_be_read_aloud(number: AskerNumber) -> None:
    """In groups of four, without letters that look like others."""
    shown = written(number)
    assert [len(group) for group in shown.split(" ")] == [4, 4]
    assert not LOOK_ALIKE & set(written(number, WHOLE))


NUMBER = AskerNumber(bytes(range(16)))


@pytest.mark.parametrize(
    "typed",
    [
        "000G 40R4",
        "000g40r4",
        "  000G-40r4\n",
        "000G\N{EN DASH}40R4",
        "OOOg 4or4",
        "0 0 0 g 4 0 r 4",
        "\N{FULLWIDTH DIGIT ZERO}00g 40\N{FULLWIDTH LATIN CAPITAL LETTER R}4",
    ],
)
def test_however_it_is_typed(typed: str) -> None:
    """Spaces, dashes, case, look-alikes and wide characters do not matter."""
    assert written(NUMBER) == "000G 40R4"
    assert read(typed).fits(NUMBER)


def test_look_alikes_mean_one_and_v() -> None:
    """Whichever of them was typed."""
    ones = AskerNumber(b"\x08\x42\x10\x84\x21" + bytes(11))
    assert written(ones) == "1111 1111"
    assert read("iIlL 1Ili").fits(ones)
    number = AskerNumber(b"\xde\xf7\xbd\xef\x7b" + bytes(11))
    assert written(number) == "VVVV VVVV"
    assert read("uvUV uvuv").fits(number)


@pytest.mark.parametrize(
    "typed", ["", "  ", "- -", "000G 40R!", "000G 40Ré", "0" * 27, "کمک کمک ک"]
)
def test_what_is_no_number(typed: str) -> None:
    """Said apart from one that is too short."""
    with pytest.raises(NotANumber) as raised:
        read(typed)
    assert raised.type is NotANumber


def test_too_short() -> None:
    """As many characters as are shown must be typed."""
    with pytest.raises(NumberTooShort):
        read("000G 40R")


def test_where_two_begin_alike_none_is_picked() -> None:
    """More characters tell them apart."""
    other = ListenerNumber(NUMBER[:6] + bytes(10))
    assert read(written(NUMBER)).among([NUMBER, other]) == [NUMBER, other]
    assert read(written(NUMBER, 16)).among([NUMBER, other]) == [NUMBER]
