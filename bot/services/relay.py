"""Passing words on: from one side's direct messages to the other's, under an alias."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.conversations import Conversation, Side
from bot.domain.ids import ChannelId, ConversationId, HeldId, MessageId, PersonTag, UserId
from bot.domain.notices import Notice, NoticeKind, Priority, about_conversation
from bot.domain.passing import NOWHERE, Held, Place, Reference
from bot.services import passing, strays
from bot.services.context import Context
from bot.storage.store import Tables

ROOM_FOR_WORDS = passing.ROOM_FOR_WORDS


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote to the bot in their direct messages.

    `refused`: what came with it and is not passed on, by the words that say so.
    """

    author: UserId
    message: MessageId
    text: str
    has_files: bool = False
    channel: ChannelId | None = None
    stickers: tuple[str, ...] = ()
    reply_to: MessageId | None = None
    refused: tuple[NoticeKind, ...] = ()


async def pass_on(ctx: Context, written: Written) -> None:
    """Pass a direct message on, once, however often Discord tells of it.

    Whoever has several conversations open chooses by replying or by their own switch; otherwise
    the text is kept until they say whom it is for: never a guess.
    """
    await ctx.store.transaction(lambda tables: _pass_on(ctx, tables, written))


async def _pass_on(ctx: Context, tables: Tables, written: Written) -> None:
    writer = await tables.people.meet(written.author)
    source = await _source(tables, writer, written)
    await tables.people.have_read(writer, written.message)
    if not await tables.messages.first_time(written.message, ctx.clock.now()):
        return
    await tables.outbox.hurry(writer, ctx.clock.now())
    replied = await _replied_to(tables, written.reply_to)
    match await tables.conversations.open_with(writer):
        case []:
            told = await strays.answer(ctx, tables, writer, written.message, written.text)
            await ctx.say(tables, told)
        case conversations:
            chosen = await _chosen(tables, writer, conversations, replied)
            if chosen is None:
                await _hold(ctx, tables, writer, written, source, conversations)
            else:
                reference = replied[1] if replied else None
                await _give(ctx, tables, chosen, writer, written, source, reference)


async def _source(tables: Tables, writer: PersonTag, written: Written) -> Place:
    channel = written.channel
    known = await tables.people.dm_channel(writer)
    if channel is None:
        channel = known or NOWHERE
    elif channel != known:
        await tables.people.remember_dm(writer, channel)
    return Place(channel, written.message)


async def _replied_to(
    tables: Tables, message: MessageId | None
) -> tuple[ConversationId, Reference | None] | None:
    if message is None:
        return None
    piece = await tables.pieces.referred(message)
    if piece is not None:
        return piece
    said = await tables.pieces.where_said(message)
    return None if said is None else (said, None)


async def _chosen(
    tables: Tables,
    writer: PersonTag,
    conversations: Sequence[Conversation],
    replied: tuple[ConversationId, Reference | None] | None,
) -> Conversation | None:
    """What they chose, or the only one there is; a reply into one that is over chooses none."""
    wanted = replied[0] if replied else None
    if wanted is None and len(conversations) == 1:
        return conversations[0]
    wanted = wanted or await tables.people.talking_with(writer)
    return next((one for one in conversations if one.id == wanted), None)


async def _give(
    ctx: Context,
    tables: Tables,
    conversation: Conversation,
    writer: PersonTag,
    written: Written,
    source: Place,
    reference: Reference | None,
) -> None:
    side = _side(conversation, writer)
    carried = passing.parts(passing.safe(written.text), written.stickers)
    await passing.pass_to(ctx, tables, conversation, side, source, carried, reference)
    for kind in _refused(written, anything=bool(carried)):
        await ctx.say(tables, about_conversation(kind, conversation, side))


async def _hold(
    ctx: Context,
    tables: Tables,
    writer: PersonTag,
    written: Written,
    source: Place,
    conversations: Sequence[Conversation],
) -> None:
    words = passing.safe(written.text)
    anything = bool(passing.parts(words, written.stickers))
    for kind in _refused(written, anything=anything):  # about none of them: it was for none yet
        await ctx.say(tables, _answer(kind, writer))
    if not anything:
        return
    held = Held(HeldId(ctx.randomness.token()), source, words, written.stickers)
    until = ctx.clock.now() + ctx.settings.conversations.text_held_for
    await tables.held.hold(writer, held, until)
    for one in conversations:
        await tables.buttons.for_held(ctx.randomness.token(), held.id, one.id, writer)
    await ctx.say(tables, _answer(NoticeKind.SEVERAL_OPEN, writer, held.id))


def _side(conversation: Conversation, writer: PersonTag) -> Side:
    side = conversation.side_of(writer)
    assert side is not None, "it was found by its people"
    return side


def _answer(kind: NoticeKind, writer: PersonTag, token: str | None = None) -> Notice:
    return Notice(kind, None, writer, priority=Priority.CONVERSATION, token=token)


def _refused(written: Written, *, anything: bool) -> tuple[NoticeKind, ...]:
    """Why some of it, or all, is not passed on."""
    files = (NoticeKind.FILES_NOT_PASSED_ON,) if written.has_files else ()
    if anything or files or written.refused:
        return files + written.refused
    return (NoticeKind.FILES_NOT_PASSED_ON,)
