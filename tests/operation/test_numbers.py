"""The numbers of a running bot, without the page."""

import asyncio
import logging
import time
from pathlib import Path

import structlog

from bot.domain.batches import QUARTER
from bot.domain.ids import AskId
from bot.operation.errors import LIBRARY, ErrorCounts
from bot.operation.gathered import MIB, size
from bot.operation.loop_lag import EVERY, LoopLag
from bot.operation.measured import RELAY_SECONDS, Measured
from bot.setting_sections import Logging
from tests.log_lines import kept_log


class Passing:
    """Seconds that pass as they are told to."""

    def __init__(self) -> None:
        self.seconds = 5 * QUARTER

    def now(self) -> float:
        """Since whenever."""
        return self.seconds


def test_words_and_rounds_are_told_in_batches() -> None:
    """Each by whom it is for, as the outbox and the ask name them."""
    clock = Passing()
    measured = Measured(clock.now)
    for person in range(5):
        for _ in range(10):
            measured.words_passed_on(f"lane {person}", 0.02)
        measured.more_were_told(AskId(f"ask {person % 4}"))
    measured.slowed_down()
    assert (measured.words().number, measured.rounds().number) == (0, 0)
    clock.seconds += QUARTER
    assert measured.words().counts[1] == measured.words().number == 50
    assert RELAY_SECONDS[0] < 0.02 < RELAY_SECONDS[1]
    assert measured.rounds().number == 0
    assert measured.told_to_slow_down == 1


def test_errors_are_counted_by_their_codes() -> None:
    """Warnings and worse, ours by code, a library's together; told a quarter of an hour later, and
    nothing of their values."""
    clock = Passing()
    errors = ErrorCounts(clock.now)
    with kept_log(Logging()), errors.counting():
        log = structlog.get_logger("anywhere")
        log.info("nothing.of.it")
        log.warning("discord.unreachable", why="OSError")
        log.error("delivery.failed", kind="words")
        log.error("delivery.failed", kind="words")
        logging.getLogger("library").warning("words of somebody")
        assert errors.told() == {}
        clock.seconds += QUARTER
        assert errors.told() == {"discord.unreachable": 1, "delivery.failed": 2, LIBRARY: 1}
    logging.getLogger("library").warning("after it")
    clock.seconds += QUARTER
    assert errors.told()[LIBRARY] == 1


def test_the_size_of_a_database_moves_in_steps(tmp_path: Path) -> None:
    """With its log; a word more is not seen."""
    database = tmp_path / "bot.sqlite3"
    database.write_bytes(b"x" * (3 * MIB - 5000))
    log = tmp_path / "bot.sqlite3-wal"
    log.write_bytes(b"x" * 4096)
    assert size(database) == 2 * MIB
    log.write_bytes(b"x" * 8192)
    assert size(database) == 3 * MIB


async def test_a_loop_that_stands_still_is_seen() -> None:
    """For a minute at least; in steps, so that what comes with a press is none."""
    lag = LoopLag()
    async with lag.looking():
        await asyncio.sleep(0)
        time.sleep(4 * EVERY)  # noqa: ASYNC251 - that is what is looked for
        await asyncio.sleep(2 * EVERY)
        assert lag.seconds >= 2 * EVERY
    lag._before, lag._worst = 0.0, 0.049
    assert lag.seconds == 0.0
