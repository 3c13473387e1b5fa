"""Drafts: sealed, shown to their author only, erased when their time is up."""

from datetime import datetime

from bot.domain.asks import AskKind, Draft, OwnWords, Wishes
from bot.domain.ids import DraftId, GuildId, ListenerNumber, PersonTag
from bot.storage.columns import moment, moment_or_none, seconds
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row
from bot.storage.sqlite.database import Connection


class Drafts:
    """The table `draft`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def save(self, draft: Draft) -> None:
        """Keep a draft in the place of its earlier state."""
        words = self._sealer.seal("draft", "words", draft.id, draft.text.words)
        await self._sql.execute(
            "INSERT INTO draft (draft_id, guild_id, person_tag, kind, words_sealed,"
            " would_help_sealed, expires_at, topic, language, heavy, again)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (draft_id) DO UPDATE SET kind = excluded.kind,"
            " words_sealed = excluded.words_sealed,"
            " would_help_sealed = excluded.would_help_sealed, expires_at = excluded.expires_at,"
            " topic = excluded.topic, language = excluded.language, heavy = excluded.heavy",
            (
                draft.id,
                draft.guild_id,
                draft.person,
                draft.kind,
                words,
                self._sealer.seal("draft", "would_help", draft.id, draft.text.would_help, words),
                seconds(draft.expires_at),
                draft.wishes.topic,
                draft.wishes.language,
                int(draft.wishes.heavy),
                draft.again,
            ),
        )
        await self._sql.execute("DELETE FROM draft_excluded WHERE draft_id = ?", (draft.id,))
        for number in draft.excluded:
            await self._sql.execute(
                "INSERT INTO draft_excluded (draft_id, private_number) VALUES (?, ?)",
                (draft.id, number),
            )

    async def make_room(self, new: Draft, most: int) -> None:
        """Erase the oldest drafts of a person beyond so many, never the new one."""
        await self._sql.execute(
            "DELETE FROM draft WHERE person_tag = ? AND draft_id <> ? AND draft_id NOT IN"
            " (SELECT draft_id FROM draft WHERE person_tag = ? AND draft_id <> ?"
            " ORDER BY expires_at DESC, draft_id LIMIT ?)",
            (new.person, new.id, new.person, new.id, most - 1),
        )

    async def get(self, draft: DraftId, person: PersonTag, now: datetime) -> Draft | None:
        """This person's own draft, while it lives."""
        row = await self._sql.fetch_one(
            "SELECT * FROM draft WHERE draft_id = ? AND person_tag = ? AND expires_at > ?",
            (draft, person, seconds(now)),
        )
        return None if row is None else self._draft(row, await self._excluded(draft))

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
        return (
            await self._sql.execute(
                "DELETE FROM draft WHERE draft_id = ? AND person_tag = ?", (draft, person)
            )
            == 1
        )

    async def erase_expired(self, now: datetime) -> int:
        """Erase what nobody came back to; how many."""
        return await self._sql.execute("DELETE FROM draft WHERE expires_at <= ?", (seconds(now),))

    async def _excluded(self, draft: DraftId) -> frozenset[ListenerNumber]:
        rows = await self._sql.fetch_all(
            "SELECT private_number FROM draft_excluded WHERE draft_id = ?", (draft,)
        )
        return frozenset(ListenerNumber(row[0]) for row in rows)

    def _draft(self, row: Row, excluded: frozenset[ListenerNumber]) -> Draft:
        key = row["draft_id"]
        return Draft(
            DraftId(key),
            GuildId(row["guild_id"]),
            PersonTag(row["person_tag"]),
            AskKind(row["kind"]),
            OwnWords(
                self._sealer.open_text("draft", "words", key, row["words_sealed"]),
                self._sealer.open_text("draft", "would_help", key, row["would_help_sealed"]),
            ),
            moment(row["expires_at"]),
            Wishes(row["topic"], row["language"], bool(row["heavy"])),
            excluded,
            row["again"],
        )
