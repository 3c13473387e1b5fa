"""Locks that the server lets go of with their connection, whatever becomes of its process."""

from contextlib import suppress
from enum import StrEnum, auto

import psycopg

from bot.database_place import Address
from bot.storage.postgresql.connecting import Raw, connect, refuse_pooler
from bot.storage.refused import DatabaseRefused

_UNLOCK = "SELECT pg_advisory_unlock_all()"
_MILLISECONDS = 5000


class Holding(StrEnum):
    """How we stand with what we had."""

    OURS = auto()
    AWAY = auto()
    """The database is out of reach, so nobody knows."""

    OVER = auto()
    """It is another's, or nobody's."""


class SessionLocks:
    """A connection of its own, and what it has locked. Safe to share between threads."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._raw: Raw | None = None

    def connection(self) -> Raw:
        """The connection, opened where there is none. Raises a DatabaseRefused."""
        if self._raw is None:
            raw = connect(self._address, _MILLISECONDS)
            try:
                refuse_pooler(raw)
            except BaseException:
                raw.close()
                raise
            self._raw = raw
        return self._raw

    @property
    def is_open(self) -> bool:
        """Whether there is a connection: one that went may not be noticed yet."""
        return self._raw is not None

    def gain(self, lock: str) -> bool:
        """Take a lock by the function that tries it, without waiting."""
        row = self.connection().execute(f"SELECT {lock}".encode()).fetchone()
        return row is not None and bool(row[0])

    def let_go(self) -> None:
        """Let others have all of it."""
        raw, self._raw = self._raw, None
        if raw is not None:
            with suppress(psycopg.Error):
                raw.execute(_UNLOCK)  # with the connection alone it would be a moment later
            raw.close()


OUT_OF_REACH = (psycopg.OperationalError, DatabaseRefused)
"""What a look at the database raises while it is away."""
