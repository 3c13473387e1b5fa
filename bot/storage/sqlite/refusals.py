"""What is wrong with a database's file, and what to do: in an operator's words."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.storage.refused import DatabaseRefused

BEGINS = b"SQLite format 3\x00"
"""How each database does: https://www.sqlite.org/fileformat.html#magic_header_string"""

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_OF_THE_DISK = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}
_PRIMARY = 0xFF
"""The part of SQLite's code that says the kind: https://www.sqlite.org/rescode.html#extrc"""


class DatabaseUnusable(DatabaseRefused):
    """The file is damaged, or the system does not let us use it."""


class NotWritable(DatabaseUnusable):
    """The disk is full, or the system does not let us write."""


@contextmanager
def as_of_the_system() -> Iterator[None]:
    """What SQLite says of the disk, as the OSError that it comes from: a disk that gets full says
    it through one or the other."""
    try:
        yield
    except sqlite3.Error as error:
        if _kind(error) not in _OF_THE_DISK:
            raise
        raise OSError(errno.EIO, str(error)) from error


def not_a_file(path: Path) -> DatabaseUnusable:
    """A folder or the like stands in its place."""
    return DatabaseUnusable(
        f"{path} is a folder, or something else that is no file. Name a file in storage.database."
    )


def damaged(path: Path) -> DatabaseUnusable:
    """SQLite cannot make sense of it."""
    return DatabaseUnusable(
        f"The database ({path}) is damaged, or is no database. Put it back from a backup, or name"
        " another file in storage.database."
    )


def not_writable(path: Path, why: str) -> DatabaseUnusable:
    """The system refused, for this reason."""
    return NotWritable(
        f"The database ({path}) cannot be written: {why}. Give this account the right to write"
        " there and some room, or name another place in storage.database."
    )


def of_system(path: Path, error: OSError) -> DatabaseUnusable:
    """What an error of the system says of it."""
    return not_writable(path, error.strerror or type(error).__name__)


def of_sqlite(path: Path, error: sqlite3.Error) -> DatabaseUnusable | None:
    """What an error of SQLite says of the file; None where it says nothing of it."""
    if is_damage(error):
        return damaged(path)
    return not_writable(path, str(error)) if _kind(error) in _OF_THE_DISK else None


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite says that the file is no whole database."""
    return _kind(error) in _DAMAGED


def _kind(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & _PRIMARY


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """What the system or SQLite says of this file, as a DatabaseRefused where it can be one."""
    try:
        yield
    except OSError as error:
        raise of_system(path, error) from error
    except sqlite3.Error as error:
        refused = of_sqlite(path, error)
        if refused is None:
            raise
        raise refused from error
