"""A moderator joins two of whom the one who listens is worried: under a name made for it, told to
all who are in it, and never where the asker would not have them.

    called (`worry`) --step_in--> reads along --`conversations.ending.leave`--> reads no more

They read what is written from then on, by everybody who was told of them. They are nobody's
listener: nothing of it counts as listening, and where nobody listens any more it is over for all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.asks import OwnWords
from bot.domain.conversations import Conversation, Side
from bot.domain.errors import ConversationOver, OutOfDate
from bot.domain.ids import GuildId, UserId
from bot.domain.joining_errors import CannotStepIn, ModeratorIsThere
from bot.domain.moderation_record import RecordedAct
from bot.domain.notices import NoticeKind
from bot.domain.notices_about import about_conversation
from bot.domain.timers import TimerKind
from bot.services.context import Context, Member
from bot.services.conversations import rooms
from bot.services.moderation import record, worry
from bot.services.offers import joining
from bot.storage.store import Tables


@dataclass(frozen=True, slots=True)
class SteppedIn:
    """The asker's alias, the moderator's own, and the token of their buttons."""

    alias: str
    own_alias: str
    token: str


async def step_in(ctx: Context, user: UserId, guild: GuildId | None, token: str) -> SteppedIn:
    """Join the conversation about which moderators were called. Pressed again it is the same.
    `guild` as in `worry.be_there`, which also says whom it must not reach: they read OutOfDate.

    Raises OutOfDate, NotAModerator, BannedHere, PausedHere, ConversationOver, ModeratorIsThere,
    and CannotStepIn for somebody who never meets a listener who is there.
    """
    await worry.must_be_called(ctx, user, guild, token)

    async def work(tables: Tables) -> SteppedIn:
        talk = await worry.must_be_let_know(ctx, tables, user, token)
        return await _step_in(ctx, tables, Member(user, talk.guild_id), talk)

    return await ctx.store.transaction(work)


async def _step_in(ctx: Context, tables: Tables, member: Member, talk: Conversation) -> SteppedIn:
    if not talk.open:
        raise ConversationOver
    if not await tables.timers.is_waiting(TimerKind.MODERATOR_MAY_JOIN, talk.id):
        raise OutOfDate
    person, number = await tables.people.meet(member.user), ctx.listener_number(member)
    there = await rooms.moderator(tables, talk)
    if there is not None and there.listener_number == number:  # and Discord lost the answer
        known = await tables.button_tokens.known_for(there.id, person)
        return SteppedIn(there.asker.alias, there.listener.alias, known or "")
    if there is not None:
        raise ModeratorIsThere
    if talk.frozen or not await joining.may_meet(ctx, tables, talk, person, number):
        raise CannotStepIn
    ask = await tables.asks.get(talk.ask_id)
    assert ask is not None, "a foreign key holds the ask"
    beside = await joining.beside(ctx, tables, talk, ask, person, number)
    joined = replace(beside, moderates=True, gone=talk.gone & {Side.ASKER})
    await joining.open_beside(ctx, tables, talk, joined)
    await tables.conversations.stop(joined.id, joined.gone)
    await record.note(ctx, tables, member, RecordedAct.JOINED_WORRY, talk.id)
    return await _announce(ctx, tables, talk, joined)


async def _announce(
    ctx: Context, tables: Tables, called: Conversation, joined: Conversation
) -> SteppedIn:
    """Tell all of them; nobody waits any more for a moderator who answers."""
    listeners = await rooms.listeners_beside(tables, joined)
    for one in listeners:
        await worry.is_answered(tables, one)
        await joining.say_moderator_joined(ctx, tables, one, joined)
    new, keep = ctx.randomness.token, tables.button_tokens.for_conversation
    own = await keep(new(), joined.id, joined.listener.person)
    they, you = NoticeKind.MODERATOR_JOINED, NoticeKind.YOU_STEPPED_IN
    caller = OwnWords(called.listener.alias)
    if not joined.gone:
        theirs = await keep(new(), joined.id, joined.asker.person)
        said = about_conversation(they, joined, Side.ASKER, token=theirs, text=caller)
        await ctx.say(tables, said)
    names = OwnWords(_names(listeners))
    await ctx.say(tables, about_conversation(you, joined, Side.LISTENER, token=own, text=names))
    return SteppedIn(joined.asker.alias, joined.listener.alias, own)


def _names(talks: Sequence[Conversation]) -> str:
    return " + ".join(one.listener.alias for one in talks)
