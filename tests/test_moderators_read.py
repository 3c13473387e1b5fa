"""What moderators read is said in one sentence, everywhere: two that differ promise two things."""

import re
from pathlib import Path

import pytest

from tests.prepared import shipped

ROOT = Path(__file__).parent.parent
THE_ONE = "privacy.moderators_read"

SAYS_WHO_READS = {
    "en": r"\bmoderators?\b[^.;:]*\breads?\b[^.;:]*\b(along|conversations?|messages)\b",
    "es": r"\bmoder\w*\b[^.;:]*\b(lee|leen)\b[^.;:]*\b(conversaci|mensaje)\w*",
    "de": r"\bmoderation\b[^.;:]*(\blies\w*\s(\w+\s)?mit\b|\bmitlesen\b)",
    "fr": r"\bmodération\b[^.;:]*\b(lit|lisent)\b[^.;:]*\b(conversation|message)s?\b",
    "pt-BR": r"\bmoder\w*\b[^.;:]*\b(lê|leem)\b[^.;:]*\b(conversa|mensage)\w*",
}
"""How each language says that moderators read, or do not read, what two people write."""


@pytest.mark.parametrize("language", shipped().languages)
def test_one_sentence_says_what_moderators_read(language: str) -> None:
    """Of all texts, in each language; each other one takes it in by its key."""
    says = re.compile(SAYS_WHO_READS[language], re.IGNORECASE)
    texts = {key: _text(language, key) for key in shipped().keys(language)}
    assert [key for key, text in texts.items() if says.search(text)] == [THE_ONE]
    taking = [key for key, text in texts.items() if "{moderators_read}" in text]
    assert sorted(taking) == ["privacy.shown", "talk.more_for_asker"]


def _text(language: str, key: str) -> str:
    """As it stands in the file; of several forms the one for many."""
    values: dict[str, object] = {name: f"{{{name}}}" for name in shipped().placeholders(key)}
    return shipped().text(language, key, **{**values, "count": 2})


def test_the_readme_says_it_in_the_same_words() -> None:
    """As whoever reads in English reads it."""
    assert shipped().text("en", THE_ONE) in (ROOT / "README.md").read_text("utf-8")
