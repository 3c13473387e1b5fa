"""Pages of listeners in the order in which their turn comes: silent ones last, and who was left in
peace longest first.

The index gives them in that order, so that a server with 100,000 listeners costs one page. Of each
no more is read than shows who comes first, and whether their hours hold; what they carry is looked
at only of those who may be among the best (`carried`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.asks import Ask
from bot.domain.ids import ListenerNumber
from bot.domain.likely_here import OwnHours
from bot.domain.listening import Heavy
from bot.domain.offers import Turn, first_of
from bot.domain.quiet_hours import Span
from bot.domain.skills import ToLearn
from bot.domain.waves import PAGE
from bot.storage.columns import seconds
from bot.storage.encryption.sealing import Sealer
from bot.storage.listeners.listeners import FOR_GROUP
from bot.storage.listeners.skills import can_share_own
from bot.storage.offers.hours import hours_now
from bot.storage.rows import Row
from bot.storage.sqlite.connection import Connection, SqlValue

SPEAKS = """
    (? = '' OR EXISTS (SELECT 1 FROM listener_language AS spoken
            WHERE spoken.private_number = listener.private_number AND spoken.language = ?)
        OR NOT EXISTS (SELECT 1 FROM listener_language AS spoken
            WHERE spoken.private_number = listener.private_number))
"""
"""Who speaks the language of an ask; it comes twice."""

_PAGE = f"""
    SELECT private_number, silent_in_a_row, last_offered_at, heavy, own_skills_sealed{{hours}},
        EXISTS (SELECT 1 FROM listener_skill AS shared
            WHERE shared.private_number = listener.private_number AND shared.skill = ?) AS skilled,
        (? = '' OR EXISTS (SELECT 1 FROM listener_topic AS liked
            WHERE liked.private_number = listener.private_number AND liked.topic = ?)
            OR NOT EXISTS (SELECT 1 FROM listener_topic AS liked
            WHERE liked.private_number = listener.private_number)) AS topic_fits
    FROM listener
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
_HOURS = ", zone, quiet_from, quiet_until, holidays_of"
_ON_DUTY = _PAGE.format(duty="on_duty_until IS NOT NULL AND on_duty_until > ?", hours="")
_OFF_DUTY = _PAGE.format(
    duty="off_duty_offers = 1 AND (on_duty_until IS NULL OR on_duty_until <= ?)", hours=_HOURS
)
_ONE = _PAGE.format(duty="private_number = ?", hours=_HOURS)


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
        return [self._turn(row) for row in await self._rows(_ON_DUTY, seconds(now), now, after)]

    async def off_duty(
        self, now: datetime, usual: Span, after: RankedPlace
    ) -> Sequence[Turn[RankedPlace]]:
        """A page of those who are off duty and allow being told. `usual`: the quiet hours of those
        who chose none."""
        rows = await self._rows(_OFF_DUTY, seconds(now), now, after)
        return await self._with_hours(rows, now, usual)

    async def of_one(
        self, number: ListenerNumber, now: datetime, usual: Span
    ) -> Sequence[Turn[RankedPlace]]:
        """One listener, on duty or off, by the same conditions; none where they do not hold."""
        rows = await self._rows(_ONE, number, now, RankedPlace())
        return await self._with_hours(rows, now, usual)

    async def _rows(
        self, sql: str, duty: SqlValue, now: datetime, after: RankedPlace
    ) -> Sequence[Row]:
        ask, wishes, at = self._ask, self._ask.wishes, seconds(now)
        return await self._sql.fetch_all(
            sql,
            (
                *(wishes.learn, wishes.topic, wishes.topic, ask.guild_id, duty),
                *(after.silent, after.last_offered, after.number, self._asker, ask.age, ask.age),
                *(at, at, at, int(wishes.heavy), ask.id, ask.id, ask.id),
                *(wishes.language, wishes.language, PAGE),
            ),
        )

    async def _with_hours(
        self, rows: Sequence[Row], now: datetime, usual: Span
    ) -> Sequence[Turn[RankedPlace]]:
        hours = await hours_now(self._sql, rows, now, usual)
        found = list[Turn[RankedPlace]]()
        for row in rows:
            number = ListenerNumber(row["private_number"])
            here = number in hours.holding
            found.append(self._turn(row, hours.of.get(number), here=here))
        return found

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
        place = RankedPlace(row["silent_in_a_row"], row["last_offered_at"], row["private_number"])
        return Turn(first, place, hours, here)
