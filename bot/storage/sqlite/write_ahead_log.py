"""Getting what was deleted out of the files: SQLite's log, and the database written anew."""

import aiosqlite

from bot.storage.engine import CheckpointError

_PATIENCE = 50
"""Milliseconds for readers to end: ours need a few of them, and meanwhile nobody can write. Whoever
makes a backup reads for so long that it is better to come again."""


async def empty(writer: aiosqlite.Connection) -> None:
    """Bring all of it into the database; the writer is the caller's. Raises CheckpointError."""
    ((patience,),) = await writer.execute_fetchall("PRAGMA busy_timeout")
    await writer.execute(f"PRAGMA busy_timeout = {_PATIENCE:d}")
    try:
        (row,) = await writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        await writer.execute(f"PRAGMA busy_timeout = {patience:d}")
    if row["busy"]:
        raise CheckpointError("somebody is still reading: the -wal file was not emptied")


async def rewrite(writer: aiosqlite.Connection) -> None:
    """Write the database anew, and empty the log. Raises CheckpointError, or SQLite's error."""
    await writer.execute("PRAGMA temp_store = FILE")  # as large as the database
    try:
        await writer.execute("VACUUM")
    finally:
        await writer.execute("PRAGMA temp_store = MEMORY")
    await empty(writer)
