"""The help card that somebody's own words call for: shown to its writer alone, beside what their
words do, which it never changes, holds up or counts."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.asks import OwnWords
from bot.domain.care import Card
from bot.domain.ids import ConversationId, PersonTag, UserId
from bot.domain.notices import Notice, NoticeKind, Priority
from bot.domain.schedules import Scheduled, today_in
from bot.services.context import Context
from bot.services.schedules import planning
from bot.storage.store import Tables

KINDS = {
    Card.NOW: NoticeKind.HELP_CARD_NOW,
    Card.FRIEND: NoticeKind.HELP_CARD_FRIEND,
    Card.PAST: NoticeKind.HELP_CARD_PAST,
}
RESTS_FOR = timedelta(hours=72)
"""How long encouragements stay away after the first of these: stored as the person's own pause, and
nothing else is."""


async def offer(
    ctx: Context,
    tables: Tables,
    writer: PersonTag,
    where: ConversationId | None,
    card: Card | None,
) -> None:
    """Say it in the writer's direct messages, in the transaction that stored their words. Whoever
    is discreet sees it on a press: in a conversation as all else, outside of one likewise."""
    if card is None or not ctx.help_cards.is_due(writer, where, card, ctx.clock.now()):
        return
    kind, carried = KINDS[card], await tables.help_countries.get(writer)
    if where is None and await tables.people.is_discreet(writer):
        kind, carried = NoticeKind.HELP_CARD_HIDDEN, card.value
    text, urgent = None if carried is None else OwnWords(carried), Priority.CONVERSATION
    notice = Notice(kind, None, writer, priority=urgent, conversation_id=where, text=text)
    await ctx.say(tables, notice)
    if card is Card.NOW:
        await _let_encouragements_rest(ctx, tables, writer)


async def rest(ctx: Context, user: UserId) -> None:
    """After a card that was shown at once: nothing cheerful comes by itself for three days."""
    person = ctx.store.person(user)
    await ctx.store.transaction(lambda tables: _let_encouragements_rest(ctx, tables, person))


async def _let_encouragements_rest(ctx: Context, tables: Tables, person: PersonTag) -> None:
    schedule = await tables.schedules.of_person(person, Scheduled.ENCOURAGEMENT)
    if schedule is None:
        return
    until = today_in(schedule.rhythm.zone, ctx.clock.now() + RESTS_FOR)
    if schedule.paused_until is None or schedule.paused_until < until:
        await planning.save_schedule(ctx, tables, replace(schedule, paused_until=until))
