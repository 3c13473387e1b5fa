"""For how long unread messages hold up what is said to those who wrote nothing."""

from dataclasses import dataclass

import pytest

from bot.discord_app.gateway.progress import Progress


@dataclass
class Seconds:
    """A clock that only the test moves."""

    at: float = 1000.0

    def __call__(self) -> float:
        """Now."""
        return self.at


@pytest.fixture
def now() -> Seconds:
    """Some time after the start."""
    return Seconds()


def connected(now: Seconds, patience: float = 180) -> Progress:
    """One that has just got a connection."""
    progress = Progress(patience, now)
    progress.behind()
    return progress


def test_before_a_connection_nothing_counts_as_read(now: Seconds) -> None:
    """However little patience there is: everybody may be writing."""
    assert not Progress(0, now).all_read()


def test_what_cannot_be_read_is_not_waited_for_for_ever(now: Seconds) -> None:
    """After a while things go on, as nobody knows when it can be read."""
    progress = connected(now)
    now.at += 179
    assert not progress.all_read()
    now.at += 1
    assert progress.all_read()


def test_while_reading_goes_on_it_is_waited_for(now: Seconds) -> None:
    """After a long outage, or on a busy machine, it takes long: nobody who wrote in time may be
    told that they were silent."""
    progress = connected(now)
    for _ in range(20):
        now.at += 170
        assert not progress.all_read()
        progress.goes_on()
    now.at += 180
    assert progress.all_read()


def test_what_is_read_later_says_nothing_of_what_is_owed_since(now: Seconds) -> None:
    """Once all was read, a channel that fails is waited for from then on."""
    progress = connected(now)
    progress.is_over()
    assert progress.all_read()
    now.at += 500
    progress.goes_on()
    assert progress.all_read()
    progress.is_owed()
    assert not progress.all_read()
    now.at += 180
    assert progress.all_read()


def test_a_lost_connection_is_waited_for(now: Seconds) -> None:
    """Its end is told, and then what was missed is read."""
    progress = connected(now, patience=0)
    progress.cut_off()
    assert not progress.all_read()
