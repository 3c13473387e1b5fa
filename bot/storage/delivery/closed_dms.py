"""Direct messages that count as closed, so that nobody is tried in vain with every word."""

from datetime import datetime

from bot.domain.ids import PersonTag
from bot.storage.columns import coarse_end, seconds
from bot.storage.connection import Connection


class ClosedDms:
    """A column of the table `person`."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    async def are_closed(self, person: PersonTag, now: datetime) -> bool:
        """Whether they count as closed now."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM person WHERE person_tag = ? AND closed_until > ?",
            (person, seconds(now)),
        )
        return row is not None

    async def found_closed(self, person: PersonTag, now: datetime, until: datetime) -> None:
        """An attempt met closed ones; where they count as that already, none was made."""
        await self._sql.execute(
            "UPDATE person SET closed_until = ?"
            " WHERE person_tag = ? AND (closed_until IS NULL OR closed_until <= ?)",
            (coarse_end(until), person, seconds(now)),
        )

    async def may_be_open(self, person: PersonTag) -> None:
        """There is a sign that they are: the next attempt is made."""
        await self._sql.execute(
            "UPDATE person SET closed_until = NULL"
            " WHERE person_tag = ? AND closed_until IS NOT NULL",
            (person,),
        )
