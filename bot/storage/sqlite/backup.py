"""A backup of a database that is in use: whole and under its name, or not there at all.

`VACUUM INTO` and no copy of the pages: pages keep pieces of what was erased. Never the key: whoever
has a backup alone has nothing. It keeps one process busy for long, so ``backup_process`` runs it.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.storage.sqlite import backup_files as files
from bot.storage.sqlite import backup_refusals as refusals
from bot.storage.sqlite.backup_pace import vacuum_into

_SPARE = 16_000_000
"""Bytes that a backup leaves free at least: on the same disk the bot goes on writing."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to make a backup of, and where. No folder: the one beside the database."""

    database: Path
    folder: Path | None
    keep: int
    """How many are left in the folder, the new one among them: at least 1."""
    upgrade_to: int | None = None
    """Which version the database gets right afterwards."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that counts. `not_removed` are older ones that could not be deleted."""

    file: Path
    version: int
    size: int
    not_removed: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds, as far as two that are alike must have it in common."""

    version: int
    key_check: bytes | None
    schema: frozenset[tuple[str, str, str | None]]
    rows: Mapping[str, int]
    """By table."""


def make(wanted: Wanted, now: datetime) -> Made:
    """Make one, then delete those that are too many. Raises BackupRefused.

    It is verified before it counts. A kill at any moment leaves either nothing that counts or a
    whole one; what it leaves beside that is deleted by the next.
    """
    database = wanted.database.resolve()
    if not database.is_file() or not database.stat().st_size:
        raise refusals.no_database(database)
    folder = files.prepare(wanted.folder, database)
    with _explained(database, folder), files.turn(database):
        files.sweep(folder)
        with closing(_reader(database)) as reader:
            made, version = _copy(reader, folder, database, wanted.upgrade_to, now)
        return Made(made, version, made.stat().st_size, _pruned(made, database, wanted))


def contents(connection: sqlite3.Connection) -> Contents:
    """What the database of a connection holds, in one snapshot."""
    connection.execute("BEGIN")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        schema = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
        names = [name for kind, name, _ in schema if kind == "table"]
        rows = {name: _number_of_rows(connection, name) for name in names}
        return Contents(version, key_check(connection), frozenset(schema), rows)
    finally:
        connection.execute("ROLLBACK")


def _number_of_rows(connection: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    (number,) = connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()  # noqa: S608 - a name
    return int(number)


def key_check(connection: sqlite3.Connection) -> bytes | None:
    """What a database knows its key by; None for one that is not ours, or holds nothing yet."""
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    if ("meta",) not in tables:
        return None
    try:
        row = connection.execute("SELECT value FROM meta WHERE name = 'key_check'").fetchone()
        return None if row is None else bytes(row[0])
    except (TypeError, sqlite3.OperationalError):  # somebody else's table of this name
        return None


def read_only(file: Path) -> sqlite3.Connection:
    """A finished backup, of which nothing is changed and beside which nothing is made."""
    uri = f"{file.as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, isolation_level=None)


def is_whole(connection: sqlite3.Connection) -> bool:
    """Whether SQLite finds no fault in any page, row or index."""
    return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))


def _reader(database: Path) -> sqlite3.Connection:
    # not mode=ro: that would leave a -wal and a -shm behind where no bot runs
    reader = sqlite3.connect(
        f"{database.as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=5
    )
    reader.execute("PRAGMA trusted_schema = OFF")
    reader.execute("PRAGMA synchronous = OFF")  # of the copy, which is synced once it is whole
    return reader


def _copy(
    reader: sqlite3.Connection, folder: Path, database: Path, upgrade_to: int | None, now: datetime
) -> tuple[Path, int]:
    _refuse_full(reader, folder)
    (before,) = reader.execute("PRAGMA data_version").fetchone()
    source = contents(reader)
    version = f"v{source.version:04}" + ("" if upgrade_to is None else f"-before-v{upgrade_to:04}")
    target = files.free_name(folder, database, now, version)
    with files.written(target) as (partial, handle):
        vacuum_into(reader, str(partial), handle)
        (after,) = reader.execute("PRAGMA data_version").fetchone()
        _verify(partial, source, unchanged=before == after)
    return target, source.version


def _verify(copy: Path, source: Contents, *, unchanged: bool) -> None:
    """Where people wrote meanwhile, the numbers of rows may differ; all else may not."""
    with closing(read_only(copy)) as connection:
        if not is_whole(connection):
            raise refusals.not_alike("it is damaged")
        found = contents(connection)
    if (found.version, found.key_check) != (source.version, source.key_check):
        raise refusals.not_alike("it is of another version or key")
    if found.schema != source.schema:
        raise refusals.not_alike("its tables differ")
    if unchanged and found.rows != source.rows:
        raise refusals.not_alike("rows are missing")


def _refuse_full(reader: sqlite3.Connection, folder: Path) -> None:
    """Rather nothing than a disk that is filled to its end, on which the bot could not write."""
    pages, free_pages, page_size = (
        reader.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    needed = (pages - free_pages) * page_size + _SPARE
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize
    if free < needed:
        raise refusals.no_room(folder, needed, free)


def _pruned(made: Path, database: Path, wanted: Wanted) -> int:
    """Of those before an upgrade only the newest of its kind is kept: a start that fails again and
    again must not fill the disk, nor push out what is older."""
    older = [one for one in files.backups(made.parent, database) if one.file != made]
    if wanted.upgrade_to is not None:
        same_kind = made.name.partition("Z-")[2]
        return files.prune([one for one in older if one.file.name.endswith(f"Z-{same_kind}")], 0)
    return files.prune(older, wanted.keep - 1)


@contextmanager
def _explained(database: Path, folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refusals.of_system(folder, error) from error
    except sqlite3.Error as error:
        told = refusals.of_sqlite(database, folder, error)
        if told is None:
            raise
        raise told from error
