from collections.abc import Iterator

import pytest

from bot.domain import (
    age_errors,
    errors,
    first_question_errors,
    form_errors,
    joining_errors,
    limit_errors,
    moderation_errors,
    morning_errors,
    open_ask_errors,
    report_errors,
    skill_errors,
    suggestion_errors,
    unread,
)
from bot.domain.errors import SupportError
from bot.domain.form_errors import TooManyWords
from tests.prepared import shipped


def tree(root: type[SupportError] = SupportError) -> Iterator[type[SupportError]]:
    """The error and everything below it."""
    yield root
    for below in sorted(root.__subclasses__(), key=lambda one: one.__name__):
        yield from tree(below)


EVERY = list(tree())
LEAVES = [error for error in EVERY if not error.__subclasses__()]
PROMPTS = shipped()


@pytest.mark.parametrize("error", LEAVES)
def test_each_answer_has_words_of_its_own(error: type[SupportError]) -> None:
    """In prompts/, and never the words for what nobody planned for."""
    assert error.prompt != SupportError.prompt
    values = {
        "choices": "Lisbon",
        "most": 90,
        "limit": 3,
        "length": 4,
        "count": 3,
        "code": "abc",
        "next": "in an hour",
        "kept": "an hour",
        "until": "in an hour",
        "days": 7,
        "when": "in an hour",
        "missing": "Send Messages",
    }
    assert PROMPTS.text("en", error.prompt, **values)
    assert [other for other in LEAVES if other.prompt == error.prompt] == [error]


@pytest.mark.parametrize("error", EVERY)
def test_each_answer_stands_in_the_tree(error: type[SupportError]) -> None:
    """A docstring is where a reader looks; what came later has trees of its own."""
    later = (
        *(age_errors, limit_errors, moderation_errors, open_ask_errors, report_errors),
        *(joining_errors, suggestion_errors, first_question_errors, skill_errors),
        morning_errors,
    )
    own = {one.__name__: one for one in later}
    home = own.get(error.__module__, errors)
    assert home.__doc__ is not None
    assert error.__module__ in {home.__name__, form_errors.__name__, unread.__name__}
    lines = f"{home.__doc__}\n{unread.__doc__}".splitlines()
    drawn = {line.strip("│├└─ ").split(" ")[0] for line in lines}
    assert error.__name__ in drawn


def test_an_error_carries_its_values_and_shows_none() -> None:
    """In a log it is its prompt's key and nothing else."""
    error = TooManyWords(limit=3, length=99)
    assert error.values == {"limit": 3, "length": 99}
    assert str(error) == "error.too_many_words"
    assert "99" not in repr(error)
