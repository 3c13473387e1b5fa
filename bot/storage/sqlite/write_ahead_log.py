"""The file in which SQLite keeps what is not in the database yet, and what was deleted there."""

import aiosqlite

_PATIENCE = 50
"""Milliseconds for readers to end: ours need a few of them, and meanwhile nobody can write. Whoever
makes a backup reads for so long that it is better to come again."""


class CheckpointError(Exception):
    """The -wal file could not be emptied: what was deleted may still stand in it."""


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
