"""Accepting an ask: the first listener who may take it has it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.asks import Ask, AskState
from bot.domain.conversations import Conversation, Party, Side
from bot.domain.errors import NoLongerAvailable, NotAListener
from bot.domain.ids import ConversationId
from bot.domain.listening import Listener, may_take
from bot.domain.notices import Action, NoticeKind, about_conversation, ask_in_channel
from bot.services.context import Context, Member
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class Accepted:
    """The conversation is open; `alias` is the asker's name in it."""

    alias: str


async def accept(ctx: Context, member: Member, token: str) -> Accepted:
    """Take the ask that a button stands for.

    Raises NotAListener for those who did not opt in, and NoLongerAvailable for everything else:
    taken, over, one's own, beyond one's limits.
    """
    return await ctx.store.transaction(lambda tables: _accept(ctx, tables, member, token))


async def _accept(ctx: Context, tables: Tables, member: Member, token: str) -> Accepted:
    listener = await tables.listeners.get(ctx.number(member))
    if listener is None:
        raise NotAListener
    ask = await _ask_behind(tables, token)
    if not await _may_take(ctx, tables, ask, listener):
        raise NoLongerAvailable
    now = ctx.clock.now()
    if not await tables.asks.move(ask.id, AskState.WAITING, AskState.TAKEN, now):
        raise NoLongerAvailable
    conversation = _between(ctx, ask, listener)
    await tables.conversations.add(conversation)
    await _announce(ctx, tables, ask, conversation)
    return Accepted(conversation.asker.alias)


async def _ask_behind(tables: Tables, token: str) -> Ask:
    meaning = await tables.buttons.meaning(token)
    ask = meaning and meaning.ask_id and await tables.asks.get(meaning.ask_id)
    if not ask:
        raise NoLongerAvailable
    return ask


async def _may_take(ctx: Context, tables: Tables, ask: Ask, listener: Listener) -> bool:
    now, limits = ctx.clock.now(), ctx.settings.listeners
    load = await tables.conversations.load(listener.number, now - timedelta(days=1))
    return may_take(
        ask,
        listener,
        load,
        now,
        at_once=limits.conversations_at_once,
        a_day=limits.conversations_per_day,
    )


def _between(ctx: Context, ask: Ask, listener: Listener) -> Conversation:
    asker_alias, listener_alias = ctx.randomness.sample(ctx.aliases, 2)
    return Conversation(
        ConversationId(ctx.randomness.token()),
        ask.id,
        ask.guild_id,
        Party(ask.asker, asker_alias),
        Party(listener.person, listener_alias),
        listener.number,
        ctx.clock.now(),
    )


async def _announce(ctx: Context, tables: Tables, ask: Ask, conversation: Conversation) -> None:
    tokens = {
        side: await tables.buttons.for_conversation(
            ctx.randomness.token(), conversation.id, conversation.party(side).person
        )
        for side in Side
    }
    await ctx.say(
        tables,
        about_conversation(
            NoticeKind.YOU_ACCEPTED,
            conversation,
            Side.LISTENER,
            token=tokens[Side.LISTENER],
            text=ask.text,
        ),
        about_conversation(
            NoticeKind.ASK_ACCEPTED, conversation, Side.ASKER, token=tokens[Side.ASKER]
        ),
        ask_in_channel(
            NoticeKind.ASK_TAKEN_IN_CHANNEL,
            ask,
            ctx.guilds.of(ask.guild_id).ask_channel,
            Action.EDIT,
        ),
    )
