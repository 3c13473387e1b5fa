"""The conversation with a goal's partner: silence does not end it while the goal is on."""

from bot.domain.conversations import Conversation
from bot.domain.schedules import ScheduleState
from bot.storage.store import Tables


async def goes_along(tables: Tables, conversation: Conversation) -> bool:
    """Whether a conversation goes along with a goal that is on: silence does not end it then."""
    goal = await tables.partners.goal_of(conversation.ask_id)
    schedule = None if goal is None else await tables.schedules.get(goal)
    return schedule is not None and schedule.state is ScheduleState.ON
