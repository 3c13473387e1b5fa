"""What is the same to who compares it."""

import pytest

from bot.domain.folding import fold, plain


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("  Half  PAST\t7 ", "half past 7"),
        ("São Paulo", "sao paulo"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("١٢:٣٠", "12:30"),
        ("１２：３０", "12:30"),  # noqa: RUF001 - as phones of East Asia write it
        ("8–9", "8-9"),  # noqa: RUF001 - as word processors write it
    ],
)
def test_signs_stay_where_times_are_read(typed: str, compared: str) -> None:
    """Accents, capitals, kinds of digits, dashes and spaces go, in ASCII and elsewhere."""
    assert plain(typed) == compared


@pytest.mark.parametrize(("typed", "name"), [("St. John's_2", "st john s 2"), ("Köln!", "koln")])
def test_of_a_name_letters_and_digits_are_left(typed: str, name: str) -> None:
    """Words stand apart by one space."""
    assert fold(typed) == name
