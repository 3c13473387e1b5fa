"""Reports, and what went along with each; who sent one stands in it sealed alone."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.ids import GuildId, NumberId, PrivateNumber, ReportId, UserId
from bot.domain.reports import (
    EVIDENCE_ADDED_WITHIN,
    EVIDENCE_AFTER_OPENING,
    EVIDENCE_AT_MOST,
    REPORT_KEPT,
    Report,
    ReportedAs,
    ReportState,
)
from bot.storage.columns import moment, moment_or_none, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.moderation.report_subjects import subject_read, subject_written
from bot.storage.rows import Row

_UNDECIDED = "report.state = 'open'"
_NOT_OF = "AND private_number NOT IN (?, ?)"


class Reports:
    """The table `report`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def begin(self, report: Report, reporter: UserId) -> None:
        """Keep a draft, or a report that is sent at once."""
        seal, key = self._sealer.seal, report.id
        await self._sql.execute(
            "INSERT INTO report (report_id, guild_id, number_id, about, state, sent_at,"
            " subject_sealed, reporter_sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key,
                report.guild_id,
                report.number,
                report.subject.about,
                report.state,
                seconds(report.sent_at),
                seal("report", "subject", key, subject_written(report.subject)),
                self._sealer.seal_int("report", "reporter", key, reporter),
            ),
        )

    async def get(self, key: ReportId) -> Report | None:
        """One, in whatever state."""
        row = await self._sql.fetch_one("SELECT * FROM report WHERE report_id = ?", (key,))
        return None if row is None else self._report(row)

    async def reporter(self, key: ReportId) -> UserId | None:
        """Who sent it, to write to them; None once they erased everything."""
        row = await self._sql.fetch_one(
            "SELECT report_id, reporter_sealed FROM report WHERE report_id = ?", (key,)
        )
        return None if row is None else self._reporter(row)

    async def say(self, key: ReportId, words: str) -> None:
        """Put the reporter's own words in the place of earlier ones; none are none."""
        sealed = self._sealer.seal("report", "words", key, words) if words else None
        await self._sql.execute(
            "UPDATE report SET words_sealed = ? WHERE report_id = ?", (sealed, key)
        )

    async def send(self, key: ReportId, number: NumberId, now: datetime) -> bool:
        """A draft is sent; False when it was already."""
        return (
            await self._sql.execute(
                "UPDATE report SET state = 'open', number_id = ?, sent_at = ?"
                " WHERE report_id = ? AND state = 'draft'",
                (number, seconds(now), key),
            )
            == 1
        )

    async def remove(self, key: ReportId) -> None:
        """Erase it, with all that hangs on it."""
        await self._sql.execute("DELETE FROM report WHERE report_id = ?", (key,))

    async def note_opened(self, key: ReportId, now: datetime) -> None:
        """A moderator reads it; the first time counts."""
        await self._sql.execute(
            "UPDATE report SET opened_at = ? WHERE report_id = ? AND opened_at IS NULL",
            (seconds(now), key),
        )

    async def decide(self, key: ReportId) -> bool:
        """Moderators are done with it; False when they were already."""
        done = await self._sql.execute(
            "UPDATE report SET state = 'decided' WHERE report_id = ? AND state = 'open'", (key,)
        )
        await self._let_go()
        return done == 1

    async def decide_opened(self, number: NumberId) -> None:
        """Something was done to a number: what moderators have read about it is decided."""
        await self._sql.execute(
            "UPDATE report SET state = 'decided'"
            " WHERE number_id = ? AND state = 'open' AND opened_at IS NOT NULL",
            (number,),
        )
        await self._let_go()

    async def _let_go(self) -> None:
        """What is decided about somebody who erased everything outlived that only until now."""
        await self._sql.execute(
            "DELETE FROM report WHERE state = 'decided' AND EXISTS (SELECT 1 FROM known_number"
            " WHERE known_number.number_id = report.number_id AND user_id_sealed IS NULL)"
        )
        await self._sql.execute(
            "UPDATE report SET sent_at = sent_at / 3600 * 3600,"
            " opened_at = opened_at / 3600 * 3600 WHERE state = 'decided'"
        )
        await self._sql.execute(
            "UPDATE report_evidence SET opened_at = opened_at / 3600 * 3600"
            " WHERE report_id IN (SELECT report_id FROM report WHERE state = 'decided')"
        )

    async def count(self, guild: GuildId, own: Collection[PrivateNumber]) -> int:
        """How many wait for moderators, without those about somebody's own two numbers."""
        row = await self._sql.fetch_one(
            "SELECT count(*) FROM report JOIN known_number USING (number_id)"  # noqa: S608
            f" WHERE report.guild_id = ? AND {_UNDECIDED} {_NOT_OF}",
            (guild, *own),
        )
        return int(row[0]) if row else 0

    async def page(
        self, guild: GuildId, own: Collection[PrivateNumber], first: int, at_most: int
    ) -> Sequence[Report]:
        """Some of those that `count` counts, the one that waits longest first."""
        rows = await self._sql.fetch_all(
            "SELECT report.* FROM report JOIN known_number USING (number_id)"  # noqa: S608
            f" WHERE report.guild_id = ? AND {_UNDECIDED} {_NOT_OF}"
            " ORDER BY sent_at, report_id LIMIT ? OFFSET ?",
            (guild, *own, at_most, first),
        )
        return [self._report(row) for row in rows]

    async def of_reporter(self, user: UserId, since: datetime) -> Sequence[Report]:
        """What somebody sent since a moment, in any state: each is opened to find them."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM report WHERE sent_at > ? AND reporter_sealed IS NOT NULL"
            " ORDER BY sent_at, report_id",
            (seconds(since),),
        )
        return [self._report(row) for row in rows if self._reporter(row) == user]

    async def undecided(self) -> Sequence[Report]:
        """All that wait for moderators, in every server."""
        rows = await self._sql.fetch_all(
            f"SELECT * FROM report WHERE {_UNDECIDED} ORDER BY sent_at, report_id"  # noqa: S608
        )
        return [self._report(row) for row in rows]

    async def count_unopened(self, before: datetime) -> int:
        """How many were sent before a moment, in every server, and no moderator has opened."""
        row = await self._sql.fetch_one(
            f"SELECT count(*) FROM report WHERE {_UNDECIDED} AND opened_at IS NULL"  # noqa: S608
            " AND sent_at <= ?",
            (seconds(before),),
        )
        return int(row[0]) if row else 0

    async def reporters_of_number(
        self, number: PrivateNumber, since: datetime
    ) -> frozenset[UserId]:
        """The different people who reported a number since a moment, and whose report no moderator
        has decided. Whoever erased everything since is not told apart, and so counts as nobody."""
        rows = await self._sql.fetch_all(
            "SELECT report.* FROM report JOIN known_number USING (number_id)"
            " WHERE private_number = ? AND state = 'open' AND sent_at > ?",
            (number, seconds(since)),
        )
        found = (self._reporter(row) for row in rows)
        return frozenset(one for one in found if one is not None)

    async def note_brought_up(self, key: ReportId, times: int) -> None:
        """It was brought up again, so often in all."""
        await self._sql.execute(
            "UPDATE report SET brought_up = ? WHERE report_id = ?", (times, key)
        )

    async def erase_old(self, now: datetime, drafted_before: datetime) -> None:
        """What went along goes some days after it was opened or sent; then the report itself."""
        await self._sql.execute(
            "DELETE FROM report_evidence WHERE opened_at <= ?"
            " OR report_id IN (SELECT report_id FROM report WHERE sent_at <= ?)",
            (seconds(now - EVIDENCE_AFTER_OPENING), seconds(now - EVIDENCE_AT_MOST)),
        )
        await self._sql.execute(
            "DELETE FROM report_evidence WHERE chosen <> 2 AND report_id IN"
            " (SELECT report_id FROM report WHERE sent_at <= ?)",
            (seconds(now - EVIDENCE_ADDED_WITHIN),),
        )
        await self._sql.execute(
            "DELETE FROM report WHERE sent_at <= ? OR (state = 'draft' AND sent_at <= ?)",
            (seconds(now - REPORT_KEPT), seconds(drafted_before)),
        )

    async def forget_guild(self, guild: GuildId) -> None:
        """The bot is no longer in a server."""
        await self._sql.execute("DELETE FROM report WHERE guild_id = ?", (guild,))

    def _reporter(self, row: Row) -> UserId | None:
        sealed = row["reporter_sealed"]
        if sealed is None:
            return None
        try:
            return UserId(self._sealer.open_int("report", "reporter", row["report_id"], sealed))
        except SealBroken:
            return None

    def _report(self, row: Row) -> Report:
        key, words = row["report_id"], row["words_sealed"]
        subject = self._sealer.open_text("report", "subject", key, row["subject_sealed"])
        return Report(
            ReportId(key),
            GuildId(row["guild_id"]),
            subject_read(ReportedAs(row["about"]), subject),
            ReportState(row["state"]),
            moment(row["sent_at"]),
            None if row["number_id"] is None else NumberId(row["number_id"]),
            None if words is None else self._sealer.open_text("report", "words", key, words),
            moment_or_none(row["opened_at"]),
            row["brought_up"],
        )
