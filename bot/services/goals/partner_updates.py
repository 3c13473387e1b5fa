"""A partner learns how a check-in was answered: one kind line, under the conversation's alias."""

from bot.domain.conversations import Conversation, Side
from bot.domain.goals import Answer, CheckIn
from bot.domain.notices import NoticeKind
from bot.domain.notices_about import about_conversation
from bot.domain.timers import Timer
from bot.services.context import Context
from bot.storage.store import Tables

_KINDS = {
    Answer.DID_IT: NoticeKind.PARTNER_DID_IT,
    Answer.PARTLY: NoticeKind.PARTNER_PARTLY,
    Answer.NOT_YET: NoticeKind.PARTNER_NOT_YET,
}


async def tell(ctx: Context, due: Timer) -> None:
    """Pass the newest answer on, as it stands now; the same one only once."""

    async def work(tables: Tables) -> None:
        if not await tables.timers.take(due) or due.conversation_id is None:
            return
        conversation = await tables.conversations.get(due.conversation_id)
        if conversation is None or not conversation.open or conversation.stopped:
            return
        asked = await _answered(tables, conversation)
        if asked is None or asked.answer is None or asked.told is asked.answer:
            return
        await tables.goals.told(asked.token)
        told = about_conversation(_KINDS[asked.answer], conversation, Side.LISTENER)
        await ctx.say(tables, told)

    await ctx.store.transaction(work)


async def _answered(tables: Tables, conversation: Conversation) -> CheckIn | None:
    """The last that was answered: meanwhile the next one may have come."""
    goal = await tables.partners.goal_of(conversation.ask_id)
    lately = () if goal is None else await tables.goals.lately(goal)
    return next((one for one in lately if one.answer is not None), None)
