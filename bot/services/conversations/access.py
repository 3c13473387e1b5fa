"""Whose button it is: of a conversation that is open, or below one that is over; and whether what
waited for its time still is for one that is open.

Shared by all that is done while two people talk, and by all that is done afterwards.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.conversations import Conversation, Side
from bot.domain.errors import ConversationOver, OutOfDate
from bot.domain.ids import ConversationId, UserId
from bot.domain.timers import Timer
from bot.services.context import Context
from bot.services.conversations import rooms
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class Company:
    """Who is there with somebody: the names of all others, which side one is oneself, and, for a
    listener, the asker's name and that of another listener."""

    names: str
    side: Side
    asker: str
    beside: str | None = None


class Leaving(StrEnum):
    """What becomes of a conversation as somebody goes. Whether they mean it is asked in words of
    its own, under `talk.<way>`."""

    ENDS = "end_really"
    GOES_ON = "leave_really"
    MODERATES = "leave_moderating"
    """It goes on, and no moderator reads along any more."""


async def require_open(
    ctx: Context, tables: Tables, user: UserId, token: str
) -> tuple[Conversation, Side]:
    """One's own open conversation behind any of one's buttons for it, and one's side. Raises
    OutOfDate for every other token, ConversationOver when it has ended."""
    person = ctx.store.person(user)
    meaning = await tables.button_tokens.meaning(token)
    if not meaning or not meaning.conversation_id or meaning.person != person:
        raise OutOfDate
    conversation = await tables.conversations.get(meaning.conversation_id)
    if conversation is None or not conversation.open:
        raise ConversationOver
    side = conversation.side_of(person)
    assert side is not None, "buttons are for the two who talk"
    return conversation, side


async def require_own(
    ctx: Context, tables: Tables, user: UserId, token: str
) -> tuple[Conversation, Side]:
    """One's own conversation, open or over, behind any of one's buttons for it, and one's side.
    Raises OutOfDate for every other token, and once the conversation is erased."""
    conversation = await behind(ctx, tables, user, token)
    side = conversation.side_of(ctx.store.person(user))
    if side is None:
        raise OutOfDate
    return conversation, side


async def behind(ctx: Context, tables: Tables, user: UserId, token: str) -> Conversation:
    """The conversation behind one of somebody's own buttons, theirs or one beside it. Raises
    OutOfDate for every other token, and once it is erased."""
    meaning = await tables.button_tokens.meaning(token)
    person = ctx.store.person(user)
    if not meaning or not meaning.conversation_id or meaning.held_id or meaning.person != person:
        raise OutOfDate
    conversation = await tables.conversations.get(meaning.conversation_id)
    if conversation is None:
        raise OutOfDate
    return conversation


async def require_ended(
    ctx: Context, tables: Tables, user: UserId, token: str, only: Side | None = None
) -> tuple[Conversation, Side]:
    """One's own conversation that is over, and one's side. Raises OutOfDate for every other token,
    once the conversation is erased, and for the other side where it is for one only."""
    conversation, side = await require_own(ctx, tables, user, token)
    if conversation.open or only not in (None, side):
        raise OutOfDate
    return conversation, side


async def take_open(tables: Tables, due: Timer) -> Conversation | None:
    """Take a timer that is due; its conversation, if that is still open. Of one that is held no
    silence counts."""
    if not await tables.timers.take(due):
        return None
    conversation = await find_open(tables, due.conversation_id)
    return None if conversation is None or conversation.frozen else conversation


async def find_open(tables: Tables, key: ConversationId | None) -> Conversation | None:
    """A conversation that what comes late is about, if it is still open."""
    conversation = None if key is None else await tables.conversations.get(key)
    return conversation if conversation is not None and conversation.open else None


async def get_partner(ctx: Context, user: UserId, token: str) -> tuple[str, Side]:
    """The names of all others, and which side one is. Raises OutOfDate, ConversationOver."""

    async def work(tables: Tables) -> tuple[str, Side]:
        conversation, side = await require_open(ctx, tables, user, token)
        return await rooms.names(tables, conversation, side), side

    return await ctx.store.read(work)


async def get_company(ctx: Context, user: UserId, token: str) -> Company:
    """Who else is in it. Raises OutOfDate, ConversationOver."""

    async def work(tables: Tables) -> Company:
        conversation, side = await require_open(ctx, tables, user, token)
        names = await rooms.names(tables, conversation, side)
        others = await rooms.listeners_beside(tables, conversation)
        listens = side is Side.LISTENER and not conversation.moderates
        beside = others[0].listener.alias if others and listens else None
        return Company(names, side, conversation.asker.alias, beside)

    return await ctx.store.read(work)


async def how_it_goes_on(ctx: Context, user: UserId, token: str) -> tuple[str, Leaving]:
    """The names of all others, and what becomes of it as oneself goes. Raises OutOfDate,
    ConversationOver."""

    async def work(tables: Tables) -> tuple[str, Leaving]:
        conversation, side = await require_open(ctx, tables, user, token)
        names = await rooms.names(tables, conversation, side)
        others = await rooms.listeners_beside(tables, conversation)
        if side is Side.ASKER or not others:
            return names, Leaving.ENDS
        return names, Leaving.MODERATES if conversation.moderates else Leaving.GOES_ON

    return await ctx.store.read(work)


async def get_partner_alias(ctx: Context, user: UserId, token: str) -> str:
    """The names of all others, to ask whether they mean it. Raises OutOfDate, ConversationOver."""
    return (await get_partner(ctx, user, token))[0]
