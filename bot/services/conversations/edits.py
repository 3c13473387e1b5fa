"""Following what people do to their own messages: edits and deletions carry over."""

from collections.abc import Sequence

from bot.domain.conversations import Side
from bot.domain.ids import MessageId
from bot.domain.message_copies import NOWHERE, Piece, Place
from bot.services.care import showing
from bot.services.context import Context
from bot.services.conversations import (
    further_readers,
    giving_away,
    images,
    incoming,
    message_copies,
    passed_words,
)
from bot.services.conversations.incoming import Written
from bot.services.conversations.passed_words import Decided
from bot.services.direct_messages import unaddressed
from bot.storage.store import Tables


async def edited(ctx: Context, written: Written) -> None:
    """Let the copies, or what is kept, carry the words as they are now; words that come to where
    there were none are taken in like new ones. After the end nothing is passed on. New words may
    call for a help card as well."""
    decided = passed_words.decide(written.text, written.stickers, ctx.details, written.images)
    card, writer = ctx.help_cards.card_for(written.text), ctx.store.person(written.author)

    async def work(tables: Tables) -> None:
        pieces = await tables.message_copies.of_source(written.message)
        where = pieces[0].conversation_id if pieces else None
        if await _something_follows(ctx, tables, pieces, written, decided):
            await showing.offer(ctx, tables, writer, where, card)

    await ctx.store.transaction(work)


async def _something_follows(
    ctx: Context, tables: Tables, pieces: Sequence[Piece], written: Written, decided: Decided
) -> bool:
    if await _what_is_kept_follows(ctx, tables, written, decided):
        return True
    if pieces:
        await _copies_follow(ctx, tables, pieces, written, decided)
        return True
    if decided.parts and await tables.incoming.no_longer_wordless(written.message):
        await _take_in_late(ctx, tables, written, decided)
        return True
    return False


async def _what_is_kept_follows(
    ctx: Context, tables: Tables, written: Written, decided: Decided
) -> bool:
    message = written.message
    source = Place(written.channel or NOWHERE, message)
    if await giving_away.follows(ctx, tables, source, decided, written.stickers):
        return True
    if decided.parts:
        held = await tables.held_texts.change(message, decided.words)
    else:
        held = await tables.held_texts.take_back(message)
    if not held and not await unaddressed.edited(tables, message, decided.own):
        return False
    if not decided.parts:
        await tables.incoming.note_wordless(message, ctx.clock.now().date())
    return True


async def _copies_follow(
    ctx: Context, tables: Tables, pieces: Sequence[Piece], written: Written, decided: Decided
) -> None:
    conversation = await tables.conversations.get(pieces[0].conversation_id)
    assert conversation is not None, "a foreign key holds it"
    await images.follow(ctx, tables, conversation, pieces, decided.images)
    if conversation.open:
        kept = await giving_away.keep_edit(ctx, tables, conversation, pieces, decided)
        if kept is not None:
            await ctx.say(tables, *() if kept.told else (kept.notice,))
            return
        await message_copies.sync_copies(ctx, tables, conversation, pieces, decided.parts)
    elif decided.parts and pieces[0].empty:
        await tables.message_copies.remove(pieces[0].id)
        await _take_in_late(ctx, tables, written, decided)
    elif pieces[0].writer is Side.ASKER and not decided.exact:
        # written to a listener who has left; whoever else is in the room has read it, too
        source = pieces[0].source
        await further_readers.follow(
            *(ctx, tables, conversation, Side.ASKER, source, decided.parts)
        )


async def _take_in_late(ctx: Context, tables: Tables, written: Written, decided: Decided) -> None:
    writer = await tables.people.meet(written.author)
    if not await incoming.is_too_much(ctx, tables, written.author, writer, written.message):
        await incoming.take_in_late(ctx, tables, writer, written, decided)


async def deleted(ctx: Context, message: MessageId) -> None:
    """Delete the copies, also for a while after the end, or what is kept: they are their writer's
    words. What became a draft stays: its writer sees it before anybody else does."""

    async def work(tables: Tables) -> None:
        await tables.held_texts.take_back(message)
        if await tables.unaddressed.take_back(message):
            return
        await tables.incoming.no_longer_wordless(message)
        for piece in await tables.message_copies.of_source(message):
            await _withdraw(ctx, tables, piece)

    await ctx.store.transaction(work)


async def _withdraw(ctx: Context, tables: Tables, piece: Piece) -> None:
    conversation = await tables.conversations.get(piece.conversation_id)
    assert conversation is not None, "a foreign key holds it"
    await message_copies.withdraw(ctx, tables, conversation, piece)
