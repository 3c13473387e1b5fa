"""What a goal is: its words, the day of its first check-in, and what silence leads to."""

from datetime import date

import pytest

from bot.domain.form_errors import GoalTooLong, NoGoalWords
from bot.domain.goals import (
    WORDS_AT_MOST,
    Answer,
    CheckIn,
    Next,
    first_day,
    goal_words,
    what_next,
)
from bot.domain.ids import ScheduleId

TODAY = date(2026, 3, 2)


def asked(*, noticed: bool = False, answer: Answer | None = None, excused: bool = False) -> CheckIn:
    """A check-in that came."""
    return CheckIn("token", ScheduleId("goal"), TODAY, noticed, answer, excused=excused)


@pytest.mark.parametrize(
    ("last", "then"),
    [
        (None, Next.ASK),
        (asked(), Next.ASK_AGAIN),
        (asked(noticed=True), Next.REST),
        (asked(noticed=True, excused=True), Next.ASK),
        *((asked(noticed=late, answer=one), Next.ASK) for one in Answer for late in (True, False)),
    ],
)
def test_silence_is_noticed_once_and_then_left_in_peace(last: CheckIn | None, then: Next) -> None:
    """An answer, or anything else that its owner does with the goal, begins anew."""
    assert what_next(last) is then


@pytest.mark.parametrize(
    ("every", "day"),
    [(1, date(2026, 3, 2)), (2, date(2026, 3, 3)), (7, date(2026, 3, 8)), (31, date(2026, 4, 1))],
)
def test_the_first_comes_on_the_last_of_so_many_days(every: int, day: date) -> None:
    """Who is asked once a week is not asked within the hour."""
    assert first_day(TODAY, every) == day


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u2060", "\n\u202e\n"])
def test_nothing_visible_is_no_goal(typed: str) -> None:
    """Neither spaces nor what cannot be seen."""
    with pytest.raises(NoGoalWords):
        goal_words(typed)


def test_a_goal_has_a_length() -> None:
    """Counted after cleaning, as Discord counts."""
    assert goal_words("  " + "a" * WORDS_AT_MOST + "\u200b ") == "a" * WORDS_AT_MOST
    with pytest.raises(GoalTooLong) as caught:
        goal_words("a" * (WORDS_AT_MOST + 1))
    assert caught.value.values == {"limit": WORDS_AT_MOST, "length": WORDS_AT_MOST + 1}


def test_what_turns_words_around_is_taken_out() -> None:
    """A right-to-left override would make the buttons' text read backwards."""
    assert goal_words("read \u202eeno page") == "read eno page"
