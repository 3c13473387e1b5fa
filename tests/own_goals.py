"""The keys of goals, in tests that set them by the services."""

from hashlib import sha256

from bot.domain.ids import ScheduleId, UserId


def goal_of(user: UserId, number: int = 1) -> ScheduleId:
    """Somebody's goal, where they have one, or several of them by numbers. It names nobody, as the
    bot's own keys do not."""
    return ScheduleId(sha256(f"goal {number} of {user}".encode()).hexdigest()[:22])
