"""Putting a backup in the place of the database, which is kept aside.

The backup is copied beside the database first, and it is the copy that is looked at. What was there
gets a second name before its first is given to the copy in one step: a kill at any moment leaves
the one or the other whole in its place, and nothing lost.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.storage.encryption.owner_files import Edition
from bot.storage.encryption.owners import Owners, refuse_others
from bot.storage.encryption.sealing import Sealer
from bot.storage.refused import DatabaseInUse
from bot.storage.sqlite import backup_files as files
from bot.storage.sqlite import refusals as of_database
from bot.storage.sqlite import restore_refusals as refusals
from bot.storage.sqlite.backup import is_whole, key_check, read_only
from bot.storage.sqlite.database import MIGRATIONS
from bot.storage.sqlite.files import lock, unfinished
from bot.storage.sqlite.migrate import load_migrations

_BESIDE = ("-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """The backup is in its place. `aside` is what was there before, if there was anything."""

    version: int
    aside: Path | None


def restore(
    backup: Path,
    database: Path,
    sealer: Sealer,
    now: datetime,
    agreed: Callable[[int], bool],
    owners: Owners | None = None,
) -> Restored | None:
    """Put it back if `agreed` to the version that it has; None if not.

    Raises RestoreRefused, OwnersRefused where the secrets of its rows are not those of `owners`,
    or BackupRefused while a backup is being made.
    """
    with ExitStack() as stack, _explained(database):
        place = _locked(database, stack)
        _refuse_other(backup, place)
        copy = unfinished(place)
        stack.callback(files.remove, copy)
        files.remove(copy)  # what one left behind that was killed
        _copy(backup, copy)
        version = _look_at(copy, backup, sealer)
        _refuse_without_secrets(copy, backup, owners)
        if not agreed(version):
            return None
        _settle(place)
        _forget_erased(place, sealer, owners)
        aside = _keep_aside(place, now)
        copy.rename(place)
        files.sync_folder(place.parent)
        return Restored(version, aside)


def _locked(database: Path, stack: ExitStack) -> Path:
    try:
        place = lock(database, stack)
    except DatabaseInUse:
        raise refusals.in_use(database) from None
    stack.enter_context(files.turn(place))
    return place


def _refuse_other(backup: Path, place: Path) -> None:
    try:
        is_database = _is_database(backup)
    except OSError as error:
        raise refusals.unreadable(backup, error.strerror or type(error).__name__) from None
    if place.exists() and backup.samefile(place):
        raise refusals.itself(backup)
    if not is_database:
        raise refusals.unrelated(backup)


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(of_database.BEGINS)) == of_database.BEGINS


def _copy(backup: Path, copy: Path) -> None:
    """With what is in its log: it may be a database that was kept aside, and not a backup."""
    for ending in ("-wal", ""):
        source = backup.with_name(backup.name + ending)
        if not ending or source.exists():
            _copy_file(source, copy.with_name(copy.name + ending))


def _copy_file(source: Path, target: Path) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as into, source.open("rb") as file:
        os.fchmod(handle, 0o600)
        shutil.copyfileobj(file, into, 1 << 20)
        into.flush()
        os.fsync(handle)


def _look_at(copy: Path, backup: Path, sealer: Sealer) -> int:
    known = len(load_migrations(MIGRATIONS))
    try:
        if copy.with_name(copy.name + "-wal").exists():
            _empty_log(copy)
        with closing(read_only(copy)) as connection:
            if not is_whole(connection):
                raise refusals.damaged(backup)
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            check = key_check(connection)
    except sqlite3.DatabaseError as error:
        if of_database.is_damage(error):
            raise refusals.damaged(backup) from None
        raise
    if version > known and check is not None:
        raise refusals.newer(backup, version, known)
    if not version or check is None:
        raise refusals.unrelated(backup)
    if not sealer.matches(check):
        raise refusals.other_key(backup)
    return int(version)


def _refuse_without_secrets(copy: Path, backup: Path, owners: Owners | None) -> None:
    """A start would refuse it, too, but then the database is no longer there."""
    with closing(read_only(copy)) as connection:
        row = connection.execute("SELECT value FROM meta WHERE name = 'owners'").fetchone()
    refuse_others(owners, row and Edition.loaded(row[0]), backup)


def _forget_erased(place: Path, sealer: Sealer, owners: Owners | None) -> None:
    """Throw away the secrets of what was erased in the database that is put aside, where a kill
    came before that: nobody would do it later."""
    if owners is None or not place.exists() or not _is_database(place):
        return
    owners.read_again()
    try:
        with closing(read_only(place)) as connection:
            row = connection.execute("SELECT value FROM meta WHERE name = 'owners'").fetchone()
            if row is None or Edition.loaded(row[0]).name != owners.edition.name:
                return
            thrown = connection.execute("SELECT owned_by FROM thrown_away").fetchall()
    except sqlite3.DatabaseError:  # damaged, or of a version without secrets
        return
    gone = (sealer.owner_of(owned_by) for (owned_by,) in thrown)
    owners.forget(*[owner for owner in gone if owner is not None])


def _settle(place: Path) -> None:
    """Bring what is in the log into the database, so that there is one file to keep. What is no
    database any more stays as it is, with the log: SQLite would throw that away."""
    if not place.exists() or not _is_database(place):
        return
    try:
        if _empty_log(place):
            raise refusals.open_elsewhere(place)
    except sqlite3.DatabaseError as error:
        if not of_database.is_damage(error):
            raise


def _empty_log(database: Path) -> bool:
    """True where somebody else holds it."""
    uri = f"{database.as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=0.1)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return bool(busy)


def _keep_aside(place: Path, now: datetime) -> Path | None:
    """A second name for what is there. A log is taken away from its old place: the new database
    must never be read with it. There only is one where the old database is damaged."""
    for other in place.parent.glob(f"{place.name}.before-restore-*"):
        if place.exists() and other.samefile(place):  # of one that was killed before it was done
            other.unlink()
    aside = files.free_name_aside(place, now)
    there = [ending for ending in (*_BESIDE, "") if _beside(place, ending).exists()]
    for ending in there:
        _link(_beside(place, ending), _beside(aside, ending))
    files.sync_folder(place.parent)
    for ending in _BESIDE:
        _beside(place, ending).unlink(missing_ok=True)
    files.sync_folder(place.parent)
    return aside if there else None


def _beside(file: Path, ending: str) -> Path:
    return file.with_name(file.name + ending)


def _link(file: Path, other: Path) -> None:
    try:
        other.hardlink_to(file)
    except OSError:  # a disk on which a file has one name only
        try:
            _copy_file(file, other)
        except BaseException:
            with suppress(OSError):
                other.unlink()
            raise


@contextmanager
def _explained(database: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise refusals.not_writable(database, why) from error
    except sqlite3.Error as error:
        if of_database.of_sqlite(database, error) is None:
            raise
        raise refusals.not_writable(database, str(error)) from error
