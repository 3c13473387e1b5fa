"""The door to the database: one transaction at a time, with every table at hand.

Services open transactions here and decide nothing about SQL or keys.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from bot.domain.ids import GuildId, PersonTag, PrivateNumber, UserId
from bot.storage.asks import Asks
from bot.storage.buttons import Buttons
from bot.storage.conversations import Conversations
from bot.storage.database import Connection, Database
from bot.storage.drafts import Drafts
from bot.storage.guilds import Guilds
from bot.storage.listeners import Listeners
from bot.storage.messages import Messages
from bot.storage.meta import Meta
from bot.storage.outbox import Outbox
from bot.storage.people import People
from bot.storage.sealing import Sealer
from bot.storage.waiting import WaitingRows

T = TypeVar("T")


class Tables:
    """Every table, inside one transaction or one read."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self.asks = Asks(sql, sealer)
        self.buttons = Buttons(sql)
        self.conversations = Conversations(sql)
        self.drafts = Drafts(sql, sealer)
        self.guilds = Guilds(sql)
        self.listeners = Listeners(sql)
        self.messages = Messages(sql, sealer)
        self.meta = Meta(sql)
        self.outbox = Outbox(sql, sealer)
        self.people = People(sql, sealer)
        self.waiting = WaitingRows(sql)


class Store:
    """An open database and the keys to it."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer

    async def transaction(self, work: Callable[[Tables], Awaitable[T]]) -> T:
        """Run `work` in one transaction: all of it is stored, or nothing and the error is raised.

        No call to Discord belongs inside: the one writer would wait for it.
        """
        return await self._database.transaction(lambda sql: work(Tables(sql, self._sealer)))

    async def read(self, work: Callable[[Tables], Awaitable[T]]) -> T:
        """Run `work` on a connection that cannot write."""
        return await self._database.read(lambda sql: work(Tables(sql, self._sealer)))

    def person(self, user: UserId) -> PersonTag:
        """The keyed tag of a user, the same in every server."""
        return self._sealer.person_tag(user)

    def private_number(self, guild: GuildId, user: UserId) -> PrivateNumber:
        """The keyed number of a user in one server."""
        return self._sealer.private_number(guild, user)

    def on_commit(self, callback: Callable[[], None]) -> None:
        """Call back after every stored transaction."""
        self._database.on_commit(callback)

    async def checkpoint(self) -> None:
        """Empty the write-ahead log, so that what was erased is gone from it too."""
        await self._database.checkpoint()

    async def close(self) -> None:
        """Close every connection and let go of the lock."""
        await self._database.close()


async def open_store(path: Path, sealer: Sealer) -> Store:
    """Open (or make) the database. Raises what Database.open raises, and WrongKey."""
    database = await Database.open(path)
    try:
        await database.transaction(lambda sql: _check_key(sql, sealer))
    except BaseException:
        await database.close()
        raise
    return Store(database, sealer)


class WrongKey(Exception):
    """The database was sealed under another key."""


async def _check_key(sql: Connection, sealer: Sealer) -> None:
    meta = Meta(sql)
    known = await meta.get("key_check")
    if known is None:
        await meta.put("key_check", sealer.check_value())
    elif not sealer.matches(known):
        raise WrongKey("the key does not belong to this database")
