"""What keeps a backup from being made or put back, and what to do: in an operator's words."""

import errno
import sqlite3
from pathlib import Path

from bot.storage.refused import DatabaseRefused
from bot.storage.sqlite import refusals

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_MEGABYTE = 1_000_000


class BackupRefused(DatabaseRefused):
    """Nothing was made or changed, and nothing is left of it. `code` is one word for the log."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


def no_database(database: Path) -> BackupRefused:
    """There is nothing that could be copied."""
    return BackupRefused(
        "no_database",
        f"There is no database ({database}) that a backup could be made of. Start the bot once, or"
        " name the database in storage.database.",
    )


def at_work(database: Path) -> BackupRefused:
    """Another process copies it at this moment."""
    return BackupRefused(
        "at_work",
        f"A backup of {database} is being made at this moment. Wait until it is done, and try"
        " again.",
    )


def no_folder(folder: Path) -> BackupRefused:
    """It may be on a disk that is not there: then it must not be made in that disk's place."""
    return BackupRefused(
        "no_folder",
        f"The folder for backups ({folder}) is not there. If it is on another disk, connect that;"
        f" else make it: mkdir -m 700 {folder}",
    )


def a_link(folder: Path) -> BackupRefused:
    """Whoever changes the link would get the next backup."""
    return BackupRefused(
        "a_link",
        f"The folder for backups ({folder}) is a link. Name the folder that it leads to:"
        f" {folder.resolve()}",
    )


def not_a_folder(folder: Path) -> BackupRefused:
    """A file or the like stands in its place."""
    return BackupRefused(
        "not_a_folder",
        f"{folder} is no folder. Name one for the backups, in backup.folder or with --folder.",
    )


def exposed(words: str) -> BackupRefused:
    """Others could put another file in a backup's place."""
    return BackupRefused("exposed", words)


def not_writable(folder: Path, why: str) -> BackupRefused:
    """The system refused, for this reason."""
    return BackupRefused(
        "not_writable",
        f"No backup can be written into {folder}: {why}. Give this account the right to write"
        " there, or name another folder in backup.folder or with --folder.",
    )


def no_room(folder: Path, needed: int | None = None, free: int | None = None) -> BackupRefused:
    """Both in bytes; None where the disk was full before it was known."""
    known = needed is not None and free is not None
    numbers = f": it needs {_megabytes(needed)}, and {_megabytes(free)} are free" if known else ""
    return BackupRefused(
        "no_room",
        f"There is no room for a backup in {folder}{numbers}. Make some, keep fewer, or name"
        " another folder in backup.folder or with --folder.",
    )


def not_alike(why: str) -> BackupRefused:
    """What was written is not what was to be written."""
    return BackupRefused(
        "not_alike",
        f"The copy that was written is not like the database ({why}), so it was deleted. Try again;"
        " if it comes again, look after the disk.",
    )


def ended(how: str) -> BackupRefused:
    """The process that made it is gone without a word."""
    return BackupRefused(
        "ended", f"The process that made the backup ended too early ({how}). Try again."
    )


def of_system(folder: Path, error: OSError) -> BackupRefused:
    """What an error of the system says of the folder."""
    if error.errno in _NO_ROOM:
        return no_room(folder)
    return not_writable(folder, error.strerror or type(error).__name__)


def of_sqlite(database: Path, folder: Path, error: sqlite3.Error) -> BackupRefused | None:
    """What an error of SQLite says of either; None where it says nothing of them."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_FULL:
        return no_room(folder)
    told = refusals.of_sqlite(database, error)
    if told is None:
        return None
    if refusals.is_damage(error):
        return BackupRefused("damaged", str(told))
    return not_writable(folder, str(error))


def _megabytes(size: int | None) -> str:
    return f"{(size or 0) / _MEGABYTE:.1f} MB"
