"""How a process comes to stand where it may store something: as the bot that leads, or as a worker
beside it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

from psycopg_pool import ConnectionPool, PoolTimeout

from bot.database_place import Address
from bot.storage.postgresql.connecting import (
    CONNECTIONS,
    Raw,
    Unreachable,
    connect,
    pool_of,
)
from bot.storage.postgresql.leadership import Leadership
from bot.storage.postgresql.schema import bring_up_to_date
from bot.storage.postgresql.session_locks import OUT_OF_REACH
from bot.storage.postgresql.workers import WorkersSeat
from bot.storage.refused import DatabaseInUse
from bot.storage.sqlite.migrate import load_migrations
from bot.storage.to_the_end import to_the_end

_LOOKED_EVERY: Final = 2.0
_KNOWN_WITHIN: Final = 0.5
"""Seconds between two looks whether we may lead; and whether a worker may send, as the bot looks
each second for new ones."""

OPENED_WITHIN: Final = 10.0
"""Seconds until all connections have to be there."""

Standing = Leadership | WorkersSeat

StandsBy = Callable[[], None]
"""Called once, when one begins to wait for its turn."""

Stands = tuple[Standing, ConnectionPool[Raw]]


async def lead(address: Address, migrations: Path, stands_by: StandsBy | None) -> Stands:
    """As `Postgresql.open` says."""
    leadership = Leadership(address)
    try:
        if not await to_the_end(asyncio.to_thread(leadership.gain)):
            await _until(leadership, stands_by, _LOOKED_EVERY)
        pool = await to_the_end(asyncio.to_thread(_begun, address, migrations, leadership))
    except BaseException:
        leadership.let_go()
        raise
    return leadership, pool


async def work(address: Address, migrations: Path, waits: StandsBy) -> Stands:
    """As `Postgresql.join` says."""
    seat = WorkersSeat(address, len(load_migrations(migrations)))
    try:
        if not await to_the_end(asyncio.to_thread(seat.gain)):
            await _until(seat, waits, _KNOWN_WITHIN)
        pool = await to_the_end(asyncio.to_thread(_opened, address))
    except BaseException:
        seat.let_go()
        raise
    return seat, pool


async def _until(one: Standing, waits: StandsBy | None, every: float) -> None:
    if waits is None:
        raise DatabaseInUse("The database is in use: is the bot already running?")
    waits()
    while not await to_the_end(asyncio.to_thread(_gained, one)):  # noqa: ASYNC110 - only looks tell
        await asyncio.sleep(every)


def _gained(one: Standing) -> bool:
    """While the server is away nobody has gained anything."""
    try:
        return one.gain()
    except OUT_OF_REACH:
        one.let_go()
        return False


def _begun(address: Address, migrations: Path, leadership: Leadership) -> ConnectionPool[Raw]:
    steps = load_migrations(migrations)
    with connect(address) as raw:
        bring_up_to_date(raw, steps)
    leadership.begin()
    return _opened(address)


def _opened(address: Address) -> ConnectionPool[Raw]:
    pool = pool_of(address, 30_000)
    try:
        pool.open(wait=True, timeout=OPENED_WITHIN)
    except PoolTimeout:
        pool.close()
        raise Unreachable(
            f"PostgreSQL ({address}) gave too few connections. Each process of the bot takes"
            f" {CONNECTIONS + 2}: see max_connections, and who has the others."
        ) from None
    return pool
