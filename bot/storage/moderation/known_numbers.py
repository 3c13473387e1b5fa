"""Private numbers that moderators of a server may see: those that stand in something of theirs."""

from collections.abc import Sequence
from typing import TypeAlias

from bot.domain.ids import AskerNumber, GuildId, ListenerNumber, NumberId, PrivateNumber, UserId
from bot.domain.moderation import KnownNumber
from bot.domain.private_numbers import NumberBegins
from bot.domain.timers import TimerKind
from bot.storage.columns import coarse, moment
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

Own: TypeAlias = tuple[PrivateNumber, PrivateNumber]
NOT_THEIRS: Own = (AskerNumber(b""), ListenerNumber(b""))
"""Of nobody."""

_STANDS = """(EXISTS
    (SELECT 1 FROM moderator_action AS one WHERE one.number_id = known_number.number_id)
    OR EXISTS (SELECT 1 FROM report WHERE report.number_id = known_number.number_id)
    OR EXISTS (SELECT 1 FROM suggestion
    WHERE suggestion.number_id = known_number.number_id))"""
_SEEN = f"AND private_number NOT IN (?, ?) AND {_STANDS}"
_LOOKED_AT = """(EXISTS
    (SELECT 1 FROM name_opening WHERE name_opening.number_id = known_number.number_id)
    OR EXISTS (SELECT 1 FROM ask JOIN waiting USING (ask_id)
    WHERE asker_number = private_number AND what = ? AND state = 'waiting'))"""
"""What a number is kept for, too, that not every moderator may see: an ask that waits for a look
may leave one of them out."""


class KnownNumbers:
    """The table `known_number`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def know(self, new: KnownNumber, guild: GuildId, user: UserId | None = None) -> NumberId:
        """Let moderators see a number from now on; its id, which is the earlier one where they
        knew it already. `user` is whom to write to; None where that is not known."""
        row = await self._sql.fetch_one(
            "SELECT number_id, user_id_sealed FROM known_number WHERE private_number = ?",
            (new.number,),
        )
        if row is None:
            await self._sql.execute(
                "INSERT INTO known_number"
                " (number_id, guild_id, private_number, listens, noted_at) VALUES (?, ?, ?, ?, ?)",
                (new.id, guild, new.number, int(new.listens), coarse(new.noted_at)),
            )
        known = new.id if row is None else NumberId(row["number_id"])
        if user is not None and (row is None or row["user_id_sealed"] is None):
            await self._sql.execute(
                "UPDATE known_number SET user_id_sealed = ? WHERE number_id = ?",
                (self._sealer.seal_int("known_number", "user_id", known, user), known),
            )
        return known

    async def get(self, key: NumberId, guild: GuildId) -> KnownNumber | None:
        """One of a server's."""
        row = await self._sql.fetch_one(
            "SELECT * FROM known_number WHERE number_id = ? AND guild_id = ?", (key, guild)
        )
        return None if row is None else _known(row)

    async def count(self, guild: GuildId, own: Own = NOT_THEIRS) -> int:
        """How many every moderator of a server may see. `own` are the two numbers of whoever looks:
        of those one learns nothing here, neither that there are reports, nor what was noted, nor
        what was done before it is told."""
        row = await self._sql.fetch_one(
            f"SELECT count(*) FROM known_number WHERE guild_id = ? {_SEEN}",  # noqa: S608
            (guild, *own),
        )
        return int(row[0]) if row else 0

    async def page(
        self, guild: GuildId, first: int, at_most: int, own: Own = NOT_THEIRS
    ) -> Sequence[KnownNumber]:
        """Some of them, the last noted first; `first` is how many are passed over."""
        rows = await self._sql.fetch_all(
            f"SELECT * FROM known_number WHERE guild_id = ? {_SEEN}"  # noqa: S608
            " ORDER BY noted_at DESC, number_id LIMIT ? OFFSET ?",
            (guild, *own, at_most, first),
        )
        return [_known(row) for row in rows]

    async def that_begin(
        self, guild: GuildId, begins: NumberBegins, own: Own = NOT_THEIRS
    ) -> Sequence[KnownNumber]:
        """Those of a server that begin so: none, the one, or several, of which none is picked."""
        rows = await self._sql.fetch_all(
            f"SELECT * FROM known_number WHERE guild_id = ? {_SEEN}",  # noqa: S608
            (guild, *own),
        )
        return [one for one in map(_known, rows) if begins.fits(one.number)]

    async def user(self, key: NumberId) -> UserId | None:
        """Whom to write to; None once they erased everything."""
        row = await self._sql.fetch_one(
            "SELECT user_id_sealed FROM known_number WHERE number_id = ?", (key,)
        )
        if row is None or row[0] is None:
            return None
        return UserId(self._sealer.open_int("known_number", "user_id", key, row[0]))

    async def forget_unused(self) -> None:
        """Those that stand in nothing any more."""
        await self._sql.execute(
            f"DELETE FROM known_number WHERE NOT {_STANDS} AND NOT {_LOOKED_AT}",  # noqa: S608
            (TimerKind.ASK_HELD,),
        )

    async def forget_guild(self, guild: GuildId) -> None:
        """Nothing of a server's is needed any more, but what keeps somebody out: it outlives the
        bot being taken out and invited again."""
        await self._sql.execute(
            "DELETE FROM known_number WHERE guild_id = ? AND NOT EXISTS"
            " (SELECT 1 FROM moderator_action AS one WHERE one.number_id = known_number.number_id"
            " AND kind IN ('pause', 'ban') AND lifted = 0)",
            (guild,),
        )


def _known(row: Row) -> KnownNumber:
    listens = bool(row["listens"])
    number: PrivateNumber = (
        ListenerNumber(row["private_number"]) if listens else AskerNumber(row["private_number"])
    )
    return KnownNumber(NumberId(row["number_id"]), number, listens, moment(row["noted_at"]))
