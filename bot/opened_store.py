"""The database and its key, opened as the settings say."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import structlog

from bot.config import Settings
from bot.database_place import Address
from bot.services import backups
from bot.services.ports import Clock
from bot.storage.encryption.keys import Keyring, load_keyring
from bot.storage.encryption.owners import load_owners
from bot.storage.encryption.remembered import remember
from bot.storage.encryption.sealing import Sealer
from bot.storage.refused import DatabaseRefused
from bot.storage.store import Store, join_store, open_store


class OnOneMachine(DatabaseRefused):
    """A database's file is one process's."""

    def __init__(self) -> None:
        super().__init__(
            "Workers send beside a bot on PostgreSQL: the database in storage.database is a file,"
            " which one process has. README.md says how to move it."
        )


async def opened_store(
    settings: Settings, environ: Mapping[str, str], clock: Clock, *, waits: bool = False
) -> tuple[Store, Keyring]:
    """Where it `waits` and another bot leads on a PostgreSQL, it does until that is gone. Raises
    what loading the key and opening the database raise."""

    async def before_upgrade(upgrade_to: int) -> Path:
        return (await backups.make(settings, clock.now(), upgrade_to)).file

    files = settings.storage
    keys = partial(_keys, environ, files.key_file, files.here)
    stands_by = _stands_by if waits else None
    # a key that is refused is said before anything waits
    store = await open_store(files.database, keys(), before_upgrade, stands_by, keys)
    keyring = load_keyring(environ, files.key_file, files.here)
    remember(keyring, files.key_file)
    return store, keyring


async def joined_store(settings: Settings, environ: Mapping[str, str]) -> Store:
    """The PostgreSQL, to send from it beside the bot that leads. Raises what loading the key and
    joining the database raise."""
    files = settings.storage
    if not isinstance(files.database, Address):
        raise OnOneMachine
    return await join_store(
        files.database, partial(_keys, environ, files.key_file, files.here), _waits
    )


def _keys(environ: Mapping[str, str], key_file: Path, database: Path) -> Sealer:
    keyring = load_keyring(environ, key_file, database)
    return Sealer(keyring, load_owners(keyring, key_file))


def _stands_by() -> None:
    structlog.get_logger("storage").info("storage.stands_by")


def _waits() -> None:
    structlog.get_logger("storage").info("storage.waits_for_the_bot")
