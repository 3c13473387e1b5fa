"""Bringing a database to the shape that this code expects.

Owns reading the numbered files ``NNNN_name.sql`` and applying what is missing, in one transaction
together with the new number in ``PRAGMA user_version``: after a crash, or where a step fails, the
database is as it was. It does not own any table; files are only ever added.
"""

import re
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import aiosqlite

from bot.storage.refused import DatabaseRefused, DatabaseTooNew

_FILE_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
_COMMENTS = re.compile(r"(?:\s|--[^\n]*(?:\n|\Z)|/\*.*?(?:\*/|\Z))*", re.DOTALL)
_TRANSACTION_WORDS = {"BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "VACUUM"}


BeforeUpgrade = Callable[[int], Awaitable[Path]]
"""Makes a backup of a database that is about to get this version, and says where it lies. Whatever
it raises keeps the database as it is."""


class UpgradeFailed(DatabaseRefused):
    """The database could not be brought up to date. It is as it was, and its backup is named."""

    def __init__(self, path: Path, version: int, why: Exception, backup: Path | None) -> None:
        kept = "" if backup is None else f" There is a backup of it, too: {backup}."
        super().__init__(
            f"The database ({path}) could not be brought from version {version} up to date: {why}."
            f" Nothing in it was changed.{kept} To go back, install the version of the bot that you"
            " had before, and start that; it goes on with the database as it is."
        )


class MigrationsBroken(DatabaseRefused):
    """The migration files themselves are wrong: a fault of the code, found before it does harm."""


@dataclass(frozen=True)
class Migration:
    """One numbered step. Most are long done when a database is opened, and need not be read."""

    number: int
    name: str
    file: Path

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """What it does, cut into single statements. Raises MigrationsBroken."""
        statements = split_statements(self.file.read_text(encoding="utf-8"))
        for statement in statements:
            _refuse_transaction_word(self.file.name, statement)
        return statements


def load_migrations(folder: Path) -> tuple[Migration, ...]:
    """All steps in order, from 0001 without a gap; none is read yet. Raises MigrationsBroken."""
    steps = sorted(
        (_load(file) for file in folder.glob("*.sql")), key=lambda step: (step.number, step.name)
    )
    for expected, step in enumerate(steps, start=1):
        if step.number != expected:
            raise MigrationsBroken(
                f"Migration {expected:04} should come next, but there is "
                f"{step.number:04}_{step.name}.sql: numbers have no gap and come once."
            )
    if not steps:
        raise MigrationsBroken(f"There are no migrations in {folder}: is the installation whole?")
    return tuple(steps)


async def upgrade(
    connection: aiosqlite.Connection,
    steps: Sequence[Migration],
    path: Path,
    before: BeforeUpgrade | None,
) -> None:
    """As `migrate`; one that has rows already gets a backup first. Raises UpgradeFailed, too."""
    version, backup = await _version(connection), None
    refuse_newer(version, len(steps))
    if before is not None and 0 < version < len(steps):
        backup = await before(len(steps))
    try:
        await migrate(connection, steps)
    except sqlite3.Error as error:
        if not version:
            raise
        raise UpgradeFailed(path, version, error, backup) from error


async def migrate(connection: aiosqlite.Connection, steps: Sequence[Migration]) -> None:
    """Apply what is missing, all or nothing. The connection is the only writer and in autocommit
    mode.

    Raises DatabaseTooNew, or MigrationsBroken before anything runs, or the error of the step that
    failed; then no step left a trace.
    """
    version = await _version(connection)
    refuse_newer(version, len(steps))
    if missing := steps[version:]:
        await _apply(connection, missing)


def refuse_newer(version: int, known: int) -> None:
    """Raise DatabaseTooNew for a database with more steps than this code has."""
    if version > known:
        raise DatabaseTooNew(
            f"The database has version {version}, this code knows {known}: "
            "a newer version of the bot has used it. Install that version, or restore a backup."
        )


def split_statements(script: str) -> tuple[str, ...]:
    """The single statements of a script. A ; in a string, comment or trigger ends none."""
    found: list[str] = []
    current = ""
    for part in re.split(r"(?<=;)", script):
        current += part
        if sqlite3.complete_statement(current):
            found.append(current.strip())
            current = ""
    if _after_comments(current):
        raise MigrationsBroken(f"The last statement has no end: {current.strip()[:60]!r}")
    return tuple(found)


async def _version(connection: aiosqlite.Connection) -> int:
    rows = await connection.execute_fetchall("PRAGMA user_version")
    return int(next(iter(rows))[0])


async def _apply(connection: aiosqlite.Connection, steps: Sequence[Migration]) -> None:
    statements = [statement for step in steps for statement in step.statements]
    await connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in statements:
            await connection.execute(statement)
        # PRAGMA takes no bound parameter; the number is an int of ours.
        await connection.execute(f"PRAGMA user_version = {steps[-1].number:d}")
        await connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            await connection.execute("ROLLBACK")
        raise


def _load(file: Path) -> Migration:
    named = _FILE_NAME.fullmatch(file.name)
    if named is None:
        raise MigrationsBroken(f"{file.name} is not named like 0001_name.sql.")
    return Migration(int(named[1]), named[2], file)


def _refuse_transaction_word(file_name: str, statement: str) -> None:
    """A COMMIT of its own would tear the step apart from its number."""
    first_word = re.match(r"\w*", _after_comments(statement))
    if first_word is not None and first_word[0].upper() in _TRANSACTION_WORDS:
        raise MigrationsBroken(f"{file_name} may not use {first_word[0].upper()}.")


def _after_comments(sql: str) -> str:
    comments = _COMMENTS.match(sql)
    return sql[comments.end() :] if comments is not None else sql
