"""Who may ask for the same listener again, until when; and which ask shall go to them first."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import AskId, ConversationId, GuildId, ListenerNumber, PersonTag
from bot.domain.same_listener import SameListener
from bot.storage.columns import coarse_end, moment, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.rows import Row


class SameListenerRows:
    """The table `again`, and the column of `ask` that points to it."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def keep(self, same: SameListener) -> None:
        """Let an asker ask for the same listener again."""
        await self._sql.execute(
            "INSERT INTO again (token, asker_sealed, guild_id, listener_number, alias, expires_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                same.token,
                self._sealer.seal("again", "asker", same.token, same.asker),
                same.guild_id,
                same.listener,
                same.alias,
                coarse_end(same.expires_at),
            ),
        )

    async def get(self, token: str, asker: PersonTag, now: datetime) -> SameListener | None:
        """What this asker's own token stands for, while it lasts."""
        row = await self._sql.fetch_one(
            "SELECT * FROM again WHERE token = ? AND expires_at > ?", (token, seconds(now))
        )
        same = None if row is None else self._same_listener(row)
        return same if same and same.asker == asker else None

    async def names_of(self, asker: PersonTag, guild: GuildId, now: datetime) -> frozenset[str]:
        """The aliases by which an asker can ask for somebody again in a server."""
        return frozenset(row["alias"] for row in await self._of(asker, guild, now))

    async def numbers_of(
        self, asker: PersonTag, guild: GuildId, now: datetime
    ) -> frozenset[ListenerNumber]:
        """Whom an asker can ask for again in a server."""
        rows = await self._of(asker, guild, now)
        numbers = (row["listener_number"] for row in rows)
        return frozenset(ListenerNumber(one) for one in numbers if one is not None)

    async def go_first(self, token: str, ask: AskId) -> None:
        """Note whom an ask shall go to first."""
        await self._sql.execute("UPDATE ask SET again = ? WHERE ask_id = ?", (token, ask))

    async def first_for(self, ask: AskId) -> ListenerNumber | None:
        """Whom an ask shall go to first, if they still listen."""
        row = await self._sql.fetch_one(
            "SELECT listener_number FROM ask JOIN again ON again.token = ask.again"
            " WHERE ask_id = ?",
            (ask,),
        )
        return None if row is None or row[0] is None else ListenerNumber(row[0])

    async def forget_first(self, ask: AskId) -> None:
        """They were told, or could not be: which of the two is kept nowhere."""
        await self._sql.execute("UPDATE ask SET again = NULL WHERE ask_id = ?", (ask,))

    async def forget_about(self, conversation: ConversationId) -> None:
        """Nobody asks for the listener of this conversation again: its buttons are over."""
        await self._sql.execute(
            "DELETE FROM again WHERE token IN (SELECT token FROM button WHERE conversation_id = ?)",
            (conversation,),
        )

    async def forget_listener(self, number: ListenerNumber) -> None:
        """They listen no more: erase who it was, and leave the buttons as they are."""
        await self._sql.execute(
            "UPDATE again SET listener_number = NULL WHERE listener_number = ?", (number,)
        )

    async def forget_guild(self, guild: GuildId) -> None:
        """The bot is no longer in this server."""
        await self._sql.execute("DELETE FROM again WHERE guild_id = ?", (guild,))

    async def erase_expired(self, now: datetime) -> None:
        """Erase what is too long ago."""
        await self._sql.execute("DELETE FROM again WHERE expires_at <= ?", (seconds(now),))

    async def _of(self, asker: PersonTag, guild: GuildId, now: datetime) -> Sequence[Row]:
        """Each row of the server is opened: whose it is shows nowhere else. A damaged one is
        nobody's."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM again WHERE guild_id = ? AND expires_at > ?", (guild, seconds(now))
        )
        return [row for row in rows if self._is_of(row, asker)]

    def _is_of(self, row: Row, asker: PersonTag) -> bool:
        try:
            return self._same_listener(row).asker == asker
        except SealBroken:
            return False

    def _same_listener(self, row: Row) -> SameListener:
        number = row["listener_number"]
        return SameListener(
            row["token"],
            PersonTag(self._sealer.open("again", "asker", row["token"], row["asker_sealed"])),
            GuildId(row["guild_id"]),
            None if number is None else ListenerNumber(number),
            row["alias"],
            moment(row["expires_at"]),
        )
