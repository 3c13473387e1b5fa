"""What can wait comes to nobody in their quiet hours, but at their end.

What is of a conversation, or that somebody accepted, comes at any hour: it is what they asked for.
What is of a schedule, and would come too late then, is left out that day, as always.
"""

from bot.domain.notices import CHECK_INS, Action, NoticeKind
from bot.domain.reads_where import ReadsWhere
from bot.services.context import Context
from bot.storage.delivery.outbox_rows import Entry
from bot.storage.people import Reader
from bot.storage.store import Tables

CAN_WAIT = CHECK_INS | {
    *(NoticeKind.STILL_WANTED, NoticeKind.SOMEBODY_ANSWERED, NoticeKind.OPEN_ASK_OVER),
    *(NoticeKind.ASK_LET_OUT, NoticeKind.ASK_NOT_LOOKED_AT, NoticeKind.ASK_GOES_ON_DIRECTLY),
    *(NoticeKind.WORDS_TAKEN_DOWN, NoticeKind.THREAD_GONE, NoticeKind.THREAD_LOCKED),
    *(NoticeKind.THREAD_NOT_MADE, NoticeKind.YOU_HELPED, NoticeKind.ENCOURAGEMENT),
    *(NoticeKind.GOAL_WORDS_REFUSED, NoticeKind.SUGGESTION_TAKEN),
    *(NoticeKind.SUGGESTION_NOT_TAKEN, NoticeKind.SUGGESTION_UNDECIDED),
    *(NoticeKind.SUGGESTION_KEPT, NoticeKind.LISTENERS_AGE, NoticeKind.LISTENER_WAITS_ON),
    *(NoticeKind.LISTENER_NEEDS_NO_LOOK, NoticeKind.STILL_GLAD, NoticeKind.MORNING_OVER),
}
"""By what it says: tomorrow it is as good."""


async def wait_for_their_end(
    ctx: Context, tables: Tables, entry: Entry, reader: Reader | None
) -> bool:
    """Set aside what can wait, where its reader has quiet hours now; whether it was. What was tried
    may be there already, and whoever reads inside the servers hears nothing of it."""
    notice = entry.notice
    if notice.kind not in CAN_WAIT or notice.action is not Action.CREATE:
        return False
    if reader is None or reader.where is not ReadsWhere.BY_DM or not isinstance(notice.to, bytes):
        return False
    hours = None if entry.first_attempt_at else await tables.quiet_times.of(notice.to)
    end = None if hours is None else hours.end_of(ctx.clock.now())
    if end is not None:
        await tables.quiet_times.set_aside(entry, notice.to, end)
    return end is not None
