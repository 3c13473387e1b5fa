"""What a report is about, as it stands sealed in its row."""

from bot.domain.ids import AskId, ConversationId, FirstQuestionId, ThreadMessageId
from bot.domain.reports import ReportedAs, Subject

AT_LEAST = 2
"""Parts of each: what was written before there were more reads the same."""


def subject_written(subject: Subject) -> str:
    """In one text."""
    parts = [subject.ask_id, subject.conversation_id, subject.answer, subject.question]
    while len(parts) > AT_LEAST and parts[-1] is None:
        parts.pop()
    return ":".join(part or "" for part in parts)


def subject_read(about: ReportedAs, written: str) -> Subject:
    """The same again."""
    ask, conversation, answer, question = (*written.split(":"), "", "")[:4]
    return Subject(
        about,
        AskId(ask) if ask else None,
        ConversationId(conversation) if conversation else None,
        ThreadMessageId(answer) if answer else None,
        FirstQuestionId(question) if question else None,
    )
