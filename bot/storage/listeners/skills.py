"""What listeners can share with whoever would like to learn it."""

from bot.domain.ids import ListenerNumber
from bot.domain.skills import Skills, ToLearn
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row


class ListenerSkills:
    """The table `listener_skill`, and a column of `listener`. Rows go with the listener."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def of(self, number: ListenerNumber) -> Skills:
        """All that they named."""
        listed = await self._sql.fetch_all(
            "SELECT skill FROM listener_skill WHERE private_number = ?", (number,)
        )
        row = await self._sql.fetch_one(
            "SELECT private_number, own_skills_sealed FROM listener WHERE private_number = ?",
            (number,),
        )
        own = () if row is None else own_skills_of(row, self._sealer)
        return Skills(frozenset(one["skill"] for one in listed), own)

    async def save(self, number: ListenerNumber, chosen: Skills) -> None:
        """Keep what they named in the place of what they named earlier."""
        await self._sql.execute("DELETE FROM listener_skill WHERE private_number = ?", (number,))
        await self._sql.execute_many(
            "INSERT INTO listener_skill VALUES (?, ?)",
            [(number, skill) for skill in sorted(chosen.listed)],
        )
        lines = "\n".join(chosen.own)
        sealed = self._sealer.seal("listener", "own_skills", number.hex(), lines) if lines else None
        await self._sql.execute(
            "UPDATE listener SET own_skills_sealed = ? WHERE private_number = ?", (sealed, number)
        )


def own_skills_of(row: Row, sealer: Sealer) -> tuple[str, ...]:
    """The own words in a row of `listener`."""
    sealed, name = row["own_skills_sealed"], row["private_number"].hex()
    if sealed is None:
        return ()
    return tuple(sealer.open_text("listener", "own_skills", name, sealed).split("\n"))


def can_share_own(row: Row, wanted: ToLearn, sealer: Sealer) -> bool:
    """Whether the own words in a row of `listener` are what an ask would like to learn. They are
    opened for that alone."""
    if not wanted.wish or row["own_skills_sealed"] is None:
        return False
    return wanted.fits(Skills(own=own_skills_of(row, sealer)))
