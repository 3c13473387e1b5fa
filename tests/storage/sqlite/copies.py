"""A database of the bot with something in it, for tests of its backups."""

import asyncio
import os
import sqlite3
import stat
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import Sealer
from bot.storage.store import open_store

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
SEALER, OTHER_SEALER = Sealer(Keyring(KEY)), Sealer(Keyring(OTHER_KEY))
PERSON = b"p" * 16
FILE = "ear.sqlite3"


async def filled(folder: Path, notes: Sequence[str] = ("one", "two")) -> Path:
    """A database with notes that somebody keeps, closed."""
    path = folder / "data" / FILE
    await (await open_store(path, SEALER)).close()
    add(path, *notes)
    return path


def add(database: Path, *notes: str) -> None:
    """Keep more notes; they are committed, and nothing is open afterwards."""
    with closing(sqlite3.connect(database, isolation_level=None)) as sql:
        sealed = SEALER.seal_int("person", "user_id", PERSON.hex(), 7)
        sql.execute(
            "INSERT INTO person (person_tag, user_id_sealed) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (PERSON, sealed),
        )
        for note in notes:
            number = len(all_notes(database))
            key = f"note {number}"
            sealed = SEALER.seal("reflection", "words", key, note)
            sql.execute(
                "INSERT INTO reflection (reflection_id, person_tag, words_sealed, stored)"
                " VALUES (?, ?, ?, ?)",
                (key, PERSON, sealed, number),
            )


def grow(database: Path, megabytes: int) -> None:
    """Make it large."""
    with closing(sqlite3.connect(database)) as sql:
        for _ in range(megabytes * 10):
            sql.execute(
                "INSERT INTO inbox (message_tag, received_at) VALUES (?, 0)", (os.urandom(100_000),)
            )
        sql.commit()


def all_notes(database: Path) -> list[str]:
    """The notes in a database or backup, opened, in order."""
    with closing(sqlite3.connect(database)) as sql:
        rows = sql.execute("SELECT reflection_id, words_sealed FROM reflection ORDER BY 1")
        return [SEALER.open_text("reflection", "words", key, sealed) for key, sealed in rows]


def is_sound(database: Path) -> bool:
    """Whether SQLite finds no fault in it."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)) as sql:
        return bool(sql.execute("PRAGMA integrity_check").fetchall() == [("ok",)])


def names(folder: Path) -> list[str]:
    """All files of a folder, hidden ones too."""
    return sorted(file.name for file in folder.iterdir())


def mode(path: Path) -> int:
    """What others may do with it."""
    return stat.S_IMODE(path.stat().st_mode)


def being_made(folder: Path) -> bool:
    """Whether one is being written there."""
    return any(folder.glob(".*.partial"))


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for what another process does."""
    for _ in range(3000):
        if is_so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


def children() -> list[int]:
    """Processes that this one started and that still run."""
    me = os.getpid()
    return [int(pid) for pid in Path(f"/proc/{me}/task/{me}/children").read_text("ascii").split()]
