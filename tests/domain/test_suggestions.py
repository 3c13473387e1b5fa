"""What may stand in an encouragement that a member suggests."""

import pytest

from bot.domain.form_errors import NoWords, TooManyWords
from bot.domain.ids import SuggestionId
from bot.domain.suggestion_errors import LinkSuggested
from bot.domain.suggestions import WORDS_AT_MOST, is_among, is_members, read_words, text_id

RTL = "\u202e"


@pytest.mark.parametrize("typed", ["", "   \n\t ", "\u200b\u2060", RTL, "\u2800", "> ", "\n\n"])
def test_nothing_to_read_is_refused(typed: str) -> None:
    """Whatever it is made of."""
    with pytest.raises(NoWords):
        read_words(typed)


def test_as_long_as_a_text_of_the_decks_and_no_longer() -> None:
    """Counted as Discord counts, after cleaning."""
    assert read_words("a" * WORDS_AT_MOST) == "a" * WORDS_AT_MOST
    assert read_words(f"  {'a' * WORDS_AT_MOST}  ") == "a" * WORDS_AT_MOST
    with pytest.raises(TooManyWords):
        read_words("a" * (WORDS_AT_MOST + 1))
    for typed in ("\N{SEEDLING}", "*"):  # two units each, and two once it takes no effect
        with pytest.raises(TooManyWords):
            read_words(typed * (WORDS_AT_MOST // 2 + 1))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"You are{RTL} enough", "You are enough"),
        ("One step\n\n\nat a time", "One step at a time"),
        ("  so   far \t so good ", "so far so good"),
        ("for <@1180000000000000321>", "for @…"),
        ("caf\u0065\u0301", "café"),
    ],
)
def test_it_is_one_line_of_what_can_be_seen(typed: str, kept: str) -> None:
    """No override, no line that could look like ours, nobody's id."""
    assert read_words(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "Read https://example.org today",
        "HTTPS://EXAMPLE.ORG",
        "see www.example.org",
        "come to discord.gg/abcdef",
        "come to discord . gg / abcdef",
        "[kind words](somewhere)",
    ],
)
def test_links_and_invitations_are_refused(typed: str) -> None:
    """However they are written: nobody's name would stand below them."""
    with pytest.raises(LinkSuggested):
        read_words(typed)


@pytest.mark.parametrize("typed", ["3/4 of the way is far.", "You did it: well done (really)!"])
def test_what_only_has_such_signs_is_no_link(typed: str) -> None:
    """A slash, a colon and brackets are words, too."""
    assert read_words(typed) == typed


def test_the_same_words_are_found_whatever_their_capitals_and_signs() -> None:
    """Of a text without letters every sign counts."""
    known = ["One step is enough.", "\N{SEEDLING}"]
    assert is_among("one step is ENOUGH!", known)
    assert is_among("\N{SEEDLING}", known)
    assert not is_among("\N{HERB}", known)
    assert not is_among("One step is plenty.", known)


def test_a_text_is_named_by_what_a_button_takes_and_no_deck_has() -> None:
    """Small letters, digits and a dash; the same each time, and another for another one."""
    key, other = SuggestionId("Ab_-Ab_-Ab_-Ab_-Ab_-Ab"), SuggestionId("Bb_-Ab_-Ab_-Ab_-Ab_-Ab")
    assert text_id(key) == text_id(key) != text_id(other)
    assert len(text_id(key)) <= 40
    assert is_members(text_id(key))
    assert not is_members("growth-04")
