from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.asks import AskKind, OwnWords, kinds_offered, written
from bot.domain.form_errors import NoWords, TooManyWords, WordsRefused
from bot.domain.text import clean, is_blank, length

ANY_TEXT = st.text(max_size=60)
LIMITS = st.integers(1, 80)
INVISIBLE = st.text(
    st.sampled_from(" \t\n\r\u00a0\u200b\u200e\u202e\u2060\ufeff\u3164\u00ad\0\x1b")
)


@given(ANY_TEXT, ANY_TEXT, LIMITS, LIMITS)
def test_what_is_accepted_fits_and_is_clean(words: str, help_: str, most: int, less: int) -> None:
    """Or it is refused with one of the two reasons; nothing else ever comes of a text."""
    try:
        text = written(words, help_, most, less)
    except WordsRefused:
        return
    assert text == OwnWords(clean(words), clean(help_))
    assert 0 < length(text.words) <= most
    assert length(text.would_help) <= less
    assert not is_blank(text.words)


@given(INVISIBLE, ANY_TEXT)
def test_what_cannot_be_seen_is_no_words(words: str, help_: str) -> None:
    """Whatever would help, and however much of it there is."""
    with pytest.raises(NoWords):
        written(words, help_, 1500, 500)


@given(st.integers(1, 400), st.integers(0, 400))
def test_the_limit_is_exact(limit: int, size: int) -> None:
    """As many as fit are taken, one more is refused with both numbers."""
    fits = written("x", "y" * size, 1500, max(size, 1))
    assert fits.would_help == "y" * size
    assert written("x" * limit, "", limit, 1).words == "x" * limit
    with pytest.raises(TooManyWords) as refused:
        written("x" * (limit + 1), "", limit, 1)
    assert refused.value.values == {"limit": limit, "length": limit + 1}


@given(st.integers(1, 100))
def test_a_character_beyond_16_bits_counts_as_two(pairs: int) -> None:
    """As Discord's forms count, so that nothing is refused there that fits here."""
    assert written("\U0001f499" * pairs, "", 2 * pairs, 1).words == "\U0001f499" * pairs
    with pytest.raises(TooManyWords):
        written("\U0001f499" * pairs, "", 2 * pairs - 1, 1)


@given(ANY_TEXT)
def test_writing_it_again_changes_nothing(words: str) -> None:
    """What "Change" shows can be sent as it is."""
    try:
        once = written(words, words, 80, 80)
    except WordsRefused:
        return
    assert written(once.words, once.would_help, 80, 80) == once


def test_private_is_always_offered_and_always_first() -> None:
    """And open only where a server chose it and is not small."""
    for allowed, members, listeners in product((False, True), (0, 49, 50, 51), (0, 4, 5, 6)):
        kinds = kinds_offered(
            open_asks=allowed,
            members=members,
            listeners=listeners,
            few_members=50,
            few_listeners=5,
        )
        assert kinds[0] is AskKind.PRIVATE
        assert (AskKind.OPEN in kinds) == (allowed and members >= 50 and listeners >= 5)


def test_where_the_operator_sets_no_bounds_no_server_is_small() -> None:
    """Bounds of nought let every server choose."""
    kinds = kinds_offered(open_asks=True, members=0, listeners=0, few_members=0, few_listeners=0)
    assert kinds == (AskKind.PRIVATE, AskKind.OPEN)
