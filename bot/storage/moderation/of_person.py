"""What moderators did to a person's numbers, and what somebody did as a moderator."""

from collections.abc import Sequence

from bot.domain.ids import GuildId
from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.storage.columns import moment, moment_or_none
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.moderation.known_numbers import KnownNumbers
from bot.storage.moderation.name_openings import NameOpenings
from bot.storage.rows import Row

_DONE = """
    SELECT one.*, guild_id FROM moderator_action AS one JOIN known_number USING (number_id)
    WHERE private_number = ? AND kind <> 'note' AND NOT (kind = 'warn' AND answer_sealed IS NULL
        AND EXISTS (SELECT 1 FROM outbox WHERE token = action_id AND attempts = 0))
    ORDER BY one.stored
"""
"""A warning only once it was to be told: when it was given would tell who had a reason to report.
What keeps somebody out they find out at once."""
_OF_NUMBER = "number_id IN (SELECT number_id FROM known_number WHERE private_number = ?)"
_OVER = f"{_OF_NUMBER} AND NOT (kind IN ('pause', 'ban') AND lifted = 0)"


class PersonalModeration:
    """Of the tables `known_number`, `moderator_action` and `moderation_record`."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """What was done, with its reason and what they answered; never notes, which are not for
        them."""
        found = list[PersonalData]()
        for number in _numbers(who):
            found += map(self._action, await self._sql.fetch_all(_DONE, (number,)))
        return found

    async def erase_of(self, who: Whose) -> None:
        """Whose the numbers are, and all that was done to them go. What keeps somebody out stays,
        without its reason, as a keyed mark: it must outlast this."""
        for number in _numbers(who):
            await self._sql.execute(f"DELETE FROM moderator_action WHERE {_OVER}", (number,))  # noqa: S608
            await self._sql.execute(
                "UPDATE moderator_action SET words_sealed = NULL, answer_sealed = NULL"  # noqa: S608
                f" WHERE {_OF_NUMBER}",
                (number,),
            )
            await self._sql.execute(
                "UPDATE known_number SET user_id_sealed = NULL WHERE private_number = ?", (number,)
            )
            await self._sql.execute(f"DELETE FROM name_opening WHERE {_OF_NUMBER}", (number,))  # noqa: S608
        await self._leave_the_openings(who)
        await KnownNumbers(self._sql, self._sealer).forget_unused()
        await self._leave_the_record(who)

    async def _leave_the_openings(self, who: Whose) -> None:
        """What they asked for or agreed to as a moderator goes whole: it would be gone in a day."""
        openings = NameOpenings(self._sql, self._sealer)
        for one in await openings.all():
            if who.user in (one.first, one.second):
                await openings.remove(one.id)

    async def _leave_the_record(self, who: Whose) -> None:
        """Who did something as a moderator shows in what is sealed alone: each is opened."""
        rows = await self._sql.fetch_all(
            "SELECT guild_id, position, moderator_sealed FROM moderation_record"
            " WHERE moderator_sealed IS NOT NULL"
        )
        for row in rows:
            if self._is_of(row, who):
                await self._sql.execute(
                    "UPDATE moderation_record SET moderator_sealed = NULL"
                    " WHERE guild_id = ? AND position = ?",
                    (row["guild_id"], row["position"]),
                )

    def _is_of(self, row: Row, who: Whose) -> bool:
        name = f"{row['guild_id']}:{row['position']}"
        try:
            user = self._sealer.open_int(
                "moderation_record", "moderator", name, row["moderator_sealed"]
            )
        except SealBroken:
            return False
        return user == who.user

    def _action(self, row: Row) -> PersonalData:
        facts: dict[str, Fact] = {
            "done": row["kind"],
            "done_on": moment(row["made_at"]).date(),
            "until": moment_or_none(row["until"]),
            "lifted": bool(row["lifted"]),
        }
        for name, fact in (("words", "words"), ("answer", "answers")):
            sealed = row[f"{name}_sealed"]
            if sealed is not None:
                facts[fact] = self._sealer.open_text(
                    "moderator_action", name, row["action_id"], sealed
                )
        return PersonalData(DataKind.MODERATOR_ACTION, GuildId(row["guild_id"]), facts)


def _numbers(who: Whose) -> list[bytes]:
    return [*who.asking.values(), *who.listening.values()]
