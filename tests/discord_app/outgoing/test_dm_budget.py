"""How new direct messages are slowed down."""

from datetime import timedelta

from bot.discord_app.outgoing.dm_budget import APART, PAUSE, QUIET, DmBudget
from tests.fakes import START

SECOND = timedelta(seconds=1)


def test_nothing_is_slowed_down_without_a_reason() -> None:
    """A thousand at once, as nobody said that it was too fast."""
    budget = DmBudget()
    assert all(budget.may_open(START) for _ in range(1000))


def test_after_a_refusal_none_is_opened_for_a_while_and_then_one_by_one() -> None:
    """The pause first, then one for each step."""
    budget = DmBudget()
    budget.was_refused(START)
    assert not budget.may_open(START + PAUSE - SECOND)
    assert budget.may_open(START + PAUSE)
    assert not budget.may_open(START + PAUSE + APART - SECOND)
    assert budget.may_open(START + PAUSE + APART)


def test_another_refusal_begins_the_pause_anew() -> None:
    """However long the first one was ago."""
    budget = DmBudget()
    budget.was_refused(START)
    budget.was_refused(START + PAUSE)
    assert not budget.may_open(START + PAUSE + PAUSE - SECOND)


def test_when_it_was_quiet_all_is_as_before() -> None:
    """Nothing is held against anybody for longer."""
    budget = DmBudget()
    budget.was_refused(START)
    assert all(budget.may_open(START + QUIET) for _ in range(100))
