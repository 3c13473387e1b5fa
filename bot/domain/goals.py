"""A goal in somebody's own words, and how they said that it went when they were asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum, auto

from bot.domain.form_errors import GoalTooLong, NoGoalWords, TooManyGoals
from bot.domain.ids import ScheduleId
from bot.domain.schedules import DAY, Schedule
from bot.domain.text import clean, length

WORDS_AT_MOST = 300
"""Characters as Discord counts them: a sentence or two, so that a check-in stays short."""

GOALS_AT_MOST = 5
"""Of one person: as many as one can be asked about kindly. The database has no more places."""

DAYS_AT_MOST = 31
"""Between two check-ins."""


class Answer(StrEnum):
    """How it went, in the words of the buttons."""

    DID_IT = "did_it"
    PARTLY = "partly"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal, and the schedule of its check-ins."""

    schedule: Schedule
    words: str
    resting: bool = False
    """Whether the check-ins stopped by themselves, as two of them were not answered."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One time that somebody was asked how it goes. `token` stands in its buttons."""

    token: str
    schedule: ScheduleId
    day: date
    noticed: bool = False
    """It began by saying that the one before it was not answered."""
    answer: Answer | None = None
    text_id: str | None = None
    """Which encouragement met the answer."""
    excused: bool = False
    """Its answer is not waited for: meanwhile the goal's owner did something else with it."""
    told: Answer | None = None
    """The answer that the goal's partner was told."""


def free_place(taken: Collection[int]) -> int:
    """Where another goal stands among one's goals. Raises TooManyGoals."""
    free = [place for place in range(GOALS_AT_MOST) if place not in taken]
    if not free:
        raise TooManyGoals(limit=GOALS_AT_MOST)
    return free[0]


class Next(Enum):
    """What happens when a check-in is due."""

    ASK = auto()
    ASK_AGAIN = auto()
    """And say kindly that the last one was not answered."""
    REST = auto()
    """Say nothing, and ask no more until the owner comes back."""


def what_next(last: CheckIn | None) -> Next:
    """What happens now, given the check-in before: silence is noticed once, and never nagged."""
    if last is None or last.answer is not None or last.excused:
        return Next.ASK
    return Next.REST if last.noticed else Next.ASK_AGAIN


def goal_words(typed: str) -> str:
    """A goal as it was typed, cleaned. Raises NoGoalWords, GoalTooLong."""
    text = clean(typed)
    if not text:
        raise NoGoalWords
    if length(text) > WORDS_AT_MOST:
        raise GoalTooLong(limit=WORDS_AT_MOST, length=length(text))
    return text


def first_day(today: date, every_days: int) -> date:
    """When the first check-in comes: on the last of the first so many days, today included."""
    return today + (every_days - 1) * DAY
