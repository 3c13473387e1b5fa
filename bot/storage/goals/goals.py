"""Goals, sealed, and the last few times that their owners were asked how it goes."""

from collections.abc import Sequence
from datetime import date

from bot.domain.goals import Answer, CheckIn
from bot.domain.ids import ScheduleId
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

KEPT = 5
"""Check-ins of one goal: enough to say how it went lately, too few to keep a score."""


class Goals:
    """The tables `goal` and `check_in`. Both go with the schedule that they belong to."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def save(self, schedule: ScheduleId, words: str, *, resting: bool) -> None:
        """Keep the words of a goal, in the place of earlier ones."""
        await self._sql.execute(
            "INSERT INTO goal (schedule_id, words_sealed, resting) VALUES (?, ?, ?)"
            " ON CONFLICT (schedule_id) DO UPDATE SET words_sealed = excluded.words_sealed,"
            " resting = excluded.resting",
            (schedule, self._sealer.seal("goal", "words", schedule, words), int(resting)),
        )

    async def words(self, schedule: ScheduleId) -> str | None:
        """The words of a goal."""
        row = await self._row(schedule)
        if row is None:
            return None
        return self._sealer.open_text("goal", "words", schedule, row["words_sealed"])

    async def is_resting(self, schedule: ScheduleId) -> bool:
        """Whether its check-ins stopped by themselves."""
        row = await self._row(schedule)
        return row is not None and bool(row["resting"])

    async def rest(self, schedule: ScheduleId) -> None:
        """Note that its check-ins stopped by themselves."""
        await self._sql.execute("UPDATE goal SET resting = 1 WHERE schedule_id = ?", (schedule,))

    async def ask(self, check_in: CheckIn) -> None:
        """Keep a new check-in; the oldest make room."""
        await self._sql.execute(
            "INSERT INTO check_in (token, schedule_id, day, noticed) VALUES (?, ?, ?, ?)",
            (
                check_in.token,
                check_in.schedule,
                check_in.day.toordinal(),
                int(check_in.noticed),
            ),
        )
        await self._sql.execute(
            "DELETE FROM check_in WHERE schedule_id = ? AND check_in_id NOT IN"
            " (SELECT check_in_id FROM check_in WHERE schedule_id = ?"
            " ORDER BY check_in_id DESC LIMIT ?)",
            (check_in.schedule, check_in.schedule, KEPT),
        )

    async def by_token(self, token: str) -> CheckIn | None:
        """The check-in of a button."""
        row = await self._sql.fetch_one("SELECT * FROM check_in WHERE token = ?", (token,))
        return None if row is None else _check_in(row)

    async def lately(self, schedule: ScheduleId) -> Sequence[CheckIn]:
        """The check-ins of a goal that are kept, the newest first."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM check_in WHERE schedule_id = ? ORDER BY check_in_id DESC", (schedule,)
        )
        return [_check_in(row) for row in rows]

    async def answer(self, token: str, answer: Answer, text_id: str) -> bool:
        """Note how it went, in the place of an earlier answer; False where another check-in has
        come since."""
        changed = await self._sql.execute(
            "UPDATE check_in SET answer = ?, text_id = ? WHERE token = ? AND NOT EXISTS"
            " (SELECT 1 FROM check_in AS later WHERE later.schedule_id = check_in.schedule_id"
            " AND later.check_in_id > check_in.check_in_id)",
            (answer, text_id, token),
        )
        return changed == 1

    async def told(self, token: str) -> None:
        """Note that its partner was told the answer as it stands."""
        await self._sql.execute("UPDATE check_in SET told = answer WHERE token = ?", (token,))

    async def excuse(self, schedule: ScheduleId) -> None:
        """No answer is waited for any more."""
        await self._sql.execute(
            "UPDATE check_in SET excused = 1 WHERE schedule_id = ? AND answer IS NULL", (schedule,)
        )

    async def not_said(self, schedule: ScheduleId, day: date) -> None:
        """The check-in of a day did not arrive, so nobody can have answered it."""
        await self._sql.execute(
            "DELETE FROM check_in WHERE schedule_id = ? AND day = ? AND answer IS NULL",
            (schedule, day.toordinal()),
        )

    async def _row(self, schedule: ScheduleId) -> Row | None:
        return await self._sql.fetch_one("SELECT * FROM goal WHERE schedule_id = ?", (schedule,))


def _check_in(row: Row) -> CheckIn:
    return CheckIn(
        row["token"],
        ScheduleId(row["schedule_id"]),
        date.fromordinal(row["day"]),
        bool(row["noticed"]),
        _answer(row["answer"]),
        row["text_id"],
        bool(row["excused"]),
        _answer(row["told"]),
    )


def _answer(stored: str | None) -> Answer | None:
    return None if stored is None else Answer(stored)
