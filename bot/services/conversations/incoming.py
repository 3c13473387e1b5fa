"""What somebody wrote in their direct messages: passed on, kept until they choose, or answered.

Shared by what is written, and by words that an edit brings. What of it cannot be passed on is
decided here alone, whichever way it came.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.asks import OwnWords
from bot.domain.conversations import Conversation, Side, one_of_each_room
from bot.domain.cool_downs import CoolDown, Limited, WhoseLimit
from bot.domain.errors import TooMuchAtOnce
from bot.domain.ids import (
    ChannelId,
    ConversationId,
    HeldId,
    MessageId,
    PersonTag,
    UserId,
    written_at,
)
from bot.domain.images import ImageFault
from bot.domain.message_copies import NOWHERE, Held, Place, Reference
from bot.domain.notices import Notice, NoticeKind, Priority
from bot.domain.notices_about import about_conversation
from bot.services import cool_downs
from bot.services.context import Context
from bot.services.conversations import addressing, giving_away, images
from bot.services.conversations.passed_words import Decided
from bot.services.direct_messages import unaddressed
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote to the bot in their direct messages.

    `refused`: what came with it and is not passed on, by the words that say so. `found_late`: it
    was found in the history, and may be older than what is open now.
    """

    author: UserId
    message: MessageId
    text: str
    has_files: bool = False
    channel: ChannelId | None = None
    stickers: tuple[str, ...] = ()
    reply_to: MessageId | None = None
    refused: tuple[NoticeKind, ...] = ()
    found_late: bool = False
    images: tuple[int, ...] = ()
    """Files that are said to be images, by their numbers in the message; none of `has_files`."""


async def is_too_much(
    ctx: Context, tables: Tables, user: UserId, writer: PersonTag, message: MessageId
) -> bool:
    """Count a message of a person, whoever it is for and whether or not they are still there;
    True for those above what is passed on in one minute, which is said once, and for all while
    somebody waits who came to that again soon after, which is said once a minute."""
    when, most = written_at(message), ctx.settings.conversations.messages_per_minute
    count, rests = await tables.limits.count_message(user, when)
    waits = rests is not None and rests.holds(when)
    if not waits and count == most + 1:
        rests = await cool_downs.note(ctx, tables, of_messages(user), full_minute(when))
        await ctx.say(tables, _too_much(writer, rests))
    elif waits and count == 1 and rests is not None:
        await ctx.say(tables, _too_much(writer, rests))
    return waits or count > most


async def must_not_be_too_much(
    ctx: Context, tables: Tables, user: UserId, message: MessageId
) -> None:
    """As `is_too_much`, for what can be given back at once. Raises TooMuchAtOnce, TooSoonAgain."""
    when, most = written_at(message), ctx.settings.conversations.messages_per_minute
    count, rests = await tables.limits.count_message(user, when)
    if rests is not None and rests.holds(when):
        raise cool_downs.longer(ctx, rests)
    if count > most:
        raise TooMuchAtOnce(next=full_minute(when))


def of_messages(user: UserId) -> WhoseLimit:
    """How many messages of somebody are passed on, whoever they are for."""
    return WhoseLimit(Limited.MESSAGES, user)


def full_minute(when: datetime) -> datetime:
    """When the minute of a moment is over."""
    return when.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _too_much(writer: PersonTag, rests: CoolDown) -> Notice:
    if rests.times <= 1:
        return _answer(NoticeKind.TOO_MUCH_AT_ONCE, writer)
    until = OwnWords(str(int(rests.until.timestamp())))
    return replace(_answer(NoticeKind.TOO_MUCH_AGAIN, writer), text=until)


async def take_in(
    ctx: Context, tables: Tables, writer: PersonTag, written: Written, decided: Decided
) -> ConversationId | None:
    """Take in what somebody wrote; the conversation that it went to. With several conversations
    open they choose by replying, or by their own switch; otherwise it is kept until they say whom
    it is for: never a guess."""
    conversations = await tables.conversations.open_with(writer)
    if not conversations:
        await _answer_stray(ctx, tables, writer, written, decided)
        return None
    when, reply_to, late = written_at(written.message), written.reply_to, written.found_late
    meant = await addressing.meant(ctx, tables, writer, conversations, when, reply_to, late=late)
    if meant.conversation is None:
        apart = one_of_each_room(conversations)
        await _hold(ctx, tables, writer, written, decided, apart)
        return None
    await _give(ctx, tables, meant.conversation, meant.reference, writer, written, decided)
    return meant.conversation.id


