"""The door to the database: one transaction at a time, with every table at hand.

Services open transactions here and decide nothing about SQL or keys.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from bot.domain.ids import GuildId, PersonTag, PrivateNumber, UserId
from bot.storage import refusals
from bot.storage.after import After
from bot.storage.again import Again
from bot.storage.asks import Asks
from bot.storage.buttons import Buttons
from bot.storage.candidates import Candidates
from bot.storage.clearings import Clearings
from bot.storage.conversations import Conversations
from bot.storage.database import Connection, Database
from bot.storage.departed import Departed
from bot.storage.doubts import Doubts
from bot.storage.drafts import Drafts
from bot.storage.goals import Goals
from bot.storage.guilds import Guilds
from bot.storage.held import HeldTexts
from bot.storage.incoming import Incoming
from bot.storage.kept import Kept
from bot.storage.known_servers import KnownServers
from bot.storage.ledger import Ledger
from bot.storage.listeners import Listeners
from bot.storage.messages import Messages
from bot.storage.meta import Meta
from bot.storage.mine import Mine
from bot.storage.offers import Offers
from bot.storage.outbox import Outbox
from bot.storage.panels import Panels
from bot.storage.partners import Partners
from bot.storage.people import People
from bot.storage.pieces import Pieces
from bot.storage.preferences import ListenerPreferences
from bot.storage.reflections import Reflections
from bot.storage.refusals import WrongKey
from bot.storage.schedules import Schedules
from bot.storage.sealing import Sealer
from bot.storage.strays import Strays
from bot.storage.tallies import Tallies
from bot.storage.texts import Texts
from bot.storage.typed import TypedForms
from bot.storage.waiting import WaitingRows

T = TypeVar("T")


class Tables:
    """Every table, inside one transaction or one read."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self.after = After(sql)
        self.again = Again(sql, sealer)
        self.asks = Asks(sql, sealer)
        self.buttons = Buttons(sql)
        self.candidates = Candidates(sql)
        self.clearings = Clearings(sql, sealer)
        self.conversations = Conversations(sql)
        self.departed = Departed(sql)
        self.doubts = Doubts(sql, sealer)
        self.drafts = Drafts(sql, sealer)
        self.goals = Goals(sql, sealer)
        self.guilds = Guilds(sql)
        self.held = HeldTexts(sql, sealer)
        self.incoming = Incoming(sql, sealer)
        self.kept = Kept(sql, sealer)
        self.ledger = Ledger(sql)
        self.listeners = Listeners(sql)
        self.messages = Messages(sql, sealer)
        self.meta = Meta(sql)
        self.offers = Offers(sql)
        self.outbox = Outbox(sql, sealer)
        self.partners = Partners(sql)
        self.people = People(sql, sealer)
        self.preferences = ListenerPreferences(sql)
        self.pieces = Pieces(sql, sealer)
        self.known_servers = KnownServers(sql)
        self.mine = Mine(sql)
        self.panels = Panels(sql, sealer)
        self.reflections = Reflections(sql, sealer)
        self.schedules = Schedules(sql)
        self.strays = Strays(sql, sealer)
        self.tallies = Tallies(sql, sealer)
        self.texts = Texts(sql)
        self.typed = TypedForms(sql, sealer)
        self.waiting = WaitingRows(sql)


class Store:
    """An open database and the keys to it."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer
        self._changed = True  # whatever a former run left in the log
        database.on_commit(self._note_change)

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
        """Empty the write-ahead log if anything was written since, so that what was erased is gone
        from it too. Raises CheckpointError; then the next call tries again."""
        if self._changed:
            self._changed = False
            try:
                await self._database.checkpoint()
            except BaseException:
                self._changed = True
                raise

    def _note_change(self) -> None:
        self._changed = True

    async def close(self) -> None:
        """Close every connection and let go of the lock."""
        await self._database.close()


async def open_store(path: Path, sealer: Sealer) -> Store:
    """Open (or make) the database. Raises a DatabaseRefused, or WrongKey."""
    try:
        return Store(await _open(path, sealer), sealer)
    except OSError as error:
        raise refusals.of_system(path, error) from error
    except sqlite3.Error as error:
        refused = refusals.of_sqlite(path, error)
        if refused is None:
            raise
        raise refused from error


async def _open(path: Path, sealer: Sealer) -> Database:
    database = await Database.open(path)
    try:
        await database.transaction(lambda sql: _check_key(sql, sealer, path))
    except BaseException:
        await database.close()
        raise
    return database


async def _check_key(sql: Connection, sealer: Sealer, path: Path) -> None:
    meta = Meta(sql)
    known = await meta.get("key_check")
    if known is None:
        await meta.put("key_check", sealer.check_value())
    elif not sealer.matches(known):
        raise WrongKey(path)
