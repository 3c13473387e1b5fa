"""Workers: processes that only send, beside the bot that leads, each on a seat of its own.

A seat is a lock of its worker's connection, and a row. Which lanes a worker says something of
stands in `taken_lane`, as does what the bot is about to say while there is any worker. One whose
connection went is taken for gone: its lanes are free, and it stores nothing any more.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import psycopg

from bot.database_place import Address
from bot.storage.connection import Connection
from bot.storage.engine import Lanes
from bot.storage.postgresql.rows import PostgresqlRow
from bot.storage.postgresql.schema import version_of
from bot.storage.postgresql.session_locks import OUT_OF_REACH, Holding, SessionLocks

SEATS: Final = 15
"""Workers at most: with the bot, 16 share Discord's 50 requests a second."""

GONE_AFTER: Final = 4.0
"""Seconds without its lock after which a worker counts as gone."""

_LOCK = "pg_try_advisory_lock(hashtext('lend-an-ear works'), {seat:d})"
_UNLOCK = "SELECT pg_advisory_unlock(hashtext('lend-an-ear works'), {seat:d})"
_SIT_DOWN = """
    INSERT INTO worker (seat, number, here, known) VALUES (%s, 1, TRUE, FALSE)
    ON CONFLICT (seat) DO UPDATE SET number = worker.number + 1, here = TRUE, known = FALSE
    RETURNING number
"""
_FREES = "DELETE FROM taken_lane WHERE seat = %s"
_LEAVE = "UPDATE worker SET here = FALSE WHERE seat = %s", _FREES


class WorkersSeat:
    """The lock of one seat, on a connection of its own, and our number there."""

    def __init__(self, address: Address, version: int) -> None:
        self._locks = SessionLocks(address)
        self._version = version
        self._number: int | None = None
        self.seat = -1

    @property
    def reads(self) -> tuple[str, str]:
        """As `Leadership.reads`: nothing where we count as gone, or the tables are another
        version's."""
        here = f"here AND version = {self._version:d}"
        return "number, TRUE", f"worker, schema_version WHERE seat = {self.seat:d} AND {here}"

    def gain(self) -> bool:
        """Take a seat that is free, where the tables are our version's; whether the bot leaves to
        us what we take by now. Until then nothing may be sent. Raises a DatabaseRefused."""
        if self._number is None:
            if version_of(self._locks.connection()) != self._version:
                return False
            self._sit_down()
        row = None if self._number is None else self._row("known")
        return row is not None and bool(row[0])

    def is_ours(self, number: int) -> bool:
        """Whether this is our number."""
        return number == self._number

    def look(self) -> Holding:
        """Whether we still have it; after a restart of the server the lock is taken again."""
        try:
            lock = _LOCK.format(seat=self.seat)
            if not self._locks.is_open and not self._locks.gain(lock):
                return Holding.OVER
            row = self._row("number")
        except OUT_OF_REACH:
            self._locks.let_go()
            return Holding.AWAY
        return Holding.OURS if row is not None and self.is_ours(row[0]) else Holding.OVER

    async def look_after(self, sql: Connection, mine: Lanes) -> None:
        """The bot sees to who is here."""
        await keep_lanes(sql, self.seat, mine)

    def let_go(self) -> None:
        """Let another have the seat. Nothing of ours is under way: nobody has to find out."""
        number, self._number = self._number, None
        if number is not None and self._locks.is_open:
            with suppress(psycopg.Error), self._locks.connection().transaction():
                for step in _LEAVE:
                    self._locks.connection().execute(step, (self.seat,))
        self._locks.let_go()

    def _sit_down(self) -> None:
        free = (seat for seat in range(1, SEATS + 1) if self._locks.gain(_LOCK.format(seat=seat)))
        seat = next(free, None)
        if seat is None:
            return
        raw = self._locks.connection()
        with raw.transaction():
            raw.execute(_FREES, (seat,))
            row = raw.execute(_SIT_DOWN, (seat,)).fetchone()
        assert row is not None
        self.seat, self._number = seat, row[0]

    def _row(self, what: str) -> PostgresqlRow | None:
        query = f"SELECT {what} FROM worker WHERE seat = %s AND here"  # noqa: S608 - ours
        return self._locks.connection().execute(query.encode(), (self.seat,)).fetchone()


async def keep_lanes(sql: Connection, seat: int, mine: Lanes) -> None:
    """What is taken from this seat is what it is about to say. Within a unit of work that writes:
    nothing is begun meanwhile."""
    lanes = {*mine()}
    rows = await sql.fetch_all("SELECT lane FROM taken_lane WHERE seat = ?", (seat,))
    noted = {row["lane"] for row in rows}
    for lane in sorted(noted - lanes):
        await sql.execute("DELETE FROM taken_lane WHERE lane = ? AND seat = ?", (lane, seat))
    for lane in sorted(lanes - noted):
        await sql.execute(
            "INSERT INTO taken_lane (lane, seat) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (lane, seat),  # another may have it by now: then it is begun in vain here
        )


class Absences:
    """Since when which seats are without their lock: after a restart of the server a worker takes
    it again in a moment."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._since: dict[int, float] = {}

    async def free_those_who_are_gone(self, sql: Connection, locks: SessionLocks) -> None:
        """They are fenced off; what they had begun is anybody's."""
        for row in await sql.fetch_all("SELECT seat FROM worker WHERE here"):
            if self._is_gone(int(row["seat"]), locks):
                await sql.execute("UPDATE worker SET here = FALSE WHERE seat = ?", (row["seat"],))
                await sql.execute("DELETE FROM taken_lane WHERE seat = ?", (row["seat"],))

    def _is_gone(self, seat: int, locks: SessionLocks) -> bool:
        try:
            is_free = locks.gain(_LOCK.format(seat=seat))
            if is_free:
                locks.connection().execute(_UNLOCK.format(seat=seat).encode())
        except OUT_OF_REACH:
            is_free = False  # our own connection went: `look` sees to it
        if not is_free:
            self._since.pop(seat, None)
            return False
        return self._now() - self._since.setdefault(seat, self._now()) >= GONE_AFTER


async def know_all(sql: Connection) -> None:
    """From now on those who are new may send: our lanes are noted."""
    await sql.execute("UPDATE worker SET known = TRUE WHERE here AND NOT known")


async def here(sql: Connection) -> int:
    """How many workers there are."""
    row = await sql.fetch_one("SELECT count(*) AS here FROM worker WHERE here")
    return 0 if row is None else int(row["here"])
