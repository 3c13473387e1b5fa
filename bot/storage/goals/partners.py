"""By which drafts and asks somebody looks for a partner for their goal."""

from bot.domain.ids import AskId, DraftId, ScheduleId
from bot.storage.connection import Connection


class Partners:
    """The tables `partner_draft` and `partner_ask`. Rows go with what they link.

    A goal is named by the schedule of its check-ins.
    """

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def want(self, draft: DraftId, goal: ScheduleId) -> None:
        """A draft is to find a partner for a goal."""
        await self._sql.execute(
            "INSERT INTO partner_draft (draft_id, schedule_id) VALUES (?, ?)", (draft, goal)
        )

    async def wanted(self, draft: DraftId) -> ScheduleId | None:
        """The goal that a draft is about, if it is about one."""
        row = await self._sql.fetch_one(
            "SELECT schedule_id FROM partner_draft WHERE draft_id = ?", (draft,)
        )
        return None if row is None else ScheduleId(row[0])

    async def look(self, ask: AskId, goal: ScheduleId) -> None:
        """An ask is to find a partner for a goal."""
        await self._sql.execute(
            "INSERT INTO partner_ask (ask_id, schedule_id) VALUES (?, ?)", (ask, goal)
        )

    async def goal_of(self, ask: AskId) -> ScheduleId | None:
        """The goal that an ask is about, if it is about one."""
        row = await self._sql.fetch_one(
            "SELECT schedule_id FROM partner_ask WHERE ask_id = ?", (ask,)
        )
        return None if row is None else ScheduleId(row[0])

    async def open_ask(self, goal: ScheduleId) -> AskId | None:
        """The ask about a goal that waits for a partner, or has found one."""
        row = await self._sql.fetch_one(
            "SELECT ask_id FROM partner_ask JOIN ask USING (ask_id)"
            " WHERE schedule_id = ? AND state <> 'closed'",
            (goal,),
        )
        return None if row is None else AskId(row[0])

    async def erase_drafts(self, goal: ScheduleId) -> None:
        """Erase the drafts about a goal: its words stand in them."""
        await self._sql.execute(
            "DELETE FROM draft WHERE draft_id IN"
            " (SELECT draft_id FROM partner_draft WHERE schedule_id = ?)",
            (goal,),
        )
