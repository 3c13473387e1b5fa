"""Whom one talks with, when several conversations are open: for one text, or from now on."""

from bot.domain.conversations import Conversation
from bot.domain.errors import OutOfDate
from bot.domain.ids import HeldId, PersonTag, UserId
from bot.services import passing
from bot.services.context import Context
from bot.storage.store import Tables


async def give(ctx: Context, user: UserId, token: str) -> tuple[str, str]:
    """Pass a held text on to the conversation of a button: the other side's alias, and a button's
    token for that conversation. Raises OutOfDate when the text or the conversation is over."""
    person = ctx.store.person(user)

    async def work(tables: Tables) -> tuple[str, str]:
        meaning = await tables.buttons.meaning(token)
        if meaning is None or meaning.held_id is None:
            raise OutOfDate
        conversation = await _own(tables, person, token)
        held = await tables.held.take(meaning.held_id, person)
        side = conversation.side_of(person)
        if held is None or side is None:
            raise OutOfDate
        carried = passing.parts(held.words, held.stickers)
        await passing.pass_to(ctx, tables, conversation, side, held.source, carried)
        again = ctx.randomness.token()
        await tables.buttons.for_conversation(again, conversation.id, person)
        return _alias(conversation, person), again

    return await ctx.store.transaction(work)


async def drop(ctx: Context, user: UserId, token: str) -> None:
    """Erase a held text: it is for nobody. Raises OutOfDate when it is gone already."""
    person = ctx.store.person(user)
    if not await ctx.store.transaction(lambda tables: tables.held.take(HeldId(token), person)):
        raise OutOfDate


async def talk_with(ctx: Context, user: UserId, token: str) -> str:
    """From now on what one writes goes there, until it ends; the other side's alias.

    The token is any button of one's own side of the conversation. Raises OutOfDate.
    """
    person = ctx.store.person(user)

    async def work(tables: Tables) -> str:
        conversation = await _own(tables, person, token)
        await tables.people.talk_with(person, conversation.id)
        return _alias(conversation, person)

    return await ctx.store.transaction(work)


async def _own(tables: Tables, person: PersonTag, token: str) -> Conversation:
    meaning = await tables.buttons.meaning(token)
    if meaning is None or meaning.conversation_id is None or meaning.person != person:
        raise OutOfDate
    conversation = await tables.conversations.get(meaning.conversation_id)
    if conversation is None or not conversation.open:
        raise OutOfDate
    return conversation


def _alias(conversation: Conversation, person: PersonTag) -> str:
    asks = conversation.asker.person == person
    return conversation.listener.alias if asks else conversation.asker.alias
