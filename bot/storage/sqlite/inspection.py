"""Looks at the key and the database as a start would, and makes nothing."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from bot.storage.encryption import remembered
from bot.storage.encryption.keys import KeyNotWritable, KeyRefused, Keyring, known_keyring
from bot.storage.encryption.owner_files import Edition, OwnersRefused
from bot.storage.encryption.owners import known_owners, refuse_others
from bot.storage.encryption.sealing import Sealer
from bot.storage.refused import DatabaseRefused, WrongKey
from bot.storage.sqlite import backup_files, backup_refusals, refusals
from bot.storage.sqlite.database import MIGRATIONS
from bot.storage.sqlite.files import refuse_exposed
from bot.storage.sqlite.migrate import load_migrations, refuse_newer

Refused: TypeAlias = KeyRefused | DatabaseRefused | WrongKey

_PROBE = bytes(4096)


def faults(
    environ: Mapping[str, str], key_file: Path, database: Path, backups: Path | None = None
) -> Iterator[str]:
    """In plain words what `refused` finds."""
    return map(str, refused(environ, key_file, database, backups))


def refused(
    environ: Mapping[str, str], key_file: Path, database: Path, backups: Path | None = None
) -> Iterator[Refused]:
    """All that keeps the bot from starting on this key and this database. `backups` is the folder
    that the settings name for them; it matters where the database is to be upgraded.

    That another process has the database open is no fault: it may be the bot itself.
    """
    keyring: Keyring | None = None
    try:
        keyring = known_keyring(environ, key_file, database)
        if keyring is None:
            _refuse_unwritable_key(key_file)
    except KeyRefused as why:
        yield why
    try:
        _look_at(database, key_file, keyring, backups)
    except (DatabaseRefused, OwnersRefused, WrongKey) as why:
        yield why


def _look_at(database: Path, key_file: Path, keyring: Keyring | None, backups: Path | None) -> None:
    path = database.resolve()
    if path.exists() and not path.is_file():
        raise refusals.not_a_file(database)
    try:
        refuse_exposed(path.parent)
        _write_into(path.parent)
        known = _content(path) if path.exists() and path.stat().st_size else _NOTHING
    except OSError as error:
        raise refusals.of_system(database, error) from None
    if keyring is None:
        return
    if known.key is None:
        remembered.refuse_lost(keyring, key_file, database)
    elif not Sealer(keyring).matches(known.key):
        raise WrongKey(database)
    refuse_others(known_owners(keyring, key_file), known.edition, database)
    if 0 < known.version < len(load_migrations(MIGRATIONS)):
        _refuse_without_backup(backups, database)


def lacking(database: Path) -> list[str]:
    """Which tables, indexes, triggers and columns a database of this version should have, and has
    not; sorted. Empty where there is none, or one of another version. Another process may have it
    open."""
    steps = load_migrations(MIGRATIONS)
    uri = f"{database.resolve().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as reader:
            reader.execute("PRAGMA query_only = ON")
            (version,) = reader.execute("PRAGMA user_version").fetchone()
            found = _parts(reader)
    except sqlite3.Error:
        return []
    if version != len(steps):
        return []
    with closing(sqlite3.connect(":memory:")) as made:
        for step in steps:
            for statement in step.statements:
                made.execute(statement)
        return sorted(_parts(made) - found)


def _parts(reader: sqlite3.Connection) -> set[str]:
    """Everything that has a name, columns with their table's before them."""
    named = reader.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    columns = reader.execute(
        "SELECT t.name || '.' || c.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c"
        " WHERE t.type = 'table'"
    )
    return {name for (name,) in (*named, *columns)}


def noted(database: Path, name: str) -> bytes | None:
    """What a database that another process has open keeps under a name in its table `meta`."""
    uri = f"{database.resolve().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as reader:
            reader.execute("PRAGMA query_only = ON")
            row = reader.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    except sqlite3.Error:  # it is being written anew, or is not there yet
        return None
    return None if row is None else bytes(row[0])


def _refuse_without_backup(backups: Path | None, database: Path) -> None:
    folder = backup_files.fit(backups, database)
    try:
        _write_into(folder)
    except OSError as error:
        raise backup_refusals.of_system(folder, error) from None


@dataclass(frozen=True, slots=True)
class _Remembers:
    """What a database knows its key and the secrets of its rows by."""

    key: bytes | None = None
    edition: Edition | None = None
    version: int = 0


_NOTHING = _Remembers()
"""Of a database in which nothing was ever kept."""


def _content(path: Path) -> _Remembers:
    with path.open("r+b") as file:
        if file.read(len(refusals.BEGINS)) != refusals.BEGINS:
            raise refusals.damaged(path)
    try:
        # not mode=ro: that would make a -wal and a -shm file, and leave them
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as reader:
            reader.execute("PRAGMA query_only = ON")
            return _known(reader, path)
    except sqlite3.Error as error:
        raise refusals.of_sqlite(path, error) or refusals.damaged(path) from None


def _known(reader: sqlite3.Connection, path: Path) -> _Remembers:
    if reader.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise refusals.damaged(path)
    (version,) = reader.execute("PRAGMA user_version").fetchone()
    refuse_newer(version, len(load_migrations(MIGRATIONS)))
    if not version:
        return _NOTHING
    values = dict(reader.execute("SELECT name, value FROM meta").fetchall())
    edition = values.get("owners")
    return _Remembers(values.get("key_check"), edition and Edition.loaded(edition), version)


def _refuse_unwritable_key(key_file: Path) -> None:
    try:
        _write_into(key_file.resolve().parent)
    except OSError as error:
        raise KeyNotWritable(
            f"The key file {key_file} cannot be made: {error.strerror}. Give this account the right"
            " to write there and some room, or name another place in storage.key_file."
        ) from None


def _write_into(folder: Path) -> None:
    """Write a file without a name into the folder, or into that in which it would be made."""
    while not os.path.lexists(folder):
        folder = folder.parent
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(_PROBE)
