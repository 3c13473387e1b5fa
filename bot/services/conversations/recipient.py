"""Whom one talks with, when several conversations are open: for one text, or from now on."""

from bot.domain.errors import NoLongerHeld
from bot.domain.ids import HeldId, UserId
from bot.services.context import Context
from bot.services.conversations import access, giving_away, images, passed_words, rooms
from bot.storage.store import Tables


async def deliver_held_text(
    ctx: Context, user: UserId, token: str
) -> tuple[str, str] | giving_away.Withheld:
    """Pass a held text on to the conversation of a button: the other side's alias, and a button's
    token for that conversation; or what is said where the words do not go as they are. Once given
    it stays so, whichever button is pressed again. Raises NoLongerHeld when the text is gone,
    OutOfDate when the conversation is over."""
    person = ctx.store.person(user)

    async def work(tables: Tables) -> tuple[str, str] | giving_away.Withheld:
        meaning = await tables.button_tokens.meaning(token)
        if meaning is None:
            raise NoLongerHeld
        conversation, side = await access.require_open(ctx, tables, user, token)
        if meaning.held_id is not None:
            await tables.button_tokens.given(meaning.held_id, conversation.id)
            held = await tables.held_texts.take(meaning.held_id, person)
            if held is None:
                raise NoLongerHeld
            decided = passed_words.decide(held.words, held.stickers, ctx.details, held.images)
            said = await giving_away.keep(
                ctx, tables, conversation, side, held.source, decided, held.stickers
            )
            if said is not None:
                return giving_away.Withheld(said)
            await images.pass_to(ctx, tables, conversation, side, held.source, decided)
        again = ctx.randomness.token()
        await tables.button_tokens.for_conversation(again, conversation.id, person)
        return await rooms.names(tables, conversation, side), again

    return await ctx.store.transaction(work)


async def discard_held_text(ctx: Context, user: UserId, token: str) -> None:
    """Erase a held text: it is for nobody. Raises NoLongerHeld when it is gone already."""
    person = ctx.store.person(user)
    if not await ctx.store.transaction(
        lambda tables: tables.held_texts.take(HeldId(token), person)
    ):
        raise NoLongerHeld


async def talk_with(ctx: Context, user: UserId, token: str) -> str:
    """From now on what one writes goes there, until it ends; the other side's alias.

    The token is any button of one's own side of the conversation. Raises OutOfDate.
    """

    async def work(tables: Tables) -> str:
        conversation, side = await access.require_open(ctx, tables, user, token)
        await tables.people.talk_with(ctx.store.person(user), conversation.id)
        return await rooms.names(tables, conversation, side)

    return await ctx.store.transaction(work)
