"""Where what was brought into the thread of an open ask stands."""

from bot.domain.ids import ThreadMessageId
from bot.domain.notices import Notice, NoticeKind
from bot.services.ports import SentMessage
from bot.storage.store import Tables

WRITTEN = frozenset({NoticeKind.THREAD_ANSWER, NoticeKind.THREAD_REPLY})
"""What carries somebody's words."""


async def note_sent(tables: Tables, notice: Notice, sent: SentMessage | None) -> None:
    """Remember it: to mark it, to report it, to take it out again."""
    if notice.kind in WRITTEN and sent is not None and notice.token is not None:
        await tables.thread_messages.stands(ThreadMessageId(notice.token), sent.message)
