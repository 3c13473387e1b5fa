"""What an asker wrote to a listener before, told to the next one: only if they say so, as it stands
in their own messages now, and once.

The bot keeps no words, so it reads them again by the ids that it still has. What was written into a
form, was deleted, or would tell who they are does not go along.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.conversations import Conversation, Side
from bot.domain.errors import OutOfDate
from bot.domain.ids import MessageId, UserId
from bot.domain.message_copies import NOWHERE, Place
from bot.domain.notices import NoticeKind
from bot.domain.notices_about import about_conversation
from bot.services.care import showing
from bot.services.context import Context
from bot.services.conversations import access, message_copies, passed_words
from bot.services.conversations.passed_words import Decided
from bot.services.ports import SentMessage, Undelivered
from bot.storage.store import Tables

MESSAGES_AT_MOST = 20
"""The newest of them: each is a request to Discord."""
CHARACTERS_AT_MOST = 2000
"""What is shown before it goes has to fit into one answer, with every sign escaped."""


@dataclass(frozen=True, slots=True)
class ToldOn:
    """What goes along, oldest first, to whom, and how many messages do not."""

    alias: str
    words: tuple[str, ...]
    left_out: int


async def preview(ctx: Context, user: UserId, token: str) -> ToldOn:
    """What would be told now, to show it first. Raises OutOfDate, also where they told it."""
    conversation, decided, left_out = await _found(ctx, user, token)
    words = tuple(one.words for one in decided)
    return ToldOn(conversation.listener.alias, words, left_out)


async def tell_next(ctx: Context, user: UserId, token: str, number: int) -> str:
    """Pass it on, in order, between two words of ours that say what it is; the listener's alias.
    `number` is that of the press. Raises OutOfDate, also where it was told, or nothing is left."""
    _, decided, _ = await _found(ctx, user, token)
    source = Place(NOWHERE, MessageId(number))
    card = ctx.help_cards.card_for("\n".join(one.own for one in decided))

    async def work(tables: Tables) -> str:
        conversation = await _untold(ctx, tables, user, token)
        if not decided or not await tables.handed_over.note_told(conversation.id):
            raise OutOfDate
        await _say(ctx, tables, conversation, NoticeKind.WRITTEN_BEFORE)
        for one in decided:
            await message_copies.pass_to(ctx, tables, conversation, Side.ASKER, source, one.parts)
            for piece in await tables.message_copies.of_source(source.message):
                await tables.message_copies.disown(piece.id)  # each stands for itself
        await _say(ctx, tables, conversation, NoticeKind.WRITTEN_BEFORE_ENDS)
        await showing.offer(ctx, tables, conversation.asker.person, conversation.id, card)
        return conversation.listener.alias

    return await ctx.store.transaction(work)


async def _say(ctx: Context, tables: Tables, conversation: Conversation, kind: NoticeKind) -> None:
    if not conversation.stopped:
        await ctx.say(tables, about_conversation(kind, conversation, Side.LISTENER))


async def _found(
    ctx: Context, user: UserId, token: str
) -> tuple[Conversation, Sequence[Decided], int]:
    async def work(tables: Tables) -> tuple[Conversation, Sequence[Place]]:
        conversation = await _untold(ctx, tables, user, token)
        return conversation, await tables.handed_over.written(conversation.ask_id)

    conversation, places = await ctx.store.read(work)
    newest = [one for one in places if one.channel != NOWHERE][-MESSAGES_AT_MOST:]
    read = await asyncio.gather(*(_read(ctx, place) for place in newest))
    fitting = _that_fit([one for one in read if one is not None])
    return conversation, fitting, len(places) - len(fitting)


async def _untold(ctx: Context, tables: Tables, user: UserId, token: str) -> Conversation:
    conversation, side = await access.require_open(ctx, tables, user, token)
    if side is not Side.ASKER or await tables.handed_over.is_told(conversation.id):
        raise OutOfDate
    return conversation


async def _read(ctx: Context, place: Place) -> Decided | None:
    """As it may be passed on; None where it can't be read, or gives its writer away."""
    try:
        text = await ctx.messenger.words_of(SentMessage(place.channel, place.message))
    except Undelivered:
        return None
    decided = passed_words.decide(text, (), ctx.details)
    return None if decided.exact or not decided.parts else decided


def _that_fit(found: Sequence[Decided]) -> Sequence[Decided]:
    """The newest of them, in their order."""
    room, fitting = CHARACTERS_AT_MOST, list[Decided]()
    for one in reversed(found):
        room -= len(one.words)
        if room < 0:
            break
        fitting.insert(0, one)
    return fitting
