"""Questions of listeners before they accept."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.first_questions import FirstQuestion, FirstState
from bot.domain.ids import NOBODY, AskId, FirstQuestionId, ListenerNumber, PersonTag
from bot.storage.columns import moment_or_none, seconds
from bot.storage.connection import Connection, SqlValue
from bot.storage.encryption.sealing import Sealer
from bot.storage.numbers import ServerNumbers, marks
from bot.storage.rows import Row

_TABLE = "first_question"
_PUT = """
    UPDATE first_question SET state = ?, until = ?, declined = ?, left_alone = ?,
        words_sealed = ?, answer_sealed = ?
    WHERE first_question_id = ? AND state = ? AND (? <> 'asked' OR NOT EXISTS (
        SELECT 1 FROM first_question AS held WHERE held.ask_id = first_question.ask_id
            AND held.state = 'asked'
            AND held.first_question_id <> first_question.first_question_id))
"""
_NAMES = """
    SELECT alias FROM first_question JOIN ask USING (ask_id)
    WHERE ask.asker_number IN ({mine}) OR listener_number IN ({mine})
"""


class FirstQuestions:
    """The table `first_question`. Rows go with their ask."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers

    async def add(self, one: FirstQuestion) -> None:
        """Keep a draft."""
        until = None if one.until is None else seconds(one.until)
        who = self._sealer.seal_tag(_TABLE, "person", one.id, one.person)
        await self._sql.execute(
            "INSERT INTO first_question (first_question_id, ask_id, listener_number, person_sealed,"
            " alias, state, until, declined, left_alone, words_sealed, answer_sealed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(one.id, one.ask_id, one.listener, who, one.alias, one.state, until),
                *(int(one.declined), int(one.left_alone), *self._words(one)),
            ),
        )

    async def put(self, before: FirstState, new: FirstQuestion) -> bool:
        """Let a question that was in a state be as it is now; False where it was not, or another
        one of its ask is open."""
        until = None if new.until is None else seconds(new.until)
        left = int(new.declined), int(new.left_alone)
        values = (new.state, until, *left, *self._words(new), new.id, before, new.state)
        return await self._sql.execute(_PUT, values) == 1

    async def get(self, key: str) -> FirstQuestion | None:
        """One of them."""
        return next(iter(await self._some("first_question_id = ?", key)), None)

    async def of_ask(self, ask: AskId) -> Sequence[FirstQuestion]:
        """All about an ask, drafts too."""
        return await self._some("ask_id = ?", ask)

    async def of_listener(self, ask: AskId, number: ListenerNumber) -> FirstQuestion | None:
        """The one that a listener asks, or asked."""
        found = await self._some("ask_id = ? AND listener_number = ?", ask, number)
        return next(iter(found), None)

    async def not_over(self, number: ListenerNumber) -> Sequence[FirstQuestion]:
        """Those of a listener that are not over."""
        return await self._some("listener_number = ? AND state <> 'over'", number)

    async def open_for(self, ask: AskId) -> FirstQuestion | None:
        """The one that whoever asked may answer."""
        return next(iter(await self._some("ask_id = ? AND state = 'asked'", ask)), None)

    async def names_of(self, person: PersonTag) -> frozenset[str]:
        """Every name under which they asked a question, or were asked one."""
        mine = await self._numbers.of(person)
        return await self._names(_NAMES.format(mine=marks(mine)), *(*mine.asker, *mine.listener))

    async def names_about(self, ask: AskId) -> frozenset[str]:
        """Every name under which something was asked about an ask."""
        return await self._names("SELECT alias FROM first_question WHERE ask_id = ?", ask)

    async def drop_drafts(self, before: datetime) -> int:
        """Erase drafts to which nobody came back; how many."""
        return await self._sql.execute(
            "DELETE FROM first_question WHERE state = 'draft' AND until <= ?", (seconds(before),)
        )

    async def drop(self, key: FirstQuestionId) -> None:
        """Erase a draft."""
        await self._sql.execute(
            "DELETE FROM first_question WHERE first_question_id = ? AND state = 'draft'", (key,)
        )

    async def _names(self, sql: str, *values: SqlValue) -> frozenset[str]:
        return frozenset(str(row["alias"]) for row in await self._sql.fetch_all(sql, values))

    async def _some(self, which: str, *values: SqlValue) -> Sequence[FirstQuestion]:
        rows = await self._sql.fetch_all(
            f"SELECT * FROM first_question WHERE {which} ORDER BY first_question_id",  # noqa: S608
            values,
        )
        return [question_of(row, self._sealer) for row in rows]

    def _words(self, one: FirstQuestion) -> Iterable[bytes | None]:
        for column, words in (("words", one.words), ("answer", one.answer)):
            yield None if words is None else self._sealer.seal(_TABLE, column, one.id, words)


def question_of(row: Row, sealer: Sealer) -> FirstQuestion:
    """What stands in a row; its listener is NOBODY once they erased everything."""
    key, who = row["first_question_id"], row["person_sealed"]

    def opened(column: str) -> str | None:
        sealed = row[f"{column}_sealed"]
        return None if sealed is None else sealer.open_text(_TABLE, column, key, sealed)

    return FirstQuestion(
        FirstQuestionId(key),
        AskId(row["ask_id"]),
        ListenerNumber(row["listener_number"]),
        NOBODY if who is None else sealer.open_tag(_TABLE, "person", key, who),
        row["alias"],
        opened("words"),
        FirstState(row["state"]),
        moment_or_none(row["until"]),
        bool(row["declined"]),
        bool(row["left_alone"]),
        opened("answer"),
    )
