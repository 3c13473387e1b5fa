"""What counts towards a limit, and who waits longer as they came to one again and again.

By marks that show nobody whose they are: erasing everything does not reset them. Of time, only
until when something counts is kept, up to the next full minute or hour.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.cool_downs import CoolDown, Limited, WhoseLimit
from bot.domain.ids import UserId
from bot.storage.columns import moment, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

A_MINUTE, AN_HOUR = 60, 3600


class LimitMarks:
    """The tables `used_up`, `cool_down` and `written_lately`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def use(self, whose: WhoseLimit, until: datetime) -> None:
        """Count one more time, until a moment, or the next full hour after it."""
        await self._sql.execute(
            "INSERT INTO used_up (limit_tag, counts_until, times) VALUES (?, ?, 1)"
            " ON CONFLICT (limit_tag, counts_until) DO UPDATE SET times = used_up.times + 1",
            (self._mark(whose), _full(until, AN_HOUR)),
        )

    async def used(self, whose: WhoseLimit, now: datetime) -> Sequence[datetime]:
        """Until when each time counts that still does, the first to go first."""
        rows = await self._sql.fetch_all(
            "SELECT counts_until, times FROM used_up WHERE limit_tag = ? AND counts_until > ?"
            " ORDER BY counts_until",
            (self._mark(whose), seconds(now)),
        )
        return [moment(row["counts_until"]) for row in rows for _ in range(row["times"])]

    async def cool_down(self, whose: WhoseLimit) -> CoolDown | None:
        """How somebody stands who came to a limit; None once that is forgotten."""
        row = await self._sql.fetch_one(
            "SELECT * FROM cool_down WHERE limit_tag = ?", (self._mark(whose),)
        )
        return None if row is None else _cool_down(row)

    async def keep(self, whose: WhoseLimit, cool_down: CoolDown, kept: timedelta) -> CoolDown:
        """Keep how they stand, and so long after they have waited; as it is kept."""
        until = _full(cool_down.until, A_MINUTE)
        await self._sql.execute(
            "INSERT INTO cool_down (limit_tag, times, rests_until, kept_until) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (limit_tag) DO UPDATE SET times = excluded.times,"
            " rests_until = excluded.rests_until, kept_until = excluded.kept_until",
            (self._mark(whose), cool_down.times, until, until + int(kept.total_seconds())),
        )
        return CoolDown(cool_down.times, moment(until))

    async def count_message(self, user: UserId, written: datetime) -> tuple[int, CoolDown | None]:
        """Count one more message of a person: how many that makes in the minute of its writing, and
        how they stand with that limit. In one statement, as it is looked at with every word."""
        mark = self._mark(WhoseLimit(Limited.MESSAGES, user))
        row = await self._sql.fetch_one(
            "INSERT INTO written_lately (limit_tag, minute, messages) VALUES (?, ?, 1)"
            " ON CONFLICT (limit_tag) DO UPDATE SET minute = excluded.minute, messages = CASE"
            " WHEN written_lately.minute = excluded.minute THEN written_lately.messages + 1"
            " ELSE 1 END RETURNING messages,"
            " (SELECT times FROM cool_down WHERE cool_down.limit_tag = ?) AS times,"
            " (SELECT rests_until FROM cool_down WHERE cool_down.limit_tag = ?) AS rests_until",
            (mark, seconds(written) // A_MINUTE, mark, mark),
        )
        assert row is not None, "an insertion or a change gives its row"
        return int(row["messages"]), None if row["times"] is None else _cool_down(row)

    async def forget(self, now: datetime) -> None:
        """Erase what counts no more."""
        for table, column in (("used_up", "counts_until"), ("cool_down", "kept_until")):
            await self._sql.execute(
                f"DELETE FROM {table} WHERE {column} <= ?",  # noqa: S608 - names of this line
                (seconds(now),),
            )
        await self._sql.execute(
            "DELETE FROM written_lately WHERE minute < ?", (seconds(now) // A_MINUTE - 1,)
        )

    def _mark(self, whose: WhoseLimit) -> bytes:
        return self._sealer.limit_mark(whose.what, whose.user, whose.guild)


def _cool_down(row: Row) -> CoolDown:
    return CoolDown(row["times"], moment(row["rests_until"]))


def _full(when: datetime, length: int) -> int:
    """The next full minute or hour: what somebody was told never comes later than that."""
    return -(-seconds(when) // length) * length
