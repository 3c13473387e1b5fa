"""What a report is about, as it stands sealed in its row."""

from bot.domain.ids import AskId, ConversationId, ThreadMessageId
from bot.domain.reports import ReportedAs, Subject


def subject_written(subject: Subject) -> str:
    """In one text; what was written before there were threads reads the same."""
    parts = (subject.ask_id, subject.conversation_id, subject.answer)
    return ":".join(part or "" for part in (parts if subject.answer else parts[:2]))


def subject_read(about: ReportedAs, written: str) -> Subject:
    """The same again."""
    ask, conversation, answer = (*written.split(":"), "")[:3]
    return Subject(
        about,
        AskId(ask) if ask else None,
        ConversationId(conversation) if conversation else None,
        ThreadMessageId(answer) if answer else None,
    )
