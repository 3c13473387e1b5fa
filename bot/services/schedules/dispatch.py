"""Everything on a schedule, handed to the outbox when its time has come.

One mark says how far the look has come; what a schedule has brought on which local date stands in
the ledger, so that a restart, a clock that jumps or a changed zone brings nothing twice. What is
later than the settings allow is left out and counted. Nothing is written ahead: a million
schedules cost nothing until their minute comes.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import structlog

from bot.domain.ids import ScheduleId
from bot.domain.notices import Notice, NoticeKind, OnSchedule, Priority
from bot.domain.schedules import Scheduled, Stretch, moment_of, passed_everywhere
from bot.services.context import Context
from bot.storage.columns import time_of_day
from bot.storage.schedules.occurrences import BEFORE_ALL, Place
from bot.storage.schedules.schedules import Addressee
from bot.storage.store import Tables

AT_ONCE = 100
"""Handed over in one transaction: a conversation waits for the writer no longer than that takes."""

COUNTED_BACK = timedelta(days=31)
"""What was left out in a longer absence is counted for its last month only."""

_MARK = "schedules_looked_at"
_KINDS = {
    (Scheduled.ENCOURAGEMENT, True): NoticeKind.ENCOURAGEMENT,
    (Scheduled.ENCOURAGEMENT, False): NoticeKind.ENCOURAGEMENT_IN_CHANNEL,
    (Scheduled.CHECK_IN, True): NoticeKind.CHECK_IN,
}
"""By what it is, and whether it is for a person."""


async def is_due(tables: Tables, now: datetime) -> bool:
    """Whether this minute was not looked at yet. What the mark says, if it says anything, is for
    `dispatch_due`."""
    return await tables.meta.get(_MARK) != _marked(_minute(now))


async def dispatch_due(ctx: Context) -> None:
    """Hand over what came since the last look. Looks once a minute, however often it is called.

    Where the mark lies ahead, the clock was put back: then all that may still come is looked at
    again, and the ledger knows what has.
    """
    now = _minute(ctx.clock.now())
    mark, earliest = await ctx.store.read(_mark), now - ctx.settings.encouragements.late_by_at_most
    if mark == now:
        return
    if mark is not None and mark < earliest:
        await _leave_out(ctx, mark, earliest)
    since = earliest if mark is None or mark > now else max(mark, earliest)
    coming = await ctx.store.transaction(lambda tables: _look(tables, since, now))
    for stretch in coming:
        await _hand_over(ctx, stretch)
    if coming:
        await ctx.store.transaction(lambda tables: _set_mark(tables, now))


async def _look(tables: Tables, since: datetime, now: datetime) -> Sequence[Stretch]:
    """The stretches of single zones in which anything comes; where there are none, all is done.

    Most minutes end here. In one transaction, as the writer keeps the pages that it has read: a
    reader forgets its own whenever anything is written.
    """
    found = await tables.occurrences.coming(await _passed(tables, since, now))
    if not found:
        await _set_mark(tables, now)
    return [single for one in found for single in await tables.occurrences.coming(one.by_zone())]


async def _passed(tables: Tables, after: datetime, until: datetime) -> Sequence[Stretch]:
    """Only where anybody has a schedule: to know the clocks of the whole world takes its time."""
    return list(passed_everywhere(after, until, await tables.occurrences.zones()))


async def _hand_over(ctx: Context, stretch: Stretch) -> None:
    place = BEFORE_ALL
    while page := await _page(ctx, stretch, place):
        await _hand_over_page(ctx, stretch, page)
        place = page[-1]


async def _page(ctx: Context, stretch: Stretch, after: Place) -> Sequence[Place]:
    return await ctx.store.read(lambda tables: tables.occurrences.page(stretch, after, AT_ONCE))


async def _hand_over_page(ctx: Context, stretch: Stretch, page: Sequence[Place]) -> None:
    (zone,) = stretch.zones
    moments = {
        minute: moment_of(zone, stretch.day, time_of_day(minute))
        for minute in {minute for minute, _ in page}
    }
    due = [(key, moments[minute]) for minute, key in page]

    async def work(tables: Tables) -> None:
        entered = await tables.occurrences.enter(stretch.day, due)
        await _say(ctx, tables, stretch, entered)

    await ctx.store.transaction(work)


async def _say(ctx: Context, tables: Tables, stretch: Stretch, keys: Sequence[ScheduleId]) -> None:
    notices = [
        (_notice(one, stretch), ctx.randomness.token())
        for one in await tables.schedules.addressees(keys)
    ]
    await tables.outbox.put_all(notices, ctx.clock.now())


def _notice(one: Addressee, stretch: Stretch) -> Notice:
    return Notice(
        _KINDS[one.what, isinstance(one.to, bytes)],
        one.guild_id,
        one.to,
        priority=Priority.SCHEDULED,
        on_schedule=OnSchedule(one.id, stretch.day),
    )


async def _leave_out(ctx: Context, mark: datetime, since: datetime) -> None:
    """Count what came while nobody looked and is too late by now; then never count it again."""
    counts = await _count(ctx, max(mark, since - COUNTED_BACK), since)

    async def work(tables: Tables) -> None:
        for stretch, number in counts:
            await tables.occurrences.leave_out(stretch.day, number)
        await _set_mark(tables, since)

    await ctx.store.transaction(work)
    if total := sum(number for _, number in counts):
        structlog.get_logger("schedules").warning("schedules.left_out", count=total)


async def _count(ctx: Context, mark: datetime, since: datetime) -> Sequence[tuple[Stretch, int]]:
    async def work(tables: Tables) -> list[tuple[Stretch, int]]:
        return [
            (stretch, number)
            for stretch in await _passed(tables, mark, since)
            if (number := await tables.occurrences.number(stretch))
        ]

    return await ctx.store.read(work)


async def _mark(tables: Tables) -> datetime | None:
    stored = await tables.meta.get(_MARK)
    return None if stored is None else datetime.fromtimestamp(int(stored), UTC)


async def _set_mark(tables: Tables, moment: datetime) -> None:
    await tables.meta.put(_MARK, _marked(moment))


def _marked(moment: datetime) -> bytes:
    return str(int(moment.timestamp())).encode()


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)
