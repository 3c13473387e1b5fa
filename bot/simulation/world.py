"""Everybody in a community, when they are here, and what is asked: drawn from a seed, the same for
every rule that is tried on it.
"""

import math
import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.domain.ages import Age
from bot.domain.asks import Ask, AskKind, AskState, Wishes
from bot.domain.ids import AskerNumber, AskId, GuildId, ListenerNumber, PersonTag
from bot.domain.listening import Heavy, Listener, Preferences
from bot.domain.zones import zone_info
from bot.simulation.community import DutyWorld, InventedCommunity

BEGINS = datetime(2026, 3, 2, tzinfo=UTC)
GUILD = GuildId(1)
FIRST, SECOND = "en", "es"
DAY = 86400.0


@dataclass(frozen=True, slots=True)
class TimeOnDuty:
    """Somebody is on duty from one second until another; `left` is when they really went."""

    start: float
    end: float
    left: float


@dataclass(frozen=True, slots=True)
class Somebody:
    """A listener: what they are like, and when they are here. Times in seconds."""

    index: int
    listener: Listener
    topics: frozenset[str]
    languages: frozenset[str]
    chance: float
    looks_after: float
    sessions: tuple[TimeOnDuty, ...]


@dataclass(frozen=True, slots=True)
class Coming:
    """An ask, and the second in which it comes."""

    index: int
    at: float
    ask: Ask


@dataclass(frozen=True, slots=True)
class Town:
    """A community over some days."""

    community: InventedCommunity
    seed: int
    people: tuple[Somebody, ...]
    asks: tuple[Coming, ...]

    @property
    def ends(self) -> float:
        """Its last second."""
        return self.community.days * DAY


def at(second: float) -> datetime:
    """A second of the world, as the bot's rules know it."""
    return BEGINS + timedelta(seconds=second)


def drawn(community: InventedCommunity, seed: int) -> Town:
    """The world of a seed."""
    chance = random.Random(seed)  # noqa: S311 - the same world each time is the point
    people = tuple(_somebody(community, n, chance) for n in range(community.listeners.how_many))
    return Town(community, seed, people, tuple(_asks(community, chance)))


def _somebody(community: InventedCommunity, index: int, chance: random.Random) -> Somebody:
    own, duty = community.listeners, community.duty
    first = chance.random() < duty.main_zone or len(duty.zones) == 1
    zone = duty.zones[0] if first else chance.choice(duty.zones[1:])
    every = [f"topic{number}" for number in range(community.asks.topics)]
    all_topics = chance.random() < own.takes_all_topics
    topics = [] if all_topics else chance.sample(every, min(own.topics_each, len(every)))
    both = chance.random() < own.speaks_second_language
    number = index.to_bytes(16, "big")
    preferences = Preferences(
        heavy=Heavy.YES if chance.random() < own.takes_heavy else Heavy.NO,
        off_duty_offers=chance.random() < own.told_off_duty,
        zone=zone,
    )
    person = PersonTag(number)
    listener = Listener(ListenerNumber(number), GUILD, person, BEGINS, age=Age.ADULT)
    soon, late = (math.log(one.total_seconds()) for one in _looks(community))
    return Somebody(
        index,
        replace(listener, preferences=preferences),
        frozenset(topics),
        frozenset((FIRST, SECOND) if both else (FIRST,)),
        chance.betavariate(own.accepts * own.alike, (1 - own.accepts) * own.alike),
        math.exp(chance.uniform(soon, late)),
        tuple(_sessions(community, zone, chance)),
    )


def _looks(community: InventedCommunity) -> tuple[timedelta, timedelta]:
    own = community.listeners
    return own.looks_after_at_least, max(own.looks_after_at_least, own.looks_after_at_most)


def _sessions(community: InventedCommunity, zone: str, chance: random.Random) -> list[TimeOnDuty]:
    duty, found = community.duty, list[TimeOnDuty]()
    often = chance.gammavariate(duty.scattered, duty.sessions_a_day / duty.scattered)
    away = (at(0).astimezone(zone_info(zone)).utcoffset() or timedelta(0)).total_seconds()
    for day in range(-1, math.ceil(community.days) + 1):
        for _ in range(_poisson(often, chance)):
            start = day * DAY + _hour(duty, chance) * 3600 - away
            lasts = chance.choice(duty.lasts).total_seconds()
            goes = chance.random() < community.listeners.leaves_without_a_word
            left = start + lasts / 2 if goes else start + lasts
            found.append(TimeOnDuty(start, start + lasts, left))
    return _apart(sorted(found, key=lambda one: one.start))


def _apart(found: list[TimeOnDuty]) -> list[TimeOnDuty]:
    """Whoever goes on duty while they are is on duty already."""
    kept = list[TimeOnDuty]()
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _hour(duty: DutyWorld, chance: random.Random) -> float:
    evening = chance.random() < duty.evenings
    return chance.gauss(19.5, 2.5) % 24 if evening else chance.uniform(0, 24)


def _poisson(mean: float, chance: random.Random) -> int:
    count, left = 0, chance.expovariate(1)
    while left < mean:
        count, left = count + 1, left + chance.expovariate(1)
    return count


def _asks(community: InventedCommunity, chance: random.Random) -> list[Coming]:
    world, found, second = community.asks, list[Coming](), 0.0
    if not world.an_hour:
        return found
    most = world.an_hour / 3600 * (1 + world.daily_wave)
    while (second := second + chance.expovariate(most)) < community.days * DAY:
        hour = second / 3600 % 24
        now = 1 + world.daily_wave * math.cos((hour - 20) / 24 * 2 * math.pi)
        if chance.random() * (1 + world.daily_wave) < now:
            found.append(_asked(community, len(found), second, chance))
    return found


def _asked(
    community: InventedCommunity, index: int, second: float, chance: random.Random
) -> Coming:
    world = community.asks
    wishes = Wishes(
        f"topic{chance.randrange(world.topics)}",
        SECOND if chance.random() < world.second_language else FIRST,
        heavy=chance.random() < world.heavy,
    )
    number = b"asker" + index.to_bytes(11, "big")
    ask = Ask(
        AskId(str(index)),
        GUILD,
        PersonTag(number),
        AskerNumber(number),
        AskKind.PRIVATE,
        AskState.WAITING,
        at(second),
        at(second) + world.waits,
        None,
        wishes,
        age=Age.ADULT,
    )
    return Coming(index, second, ask)
