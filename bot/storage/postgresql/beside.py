"""A PostgreSQL on which a bot may be running: looked at, or changed at once, by a command."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import psycopg

from bot.database_place import Address
from bot.storage.belonging import refuse_another
from bot.storage.connection import Work
from bot.storage.encryption.keys import KeyRefused, known_keyring
from bot.storage.encryption.owner_files import OwnersRefused
from bot.storage.encryption.owners import known_owners
from bot.storage.encryption.sealing import Sealer
from bot.storage.meta import Meta
from bot.storage.postgresql.connecting import Raw, connect, refuse_pooler
from bot.storage.postgresql.connection import PostgresqlConnection
from bot.storage.postgresql.leadership import Leadership
from bot.storage.postgresql.schema import version_of
from bot.storage.postgresql.unit_of_work import READS, WAITS_FOR_WRITERS
from bot.storage.refused import DatabaseRefused, NotThere, WrongKey
from bot.storage.running import to_its_end
from bot.storage.sqlite.database import MIGRATIONS
from bot.storage.sqlite.migrate import load_migrations, refuse_newer

T = TypeVar("T")
_MILLISECONDS = 10_000


class BesidePostgresql:
    """An open connection. Each unit of work is one transaction."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw

    def read(self, work: Work[T]) -> T:
        """On one snapshot of what is committed."""
        return self._whole(READS, work)

    def write(self, work: Work[T]) -> T:
        """All of it is stored, or nothing and the error is raised."""
        return self._whole(WAITS_FOR_WRITERS, work)

    def _whole(self, begin: str, work: Work[T]) -> T:
        connection = PostgresqlConnection(self._raw, None)
        self._raw.execute(begin.encode(), prepare=False)
        try:
            result = to_its_end(work(connection))
            self._raw.execute("COMMIT")
        except BaseException:
            with suppress(psycopg.Error):
                self._raw.execute("ROLLBACK")
            raise
        finally:
            connection.end()
        return result


@contextmanager
def beside(address: Address) -> Iterator[BesidePostgresql]:
    """Open it as it is. Raises NotThere, DatabaseTooNew or another DatabaseRefused."""
    with connect(address, _MILLISECONDS) as raw:
        version, newest = version_of(raw), len(load_migrations(MIGRATIONS))
        refuse_newer(version, newest)
        if version < newest:
            raise NotThere(address)
        yield BesidePostgresql(raw)


def is_led(address: Address) -> bool:
    """Whether a bot runs on it now."""
    leadership = Leadership(address)
    try:
        return not leadership.gain()
    finally:
        leadership.let_go()


def noted(address: Address, name: str) -> bytes | None:
    """As `bot.storage.beside.noted` says."""
    try:
        with beside(address) as opened:
            return opened.read(lambda sql: Meta(sql).get(name))
    except (psycopg.Error, DatabaseRefused):
        return None


def refused(
    environ: Mapping[str, str], key_file: Path, here: Path, address: Address
) -> Iterator[KeyRefused | DatabaseRefused | WrongKey]:
    """All that keeps the bot from starting on this key and this database; nothing is made."""
    try:
        keyring = known_keyring(environ, key_file, here)
        with connect(address, _MILLISECONDS) as raw:
            refuse_pooler(raw)
            version = version_of(raw)
            refuse_newer(version, len(load_migrations(MIGRATIONS)))
            if keyring is not None and version:
                sealer = Sealer(keyring, known_owners(keyring, key_file))
                BesidePostgresql(raw).read(lambda sql: refuse_another(sql, sealer, address))
    except (KeyRefused, DatabaseRefused, WrongKey, OwnersRefused) as why:
        yield why
