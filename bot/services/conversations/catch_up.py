"""What must be read again after an outage: whose messages, from where on, and which of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChannelId, MessageId
from bot.services.context import Context
from bot.storage.store import Tables

RECENT = 50
"""Messages of an open conversation that are looked at again, for edits and deletions."""


@dataclass(frozen=True, slots=True)
class Channels:
    """All that are known, and those of people in an open conversation, which come first."""

    all: Sequence[ChannelId]
    talking: frozenset[ChannelId]


@dataclass(frozen=True, slots=True)
class Unread:
    """Where reading goes on: after a message, or, where none was ever read, after a moment."""

    after: MessageId | None
    since: datetime
    known: frozenset[MessageId]
    """Messages that were passed on, or are kept, and may have been edited or deleted meanwhile."""


async def channels(ctx: Context) -> Channels:
    """The direct messages of everybody who is known."""

    async def work(tables: Tables) -> Channels:
        talking = await tables.conversations.who_talk()
        people = await tables.people.reachable()
        known = {
            channel: tag in talking
            for tag in sorted(people, key=lambda tag: tag not in talking)
            if (channel := await tables.people.dm_channel(tag)) is not None
        }
        return Channels(
            tuple(known), frozenset(channel for channel, talks in known.items() if talks)
        )

    return await ctx.store.read(work)


async def unread(ctx: Context, channel: ChannelId) -> Unread:
    """Where to go on in somebody's direct messages."""
    since = ctx.clock.now() - ctx.settings.delivery.undelivered_kept

    async def work(tables: Tables) -> Unread:
        person = await tables.people.of_channel(channel)
        if person is None:
            return Unread(None, since, frozenset())
        known = {
            *await tables.unaddressed.messages(person),
            *await tables.held_texts.messages(person),
        }
        for conversation in await tables.conversations.open_with(person):
            side = conversation.side_of(person)
            assert side is not None, "it was found by its people"
            sources = await tables.message_copies.recent_sources(conversation.id, side, RECENT)
            known |= {place.message for place in sources if place.channel == channel}
        return Unread(await tables.people.read_up_to(person), since, frozenset(known))

    return await ctx.store.read(work)
