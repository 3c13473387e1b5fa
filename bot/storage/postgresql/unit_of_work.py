"""A unit of work on PostgreSQL, whole in a thread: begun, done, committed, and done again where
that is safe.

Writers wait for one lock, across all processes, so whatever a unit of work reads stays true until
it commits, as with SQLite's BEGIN IMMEDIATE: no decision about people rests on what another just
changed. It calls nothing of Discord, so it can be done again from its beginning.
"""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Final, NamedTuple, Protocol, TypeVar

import psycopg
from psycopg import errors
from psycopg_pool import ConnectionPool, PoolTimeout

from bot.storage.connection import Work
from bot.storage.engine import DatabaseAway, StoredOrNot, TakenOver
from bot.storage.postgresql.connecting import Raw
from bot.storage.postgresql.connection import PostgresqlConnection, TookTooLong
from bot.storage.running import to_its_end

T = TypeVar("T")

WAITS_FOR_WRITERS: Final = (
    "BEGIN ISOLATION LEVEL READ COMMITTED;"
    " SELECT pg_advisory_xact_lock(hashtext('lend-an-ear writes'))"
)
_KNOWN_BY: Final = "pg_current_xact_id()::text, pg_postmaster_start_time()::text"
CHANNEL: Final = "lend_an_ear"
"""On which processes tell each other what is new; NOTIFY is heard once it is stored."""
_BECAME: Final = "SELECT pg_xact_status(%s::xid8), pg_postmaster_start_time()::text"
READS: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

