"""Erasing what is no longer needed, on the days that the settings state."""

from datetime import datetime, timedelta

import structlog

from bot.domain.community import A_QUARTER
from bot.domain.schedules import Scheduled
from bot.services.context import Context
from bot.services.goals import partners
from bot.services.suggestions import undecided
from bot.storage.store import Tables

LEDGER_KEPT = timedelta(days=31)
"""Long enough for every clock that is put back, and for every zone that somebody moves to."""

EXACT_TIMES_KEPT = timedelta(days=1)
"""As long as somebody's turn and the order of what they keep depend on them."""

REWRITTEN_AGAIN_AFTER = timedelta(hours=1)
"""Where it failed."""

REWRITTEN_AFTER, REWRITTEN_AT_LATEST = timedelta(hours=18), timedelta(hours=23)
"""So that nothing that was erased is left in the file a day later, a slow disk included."""

HELPED_KEPT = timedelta(weeks=A_QUARTER)
"""As long as a server's other numbers."""

MODERATORS_REMEMBERED = timedelta(days=30)
"""After they last looked after a server."""

SETUP_KEPT = timedelta(days=30)
"""What somebody chose in /setup and did not put in place, after they last looked at it."""

REWRITTEN_AT = "rewritten_at"

A_DAY_LIMIT = timedelta(days=1)
"""How long the number of somebody who erased everything stands for what they did."""


async def purge_expired(ctx: Context) -> None:
    """Erase drafts, words, closed asks and people whose time is up, from the log file too. With a
    goal its partner's conversation ends."""
    now, keep = ctx.clock.now(), ctx.settings.retention
    await undecided.end_due(ctx)

    async def work(tables: Tables) -> None:
        await tables.drafts.erase_expired(now)
        await tables.rejected_forms.erase_expired(now)
        await tables.asks.erase_words(now - keep.ask_text_after_closing, now)
        await tables.asks.erase(now - keep.closed_metadata)
        await tables.messages.forget(now - keep.closed_metadata)
        await tables.incoming.forget((now - keep.closed_metadata).date())
        await tables.held_texts.erase_expired(now)
        await tables.help_countries.erase_expired(now)
        await tables.age_statements.forget_old(now - keep.age_statements)
        await tables.unaddressed.erase_expired(now)
        await tables.same_listener.erase_expired(now)
        await tables.actions.erase_old(now - keep.moderation, now)
        await _erase_sooner(ctx, tables)
        await _erase_old_reports(ctx, tables)
        await tables.record.erase_old(now - keep.moderation)
        await tables.listeners.coarsen(now - EXACT_TIMES_KEPT)
        await tables.texts.coarsen(now - EXACT_TIMES_KEPT)
        await tables.known_servers.forget_unused(now - keep.known_servers)
        await tables.message_copies.forget(now - ctx.settings.conversations.message_ids_kept)
        await _erase_stopped_schedules(ctx, tables)
        await tables.texts.forget_readers((now - keep.shown_encouragements).date())
        await tables.occurrences.forget((now - LEDGER_KEPT).date())
        await tables.after.forget((now - HELPED_KEPT).date())
        await _let_marks_go(ctx, tables)
        await _forget_days(tables, now)

    await ctx.store.transaction(work)
    await ctx.store.checkpoint()
    await ctx.store.forget_erased()


async def _forget_days(tables: Tables, now: datetime) -> None:
    """What is over by a calendar, wherever its reader is: somewhere it is still yesterday."""
    await tables.strangers.forget(now.date())
    await tables.public_holidays.forget((now - A_DAY_LIMIT).date())


async def _erase_sooner(ctx: Context, tables: Tables) -> None:
    """In the servers that keep it for less long. Set-ups that nobody came back to, too."""
    now, keep = ctx.clock.now(), ctx.settings.retention
    for guild in ctx.guilds.known():
        here = ctx.guilds.of(guild).kept
        if here.closed_days:
            await tables.asks.erase(now - here.closed(keep.closed_metadata), guild)
        if here.record_days:
            before = now - here.record(keep.moderation)
            await tables.actions.erase_old(before, now, guild)
            await tables.record.erase_old(before, guild)
    await tables.setup_drafts.forget_untouched(now - SETUP_KEPT)


async def _let_marks_go(ctx: Context, tables: Tables) -> None:
    now = ctx.clock.now()
    await tables.thread_messages.drop_drafts(now)
    await tables.first_questions.drop_drafts(now)
    await tables.erasing.let_limits_go(now - A_DAY_LIMIT)
    await tables.age_statements.let_marks_go(now - A_DAY_LIMIT)
    await tables.limits.forget(now)


async def _erase_old_reports(ctx: Context, tables: Tables) -> None:
    """And what people had written before they changed it, but where a report is undecided; and
    suggestions, by which moderators know numbers, too."""
    now, drafts = ctx.clock.now(), ctx.settings.asks.draft_lives
    await tables.reports.erase_old(now, now - drafts)
    await tables.suggestions.erase_old(now, drafts, ctx.settings.retention.suggestions)
    undecided = [one.subject.conversation_id for one in await tables.reports.undecided()]
    reported = [one for one in undecided if one is not None]
    await tables.words_before.forget(now, ctx.settings.conversations.message_ids_kept, reported)
    await tables.moderators_seen.forget(now - MODERATORS_REMEMBERED)
    await tables.name_openings.erase_expired(now)
    await tables.known_numbers.forget_unused()


async def leave_no_trace(ctx: Context) -> None:
    """Write the database's file anew once a day, so that not even sealed copies are left in it of
    what was erased: in a quiet moment, or after a day without one. Whoever writes waits meanwhile.
    """
    now = ctx.clock.now()
    last = await ctx.store.read(lambda tables: tables.meta.moment(REWRITTEN_AT))
    since = None if last is None else now - last
    if since is None or since < timedelta():  # never, or the clock was set back
        await ctx.store.transaction(
            lambda tables: tables.meta.put_moment(REWRITTEN_AT, now - REWRITTEN_AFTER)
        )
    elif since >= REWRITTEN_AT_LATEST or (since >= REWRITTEN_AFTER and ctx.store.is_quiet()):
        await _rewrite(ctx)


async def _rewrite(ctx: Context) -> None:
    log, now = structlog.get_logger("retention"), ctx.clock.now()
    try:
        waited = await ctx.store.rewrite()
    except Exception:  # whatever is wrong with the disk, in an hour it may not be
        log.exception("database.not_rewritten")
        now -= REWRITTEN_AT_LATEST - REWRITTEN_AGAIN_AFTER
    else:
        log.info("database.rewritten", writers_waited_seconds=round(waited, 3))
    await ctx.store.transaction(lambda tables: tables.meta.put_moment(REWRITTEN_AT, now))


async def _erase_stopped_schedules(ctx: Context, tables: Tables) -> None:
    now, keep = ctx.clock.now(), ctx.settings.retention
    await tables.schedules.erase_stopped(Scheduled.ENCOURAGEMENT, now - keep.stopped_schedules)
    rested_since = now - keep.resting_goals
    for goal in await tables.schedules.stopped(Scheduled.CHECK_IN, rested_since):
        await partners.end_partnership(ctx, tables, goal)
    await tables.schedules.erase_stopped(Scheduled.CHECK_IN, rested_since)
