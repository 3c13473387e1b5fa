"""A server that takes no more connections, that is full, or on which two wait for each other:
nothing counts as stored that is not, and it goes on when there is room."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from bot.database_place import Address
from bot.storage.connection import Connection
from bot.storage.engine import DatabaseAway
from bot.storage.postgresql.connecting import Unreachable
from bot.storage.postgresql.database import Postgresql
from tests.how_much import many_rounds
from tests.patience import PATIENCE
from tests.postgresql import Server, needs_postgresql
from tests.storage.words import Place, add, words

pytestmark = [needs_postgresql, pytest.mark.xdist_group("a server of its own")]

FILLED = """
import asyncio, os, secrets, subprocess, sys
from contextlib import suppress
from pathlib import Path

disk, other = map(Path, sys.argv[1:])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m,mode=755", "none", disk], check=True)
os.environ["TMPDIR"] = str(disk)

from bot.database_place import Address
from bot.storage.engine import DatabaseAway
from bot.storage.postgresql.database import Postgresql
from tests.postgresql import Server
from tests.storage.words import Place, add, words

def fill():
    with suppress(OSError), (disk / "ballast").open("wb", 0) as file:
        while True:
            file.write(bytes(4096))

async def tried(db, said):
    try:
        await db.transaction(lambda sql: add(sql, said))
    except DatabaseAway:
        return False
    return True

async def main():
    server = Server()
    assert disk in server.folder.parents
    db = await Postgresql.open(Address(server.new()), Place(other).migrations)
    stored = ["before"]
    assert await tried(db, "before")
    fill()
    for _ in range(300):
        said = secrets.token_hex(1000)
        if not await tried(db, said):
            break
        stored.append(said)
    assert db.is_away
    assert await words(db) == stored
    assert db.is_away, "a read says nothing about room"
    assert not await tried(db, secrets.token_hex(4000))
    (disk / "ballast").unlink()
    assert await tried(db, "after")
    assert not db.is_away
    assert await words(db) == [*stored, "after"]
    await db.close()
    print("filled")

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """One that a test may fill."""
    server = Server()
    yield server
    server.stop("immediate")


@pytest.fixture
def address(own_server: Server) -> Address:
    """An empty database of somebody who rules over nothing else."""
    name = own_server.name_of(own_server.new())
    with suppress(psycopg.errors.DuplicateObject):
        own_server.sql("CREATE ROLE bot LOGIN")
    own_server.sql(f"ALTER DATABASE {name} OWNER TO bot")
    return Address(f"postgresql://bot@/{name}?host={own_server.folder}")


@pytest.fixture
async def db(address: Address, tmp_path: Path) -> AsyncIterator[Postgresql]:
    """An open database."""
    opened = await Postgresql.open(address, Place(tmp_path).migrations)
    yield opened
    await opened.close()


async def test_where_no_connection_is_left_it_waits_for_one(
    db: Postgresql, own_server: Server
) -> None:
    """It is said, nothing is stored meanwhile, and it goes on by itself."""
    await db.transaction(lambda sql: add(sql, "before"))
    own_server.sql("ALTER ROLE bot CONNECTION LIMIT 0")
    own_server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'bot'")
    try:
        with pytest.raises(DatabaseAway):
            await db.transaction(lambda sql: add(sql, "no"))
        assert db.is_away
    finally:
        own_server.sql("ALTER ROLE bot CONNECTION LIMIT -1")
    async with asyncio.timeout(PATIENCE):
        while db.is_away:
            with suppress(DatabaseAway):
                await db.transaction(lambda sql: add(sql, "after"))
    assert await words(db) == ["before", "after"]


@many_rounds
async def test_too_few_connections_for_a_start_are_said(
    own_server: Server, address: Address, tmp_path: Path
) -> None:
    """In words of what to look at; and nothing goes on trying."""
    migrations = Place(tmp_path).migrations
    own_server.sql("ALTER ROLE bot CONNECTION LIMIT 3")
    try:
        with pytest.raises(Unreachable, match="takes 6"):
            await Postgresql.open(address, migrations)
    finally:
        own_server.sql("ALTER ROLE bot CONNECTION LIMIT -1")
    opened = await Postgresql.open(address, migrations)
    await opened.close()


async def test_of_two_that_wait_for_each_other_the_bots_is_done_again(
    db: Postgresql, own_server: Server, address: Address
) -> None:
    """PostgreSQL ends it; the other is an operator's, who changes rows by hand."""
    for word in ("one", "two"):
        await db.transaction(lambda sql, word=word: add(sql, word))  # type: ignore[misc]
    change = "UPDATE word SET text = ? WHERE text = ?"
    times, waits = 0, list[asyncio.Future[None]]()
    loop = asyncio.get_running_loop()
    mine = own_server.address(own_server.name_of(address.reveal()))
    with psycopg.connect(mine) as by_hand:
        by_hand.execute("SET deadlock_timeout = '60s'")  # the bot's is looked at first
        by_hand.execute("UPDATE word SET text = 'two, by hand' WHERE text = 'two'")

        def goes_on() -> None:
            by_hand.execute("UPDATE word SET text = 'one, by hand' WHERE text = 'one'")
            by_hand.commit()

        async def work(sql: Connection) -> None:
            nonlocal times
            times += 1
            await sql.execute(change, ("one, by the bot", "one"))
            if times == 1:
                waits.append(loop.run_in_executor(None, goes_on))
            await sql.execute(change, ("two, by the bot", "two"))

        await asyncio.wait_for(db.transaction(work), PATIENCE)
        await asyncio.wait_for(waits[0], PATIENCE)
    assert times == 2
    assert sorted(await words(db)) == ["one, by hand", "two, by hand"]


@pytest.fixture
def disk() -> Iterator[Path]:
    """An empty folder that everybody can look into, on which one is put."""
    folder = Path(tempfile.mkdtemp(prefix="ear-small-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@many_rounds
async def test_a_disk_that_is_full_takes_nothing_and_goes_on_once_there_is_room(
    disk: Path, tmp_path: Path
) -> None:
    """All that was acknowledged is there, in order; what was not is not. Only who is root can have
    a server on a small disk."""
    paths = {"PYTHONPATH": os.pathsep.join((str(Path.cwd()), *sys.path))}
    process = await asyncio.create_subprocess_exec(
        *("unshare", "--mount", sys.executable, "-c", FILLED, str(disk), str(tmp_path)),
        env={**paths, "PATH": os.environ["PATH"]},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, wrong = await process.communicate()
    if wrong.startswith((b"unshare", b"mount")):
        pytest.skip("no disk can be mounted here")
    assert said == b"filled\n", wrong.decode()[-2000:]
