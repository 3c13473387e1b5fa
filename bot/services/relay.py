"""Passing words on: from one side's direct messages to the other's, under an alias."""

from dataclasses import dataclass

from bot.domain.asks import OwnWords
from bot.domain.conversations import Conversation, other
from bot.domain.ids import MessageId, PersonTag, UserId
from bot.domain.notices import Notice, NoticeKind, Priority, about_conversation
from bot.domain.text import clean, neutralise_links, split
from bot.services.context import Context
from bot.storage.store import Tables

ROOM_FOR_WORDS = 1900
"""Characters of a relayed message that are left beside the alias, of Discord's 2000.

https://docs.discord.com/developers/resources/message#create-message
"""


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote to the bot in their direct messages."""

    author: UserId
    message: MessageId
    text: str
    has_files: bool = False


async def pass_on(ctx: Context, written: Written) -> None:
    """Pass a direct message on, once, however often Discord tells of it.

    Whoever has nothing open, or more than one conversation, is told so: never a guess.
    """
    await ctx.store.transaction(lambda tables: _pass_on(ctx, tables, written))


async def _pass_on(ctx: Context, tables: Tables, written: Written) -> None:
    if not await tables.messages.first_time(written.message, ctx.clock.now()):
        return
    writer = await tables.people.meet(written.author)
    await tables.outbox.hurry(writer, ctx.clock.now())
    match await tables.conversations.open_with(writer):
        case []:
            await ctx.say(tables, _answer(NoticeKind.NOTHING_OPEN, writer))
        case [conversation]:
            await ctx.say(tables, *_relayed(conversation, writer, written))
        case _:
            await ctx.say(tables, _answer(NoticeKind.SEVERAL_OPEN, writer))


def _answer(kind: NoticeKind, writer: PersonTag) -> Notice:
    return Notice(kind, None, writer, priority=Priority.CONVERSATION)


def _relayed(conversation: Conversation, writer: PersonTag, written: Written) -> list[Notice]:
    side = conversation.side_of(writer)
    assert side is not None, "it was found by its people"
    words = neutralise_links(clean(written.text))
    notices = [
        about_conversation(NoticeKind.WORDS, conversation, other(side), text=OwnWords(piece))
        for piece in split(words, ROOM_FOR_WORDS)
        if piece
    ]
    if written.has_files or not notices:
        notices.append(about_conversation(NoticeKind.FILES_NOT_PASSED_ON, conversation, side))
    return notices
