"""The files of the database: whose they are, and that one process at a time has them.

Owns modes and the lock. Opens no database and knows no content.
"""

import fcntl
import os
import stat
from contextlib import ExitStack
from pathlib import Path

from bot.storage.refused import DatabaseInUse, DatabaseRefused


class DatabaseExposed(DatabaseRefused):
    """Others could put another file in the database's place."""


def claim(path: Path, closing: ExitStack) -> Path:
    """Make folder and files private and take the lock, which is let go of by `closing`.

    Raises what `lock` raises. Returns the real path, whatever links lead to it.
    """
    real_path = lock(path, closing)
    # SQLite gives -wal and -shm the mode of the database. Not before the lock is ours: closing
    # any handle of an open database would drop SQLite's own locks on it.
    os.close(_private_file(real_path))
    for ending in ("-journal", "-wal", "-shm", ""):
        left = unfinished(real_path)
        left.with_name(left.name + ending).unlink(missing_ok=True)
    return real_path


def unfinished(database: Path) -> Path:
    """What a backup is copied to before it is put in the place of the database. One that was killed
    meanwhile leaves it, with what people erased since, so the next start deletes it."""
    return database.with_name(f".{database.name}.restored")


def lock(path: Path, closing: ExitStack) -> Path:
    """Take the lock alone; the database need not be there, and is not made.

    Returns the real path, whatever links lead to it, so that two names of one database are one.
    Raises DatabaseInUse, DatabaseExposed or an OSError.
    """
    real_path = path.resolve()
    real_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    refuse_exposed(real_path.parent)
    handle = _private_file(lock_of(real_path))
    closing.callback(os.close, handle)
    try:
        # The system drops this lock with the process, however it ends, so it is never stale.
        # The file stays: removing it would let two processes lock two files of one name.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise DatabaseInUse(f"{real_path} is in use: is the bot already running?") from None
    return real_path


def lock_of(database: Path) -> Path:
    """The file of the lock; it is there from the first start on."""
    real_path = database.resolve()
    return real_path.with_name(real_path.name + ".lock")


def socket_of(database: Path) -> Path:
    """Where a bot on this database is asked how it stands; one that is killed leaves it behind."""
    return database.with_name(f"{database.name}.health")


def refuse_exposed(folder: Path) -> None:
    """A folder that we make is 0700. One that was there stays as it is: it may hold other things.

    But whoever can write into it could replace the database, so then it is refused. In a sticky
    folder (/tmp) only a file's owner can do that. One that is not there yet is fine.
    """
    if not folder.exists():
        return
    mode = folder.stat().st_mode
    if mode & 0o022 and not mode & stat.S_ISVTX:
        raise DatabaseExposed(f"Others can write into {folder}. Make it yours: chmod 700 {folder}")


def _private_file(path: Path) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.fchmod(handle, 0o600)  # whatever the umask, or a file that was there before, says
    except BaseException:
        os.close(handle)
        raise
    return handle
