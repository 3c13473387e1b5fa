"""Whether the outbox moves."""

from bot.services.delivery.movement import ENDS_WITHIN, LOOKS_WITHIN, Movement


class Seconds:
    """What really passed."""

    def __init__(self) -> None:
        self.passed = 100.0

    def now(self) -> float:
        """So far."""
        return self.passed


def test_it_stands_still_once_nobody_looks() -> None:
    """And no more as soon as somebody does."""
    seconds = Seconds()
    movement = Movement(seconds.now)
    seconds.passed += LOOKS_WITHIN
    assert not movement.stands_still()
    seconds.passed += 1
    assert movement.stands_still()
    movement.looked()
    assert not movement.stands_still()


def test_it_stands_still_once_all_that_was_begun_hangs() -> None:
    """However often it is looked at; one that ends while another hangs is movement."""
    seconds = Seconds()
    movement = Movement(seconds.now)
    movement.began()
    movement.began()
    seconds.passed += ENDS_WITHIN
    movement.ended()
    for passed, still in ((ENDS_WITHIN, False), (1, True), (ENDS_WITHIN, True)):
        seconds.passed += passed
        movement.looked()
        assert movement.stands_still() is still
    movement.ended()
    assert not movement.stands_still()


def test_nothing_to_say_is_no_standstill() -> None:
    """For days, where it is looked for."""
    seconds = Seconds()
    movement = Movement(seconds.now)
    movement.began()
    movement.ended()
    seconds.passed += 10 * ENDS_WITHIN
    movement.looked()
    assert not movement.stands_still()
