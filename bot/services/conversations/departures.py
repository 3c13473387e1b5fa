"""People go, and channels do: what was open ends, and leaves nothing behind."""

from bot.domain.conversations import Conversation, Side
from bot.domain.ids import ChannelId, GuildId
from bot.domain.notices import NoticeKind
from bot.domain.timers import Timer, TimerKind
from bot.services import membership, moderators
from bot.services.asks import closing
from bot.services.context import Context
from bot.services.conversations import access, ending, lost_partner
from bot.services.ports import Standing, Undelivered
from bot.storage.store import Tables

STAYS = frozenset({Standing.HERE, Standing.TIMED_OUT_BRIEFLY})


async def check_presence(ctx: Context, due: Timer) -> None:
    """See whether both still are in the server and may write there; look again later.

    Who went is not told: passing on stops at once, and the words come some time later.
    """
    conversation = await ctx.store.read(
        lambda tables: access.find_open(tables, due.conversation_id)
    )
    gone = frozenset() if conversation is None else await _gone(ctx, conversation)

    async def work(tables: Tables) -> None:
        if not await tables.timers.take(due) or conversation is None:
            return
        if gone:
            await lost_partner.went(ctx, tables, conversation, gone)
        else:
            again = ctx.clock.now() + ctx.settings.conversations.members_looked_at_every
            await tables.timers.put(
                Timer(TimerKind.MEMBERS_LOOKED_AT, again, conversation_id=conversation.id)
            )

    await ctx.store.transaction(work)


async def tell(ctx: Context, due: Timer) -> None:
    """The end of a conversation that somebody was lost to, told like every other.

    What still waits for an asker stays for a day, until they look; what waits for a listener goes,
    as it was for this one person, and the asker may be with another by then.
    """

    async def work(tables: Tables) -> None:
        if not await tables.timers.take(due) or due.conversation_id is None:
            return
        conversation = await tables.conversations.get(due.conversation_id)
        if conversation is None:
            return
        listener = conversation.listener.person
        reader = await tables.people.reader(listener)
        if reader is not None and reader.dms_closed and not reader.where:
            await tables.outbox.drop_for_reader(conversation.id, listener)
        goes = ending.end if await _asker_is_lost(tables, conversation) else ending.leave
        await goes(ctx, tables, conversation)

    await ctx.store.transaction(work)


async def _asker_is_lost(tables: Tables, conversation: Conversation) -> bool:
    """Else it is a listener who is, and whoever joined goes on."""
    reader = await tables.people.reader(conversation.asker.person)
    cut_off = reader is None or (reader.dms_closed and not reader.where)
    return cut_off or Side.ASKER in conversation.gone


async def channel_gone(ctx: Context, guild: GuildId, channel: ChannelId) -> None:
    """The channel for asks was deleted: its asks are over; conversations go on."""
    if ctx.guilds.ask_channel(guild) == channel:
        await ctx.store.transaction(
            lambda tables: closing.close_all_in(ctx, tables, guild, NoticeKind.ASK_OVER_CHANNEL)
        )


async def _gone(ctx: Context, conversation: Conversation) -> frozenset[Side]:
    """Who is not here. Without an answer from Discord everybody is taken to be."""
    standings = {side: await _standing(ctx, conversation, side) for side in Side}
    gone = {side for side in Side if standings[side] not in STAYS}
    if conversation.moderates and not await _moderates(ctx, conversation):
        gone.add(Side.LISTENER)
    return frozenset(gone)


async def _moderates(ctx: Context, conversation: Conversation) -> bool:
    """Whether a moderator who joined still is one: else they read nothing more."""
    user = await membership.user_of(ctx, conversation.listener.person)
    if user is None:
        return False
    try:
        return await moderators.can_read(ctx, conversation.guild_id, user)
    except Undelivered:
        return True


async def _standing(ctx: Context, conversation: Conversation, side: Side) -> Standing:
    user = await membership.user_of(ctx, conversation.party(side).person)
    if user is None:
        return Standing.GONE
    try:
        return await ctx.messenger.standing(conversation.guild_id, user)
    except Undelivered:
        return Standing.HERE
