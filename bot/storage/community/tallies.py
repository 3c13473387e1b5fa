"""What happened in each week, as keyed rows without names or times, and what may be shown of it."""

from collections.abc import Sequence
from datetime import date

from bot.domain.community import Noted, Numbers, What
from bot.domain.ids import GuildId, ListenerNumber
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer


class Tallies:
    """The tables `happened`, `counted` and `counted_people`. Their rows go with the server's."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def note(
        self,
        guild: GuildId,
        week: date,
        what: What,
        number: ListenerNumber,
        detail: str = "",
        wait: int | None = None,
    ) -> None:
        """Note something of somebody, once a week; of several waits the longest stays. Nothing is
        noted for a server that is not set up."""
        await self._sql.execute(
            "INSERT INTO happened (guild_id, what, week, detail, person, wait)"
            " SELECT guild_id, ?, ?, ?, ?, ? FROM guild WHERE guild_id = ?"
            " ON CONFLICT (guild_id, what, week, detail, person) DO UPDATE SET wait = excluded.wait"
            " WHERE excluded.wait > happened.wait",
            (
                what,
                week.isoformat(),
                detail,
                self._sealer.tally_tag(number, what, detail),
                wait,
                guild,
            ),
        )

    async def noted(self, guild: GuildId, what: What, since: date, until: date) -> Sequence[Noted]:
        """What was noted in the weeks from `since` until before `until`; a person may stand in
        several."""
        rows = await self._sql.fetch_all(
            "SELECT detail, person, MAX(wait) AS wait FROM happened"
            " WHERE guild_id = ? AND what = ? AND week >= ? AND week < ?"
            " GROUP BY detail, person",
            (guild, what, since.isoformat(), until.isoformat()),
        )
        return [Noted(what, row["detail"], row["person"], row["wait"]) for row in rows]

    async def forget(self, guild: GuildId, what: What, before: date) -> int:
        """Erase what was noted in earlier weeks; how many rows."""
        return await self._sql.execute(
            "DELETE FROM happened WHERE guild_id = ? AND what = ? AND week < ?",
            (guild, what, before.isoformat()),
        )

    async def not_counted(self, until: date) -> Sequence[GuildId]:
        """The servers whose numbers are not those until this Monday."""
        rows = await self._sql.fetch_all(
            "SELECT guild_id FROM guild WHERE NOT EXISTS (SELECT 1 FROM counted"
            " WHERE counted.guild_id = guild.guild_id AND counted.until = ?)",
            (until.isoformat(),),
        )
        return [GuildId(row["guild_id"]) for row in rows]

    async def show(self, guild: GuildId, numbers: Numbers) -> None:
        """Keep what may be shown, in the place of what was shown before."""
        await self._sql.execute("DELETE FROM counted WHERE guild_id = ?", (guild,))
        await self._sql.execute(
            "INSERT INTO counted (guild_id, until, wait, look_wait) VALUES (?, ?, ?, ?)",
            (guild, numbers.until.isoformat(), numbers.wait, numbers.look_wait),
        )
        for (what, detail), people in numbers.people.items():
            await self._sql.execute(
                "INSERT INTO counted_people (guild_id, what, detail, people) VALUES (?, ?, ?, ?)",
                (guild, what, detail, people),
            )

    async def shown(self, guild: GuildId) -> Numbers | None:
        """What may be shown; None before it was counted for the first time."""
        row = await self._sql.fetch_one("SELECT * FROM counted WHERE guild_id = ?", (guild,))
        if row is None:
            return None
        people = await self._sql.fetch_all(
            "SELECT what, detail, people FROM counted_people WHERE guild_id = ?", (guild,)
        )
        return Numbers(
            date.fromisoformat(row["until"]),
            {(What(one["what"]), one["detail"]): one["people"] for one in people},
            row["wait"],
            row["look_wait"],
        )

    async def is_shown(self, guild: GuildId, what: What, detail: str) -> bool:
        """Whether enough people stand behind it."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM counted_people WHERE guild_id = ? AND what = ? AND detail = ?",
            (guild, what, detail),
        )
        return row is not None
