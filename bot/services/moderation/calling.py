"""Whom of the moderators something about a conversation may reach: all who read their channel, or,
where its asker leaves somebody out, each of the others alone.

Of an asker it is never looked whether they read along: whoever is told instead would learn it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.asks import Ask
from bot.domain.conversations import Conversation
from bot.domain.errors import OutOfDate
from bot.domain.ids import NOBODY, ChannelId, GuildId, UserId
from bot.domain.notices import Notice, NoticeKind
from bot.services import moderators, restrictions
from bot.services.context import Context, Member
from bot.services.conversations import rooms
from bot.services.offers import search
from bot.services.ports import Undelivered
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class Reach:
    """Their channel, or some of them; neither where nobody can be told."""

    channel: ChannelId | None = None
    others: Sequence[UserId] = ()

    @property
    def nobody(self) -> bool:
        """Whether nobody can be told."""
        return self.channel is None and not self.others


async def reach(ctx: Context, conversation: Conversation, *, hide_from_listener: bool) -> Reach:
    """Who can be told now; not inside a transaction, as Discord is asked. Raises NotSetUp."""

    async def work(tables: Tables) -> tuple[Sequence[UserId], bool]:
        people = [one.listener.person for one in await _listen(tables, conversation)]
        users = [await tables.people.user(one) for one in people if one != NOBODY]
        return users, await search.is_kept_from_some(tables, await _ask(tables, conversation))

    guild = conversation.guild_id
    listeners, kept = await ctx.store.read(work)
    if kept or (hide_from_listener and await _any_reads(ctx, guild, listeners)):
        found = await moderators.still_reading(ctx, guild, listeners)
        return Reach(others=await ctx.store.read(lambda on: _fitting(ctx, on, conversation, found)))
    channel = ctx.guilds.of(conversation.guild_id).moderator_channel
    try:
        return Reach(channel) if await ctx.messenger.can_post(channel) else Reach()
    except Undelivered:
        return Reach(channel)  # an outage: it is tried, and tried again


async def tell_each(
    ctx: Context, tables: Tables, reached: Reach, card: Notice, to_others: NoticeKind, lane: str
) -> None:
    """Put the card where they meet, or its like to each who is told alone."""
    if reached.channel is not None:
        await ctx.say(tables, replace(card, to=reached.channel))
    for user in reached.others:
        person = await tables.people.meet(user)
        await ctx.say(
            tables, replace(card, kind=to_others, to=person), lane=f"{lane} {person.hex()}"
        )


async def may_know(ctx: Context, tables: Tables, conversation: Conversation, user: UserId) -> bool:
    """Whether somebody may be told of a conversation at all: nobody who asks or listens in it, nor
    whom the asker leaves out, nor who never meets them."""
    ask = await _ask(tables, conversation)
    member = Member(user, conversation.guild_id)
    asking, listening = restrictions.numbers_of(ctx, member)
    here = [one.listener_number for one in await _listen(tables, conversation)]
    if asking == ask.asker_number or listening in here:
        return False
    if listening in await tables.asks.excluded(ask.id):
        return False
    return not await tables.blocks.apart(ask.guild_id, ask.asker_number, [listening])


async def _fitting(
    ctx: Context, tables: Tables, conversation: Conversation, found: Sequence[UserId]
) -> Sequence[UserId]:
    return [one for one in found if await may_know(ctx, tables, conversation, one)]


async def _ask(tables: Tables, conversation: Conversation) -> Ask:
    ask = await tables.asks.get(conversation.ask_id)
    if ask is None:
        raise OutOfDate
    return ask


async def _listen(tables: Tables, conversation: Conversation) -> Sequence[Conversation]:
    """Of each who listens there; a moderator who joined is told what moderators are."""
    beside = await rooms.listeners_beside(tables, conversation)
    return beside if conversation.moderates else (conversation, *beside)


async def _any_reads(ctx: Context, guild: GuildId, users: Sequence[UserId]) -> bool:
    try:
        return any([await moderators.can_read(ctx, guild, one) for one in users])
    except Undelivered:
        return True  # that they do not learn it counts for more than a card in one place
