"""Saying thanks after a conversation: once, under its aliases, with a few words or without."""

from bot.domain import aftercare
from bot.domain.aftercare import Once
from bot.domain.community import What
from bot.domain.conversations import Conversation, Side
from bot.domain.errors import AlreadyThanked
from bot.domain.ids import UserId
from bot.domain.notices import NoticeKind
from bot.domain.notices_about import about_conversation
from bot.services import restrictions
from bot.services.community import tally
from bot.services.context import Context, Member
from bot.services.conversations import access, passed_words
from bot.storage.store import Tables


async def get_listener_alias(ctx: Context, user: UserId, token: str) -> str:
    """The listener's alias, to ask for the words. Raises OutOfDate, AlreadyThanked, PausedHere,
    BannedHere: whoever is kept out writes to nobody there, thanks neither."""

    async def work(tables: Tables) -> str:
        conversation = await _own(ctx, tables, user, token)
        if await tables.after.is_done(conversation.id, Once.THANKED):
            raise AlreadyThanked
        return conversation.listener.alias

    return await ctx.store.read(work)


async def thank(ctx: Context, user: UserId, token: str, typed: str) -> str:
    """Pass thanks on; the listener's alias. Whether it arrives is not told: the answer is the same
    for a listener who has gone, or blocked whoever thanks. Raises as
    `get_listener_alias`, and TooManyWords."""
    words = aftercare.thanks(passed_words.sanitize(typed))

    async def work(tables: Tables) -> str:
        conversation = await _own(ctx, tables, user, token)
        alias, guild = conversation.listener.alias, conversation.guild_id
        if not await tables.after.once(conversation.id, Once.THANKED):
            raise AlreadyThanked
        if not await _is_blocked(ctx, tables, conversation, user):
            thanks = about_conversation(NoticeKind.THANKS, conversation, Side.LISTENER, text=words)
            await ctx.say(tables, thanks)
        number = ctx.store.listener_number(guild, user)
        await tally.note(ctx, tables, guild, What.THANKED, number)
        return alias

    return await ctx.store.transaction(work)


async def _is_blocked(
    ctx: Context, tables: Tables, conversation: Conversation, asker: UserId
) -> bool:
    listener = ctx.store.asker_number_of(conversation.listener_number)
    theirs = ctx.store.asker_number(conversation.guild_id, asker)
    return await tables.blocks.stands(listener, theirs)


async def _own(ctx: Context, tables: Tables, user: UserId, token: str) -> Conversation:
    conversation, _ = await access.require_ended(ctx, tables, user, token, Side.ASKER)
    await restrictions.must_be_free(ctx, tables, Member(user, conversation.guild_id))
    return conversation
