"""What was filled into forms that were not taken: sealed, for half an hour."""

from datetime import datetime

from bot.domain.ids import PersonTag
from bot.domain.rejected_forms import Typed
from bot.storage.columns import seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row


class RejectedForms:
    """The tables `typed`, `typed_answer` and `typed_choice`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def keep(self, key: str, person: PersonTag, typed: Typed, until: datetime) -> None:
        """Keep it beside earlier ones: Discord may tell of one form twice, and each answer's button
        opens its own."""
        await self._sql.execute(
            "INSERT INTO typed (token, person_tag, action, form_token, expires_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (key, person, typed.action, typed.token, seconds(until)),
        )
        for field, answer in typed.answers.items():
            text = "\n".join(answer) if isinstance(answer, list) else answer
            await self._sql.execute(
                "INSERT INTO typed_answer (token, field, is_list, answer_sealed)"
                " VALUES (?, ?, ?, ?)",
                (key, field, int(isinstance(answer, list)), self._seal(key, field, text)),
            )
        for number, (field, answer) in enumerate(typed.choices):
            await self._sql.execute(
                "INSERT INTO typed_choice (token, number, field, answer_sealed)"
                " VALUES (?, ?, ?, ?)",
                (key, number, field, self._seal(key, str(number), answer, "typed_choice")),
            )

    async def get(self, key: str, person: PersonTag, now: datetime) -> Typed | None:
        """This person's own, while it is kept."""
        row = await self._sql.fetch_one(
            "SELECT * FROM typed WHERE token = ? AND person_tag = ? AND expires_at > ?",
            (key, person, seconds(now)),
        )
        if row is None:
            return None
        answers = await self._sql.fetch_all("SELECT * FROM typed_answer WHERE token = ?", (key,))
        choices = await self._sql.fetch_all(
            "SELECT * FROM typed_choice WHERE token = ? ORDER BY number", (key,)
        )
        return Typed(
            row["action"],
            row["form_token"],
            {one["field"]: self._answer(one) for one in answers},
            [(one["field"], self._choice(one)) for one in choices],
        )

    async def is_kept(self, person: PersonTag, action: str) -> bool:
        """Whether there is something of that kind of form."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM typed WHERE person_tag = ? AND action = ?", (person, action)
        )
        return row is not None

    async def forget(self, person: PersonTag, action: str) -> None:
        """Erase what this person filled into that kind of form."""
        await self._sql.execute(
            "DELETE FROM typed WHERE person_tag = ? AND action = ?", (person, action)
        )

    async def erase_expired(self, now: datetime) -> int:
        """Erase what nobody came back to; how many."""
        return await self._sql.execute("DELETE FROM typed WHERE expires_at <= ?", (seconds(now),))

    def _seal(self, key: str, part: str, text: str, table: str = "typed_answer") -> bytes:
        return self._sealer.seal(table, "answer", f"{key} {part}", text)

    def _answer(self, row: Row) -> str | list[str]:
        name = f"{row['token']} {row['field']}"
        text = self._sealer.open_text("typed_answer", "answer", name, row["answer_sealed"])
        if not row["is_list"]:
            return text
        return text.split("\n") if text else []

    def _choice(self, row: Row) -> str:
        name = f"{row['token']} {row['number']}"
        return self._sealer.open_text("typed_choice", "answer", name, row["answer_sealed"])
