"""Suggestions of encouragements, sealed, and what goes with one that is taken back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.ids import AskerNumber, GuildId, NumberId, PersonTag, SuggestionId
from bot.domain.notices import NoticeKind
from bot.domain.suggestions import Suggested, Suggestion, SuggestionState, text_id
from bot.storage.columns import coarse, moment, moment_or_none, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.numbers import ServerNumbers
from bot.storage.rows import Row

_TABLE = "suggestion"
_OF = "guild_id = ? AND state = ?"
_ABOUT = (
    *(NoticeKind.SUGGESTION_TAKEN, NoticeKind.SUGGESTION_KEPT),
    NoticeKind.SUGGESTION_UNDECIDED,
)


class Suggestions:
    """The table `suggestion`."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers

    async def add(self, draft: Suggestion, writer: PersonTag) -> None:
        """Keep a draft; an earlier one of theirs in this server makes room."""
        text, guild = draft.text, draft.guild_id
        await self._sql.execute(
            "DELETE FROM suggestion WHERE asker_number = ? AND state = 'draft'", (draft.asker,)
        )
        await self._sql.execute(
            "INSERT INTO suggestion (suggestion_id, text_id, guild_id, asker_number, state, theme,"
            " language, tell, tip, written_at, words_sealed, stored)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT COALESCE(MAX(stored), 0) + 1"
            " FROM suggestion WHERE guild_id = ?))",
            (
                *(draft.id, text_id(draft.id), guild, draft.asker, draft.state),
                *(text.theme, text.language, int(text.tell), int(text.tip)),
                seconds(draft.written_at),
                *(self._sealer.seal(_TABLE, "words", draft.id, text.words), guild),
            ),
        )
        await self._numbers.has_one_in(guild, writer)

    async def rewrite(self, key: SuggestionId, text: Suggested, now: datetime) -> bool:
        """Put something else into a draft; False when it is none any more."""
        sealed = self._sealer.seal(_TABLE, "words", key, text.words)
        done = await self._sql.execute(
            "UPDATE suggestion SET theme = ?, language = ?, tell = ?, words_sealed = ?,"
            " written_at = ? WHERE suggestion_id = ? AND state = 'draft'",
            (text.theme, text.language, int(text.tell), sealed, seconds(now), key),
        )
        return done == 1

    async def send(self, key: SuggestionId, number: NumberId, now: datetime) -> bool:
        """A draft waits for moderators from now on; False when it did already."""
        done = await self._sql.execute(
            "UPDATE suggestion SET state = 'waiting', number_id = ?, written_at = ?"
            " WHERE suggestion_id = ? AND state = 'draft'",
            (number, coarse(now), key),
        )
        return done == 1

    async def decide(
        self,
        key: SuggestionId,
        before: SuggestionState,
        after: SuggestionState,
        now: datetime,
        answer: str = "",
    ) -> bool:
        """From one state into another: of two who do so at once, one gets True."""
        sealed = self._sealer.seal(_TABLE, "answer", key, answer) if answer else None
        done = await self._sql.execute(
            "UPDATE suggestion SET state = ?, decided_at = ?, answer_sealed = ?"
            " WHERE suggestion_id = ? AND state = ?",
            (after, coarse(now), sealed, key, before),
        )
        return done == 1

    async def remove(self, key: SuggestionId) -> None:
        """Erase one, with its words wherever they are."""
        await self.let_go(key)
        await self._sql.execute("DELETE FROM suggestion WHERE suggestion_id = ?", (key,))

    async def let_go(self, key: SuggestionId) -> None:
        """It stands in no deck any more: nobody keeps it, and what was not tried yet says nothing
        of it. What was tried may stand there already, and is not said again."""
        text = text_id(key)
        await self._sql.execute("DELETE FROM kept_text WHERE text_id = ?", (text,))
        await self._sql.execute(
            "UPDATE outbox SET text_id = NULL, language = NULL, words_sealed = NULL,"
            " would_help_sealed = NULL WHERE text_id = ? AND first_attempt_at IS NULL",
            (text,),
        )
        await self._sql.execute_many(
            "DELETE FROM outbox WHERE notice = ? AND token = ? AND first_attempt_at IS NULL",
            [(kind, key) for kind in _ABOUT],
        )

    async def get(self, key: SuggestionId) -> Suggestion | None:
        """One, in whatever state."""
        return await self._one("suggestion_id = ?", key)

    async def of(self, numbers: Sequence[AskerNumber]) -> Sequence[Suggestion]:
        """What somebody sent, by their numbers in some servers, the newest first in each."""
        found = list[Suggestion]()
        for number in numbers:
            rows = await self._sql.fetch_all(
                "SELECT * FROM suggestion WHERE asker_number = ? AND state <> 'draft'"
                " ORDER BY stored DESC",
                (number,),
            )
            found += map(self._read, rows)
        return found

    async def waiting_of(self, number: AskerNumber) -> int:
        """How many of somebody's wait."""
        return await self._count("asker_number = ? AND state = 'waiting'", number)

    async def count(self, guild: GuildId, state: SuggestionState) -> int:
        """How many of a server's are in a state."""
        return await self._count(_OF, guild, state)

    async def at(self, guild: GuildId, state: SuggestionState, place: int) -> Suggestion | None:
        """One of those that `count` counts: those that are to be looked at again come first, then
        those that were written first."""
        row = await self._sql.fetch_one(
            f"SELECT * FROM suggestion WHERE {_OF}"  # noqa: S608
            " ORDER BY CASE WHEN look_again = 1 THEN 0 ELSE 1 END, stored LIMIT 1 OFFSET ?",
            (guild, state, place),
        )
        return None if row is None else self._read(row)

    async def waiting_since(self, before: datetime) -> Sequence[Suggestion]:
        """Those about which nobody decided since a moment, in every server."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM suggestion WHERE state = 'waiting' AND written_at < ? ORDER BY stored",
            (coarse(before),),
        )
        return [self._read(row) for row in rows]

    async def erase_old(self, now: datetime, drafts: timedelta, keep: timedelta) -> None:
        """Drafts, and some time after that was said what was not taken, and what nobody decided
        about."""
        for state, column, before in (
            (SuggestionState.DRAFT, "written_at", seconds(now - drafts)),
            (SuggestionState.NOT_TAKEN, "decided_at", coarse(now - keep)),
            (SuggestionState.UNDECIDED, "decided_at", coarse(now - keep)),
        ):
            await self._sql.execute(
                f"DELETE FROM suggestion WHERE state = ? AND {column} < ?",  # noqa: S608
                (state, before),
            )

    async def forget_guild(self, guild: GuildId) -> None:
        """The bot is no longer in a server: nothing of its deck is left, with anybody."""
        rows = await self._sql.fetch_all(
            "SELECT suggestion_id FROM suggestion WHERE guild_id = ?", (guild,)
        )
        for row in rows:
            await self.remove(SuggestionId(row["suggestion_id"]))

    async def _count(self, where: str, *values: int | str | bytes) -> int:
        row = await self._sql.fetch_one(
            f"SELECT count(*) FROM suggestion WHERE {where}",  # noqa: S608
            values,
        )
        return int(row[0]) if row else 0

    async def _one(self, where: str, value: str) -> Suggestion | None:
        row = await self._sql.fetch_one(f"SELECT * FROM suggestion WHERE {where}", (value,))  # noqa: S608
        return None if row is None else self._read(row)

    def _read(self, row: Row) -> Suggestion:
        return read_row(self._sealer, row)


def read_row(sealer: Sealer, row: Row) -> Suggestion:
    """A row of the table, opened."""

    def words(name: str) -> str:
        sealed = row[f"{name}_sealed"]
        key = row["suggestion_id"]
        return "" if sealed is None else sealer.open_text(_TABLE, name, key, sealed)

    number = row["number_id"]
    return Suggestion(
        SuggestionId(row["suggestion_id"]),
        GuildId(row["guild_id"]),
        AskerNumber(row["asker_number"]),
        SuggestionState(row["state"]),
        Suggested(
            *(words("words"), row["theme"], row["language"]),
            tell=bool(row["tell"]),
            tip=bool(row["tip"]),
        ),
        moment(row["written_at"]),
        moment_or_none(row["decided_at"]),
        None if number is None else NumberId(number),
        words("answer"),
        row["look_again"] == 1,
    )
