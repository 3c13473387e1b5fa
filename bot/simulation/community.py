"""What a community is like, as a YAML file says it: the values of the base world, and their bounds.

Chances are from 0 to 1, lengths of time as in `config.yaml`.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from bot.setting_values import Brief, Section, Zone

Share = Annotated[float, Field(ge=0, le=1)]
Many = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Rate = Annotated[float, Field(ge=0, le=100_000)]
Positive = Annotated[float, Field(gt=0, le=1000)]
Zones = Annotated[tuple[Zone, ...], Field(min_length=1, max_length=40)]


class ListenerWorld(Section):
    """Who listens: how often they accept, how soon they look, what they take."""

    order = (("looks_after_at_least", "looks_after_at_most"),)
    how_many: Many = 100
    accepts: Annotated[float, Field(gt=0, lt=1)] = 0.35
    alike: Positive = 4
    """How alike they are in that: the two numbers of the beta distribution, added."""
    looks_after_at_least: Brief = timedelta(seconds=40)
    looks_after_at_most: Brief = timedelta(seconds=360)
    looks_scattered: Positive = 0.8
    fatigue: Share = 0.9
    """What each ping of the last hours leaves of the chance."""
    fatigue_lasts: Brief = timedelta(hours=4)
    outside_topics: Share = 0.6
    says_not_now: Share = 0.45
    leaves_without_a_word: Share = 0.3
    takes_all_topics: Share = 0.5
    topics_each: Annotated[int, Field(strict=True, ge=1, le=8)] = 3
    speaks_second_language: Share = 0.25
    takes_heavy: Share = 0.4
    told_off_duty: Share = 0.3
    looks_off_duty: Share = 0.5
    """What being off duty leaves of the chance."""


class DutyWorld(Section):
    """When they are here."""

    sessions_a_day: Positive = 1
    scattered: Positive = 1.2
    """The shape of the gamma distribution of it."""
    lasts: Annotated[tuple[Brief, ...], Field(min_length=1, max_length=20)] = tuple(
        timedelta(hours=one) for one in (1, 1, 2, 2, 4)
    )
    evenings: Share = 0.4
    main_zone: Share = 0.6
    zones: Zones = ("Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Kolkata")


class AskWorld(Section):
    """What is asked."""

    an_hour: Rate = 1.5
    daily_wave: Share = 0.6
    topics: Annotated[int, Field(strict=True, ge=1, le=50)] = 8
    second_language: Share = 0.15
    heavy: Share = 0.2
    waits: Brief = timedelta(hours=3)
    """How long somebody waits before they no longer do."""


class TalkWorld(Section):
    """How long people talk."""

    order = (("at_least", "at_most"),)
    at_least: Brief = timedelta(minutes=30)
    at_most: Brief = timedelta(minutes=60)


class InventedCommunity(Section):
    """All of it, and for how long it is looked at."""

    days: Annotated[float, Field(gt=0, le=400)] = 12
    listeners: ListenerWorld = ListenerWorld()
    duty: DutyWorld = DutyWorld()
    asks: AskWorld = AskWorld()
    talks: TalkWorld = TalkWorld()


def sized(days: float, people: int, an_hour: float, sessions: float = 1) -> InventedCommunity:
    """The base world in another size."""
    return InventedCommunity(
        days=days,
        listeners=ListenerWorld(how_many=people),
        duty=DutyWorld(sessions_a_day=sessions),
        asks=AskWorld(an_hour=an_hour),
    )


SIZES = {
    "small": sized(80, 10, 0.2),
    "medium": sized(12, 100, 1.5),
    "large": sized(1.5, 2000, 20, 0.6),
    "large_twice": sized(1.5, 2000, 40, 0.6),
}
