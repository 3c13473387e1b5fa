"""Pages of listeners in the order in which their turn comes: silent ones last, and who was left in
peace longest first.

The index gives them in that order, so that a server with 100,000 listeners costs one page. Of each
no more is read than shows who comes first, and whether their hours hold; what they carry is looked
at only of those who may be among the best (`carried`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.asks import Ask
from bot.domain.ids import ListenerNumber
from bot.domain.likely_here import OwnHours
from bot.domain.listening import Heavy
from bot.domain.offers import SILENT_AT_MOST, FirstOf, Turn, first_of
from bot.domain.quiet_hours import Span
from bot.domain.skills import ToLearn
from bot.domain.waves import PAGE
from bot.storage.columns import seconds
from bot.storage.connection import Connection, SqlValue
from bot.storage.encryption.sealing import Sealer
from bot.storage.listeners.listeners import FOR_GROUP
from bot.storage.listeners.skills import can_share_own
from bot.storage.offers.hours import HoursNow, hours_now
from bot.storage.rows import Row

SPEAKS = """
    (? = '' OR EXISTS (SELECT 1 FROM listener_language AS spoken
            WHERE spoken.private_number = listener.private_number AND spoken.language = ?)
        OR NOT EXISTS (SELECT 1 FROM listener_language AS spoken
            WHERE spoken.private_number = listener.private_number))
"""
"""Who speaks the language of an ask; it comes twice."""

_PAGE = f"""
    SELECT {{columns}} FROM listener
    WHERE guild_id = ? AND {{duty}}
        AND (silent_in_a_row, last_offered_at, private_number) > (?, ?, ?)
        AND private_number <> ?
        AND {FOR_GROUP}
        AND (resting_until IS NULL OR resting_until <= ?)
        AND (away_until IS NULL OR away_until <= ?)
        AND (full_until IS NULL OR full_until <= ?)
        AND (? = 0 OR heavy <> 'no')
        AND private_number NOT IN (SELECT private_number FROM ask_excluded WHERE ask_id = ?)
        AND private_number NOT IN (SELECT listener_number FROM offer
            WHERE ask_id = ? AND (state <> 'over' OR ignored = 1))
        AND private_number NOT IN (SELECT listener_number FROM conversation WHERE ask_id = ?)
        AND {SPEAKS}
    ORDER BY silent_in_a_row, last_offered_at, private_number LIMIT ?
"""  # noqa: S608 - columns and conditions of ours
_PLACE = "private_number, silent_in_a_row, last_offered_at"
_HOURS = "zone, quiet_from, quiet_until, holidays_of"
_LIKES = """
    heavy, own_skills_sealed,
    EXISTS (SELECT 1 FROM listener_skill AS shared
        WHERE shared.private_number = listener.private_number AND shared.skill = ?) AS skilled,
    (? = '' OR EXISTS (SELECT 1 FROM listener_topic AS liked
        WHERE liked.private_number = listener.private_number AND liked.topic = ?)
        OR NOT EXISTS (SELECT 1 FROM listener_topic AS liked
        WHERE liked.private_number = listener.private_number)) AS topic_fits
