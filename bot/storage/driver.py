"""PostgreSQL's driver is an extra: who has no such database need not install it."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.storage.refused import DatabaseRefused


@contextmanager
def needs_driver() -> Iterator[None]:
    """Where it is imported and missing, say so as a DatabaseRefused."""
    try:
        yield
    except ImportError:
        raise DatabaseRefused(
            "storage.database names a PostgreSQL, for which the extra `postgresql` is missing:"
            " .venv/bin/pip install 'psycopg[binary]>=3.3.9,<4' psycopg-pool."
        ) from None
