"""Throwing away the secrets of what was erased, while everything else goes on."""

import asyncio
from functools import partial

from bot.storage.connection import SECRETS, Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.engine import Engine
from bot.storage.own_secrets import BEGINNING, OwnSecrets, Place
from bot.storage.thrown_away import AT_A_TIME, ThrownAway
from bot.storage.to_the_end import to_the_end


class Forgetting:
    """What `Store` does beside the transactions of services.

    Whatever ends it in the middle, the next call or the next start goes on: rows of `thrown_away`
    go only after their secrets, and a secret that is gone can be thrown away again.
    """

    def __init__(self, database: Engine, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer
        self._turn = asyncio.Lock()
        self._place: Place | None = BEGINNING
        self.commits = False
        """Whether what is being committed is only that secrets are gone."""

    async def forget_erased(self) -> None:
        """As `Store.forget_erased`."""
        async with self._turn:
            while await to_the_end(self._forget_some()):
                pass

    async def _forget_some(self) -> bool:
        thrown = await self._database.read(lambda sql: ThrownAway(sql, self._sealer).some())
        if not thrown:
            return False
        owners = self._sealer.owners
        gone = [owner for _, owner in thrown if owner is not None]
        if gone:
            # whoever still reads what stood there before the erasing must be able to open it
            await self._database.reads_over()
            await asyncio.to_thread(owners.forget, *gone)

        async def done(sql: Connection) -> None:
            await ThrownAway(sql, self._sealer).are_done([n for n, _ in thrown], owners.edition)
            self.commits = True
            sql.tell(SECRETS)

        try:
            await self._database.transaction(done)
        finally:
            self.commits = False
        return len(thrown) == AT_A_TIME  # else these were all that was erased by now

    async def seal_some_anew(self) -> bool:
        """As `Store.seal_some_anew`."""
        if self._place is None or await self._database.read(
            lambda sql: OwnSecrets(sql, self._sealer).all_done()
        ):
            self._place = None
            return False
        sealed = 0
        while self._place is not None and not sealed:  # most tables have nothing to be sealed
            self._place, sealed = await self._database.transaction(partial(self._some, self._place))
        return self._place is not None

    async def _some(self, place: Place, sql: Connection) -> tuple[Place | None, int]:
        own = OwnSecrets(sql, self._sealer)
        return await own.some(place), own.sealed
