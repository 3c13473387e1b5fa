"""A listener who goes along with somebody's goal: how that conversation differs from others.

It is found by an ordinary private ask, and passed on under fresh aliases like every other. But it
lasts as long as the goal is on, and the partner learns how each check-in was answered, nothing
else. Neither the ask nor the conversation counts where one at a time is allowed: whoever has
company for a goal may need help all the same, and their partner can still listen to others.
"""

from datetime import timedelta

from bot.domain.asks import AskState
from bot.domain.conversations import Conversation
from bot.domain.ids import ScheduleId
from bot.domain.timers import Timer, TimerKind
from bot.services.asks import closing
from bot.services.context import Context
from bot.services.conversations import ending
from bot.storage.store import Tables

MAY_CHANGE_FOR = timedelta(minutes=2)
"""Until an answer is passed on: a slip of the thumb can be put right before anybody reads it."""


async def conversation_about(tables: Tables, goal: ScheduleId) -> Conversation | None:
    """The open conversation with a goal's partner."""
    key = await tables.partners.open_ask(goal)
    ask = None if key is None else await tables.asks.get(key)
    if ask is None:
        return None
    talks = await tables.conversations.open_with(ask.asker)
    return next((one for one in talks if one.ask_id == ask.id), None)


async def schedule_partner_update(ctx: Context, tables: Tables, goal: ScheduleId) -> None:
    """A check-in was answered: soon its partner is told, unless it is changed meanwhile."""
    conversation = await conversation_about(tables, goal)
    if conversation is not None and not conversation.stopped:
        due_at = ctx.clock.now() + MAY_CHANGE_FOR
        await tables.timers.put(
            Timer(TimerKind.ANSWER_TOLD, due_at, conversation_id=conversation.id)
        )


async def end_partnership(ctx: Context, tables: Tables, goal: ScheduleId) -> None:
    """The goal ends: so does the conversation with its partner, or the looking for one. Its words
    stand in what was asked, and are erased there as well."""
    await tables.partners.erase_drafts(goal)
    key = await tables.partners.open_ask(goal)
    ask = None if key is None else await tables.asks.get(key)
    if ask is not None and ask.state is AskState.WAITING:
        await closing.take_back(ctx, tables, ask)
    elif (conversation := await conversation_about(tables, goal)) is not None:
        await ending.end(ctx, tables, conversation)
    await tables.asks.erase_words_about(goal)
