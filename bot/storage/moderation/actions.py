"""What moderators did to private numbers, and what holds against some now."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.domain.ids import ActionId, GuildId, NumberId, PrivateNumber
from bot.domain.moderation import ActionKind, ModeratorAction
from bot.storage.columns import coarse, coarse_end, moment, moment_or_none, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

_IN_SERVER = " AND number_id IN (SELECT number_id FROM known_number WHERE guild_id = ?)"
_HOLDS = "kind IN ('pause', 'ban') AND lifted = 0 AND (until IS NULL OR until > ?)"


class Actions:
    """The table `moderator_action`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def add(self, action: ModeratorAction) -> None:
        """Keep what was done."""
        words = None if action.words is None else self._sealed("words", action.id, action.words)
        await self._sql.execute(
            "INSERT INTO moderator_action"
            " (action_id, number_id, kind, made_at, until, words_sealed, stored)"
            " VALUES (?, ?, ?, ?, ?, ?, (SELECT COALESCE(MAX(stored), 0) + 1"
            " FROM moderator_action WHERE number_id = ?))",
            (
                action.id,
                action.number,
                action.kind,
                coarse(action.made_at),
                None if action.until is None else seconds(action.until),
                words,
                action.number,
            ),
        )

    async def lift(self, number: NumberId) -> bool:
        """End every pause and ban of a number; False where there was none."""
        return (
            await self._sql.execute(
                "UPDATE moderator_action SET lifted = 1"
                " WHERE number_id = ? AND kind IN ('pause', 'ban') AND lifted = 0",
                (number,),
            )
            > 0
        )

    async def of(self, number: NumberId) -> Sequence[ModeratorAction]:
        """All that was done to a number, the last first."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM moderator_action WHERE number_id = ? ORDER BY stored DESC", (number,)
        )
        return [self._action(row) for row in rows]

    async def get(self, key: ActionId) -> tuple[ModeratorAction, GuildId, PrivateNumber] | None:
        """One, with the server and the number that it was done to."""
        row = await self._sql.fetch_one(
            "SELECT one.*, guild_id, private_number FROM moderator_action AS one"
            " JOIN known_number USING (number_id) WHERE action_id = ?",
            (key,),
        )
        if row is None:
            return None
        return self._action(row), GuildId(row["guild_id"]), row["private_number"]

    async def holding(
        self, numbers: Collection[PrivateNumber], now: datetime
    ) -> Mapping[PrivateNumber, ModeratorAction]:
        """What keeps whoever has one of these numbers out now: what lasts longest of each."""
        if not numbers:
            return {}
        marks = ", ".join("?" * len(numbers))
        rows = await self._sql.fetch_all(
            "SELECT one.*, private_number FROM moderator_action AS one"  # noqa: S608 - marks alone
            f" JOIN known_number USING (number_id) WHERE private_number IN ({marks}) AND {_HOLDS}"
            " ORDER BY until IS NULL, until, stored",
            (*numbers, seconds(now)),
        )
        return {row["private_number"]: self._action(row) for row in rows}

    async def answer(self, key: ActionId, words: str) -> bool:
        """Keep what the person wrote back; False when they did already, or it is gone."""
        return (
            await self._sql.execute(
                "UPDATE moderator_action SET answer_sealed = ?"
                " WHERE action_id = ? AND answer_sealed IS NULL",
                (self._sealed("answer", key, words), key),
            )
            == 1
        )

    async def unread_answers(
        self, guild: GuildId, own: Collection[PrivateNumber]
    ) -> Sequence[NumberId]:
        """The numbers in a server from which an answer came that no moderator has seen; not those
        two of whoever looks."""
        rows = await self._sql.fetch_all(
            "SELECT DISTINCT number_id FROM moderator_action JOIN known_number USING (number_id)"
            " WHERE guild_id = ? AND answer_sealed IS NOT NULL AND answer_read = 0"
            " AND private_number NOT IN (?, ?)",
            (guild, *own),
        )
        return [NumberId(row[0]) for row in rows]

    async def answers_read(self, number: NumberId) -> None:
        """A moderator has seen what was answered."""
        await self._sql.execute(
            "UPDATE moderator_action SET answer_read = 1"
            " WHERE number_id = ? AND answer_sealed IS NOT NULL AND answer_read = 0",
            (number,),
        )

    async def erase_old(
        self, before: datetime, now: datetime, guild: GuildId | None = None
    ) -> None:
        """What was done so long ago and holds no longer, in one server or in all."""
        here = "" if guild is None else _IN_SERVER
        await self._sql.execute(
            f"DELETE FROM moderator_action WHERE made_at < ? AND NOT ({_HOLDS}){here}",  # noqa: S608
            (coarse_end(before), seconds(now), *(() if guild is None else (guild,))),
        )

    def _sealed(self, column: str, key: ActionId, words: str) -> bytes:
        return self._sealer.seal("moderator_action", column, key, words)

    def _action(self, row: Row) -> ModeratorAction:
        return ModeratorAction(
            ActionId(row["action_id"]),
            NumberId(row["number_id"]),
            ActionKind(row["kind"]),
            moment(row["made_at"]),
            self._opened("words", row),
            moment_or_none(row["until"]),
            bool(row["lifted"]),
            self._opened("answer", row),
        )

    def _opened(self, column: str, row: Row) -> str | None:
        sealed = row[f"{column}_sealed"]
        if sealed is None:
            return None
        return self._sealer.open_text("moderator_action", column, row["action_id"], sealed)
