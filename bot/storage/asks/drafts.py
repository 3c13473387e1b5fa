"""Drafts: sealed, shown to their author only, erased when their time is up."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from bot.domain.asks import AskKind, Draft, OwnWords, Wishes
from bot.domain.ids import AskerNumber, DraftId, GuildId, ListenerNumber, PersonTag
from bot.storage.columns import moment, moment_or_none, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.numbers import ServerNumbers
from bot.storage.rows import Row
from bot.storage.strangers import Strangers


class Drafts:
    """The table `draft`."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers
        self._strangers = Strangers(sql, sealer, numbers)

    async def save(self, draft: Draft) -> None:
        """Keep a draft in the place of its earlier state."""
        words = self._sealer.seal("draft", "words", draft.id, draft.text.words)
        number = await self._numbers.asking(draft.person, draft.guild_id)
        assert number is not None, "whoever drafts was met"
        await self._sql.execute(
            "INSERT INTO draft (draft_id, guild_id, asker_number, asker_sealed, kind,"
            " words_sealed, would_help_sealed, expires_at, topic, language, heavy, learn, again,"
            " changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (draft_id) DO UPDATE SET kind = excluded.kind,"
            " asker_sealed = excluded.asker_sealed,"
            " words_sealed = excluded.words_sealed,"
            " would_help_sealed = excluded.would_help_sealed, expires_at = excluded.expires_at,"
            " topic = excluded.topic, language = excluded.language, heavy = excluded.heavy,"
            " learn = excluded.learn,"
            " changes = excluded.changes",
            (
                draft.id,
                draft.guild_id,
                number,
                self._sealer.seal_tag("draft", "asker", draft.id, draft.person, words),
                draft.kind,
                words,
                self._sealer.seal("draft", "would_help", draft.id, draft.text.would_help, words),
                seconds(draft.expires_at),
                draft.wishes.topic,
                draft.wishes.language,
                int(draft.wishes.heavy),
                draft.wishes.learn,
                draft.again,
                draft.changes,
            ),
        )
        await self._sql.execute("DELETE FROM draft_excluded WHERE draft_id = ?", (draft.id,))
        for listener in draft.excluded:
            await self._sql.execute(
                "INSERT INTO draft_excluded (draft_id, private_number) VALUES (?, ?)",
                (draft.id, listener),
            )
        await self._numbers.has_one_in(draft.guild_id, draft.person)

    async def expire_at(self, asker: AskerNumber, now: datetime) -> Sequence[datetime]:
        """When each draft of a person in one server expires, the first to go first."""
        rows = await self._sql.fetch_all(
            "SELECT expires_at FROM draft WHERE asker_number = ? AND expires_at > ?"
            " ORDER BY expires_at",
            (asker, seconds(now)),
        )
        return [moment(row["expires_at"]) for row in rows]

    async def get(self, draft: DraftId, person: PersonTag, now: datetime) -> Draft | None:
        """This person's own draft, while it lives."""
        row = await self._sql.fetch_one(
            "SELECT * FROM draft WHERE draft_id = ? AND expires_at > ?", (draft, seconds(now))
        )
        if row is None or self._whose(row) != person:
            return None
        return self._draft(row, await self._excluded(draft))

    async def greet(self, draft: DraftId, now: datetime) -> datetime | None:
        """Note that its author is about to be told hello; when that was first tried before."""
        row = await self._sql.fetch_one("SELECT greeted_at FROM draft WHERE draft_id = ?", (draft,))
        await self._sql.execute(
            "UPDATE draft SET greeted_at = ? WHERE draft_id = ? AND greeted_at IS NULL",
            (seconds(now), draft),
        )
        return None if row is None else moment_or_none(row[0])

    async def remove(self, draft: DraftId, person: PersonTag) -> bool:
        """Erase one's own draft; False when it was gone. Of two presses one gets True."""
        row = await self._sql.fetch_one("SELECT * FROM draft WHERE draft_id = ?", (draft,))
        if row is None or self._whose(row) != person:
            return False
        await self._strangers.may_be(person)
        return await self._sql.execute("DELETE FROM draft WHERE draft_id = ?", (draft,)) == 1

    async def erase_expired(self, now: datetime) -> int:
        """Erase what nobody came back to; how many."""
        rows = await self._sql.fetch_all(
            "DELETE FROM draft WHERE expires_at <= ? RETURNING *", (seconds(now),)
        )
        for row in rows:
            with suppress(SealBroken):
                await self._strangers.may_be(self._whose(row))
        return len(rows)

    async def _excluded(self, draft: DraftId) -> frozenset[ListenerNumber]:
        rows = await self._sql.fetch_all(
            "SELECT private_number FROM draft_excluded WHERE draft_id = ?", (draft,)
        )
        return frozenset(ListenerNumber(row[0]) for row in rows)

    def _whose(self, row: Row) -> PersonTag:
        return self._sealer.open_tag("draft", "asker", row["draft_id"], row["asker_sealed"])

    def _draft(self, row: Row, excluded: frozenset[ListenerNumber]) -> Draft:
        key = row["draft_id"]
        return Draft(
            DraftId(key),
            GuildId(row["guild_id"]),
            self._whose(row),
            AskKind(row["kind"]),
            OwnWords(
                self._sealer.open_text("draft", "words", key, row["words_sealed"]),
                self._sealer.open_text("draft", "would_help", key, row["would_help_sealed"]),
            ),
            moment(row["expires_at"]),
            Wishes(row["topic"], row["language"], bool(row["heavy"]), row["learn"]),
            excluded,
            row["again"],
            row["changes"],
        )
