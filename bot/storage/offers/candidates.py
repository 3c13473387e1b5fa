"""Which listeners might be told of an ask: a page at a time, silent ones last, and who was left in
peace longest first.

The index gives them in that order, so that a server with 100,000 listeners costs one page. What
can be told from the rows alone is left out here; `domain/offers` decides about the rest, and ranks
within what was read. So a topic or a skill is preferred among those whose turn it is, not among
everybody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.asks import Ask
from bot.domain.ids import NO_NUMBER, ListenerNumber
from bot.domain.listening import WhyNot
from bot.domain.offers import Candidate
from bot.domain.waves import PAGE
from bot.storage.columns import seconds
from bot.storage.encryption.sealing import Sealer
from bot.storage.listeners.days_off import days_off_around
from bot.storage.listeners.listeners import FOR_GROUP
from bot.storage.listeners.preferences import weeks_of
from bot.storage.numbers import ServerNumbers
from bot.storage.offers.candidate_rows import candidate_of, skilled_for
from bot.storage.rows import Row
from bot.storage.sqlite.connection import Connection, SqlValue

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)

_PAGE = """
    WITH page AS (
        SELECT * FROM listener
        WHERE guild_id = ? AND {duty}
            AND (silent_in_a_row, last_offered_at, private_number) > (?, ?, ?)
            AND private_number <> ?
            AND {group}
            AND (resting_until IS NULL OR resting_until <= ?)
            AND (away_until IS NULL OR away_until <= ?)
            AND (full_until IS NULL OR full_until <= ?)
            AND (? = 0 OR heavy <> 'no')
            AND private_number NOT IN (SELECT private_number FROM ask_excluded WHERE ask_id = ?)
            AND private_number NOT IN (SELECT listener_number FROM offer
                WHERE ask_id = ? AND (state <> 'over' OR ignored = 1))
            AND private_number NOT IN (SELECT listener_number FROM conversation WHERE ask_id = ?)
            AND {language}
        ORDER BY silent_in_a_row, last_offered_at, private_number LIMIT ?
    )
    SELECT page.*,
        (SELECT COUNT(*) FROM conversation WHERE listener_number = page.private_number
            AND moderates = 0 AND state = 'open'
            AND ask_id NOT IN (SELECT ask_id FROM partner_ask)) AS open_now,
        (SELECT COUNT(*) FROM conversation WHERE listener_number = page.private_number
            AND moderates = 0 AND started_at > ?) AS last_day,
        (SELECT COUNT(*) FROM conversation JOIN ask USING (ask_id)
            WHERE listener_number = page.private_number
            AND moderates = 0 AND heavy = 1 AND started_at > ?) AS heavy_week,
        EXISTS (SELECT 1 FROM conversation JOIN ask USING (ask_id)
            WHERE listener_number = page.private_number
            AND moderates = 0 AND heavy = 1 AND ended_at > ?) AS rests_after_heavy,
        (SELECT COUNT(*) FROM offer WHERE listener_number = page.private_number
            AND offered_at > ?) AS offers_today,
        (SELECT COUNT(*) FROM offer WHERE listener_number = page.private_number
            AND offered_at > ? AND on_duty = 0) AS off_duty_offers_today,
        (SELECT CAST(AVG(answered_at - offered_at) AS INTEGER) FROM offer
            WHERE listener_number = page.private_number AND offered_at > ?
            AND answered_at IS NOT NULL) AS usual_answer,
        (SELECT MAX(offered_at) FROM offer WHERE listener_number = page.private_number
            AND state = 'open') AS open_since,
        (? = '' OR EXISTS (SELECT 1 FROM listener_topic
            WHERE listener_topic.private_number = page.private_number
            AND topic = ?)
            OR NOT EXISTS (SELECT 1 FROM listener_topic
            WHERE listener_topic.private_number = page.private_number)) AS topic_fits
    FROM page ORDER BY silent_in_a_row, last_offered_at, private_number
"""
_LANGUAGE = """
    (? = '' OR NOT EXISTS (SELECT 1 FROM listener_language AS spoken
            WHERE spoken.private_number = listener.private_number)
        OR EXISTS (SELECT 1 FROM listener_language AS spoken
            WHERE spoken.private_number = listener.private_number AND spoken.language = ?))
"""
_ANYBODY = f"""
    SELECT 1 FROM listener WHERE guild_id = ? AND private_number <> ? AND {FOR_GROUP}
        AND (resting_until IS NULL OR resting_until <= ?)
        AND (full_until IS NULL OR full_until <= ?)
        AND (? = 0 OR heavy <> 'no') AND {_LANGUAGE} LIMIT 1