async def take_in_late(
    ctx: Context, tables: Tables, writer: PersonTag, written: Written, decided: Decided
) -> None:
    """Take in words that an edit brought to a message that was for nobody: it may be older than
    every conversation that is open now, so its writer is asked. What came with it was refused."""
    written = replace(written, has_files=False, refused=(), images=())
    decided = replace(decided, images=())
    conversations = await tables.conversations.open_with(writer)
    if conversations:
        apart = one_of_each_room(conversations)
        await _hold(ctx, tables, writer, written, decided, apart)
    else:
        await _answer_stray(ctx, tables, writer, written, decided)


async def _give(
    ctx: Context,
    tables: Tables,
    conversation: Conversation,
    reference: Reference | None,
    writer: PersonTag,
    written: Written,
    decided: Decided,
) -> None:
    side, source = _side(conversation, writer), await _source(tables, writer, written)
    if not ctx.may_show_images(conversation.guild_id):
        written, decided = _without_images(written, decided)
    said = decided.parts and await giving_away.keep(
        ctx, tables, conversation, side, source, decided, written.stickers, reference
    )
    if said:
        await ctx.say(tables, said)
    else:
        await images.pass_to(ctx, tables, conversation, side, source, decided, reference)
    anything = bool(decided.parts or decided.images)
    if written.has_files and ctx.may_show_images(conversation.guild_id):
        other = images.not_passed_on(conversation, side, ImageFault.OTHER_FILE)
        written, anything = replace(written, has_files=False), True
        await ctx.say(tables, other)
    for kind in refusals(written, anything=anything):
        await ctx.say(tables, about_conversation(kind, conversation, side))


async def _hold(
    ctx: Context,
    tables: Tables,
    writer: PersonTag,
    written: Written,
    decided: Decided,
    conversations: Sequence[Conversation],
) -> None:
    shown = any(ctx.may_show_images(one.guild_id) for one in conversations)
    if not shown:
        written, decided = _without_images(written, decided)
    anything = bool(decided.parts or decided.images)
    for kind in refusals(written, anything=anything):  # about none of them: it was for none yet
        await ctx.say(tables, _answer(kind, writer))
    if not anything:
        await tables.incoming.note_wordless(written.message, ctx.clock.now().date())
        return
    source = await _source(tables, writer, written)
    key = HeldId(ctx.randomness.token())
    held = Held(key, source, decided.words, written.stickers, images=decided.images)
    until = ctx.clock.now() + ctx.settings.conversations.text_held_for
    await tables.held_texts.hold(writer, held, until)
    for one in conversations:
        await tables.button_tokens.for_held(ctx.randomness.token(), held.id, one.id, writer)
    await ctx.say(tables, _answer(NoticeKind.SEVERAL_OPEN, writer, held.id))


async def _answer_stray(
    ctx: Context, tables: Tables, writer: PersonTag, written: Written, decided: Decided
) -> None:
    words = decided.own
    written, _ = _without_images(written, decided)
    for kind in refusals(written, anything=bool(words), stickers_too=True):
        await ctx.say(tables, _answer(kind, writer))
    if not words:
        await tables.incoming.note_wordless(written.message, ctx.clock.now().date())
    await ctx.say(
        tables, await unaddressed.keep_and_reply(ctx, tables, writer, written.message, words)
    )


def refusals(
    written: Written, *, anything: bool, stickers_too: bool = False
) -> tuple[NoticeKind, ...]:
    """Why some of it is not passed on, or all of it; `anything`: something else of it is.

    Stickers are refused where there is no conversation.
    """
    kinds = [NoticeKind.FILES_NOT_PASSED_ON] if written.has_files else []
    kinds += written.refused
    if stickers_too and written.stickers:
        kinds.append(NoticeKind.OTHER_NOT_PASSED_ON)
    if not anything and not kinds:
        kinds.append(NoticeKind.NOTHING_TO_READ)
    return tuple(dict.fromkeys(kinds))


def _without_images(written: Written, decided: Decided) -> tuple[Written, Decided]:
    """Nobody sees them: they are files like all others."""
    files = written.has_files or bool(written.images)
    return replace(written, has_files=files, images=()), replace(decided, images=())


async def _source(tables: Tables, writer: PersonTag, written: Written) -> Place:
    channel = written.channel or await tables.people.dm_channel(writer) or NOWHERE
    return Place(channel, written.message)


def _side(conversation: Conversation, writer: PersonTag) -> Side:
    side = conversation.side_of(writer)
    assert side is not None, "it was found by its people"
    return side


def _answer(kind: NoticeKind, writer: PersonTag, token: str | None = None) -> Notice:
    return Notice(kind, None, writer, priority=Priority.CONVERSATION, token=token)
