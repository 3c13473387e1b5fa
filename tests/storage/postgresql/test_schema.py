"""The tables in PostgreSQL are those of SQLite, made at once or by the same migrations."""

import re
from collections.abc import Sequence
from typing import Any

import psycopg
import pytest

from bot.database_place import Address
from bot.storage.postgresql.connecting import connect
from bot.storage.postgresql.schema import NotOurs, bring_up_to_date, version_of
from bot.storage.refused import DatabaseTooNew
from bot.storage.sqlite.as_made import as_made
from bot.storage.sqlite.database import MIGRATIONS
from bot.storage.sqlite.migrate import load_migrations
from tests.engine_tables import OURS
from tests.postgresql import needs_postgresql, server

pytestmark = needs_postgresql
STEPS = load_migrations(MIGRATIONS)

_COLUMNS = """
    SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull,
        pg_get_expr(adbin, adrelid)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped
        AND relnamespace = current_schema()::regnamespace
"""
_CONSTRAINTS = """
    SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace
"""
_INDEXES = "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
_TRIGGERS = """
    SELECT tgrelid::regclass::text, pg_get_triggerdef(one.oid), prosrc
    FROM pg_trigger AS one JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal
"""


@pytest.fixture
def address() -> Address:
    """An empty database."""
    return Address(server().new())


def shape(raw: psycopg.Connection[Any], of: str) -> set[tuple[Any, ...]]:
    """What a query of the catalogue finds."""
    # a table that was made anew under another name keeps a number in the name of its own index
    return {
        tuple(re.sub(r"_(pkey|key)1\b", r"_\1", str(value)) for value in row)
        for row in raw.execute(of.encode()).fetchall()
    }


def made(address: Address, versions: Sequence[int]) -> psycopg.Connection[Any]:
    """A database that was brought to each of these versions, one after the other."""
    raw = connect(address)
    for version in versions:
        bring_up_to_date(raw, STEPS[:version])
    return raw


def test_it_has_every_table_column_index_and_trigger(address: Address) -> None:
    """And nothing beside them but what only this engine keeps."""
    with made(address, [len(STEPS)]) as raw, as_made(STEPS) as sqlite:
        assert version_of(raw) == len(STEPS)
        columns = {(table, column) for table, column, *_ in shape(raw, _COLUMNS)}
        assert {one for one in columns if one[0] not in OURS} == {
            (table, column[1])
            for table in sqlite.tables()
            for column in sqlite._sql.execute(f"PRAGMA table_info({table})")
        }
        indexes = " ".join(text for _, text in shape(raw, _INDEXES))
        for text in sqlite.texts("index"):
            assert f" {text.split(' ON ')[0].split()[-1]} " in indexes
        assert len(shape(raw, _TRIGGERS)) == len(sqlite.texts("trigger"))
        references = [text for _, text in shape(raw, _CONSTRAINTS) if text.startswith("FOREIGN")]
        assert len(references) == len({*sqlite.references()})


@pytest.mark.parametrize("since", [len(STEPS) - 1, len(STEPS) - 4, len(STEPS) - 12])
def test_an_upgrade_makes_what_a_new_one_has(address: Address, since: int) -> None:
    """Step by step, in the texts that SQLite takes."""
    other = Address(server().new())
    with made(address, [since, len(STEPS)]) as upgraded, made(other, [len(STEPS)]) as new:
        for of in (_COLUMNS, _CONSTRAINTS, _INDEXES, _TRIGGERS):
            assert shape(upgraded, of) == shape(new, of)


def test_a_newer_database_is_left_alone(address: Address) -> None:
    """An older version of the bot does not know what it would break."""
    with made(address, [len(STEPS)]) as raw:
        before = shape(raw, _COLUMNS)
        with pytest.raises(DatabaseTooNew, match="newer version"):
            bring_up_to_date(raw, STEPS[:-1])
        assert shape(raw, _COLUMNS) == before


def test_somebody_elses_tables_are_left_alone(address: Address) -> None:
    """The address may be wrong."""
    with connect(address) as raw:
        raw.execute("CREATE TABLE invoices (number BIGINT)")
        with pytest.raises(NotOurs, match="not the bot's"):
            bring_up_to_date(raw, STEPS)
        assert version_of(raw) == 0


def test_a_step_that_fails_leaves_it_as_it_was(address: Address) -> None:
    """All that is missing, or nothing."""
    with made(address, [len(STEPS) - 1]) as raw:
        last = STEPS[-1]
        broken = type(last)(last.number, last.name, last.file)
        broken.__dict__["statements"] = (*last.statements, "DROP TABLE nobody_has_it")
        with pytest.raises(psycopg.errors.UndefinedTable):
            bring_up_to_date(raw, (*STEPS[:-1], broken))
        assert version_of(raw) == len(STEPS) - 1
        bring_up_to_date(raw, STEPS)
        assert version_of(raw) == len(STEPS)
