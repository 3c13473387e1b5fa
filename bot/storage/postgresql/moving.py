"""A database's file is copied into an empty PostgreSQL: all of it in one transaction, or nothing.

Rows are copied as they are: what is sealed is bound to its table, column and row, not to an engine,
so the same key and the same secrets beside it open it there.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bot.database_place import Address
from bot.storage.encryption.sealed_columns import SEALED, SealedTable
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.postgresql.connecting import Raw, connect, refuse_pooler
from bot.storage.postgresql.leadership import Leadership
from bot.storage.postgresql.schema import bring_up_to_date
from bot.storage.refused import DatabaseInUse, DatabaseRefused, NotThere, WrongKey
from bot.storage.sqlite.as_made import AsMade, read_only
from bot.storage.sqlite.database import MIGRATIONS
from bot.storage.sqlite.files import lock
from bot.storage.sqlite.migrate import Migration, load_migrations

OF_EACH = 20
"""Rows of each table with sealed columns that are opened afterwards: the first and the last ones
differ in nothing that matters, and a place that is wrong is wrong in every row."""


class NotMoved(DatabaseRefused):
    """Nothing was copied; says why and what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} Nothing was copied.")


@dataclass(frozen=True)
class Moved:
    """What was copied."""

    tables: int
    rows: int
    opened: int
    """Sealed values that were opened where they stand now."""


def move(database: Path, to: Address, sealer: Sealer, copied: Callable[[str, int], None]) -> Moved:
    """Copy it, and compare; `copied` hears of each table and how many rows it has.

    Raises NotMoved or another DatabaseRefused; then, and where it is interrupted, the PostgreSQL is
    as it was. The file is never changed.
    """
    if not database.exists():
        raise NotThere(database)
    steps = load_migrations(MIGRATIONS)
    with ExitStack() as stack:
        lock(database, stack)
        file = stack.enter_context(read_only(database))
        _refuse_another_version(database, file, len(steps))
        if not sealer.matches(file.noted("key_check") or b""):
            raise WrongKey(database)
        stack.enter_context(_led(to))
        raw = stack.enter_context(connect(to))
        refuse_pooler(raw)
        with raw.transaction():
            return _copied(raw, file, steps, sealer, copied)


def _copied(
    raw: Raw,
    file: AsMade,
    steps: tuple[Migration, ...],
    sealer: Sealer,
    copied: Callable[[str, int], None],
) -> Moved:
    bring_up_to_date(raw, steps)
    _refuse_full(raw)
    raw.execute("SET CONSTRAINTS ALL DEFERRED")
    names = file.tables()
    raw.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, names))))
    rows = 0
    for table in names:
        count = _copy(raw, file, table)
        _go_on_counting(raw, file, table)
        rows += count
        copied(table, count)
    opened = sum(_opened(raw, sealer, table) for table in SEALED)
    return Moved(len(names), rows, opened)


def _copy(raw: Raw, file: AsMade, table: str) -> int:
    """How many rows it has, here as there."""
    columns, rows = file.rows(table)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    sent = 0
    with raw.cursor().copy(into) as copy:
        for row in rows:
            copy.write_row(row)
            sent += 1
    found = raw.execute(sql.SQL("SELECT COUNT(*) FROM {}").format(sql.Identifier(table))).fetchone()
    if found is None or found[0] != sent:
        raise NotMoved(f"The table {table} has not as many rows there as it has here.")
    return sent


def _go_on_counting(raw: Raw, file: AsMade, table: str) -> None:
    """A number that was ever given to a row is given to no other."""
    found = raw.execute(
        "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::text::regclass"
        " AND attidentity <> ''",
        (table,),
    ).fetchall()
    for (column,) in found:
        highest = file.highest(table, column)
        if highest > 0:
            raw.execute(
                "SELECT setval(pg_get_serial_sequence(%s::text, %s::text), %s)",
                (table, column, highest),
            )


def _opened(raw: Raw, sealer: Sealer, table: SealedTable) -> int:
    """How many of some values open where they stand now. Raises NotMoved for one that does not."""
    key, columns = len(table.key), (*table.key, *table.columns)
    query = sql.SQL("SELECT {} FROM {} LIMIT {}").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table.name), OF_EACH
    )
    opened = 0
    for row in raw.execute(query).fetchall():
        values = tuple(row)
        name = table.row_name(values[:key])
        for column, value in zip((*table.words, *table.numbers), values[key:], strict=True):
            if value is None:
                continue
            opens = sealer.open if column in table.words else sealer.open_int
            try:
                opens(table.name, column, name, value)
            except SealBroken:
                raise NotMoved(f"Something in {table.name} does not open any more.") from None
            opened += 1
    return opened


def _refuse_another_version(database: Path, file: AsMade, newest: int) -> None:
    if file.version() != newest:
        raise NotMoved(
            f"The database ({database}) is of another version of the bot. Start this one on it"
            " once, stop it, and try again."
        )


def _refuse_full(raw: psycopg.Connection[Any]) -> None:
    known = raw.execute("SELECT 1 FROM meta WHERE name = 'key_check'").fetchone()
    if known is not None:
        raise NotMoved(
            "A bot has been on that PostgreSQL. Make a database of its own for this one."
        )


@contextmanager
def _led(to: Address) -> Iterator[None]:
    leadership = Leadership(to)
    try:
        if not leadership.gain():
            raise DatabaseInUse("A bot runs on that PostgreSQL.")
        yield
    finally:
        leadership.let_go()
