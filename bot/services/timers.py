"""The one place that fires everything that waits for its time."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.domain.timers import OF_SILENCE, Timer, TimerKind
from bot.services.asks import closing, follow_up, holding, standing_posts
from bot.services.context import Context
from bot.services.conversations import (
    departures,
    first_reply_timeout,
    freezing,
    hand_over,
    idle_timeout,
    second_listener,
    server_departures,
)
from bot.services.goals import partner_updates
from bot.services.moderation import worry
from bot.services.mornings import delivering
from bot.services.offers import waves
from bot.services.open_asks import telling
from bot.services.privacy import endings, erasure
from bot.services.question_before_accepting import asking
from bot.services.schedules import dispatch
from bot.storage.store import Tables

AFTER_A_FAULT = timedelta(minutes=1)
"""Until something that failed is tried again: it must not hold up what is due behind it."""

HANDLERS: Mapping[TimerKind, Callable[[Context, Timer], Awaitable[None]]] = {
    TimerKind.ASK_EXPIRES: closing.expire,
    TimerKind.ASKER_WAITS: idle_timeout.asker_waits,
    TimerKind.IDLE_WARNING: idle_timeout.warn,
    TimerKind.IDLE_CLOSES: idle_timeout.close,
    TimerKind.MEMBERS_LOOKED_AT: departures.check_presence,
    TimerKind.DEPARTURE_TOLD: departures.tell,
    TimerKind.HOLD_ENDS: freezing.end_held,
    TimerKind.HAND_OVER_ENDS: hand_over.expire,
    TimerKind.SECOND_ASKED: second_listener.expire,
    TimerKind.SECOND_LOOKED_FOR: second_listener.tell_some,
    TimerKind.SECOND_ENDS: second_listener.find_nobody,
    TimerKind.WORRY_ASKED_AGAIN: worry.ask_again,
    TimerKind.WORRY_UNANSWERED: worry.tell_the_truth,
    TimerKind.WORRY_FORGOTTEN: worry.forget,
    TimerKind.MODERATOR_MAY_JOIN: worry.forget,
    TimerKind.ANSWER_TOLD: partner_updates.tell,
    TimerKind.MORE_OFFERS: waves.send_wave,
    TimerKind.FIRST_OFFER: waves.offer_to_one,
    TimerKind.OTHERS_ASKED: waves.open_to_everyone,
    TimerKind.ASK_HELD: holding.no_moderator_looked,
    TimerKind.OTHERS_LOOK: holding.tell_others,
    TimerKind.OFF_DUTY_OFFERS: waves.off_duty,
    TimerKind.MODERATORS_TOLD: waves.tell_moderators,
    TimerKind.POST_LOOKED_AT: standing_posts.check_post,
    TimerKind.STILL_WANTED: follow_up.ask_if_still_wanted,
    TimerKind.NUDGE_LISTENER: first_reply_timeout.nudge,
    TimerKind.LISTENER_SILENT: first_reply_timeout.give_back,
    TimerKind.ANSWERS_TOLD: telling.tell_asker,
    TimerKind.QUESTION_ENDS: asking.question_ends,
    TimerKind.MORNING_COMES: delivering.morning_comes,
    TimerKind.WORDS_WITHDRAWN: endings.withdraw_words,
}
"""Each takes its row in the transaction that acts on it, so that it happens once."""


async def fire_due_timers(ctx: Context, all_read: Callable[[], bool] = lambda: True) -> None:
    """Do whatever is due now by the context's clock. Called each second.

    Silence is left for later until `all_read`: what somebody wrote may not have been read yet.
    So is the end of a server that the bot was taken out of: it may be there again.
    """
    if not await _is_anything_due(ctx, all_read()):
        return
    while rows := await _due(ctx, all_read()):
        for row in rows:
            await _fire(ctx, row)
    if all_read():
        await _end_what_is_kept_no_longer(ctx)
    await erasure.go_on_with_due(ctx)
    await _bring_what_is_scheduled(ctx)


async def _is_anything_due(ctx: Context, all_read: bool) -> bool:
    """In one look at all that is looked at below: in most seconds nothing is."""
    now = ctx.clock.now()

    async def work(tables: Tables) -> bool:
        return (
            bool(await tables.timers.due(now, _left(all_read)))
            or (all_read and bool(await tables.departed.over(now)))
            or await tables.erasing.is_due(now)
            or await dispatch.is_due(tables, now)
        )

    return await ctx.store.read(work)


async def _due(ctx: Context, all_read: bool) -> Sequence[Timer]:
    but = _left(all_read)
    return await ctx.store.read(lambda tables: tables.timers.due(ctx.clock.now(), but))


def _left(all_read: bool) -> Collection[TimerKind]:
    return () if all_read else OF_SILENCE


async def _fire(ctx: Context, row: Timer) -> None:
    try:
        await HANDLERS[row.what](ctx, row)
    except Exception as error:  # noqa: BLE001 - one fault must not keep all others waiting
        structlog.get_logger("due").error("due.failed", what=row.what, exc_info=error)
        later = replace(row, due_at=ctx.clock.now() + AFTER_A_FAULT)
        await ctx.store.transaction(lambda tables: tables.timers.put(later))


async def _end_what_is_kept_no_longer(ctx: Context) -> None:
    for guild in await ctx.store.read(lambda tables: tables.departed.over(ctx.clock.now())):
        try:
            await server_departures.end(ctx, guild)
        except Exception as error:  # noqa: BLE001 - the next look tries it again
            structlog.get_logger("due").error("due.server_not_ended", exc_info=error)


async def _bring_what_is_scheduled(ctx: Context) -> None:
    try:
        await dispatch.dispatch_due(ctx)
    except Exception as error:  # noqa: BLE001 - the next look takes up where this one ended
        structlog.get_logger("due").error("due.schedules_failed", exc_info=error)
