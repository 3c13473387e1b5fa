"""One bot at a time leads: it has a lock that the server lets go of with its connection, and a
number that stands in the database and goes up with each who leads.

The lock keeps others waiting; the number is read in each transaction, so one that lost the lock
without noticing stores nothing any more.
"""

from typing import Final

from bot.database_place import Address
from bot.storage.connection import Connection
from bot.storage.engine import Lanes
from bot.storage.postgresql import workers
from bot.storage.postgresql.session_locks import OUT_OF_REACH, Holding, SessionLocks

_LOCK = "pg_try_advisory_lock(hashtext('lend-an-ear leads'))"

LEADERS: Final = 0
"""The seat of the bot that leads, among those who send (`workers.py`)."""


class Leadership:
    """The lock, on a connection of its own, and our number."""

    seat: Final = LEADERS
    reads: Final = "number, EXISTS (SELECT 1 FROM worker WHERE here)", "leader"
    """What each of our transactions reads, and where: our number, and whether others send."""

    def __init__(self, address: Address) -> None:
        self._locks = SessionLocks(address)
        self._number: int | None = None
        self._absences = workers.Absences()

    def gain(self) -> bool:
        """Take the lock; False where another has it. Raises a DatabaseRefused."""
        return self._locks.gain(_LOCK)

    def begin(self) -> None:
        """From now on all others are fenced off; the tables are there, and the lock is ours. What
        the one before had begun to send is taken up."""
        raw = self._locks.connection()
        with raw.transaction():
            row = raw.execute("UPDATE leader SET number = number + 1 RETURNING number").fetchone()
            raw.execute("DELETE FROM taken_lane WHERE seat = %s", (LEADERS,))
        assert row is not None
        self._number = row[0]

    def is_ours(self, number: int) -> bool:
        """Whether this is our number."""
        return number == self._number

    async def look_after(self, sql: Connection, mine: Lanes) -> None:
        """See which workers are gone, and let new ones begin, now that our lanes are noted."""
        await self._absences.free_those_who_are_gone(sql, self._locks)
        await workers.keep_lanes(sql, LEADERS, mine)
        await workers.know_all(sql)

    def look(self) -> Holding:
        """Whether we still lead; after a restart of the server the lock is taken again."""
        try:
            if not self._locks.is_open and not self.gain():
                return Holding.OVER
            row = self._locks.connection().execute("SELECT number FROM leader").fetchone()
        except OUT_OF_REACH:
            self.let_go()
            return Holding.AWAY
        return Holding.OURS if row is not None and self.is_ours(row[0]) else Holding.OVER

    def let_go(self) -> None:
        """Let another lead."""
        self._locks.let_go()
