"""What Discord refuses is counted, and far below its own limit less goes out."""

import pytest
from structlog.testing import capture_logs

from bot.services.requests import (
    AT_MOST,
    LONGEST,
    ONE_EVERY,
    UNNAMED,
    WINDOW,
    Breaker,
    RefusedRequest,
)

DISCORDS_LIMIT = 10_000
"""https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans"""


class Clock:
    """Seconds that pass as they are told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> float:
        """Since whenever."""
        return self.seconds


def refuse(breaker: Breaker, times: int, *kinds: RefusedRequest) -> None:
    """Let so many be refused, of these kinds in turn."""
    for number in range(times):
        breaker.refused(kinds[number % len(kinds)])


COUNTED = (
    RefusedRequest(401, own=False),
    RefusedRequest(403),
    RefusedRequest(403, own=False),
    RefusedRequest(429, retry_after=1.0),
)


def test_all_that_discord_counts_opens_it_far_below_its_limit() -> None:
    """Whatever they were for; then words go out one by one, and after its time everything does."""
    clock = Clock()
    breaker = Breaker(clock.now)
    with capture_logs() as log:
        refuse(breaker, AT_MOST - 1, *COUNTED)
        assert (breaker.until_next(), breaker.until_rest()) == (0.0, 0.0)
        refuse(breaker, 1, *COUNTED)
    assert [(one["event"], one["log_level"]) for one in log] == [("requests.held_back", "warning")]
    assert (breaker.until_next(), breaker.until_rest()) == (0.0, WINDOW)
    breaker.one_goes_out()
    assert breaker.until_next() == ONE_EVERY
    clock.seconds += ONE_EVERY
    assert breaker.until_next() == 0.0
    clock.seconds += WINDOW
    assert (breaker.until_next(), breaker.until_rest()) == (0.0, 0.0)
    breaker.one_goes_out()
    assert breaker.until_next() == 0.0


def test_even_if_every_word_is_refused_five_times_the_limit_is_far() -> None:
    """discord.py tries one request five times at most."""
    assert AT_MOST + 5 * WINDOW / ONE_EVERY < DISCORDS_LIMIT / 2


def test_what_discord_does_not_count_is_not_counted() -> None:
    """A limit that others used up, what is gone, and its own faults."""
    breaker = Breaker(Clock().now)
    kinds = (RefusedRequest(429, shared=True), RefusedRequest(404), RefusedRequest(503))
    refuse(breaker, DISCORDS_LIMIT, *kinds)
    assert breaker.until_rest() == 0.0


def test_what_is_long_ago_is_not_counted() -> None:
    """A few now and then are no reason to stop."""
    clock = Clock()
    breaker = Breaker(clock.now)
    for _ in range(2 * AT_MOST):
        clock.seconds += WINDOW / (AT_MOST - 1) + 0.01
        refuse(breaker, 1, *COUNTED)
    assert breaker.until_rest() == 0.0


@pytest.mark.parametrize(
    ("named", "waits"), [(30.0, 30.0), (None, UNNAMED), (10 * LONGEST, LONGEST)]
)
def test_whoever_is_shut_out_says_nothing_for_a_while(named: float | None, waits: float) -> None:
    """A 429 that is not Discord's own: no word goes out either, and it is told once."""
    clock = Clock()
    breaker = Breaker(clock.now)
    with capture_logs() as log:
        refuse(breaker, 3, RefusedRequest(429, by_discord=False, retry_after=named))
    assert (breaker.until_next(), breaker.until_rest()) == (waits, waits)
    assert [(one["event"], one["log_level"]) for one in log] == [("requests.shut_out", "error")]
    clock.seconds += waits
    assert (breaker.until_next(), breaker.until_rest()) == (0.0, 0.0)
