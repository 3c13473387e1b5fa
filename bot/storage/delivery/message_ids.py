"""Messages, ours and theirs, by sealed or keyed id: which to edit, which was read already."""

from datetime import datetime

from bot.domain.ids import AskId, ChannelId, GuildId, MessageId
from bot.domain.notices import Part
from bot.storage.columns import coarse, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer


class Messages:
    """The tables `bot_message`, `inbox` and `sent`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def remember(self, ask: AskId, part: str, channel: ChannelId, sent: MessageId) -> None:
        """Keep where the message that plays this part stands."""
        key = f"{ask}:{part}"
        sealed_channel = self._sealer.seal_int("bot_message", "channel_id", key, channel)
        await self._sql.execute(
            "INSERT INTO bot_message (ask_id, part, channel_id_sealed, message_id_sealed)"
            " VALUES (?, ?, ?, ?) ON CONFLICT (ask_id, part) DO UPDATE SET"
            " channel_id_sealed = excluded.channel_id_sealed,"
            " message_id_sealed = excluded.message_id_sealed",
            (
                ask,
                part,
                sealed_channel,
                self._sealer.seal_int("bot_message", "message_id", key, sent, sealed_channel),
            ),
        )

    async def where(self, ask: AskId, part: str) -> tuple[ChannelId, MessageId] | None:
        """Where the message that plays this part stands, if it was ever sent."""
        key = f"{ask}:{part}"
        row = await self._sql.fetch_one(
            "SELECT * FROM bot_message WHERE ask_id = ? AND part = ?", (ask, part)
        )
        if row is None:
            return None
        return (
            ChannelId(
                self._sealer.open_int("bot_message", "channel_id", key, row["channel_id_sealed"])
            ),
            MessageId(
                self._sealer.open_int("bot_message", "message_id", key, row["message_id_sealed"])
            ),
        )

    async def ask_posted_as(self, guild: GuildId, message: MessageId) -> AskId | None:
        """The ask that stands in a server as this message: each is opened, to find it."""
        rows = await self._sql.fetch_all(
            "SELECT bot_message.* FROM bot_message JOIN ask USING (ask_id)"
            " WHERE guild_id = ? AND part = ?",
            (guild, Part.POST),
        )
        opened = self._sealer.open_int
        for row in rows:
            key = f"{row['ask_id']}:{Part.POST}"
            if opened("bot_message", "message_id", key, row["message_id_sealed"]) == message:
                return AskId(row["ask_id"])
        return None

    async def first_time(self, message: MessageId, now: datetime) -> bool:
        """True once for each message that people wrote, however often Discord tells of it."""
        return (
            await self._sql.execute(
                "INSERT INTO inbox (message_tag, received_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (self._sealer.message_tag(message), coarse(now)),
            )
            == 1
        )

    async def note_sent(self, message: MessageId, now: datetime) -> bool:
        """Note that a message of ours belongs to a notice that was said; False if it was noted."""
        return (
            await self._sql.execute(
                "INSERT INTO sent (message_tag, sent_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (self._sealer.message_tag(message), coarse(now)),
            )
            == 1
        )

    async def was_noted(self, message: MessageId) -> bool:
        """Whether a message of ours already belongs to a notice that was said."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM sent WHERE message_tag = ?", (self._sealer.message_tag(message),)
        )
        return row is not None

    async def forget(self, before: datetime) -> int:
        """Erase the tags of messages read or sent before a moment; how many."""
        erased = await self._sql.execute(
            "DELETE FROM inbox WHERE received_at <= ?", (seconds(before),)
        )
        return erased + await self._sql.execute(
            "DELETE FROM sent WHERE sent_at <= ?", (seconds(before),)
        )