"""  # noqa: S608 - conditions of ours
_LEFT_OUT = f"""
    SELECT on_duty, why, COUNT(*) AS people FROM (
        SELECT on_duty_until IS NOT NULL AND on_duty_until > ? AS on_duty, CASE
            WHEN NOT {FOR_GROUP} THEN 'group'
            WHEN NOT {_LANGUAGE} THEN 'language'
            WHEN ? = 1 AND heavy = 'no' THEN 'heavy'
            WHEN off_duty_offers = 0 AND (on_duty_until IS NULL OR on_duty_until <= ?) THEN 'hours'
            WHEN resting_until > ? THEN 'rests'
            WHEN away_until > ? THEN 'away'
            WHEN full_until > ? THEN 'full' END AS why
        FROM listener WHERE guild_id = ?
    ) AS each_listener WHERE why IS NOT NULL GROUP BY on_duty, why
"""  # noqa: S608 - conditions of ours
_PAGE = _PAGE.replace("{group}", FOR_GROUP).replace("{language}", _LANGUAGE)
_ON_DUTY = _PAGE.replace("{duty}", "on_duty_until IS NOT NULL AND on_duty_until > ?")
_OFF_DUTY = _PAGE.replace(
    "{duty}", "off_duty_offers = 1 AND (on_duty_until IS NULL OR on_duty_until <= ?)"
)
_ONE = _PAGE.replace("{duty}", "private_number = ?")


@dataclass(frozen=True, slots=True)
class RankedPlace:
    """Where the next page begins."""

    silent: int = -1
    last_offered: int = -1
    number: bytes = b""

    @classmethod
    def behind(cls, page: Sequence[Candidate]) -> "RankedPlace":
        """Behind the last one of a page."""
        last = page[-1]
        return cls(last.silent, last.last_offered, last.listener.number)


class Candidates:
    """Reads `listener` with what hangs on it."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers

    async def on_duty(
        self, ask: Ask, now: datetime, rest: timedelta, after: RankedPlace
    ) -> Sequence[Candidate]:
        """A page of those who are here now. `rest` follows a heavy conversation."""
        rows = await self._page(_ON_DUTY, ask, now, rest, after, seconds(now))
        skilled = await skilled_for(self._sql, self._sealer, ask, rows)
        return [candidate_of(row, self._sealer, skilled) for row in rows]

    async def off_duty(
        self, ask: Ask, now: datetime, rest: timedelta, after: RankedPlace
    ) -> Sequence[Candidate]:
        """A page of those who are off duty and allow being told."""
        rows = await self._page(_OFF_DUTY, ask, now, rest, after, seconds(now))
        return await self._off_duty(ask, rows, now)

    async def one(
        self, ask: Ask, number: ListenerNumber, now: datetime, rest: timedelta
    ) -> Candidate | None:
        """One listener, on duty or off, by the same conditions."""
        rows = await self._page(_ONE, ask, now, rest, RankedPlace(), number)
        return next(iter(await self._off_duty(ask, rows, now)), None)

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

    async def _page(
        self,
        sql: str,
        ask: Ask,
        now: datetime,
        rest: timedelta,
        after: RankedPlace,
        duty: SqlValue,
    ) -> Sequence[Row]:
        asker = await self._numbers.listening(ask.asker, ask.guild_id) or NO_NUMBER
        return await self._sql.fetch_all(
            sql,
            (ask.guild_id, duty, *_who_may(ask, asker, now, after), *_carried(ask, now, rest)),
        )

    async def _off_duty(self, ask: Ask, rows: Sequence[Row], now: datetime) -> Sequence[Candidate]:
        """With what counts off duty."""
        numbers = [ListenerNumber(row["private_number"]) for row in rows]
        weeks = await weeks_of(self._sql, numbers)
        days = await days_off_around(self._sql, rows, now)
        skilled = await skilled_for(self._sql, self._sealer, ask, rows)
        return [
            candidate_of(row, self._sealer, skilled, weeks.get(number), days.get(number, ()))
            for number, row in zip(numbers, rows, strict=True)
        ]


def _who_may(ask: Ask, asker: bytes, now: datetime, after: RankedPlace) -> tuple[SqlValue, ...]:
    """The values of the page, after those of the server and of the duty."""
    return (
        *(after.silent, after.last_offered, after.number, asker, ask.age, ask.age),
        *(seconds(now), seconds(now), seconds(now), int(ask.wishes.heavy)),
        *(ask.id, ask.id, ask.id),
        *(ask.wishes.language, ask.wishes.language, PAGE),
    )


def _carried(ask: Ask, now: datetime, rest: timedelta) -> tuple[SqlValue, ...]:
    """The values of what is read of each listener on the page."""
    day, week = seconds(now - A_DAY), seconds(now - A_WEEK)
    return (day, week, seconds(now - rest), day, day, week, ask.wishes.topic, ask.wishes.topic)
