"""The one place that fires everything that waits for its time."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.domain.timers import OF_SILENCE, Due, Waiting
from bot.services.asks import closing, follow_up, standing_posts
from bot.services.context import Context
from bot.services.conversations import (
    departures,
    first_reply_timeout,
    idle_timeout,
    server_departures,
)
from bot.services.goals import partner_updates
from bot.services.offers import waves
from bot.services.schedules import dispatch

AFTER_A_FAULT = timedelta(minutes=1)
"""Until something that failed is tried again: it must not hold up what is due behind it."""

HANDLERS: Mapping[Waiting, Callable[[Context, Due], Awaitable[None]]] = {
    Waiting.ASK_EXPIRES: closing.expire,
    Waiting.ASKER_WAITS: idle_timeout.asker_waits,
    Waiting.IDLE_WARNING: idle_timeout.warn,
    Waiting.IDLE_CLOSES: idle_timeout.close,
    Waiting.MEMBERS_LOOKED_AT: departures.look,
    Waiting.DEPARTURE_TOLD: departures.tell,
    Waiting.ANSWER_TOLD: partner_updates.tell,
    Waiting.MORE_OFFERS: waves.more,
    Waiting.FIRST_OFFER: waves.first,
    Waiting.OTHERS_ASKED: waves.others,
    Waiting.OFF_DUTY_OFFERS: waves.off_duty,
    Waiting.MODERATORS_TOLD: waves.tell_moderators,
    Waiting.POST_LOOKED_AT: standing_posts.look,
    Waiting.STILL_WANTED: follow_up.ask_whether,
    Waiting.NUDGE_LISTENER: first_reply_timeout.nudge,
    Waiting.LISTENER_SILENT: first_reply_timeout.give_back,
}
"""Each takes its row in the transaction that acts on it, so that it happens once."""


async def run(ctx: Context, all_read: Callable[[], bool] = lambda: True) -> None:
    """Do whatever is due now by the context's clock. Called each second.

    Silence is left for later until `all_read`: what somebody wrote may not have been read yet.
    So is the end of a server that the bot was taken out of: it may be there again.
    """
    while rows := await _due(ctx, all_read()):
        for row in rows:
            await _fire(ctx, row)
    if all_read():
        await _end_what_is_kept_no_longer(ctx)
    await _bring_what_is_scheduled(ctx)


async def _due(ctx: Context, all_read: bool) -> Sequence[Due]:
    but = frozenset[Waiting]() if all_read else OF_SILENCE
    return await ctx.store.read(lambda tables: tables.waiting.due(ctx.clock.now(), but))


async def _fire(ctx: Context, row: Due) -> None:
    try:
        await HANDLERS[row.what](ctx, row)
    except Exception as error:  # noqa: BLE001 - one fault must not keep all others waiting
        structlog.get_logger("due").error("due.failed", what=row.what, exc_info=error)
        later = replace(row, due_at=ctx.clock.now() + AFTER_A_FAULT)
        await ctx.store.transaction(lambda tables: tables.waiting.put(later))


async def _end_what_is_kept_no_longer(ctx: Context) -> None:
    for guild in await ctx.store.read(lambda tables: tables.departed.over(ctx.clock.now())):
        try:
            await server_departures.end(ctx, guild)
        except Exception as error:  # noqa: BLE001 - the next look tries it again
            structlog.get_logger("due").error("due.server_not_ended", exc_info=error)


async def _bring_what_is_scheduled(ctx: Context) -> None:
    try:
        await dispatch.run(ctx)
    except Exception as error:  # noqa: BLE001 - the next look takes up where this one ended
        structlog.get_logger("due").error("due.schedules_failed", exc_info=error)
