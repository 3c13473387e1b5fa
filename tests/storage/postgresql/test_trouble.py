"""The server goes, comes back, cuts a connection, takes no writes: nothing is stored twice, and
nothing counts as stored that is not."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.database_place import Address
from bot.storage.connection import Connection
from bot.storage.engine import DatabaseAway, StoredOrNot, TakenOver
from bot.storage.postgresql.connecting import Unreachable, connect
from bot.storage.postgresql.database import Postgresql
from bot.storage.postgresql.unit_of_work import Transaction
from bot.storage.refused import DatabaseInUse
from tests.patience import PATIENCE
from tests.postgresql import Server, needs_postgresql
from tests.storage.words import Place, add, words

pytestmark = [needs_postgresql, pytest.mark.xdist_group("a server of its own")]


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """One that a test may stop."""
    server = Server()
    yield server
    server.stop("immediate")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The migrations."""
    return Place(tmp_path)


@pytest.fixture
def address(own_server: Server) -> Address:
    """An empty database of it."""
    return Address(own_server.new())


@pytest.fixture
async def db(address: Address, place: Place) -> AsyncIterator[Postgresql]:
    """An open database."""
    opened = await Postgresql.open(address, place.migrations)
    yield opened
    await opened.close()


def cut_off_from(server: Server, name: str) -> None:
    """End every connection to a database."""
    server.sql(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608
    )


async def test_a_connection_cut_in_a_transaction_does_it_again(
    db: Postgresql, own_server: Server, address: Address
) -> None:
    """From its beginning, on another connection, and it is stored once."""
    times = 0

    async def work(sql: Connection) -> None:
        nonlocal times
        times += 1
        await add(sql, "first half")
        if times == 1:
            cut_off_from(own_server, own_server.name_of(address.reveal()))
        await add(sql, "second half")

    await db.transaction(work)
    assert times == 2
    assert await words(db) == ["first half", "second half"]


async def test_a_restart_of_the_server_is_waited_for(db: Postgresql, own_server: Server) -> None:
    """Whoever asks meanwhile is told that nothing was stored; afterwards all goes on."""
    await db.transaction(lambda sql: add(sql, "before"))
    own_server.stop("immediate")
    try:
        with pytest.raises(DatabaseAway):
            await db.transaction(lambda sql: add(sql, "meanwhile"))
        assert db.is_away
        began = time.monotonic()
        with pytest.raises(DatabaseAway):
            await db.read(lambda sql: sql.fetch_all("SELECT 1"))
        assert time.monotonic() - began < PATIENCE
    finally:
        own_server.start()
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await db.transaction(lambda sql: add(sql, "after"))
            except DatabaseAway:
                await asyncio.sleep(0.2)
            else:
                break
    assert not db.is_away
    assert await words(db) == ["before", "after"]


