"""The buttons of a check-in, as it comes and as it stands once it was answered."""

from bot.discord_app.rendering.reply import Button
from bot.discord_app.rendering.words import Words
from bot.domain.goals import Answer
from bot.domain.ids import ScheduleId


def check_in_buttons(
    words: Words, token: str | None, schedule: ScheduleId, *, comes: bool = True
) -> tuple[Button, ...]:
    """The three answers; then Stop, or the way to the goal where no more check-ins come."""
    answers = tuple(words.button(answer, token) for answer in Answer)
    last = words.button("stop_check_ins", schedule) if comes else words.button("goal")
    return (*answers, last)
