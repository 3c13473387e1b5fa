"""The key is rotated: all that is sealed is sealed anew under a new one, in small steps.

A small file beside the key asks for it. Whoever has the database for itself takes it up: the
running bot, or the command where none runs. From then on the key's file holds the new key and that
of before, until nothing is under that one any more; so a kill at any moment leaves a file with
which everything opens, and the next start goes on. At last the files beside the key are written
under the new one, the database's file is written anew, and the key of before is written over.

Tags follow at the next start (``linked_tags``), as a running bot holds many of them.
"""

import asyncio
from pathlib import Path

from bot import database_place
from bot.storage.beside import noted
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.owners import Owners
from bot.storage.encryption.remembered import remember
from bot.storage.encryption.sealed_columns import SEALED
from bot.storage.encryption.secret_file import remove_begun, sync_folder
from bot.storage.own_secrets import BEGINNING, OwnSecrets, Place
from bot.storage.store import Store, Tables
from bot.storage.thrown_away import ThrownAway
from bot.storage.to_the_end import to_the_end

TABLES = len(SEALED)
_PLACE = "key_rotation"


def request(key_file: Path) -> Path:
    """The file that asks for it."""
    return key_file.with_name(key_file.name + ".rotate")


def ask(key_file: Path) -> None:
    """Ask for it. Raises an OSError."""
    request(key_file).touch(mode=0o600)
    sync_folder(key_file.parent)


def tables_done(database: database_place.Place) -> int | None:
    """How many of `TABLES` another process has sealed anew; None while nobody can look."""
    known = noted(database, _PLACE)
    return None if known is None else int(known)


class KeyRotation:
    """Goes on with it, step by step, while everything else goes on."""

    def __init__(
        self, store: Store, keyring: Keyring, key_file: Path, *, is_given: bool = False
    ) -> None:
        """Make it where the database is this process's own. One that is given in the environment
        stays as it is: nobody could put another there."""
        self._is_given = is_given
        self._store = store
        self._keyring = keyring
        self._key_file = key_file
        self._place: Place | None = BEGINNING
        self._sealed = 0
        self._is_in_use = True
        """Whether all is sealed under what the key's file holds."""
        remove_begun(key_file.resolve())  # what a kill left half written holds a key

    @property
    def tables_done(self) -> int:
        """How many of `TABLES` are sealed anew."""
        return TABLES if self._place is None else self._place[0]

    async def step(self) -> bool:
        """Go on a little; False where there is nothing to do. Raises an error of the disk, or
        CheckpointError: then it is to be tried again later."""
        return await to_the_end(self._step())

    async def _step(self) -> bool:
        if not self._is_in_use:
            await self._use(self._keyring)
        elif self._keyring.before is None:
            if not request(self._key_file).exists():
                return False
            if self._is_given:
                request(self._key_file).unlink()
                return False
            await self._begin()
        elif self._place is not None:
            request(self._key_file).unlink(missing_ok=True)  # of one that was killed
            self._place = await self._store.transaction(self._some)
        elif await self._is_all_sealed():
            await self._finish(self._keyring)
        return True

    async def _begin(self) -> None:
        new = self._keyring.rotated()
        # first the file: a value whose key is nowhere on the disk could be lost
        await asyncio.to_thread(new.write, self._key_file)
        self._keyring, self._is_in_use = new, False  # a third key would overwrite this one
        await self._use(new)
        self._place, self._sealed = BEGINNING, 0
        request(self._key_file).unlink(missing_ok=True)

    async def _use(self, keyring: Keyring) -> None:
        async def work(tables: Tables) -> None:
            tables.sealer.use(keyring)
            await tables.sql.fence_off_others()  # they begin anew, with the key as it is now

        await self._store.transaction(work)  # nobody else seals meanwhile
        self._keyring, self._is_in_use = keyring, True

    async def _some(self, tables: Tables) -> Place | None:
        own = OwnSecrets(tables.sql, tables.sealer)
        place = await own.some(self._place or BEGINNING)
        self._sealed += own.sealed
        await tables.meta.put(_PLACE, str(TABLES if place is None else place[0]).encode())
        return place

    async def _is_all_sealed(self) -> bool:
        """Once nothing was found any more; what opens under no key is left as it is."""
        await self._store.forget_erased()
        if self._sealed:
            self._place, self._sealed = BEGINNING, 0
            return False
        return await self._store.transaction(self._settled)

    async def _settled(self, tables: Tables) -> bool:
        if await ThrownAway(tables.sql, tables.sealer).has_of(tables.sealer.to_seal_anew):
            return False
        await tables.meta.put("key_check", tables.sealer.check_value())
        return True

    async def _finish(self, keyring: Keyring) -> None:
        owners = await self._store.read(_owners)
        await asyncio.to_thread(owners.write_under, keyring)
        remember(keyring, self._key_file)
        await self._store.rewrite()
        settled = keyring.knowing(None)
        await asyncio.to_thread(settled.write, self._key_file)
        await self._use(settled)


async def _owners(tables: Tables) -> Owners:
    return tables.sealer.owners
