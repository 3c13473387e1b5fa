"""Coming to a limit again and again: how much longer somebody waits, and when that is over."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cool_downs import CoolDown, CoolDownRules, added, after_hit, forgotten_at

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
RULES = CoolDownRules(5 * MINUTE, 12 * HOUR, 6 * HOUR)


def test_the_first_time_only_the_limit_itself_holds() -> None:
    """They wait until there is room, and nothing is added."""
    once = after_hit(None, NOW, NOW + HOUR, RULES)
    assert once == CoolDown(1, NOW + HOUR)
    assert not once.holds(NOW)


def test_whoever_comes_again_soon_after_waits_longer_each_time_up_to_a_most() -> None:
    """Twice as much longer each time."""
    stands, now, longer = after_hit(None, NOW, NOW, RULES), NOW, []
    for _ in range(12):
        now = stands.until
        stands = after_hit(stands, now, now + HOUR, RULES)
        longer.append(stands.until - now - HOUR)
        assert stands.holds(now)
        assert not stands.holds(stands.until)
    assert longer[:4] == [5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE]
    assert longer[-1] == 12 * HOUR
    assert longer == sorted(longer)


@pytest.mark.parametrize("times", [1, 3])
def test_trying_while_one_waits_changes_nothing(times: int) -> None:
    """However often: they were told until when."""
    waits = CoolDown(times, NOW + HOUR)
    assert after_hit(waits, NOW + HOUR - SECOND, NOW + 9 * HOUR, RULES) == waits


def test_after_a_quiet_time_it_is_as_if_they_never_had() -> None:
    """By itself, to the second."""
    before = CoolDown(7, NOW)
    quiet = forgotten_at(before, RULES)
    assert quiet == NOW + 6 * HOUR
    assert after_hit(before, quiet, quiet + HOUR, RULES) == CoolDown(1, quiet + HOUR)
    assert after_hit(before, quiet - SECOND, quiet, RULES).times == 8


@given(times=st.integers(1, 10**6))
def test_nothing_is_ever_added_beyond_the_most(times: int) -> None:
    """However often somebody comes."""
    stands = CoolDown(min(times, 40), NOW)
    after = after_hit(stands, NOW, NOW, RULES)
    assert timedelta(0) < after.until - NOW <= RULES.at_most
    assert added(after.times, RULES) == after.until - NOW
