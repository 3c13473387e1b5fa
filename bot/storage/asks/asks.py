"""Asks: their words sealed, their state changed by compare-and-set only."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.ages import Age
from bot.domain.asks import Ask, AskKind, AskState, OwnWords, PostedLately, Wishes
from bot.domain.ids import (
    NOBODY,
    AskerNumber,
    AskId,
    GuildId,
    ListenerNumber,
    PersonTag,
    ScheduleId,
)
from bot.storage.asks.erased_words import ERASE_WORDS
from bot.storage.columns import moment, moment_or_none, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.numbers import ServerNumbers
from bot.storage.rows import Row
from bot.storage.strangers import Strangers

AT_A_TIME = 100
"""Waiting asks that are looked at together."""

_BEFORE = "closed_at <= ? AND (words_kept_until IS NULL OR words_kept_until <= ?)"
_ABOUT_GOAL = "ask_id IN (SELECT ask_id FROM partner_ask WHERE schedule_id = ?)"

_ADD = """
    INSERT INTO ask (ask_id, guild_id, asker_number, asker_sealed, kind, state, words_sealed,
        would_help_sealed, posted_at, expires_at, topic, language, heavy, learn, without_dm, age,
        stored)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        (SELECT COALESCE(MAX(stored), 0) + 1 FROM ask))
"""


def who_asked(row: Row, sealer: Sealer) -> PersonTag:
    """Whose a row of `ask` is; NOBODY's once they erased it."""
    if row["asker_sealed"] is None:
        return NOBODY
    return sealer.open_tag("ask", "asker", row["ask_id"], row["asker_sealed"])


