"""Connections to PostgreSQL, set up as the bot needs them, and what is refused before it begins."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg import conninfo
from psycopg.rows import RowFactory
from psycopg_pool import ConnectionPool

from bot.database_place import Address
from bot.storage.postgresql.rows import PostgresqlRow, adapt, by_name
from bot.storage.refused import DatabaseRefused

Raw = psycopg.Connection[PostgresqlRow]

CONNECTIONS: Final = 4
"""One writes, two read, and one asks whether a COMMIT whose answer was lost came through, or takes
a block of numbers."""

_UNLESS_GIVEN: Final = {
    "connect_timeout": "5",
    "application_name": "lend-an-ear",
    # of several addresses the one that takes writes
    "target_session_attrs": "read-write",
    # a server that is gone without a word is noticed within ten seconds
    "keepalives_idle": "4",
    "keepalives_interval": "2",
    "keepalives_count": "2",
    "tcp_user_timeout": "8000",
}
_SESSION: Final = (
    "SET tcp_keepalives_idle = 4; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 2;"
    " SET idle_in_transaction_session_timeout = '60s'; SET client_encoding = 'UTF8';"
    " SET statement_timeout = {milliseconds:d}"
)
"""The server, too, notices within ten seconds that a bot is gone, and lets go of its locks."""

_PLANS: Final = (
    "SET plan_cache_mode = force_generic_plan; SET jit = off; SET random_page_cost = 1.1;"
    " SET enable_seqscan = off; SET enable_bitmapscan = off;"
    " SET enable_hashjoin = off; SET enable_mergejoin = off"
)
"""Each statement has its index, as SQLite needs it, and is to go by it whatever rows there are: by
its statistics PostgreSQL 15 read all of 100,000 listeners for the best 24 (`tests.bench.scale`)."""

_STATEMENTS: Final = 2048
"""More than there are: each is planned once."""


class Unreachable(DatabaseRefused):
    """No connection, for a reason that the operator can mend."""


class NoDriver(DatabaseRefused):
    """The extra is not installed."""


def connect(address: Address, milliseconds: int = 0) -> Raw:
    """One connection beside the pool. Raises Unreachable."""
    with explained(address):
        raw: Raw = psycopg.Connection.connect(
            told(address), autocommit=True, row_factory=_factory()
        )
        set_up(raw, milliseconds)
        return raw


def pool_of(address: Address, milliseconds: int) -> ConnectionPool[Raw]:
    """A pool that is not open yet. After a restart of the server it tries anew every few seconds,
    for as long as it takes."""
    return ConnectionPool(
        told(address),
        connection_class=psycopg.Connection[PostgresqlRow],
        kwargs={"autocommit": True, "row_factory": _factory()},
        min_size=CONNECTIONS,
        max_size=CONNECTIONS,
        open=False,
        configure=lambda raw: set_up(raw, milliseconds),
        reconnect_timeout=3,
        name="lend-an-ear",
    )


def set_up(raw: Raw, milliseconds: int) -> None:
    """What holds for each connection; a statement may take so long, 0 means for ever."""
    adapt(raw)
    raw.prepared_max = _STATEMENTS
    raw.execute(_SESSION.format(milliseconds=milliseconds).encode(), prepare=False)
    raw.execute(_PLANS, prepare=False)


def told(address: Address) -> str:
    """The address as libpq takes it, with what was left open. Raises Unreachable, and shows nothing
    of it."""
    try:
        given = conninfo.conninfo_to_dict(address.reveal())
    except psycopg.ProgrammingError:
        raise Unreachable(
            "storage.database is no address of a PostgreSQL: it reads like"
            " postgresql://name@host:5432/database. Letters that mean something there (such as @"
            " or /) are written as %40 or %2F."
        ) from None
    return conninfo.make_conninfo(**{**_UNLESS_GIVEN, **{k: str(v) for k, v in given.items()}})


def refuse_pooler(raw: Raw) -> None:
    """Raise Unreachable where something stands between us and the server: locks and news belong to
    a connection there, and a pooler gives it to others."""
    row = raw.execute("SELECT pg_backend_pid(), current_setting('server_encoding')").fetchone()
    assert row is not None
    if row[0] != raw.info.backend_pid:
        raise Unreachable(
            "There is a pooler (such as pgbouncer) in front of PostgreSQL, which gives a connection"
            " and its locks to several. Name the server itself in storage.database."
        )
    if row[1] != "UTF8":
        raise Unreachable(
            f"The PostgreSQL database keeps texts as {row[1]}. Make one with ENCODING 'UTF8'."
        )


@contextmanager
def explained(address: Address) -> Iterator[None]:
    """What keeps us from connecting, in an operator's words: without a password."""
    try:
        yield
    except psycopg.OperationalError as error:
        raise Unreachable(
            f"PostgreSQL ({address}) cannot be reached. It says: {_why(error)} See whether it runs,"
            " and whether storage.database names it."
        ) from None


def _why(error: psycopg.OperationalError) -> str:
    """The last line of what libpq says, which never holds a password."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[-1].strip().rpartition("FATAL:")[2].strip().removesuffix(".") + "."


def _factory() -> RowFactory[Any]:
    return by_name
