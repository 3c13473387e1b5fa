"""A listener who goes along with somebody's goal: how that conversation differs from others.

It is found by an ordinary private ask, and passed on under fresh aliases like every other. But it
lasts as long as the goal is on, and the partner learns how each check-in was answered, nothing
else. Neither the ask nor the conversation counts where one at a time is allowed: whoever has
company for a goal may need help all the same, and their partner can still listen to others.
"""

from datetime import timedelta

from bot.domain.asks import AskState
from bot.domain.conversations import Conversation
from bot.domain.errors import AskAlreadyOpen, InConversation, OutOfDate
from bot.domain.guilds import Feature
from bot.domain.ids import DraftId, GuildId, PrivateNumber, ScheduleId
from bot.domain.schedules import ScheduleState
from bot.domain.timers import Due, Waiting
from bot.services.context import Context
from bot.services.conversations import ending
from bot.storage.store import Tables

MAY_CHANGE_FOR = timedelta(minutes=2)
"""Until an answer is passed on: a slip of the thumb can be put right before anybody reads it."""


async def must_be_free(
    ctx: Context, tables: Tables, asker: PrivateNumber, guild: GuildId, goal: ScheduleId | None
) -> None:
    """Whether another ask may wait: one for help at a time, and one for each goal.

    Raises AskAlreadyOpen, InConversation; OutOfDate where the server no longer has partners.
    """
    if goal is None:
        states = await tables.asks.open_of(asker)
        if len(states) >= ctx.settings.asks.open_at_once:
            raise AskAlreadyOpen if AskState.WAITING in states else InConversation
        return
    if not ctx.guilds.is_on(guild, Feature.PARTNERS):
        raise OutOfDate
    ask = await tables.partners.open_ask(goal)
    if ask is not None:
        waits = await tables.asks.state(ask) is AskState.WAITING
        raise AskAlreadyOpen if waits else InConversation


async def draft(tables: Tables, key: DraftId, goal: ScheduleId) -> None:
    """Let a draft look for a partner. Raises OutOfDate when the goal has ended."""
    if await tables.goals.words(goal) is None:
        raise OutOfDate
    await tables.partners.want(key, goal)


async def goes_along(tables: Tables, conversation: Conversation) -> bool:
    """Whether a conversation goes along with a goal that is on: silence does not end it then."""
    goal = await tables.partners.goal_of(conversation.ask_id)
    schedule = None if goal is None else await tables.schedules.get(goal)
    return schedule is not None and schedule.state is ScheduleState.ON


async def conversation_about(tables: Tables, goal: ScheduleId) -> Conversation | None:
    """The open conversation with a goal's partner."""
    key = await tables.partners.open_ask(goal)
    ask = None if key is None else await tables.asks.get(key)
    if ask is None:
        return None
    talks = await tables.conversations.open_with(ask.asker)
    return next((one for one in talks if one.ask_id == ask.id), None)


async def was_answered(ctx: Context, tables: Tables, goal: ScheduleId) -> None:
    """A check-in was answered: soon its partner is told, unless it is changed meanwhile."""
    conversation = await conversation_about(tables, goal)
    if conversation is not None and not conversation.stopped:
        due_at = ctx.clock.now() + MAY_CHANGE_FOR
        await tables.waiting.put(Due(Waiting.ANSWER_TOLD, due_at, conversation_id=conversation.id))


async def part(ctx: Context, tables: Tables, goal: ScheduleId) -> None:
    """The goal ends: so does the conversation with its partner, or the looking for one. Its words
    stand in what was asked, and are erased there as well."""
    await tables.partners.erase_drafts(goal)
    key = await tables.partners.open_ask(goal)
    ask = None if key is None else await tables.asks.get(key)
    if ask is not None and ask.state is AskState.WAITING:
        await ending.take_back(ctx, tables, ask)
    elif (conversation := await conversation_about(tables, goal)) is not None:
        await ending.end(ctx, tables, conversation)
    await tables.asks.erase_words_about(goal)
