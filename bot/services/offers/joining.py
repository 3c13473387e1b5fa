"""A second listener joins two who talk: who is told that one is wanted, and who comes first. What
is so for everybody who joins is shared with the moderator who does.

Whoever joins is told what the ask is about, and none of its words: nothing that was written before.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.aliases import another_name
from bot.domain.asks import Ask, AskState, OwnWords
from bot.domain.community import What
from bot.domain.conversations import Conversation, Party, Side
from bot.domain.errors import NoLongerAvailable
from bot.domain.ids import ConversationId, ListenerNumber, PersonTag, UserId
from bot.domain.listening import Listener
from bot.domain.notices import NoticeKind
from bot.domain.notices_about import about_conversation
from bot.domain.timers import Timer, TimerKind
from bot.services import membership
from bot.services.ages import admission
from bot.services.community import tally
from bot.services.context import Context, Member
from bot.services.offers import acceptance, access, search, waves
from bot.services.offers.acceptance import Accepted
from bot.storage.store import Tables


async def find_some(
    ctx: Context, conversation: Conversation, ask: Ask, *, on_duty: bool
) -> membership.Looked:
    """Who might be told now; not inside a transaction, as Discord is asked."""

    async def work(tables: Tables) -> tuple[Sequence[Listener], int]:
        people = await waves.places(ctx, tables, ask, on_duty=on_duty)
        ranked = await waves.ranked(ctx, tables, ask, on_duty=on_duty)
        return await _who_may_meet(ctx, tables, conversation, ranked), people

    wanted, people = await ctx.store.read(work)
    return await membership.first_of(ctx, wanted, people)


async def tell_them(
    ctx: Context, tables: Tables, conversation: Conversation, ask: Ask, looked: membership.Looked
) -> None:
    """Tell those who are here and still may be."""
    await waves.leave_in_peace(ctx, tables, looked.away)
    for listener in await _who_may_meet(ctx, tables, conversation, looked.here):
        one = await waves.fit(ctx, tables, ask, listener)
        if one is not None:
            await waves.offer(ctx, tables, ask, one.listener, NoticeKind.SECOND_OFFER)


async def join(ctx: Context, user: UserId, token: str) -> Accepted:
    """Join the conversation that one was told of; the first who does has it.

    Raises NotAListener, NotApprovedYet, TryAgain, and NoLongerAvailable for everything else:
    whoever joined was quicker, it is over, or it is not for this listener.
    """
    ask = await ctx.store.read(lambda tables: access.require_ask(ctx, tables, user, token))
    await membership.listener_must_be_here(ctx, user, ask.guild_id)
    member = Member(user, ask.guild_id)
    await admission.note_listeners_group(ctx, member)
    return await ctx.store.transaction(lambda tables: _join(ctx, tables, member, token))


async def _join(ctx: Context, tables: Tables, member: Member, token: str) -> Accepted:
    listener = await acceptance.require_listener(ctx, tables, member)
    ask = await access.require_ask(ctx, tables, member.user, token)
    talks = await tables.rooms.about(ask.id)
    mine = next((one for one in talks if one.listener_number == listener.number), None)
    if mine is not None:  # and Discord lost the answer
        known = await tables.button_tokens.known_for(mine.id, listener.person)
        return Accepted(mine.asker.alias, known or "")
    first = await _called(ctx, tables, talks, ask, listener)
    if not await tables.timers.call_off(TimerKind.SECOND_ENDS, first.id):
        raise NoLongerAvailable
    await tables.timers.call_off(TimerKind.SECOND_LOOKED_FOR, first.id)
    joined = await beside(ctx, tables, first, ask, listener.person, listener.number)
    await open_beside(ctx, tables, first, joined)
    await tables.offers.answered(token, ctx.clock.now())
    await tables.listeners.answered_one(listener.number)
    await search.stop_search(ctx, tables, ask, listener.number)
    await tally.note(ctx, tables, ask.guild_id, What.LISTENED, listener.number)
    await tally.note_here(ctx, tables, ask.guild_id, listener.number)
    return Accepted(joined.asker.alias, await _announce(ctx, tables, first, joined))


async def open_beside(
    ctx: Context, tables: Tables, first: Conversation, joined: Conversation
) -> None:
    """Their conversation is in the room of the first. Of its silence nothing is counted."""
    now = ctx.clock.now()
    await tables.rooms.open(first.id)
    await tables.conversations.add(joined)
    if first.known_to_moderators:
        await tables.handed_over.note_known(joined.id)
    await tables.people.talk_with(joined.listener.person, None)
    await tables.conversations.words_passed(joined.id, now)
    await tables.timers.put(Timer(TimerKind.MEMBERS_LOOKED_AT, now, conversation_id=joined.id))


async def _called(
    ctx: Context, tables: Tables, talks: Sequence[Conversation], ask: Ask, listener: Listener
) -> Conversation:
    """The conversation into which somebody is called, if this listener may join it."""
    for one in talks:
        if await tables.timers.is_waiting(TimerKind.SECOND_ENDS, one.id):
            still = replace(ask, state=AskState.WAITING, expires_at=_later(ctx))
            fits = await access.may_take(ctx, tables, still, listener)
            if fits and not one.stopped and await _who_may_meet(ctx, tables, one, [listener]):
                return one
    raise NoLongerAvailable


def _later(ctx: Context) -> datetime:
    """Of an ask that somebody has it no longer counts when it would have expired."""
    return ctx.clock.now() + timedelta(days=1)


async def _who_may_meet(
    ctx: Context, tables: Tables, conversation: Conversation, listeners: Sequence[Listener]
) -> Sequence[Listener]:
    return [
        one
        for one in listeners
        if await may_meet(ctx, tables, conversation, one.person, one.number)
    ]


async def may_meet(
    ctx: Context,
    tables: Tables,
    conversation: Conversation,
    person: PersonTag,
    number: ListenerNumber,
) -> bool:
    """Whether somebody can join the room of a conversation: none of those who joined the asker
    there never meets them, nor is them, and they know nobody else by a name that is worn there."""
    names = set[str]()
    for one in (conversation, *await tables.rooms.others(conversation)):
        own = ctx.store.asker_number_of(one.listener_number)
        apart = await tables.blocks.apart(one.guild_id, own, [number])
        if apart or one.listener_number == number:
            return False
        names |= {one.asker.alias, one.listener.alias}
    # who was there before and comes back knows those names, and as those of the same people
    now, room = ctx.clock.now(), conversation.room
    seen, _ = await tables.rooms.names_around(person, now, but_in=room)
    of_threads = await tables.open_threads.names_of(ctx.store.asker_number_of(number))
    return not names & {*seen, *of_threads}


async def beside(
    ctx: Context,
    tables: Tables,
    first: Conversation,
    ask: Ask,
    person: PersonTag,
    number: ListenerNumber,
) -> Conversation:
    """The asker with somebody who joins them in the room of the first, under a name that nobody
    there knows."""
    all_here = {
        one.listener.person: one.listener_number for one in await tables.rooms.about(ask.id)
    }
    seen, lately = await acceptance.names_known(ctx, tables, ask, {**all_here, person: number})
    names = ctx.aliases(ctx.guilds.language(ask.guild_id))
    shuffled = ctx.randomness.sample(names, len(names))
    return Conversation(
        ConversationId(ctx.randomness.token()),
        ask.id,
        ask.guild_id,
        first.asker,
        Party(person, another_name(shuffled, seen, lately)),
        number,
        ctx.clock.now(),
        room=first.room or first.id,
    )


async def _announce(ctx: Context, tables: Tables, first: Conversation, joined: Conversation) -> str:
    """Tell all three, each with both others' names; the token of whoever joined."""
    new, keep = ctx.randomness.token, tables.button_tokens.for_conversation
    own = await keep(new(), joined.id, joined.listener.person)
    theirs = await keep(new(), joined.id, joined.asker.person)
    called, joins = OwnWords(first.listener.alias), OwnWords(joined.listener.alias)
    you, they = NoticeKind.YOU_JOINED, NoticeKind.SOMEBODY_JOINED
    await ctx.say(
        tables,
        about_conversation(you, joined, Side.LISTENER, token=own, text=called),
        about_conversation(they, joined, Side.ASKER, token=theirs, text=called),
    )
    for one in await tables.rooms.others(joined):
        # a moderator has nothing to press there: no more is asked of them than to read
        more = None if one.moderates else await keep(new(), one.id, one.listener.person)
        they = NoticeKind.SOMEBODY_JOINED_YOU
        await ctx.say(tables, about_conversation(they, one, Side.LISTENER, token=more, text=joins))
        if one.moderates:  # whoever joins is told who reads along
            await say_moderator_joined(ctx, tables, joined, one)
    return own


async def say_moderator_joined(
    ctx: Context, tables: Tables, talk: Conversation, moderator: Conversation
) -> None:
    """Tell a listener that a moderator reads along."""
    who = OwnWords(moderator.listener.alias)
    said = about_conversation(NoticeKind.MODERATOR_JOINED_YOU, talk, Side.LISTENER, text=who)
    await ctx.say(tables, said)
