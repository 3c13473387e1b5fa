"""Who fits an ask, and who comes first."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ages import Age
from bot.domain.asks import Ask, AskKind, AskState, OwnWords, Wishes
from bot.domain.ids import AskerNumber, AskId, GuildId, ListenerNumber, PersonTag
from bot.domain.listening import Heavy, Limits, Listener, Load, Preferences, may_take
from bot.domain.offers import Candidate, OfferLimits, best, fits, order
from bot.domain.quiet_hours import Span

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
DAY = timedelta(days=1)
CARRY = Limits(at_once=1, conversations_a_day=3, heavy_a_week=2)
LIMITS = OfferLimits(8, 2, Span(time(22), time(8)), CARRY)
ASK = Ask(
    AskId("ask"),
    GuildId(1),
    PersonTag(b"asker"),
    AskerNumber(b"asker"),
    AskKind.PRIVATE,
    AskState.WAITING,
    NOW,
    NOW + DAY,
    OwnWords("words"),
    age=Age.ADULT,
)
HEAVY = replace(ASK, wishes=Wishes(heavy=True))
HERE = Listener(
    ListenerNumber(b"one"),
    GuildId(1),
    PersonTag(b"one"),
    NOW,
    NOW + timedelta(hours=1),
    age=Age.ADULT,
)
AWAY = replace(HERE, on_duty_until=None, preferences=Preferences(off_duty_offers=True, zone="UTC"))
FREE = Load(0, 0)
ONE = Candidate(HERE, FREE, topic_fits=True, offers_today=0, off_duty_offers_today=0,
                last_offered=0, usual_answer=300)  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        replace(ONE, listener=replace(HERE, person=ASK.asker)),
        replace(ONE, listener=replace(HERE, guild_id=GuildId(2))),
        replace(ONE, listener=replace(HERE, resting_until=NOW + DAY)),
        replace(ONE, listener=replace(HERE, on_duty_until=NOW)),
        replace(ONE, listener=replace(HERE, age=Age.YOUNG, approved_young=True)),
        replace(ONE, offers_today=8),
        replace(ONE, load=Load(1, 1)),
        replace(ONE, load=Load(0, 3)),
        replace(ONE, load=Load(0, 0, rests_after_heavy=True)),
    ],
)
def test_who_does_not_fit_is_not_told(changed: Candidate) -> None:
    """The asker, another server, resting, no longer here, told or talking enough."""
    assert fits(ASK, ONE, NOW, LIMITS)
    assert not fits(ASK, changed, NOW, LIMITS)


@pytest.mark.parametrize(
    ("heavy", "lately", "expected"),
    [(Heavy.YES, 0, True), (Heavy.ASK, 1, True), (Heavy.YES, 2, False), (Heavy.NO, 0, False)],
)
def test_heavy_asks_need_a_yes_and_room(heavy: Heavy, lately: int, expected: bool) -> None:
    """Two a week at most, and only for those who want them."""
    listener = replace(HERE, preferences=Preferences(heavy=heavy))
    one = replace(ONE, listener=listener, load=Load(0, 0, heavy_week=lately))
    assert fits(HEAVY, one, NOW, LIMITS) is expected
    assert fits(ASK, one, NOW, LIMITS)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (AWAY, True),
        (replace(AWAY, preferences=Preferences(off_duty_offers=True)), False),
        (replace(AWAY, preferences=Preferences(zone="UTC")), False),
        (replace(AWAY, preferences=Preferences(off_duty_offers=True, zone="Asia/Tokyo")), False),
    ],
)
def test_off_duty_it_takes_a_yes_a_zone_and_daytime(changed: Listener, expected: bool) -> None:
    """Whoever's zone is unknown is never woken."""
    assert fits(ASK, replace(ONE, listener=changed), NOW, LIMITS) is expected


def test_off_duty_twice_a_day_at_most() -> None:
    """The third offer of a day is not made."""
    one = replace(ONE, listener=AWAY, off_duty_offers_today=2)
    assert not fits(ASK, one, NOW, LIMITS)


def test_who_is_excluded_may_not_take_it() -> None:
    """Whatever else is true of them."""
    assert may_take(ASK, HERE, FREE, NOW, limits=CARRY)
    assert not may_take(ASK, HERE, FREE, NOW, limits=CARRY, excluded=True)


CANDIDATES = st.builds(
    replace,
    st.just(ONE),
    topic_fits=st.booleans(),
    offers_today=st.integers(0, 8),
    last_offered=st.integers(0, 5),
    usual_answer=st.integers(0, 600),
    load=st.builds(Load, st.integers(0, 3), st.integers(0, 3)),
)


@given(st.lists(CANDIDATES, max_size=40), st.integers(0, 8))
def test_the_best_few_are_those_of_a_full_sort(some: list[Candidate], people: int) -> None:
    """Taking the best few gives the same as sorting everybody."""
    wanted = sorted(some, key=lambda one: order(ASK, one))[:people]
    assert [order(ASK, one) for one in best(ASK, some, people)] == [
        order(ASK, one) for one in wanted
    ]


def test_the_topic_comes_before_everything_else() -> None:
    """Then who carries least, then who was told least, then who was left in peace longest."""
    topic = replace(ONE, offers_today=7, last_offered=99)
    busy = replace(ONE, topic_fits=False, load=Load(0, 2))
    free = replace(ONE, topic_fits=False, offers_today=3)
    fresh = replace(ONE, topic_fits=False, last_offered=5)
    rested = replace(ONE, topic_fits=False, last_offered=1)
    assert best(ASK, [busy, free, fresh, rested, topic], 5) == [topic, rested, fresh, free, busy]


def test_who_can_share_what_is_to_be_learned_comes_before_the_topic() -> None:
    """But for whoever left offers without a sign of life."""
    skilled = replace(ONE, skill_fits=True, topic_fits=False, load=Load(0, 2))
    silent = replace(skilled, silent=1)
    assert best(ASK, [silent, ONE, skilled], 3) == [skilled, ONE, silent]
