"""Where each server's panel stands, and when to look whether it still does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChannelId, GuildId, MessageId
from bot.storage.columns import moment, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel that stands, or, without a message, is about to. The nonce names this one sending."""

    guild_id: GuildId
    channel: ChannelId
    nonce: str
    first_attempt_at: datetime
    message: MessageId | None = None


class Panels:
    """The table `panel`: one row a server, changed only while its nonce is still the one read."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def get(self, guild: GuildId) -> Panel | None:
        """The panel of a server."""
        row = await self._sql.fetch_one("SELECT * FROM panel WHERE guild_id = ?", (guild,))
        return None if row is None else self._panel(row)

    async def plan(self, panel: Panel, look_at: datetime, instead_of: str | None) -> bool:
        """Note that a panel is about to be sent, in the place of the one with that nonce.

        False when somebody else was quicker: then theirs is the one to send.
        """
        at = seconds(panel.first_attempt_at)
        if instead_of is None:
            return (
                await self._sql.execute(
                    "INSERT INTO panel (guild_id, channel_id, nonce, first_attempt_at, look_at)"
                    " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    (panel.guild_id, panel.channel, panel.nonce, at, seconds(look_at)),
                )
                == 1
            )
        return (
            await self._sql.execute(
                "UPDATE panel SET channel_id = ?, nonce = ?, first_attempt_at = ?,"
                " message_id_sealed = NULL, look_at = ? WHERE guild_id = ? AND nonce = ?",
                (panel.channel, panel.nonce, at, seconds(look_at), panel.guild_id, instead_of),
            )
            == 1
        )

    async def stands(self, panel: Panel, message: MessageId) -> None:
        """Keep where it stands now."""
        sealed = self._sealer.seal_int("panel", "message_id", str(panel.guild_id), message)
        await self._sql.execute(
            "UPDATE panel SET message_id_sealed = ? WHERE guild_id = ? AND nonce = ?",
            (sealed, panel.guild_id, panel.nonce),
        )

    async def due(self, now: datetime) -> Sequence[Panel]:
        """The panels to look at by now, at most a hundred at a time."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM panel WHERE look_at <= ? ORDER BY look_at, guild_id LIMIT 100",
            (seconds(now),),
        )
        return [self._panel(row) for row in rows]

    async def look_again(self, guild: GuildId, when: datetime) -> None:
        """Look at a server's panel again at a moment."""
        await self._sql.execute(
            "UPDATE panel SET look_at = ? WHERE guild_id = ?", (seconds(when), guild)
        )

    async def look_at_all(self, now: datetime) -> None:
        """Look at every panel now."""
        await self._sql.execute("UPDATE panel SET look_at = ?", (seconds(now),))

    def _panel(self, row: Row) -> Panel:
        guild, sealed = row["guild_id"], row["message_id_sealed"]
        return Panel(
            GuildId(guild),
            ChannelId(row["channel_id"]),
            row["nonce"],
            moment(row["first_attempt_at"]),
            None
            if sealed is None
            else MessageId(self._sealer.open_int("panel", "message_id", str(guild), sealed)),
        )
