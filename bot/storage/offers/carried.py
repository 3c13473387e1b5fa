"""What listeners carry and were told of lately, read for several at once: conversations and offers,
each of their rows looked at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import ListenerNumber
from bot.domain.listening import Load
from bot.domain.offers import UNKNOWN_ANSWER
from bot.storage.columns import moment_or_none, seconds
from bot.storage.connection import Connection

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)

_TALKS = """
    SELECT listener_number,
        COUNT(*) FILTER (WHERE conversation.state = 'open'
            AND conversation.ask_id NOT IN (SELECT ask_id FROM partner_ask)),
        COUNT(*) FILTER (WHERE started_at > ?),
        COUNT(*) FILTER (WHERE heavy = 1 AND started_at > ?),
        COUNT(*) FILTER (WHERE heavy = 1 AND ended_at > ?)
    FROM conversation JOIN ask USING (ask_id)
    WHERE listener_number IN ({numbers}) AND moderates = 0 GROUP BY listener_number
"""
_TOLD = """
    SELECT listener_number,
        COUNT(*) FILTER (WHERE offered_at > ?),
        COUNT(*) FILTER (WHERE offered_at > ? AND on_duty = 0),
        CAST(SUM(answered_at - offered_at) AS BIGINT) / COUNT(answered_at),
        MAX(offered_at) FILTER (WHERE state = 'open')
    FROM offer WHERE listener_number IN ({numbers}) AND offered_at > ? GROUP BY listener_number
"""
"""Of the last week: no ask waits for longer."""


@dataclass(frozen=True, slots=True)
class ToldLately:
    """What somebody was told of, and how soon they usually answered, in seconds."""

    today: int = 0
    today_off_duty: int = 0
    usual_answer: int = UNKNOWN_ANSWER
    open_since: datetime | None = None


NOTHING, TOLD_OF_NOTHING = Load(0, 0), ToldLately()
"""Of somebody without any rows."""


async def talks_of(
    sql: Connection, numbers: Sequence[ListenerNumber], now: datetime, rest: timedelta
) -> Mapping[ListenerNumber, Load]:
    """What those carry who talk, or talked lately. `rest` follows a heavy conversation."""
    rows = await sql.fetch_plain(
        _TALKS.format(numbers=", ".join("?" * len(numbers))),
        (seconds(now - A_DAY), seconds(now - A_WEEK), seconds(now - rest), *numbers),
    )
    return {
        number: Load(now_open, day, heavy, bool(rests))
        for number, now_open, day, heavy, rests in rows
    }


async def told_of(
    sql: Connection, numbers: Sequence[ListenerNumber], now: datetime
) -> Mapping[ListenerNumber, ToldLately]:
    """What those were told of who were told of anything lately."""
    day, week = seconds(now - A_DAY), seconds(now - A_WEEK)
    rows = await sql.fetch_plain(
        _TOLD.format(numbers=", ".join("?" * len(numbers))), (day, day, *numbers, week)
    )
    return {
        number: ToldLately(
            *(today, off_duty, UNKNOWN_ANSWER if usual is None else usual),
            moment_or_none(open_since),
        )
        for number, today, off_duty, usual, open_since in rows
    }
