"""Writing to the other side in a form, for whoever cannot or would rather not use messages."""

from dataclasses import dataclass

from bot.domain.conversations import Conversation, Side
from bot.domain.form_errors import NoWords
from bot.domain.ids import MessageId, UserId
from bot.domain.message_copies import NOWHERE, Place
from bot.services import cool_downs
from bot.services.context import Context
from bot.services.conversations import (
    access,
    giving_away,
    incoming,
    message_copies,
    passed_words,
    rooms,
)
from bot.services.conversations.passed_words import Decided
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class PassedOn:
    """It is stored for the other side, `alias`."""

    alias: str
    dms_closed: bool
    """Whether the writer reads the answers under My conversations."""


async def write(
    ctx: Context, user: UserId, token: str, number: int, text: str
) -> PassedOn | giving_away.Withheld:
    """Pass on what was written, once for each `number` of an opened form; sent again, it says
    what was sent last. What gives its writer away is kept first. Raises OutOfDate, also when it
    has ended meanwhile, NoWords, TooMuchAtOnce, and TooSoonAgain. What they wrote before in their
    direct messages goes first."""
    writer = ctx.store.person(user)
    channel = await ctx.store.read(lambda tables: tables.people.dm_channel(writer))
    decided = passed_words.decide(text, (), ctx.details)

    async def work(tables: Tables) -> PassedOn | giving_away.Withheld:
        conversation, side = await access.require_open(ctx, tables, user, token)
        if not decided.parts:
            raise NoWords
        form = Place(NOWHERE, MessageId(number))
        first = await tables.messages.first_time(form.message, ctx.clock.now())
        if first:
            await incoming.must_not_be_too_much(ctx, tables, user, form.message)
        kept = await _pass_on(ctx, tables, conversation, side, form, decided, first=first)
        closed = await tables.people.dms_closed(conversation.party(side).person)
        return kept or PassedOn(await rooms.names(tables, conversation, side), closed)

    async with ctx.read_first.turn(channel), cool_downs.noting(ctx, incoming.of_messages(user)):
        return await ctx.store.transaction(work)


async def _pass_on(
    ctx: Context,
    tables: Tables,
    conversation: Conversation,
    side: Side,
    form: Place,
    decided: Decided,
    *,
    first: bool,
) -> giving_away.Withheld | None:
    """Once for a form, or what was sent again in the place of what was sent; what is said where it
    does not go as it is."""
    if first or await tables.held_texts.meant_for(form.message):
        said = await giving_away.keep(ctx, tables, conversation, side, form, decided)
        if said is not None:
            return giving_away.Withheld(said)
        await message_copies.pass_to(ctx, tables, conversation, side, form, decided.parts)
    elif before := await tables.message_copies.of_source(form.message):
        again = await giving_away.keep_edit(ctx, tables, conversation, before, decided)
        if again is not None:
            return again
        await message_copies.sync_copies(ctx, tables, conversation, before, decided.parts)
    return None
