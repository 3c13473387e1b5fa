"""The threads of open asks: where each stands, sealed, and found by a keyed tag."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import AskerNumber, AskId, ChannelId, MessageId
from bot.domain.open_asks import OpenThread, ThreadState
from bot.storage.columns import moment_or_none, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

_TABLE = "open_thread"
_NAMES = """
    SELECT alias FROM open_thread JOIN ask USING (ask_id)
        WHERE asker_number = ? AND ask.state <> 'closed'
    UNION SELECT thread_message.alias FROM thread_message JOIN ask USING (ask_id)
        WHERE thread_message.asker_number = ? AND ask.state <> 'closed'
"""


class OpenThreads:
    """The table `open_thread`. Rows go with their ask."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def want(self, ask: AskId, alias: str) -> bool:
        """Let an ask have a thread; False where it has one that is not closed."""
        done = await self._sql.execute(
            "INSERT INTO open_thread (ask_id, state, alias) VALUES (?, 'wanted', ?)"
            " ON CONFLICT (ask_id) DO UPDATE SET state = 'wanted'"
            " WHERE open_thread.state = 'closed'",
            (ask, alias),
        )
        return done == 1

    async def opened(self, ask: AskId, place: ChannelId) -> bool:
        """It stands; False where it was closed meanwhile."""
        sealed = self._sealer.seal_int(_TABLE, "thread", ask, place)
        done = await self._sql.execute(
            "UPDATE open_thread SET state = 'open', thread_tag = ?, thread_sealed = ?"
            " WHERE ask_id = ? AND state = 'wanted'",
            (self._tag(place), sealed, ask),
        )
        return done == 1

    async def close(self, ask: AskId) -> bool:
        """Nothing is written there through the bot any more; False where it was closed, or never
        was."""
        done = await self._sql.execute(
            "UPDATE open_thread SET state = 'closed', untold = 0, told_at = NULL"
            " WHERE ask_id = ? AND state <> 'closed'",
            (ask,),
        )
        return done == 1

    async def get(self, ask: AskId) -> OpenThread | None:
        """The thread of an ask."""
        sql = "SELECT * FROM open_thread WHERE ask_id = ?"
        row = await self._sql.fetch_one(sql, (ask,))
        return None if row is None else self._thread(row)

    async def place_of(self, ask: AskId) -> ChannelId | None:
        """Where the thread of an ask stands; None where none is open."""
        thread = await self.get(ask)
        return thread.place if thread and thread.state is ThreadState.OPEN else None

    async def at(self, place: ChannelId) -> OpenThread | None:
        """The thread that stands at a place."""
        sql = "SELECT * FROM open_thread WHERE thread_tag = ?"
        row = await self._sql.fetch_one(sql, (self._tag(place),))
        return None if row is None else self._thread(row)

    async def all_open(self) -> Sequence[OpenThread]:
        """Every one in which anybody can write."""
        sql = "SELECT * FROM open_thread WHERE state = 'open' ORDER BY ask_id"
        return [self._thread(row) for row in await self._sql.fetch_all(sql)]

    async def answered(self, ask: AskId) -> None:
        """One more answer of which the asker was not told yet."""
        await self._sql.execute(
            "UPDATE open_thread SET untold = untold + 1 WHERE ask_id = ?", (ask,)
        )

    async def told(self, ask: AskId, now: datetime) -> None:
        """The asker is told of all of them."""
        await self._sql.execute(
            "UPDATE open_thread SET untold = 0, told_at = ? WHERE ask_id = ?", (seconds(now), ask)
        )

    async def names_of(self, number: AskerNumber) -> frozenset[str]:
        """The names that somebody wears in threads of a server, as an asker and as a helper."""
        rows = await self._sql.fetch_all(_NAMES, (number, number))
        return frozenset(row["alias"] for row in rows if row["alias"])

    async def names_in(self, ask: AskId) -> frozenset[str]:
        """Every name that is worn in the thread of an ask."""
        rows = await self._sql.fetch_all(
            "SELECT alias FROM open_thread WHERE ask_id = ?"
            " UNION SELECT alias FROM thread_message WHERE ask_id = ?",
            (ask, ask),
        )
        return frozenset(row["alias"] for row in rows if row["alias"])

    async def not_closed_of(self, number: AskerNumber) -> Sequence[OpenThread]:
        """Those of somebody's asks in a server, in the order of their asks."""
        rows = await self._sql.fetch_all(
            "SELECT open_thread.* FROM open_thread JOIN ask USING (ask_id)"
            " WHERE asker_number = ? AND asker_sealed IS NOT NULL AND open_thread.state = 'open'"
            " ORDER BY posted_at, ask_id",
            (number,),
        )
        return [self._thread(row) for row in rows]

    def _tag(self, place: ChannelId) -> bytes:
        # a thread has the id of the message that it begins at, so it is kept as ids of messages are
        return self._sealer.message_tag(MessageId(place))

    def _thread(self, row: Row) -> OpenThread:
        sealed, key = row["thread_sealed"], row["ask_id"]
        place = None
        if sealed is not None:
            place = ChannelId(self._sealer.open_int(_TABLE, "thread", key, sealed))
        return OpenThread(
            AskId(key),
            ThreadState(row["state"]),
            row["alias"],
            place,
            row["untold"],
            moment_or_none(row["told_at"]),
        )
