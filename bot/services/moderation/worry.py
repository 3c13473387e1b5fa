"""A listener is worried about whom they talk with: moderators are called at once, and once more;
where none answers, the listener learns just that.

Nothing of the conversation goes along. Who the listener is sees only a moderator who answers.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.conversations import Conversation, Side
from bot.domain.errors import OutOfDate
from bot.domain.ids import NOBODY, ChannelId, GuildId, UserId
from bot.domain.moderation_errors import NotAModerator
from bot.domain.moderation_record import RecordedAct
from bot.domain.notices import Notice, NoticeKind
from bot.domain.notices_about import about_conversation
from bot.domain.timers import Timer, TimerKind
from bot.services import moderators, restrictions
from bot.services.context import Context, Member
from bot.services.conversations import access, rooms
from bot.services.moderation import calling, record
from bot.services.moderation.calling import Reach
from bot.storage.store import Tables

ANSWERED_WITHIN = timedelta(minutes=5)
"""Until they are called once more, and until the listener is told that nobody answers."""
LATE_AT_MOST = timedelta(hours=24)
"""How long an answer still counts as the first, after the listener was told so."""
JOINED_WITHIN = timedelta(hours=24)
"""How long after the last call a moderator can join them; any later somebody has to call again."""

_CALLED = (TimerKind.WORRY_ASKED_AGAIN, TimerKind.WORRY_UNANSWERED)


@dataclass(frozen=True, slots=True)
class Worried:
    """`called`: whether moderators could be; `before`: they were already, and may still answer."""

    alias: str
    called: bool
    before: bool = False
    there: str | None = None
    """The name of a moderator who reads along already: then nobody is called."""


@dataclass(frozen=True, slots=True)
class WorryAnswered:
    """Whose worry it is; `first`: nobody answered before."""

    listener: UserId
    first: bool


async def call(ctx: Context, user: UserId, token: str) -> Worried:
    """Call moderators; what came of it. While they may still answer, nobody is called twice. Raises
    OutOfDate, NotSetUp."""
    conversation, there = await ctx.store.read(lambda on: _own_and_there(ctx, on, user, token))
    if there is not None:
        return Worried(conversation.asker.alias, called=False, there=there)
    reached = await calling.reach(ctx, conversation, hide_from_listener=False)

    async def work(tables: Tables) -> Worried:
        now = await _own(ctx, tables, user, token)
        alias, waits = now.asker.alias, tables.timers.is_waiting
        await tables.timers.listener_wrote(now.id)  # whoever worries is there
        if any([await waits(kind, now.id) for kind in _CALLED]):
            return Worried(alias, called=True, before=True)
        if reached.nobody:
            return Worried(alias, called=False)
        await tables.timers.call_off(TimerKind.WORRY_FORGOTTEN, now.id)
        await _call(ctx, tables, now, reached, TimerKind.WORRY_ASKED_AGAIN)
        return Worried(alias, called=True)

    return await ctx.store.transaction(work)


async def ask_again(ctx: Context, due: Timer) -> None:
    """Nobody has answered: they are called once more."""
    conversation = await ctx.store.read(lambda on: access.find_open(on, due.conversation_id))
    reached = Reach()
    if conversation is not None:
        reached = await calling.reach(ctx, conversation, hide_from_listener=False)

    async def work(tables: Tables) -> None:
        if await tables.timers.take(due) and conversation is not None:
            await _call(ctx, tables, conversation, reached, TimerKind.WORRY_UNANSWERED)

    await ctx.store.transaction(work)


async def tell_the_truth(ctx: Context, due: Timer) -> None:
    """Nobody has answered twice: the listener learns it, with what can be done."""

    async def work(tables: Tables) -> None:
        if not await tables.timers.take(due):
            return
        talk = await access.find_open(tables, due.conversation_id)
        if talk is None:
            return
        late = ctx.clock.now() + LATE_AT_MOST
        await tables.timers.put(Timer(TimerKind.WORRY_FORGOTTEN, late, conversation_id=talk.id))
        token, kind = ctx.randomness.token(), NoticeKind.WORRY_UNANSWERED
        await tables.button_tokens.for_conversation(token, talk.id, talk.listener.person)
        await ctx.say(tables, about_conversation(kind, talk, Side.LISTENER, token=token))

    await ctx.store.transaction(work)


async def forget(ctx: Context, due: Timer) -> None:
    """Whoever answers from now on was not the first for all that is known; or can no longer
    join."""

    async def work(tables: Tables) -> None:
        await tables.timers.take(due)

    await ctx.store.transaction(work)


async def be_there(ctx: Context, user: UserId, guild: GuildId | None, token: str) -> WorryAnswered:
    """A moderator is there: the listener is told once, and the moderator sees who that is. `guild`:
    where it was pressed, by somebody who moderates there; None in direct messages. Raises OutOfDate
    for everybody whom it must not reach, and NotAModerator."""
    await must_be_called(ctx, user, guild, token)

    async def work(tables: Tables) -> WorryAnswered:
        talk = await must_be_let_know(ctx, tables, user, token)
        first = await is_answered(tables, talk)
        if first:
            member = Member(user, talk.guild_id)
            await record.note(ctx, tables, member, RecordedAct.ANSWERED_WORRY, talk.id)
            seen = about_conversation(NoticeKind.WORRY_SEEN, talk, Side.LISTENER)
            await ctx.say(tables, seen)
        return WorryAnswered(await tables.people.user(talk.listener.person), first)

    return await ctx.store.transaction(work)


async def must_be_called(ctx: Context, user: UserId, guild: GuildId | None, token: str) -> None:
    """Whoever presses moderates where they were called; not inside a transaction, as Discord is
    asked. Raises OutOfDate, NotAModerator."""
    conversation = await ctx.store.read(lambda tables: _called_about(tables, token))
    if guild not in (None, conversation.guild_id):
        raise OutOfDate
    if guild is None and not await moderators.still_reads(ctx, conversation.guild_id, user):
        raise NotAModerator


async def must_be_let_know(ctx: Context, tables: Tables, user: UserId, token: str) -> Conversation:
    """About which conversation moderators were called, if it may reach this one. Raises OutOfDate,
    BannedHere, PausedHere."""
    talk = await _called_about(tables, token)
    await restrictions.must_be_free(ctx, tables, Member(user, talk.guild_id))
    if not await calling.may_know(ctx, tables, talk, user):
        raise OutOfDate
    return talk


async def is_answered(tables: Tables, talk: Conversation) -> bool:
    """Nobody waits any more for a moderator who answers; whether somebody did."""
    waited = (*_CALLED, TimerKind.WORRY_FORGOTTEN)
    return any([await tables.timers.call_off(kind, talk.id) for kind in waited])


async def _call(
    ctx: Context, tables: Tables, talk: Conversation, reached: Reach, follows: TimerKind
) -> None:
    token = await tables.button_tokens.for_moderators(ctx.randomness.token(), talk.id)
    card = Notice(NoticeKind.WORRY_CARD, talk.guild_id, ChannelId(0), token=token)
    others = NoticeKind.WORRY_FOR_OTHERS
    await calling.tell_each(ctx, tables, reached, card, others, f"worry {token}")
    now = ctx.clock.now()
    for kind, due in (
        (follows, now + ANSWERED_WITHIN),
        (TimerKind.MODERATOR_MAY_JOIN, now + JOINED_WITHIN),
    ):
        await tables.timers.put(Timer(kind, due, conversation_id=talk.id))


async def _own(ctx: Context, tables: Tables, user: UserId, token: str) -> Conversation:
    conversation, side = await access.require_open(ctx, tables, user, token)
    if side is not Side.LISTENER or conversation.moderates:
        raise OutOfDate
    return conversation


async def _own_and_there(
    ctx: Context, tables: Tables, user: UserId, token: str
) -> tuple[Conversation, str | None]:
    talk = await _own(ctx, tables, user, token)
    there = await rooms.moderator(tables, talk)
    return talk, None if there is None else there.listener.alias


async def _called_about(tables: Tables, token: str) -> Conversation:
    meaning = await tables.button_tokens.meaning(token)
    if meaning is None or meaning.person is not None or meaning.conversation_id is None:
        raise OutOfDate
    conversation = await tables.conversations.get(meaning.conversation_id)
    if conversation is None or conversation.listener.person == NOBODY:
        raise OutOfDate
    return conversation
