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
from bot.domain.offers import HereWanted, LinePart, Turn, first_of
from bot.domain.quiet_hours import Span
from bot.domain.skills import ToLearn
from bot.domain.waves import OFF_DUTY_PAGE, PAGE
from bot.domain.week_parts import part_of
from bot.storage.columns import seconds
from bot.storage.connection import Connection, SqlValue
from bot.storage.encryption.sealing import Sealer
from bot.storage.listeners.listeners import FOR_GROUP
from bot.storage.listeners.skills import can_share_own
from bot.storage.offers.hours import COLUMNS, NEVER, HoursNow, PlainRow
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
_OFF_DUTY_PLACE = f"{COLUMNS}, silent_in_a_row, last_offered_at"
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
    columns=_OFF_DUTY_PLACE,
    duty="off_duty_offers = 1 AND (on_duty_until IS NULL OR on_duty_until <= ?)",
)
_HERE = _PAGE.format(
    columns=_OFF_DUTY_PLACE,
    duty="off_duty_offers = 1 AND (on_duty_until IS NULL OR on_duty_until <= ?)"
    " AND (week_parts & ?) <> 0",
)
_ONE = _PAGE.format(columns=_OFF_DUTY_PLACE, duty="private_number = ?")
_SOME = f"SELECT {_PLACE}, {_LIKES} FROM listener WHERE private_number IN ({{marks}})"  # noqa: S608


@dataclass(frozen=True, slots=True)
class RankedPlace:
    """Whose turn it is, and so where the next page begins behind them."""

    silent: int = -1
    last_offered: int = -1
    number: bytes = b""


class Turns:
    """Reads `listener` in its order, for one ask at one moment. `asker`: their number as a
    listener, who is on no page. `usual`: the quiet hours of those who chose none."""

    def __init__(
        self, sql: Connection, sealer: Sealer, ask: Ask, asker: bytes, now: datetime, usual: Span
    ) -> None:
        self._sql = sql
        self._sealer = sealer
        self._ask = ask
        self._asker = asker
        self._now = seconds(now)
        self._part = part_of(now)
        self._hours = HoursNow(sql, now, usual)
        said = "" if ask.text is None else f"{ask.text.words}\n{ask.text.would_help}"
        self._wanted = ToLearn.of(ask.wishes.learn, said)

    async def page(self, after: RankedPlace, *, on_duty: bool) -> LinePart[RankedPlace]:
        """A page of those who are on duty, or of all who are off duty and allow being told."""
        if on_duty:
            return await self._on_duty(after)
        values = self._values((), (self._now,), after, PAGE)
        rows = await self._sql.fetch_plain(_OFF_DUTY, values)
        return LinePart(await self._whoever(rows), _behind(rows, PAGE))

    async def here(
        self, after: RankedPlace, wanted: HereWanted, *, on_duty: bool
    ) -> LinePart[RankedPlace]:
        """A page of those who are on duty; or of those off duty whose hours hold, of as many pages
        as it takes until so many are found. On these pages nobody stands whose week cannot hold."""
        if on_duty:
            return await self._on_duty(after)
        place: RankedPlace | None = after
        pages, in_week, found = 0, list[PlainRow](), dict[ListenerNumber, OwnHours]()
        while place is not None and pages < wanted.pages and len(found) < wanted.people:
            rows = await self._sql.fetch_plain(
                _HERE, self._values((), (self._now, self._part), place, OFF_DUTY_PAGE)
            )
            place, pages = _behind(rows, OFF_DUTY_PAGE), pages + 1
            in_week += await self._hours.in_week(rows)
            is_last = place is None or pages == wanted.pages
            if is_last or len(found) + len(in_week) >= wanted.people:
                found.update(await self._hours.holding(in_week))
                in_week = []
        return LinePart(await self._turns(found), place, pages)

    async def of_one(self, number: ListenerNumber) -> Sequence[Turn[RankedPlace]]:
        """One listener, on duty or off, by the same conditions; none where they do not hold."""
        return await self._whoever(
            await self._sql.fetch_plain(_ONE, self._values((), (number,), RankedPlace(), 1))
        )

    async def _on_duty(self, after: RankedPlace) -> LinePart[RankedPlace]:
        values = self._values(self._likes(), (self._now,), after, PAGE)
        turns = [self._turn(row) for row in await self._sql.fetch_all(_ON_DUTY, values)]
        return LinePart(turns, turns[-1].who if len(turns) == PAGE else None)

    async def _whoever(self, rows: Sequence[PlainRow]) -> Sequence[Turn[RankedPlace]]:
        """All of these, also those whose hours do not hold."""
        hours = dict.fromkeys((ListenerNumber(row[0]) for row in rows), NEVER)
        hours.update(await self._hours.holding(await self._hours.in_week(rows)))
        return await self._turns(hours)

    async def _turns(self, hours: Mapping[ListenerNumber, OwnHours]) -> list[Turn[RankedPlace]]:
        """Those who have these hours, in the same order."""
        if not hours:
            return []
        sql = _SOME.format(marks=", ".join("?" * len(hours)))
        rows = await self._sql.fetch_all(sql, (*self._likes(), *hours))
        found = {ListenerNumber(row["private_number"]): row for row in rows}
        return [self._turn(found[number], own) for number, own in hours.items()]

    def _likes(self) -> tuple[SqlValue, ...]:
        wishes = self._ask.wishes
        return wishes.learn, wishes.topic, wishes.topic

    def _values(
        self,
        likes: tuple[SqlValue, ...],
        duty: tuple[SqlValue, ...],
        after: RankedPlace,
        people: int,
    ) -> tuple[SqlValue, ...]:
        ask, wishes, at = self._ask, self._ask.wishes, self._now
        return (
            *(*likes, ask.guild_id, *duty),
            *(after.silent, after.last_offered, after.number, self._asker, ask.age, ask.age),
            *(at, at, at, int(wishes.heavy), ask.id, ask.id, ask.id),
            *(wishes.language, wishes.language, people),
        )

    def _turn(self, row: Row, hours: OwnHours | None = None) -> Turn[RankedPlace]:
        own = not row["skilled"] and can_share_own(row, self._wanted, self._sealer)
        first = first_of(
            self._ask,
            silent=row["silent_in_a_row"],
            skill_fits=own or bool(row["skilled"]),
            topic_fits=bool(row["topic_fits"]),
            heavy=Heavy(row["heavy"]),
        )
        place = RankedPlace(row["silent_in_a_row"], row["last_offered_at"], row["private_number"])
        return Turn(first, place, hours)


def _behind(rows: Sequence[PlainRow], people: int) -> RankedPlace | None:
    """Where the page begins that comes behind rows of those off duty, so many on a whole one."""
    if len(rows) < people:
        return None
    number, *_, silent, last_offered = rows[-1]
    return RankedPlace(silent, last_offered, number)
