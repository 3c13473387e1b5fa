"""Who opted in as a listener, server by server."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.ages import Age
from bot.domain.ids import NO_NUMBER, GuildId, ListenerNumber, PersonTag
from bot.domain.listening import Listener
from bot.domain.offers import SILENT_AT_MOST
from bot.storage.columns import AN_HOUR, coarse, seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.listeners.listener_rows import listener_of, who_listens
from bot.storage.numbers import ServerNumbers
from bot.storage.strangers import Strangers

FOR_GROUP = (
    "(waits_as IS NULL AND ((? = 'adult' AND age = 'adult')"
    " OR (? <> 'adult' AND approved_young = 1 AND age IN ('adult', 'young'))))"
)
"""Which listeners an ask of a group may reach, as `ages.may_meet` has it, and none who waits for
moderators; the group comes twice."""


class Listeners:
    """The table `listener`."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers

    async def add(self, listener: Listener) -> bool:
        """Join; False when they had joined already."""
        if await self.get(listener.number) is not None:
            return False  # to seal in vain would leave an owner of nothing
        who = self._sealer.seal_tag("listener", "person", listener.number.hex(), listener.person)
        await self._sql.execute(
            "INSERT INTO listener (private_number, guild_id, person_sealed, joined_at, age,"
            " waits_as) VALUES (?, ?, ?, ?, ?, ?)",
            (
                *(listener.number, listener.guild_id, who, coarse(listener.joined_at)),
                *(listener.age, listener.waits_as),
            ),
        )
        await self._numbers.has_one_in(listener.guild_id, listener.person)
        return True

    async def get(self, number: ListenerNumber) -> Listener | None:
        """The listener with this private number, if they joined."""
        row = await self._sql.fetch_one(
            "SELECT * FROM listener WHERE private_number = ?", (number,)
        )
        return None if row is None else listener_of(row, self._sealer)

    async def set_duty(self, number: ListenerNumber, until: datetime | None) -> bool:
        """On duty until a moment, or off; False when they are no listener. Being here ends a rest,
        and what was left unanswered before no longer counts."""
        stored = None if until is None else seconds(until)
        return (
            await self._sql.execute(
                "UPDATE listener SET on_duty_until = ?, ignored_in_a_row = 0,"
                " silent_in_a_row = 0, away_until = NULL,"
                " resting_until = CASE WHEN CAST(? AS BIGINT) IS NULL THEN resting_until END"
                " WHERE private_number = ?",
                (stored, stored, number),
            )
            == 1
        )

    async def rest(self, number: ListenerNumber, until: datetime | None) -> bool:
        """Rest until a moment, off duty; or rest no longer. False when they are no listener."""
        stored = None if until is None else seconds(until)
        return (
            await self._sql.execute(
                "UPDATE listener SET resting_until = ?,"
                " on_duty_until = CASE WHEN CAST(? AS BIGINT) IS NULL THEN on_duty_until END"
                " WHERE private_number = ?",
                (stored, stored, number),
            )
            == 1
        )

    async def away(self, number: ListenerNumber, until: datetime) -> None:
        """They are not in the server, or may not act there: until a moment nothing is offered."""
        await self._sql.execute(
            "UPDATE listener SET away_until = ? WHERE private_number = ?", (seconds(until), number)
        )

    async def ignored_one(self, number: ListenerNumber) -> int:
        """Count an offer that they left unanswered; how many in a row it is now."""
        row = await self._sql.fetch_one(
            "UPDATE listener SET ignored_in_a_row = ignored_in_a_row + 1"
            " WHERE private_number = ? RETURNING ignored_in_a_row",
            (number,),
        )
        return int(row[0]) if row else 0

    async def answered_one(self, number: ListenerNumber) -> None:
        """They showed a sign of life: earlier offers no longer count."""
        await self._sql.execute(
            "UPDATE listener SET ignored_in_a_row = 0, silent_in_a_row = 0"
            " WHERE private_number = ? AND (ignored_in_a_row > 0 OR silent_in_a_row > 0)",
            (number,),
        )

    async def left_silent(self, numbers: Sequence[ListenerNumber]) -> None:
        """Count an offer that each of these left without a sign of life; a third one counts as
        much as two."""
        await self._sql.execute_many(
            "UPDATE listener SET silent_in_a_row = silent_in_a_row + 1"
            " WHERE private_number = ? AND silent_in_a_row < ?",
            [(number, SILENT_AT_MOST) for number in numbers],
        )

    async def full(self, number: ListenerNumber, until: datetime | None) -> None:
        """Until a moment they have begun as many conversations as fit into thirty days."""
        await self._sql.execute(
            "UPDATE listener SET full_until = ? WHERE private_number = ?",
            (None if until is None else seconds(until), number),
        )

    async def remove(self, number: ListenerNumber) -> bool:
        """Leave; False when they are no listener."""
        rows = await self._sql.fetch_all(
            "DELETE FROM listener WHERE private_number = ? RETURNING *", (number,)
        )
        strangers = Strangers(self._sql, self._sealer, self._numbers)
        await strangers.may_be(*(who_listens(row, self._sealer) for row in rows))
        return bool(rows)

    async def count(self, guild: GuildId) -> int:
        """How many listeners a server has, without those who wait for moderators."""
        row = await self._sql.fetch_one(
            "SELECT COUNT(*) FROM listener WHERE guild_id = ? AND waits_as IS NULL", (guild,)
        )
        return int(row[0]) if row else 0

    async def _number_of(self, person: PersonTag, guild: GuildId) -> bytes:
        return await self._numbers.listening(person, guild) or NO_NUMBER

    async def somebody_listens(self, guild: GuildId, besides: PersonTag, asker: Age) -> bool:
        """Whether anybody but the one who asks is a listener at all, for their group."""
        row = await self._sql.fetch_one(
            "SELECT 1 FROM listener WHERE guild_id = ? AND private_number <> ?"  # noqa: S608 - ours
            f" AND {FOR_GROUP} LIMIT 1",
            (guild, await self._number_of(besides, guild), asker, asker),
        )
        return row is not None

    async def somebody_on_duty(
        self,
        guild: GuildId,
        now: datetime,
        besides: PersonTag,
        asker: Age,
        known: Collection[ListenerNumber] = (),
    ) -> bool:
        """Whether anybody but the one who asks, and whom they know, said that they are here now,
        for their group."""
        others = [await self._number_of(besides, guild), *known]
        marks = ", ".join("?" * len(others))
        row = await self._sql.fetch_one(
            "SELECT 1 FROM listener WHERE guild_id = ? AND on_duty_until > ?"  # noqa: S608
            f" AND private_number NOT IN ({marks}) AND {FOR_GROUP} LIMIT 1",
            (guild, seconds(now), *others, asker, asker),
        )
        return row is not None

    async def of_age(self, number: ListenerNumber, age: Age) -> None:
        """From now on they are of this group."""
        await self._sql.execute(
            "UPDATE listener SET age = ? WHERE private_number = ? AND age <> ?", (age, number, age)
        )

    async def approve_young(self, number: ListenerNumber, *, approved: bool) -> bool:
        """Let them listen to those who are 13 to 17, or no longer; False when they are none."""
        return (
            await self._sql.execute(
                "UPDATE listener SET approved_young = ? WHERE private_number = ?",
                (int(approved), number),
            )
            == 1
        )

    async def approved_for_young(self, guild: GuildId) -> Sequence[PersonTag]:
        """The listeners of a server who may listen to those who are 13 to 17."""
        rows = await self._sql.fetch_all(
            "SELECT private_number, person_sealed FROM listener"
            " WHERE guild_id = ? AND approved_young = 1 ORDER BY private_number",
            (guild,),
        )
        return [who_listens(row, self._sealer) for row in rows]

    async def of_unknown_age(self, guild: GuildId) -> Sequence[PersonTag]:
        """The listeners of a server of whom it is not known how old they are."""
        rows = await self._sql.fetch_all(
            "SELECT * FROM listener WHERE guild_id = ? AND age = '' ORDER BY private_number",
            (guild,),
        )
        return [who_listens(row, self._sealer) for row in rows]

    async def coarsen(self, before: datetime) -> None:
        """Cut the times of the last offers to the hour, where they were before a moment: until
        then they say whose turn it is. Forget duty and rest that were over by then."""
        for until in ("on_duty_until", "resting_until", "full_until"):
            await self._sql.execute(
                f"UPDATE listener SET {until} = NULL WHERE {until} < ?",  # noqa: S608 - ours
                (seconds(before),),
            )
        await self._sql.execute(
            "UPDATE listener SET last_offered_at = last_offered_at / ? * ?"
            " WHERE last_offered_at % ? <> 0 AND last_offered_at < ?",
            (AN_HOUR, AN_HOUR, AN_HOUR, seconds(before)),
        )
