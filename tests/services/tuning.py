"""Settings for tests: quick, and quiet where a test passes days."""

from collections.abc import Mapping
from datetime import timedelta

from bot.config import Settings


def tuned(sections: Mapping[str, Mapping[str, object]] | None = None) -> Settings:
    """Settings with some values of our own, without the pause between two messages."""
    settings = Settings.model_validate(sections or {})
    # beyond what an operator may set, so that hundreds of messages do not take seconds
    quick = settings.delivery.model_copy(update={"messages_per_second": 100_000})
    return settings.model_copy(update={"delivery": quick})


def still(settings: Settings) -> Settings:
    """The same settings, but nobody is reminded, asked or looked for, however long it takes."""
    never = timedelta(days=3000)
    offers = dict.fromkeys(
        (
            "more_people_every",
            "off_duty_after",
            "moderators_told_after",
            "silent_nudged_after",
            "silent_taken_back_after",
        ),
        never,
    )
    conversations = dict.fromkeys(
        (
            "idle_warning_after",
            "idle_close_after",
            "asker_asked_after",
            "members_looked_at_every",
        ),
        never,
    )
    return settings.model_copy(
        update={
            "asks": settings.asks.model_copy(update={"still_wanted_after": never}),
            "offers": settings.offers.model_copy(update=offers),
            "conversations": settings.conversations.model_copy(update=conversations),
        }
    )
