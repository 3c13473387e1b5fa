"""Whoever asks for nothing gets nothing, by a statement that any engine takes or by none.

SQLite alone takes ``IN ()``, so what is sent to it is looked at.
"""

import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from bot.domain.ids import AskId
from bot.domain.schedules import Stretch
from bot.storage.schedules.occurrences import BEFORE_ALL
from bot.storage.sqlite.connection import SqliteConnection
from bot.storage.sqlite.database import MIGRATIONS
from bot.storage.sqlite.migrate import load_migrations
from bot.storage.store import Tables
from tests.services.scene import SEALER

DAY, NOW = date(2026, 3, 2), datetime(2026, 3, 2, 18, tzinfo=UTC)
NOWHERE = Stretch((), DAY, 0, 59)
SOMEWHERE = Stretch(("UTC",), DAY, 0, 59)


@pytest.fixture
def raw() -> Iterator[sqlite3.Connection]:
    """An empty database."""
    with closing(sqlite3.connect(":memory:")) as made:
        made.row_factory = sqlite3.Row
        for step in load_migrations(MIGRATIONS):
            for statement in step.statements:
                made.execute(statement)
        yield made


@pytest.mark.parametrize(
    ("look", "nothing"),
    [
        (lambda tables: tables.occurrences.coming([]), []),
        (lambda tables: tables.occurrences.coming([NOWHERE]), []),
        (lambda tables: tables.occurrences.coming([NOWHERE, SOMEWHERE]), []),
        (lambda tables: tables.occurrences.page(NOWHERE, BEFORE_ALL, 5), []),
        (lambda tables: tables.occurrences.number(NOWHERE), 0),
        (lambda tables: tables.occurrences.enter(DAY, []), []),
        (lambda tables: tables.schedules.addressees([]), []),
        (lambda tables: tables.message_copies.said_of(AskId("a"), []), []),
        (lambda tables: tables.outbox.next(NOW, []), None),
        (lambda tables: tables.timers.due(NOW, []), []),
    ],
)
async def test_nothing_of_nothing(
    raw: sqlite3.Connection, look: Callable[[Tables], Awaitable[object]], nothing: object
) -> None:
    """No list in a statement is empty."""
    said: list[str] = []
    raw.set_trace_callback(said.append)
    assert await look(Tables(SqliteConnection(raw), SEALER)) == nothing
    assert not [one for one in said if re.search(r"\bIN\s*\(\s*\)|\bVALUES\s*(ON|$)", one)]
