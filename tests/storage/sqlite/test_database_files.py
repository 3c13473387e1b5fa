"""The files on the disk: whose they are, who may open them, what stays in them, full disks."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.storage.connection import Connection
from bot.storage.engine import CheckpointError
from bot.storage.refused import DatabaseInUse
from bot.storage.sqlite.database import (
    Database,
)
from bot.storage.sqlite.files import DatabaseExposed
from tests.storage.words import Pause, Place, add, python, words

HOLDER = """
import asyncio, sys
from pathlib import Path
from bot.storage.sqlite.database import Database

async def hold():
    db = await Database.open(Path(sys.argv[1]), Path(sys.argv[2]))
    await db.transaction(lambda sql: sql.execute("INSERT INTO word (text) VALUES ('theirs')"))
    print("open", flush=True)
    await asyncio.sleep(600)

asyncio.run(hold())
"""
WRITE_ERRORS = """
import asyncio, resource, sqlite3, sys
from pathlib import Path
from bot.storage.sqlite.database import Database

async def write(db, text):
    await db.transaction(lambda sql: sql.execute("INSERT INTO word (text) VALUES (?)", (text,)))

async def main():
    db = await Database.open(Path(sys.argv[1]), Path(sys.argv[2]))
    try:
        await write(db, "before")
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
        try:
            await write(db, "x" * 1_000_000)
        except sqlite3.OperationalError as error:
            print(error)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        await write(db, "after")
        print([row[0] for row in await db.read(lambda sql: sql.fetch_all("SELECT text FROM word"))])
    finally:
        await db.close()

asyncio.run(main())
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Room for a database."""
    return Place(tmp_path)


@pytest.fixture
async def db(place: Place) -> AsyncIterator[Database]:
    """An open database."""
    async with place.opened() as opened:
        yield opened


@pytest.fixture
def open_umask() -> Iterator[None]:
    """The most careless umask there is, for the length of a test."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
async def test_every_file_is_private(place: Place) -> None:
    """Folder 0700, every file 0600, whatever the umask, also -wal and -shm in use."""
    async with place.opened() as db:
        await db.transaction(lambda sql: add(sql, "one"))
        names = (".", "ear.db", "ear.db-wal", "ear.db-shm", "ear.db.lock")
        assert place.modes() == {name: 0o700 if name == "." else 0o600 for name in names}
    assert place.modes() == {".": 0o700, "ear.db": 0o600, "ear.db.lock": 0o600}


async def test_a_careless_copy_is_made_private_again(place: Place) -> None:
    """A database that was put there with an open mode is closed to others when it is opened."""
    async with place.opened():
        pass
    place.path.chmod(0o644)
    async with place.opened():
        assert place.modes()["ear.db"] == 0o600


@pytest.mark.parametrize("mode", [0o770, 0o777, 0o702])
async def test_a_folder_that_others_can_write_is_refused(place: Place, mode: int) -> None:
    """Others could replace the database there. A sticky folder, like /tmp, is allowed."""
    place.make_folder(mode)
    with pytest.raises(DatabaseExposed, match="chmod 700"):
        await Database.open(place.path, place.migrations)
    place.make_folder(mode | 0o1000)
    async with place.opened():
        assert place.modes()["ear.db"] == 0o600


async def test_a_second_opening_is_refused(place: Place) -> None:
    """Also in the same process, also by another name; closing the first lets the next in."""
    async with place.opened() as db:
        link = place.link()
        for name in (place.path, link):
            with pytest.raises(DatabaseInUse):
                await Database.open(name, place.migrations)
        await db.transaction(lambda sql: add(sql, "still works"))
    async with place.opened(link) as again:
        assert await words(again) == ["still works"]


async def test_a_second_process_is_refused_until_the_first_is_gone(place: Place) -> None:
    """The lock is held for life, and kill -9 frees it: nothing stale, nothing lost."""
    holder = await python(HOLDER, place.path, place.migrations)
    try:
        assert holder.stdout is not None
        assert await holder.stdout.readline() == b"open\n"
        with pytest.raises(DatabaseInUse):
            await Database.open(place.path, place.migrations)
    finally:
        holder.send_signal(signal.SIGKILL)
        await holder.communicate()
    async with place.opened() as db:
        assert await words(db) == ["theirs"]


async def test_a_full_disk_fails_closed(db: Database) -> None:
    """When nothing more fits, the caller is told, nothing is stored, and it goes on with room."""
    await db.transaction(lambda sql: add(sql, "before"))
    await db.transaction(lambda sql: sql.fetch_all("PRAGMA max_page_count = 20"))

    async def work(sql: Connection) -> None:
        await add(sql, "small")
        await add(sql, "x" * 1_000_000)

    with pytest.raises(sqlite3.OperationalError, match="full"):
        await db.transaction(work)
    await db.transaction(lambda sql: sql.fetch_all("PRAGMA max_page_count = 100000"))
    await db.transaction(lambda sql: add(sql, "after"))
    assert await words(db) == ["before", "after"]


async def test_a_failing_write_fails_closed(place: Place) -> None:
    """A real error of the system's write: told, nothing torn, and it goes on afterwards."""
    process = await python(WRITE_ERRORS, place.path, place.migrations)
    out, _ = await process.communicate()
    error, stored = out.decode().splitlines()
    assert "disk" in error
    assert stored == "['before', 'after']"
    assert process.returncode == 0


async def test_deleted_texts_are_gone_from_every_file(db: Database, place: Place) -> None:
    """After a checkpoint no byte of 200 deleted texts is in the database or beside it."""

    async def fill(sql: Connection) -> None:
        for number in range(200):
            await add(sql, f"canary-{number:03}-" + "z" * 500)

    await db.transaction(fill)
    await db.checkpoint()
    await db.transaction(lambda sql: sql.execute("UPDATE word SET text = text || '!'"))
    await db.transaction(lambda sql: sql.execute("DELETE FROM word"))
    assert place.files_with(b"canary-") == {"ear.db", "ear.db-wal"}
    await db.checkpoint()
    assert place.files_with(b"canary-") == set()


async def test_a_checkpoint_that_cannot_empty_the_file_says_so(db: Database, place: Place) -> None:
    """Somebody who reads from outside holds the -wal file: that is an error, not a silence."""
    await db.transaction(lambda sql: add(sql, "one"))
    outside = sqlite3.connect(place.path, isolation_level=None)
    try:
        outside.execute("BEGIN")
        outside.execute("SELECT * FROM word").fetchall()
        await db.transaction(lambda sql: add(sql, "two"))
        with pytest.raises(CheckpointError):
            await db.checkpoint()
    finally:
        outside.close()
    await db.checkpoint()
    assert await words(db) == ["one", "two"]


async def test_a_checkpoint_lets_our_own_reads_end_and_holds_up_no_writer(db: Database) -> None:
    """However long one takes: the file is emptied then, and people have written meanwhile."""
    pause = Pause()

    async def reads(sql: Connection) -> int:
        await sql.fetch_all("SELECT * FROM word")
        pause.take()
        return len(await sql.fetch_all("SELECT * FROM word"))

    await db.transaction(lambda sql: add(sql, "one"))
    reading = asyncio.create_task(db.read(reads))
    await pause.inside.wait()
    emptying = asyncio.create_task(db.checkpoint())
    await asyncio.sleep(0.2)  # longer than it would wait for whoever reads from outside
    await db.transaction(lambda sql: add(sql, "two"))
    assert not emptying.done()
    pause.go_on.set()
    await emptying
    assert await reading == 1
