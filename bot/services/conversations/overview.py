"""My conversations: one's own asks, conversations and waiting messages, in one place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.domain.conversations import Conversation, Side, one_of_each_room
from bot.domain.ids import GuildId, MorningWordsId, OutboxId, PersonTag, UserId, message_at
from bot.domain.notices import Notice, NoticeKind
from bot.services.context import Context
from bot.services.conversations import lost_partner, rooms
from bot.services.conversations.own_asks import MyAsk, NewToken, NoTokenYet, made, my_ask
from bot.services.encouragements import of_members
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class MyConversation:
    """An open conversation, as this side knows it; or one that is `over`, for whoever reads inside
    the server what came at its end."""

    token: str
    guild: GuildId
    alias: str
    listening: bool
    since: datetime
    over: bool = False


@dataclass(frozen=True, slots=True)
class MyMorning:
    """Words that they wrote for somebody's morning and that wait for it; or, not `ready`, that tell
    something of their writer, who has not said that they may go."""

    token: MorningWordsId
    guild: GuildId
    ready: bool


@dataclass(frozen=True, slots=True)
class MyConversations:
    """All of it. `waiting`: messages that closed direct messages kept from this person; `notes`:
    what they wrote for themselves, in any server; `suggestions`: encouragements that they suggested
    and did not take back; `blocks`: whether they blocked somebody, or still
    can somebody of a conversation that is over."""

    asks: tuple[MyAsk, ...]
    conversations: tuple[MyConversation, ...]
    waiting: int
    notes: int = 0
    suggestions: int = 0
    blocks: bool = False
    mornings: tuple[MyMorning, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """A message that waits for this person."""

    id: OutboxId
    notice: Notice
    answer: str | None = None
    """A token for writing to its writer, while that conversation is open."""


async def get_overview(ctx: Context, user: UserId, guild: GuildId | None) -> MyConversations:
    """What is mine in one server, or, without one, in all. Nobody else's is ever in it."""
    look = partial(_look, ctx, user, guild)
    try:
        return await ctx.store.read(partial(look, None))
    except NoTokenYet:
        return await ctx.store.transaction(partial(look, ctx.randomness.token))


async def _look(
    ctx: Context, user: UserId, guild: GuildId | None, new: NewToken | None, tables: Tables
) -> MyConversations:
    person = ctx.store.person(user)
    asks = [await tables.asks.get(key) for key in await tables.overview.asks(person, guild)]
    waits = await waiting(ctx, tables, person)
    talks = [
        *one_of_each_room(await tables.conversations.open_with(person)),
        *await _over_here(ctx, tables, person, waits),
    ]
    return MyConversations(
        tuple([await my_ask(ctx, tables, ask, new) for ask in asks if ask is not None]),
        tuple(
            [
                await _my_conversation(tables, talk, person, new)
                for talk in talks
                if guild is None or talk.guild_id == guild
            ]
        ),
        len(waits),
        len(await tables.reflections.of(person)),
        len(await of_members.suggested_by(ctx, tables, user, guild)),
        bool(
            await tables.overview.ended(person, guild) or await tables.blocks.of_user(user, guild)
        ),
        tuple([MyMorning(*one) for one in await tables.overview.mornings(person, guild)]),
    )


async def _over_here(
    ctx: Context, tables: Tables, person: PersonTag, waits: Sequence[WaitingMessage]
) -> Sequence[Conversation]:
    """Those that ended within the time for which their words are kept, and of which somebody who
    reads inside the server has something to read."""
    if not await tables.people.reads_where(person):
        return ()
    since = (ctx.clock.now() - ctx.settings.conversations.message_ids_kept).date()
    waiting_of = {one.notice.conversation_id for one in waits}
    return [
        talk
        for talk, day in await tables.overview.ended(person, None)
        if day >= since and (talk.id in waiting_of or await tables.read_here.of(talk.id, person, 1))
    ]


async def waiting_for_me(ctx: Context, user: UserId) -> tuple[WaitingMessage, ...]:
    """What waits because direct messages are closed, oldest first; it is held while it is shown,
    so that it is not said at the same moment."""
    person = ctx.store.person(user)

    async def work(tables: Tables) -> tuple[WaitingMessage, ...]:
        found = await waiting(ctx, tables, person)
        found = tuple([await _with_answer(ctx, tables, one) for one in found])
        if found:
            until = ctx.clock.now() + ctx.settings.delivery.closed_dms_retried_every
            await tables.outbox.hold_all(person, until)
        return found

    return await ctx.store.transaction(work)


async def have_seen(ctx: Context, user: UserId, shown: Collection[OutboxId]) -> None:
    """These were shown: delivered. What is of a conversation is kept for them to read again, the
    rest is erased. Nobody else is told, nor that they waited."""

    person = ctx.store.person(user)

    async def work(tables: Tables) -> None:
        if await tables.doubts.untold_end(person):
            await tables.people.note_end_told(person, message_at(ctx.clock.now()))
        for one in shown:
            await _keep(ctx, tables, person, await tables.corrections.as_it_stands(one))
        await tables.outbox.have_seen(shown)
        await lost_partner.found(tables, person)

    await ctx.store.transaction(work)


async def _keep(ctx: Context, tables: Tables, person: PersonTag, notice: Notice | None) -> None:
    """What a discreet reader did not open yet is kept already."""
    if notice is None or notice.conversation_id is None:
        return
    if notice.kind is NoticeKind.MESSAGE_WAITING and notice.token is not None:
        await tables.read_here.show(notice.token)
    else:
        await tables.read_here.add(ctx.randomness.token(), person, notice)


async def waiting(ctx: Context, tables: Tables, person: PersonTag) -> tuple[WaitingMessage, ...]:
    """What waits for somebody who cannot be written to, or reads inside the server; oldest first,
    and nothing of it is on its way."""
    reader = await tables.people.reader(person)
    if reader is None or not (reader.dms_closed or reader.where):
        return ()
    stuck = await tables.outbox.stuck(person, ctx.clock.now())
    return tuple(WaitingMessage(entry.id, entry.notice) for entry in stuck)


async def _with_answer(ctx: Context, tables: Tables, kept: WaitingMessage) -> WaitingMessage:
    key = kept.notice.conversation_id
    talk = None if key is None else await tables.conversations.get(key)
    person = kept.notice.to
    if talk is None or not talk.open or not isinstance(person, bytes):
        return kept
    return replace(kept, answer=await _token_for(tables, talk, person, ctx.randomness.token))


async def _token_for(
    tables: Tables, talk: Conversation, person: PersonTag, new: NewToken | None
) -> str:
    known = await tables.overview.conversation_token(talk.id, person)
    return known or await tables.button_tokens.for_conversation(made(new), talk.id, person)


async def _my_conversation(
    tables: Tables, talk: Conversation, person: PersonTag, new: NewToken | None
) -> MyConversation:
    side = talk.side_of(person)
    assert side is not None, "it was found by its people"
    return MyConversation(
        await _token_for(tables, talk, person, new),
        talk.guild_id,
        await rooms.names(tables, talk, side),
        side is Side.LISTENER,
        talk.started_at,
        not talk.open,
    )