async def test_a_server_that_takes_no_writes_is_said(
    db: Postgresql, own_server: Server, address: Address
) -> None:
    """As a standby that nobody made the first yet: nothing is stored, and it is waited for."""
    await db.transaction(lambda sql: add(sql, "before"))
    name = own_server.name_of(address.reveal())
    own_server.sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    await asyncio.to_thread(cut_off_from, own_server, name)
    try:
        with pytest.raises(DatabaseAway):
            await db.transaction(lambda sql: add(sql, "no"))
    finally:
        own_server.sql(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    async with asyncio.timeout(PATIENCE):
        while db.is_away:
            await asyncio.sleep(0.2)
            try:
                await db.transaction(lambda sql: add(sql, "after"))
            except DatabaseAway:
                continue
    assert await words(db) == ["before", "after"]


async def test_a_second_bot_is_refused_or_stands_by(
    db: Postgresql, address: Address, place: Place
) -> None:
    """One that stands by takes over as soon as the first is gone."""
    with pytest.raises(DatabaseInUse):
        await Postgresql.open(address, place.migrations)
    told = asyncio.Event()
    waiting = asyncio.create_task(Postgresql.open(address, place.migrations, stands_by=told.set))
    await asyncio.wait_for(told.wait(), PATIENCE)
    await db.transaction(lambda sql: add(sql, "of the first"))
    assert not waiting.done()
    await db.close()
    second = await asyncio.wait_for(waiting, PATIENCE)
    try:
        assert await words(second) == ["of the first"]
        await second.transaction(lambda sql: add(sql, "of the second"))
    finally:
        await second.close()


async def test_one_that_stands_by_outlives_a_restart_of_the_server(
    db: Postgresql, own_server: Server, address: Address, place: Place
) -> None:
    """It goes on waiting, and takes over when it is its turn."""
    told = asyncio.Event()
    waiting = asyncio.create_task(Postgresql.open(address, place.migrations, stands_by=told.set))
    await asyncio.wait_for(told.wait(), PATIENCE)
    await asyncio.to_thread(own_server.stop, "immediate")
    await db.close()
    await asyncio.sleep(2.5)  # longer than between two of its looks
    assert not waiting.done()
    await asyncio.to_thread(own_server.start)
    second = await asyncio.wait_for(waiting, PATIENCE)
    await second.close()


async def test_a_commit_without_an_answer_is_asked_for_and_never_guessed(
    db: Postgresql, own_server: Server
) -> None:
    """Stored, undone, or not to be known while the server is away: then it is not done again. Nor
    once it is there again: what was not stored when it was killed, it may call by no number, or
    by one that it gives to something else."""
    number = "SELECT pg_current_xact_id()::text, pg_postmaster_start_time()::text"
    undone = list[Transaction]()

    async def fails(sql: Connection) -> None:
        undone.append(Transaction(*(await sql.fetch_all(number))[0]))
        raise LookupError

    async def adds(sql: Connection) -> Transaction:
        await add(sql, "stored")
        return Transaction(*(await sql.fetch_all(number))[0])

    stored = await db.transaction(adds)
    with pytest.raises(LookupError):
        await db.transaction(fails)
    came_through = db._runner._came_through
    never = stored._replace(number=str(int(stored.number) + 1_000_000))
    for transaction, came in ((stored, True), (undone[0], False), (never, False)):
        assert await asyncio.to_thread(came_through, transaction) is came
    await asyncio.to_thread(own_server.stop, "immediate")
    try:
        with pytest.raises(StoredOrNot):
            await asyncio.to_thread(came_through, stored)
    finally:
        await asyncio.to_thread(own_server.start)
    with pytest.raises(StoredOrNot):
        await asyncio.to_thread(came_through, stored)
    assert not await asyncio.to_thread(came_through, undone[0])


async def test_who_lost_the_lead_stores_nothing_any_more(
    db: Postgresql, own_server: Server, address: Address, place: Place
) -> None:
    """Its lock went with its connection, and another took it before it noticed."""
    cut_off_from(own_server, own_server.name_of(address.reveal()))
    second = await Postgresql.open(address, place.migrations, stands_by=lambda: None)
    try:
        with pytest.raises(TakenOver):
            await db.transaction(lambda sql: add(sql, "too late"))
        with pytest.raises(TakenOver):
            await asyncio.wait_for(db.taken_over(), PATIENCE)
        assert await words(second) == []
    finally:
        await second.close()


async def test_a_lead_is_taken_again_after_a_restart(
    db: Postgresql, own_server: Server, address: Address
) -> None:
    """Where nobody else took it, the first goes on."""
    cut_off_from(own_server, own_server.name_of(address.reveal()))
    await db.transaction(lambda sql: add(sql, "goes on"))
    over = asyncio.create_task(db.taken_over())
    done, _ = await asyncio.wait({over}, timeout=5)
    assert not done
    over.cancel()
    assert await words(db) == ["goes on"]


def test_an_address_shows_nobody_its_password(own_server: Server) -> None:
    """Neither when it is printed nor in what is said of it."""
    given = Address(f"postgresql://ear:geheim@/nowhere?host={own_server.folder}&password=auch")
    assert given.has_password
    for said in (str(given), repr(given), f"{[given]}"):
        assert "geheim" not in said
        assert "auch" not in said
    with pytest.raises(Unreachable, match="does not exist") as refused:
        connect(given)
    assert "geheim" not in str(refused.value)
    with pytest.raises(ValueError, match="begins with"):
        Address("mysql://ear:geheim@host/name")