_TRIED_AGAIN_AFTER: Final = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds. After that whoever asked is told; Discord waits three seconds for an answer."""

_PATIENCE: Final = 2.0
"""Seconds until a connection is there; where none was a moment ago, a tenth of it."""

_PASSING: Final = (
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.InterfaceError,
    PoolTimeout,
)
_OF_THE_SERVER: Final = ("08", "53", "57P")
"""SQLSTATEs that begin so say that the connection or the server went, or that it has no room (a
full disk, no memory, too many connections)."""


class Fence(Protocol):
    """What a process has to read in each transaction, to store anything."""

    @property
    def seat(self) -> int:
        """Which of those who send it is."""

    @property
    def reads(self) -> tuple[str, str]:
        """Its number and whether others send, and the table or tables."""

    def is_ours(self, number: int) -> bool:
        """Whether this is its number."""


class Transaction(NamedTuple):
    """What a transaction that was begun is known by."""

    number: str
    server_since: str
    """When the server began that gave the number. One that was killed, or another in its place,
    may give it to something else: what was not stored yet when it went is not known there."""


class Runner:
    """Runs units of work, one at a time in each thread that calls it."""

    def __init__(self, pool: ConnectionPool[Raw], fence: Fence) -> None:
        self._pool = pool
        self._fence = fence
        reads, where = fence.reads
        known = f"SELECT {reads}, {_KNOWN_BY} FROM {where}"  # noqa: S608 - ours
        self._begins = f"{WAITS_FOR_WRITERS}; {known}".encode()
        self._reads_fail = self._writes_fail = self.others_send = False

    @property
    def is_away(self) -> bool:
        """Whether the database was not to be reached, or took no writes, when it was last needed.
        A read that succeeds says nothing about writes: a full disk is read as ever."""
        return self._reads_fail or self._writes_fail

    def write(self, work: Work[T], seconds: float | None) -> tuple[T, bool]:
        """What it gave, and whether it changed a row. Raises what the work raises, DatabaseAway,
        TakenOver or TookTooLong; then nothing is stored."""
        try:
            done = _until_done(lambda: self._written(work, seconds), fails=self._writes_fail)
        except (DatabaseAway, StoredOrNot):
            self._writes_fail = True
            raise
        self._reads_fail = self._writes_fail = False
        return done

    def read(self, work: Work[T], seconds: float | None) -> tuple[T, bool]:
        """As `write`, on one snapshot, and it cannot write."""
        try:
            done = _until_done(lambda: self._read(work, seconds), fails=self._reads_fail)
        except DatabaseAway:
            self._reads_fail = True
            raise
        self._reads_fail = False
        return done

    def _read(self, work: Work[T], seconds: float | None) -> tuple[T, bool]:
        with self._borrowed() as raw:
            try:
                raw.execute(READS)
                result = _worked(work, self._connection(raw, seconds))
            finally:
                _roll_back(raw)
        return result, False

    def _written(self, work: Work[T], seconds: float | None) -> tuple[T, bool]:
        with self._borrowed() as raw:
            try:
                transaction = self._begin(raw, seconds)
                connection = self._connection(raw, seconds)
                result = _worked(work, connection)
                self._tell(raw, connection.told)
            except errors.ReadOnlySqlTransaction as error:
                raw.close()  # made read-only where it stands: the next may be another server
                raise PoolTimeout("the server takes no writes") from error
            except BaseException:
                _roll_back(raw)
                raise
            stored = _commit(raw)
        if stored is None and not self._came_through(transaction):
            raise PoolTimeout("the connection went before the transaction was stored")
        return result, connection.changed

    def _begin(self, raw: Raw, seconds: float | None) -> Transaction:
        begun = raw.execute(self._begins, prepare=False)
        while begun.nextset():
            pass
        row = begun.fetchone()
        if row is None or not self._fence.is_ours(row[0]):
            raise TakenOver
        self.others_send = row[1]
        if seconds is None:
            raw.execute("SET LOCAL statement_timeout = 0", prepare=False)
        return Transaction(*tuple(row)[2:])

    def _connection(self, raw: Raw, seconds: float | None) -> PostgresqlConnection:
        until = None if seconds is None else time.monotonic() + seconds
        return PostgresqlConnection(raw, until, self._fence.seat if self.others_send else None)

    def _tell(self, raw: Raw, news: Collection[str]) -> None:
        if self.others_send and news:
            words = " ".join((str(self._fence.seat), *sorted(news)))
            raw.execute("SELECT pg_notify(%s, %s)", (CHANNEL, words))

    def _came_through(self, transaction: Transaction) -> bool:
        """Whether a COMMIT whose answer was lost was stored. To do it again without knowing could
        do it twice, so raises StoredOrNot where the server stays away."""
        for pause in (*_TRIED_AGAIN_AFTER, 0.0):
            try:
                return self._was_stored(transaction)
            except (psycopg.OperationalError, PoolTimeout):
                time.sleep(pause)
        raise StoredOrNot

    def _was_stored(self, transaction: Transaction) -> bool:
        while True:
            with self._borrowed() as raw:
                try:
                    found = raw.execute(_BECAME.encode(), (transaction.number,))
                except errors.InvalidParameterValue:
                    return False  # another server took over, on which it never was
                row = found.fetchone()
            became, since = (None, None) if row is None else row
            if became == "committed" and since != transaction.server_since:
                raise StoredOrNot  # this one, or another of that number
            if became != "in progress":
                return bool(became == "committed")
            time.sleep(_TRIED_AGAIN_AFTER[0])

    @contextmanager
    def _borrowed(self) -> Iterator[Raw]:
        raw = self._pool.getconn(timeout=_PATIENCE / 10 if self.is_away else _PATIENCE)
        try:
            yield raw
        finally:
            self._pool.putconn(raw)


def _until_done(attempt: Callable[[], tuple[T, bool]], *, fails: bool) -> tuple[T, bool]:
    """Where the last one failed already, it is tried once: whoever asks is told at once."""
    pauses = iter(() if fails else _TRIED_AGAIN_AFTER)
    while True:
        try:
            return attempt()
        except Exception as error:
            if not _passes(error):
                raise
            pause = next(pauses, None)
            if pause is None:
                raise DatabaseAway from error
            time.sleep(pause)


def _worked(work: Work[T], connection: PostgresqlConnection) -> T:
    try:
        return to_its_end(work(connection))
    finally:
        connection.end()


def _commit(raw: Raw) -> bool | None:
    """True once it is stored, None where the connection went and nobody knows."""
    try:
        ended = raw.execute("COMMIT", prepare=False)
    except psycopg.OperationalError:
        if raw.closed:
            return None
        _roll_back(raw)
        raise
    if ended.statusmessage != "COMMIT":
        raise RuntimeError("a statement failed, and its unit of work went on")
    return True


def _roll_back(raw: Raw) -> None:
    """It is over; where the connection went, the server sees to it."""
    with suppress(psycopg.Error):
        raw.execute("ROLLBACK", prepare=False)


def _passes(error: Exception) -> bool:
    """Whether it may be otherwise in a moment, and nothing is stored."""
    if isinstance(error, _PASSING):
        return True
    if not isinstance(error, psycopg.OperationalError):
        return False
    return error.sqlstate is None or error.sqlstate.startswith(_OF_THE_SERVER)


def took_too_long(error: BaseException) -> bool:
    """Whether it was undone as its time was over."""
    return isinstance(error, TookTooLong | errors.QueryCanceled)
