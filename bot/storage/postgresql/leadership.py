"""One bot at a time leads: it has a lock that the server lets go of with its connection, and a
number that stands in the database and goes up with each who leads.

The lock keeps others waiting; the number is read in each transaction, so one that lost the lock
without noticing stores nothing any more.
"""

from contextlib import suppress
from enum import StrEnum, auto

import psycopg

from bot.database_place import Address
from bot.storage.postgresql.connecting import Raw, connect, refuse_pooler
from bot.storage.refused import DatabaseRefused

_LOCK = "SELECT pg_try_advisory_lock(hashtext('lend-an-ear leads'))"
_UNLOCK = "SELECT pg_advisory_unlock_all()"
_MILLISECONDS = 5000


class Leading(StrEnum):
    """How we stand with the lock."""

    LEADS = auto()
    AWAY = auto()
    """The database is out of reach, so nobody knows."""

    OVER = auto()
    """Another leads."""


class Leadership:
    """The lock, on a connection of its own, and our number."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._raw: Raw | None = None
        self._number: int | None = None

    def gain(self) -> bool:
        """Take the lock; False where another has it. Raises a DatabaseRefused."""
        if self._raw is None:
            raw = connect(self._address, _MILLISECONDS)
            try:
                refuse_pooler(raw)
            except BaseException:
                raw.close()
                raise
            self._raw = raw
        return _has_lock(self._raw)

    def gain_if_there(self) -> bool:
        """As `gain`, for one that waits: while the server is away nobody leads."""
        try:
            return self.gain()
        except (psycopg.OperationalError, DatabaseRefused):
            self.let_go()
            return False

    def begin(self) -> None:
        """From now on all others are fenced off; the tables are there, and the lock is ours."""
        assert self._raw is not None
        row = self._raw.execute("UPDATE leader SET number = number + 1 RETURNING number").fetchone()
        assert row is not None
        self._number = row[0]

    def is_ours(self, number: int) -> bool:
        """Whether this is our number."""
        return number == self._number

    def look(self) -> Leading:
        """Whether we still lead; after a restart of the server the lock is taken again."""
        try:
            if self._raw is None and not self.gain():
                return Leading.OVER
            assert self._raw is not None
            row = self._raw.execute("SELECT number FROM leader").fetchone()
        except (psycopg.OperationalError, DatabaseRefused):
            self.let_go()
            return Leading.AWAY
        return Leading.LEADS if row is not None and self.is_ours(row[0]) else Leading.OVER

    def let_go(self) -> None:
        """Let another lead."""
        raw, self._raw = self._raw, None
        if raw is not None:
            with suppress(psycopg.Error):
                raw.execute(_UNLOCK)  # with the connection alone it would be a moment later
            raw.close()


def _has_lock(raw: Raw) -> bool:
    row = raw.execute(_LOCK).fetchone()
    return row is not None and bool(row[0])