class Asks:
    """The table `ask`."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers
        self._strangers = Strangers(sql, sealer, numbers)

    async def add(self, ask: Ask, text: OwnWords, excluded: Iterable[ListenerNumber] = ()) -> None:
        """Keep a new ask, and who must not get it."""
        words = self._sealer.seal("ask", "words", ask.id, text.words)
        await self._sql.execute(
            _ADD,
            (
                *(ask.id, ask.guild_id, ask.asker_number),
                self._sealer.seal_tag("ask", "asker", ask.id, ask.asker),
                *(ask.kind, ask.state, words),
                self._sealer.seal("ask", "would_help", ask.id, text.would_help, words),
                *(seconds(ask.posted_at), seconds(ask.expires_at)),
                *(ask.wishes.topic, ask.wishes.language, int(ask.wishes.heavy), ask.wishes.learn),
                *(int(ask.without_dm), ask.age),
            ),
        )
        await self._numbers.has_one_in(ask.guild_id, ask.asker)
        sql = "INSERT INTO ask_excluded (ask_id, private_number) VALUES (?, ?)"
        await self._sql.execute_many(sql, [(ask.id, number) for number in excluded])

    async def excluded(self, ask: AskId) -> frozenset[ListenerNumber]:
        """Who must not get this ask."""
        sql = "SELECT private_number FROM ask_excluded WHERE ask_id = ?"
        rows = await self._sql.fetch_all(sql, (ask,))
        return frozenset(ListenerNumber(row[0]) for row in rows)

    async def waiting(self, guild: GuildId) -> Sequence[Ask]:
        """The asks of a server that wait for somebody, whoever waits longest first."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM ask WHERE guild_id = ? AND state = 'waiting'"
            " ORDER BY posted_at, ask_id LIMIT ?",
            (guild, AT_A_TIME),
        )
        return [self._ask(row) for row in rows]

    async def how_many_wait(self, guild: GuildId) -> int:
        """How many asks of a server wait for somebody."""
        row = await self._sql.fetch_one(
            "SELECT COUNT(*) FROM ask WHERE guild_id = ? AND state = 'waiting'", (guild,)
        )
        return 0 if row is None else int(row[0])

    async def wait_again(self, ask: AskId, until: datetime) -> bool:
        """Let a closed ask wait once more, while its words are kept; False when they are gone."""
        return (
            await self._sql.execute(
                "UPDATE ask SET state = 'waiting', closed_at = NULL, expires_at = ?,"
                " words_kept_until = NULL"
                " WHERE ask_id = ? AND state = 'closed' AND words_sealed IS NOT NULL",
                (seconds(until), ask),
            )
            == 1
        )

    async def get(self, ask: AskId) -> Ask | None:
        """The ask with this id."""
        row = await self._sql.fetch_one("SELECT * FROM ask WHERE ask_id = ?", (ask,))
        return None if row is None else self._ask(row)

    async def state(self, ask: AskId) -> AskState | None:
        """Where the ask stands."""
        row = await self._sql.fetch_one("SELECT state FROM ask WHERE ask_id = ?", (ask,))
        return None if row is None else AskState(row[0])

    async def move(self, ask: AskId, before: AskState, after: AskState, now: datetime) -> bool:
        """Change the state if it still is `before`; of two who try, one gets True."""
        closed_at = seconds(now) if after is AskState.CLOSED else None
        return (
            await self._sql.execute(
                "UPDATE ask SET state = ?, closed_at = ? WHERE ask_id = ? AND state = ?",
                (after, closed_at, ask, before),
            )
            == 1
        )

    async def make_private(self, ask: AskId) -> bool:
        """From now on its words are for one listener only; False when they were before."""
        return (
            await self._sql.execute(
                "UPDATE ask SET kind = ? WHERE ask_id = ? AND kind = ?",
                (AskKind.PRIVATE, ask, AskKind.OPEN),
            )
            == 1
        )

    async def reword(self, ask: AskId, text: OwnWords) -> None:
        """Put other words in the place of those of an ask that is not closed."""
        words = self._sealer.seal("ask", "words", ask, text.words)
        would_help = self._sealer.seal("ask", "would_help", ask, text.would_help, words)
        await self._sql.execute(
            "UPDATE ask SET words_sealed = ?, would_help_sealed = ?, edition = edition + 1"
            " WHERE ask_id = ? AND state <> 'closed'",
            (words, would_help, ask),
        )

    async def of_age(self, ask: AskId, age: Age) -> None:
        """From now on it is of this group."""
        await self._sql.execute("UPDATE ask SET age = ? WHERE ask_id = ?", (age, ask))

    async def of_unknown_age_are(self, asker: AskerNumber, age: Age) -> None:
        """Somebody said their age: what they have open from before that is of this group."""
        await self._sql.execute(
            "UPDATE ask SET age = ? WHERE asker_number = ? AND age = '' AND state <> 'closed'",
            (age, asker),
        )

    async def prolong(self, ask: AskId, until: datetime) -> None:
        """Let it wait until another moment."""
        sql = "UPDATE ask SET expires_at = ? WHERE ask_id = ?"
        await self._sql.execute(sql, (seconds(until), ask))

    async def open_of(self, asker: AskerNumber) -> Sequence[AskState]:
        """The states of this person's asks that are not closed, but for those for a partner, and
        those that they erased."""
        rows = await self._sql.fetch_all(
            "SELECT state FROM ask WHERE asker_number = ? AND state <> 'closed'"
            " AND asker_sealed IS NOT NULL AND ask_id NOT IN (SELECT ask_id FROM partner_ask)",
            (asker,),
        )
        return [AskState(row["state"]) for row in rows]

    async def posted_since(self, asker: AskerNumber, since: datetime) -> Sequence[PostedLately]:
        """This person's asks that were posted since a moment, the newest first."""
        rows = await self._sql.fetch_all(
            "SELECT posted_at, counts FROM ask WHERE asker_number = ? AND posted_at > ?"
            " ORDER BY posted_at DESC",
            (asker, seconds(since)),
        )
        return [PostedLately(moment(row["posted_at"]), bool(row["counts"])) for row in rows]

    async def need_not_count(self, ask: AskId) -> None:
        """It was over so soon that it does not count towards those of a day, unless somebody had
        accepted it."""
        await self._sql.execute(
            "UPDATE ask SET counts = 0 WHERE ask_id = ?"
            " AND NOT EXISTS (SELECT 1 FROM conversation WHERE conversation.ask_id = ask.ask_id)",
            (ask,),
        )

    async def keep_words(self, ask: AskId, until: datetime) -> None:
        """Keep the words of an ask that is closed until a moment."""
        await self._sql.execute(
            "UPDATE ask SET words_kept_until = ? WHERE ask_id = ? AND state = 'closed'",
            (seconds(until), ask),
        )

    async def erase_words(self, closed_before: datetime, now: datetime) -> int:
        """Erase words of asks closed before a moment and not kept; times go coarse; how many."""
        return await self._erase_words(_BEFORE, seconds(closed_before), seconds(now))

    async def erase_words_about(self, goal: ScheduleId) -> int:
        """As `erase_words`, for every ask about a goal that is closed; how many."""
        return await self._erase_words(_ABOUT_GOAL, goal)

    async def erase(self, closed_before: datetime, guild: GuildId | None = None) -> int:
        """Erase asks that closed before a moment, in one server or all, and what hangs on them."""
        over = "state = 'closed' AND closed_at <= ?" + (" AND guild_id = ?" if guild else "")
        values = (seconds(closed_before), *((guild,) if guild else ()))
        await self._strangers.may_be_without(over, *values)
        return await self._sql.execute(f"DELETE FROM ask WHERE {over}", values)  # noqa: S608

    async def _erase_words(self, which: str, *values: str | int) -> int:
        changed = 0
        for statement in ERASE_WORDS:  # the ask itself is the last
            changed = await self._sql.execute(statement.format(which=which), values)
        return changed

    def _ask(self, row: Row) -> Ask:
        return Ask(
            AskId(row["ask_id"]),
            GuildId(row["guild_id"]),
            who_asked(row, self._sealer),
            AskerNumber(row["asker_number"]),
            AskKind(row["kind"]),
            AskState(row["state"]),
            moment(row["posted_at"]),
            moment(row["expires_at"]),
            self._text(row),
            Wishes(row["topic"], row["language"], bool(row["heavy"]), row["learn"]),
            bool(row["without_dm"]),
            moment_or_none(row["closed_at"]),
            moment_or_none(row["words_kept_until"]),
            Age(row["age"]),
            row["edition"],
        )

    def _text(self, row: Row) -> OwnWords | None:
        if row["words_sealed"] is None:
            return None
        key = row["ask_id"]
        return OwnWords(
            self._sealer.open_text("ask", "words", key, row["words_sealed"]),
            self._sealer.open_text("ask", "would_help", key, row["would_help_sealed"]),
        )
