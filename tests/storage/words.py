"""A small schema of its own, so that the database's tests depend on no table of the bot."""

import asyncio
import stat
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import bot.storage
from bot.database_place import Address
from bot.storage.connection import Connection
from bot.storage.engine import Engine
from bot.storage.postgresql.database import Postgresql
from bot.storage.sqlite.database import Database
from tests.engines import SQLITE, place_of
from tests.patience import PATIENCE

SCHEMA = """
CREATE TABLE word (word_id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE echo (
    word_id INTEGER NOT NULL REFERENCES word (word_id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
"""
_ROOT = Path(bot.storage.__file__).parents[2]


class Place:
    """Where a database goes (its folder does not exist yet) and the migrations beside it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "data" / "ear.db"
        self.migrations = folder / "migrations"
        self.migrations.mkdir()
        self.step("0001_words.sql", SCHEMA)

    def step(self, name: str, sql: str | None) -> None:
        """Add a migration, or take it away again."""
        if sql is None:
            (self.migrations / name).unlink()
        else:
            (self.migrations / name).write_text(sql)

    def modes(self) -> dict[str, int]:
        """The mode of the folder (as ".") and of each file in it."""
        files = {file.name: file for file in self.path.parent.iterdir()}
        return {
            name: stat.S_IMODE(file.stat().st_mode)
            for name, file in {".": self.path.parent, **files}.items()
        }

    def make_folder(self, mode: int) -> None:
        """The database's folder, there before the database is."""
        self.path.parent.mkdir(exist_ok=True)
        self.path.parent.chmod(mode)

    def link(self) -> Path:
        """Another name for the same database."""
        other = self.path.with_name("link.db")
        other.symlink_to(self.path)
        return other

    def overwrite(self, content: bytes) -> None:
        """Put something else in the database's place."""
        self.path.write_bytes(content)

    def files_with(self, content: bytes) -> set[str]:
        """The names of the files that hold these bytes."""
        files = self.path.parent.iterdir()
        return {file.name for file in files if content in file.read_bytes()}

    @asynccontextmanager
    async def opened_on(self, engine: str, work_seconds: float = 30) -> AsyncIterator[Engine]:
        """The database on this engine, open."""
        if engine == SQLITE:
            async with self.opened(work_seconds=work_seconds) as on_sqlite:
                yield on_sqlite
            return
        where = place_of(self.path)
        assert isinstance(where, Address)
        db = await Postgresql.open(where, self.migrations, work_seconds=work_seconds)
        try:
            yield db
        finally:
            await db.close()

    @asynccontextmanager
    async def opened(
        self, path: Path | None = None, work_seconds: float = 30
    ) -> AsyncIterator[Database]:
        """The database, open, by this or another name."""
        db = await Database.open(
            path or self.path, self.migrations, busy_seconds=0.2, work_seconds=work_seconds
        )
        try:
            yield db
        finally:
            await db.close()


async def add(sql: Connection, text: str) -> int:
    """Insert a word."""
    return await sql.execute("INSERT INTO word (text) VALUES (?)", (text,))


async def words(db: Engine) -> list[str]:
    """All words that are committed, in order."""
    rows = await db.read(lambda sql: sql.fetch_all("SELECT text FROM word ORDER BY word_id"))
    return [row["text"] for row in rows]


class Pause:
    """A moment in the middle of a unit of work, which runs in a thread of its own.

    The test waits until the work is `inside`, does what it wants, and lets it `go_on`.
    """

    def __init__(self) -> None:
        self.inside = asyncio.Event()
        self.go_on = threading.Event()
        self._loop = asyncio.get_running_loop()

    def take(self) -> None:
        """Stop here until the test says go on; what a unit of work calls."""
        self._loop.call_soon_threadsafe(self.inside.set)
        assert self.go_on.wait(PATIENCE), "nobody said go on"


class SlowWork(Pause):
    """Work that adds a word, then waits until it is told to go on and adds another."""

    async def __call__(self, sql: Connection) -> None:
        """The work itself."""
        await add(sql, "first half")
        self.take()
        await add(sql, "second half")


async def python(script: str, *args: Path) -> asyncio.subprocess.Process:
    """Another process with our code, its output on a pipe."""
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, *map(str, args), cwd=_ROOT, stdout=pipe
    )


async def threads_back_to(count: int) -> bool:
    """Whether only so many threads are left: a thread needs a moment to end."""
    for _ in range(1000):
        if threading.active_count() <= count:
            return True
        await asyncio.sleep(0.005)
    return False
