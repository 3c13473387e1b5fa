"""Passing words on: from one side's direct messages to the other's, under an alias."""

from bot.domain.care import Card
from bot.domain.ids import ConversationId
from bot.services.care import showing
from bot.services.context import Context
from bot.services.conversations import incoming, passed_words
from bot.services.conversations.incoming import Written
from bot.services.conversations.passed_words import Decided
from bot.storage.store import Tables

__all__ = ["ROOM_FOR_WORDS", "Written", "pass_on"]

ROOM_FOR_WORDS = passed_words.ROOM_FOR_WORDS


async def pass_on(ctx: Context, written: Written) -> None:
    """Pass a direct message on, once, however often Discord tells of it."""
    decided = passed_words.decide(written.text, written.stickers, ctx.details, written.images)
    card = ctx.help_cards.card_for(written.text)
    await ctx.store.transaction(lambda tables: _pass_on(ctx, tables, written, decided, card))


async def _pass_on(
    ctx: Context, tables: Tables, written: Written, decided: Decided, card: Card | None
) -> None:
    writer = await tables.people.wrote(written.author, written.channel, written.message)
    if not await tables.messages.first_time(written.message, ctx.clock.now()):
        return
    await tables.closed_dms.may_be_open(writer)
    await tables.outbox.hurry(writer, ctx.clock.now())
    where: ConversationId | None = None
    if not await incoming.is_too_much(ctx, tables, written.author, writer, written.message):
        where = await incoming.take_in(ctx, tables, writer, written, decided)
    await showing.offer(ctx, tables, writer, where, card)  # also where nothing is passed on
