from collections.abc import AsyncIterator
from pathlib import Path

import aiosqlite
import pytest

from bot.storage.refused import DatabaseTooNew
from bot.storage.sqlite.migrate import (
    MigrationsBroken,
    load_migrations,
    migrate,
    split_statements,
)

TABLES = """CREATE TABLE word (w); CREATE TABLE tally (n); CREATE TABLE journal (j);
INSERT INTO tally VALUES (0);"""
TRIGGER = """CREATE TRIGGER keep_count AFTER INSERT ON word
BEGIN
    UPDATE tally SET n = n + 1; -- one more; really
    INSERT INTO journal VALUES ('a;b');
END;"""


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[aiosqlite.Connection]:
    """A real database in autocommit mode."""
    async with aiosqlite.connect(tmp_path / "db", isolation_level=None) as opened:
        yield opened


def _folder(path: Path, **files: str) -> Path:
    folder = path / "migrations"
    folder.mkdir(exist_ok=True)
    for name, sql in files.items():
        (folder / f"{name.removeprefix('m')}.sql").write_text(sql)
    return folder


async def _tables(connection: aiosqlite.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    return [row[0] for row in await connection.execute_fetchall(query)]


async def _version(connection: aiosqlite.Connection) -> int:
    return next(iter(await connection.execute_fetchall("PRAGMA user_version")))[0]  # type: ignore[no-any-return]


async def test_steps_are_applied_in_order_and_once(
    tmp_path: Path, connection: aiosqlite.Connection
) -> None:
    """Each step runs once; a later start applies only what is new."""
    folder = _folder(tmp_path, m0001_a="CREATE TABLE a (x);", m0002_b="ALTER TABLE a ADD y;")
    await migrate(connection, load_migrations(folder))
    await migrate(connection, load_migrations(folder))
    _folder(tmp_path, m0003_c="CREATE TABLE c (x);")
    await migrate(connection, load_migrations(folder))
    assert await _tables(connection) == ["a", "c"]
    assert await _version(connection) == 3


async def test_a_failing_step_leaves_no_trace(
    tmp_path: Path, connection: aiosqlite.Connection
) -> None:
    """Tables and number go back together, and so do the steps before it that were missing, too."""
    broken = "CREATE TABLE b (x); INSERT INTO a VALUES (1); INSERT INTO nowhere VALUES (1);"
    folder = _folder(tmp_path, m0001_a="CREATE TABLE a (x);", m0002_b=broken)
    for before in ((), load_migrations(folder)[:1]):
        if before:
            await migrate(connection, before)
        with pytest.raises(aiosqlite.OperationalError, match="nowhere"):
            await migrate(connection, load_migrations(folder))
        assert not connection.in_transaction
        assert await _tables(connection) == ["a"][: len(before)]
        assert await _version(connection) == len(before)
    assert list(await connection.execute_fetchall("SELECT * FROM a")) == []


async def test_a_newer_database_is_refused_untouched(
    tmp_path: Path, connection: aiosqlite.Connection
) -> None:
    """A database that knows more than the code is left alone."""
    await connection.execute("PRAGMA user_version = 2")
    with pytest.raises(DatabaseTooNew, match="version 2, this code knows 1"):
        await migrate(connection, load_migrations(_folder(tmp_path, m0001_a="CREATE TABLE a (x);")))
    assert await _tables(connection) == []


async def test_a_trigger_arrives_whole(tmp_path: Path, connection: aiosqlite.Connection) -> None:
    """The ; inside a trigger end its own statements only."""
    sql = "\n".join((TABLES, TRIGGER, "INSERT INTO word VALUES ('x;');"))
    await migrate(connection, load_migrations(_folder(tmp_path, m0001_a=sql)))
    counted = await connection.execute_fetchall("SELECT n, j FROM tally, journal")
    assert list(counted) == [(1, "a;b")]


@pytest.mark.parametrize(
    ("script", "statements"),
    [
        ("", ()),
        ("-- nothing; yet\n/* nor; here */", ()),
        ("SELECT 1;SELECT 2;", ("SELECT 1;", "SELECT 2;")),
        ("SELECT ';' ; -- done; now", ("SELECT ';' ;",)),
        ("/* a;b */ SELECT 1; -- end", ("/* a;b */ SELECT 1;",)),
        ('SELECT "a;b", [c;d], `e;f`;', ('SELECT "a;b", [c;d], `e;f`;',)),
        (TRIGGER + "\nSELECT 1;", (TRIGGER, "SELECT 1;")),
    ],
)
def test_scripts_are_cut_at_the_ends_of_statements(
    script: str, statements: tuple[str, ...]
) -> None:
    """A ; in a string, a name, a comment or a trigger ends nothing."""
    assert split_statements(script) == statements


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"m0002_a": "SELECT 1;"},
        {"m0000_a": "SELECT 1;"},
        {"m0001_a": "SELECT 1;", "m0003_c": "SELECT 1;"},
        {"m0001_a": "SELECT 1;", "m0001_b": "SELECT 1;"},
        {"m0001_a": "SELECT 1;", "m2_b": "SELECT 1;"},
        {"m0001_a": "SELECT 1;", "notes": "SELECT 1;"},
        {"m0001_a": "CREATE TABLE a (x);", "m0002_b": "CREATE TABLE b (x)"},
        {"m0001_a": "CREATE TABLE a (x)"},
        {"m0001_a": "CREATE TABLE a (x); COMMIT;"},
        {"m0001_a": "/* a */ -- b\n begin; SELECT 1;"},
        {"m0001_a": "SELECT 1; VACUUM;"},
    ],
)
async def test_broken_files_are_refused_before_anything_runs(
    tmp_path: Path, connection: aiosqlite.Connection, files: dict[str, str]
) -> None:
    """No step, a gap, a number twice, a wrong name, an unfinished statement, a COMMIT."""
    with pytest.raises(MigrationsBroken):
        await migrate(connection, load_migrations(_folder(tmp_path, **files)))
    assert await _tables(connection) == []
    assert await _version(connection) == 0


def test_other_files_are_no_steps(tmp_path: Path) -> None:
    """A README beside the steps is not read."""
    folder = _folder(tmp_path, m0001_a="SELECT 1;")
    (folder / "README.md").write_text("not SQL")
    assert [step.name for step in load_migrations(folder)] == ["a"]
