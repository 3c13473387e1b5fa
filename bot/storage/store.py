"""The door to the database: one transaction at a time, with every table at hand, and no SQL."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.database_place import Address, Place
from bot.domain.ids import PersonTag, UserId
from bot.storage import belonging
from bot.storage.connection import Connection
from bot.storage.driver import needs_driver
from bot.storage.encryption.sealing import Sealer
from bot.storage.engine import Engine, Lanes
from bot.storage.forgetting import Forgetting
from bot.storage.listeners import week_parts
from bot.storage.numbers import Known
from bot.storage.sqlite import refusals
from bot.storage.sqlite.database import MIGRATIONS, Database
from bot.storage.sqlite.in_memory import InMemory
from bot.storage.sqlite.migrate import BeforeUpgrade
from bot.storage.tables import Tables as Tables
from bot.storage.to_the_end import to_the_end

if TYPE_CHECKING:
    from bot.storage.postgresql.database import Postgresql

T = TypeVar("T")
QUIET_SECONDS = 60


OnNews = Callable[[Tables], Awaitable[Callable[[], None]]]


class Store:
    """An open database and the keys to it."""

    def __init__(self, database: Engine, sealer: Sealer, *, leads: bool = True) -> None:
        """One that does not lead, but works beside, remembers nothing of what others change."""
        self._database = database
        self._sealer = sealer
        self.asker_number, self.listener_number = sealer.asker_number, sealer.listener_number
        self.asker_number_of = sealer.asker_number_of
        """The two keyed numbers of a user in a server."""
        self._leads = leads
        self._known = Known() if leads else None
        self._is_copied = False
        self._changed = True  # whatever a former run left in the log
        self._changed_at = time.monotonic()
        self._forgetting = Forgetting(database, sealer)
        self._with_news: list[OnNews] = []
        self._then: list[Callable[[], None]] = []
        database.on_commit(self._note_change)

    async def transaction(self, work: Callable[[Tables], Awaitable[T]]) -> T:
        """Run `work` in one transaction: all of it is stored, or nothing and the error is raised.
        No call to Discord belongs inside: the one writer would wait for it."""

        async def whole(sql: Connection) -> T:
            tables = Tables(sql, self._sealer, self._known)
            result = await work(tables)
            # of this unit of work alone: one before it may have failed to be stored
            self._then = [await news(tables) for news in self._with_news if tables.outbox.news]
            return result

        return await self._database.transaction(whole)

    async def read(self, work: Callable[[Tables], Awaitable[T]]) -> T:
        """Run `work` on a connection that cannot write."""
        known = self._known and self._known.to_reader()  # its servers are added to in place
        return await self._database.read(lambda sql: work(Tables(sql, self._sealer, known)))

    def person(self, user: UserId) -> PersonTag:
        """The keyed tag of a user, the same in every server."""
        return self._sealer.person_tag(user)

    def on_commit(self, callback: Callable[[], None]) -> None:
        """Call back after every stored transaction."""
        self._database.on_commit(callback)

    def on_news(self, work: OnNews) -> None:
        """Do this at the end of each transaction that made something due, inside of it, and call
        what it returns, without waiting, once that is stored. It must not raise."""
        self._with_news.append(work)

    def on_told(self, callback: Callable[[frozenset[str]], None]) -> None:
        """Call this, without waiting, with the words for what another process made new on this
        database; with EVERYTHING where some of it may not have been heard."""
        self._database.on_told(callback)

    async def count_senders(self, mine: Lanes) -> int:
        """How many processes send what waits, as `Engine.count_senders` says."""
        return await self._database.count_senders(mine)

    async def checkpoint(self) -> None:
        """Empty the write-ahead log if anything was written since, so that what was erased is gone
        from it too; while a backup reads it cannot be. Raises CheckpointError: call it again."""
        if self._changed and not self._is_copied:
            self._changed = False
            try:
                await self._database.checkpoint()
            except BaseException:
                self._changed = True
                raise

    @contextmanager
    def copied(self) -> Iterator[None]:
        """While this lasts, another process makes a backup."""
        self._is_copied = True
        try:
            yield
        finally:
            self._is_copied = False

    async def forget_erased(self) -> None:
        """Throw away the secrets of all that was erased by now: no copy of it opens any more. Where
        we do not lead, the bot that does has their files, and does so each second. Raises an
        OSError; then the next call tries again, as does the next start."""
        if self._leads:
            await self._forgetting.forget_erased()

    async def follow_secrets(self) -> None:
        """Beside the bot that leads: let no secret open that it threw away. Raises
        OwnersRefused."""
        await to_the_end(asyncio.to_thread(self._sealer.owners.follow))

    async def seal_some_anew(self) -> bool:
        """Give some rows of an earlier version secrets of their own; False once all have them."""
        return await self._forgetting.seal_some_anew()

    def is_quiet(self) -> bool:
        """Whether nobody has written for a minute, and no backup is being made."""
        return not self._is_copied and time.monotonic() - self._changed_at > QUIET_SECONDS

    async def rewrite(self) -> float:
        """Write the database's file anew, so that nothing erased is left in it, sealed or not; for
        how many seconds nobody could write. Raises CheckpointError, or an error of the disk."""
        return await self._database.rewrite()

    @property
    def is_away(self) -> bool:
        """Whether the database was out of reach, when it was last needed."""
        return self._database.is_away

    async def taken_over(self) -> None:
        """Wait until another bot leads on this database, which a file never allows. Raises
        TakenOver."""
        await self._database.taken_over()

    def _note_change(self) -> None:
        if self._forgetting.commits:  # nothing that anybody wrote or that has to go from the log
            return
        self._changed = True
        self._changed_at = time.monotonic()
        then, self._then = self._then, []
        for callback in then:
            callback()

    async def close(self) -> None:
        """Throw away the secrets of what was erased (or leave it to the next start), and close."""
        try:
            with suppress(Exception):
                await self.forget_erased()
        finally:
            await self._database.close()


async def open_store(
    place: Place,
    sealer: Sealer,
    before_upgrade: BeforeUpgrade | None = None,
    stands_by: Callable[[], None] | None = None,
    again: Callable[[], Sealer] | None = None,
) -> Store:
    """Open (or make) the database. What was erased since it was backed up is erased again first.
    With PostgreSQL, one that `stands_by` waits until no other bot leads; `again` gives the keys as
    they are then, as whoever had the database may have rotated them. Raises a DatabaseRefused,
    OwnersRefused or WrongKey, or what that raises."""
    keys = again or (lambda: sealer)
    if isinstance(place, Path):
        with refusals.explained(place):
            return await _opened(
                await Database.open(place, before_upgrade=before_upgrade), place, keys
            )
    return await _opened(await _postgresql(place, stands_by), place, keys)


async def _postgresql(place: Address, stands_by: Callable[[], None] | None) -> "Postgresql":
    with needs_driver():
        from bot.storage.postgresql.database import Postgresql
    return await Postgresql.open(place, MIGRATIONS, stands_by=stands_by)


async def join_store(
    place: Address, keys: Callable[[], Sealer], waits: Callable[[], None]
) -> Store:
    """Open a PostgreSQL to send from it beside the bot that leads; `waits` is called where that is
    not there yet. Raises a DatabaseRefused, OwnersRefused or WrongKey, or what `keys` raises."""
    with needs_driver():
        from bot.storage.postgresql.database import Postgresql
    database = await Postgresql.join(place, MIGRATIONS, waits=waits)
    try:
        sealer = keys()
        await database.read(lambda sql: belonging.refuse_another(sql, sealer, place))
        sealer.owners.taken_from(database.new_block)
    except BaseException:
        await database.close()
        raise
    return Store(database, sealer, leads=False)


async def store_in_memory(sealer: Sealer) -> Store:
    """An empty one that is gone with this process, for who shows what the bot says: `InMemory`."""
    store = Store(InMemory(), sealer)
    await store.transaction(lambda tables: tables.numbers.know_servers())
    return store


async def _opened(
    database: "Database | Postgresql", place: Place, keys: Callable[[], Sealer]
) -> Store:
    try:
        sealer = keys()
        # after a rotation every tag is turned in it, which takes a minute for 10,000 people
        await database.transaction(
            lambda sql: belonging.check(sql, sealer, place), however_long=True
        )
        await database.transaction(week_parts.reckon_anew, however_long=True)
        sealer.owners.taken_from(database.new_block)
        store = Store(database, sealer)
        await store.forget_erased()
        await store.transaction(lambda tables: tables.numbers.know_servers())
    except BaseException:
        await database.close()
        raise
    return store
