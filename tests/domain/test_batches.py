"""Numbers about what people do, told so that they are about no one of them."""

from itertools import pairwise

import pytest

from bot.domain.batches import PEOPLE, QUARTER, Batches


def test_what_fewer_than_five_do_is_never_told() -> None:
    """However often they do it, and for however long."""
    batches = Batches((1.0,))
    for quarter in range(100):
        batches.note(f"person {quarter % (PEOPLE - 1)}", 0.5, quarter * QUARTER)
        assert batches.told((quarter + 0.5) * QUARTER).number == 0


def test_what_five_did_is_told_at_the_next_full_quarter() -> None:
    """Not at the moment at which the fifth did it, nor at a later one within that quarter."""
    batches = Batches((1.0, 2.0))
    for person in range(PEOPLE):
        batches.note(person, 0.5 + person / 2, 10.0 + person)
        assert batches.told(10.0 + person).number == 0
    assert batches.told(QUARTER - 1).number == 0
    told = batches.told(QUARTER)
    assert told.counts == (2, 2, 1)
    assert (told.number, told.total) == (5, 7.5)


@pytest.mark.parametrize("looks", ["often", "seldom"])
def test_two_answers_differ_by_five_people_or_by_nothing(looks: str) -> None:
    """The one who comes after waits for four others, however often somebody looks."""
    batches, told = Batches(), set()
    for second in range(0, int(8 * QUARTER), 60):
        if second % 600 == 0:
            batches.note(second, 1.0, float(second))  # another one each ten minutes
        if looks == "often" or second % 3600 == 0:
            told.add(batches.told(float(second)).number)
    steps = sorted(told)
    assert steps[0] == 0
    assert len(steps) > 1
    assert all(after - before >= PEOPLE for before, after in pairwise(steps))


def test_a_quarter_that_too_few_were_in_is_told_with_the_next() -> None:
    """At a full quarter too, so that the moment is nobody's."""
    batches = Batches()
    for person in range(PEOPLE - 1):
        batches.note(person, 1.0, 1.0)
    assert batches.told(QUARTER).number == 0
    batches.note("the fifth", 1.0, QUARTER + 5)
    assert batches.told(QUARTER + 5).number == 0
    assert batches.told(2 * QUARTER - 1).number == 0
    assert batches.told(2 * QUARTER).number == PEOPLE
