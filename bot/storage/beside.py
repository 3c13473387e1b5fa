"""The tables of a database beside a bot that may be running on it: for the operator's commands.

SQLite lets other processes in. But the secrets of rows are the running bot's alone to hand out, so
nothing may be sealed here: what a command wants done it notes in a row, and the bot does it.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.database_place import Place
from bot.storage import numbers_apart
from bot.storage.connection import Connection
from bot.storage.driver import needs_driver
from bot.storage.encryption.keys import KeyRefused, known_keyring
from bot.storage.encryption.owner_files import Edition
from bot.storage.encryption.owners import known_owners, refuse_others
from bot.storage.encryption.sealing import Sealer
from bot.storage.linked_tags import LinkedTags
from bot.storage.meta import Meta
from bot.storage.refused import DatabaseInUse, NotThere, WrongKey
from bot.storage.sqlite import inspection, refusals
from bot.storage.sqlite.beside import Beside, beside
from bot.storage.sqlite.files import lock
from bot.storage.store import Tables

if TYPE_CHECKING:
    from bot.storage.postgresql.beside import BesidePostgresql

T = TypeVar("T")


class StoreBeside:
    """As `Store`, as far as that can be done beside a running bot."""

    def __init__(self, database: "Beside | BesidePostgresql", sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer

    def read(self, work: Callable[[Tables], Awaitable[T]]) -> T:
        """Run `work` on one snapshot."""
        return self._database.read(lambda sql: work(Tables(sql, self._sealer)))

    def transaction(self, work: Callable[[Tables], Awaitable[T]]) -> T:
        """Run `work` in one transaction, which must seal nothing."""
        return self._database.write(lambda sql: work(Tables(sql, self._sealer)))


@contextmanager
def open_beside(
    database: Place, key_file: Path, environ: Mapping[str, str]
) -> Iterator[StoreBeside]:
    """The tables, while this lasts; nothing is made. Raises a DatabaseRefused, also where a bot of
    this version has not run on it yet, a KeyRefused, or WrongKey."""
    # without a key there is none either, so nothing of it has to be looked for
    keyring = known_keyring(environ, key_file, database if isinstance(database, Path) else key_file)
    if keyring is None:
        raise NotThere(database)
    with _opened(database) as opened:
        sealer = Sealer(keyring, known_owners(keyring, key_file))
        opened.read(lambda sql: _refuse_others(sql, sealer, database))
        yield StoreBeside(opened, sealer)


@contextmanager
def _opened(database: Place) -> "Iterator[Beside | BesidePostgresql]":
    if isinstance(database, Path):
        with refusals.explained(database), beside(database) as opened:
            yield opened
        return
    with needs_driver():
        from bot.storage.postgresql import beside as postgresql
    with postgresql.beside(database) as led:
        yield led


async def _refuse_others(sql: Connection, sealer: Sealer, database: Place) -> None:
    meta = Meta(sql)
    known, edition = await meta.get("key_check"), await meta.get("owners")
    if known is None or await numbers_apart.is_to_do(meta):
        raise NotThere(database)
    if not sealer.matches(known):
        raise WrongKey(database)
    if sealer.is_rotating or await LinkedTags(sql, sealer).done() != sealer.links:
        raise KeyRefused("The key is new. Wait until it is rotated, start the bot anew, and go on.")
    owners = sealer.owners if sealer.owners.is_filed else None
    remembered = None if edition is None else Edition.loaded(edition)
    refuse_others(owners, remembered, database)


def is_in_use(database: Place) -> bool:
    """Whether a bot runs on it now."""
    if not isinstance(database, Path):
        with needs_driver():
            from bot.storage.postgresql.beside import is_led
        return is_led(database)
    with ExitStack() as closing:
        try:
            lock(database, closing)
        except DatabaseInUse:
            return True
    return False


def noted(database: Place, name: str) -> bytes | None:
    """What a database that a bot has open keeps under a name in its table `meta`; None while nobody
    can look: it is being written anew, is out of reach, or not there yet."""
    if isinstance(database, Path):
        return inspection.noted(database, name)
    with needs_driver():
        from bot.storage.postgresql.beside import noted as noted_there
    return noted_there(database, name)


def refuse_earlier(database: Place) -> None:
    """Raise a DatabaseRefused where no bot of this version has run on a PostgreSQL. A file is not
    brought up to date without being asked."""
    if isinstance(database, Path):
        return
    with _opened(database):
        """It is as this version leaves it."""
