"""What is looked up before something of a schedule is said, and what follows when it was not."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.asks import OwnWords
from bot.domain.notices import CHECK_INS, Notice, NoticeKind, OnSchedule
from bot.domain.schedules import Schedule, ScheduleState
from bot.domain.suggestions import is_members
from bot.services.context import Context
from bot.services.encouragements import decks
from bot.services.goals import check_ins
from bot.storage.columns import moment
from bot.storage.delivery.lanes import lane_of
from bot.storage.delivery.outbox_rows import Entry
from bot.storage.store import Tables

SHOW_A_TEXT = frozenset({NoticeKind.ENCOURAGEMENT, NoticeKind.ENCOURAGEMENT_IN_CHANNEL})


async def prepare(ctx: Context, tables: Tables, entry: Entry) -> Entry | None:
    """It as it should be said now, with its text; None, and erased, when its owner meanwhile
    stopped or paused it. Another attempt says what the first one said."""
    on = _on(entry.notice)
    schedule = await tables.schedules.get(on.schedule)
    if schedule is None or not _still_comes(schedule, on):
        await tables.outbox.remove(entry.id)
        return None
    if entry.notice.kind in CHECK_INS:
        late = entry.first_attempt_at is None and await is_late(ctx, tables, entry.notice)
        return entry if late else await check_ins.prepare(ctx, tables, entry, schedule, on)
    if entry.notice.kind not in SHOW_A_TEXT:
        return entry
    return await _with_a_text(ctx, tables, entry, schedule, on)


async def _with_a_text(
    ctx: Context, tables: Tables, entry: Entry, schedule: Schedule, on: OnSchedule
) -> Entry | None:
    """What was taken back since it was tried may stand there already, and is not said again."""
    home = schedule.guild_id or await tables.schedule_homes.of(schedule.id)
    fitting = await decks.texts_for(ctx, tables, schedule.taste, home)
    if on.text_id in fitting:
        return entry
    if on.text_id is not None and is_members(on.text_id) and entry.first_attempt_at is not None:
        await tables.outbox.remove(entry.id)
        return None
    if await is_late(ctx, tables, entry.notice):
        return entry
    language = schedule.taste.language
    text = await decks.choose(ctx, tables, lane_of(schedule.to), fitting)
    words = await _suggested_words(tables, text)
    await tables.corrections.choose_text(entry, text, language, words)
    shown = replace(on, text_id=text, language=language)
    return replace(entry, notice=replace(entry.notice, on_schedule=shown, text=words))


async def _suggested_words(tables: Tables, text: str) -> OwnWords | None:
    """Where a member suggested the text: its words, and its theme."""
    found = await tables.suggested_deck.with_text(text) if is_members(text) else None
    return None if found is None else OwnWords(found.text.words, found.text.theme)


async def is_late(ctx: Context, tables: Tables, notice: Notice) -> bool:
    """Whether it is later than one may arrive."""
    on = _on(notice)
    due_at = await tables.occurrences.due_at(on.schedule, on.day)
    late: timedelta = ctx.settings.encouragements.late_by_at_most
    return due_at is not None and ctx.clock.now() - moment(due_at) > late


async def noted(tables: Tables, notice: Notice, *, said: bool) -> None:
    """It was said, or left out as it was too late."""
    on = _on(notice)
    if said:
        await tables.schedules.delivered(on.schedule)
    else:
        await tables.occurrences.leave_out(on.day, 1)
        await tables.goals.not_said(on.schedule, on.day)


async def not_delivered(ctx: Context, tables: Tables, entry: Entry) -> None:
    """Direct messages are closed, or the channel is: nothing waits, and after some days in a row
    the schedule stops by itself."""
    on, now = _on(entry.notice), ctx.clock.now()
    await tables.outbox.remove(entry.id)
    await tables.occurrences.leave_out(on.day, 1)
    await tables.goals.not_said(on.schedule, on.day)
    days = ctx.settings.encouragements.stopped_after_undelivered_days
    comes = await tables.schedules.get(on.schedule)
    await tables.schedules.not_delivered(on.schedule, days, now)
    stands = await tables.schedules.get(on.schedule)
    if comes and stands and comes.state is ScheduleState.ON is not stands.state:
        await _tell_moderators(ctx, tables, stands)


async def _tell_moderators(ctx: Context, tables: Tables, stopped: Schedule) -> None:
    """Whoever has it in direct messages finds it under My schedule; a channel has nobody."""
    guild = stopped.guild_id
    if guild is not None and isinstance(stopped.to, int) and guild in ctx.guilds.known():
        channel = ctx.guilds.of(guild).moderator_channel
        await ctx.say(tables, Notice(NoticeKind.ENCOURAGEMENTS_STOPPED, guild, channel))


async def refused(ctx: Context, tables: Tables, entry: Entry) -> None:
    """Discord did not take a check-in that shows the goal's words, and would take no later one: it
    is paused, and its owner hears why, without the words."""
    on, to = _on(entry.notice), entry.notice.to
    await not_delivered(ctx, tables, entry)
    schedule = await tables.schedules.get(on.schedule)
    if schedule is None or schedule.state is not ScheduleState.ON:
        return
    paused = replace(schedule, state=ScheduleState.STOPPED, undelivered_days=0)
    await tables.schedules.save(paused, ctx.clock.now())
    await ctx.say(tables, Notice(NoticeKind.GOAL_WORDS_REFUSED, None, to, token=schedule.id))


def _still_comes(schedule: Schedule, on: OnSchedule) -> bool:
    paused = schedule.paused_until is not None and on.day < schedule.paused_until
    return schedule.state is ScheduleState.ON and not paused


def _on(notice: Notice) -> OnSchedule:
    assert notice.on_schedule is not None, "this notice is of a schedule"
    return notice.on_schedule
