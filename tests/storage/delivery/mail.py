"""An outbox on a real database, with a shorter way to use it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bot.domain.asks import OwnWords
from bot.domain.ids import OutboxId, UserId
from bot.domain.notices import Notice, NoticeKind, Priority
from bot.storage.delivery.outbox_rows import Entry
from bot.storage.store import Store, Tables
from tests.engines import open_store
from tests.services.scene import SEALER

T = TypeVar("T")

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
ANNA, BEN = UserId(1), UserId(2)


class Mail:
    """An outbox with a shorter way to use it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def do(self, work: Callable[[Tables], Awaitable[T]]) -> T:
        """One transaction."""
        return await self.store.transaction(work)

    async def put(self, to: int, nonce: str, priority: Priority = Priority.BROADCAST) -> None:
        """Something to say to a person."""

        async def work(tables: Tables) -> None:
            person = await tables.people.meet(UserId(to))
            text = OwnWords(nonce)
            notice = Notice(NoticeKind.WORDS, None, person, priority=priority, text=text)
            await tables.outbox.put(notice, nonce, NOW)

        await self.do(work)

    async def next(self, now: datetime = NOW, busy: tuple[str, ...] = ()) -> Entry | None:
        """Whose turn it is."""
        return await self.do(lambda tables: tables.outbox.next(now, busy))

    async def whose(self, now: datetime = NOW, busy: tuple[str, ...] = ()) -> str | None:
        """The nonce of whose turn it is."""
        entry = await self.next(now, busy)
        return None if entry is None else entry.nonce

    async def due(self, now: datetime = NOW) -> list[str]:
        """The nonces of what a look meets, in order."""
        sql = "SELECT nonce FROM outbox WHERE due_at <= ? ORDER BY outbox_id"
        at = (int(now.timestamp()),)
        rows = await self.store._database.read(lambda on: on.fetch_all(sql, at))
        return [row["nonce"] for row in rows]

    async def id_of(self, nonce: str) -> OutboxId:
        """The id of what is to be said."""
        sql = "SELECT outbox_id FROM outbox WHERE nonce = ?"
        rows = await self.store._database.read(lambda on: on.fetch_all(sql, (nonce,)))
        return OutboxId(rows[0][0])

    def lane(self, user: UserId) -> str:
        """The lane of somebody's direct messages."""
        return self.store.person(user).hex()


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Mail]:
    """The outbox of a database."""
    store = await open_store(folder / "mail.sqlite3", SEALER)
    try:
        yield Mail(store)
    finally:
        await store.close()
