"""When nothing that can wait is sent to somebody, and what waits until then."""

from datetime import datetime, time

from bot.domain.ids import PersonTag
from bot.domain.quiet_hours import QuietHours, Span
from bot.storage.columns import seconds
from bot.storage.connection import Connection
from bot.storage.delivery.lanes import lane_of
from bot.storage.delivery.outbox_rows import Entry
from bot.storage.encryption.sealing import Sealer

_BESIDE = ":quiet"
"""Behind the name of a lane: what waits there holds up nobody's words."""


class QuietTimes:
    """The table `quiet_hours`, one row for a person; and what in `outbox` waits for their end."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def choose(self, person: PersonTag, hours: QuietHours | None) -> None:
        """Keep them in the place of earlier ones; None: none any more."""
        if hours is None:
            sql = "DELETE FROM quiet_hours WHERE person_tag = ?"
            await self._sql.execute(sql, (person,))
            return
        span = hours.span
        text = f"{span.start:%H:%M} {span.end:%H:%M} {hours.zone}"
        await self._sql.execute(
            "INSERT INTO quiet_hours (person_tag, hours_sealed) VALUES (?, ?)"
            " ON CONFLICT (person_tag) DO UPDATE SET hours_sealed = excluded.hours_sealed",
            (person, self._sealer.seal("quiet_hours", "hours", person.hex(), text)),
        )

    async def of(self, person: PersonTag) -> QuietHours | None:
        """Those that somebody chose."""
        row = await self._sql.fetch_one(
            "SELECT hours_sealed FROM quiet_hours WHERE person_tag = ?", (person,)
        )
        if row is None:
            return None
        opened = self._sealer.open_text("quiet_hours", "hours", person.hex(), row[0])
        start, end, zone = opened.split(" ", 2)
        return QuietHours(zone, Span(time.fromisoformat(start), time.fromisoformat(end)))

    async def set_aside(self, entry: Entry, person: PersonTag, until: datetime) -> None:
        """Let what was not tried yet wait, in a lane of its own; of several that say the same about
        one ask the first stands for all."""
        lane, notice = lane_of(person) + _BESIDE, entry.notice
        same = await self._sql.fetch_one(
            "SELECT 1 FROM outbox WHERE lane = ? AND notice = ? AND ask_id = ? AND outbox_id <> ?",
            (lane, notice.kind, notice.ask_id or "", entry.id),
        )
        if same is not None:
            await self._sql.execute("DELETE FROM outbox WHERE outbox_id = ?", (entry.id,))
            return
        await self._sql.execute(
            "UPDATE outbox SET lane = ?, due_at = ?, attempts = 0, first_attempt_at = NULL"
            " WHERE outbox_id = ?",
            (lane, seconds(until), entry.id),
        )
