"""Which listeners might be told of an ask: in the order of their turn, and those of them who may be
among the best with all that the choice depends on.

What can be told from the rows alone is left out here; `domain/offers` decides about the rest, and
ranks within what was read. So a topic or a skill is preferred among those whose turn it is, not
among everybody.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.domain.asks import Ask
from bot.domain.ids import NO_NUMBER, ListenerNumber
from bot.domain.listening import WhyNot
from bot.domain.offers import Candidate, Turn
from bot.domain.quiet_hours import Span
from bot.storage.columns import seconds
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.listeners.listener_rows import listeners_of
from bot.storage.listeners.listeners import FOR_GROUP
from bot.storage.numbers import ServerNumbers
from bot.storage.offers.candidate_rows import candidate_of
from bot.storage.offers.carried import NOTHING, TOLD_OF_NOTHING, talks_of, told_of
from bot.storage.offers.turns import SPEAKS, RankedPlace, Turns

_ANYBODY = f"""
    SELECT 1 FROM listener WHERE guild_id = ? AND private_number <> ? AND {FOR_GROUP}
        AND (resting_until IS NULL OR resting_until <= ?)
        AND (full_until IS NULL OR full_until <= ?)
        AND (? = 0 OR heavy <> 'no') AND {SPEAKS} LIMIT 1
"""  # noqa: S608 - conditions of ours
_LEFT_OUT = f"""
    SELECT on_duty, why, COUNT(*) AS people FROM (
        SELECT on_duty_until IS NOT NULL AND on_duty_until > ? AS on_duty, CASE
            WHEN NOT {FOR_GROUP} THEN 'group'
            WHEN NOT {SPEAKS} THEN 'language'
            WHEN ? = 1 AND heavy = 'no' THEN 'heavy'
            WHEN off_duty_offers = 0 AND (on_duty_until IS NULL OR on_duty_until <= ?) THEN 'hours'
            WHEN resting_until > ? THEN 'rests'
            WHEN away_until > ? THEN 'away'
            WHEN full_until > ? THEN 'full' END AS why
        FROM listener WHERE guild_id = ?
    ) AS each_listener WHERE why IS NOT NULL GROUP BY on_duty, why
"""  # noqa: S608 - conditions of ours


class Candidates:
    """Reads `listener` with what hangs on it."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers

    async def turns(self, ask: Ask, now: datetime, usual: Span) -> Turns:
        """Whose turn it is to be told of an ask. `usual`: the quiet hours of whoever chose none."""
        asker = await self._numbers.listening(ask.asker, ask.guild_id) or NO_NUMBER
        return Turns(self._sql, self._sealer, ask, asker, now, usual)

    async def known(
        self, some: Sequence[Turn[RankedPlace]], now: datetime, rest: timedelta
    ) -> Sequence[Candidate]:
        """These with all that the choice depends on. `rest` follows a heavy conversation."""
        if not some:
            return ()
        numbers = [ListenerNumber(one.who.number) for one in some]
        listeners = await listeners_of(self._sql, self._sealer, numbers)
        talks = await talks_of(self._sql, numbers, now, rest)
        told = await told_of(self._sql, numbers, now)
        found = list[Candidate]()
        for number, one in zip(numbers, some, strict=True):
            load, lately = talks.get(number, NOTHING), told.get(number, TOLD_OF_NOTHING)
            found.append(candidate_of(one, listeners[number], load, lately))
        return found

    async def one(
        self, ask: Ask, number: ListenerNumber, now: datetime, rest: timedelta, usual: Span
    ) -> Candidate | None:
        """One listener, on duty or off, by the same conditions."""
        some = await (await self.turns(ask, now, usual)).of_one(number)
        return next(iter(await self.known(some, now, rest)), None)

    async def anybody(self, ask: Ask, now: datetime) -> bool:
        """Whether anybody listens who could take such an ask at all, on duty or off. Whom it leaves
        out, and who never meets whoever asks, is not looked at: the answer would tell."""
        asker = await self._numbers.listening(ask.asker, ask.guild_id) or NO_NUMBER
        wishes, at = ask.wishes, seconds(now)
        row = await self._sql.fetch_one(
            _ANYBODY,
            (
                *(ask.guild_id, asker, ask.age, ask.age, at, at, int(wishes.heavy)),
                *(wishes.language, wishes.language),
            ),
        )
        return row is not None

    async def left_out(self, ask: Ask, now: datetime) -> Mapping[tuple[bool, WhyNot], int]:
        """How many listeners stand on no page of such an ask, by whether they are on duty and why;
        whom it leaves out, and who was told of it, is not looked at."""
        wishes, at = ask.wishes, seconds(now)
        rows = await self._sql.fetch_all(
            _LEFT_OUT,
            (
                *(at, ask.age, ask.age, wishes.language, wishes.language, int(wishes.heavy)),
                *(at, at, at, at, ask.guild_id),
            ),
        )
        return {(bool(row["on_duty"]), WhyNot(row["why"])): row["people"] for row in rows}

    async def forget_past_duty(self, ask: Ask, now: datetime) -> None:
        """Take those whose duty is over out of the index, so that they are not read each time."""
        await self._sql.execute(
            "UPDATE listener SET on_duty_until = NULL WHERE guild_id = ? AND on_duty_until <= ?",
            (ask.guild_id, seconds(now)),
        )
