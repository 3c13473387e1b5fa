from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ages import Age
from bot.domain.asks import Ask, AskKind, AskState, OwnWords, Wishes
from bot.domain.ids import AskerNumber, AskId, GuildId, ListenerNumber, PersonTag
from bot.domain.listening import Heavy, Limits, Listener, Load, Preferences, may_take

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LIMITS = Limits(at_once=1, conversations_a_day=3, heavy_a_week=2)
ASK = Ask(
    AskId("ask"),
    GuildId(1),
    PersonTag(b"asker"),
    AskerNumber(b"asker here"),
    AskKind.PRIVATE,
    AskState.WAITING,
    NOW - SECOND,
    NOW + SECOND,
    OwnWords("words"),
    age=Age.ADULT,
)
HEAVY = replace(ASK, wishes=Wishes(heavy=True))
LISTENER = Listener(ListenerNumber(b"here"), GuildId(1), PersonTag(b"listener"), NOW, age=Age.ADULT)
NOTHING = Load(0, 0)


def prefers(**chosen: object) -> Listener:
    """A listener with preferences."""
    return replace(LISTENER, preferences=replace(Preferences(), **chosen))  # type: ignore[arg-type]


def may(
    ask: Ask = ASK, listener: Listener = LISTENER, load: Load = NOTHING, *, excluded: bool = False
) -> bool:
    """Whether it may be taken now."""
    return may_take(ask, listener, load, NOW, limits=LIMITS, excluded=excluded)


def test_a_listener_with_room_may_take_an_ask_that_waits() -> None:
    """On duty or not: who sees it may accept it."""
    assert may()
    assert may(load=Load(0, 2))


@pytest.mark.parametrize("state", [AskState.TAKEN, AskState.CLOSED])
def test_only_what_waits_may_be_taken(state: AskState) -> None:
    """Not what somebody has, and not what is over."""
    assert not may(replace(ASK, state=state))


def test_it_may_be_taken_until_its_second() -> None:
    """At the moment of its expiry it may not."""
    assert not may(replace(ASK, expires_at=NOW))
    assert may(replace(ASK, expires_at=NOW + timedelta(microseconds=1)))


def test_not_in_another_server() -> None:
    """Listeners are of one server."""
    assert not may(listener=replace(LISTENER, guild_id=GuildId(2)))


def test_never_ones_own() -> None:
    """The same person, although the number in this server were another."""
    assert not may(replace(ASK, asker=LISTENER.person))


def test_never_by_somebody_who_must_not_get_it() -> None:
    """The asker named them."""
    assert not may(excluded=True)


@pytest.mark.parametrize("load", [Load(1, 1), Load(2, 1), Load(0, 3), Load(0, 4)])
def test_never_beyond_ones_limits(load: Load) -> None:
    """One at once, three a day, and not one more."""
    assert not may(load=load)


def test_who_chose_to_carry_more_at_once_may() -> None:
    """Their own number counts in the place of the operator's."""
    two = prefers(at_once=2)
    assert may(listener=two, load=Load(1, 1))
    assert not may(listener=two, load=Load(2, 2))


@pytest.mark.parametrize(("chosen", "expected"), [("no", False), ("ask", True), ("yes", True)])
def test_heavy_asks_are_for_those_who_take_them(chosen: str, *, expected: bool) -> None:
    """Who said no, or nothing, gets the others only."""
    listener = prefers(heavy=Heavy(chosen))
    assert may(HEAVY, listener) is expected
    assert may(ASK, listener)
    assert not may(HEAVY, LISTENER)


def test_two_heavy_ones_a_week() -> None:
    """The third has to be somebody else's; others are still possible."""
    listener = prefers(heavy=Heavy.YES)
    assert may(HEAVY, listener, Load(0, 1, heavy_week=1))
    assert not may(HEAVY, listener, Load(0, 1, heavy_week=2))
    assert may(ASK, listener, Load(0, 1, heavy_week=2))


def test_rest_is_rest() -> None:
    """After something heavy, or because they asked for it, until its second."""
    assert not may(load=Load(0, 1, rests_after_heavy=True))
    assert not may(listener=replace(LISTENER, resting_until=NOW + SECOND))
    assert may(listener=replace(LISTENER, resting_until=NOW))


def test_duty_ends_at_its_second() -> None:
    """And who never went on duty is not on duty."""
    assert not LISTENER.on_duty(NOW)
    assert replace(LISTENER, on_duty_until=NOW + SECOND).on_duty(NOW)
    assert not replace(LISTENER, on_duty_until=NOW).on_duty(NOW)
