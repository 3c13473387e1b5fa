"""Backups as files: their folder, their names, the one that is written, those that are too many.

A backup has its name only when it is whole. Until then it is a hidden file that its writer holds
with a lock; the system drops that lock with the process, so what was left behind can be told from
what is still being written.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.storage.sqlite import backup_refusals as refusals
from bot.storage.sqlite.files import DatabaseExposed, refuse_exposed

_STAMP = "%Y%m%dT%H%M%SZ"
_ENDING = ".sqlite3"
_PARTIAL = ".partial"
_BESIDE = ("", "-journal", "-wal", "-shm")
"""What SQLite may put beside a file that it writes."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that counts, and when it was begun, in UTC."""

    file: Path
    made_at: datetime


def default_folder(database: Path) -> Path:
    """Where backups lie if nothing else is said."""
    return database.resolve().parent / "backups"


def fit(folder: Path | None, database: Path) -> Path:
    """The folder, if backups may lie in it; the default one need not be there. Raises
    BackupRefused."""
    where = default_folder(database) if folder is None else folder
    if where.is_symlink():
        raise refusals.a_link(where)
    try:
        if not where.exists() and folder is not None:
            raise refusals.no_folder(where)
        if where.exists() and not where.is_dir():
            raise refusals.not_a_folder(where)
        refuse_exposed(where)
    except DatabaseExposed as error:
        raise refusals.exposed(str(error)) from None
    except OSError as error:
        raise refusals.of_system(where, error) from None
    return where


def prepare(folder: Path | None, database: Path) -> Path:
    """As `fit`, and the default one is made."""
    where = fit(folder, database)
    if folder is None:
        try:
            where.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise refusals.of_system(where, error) from None
    return where.resolve()


@contextmanager
def turn(database: Path) -> Iterator[None]:
    """One backup of a database at a time, and none while one is put back. Raises BackupRefused."""
    lock = _open(database.with_name(database.name + ".backup.lock"), os.O_CREAT)
    try:
        if not _hold(lock):
            raise refusals.at_work(database)
        yield
    finally:
        os.close(lock)


def free_name(folder: Path, database: Path, now: datetime, version: str) -> Path:
    """A name that no backup has. Names sort by time, and say which version of the tables it is."""
    while True:
        stamp = now.astimezone(UTC).strftime(_STAMP)
        target = folder / f"{database.stem}-{stamp}-{version}{_ENDING}"
        if not os.path.lexists(target):
            return target
        now += timedelta(seconds=1)


def free_name_aside(database: Path, now: datetime) -> Path:
    """A name beside the database for one that another takes the place of."""
    while True:
        stamp = now.astimezone(UTC).strftime(_STAMP)
        aside = database.with_name(f"{database.name}.before-restore-{stamp}")
        if not any(os.path.lexists(f"{aside}{ending}") for ending in _BESIDE):
            return aside
        now += timedelta(seconds=1)


@contextmanager
def written(target: Path) -> Iterator[tuple[Path, int]]:
    """An empty file, ours alone, and a handle of it: what was written into it by the end of the
    block gets its name, is on the disk, and counts; after an error nothing is left of it."""
    partial = target.with_name(f".{target.name}{_PARTIAL}")
    handle = _open(partial, os.O_CREAT | os.O_EXCL)
    try:
        _hold(handle)
        yield partial, handle
        os.fsync(handle)
        partial.rename(target)
        sync_folder(target.parent)
    except BaseException:
        remove(partial)
        raise
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Delete what writers left behind that were ended before they were done."""
    for partial in folder.glob(f".*{_ENDING}{_PARTIAL}"):
        with suppress(OSError):
            handle = _open(partial)
            try:
                if _hold(handle):
                    remove(partial)
            finally:
                os.close(handle)


def remove(file: Path) -> None:
    """Delete a file and what SQLite may have put beside it."""
    for ending in reversed(_BESIDE):  # a kill in between leaves the one that is looked for
        file.with_name(file.name + ending).unlink(missing_ok=True)


def backups(folder: Path, database: Path) -> list[Backup]:
    """Those of a database of this name, the oldest first; other files are no business of ours."""
    name = re.compile(
        rf"{re.escape(database.resolve().stem)}-(\d{{8}}T\d{{6}}Z)-v\d+(-before-v\d+)?{re.escape(_ENDING)}"
    )
    found = []
    for file in folder.iterdir() if folder.is_dir() else ():
        parts = name.fullmatch(file.name)
        if parts is not None and file.is_file():
            with suppress(ValueError):  # the 31st of February
                found.append(Backup(file, datetime.strptime(parts[1], _STAMP).replace(tzinfo=UTC)))
    return sorted(found, key=lambda backup: (backup.made_at, backup.file.name))


def prune(older: list[Backup], keep: int) -> int:
    """Delete the oldest, so that `keep` are left beside the newest; how many could not be."""
    left = 0
    for backup in older[: max(0, len(older) - keep)]:
        try:
            backup.file.unlink(missing_ok=True)
        except OSError:
            left += 1
    return left


def sync_folder(folder: Path) -> None:
    """See that the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _open(path: Path, more: int = 0) -> int:
    flags = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | more
    handle = os.open(path, flags, 0o600)
    if more:
        try:
            os.fchmod(handle, 0o600)  # whatever the umask says
        except BaseException:
            os.close(handle)
            raise
    return handle


def _hold(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