"""
_ON_DUTY = _PAGE.format(
    columns=f"{_PLACE}, {_LIKES}", duty="on_duty_until IS NOT NULL AND on_duty_until > ?"
)
_OFF_DUTY = _PAGE.format(
    columns=f"{_PLACE}, {_HOURS}",
    duty="off_duty_offers = 1 AND (on_duty_until IS NULL OR on_duty_until <= ?)",
)
_ONE = _PAGE.format(columns=f"{_PLACE}, {_HOURS}", duty="private_number = ?")
_SOME = f"SELECT {_PLACE}, {_LIKES} FROM listener WHERE private_number IN ({{marks}})"  # noqa: S608
_NOT_NOW = FirstOf(SILENT_AT_MOST, is_unskilled=True, is_off_topic=True, asks_each_time=True)
"""Of somebody whose hours do not hold no more is read: nobody asks whom they come before."""


@dataclass(frozen=True, slots=True)
class RankedPlace:
    """Whose turn it is, and so where the next page begins behind them."""

    silent: int = -1
    last_offered: int = -1
    number: bytes = b""


class Turns:
    """Reads `listener` in its order. `asker`: their number as a listener, who is on no page."""

    def __init__(self, sql: Connection, sealer: Sealer, ask: Ask, asker: bytes) -> None:
        self._sql = sql
        self._sealer = sealer
        self._ask = ask
        self._asker = asker
        said = "" if ask.text is None else f"{ask.text.words}\n{ask.text.would_help}"
        self._wanted = ToLearn.of(ask.wishes.learn, said)

    async def on_duty(self, now: datetime, after: RankedPlace) -> Sequence[Turn[RankedPlace]]:
        """A page of those who are here now."""
        likes = self._likes()
        rows = await self._rows(_ON_DUTY, likes, seconds(now), now, after)
        return [self._turn(row) for row in rows]

    async def off_duty(
        self, now: datetime, usual: Span, after: RankedPlace
    ) -> Sequence[Turn[RankedPlace]]:
        """A page of those who are off duty and allow being told. `usual`: the quiet hours of those
        who chose none."""
        rows = await self._rows(_OFF_DUTY, (), seconds(now), now, after)
        return await self._with_hours(rows, now, usual)

    async def of_one(
        self, number: ListenerNumber, now: datetime, usual: Span
    ) -> Sequence[Turn[RankedPlace]]:
        """One listener, on duty or off, by the same conditions; none where they do not hold."""
        rows = await self._rows(_ONE, (), number, now, RankedPlace())
        return await self._with_hours(rows, now, usual, everybody=True)

    def _likes(self) -> tuple[SqlValue, ...]:
        wishes = self._ask.wishes
        return wishes.learn, wishes.topic, wishes.topic

    async def _rows(
        self,
        sql: str,
        likes: tuple[SqlValue, ...],
        duty: SqlValue,
        now: datetime,
        after: RankedPlace,
    ) -> Sequence[Row]:
        ask, wishes, at = self._ask, self._ask.wishes, seconds(now)
        return await self._sql.fetch_all(
            sql,
            (
                *(*likes, ask.guild_id, duty),
                *(after.silent, after.last_offered, after.number, self._asker, ask.age, ask.age),
                *(at, at, at, int(wishes.heavy), ask.id, ask.id, ask.id),
                *(wishes.language, wishes.language, PAGE),
            ),
        )

    async def _with_hours(
        self, rows: Sequence[Row], now: datetime, usual: Span, *, everybody: bool = False
    ) -> Sequence[Turn[RankedPlace]]:
        """Rows with hours, in their order; what they like is read of those whose hours hold, or of
        everybody."""
        hours = await hours_now(self._sql, rows, now, usual)
        here = (
            [ListenerNumber(row["private_number"]) for row in rows] if everybody else hours.holding
        )
        likes = await self._liking(list(here))
        return [self._turn_off_duty(row, hours, likes) for row in rows]

    async def _liking(self, numbers: Sequence[ListenerNumber]) -> Mapping[ListenerNumber, Row]:
        if not numbers:
            return {}
        sql = _SOME.format(marks=", ".join("?" * len(numbers)))
        rows = await self._sql.fetch_all(sql, (*self._likes(), *numbers))
        return {ListenerNumber(row["private_number"]): row for row in rows}

    def _turn_off_duty(
        self, row: Row, hours: HoursNow, likes: Mapping[ListenerNumber, Row]
    ) -> Turn[RankedPlace]:
        number = ListenerNumber(row["private_number"])
        if number not in likes:
            return Turn(_NOT_NOW, _place(row), here=False)
        return self._turn(likes[number], hours.of.get(number), here=number in hours.holding)

    def _turn(
        self, row: Row, hours: OwnHours | None = None, *, here: bool = True
    ) -> Turn[RankedPlace]:
        own = here and not row["skilled"] and can_share_own(row, self._wanted, self._sealer)
        first = first_of(
            self._ask,
            silent=row["silent_in_a_row"],
            skill_fits=own or bool(row["skilled"]),
            topic_fits=bool(row["topic_fits"]),
            heavy=Heavy(row["heavy"]),
        )
        return Turn(first, _place(row), hours, here)


def _place(row: Row) -> RankedPlace:
    return RankedPlace(row["silent_in_a_row"], row["last_offered_at"], row["private_number"])
