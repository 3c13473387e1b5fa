"""What somebody tells moderators about another's words, and how long that is kept.

Whoever sent a report is nowhere in it: storage keeps that apart and sealed, to write to them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import (
    AskId,
    ConversationId,
    FirstQuestionId,
    GuildId,
    NumberId,
    QuestionId,
    ReportId,
    ThreadMessageId,
)

EVIDENCE_OFFERED = 8
"""How many of the last messages that they read somebody can let go along."""
EVIDENCE_ADDED_WITHIN = timedelta(hours=72)
"""How long after a report something can be added to it."""
EVIDENCE_AFTER_OPENING = timedelta(hours=72)
"""How long what went along is kept once a moderator has opened it."""
EVIDENCE_AT_MOST = timedelta(days=14)
"""How long it is kept where nobody opens it."""
REPORT_KEPT = timedelta(days=30)
UNOPENED_AFTER = timedelta(hours=24)
"""When a report that nobody has opened is brought up again, and as long after that once more."""
BROUGHT_UP_AT_MOST = 2
TWO_REPORTS_WITHIN = timedelta(days=7)
"""Reports by two different people within this time hold new asks of a number."""
WORDS_BEFORE_AT_MOST = 50
"""Of one conversation: of more, the oldest go."""


class ReportState(StrEnum):
    """Where a report stands."""

    DRAFT = "draft"
    """Its reporter looks at it; nobody else knows of it."""
    OPEN = "open"
    DECIDED = "decided"


class ReportedAs(StrEnum):
    """What a report is about."""

    ASK = "ask"
    """An ask, as it was read by somebody who did not talk with its asker."""
    ASKER = "asker"
    """Whoever asked, in a conversation."""
    LISTENER = "listener"
    MODERATOR = "moderator"
    """A moderator who joined a conversation."""
    ANSWERER = "answerer"
    """Whoever answered in the thread of an open ask without their name."""

    @property
    def listens(self) -> bool:
        """Whether it is about somebody on the listener's side of a conversation."""
        return self in (ReportedAs.LISTENER, ReportedAs.MODERATOR)


class EvidenceKind(StrEnum):
    """Where some words were read. Each has its title under `report.evidence.<kind>`."""

    ASK = "ask"
    READ = "read"
    BEFORE = "before"
    """As they stood before they were changed or deleted."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the reported person that the reporter read."""

    kind: EvidenceKind
    words: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """The ask, the conversation, the answer in a thread or the question that a report is about."""

    about: ReportedAs
    ask_id: AskId | None = None
    conversation_id: ConversationId | None = None
    answer: ThreadMessageId | None = None
    question: FirstQuestionId | None = None
    """Of a listener, before they accepted."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was reported. `words` are the reporter's own; None where there are none, or once they
    are erased. A draft has no number yet."""

    id: ReportId
    guild_id: GuildId
    subject: Subject
    state: ReportState
    sent_at: datetime
    number: NumberId | None = None
    words: str | None = None
    opened_at: datetime | None = None
    brought_up: int = 0
    """How often it was brought up again as nobody had opened it."""

    def can_be_added_to(self, now: datetime) -> bool:
        """Whether its reporter can still let something go along."""
        young = now < self.sent_at + EVIDENCE_ADDED_WITHIN
        return self.state is ReportState.DRAFT or (self.state is ReportState.OPEN and young)

    def is_due_to_be_brought_up(self, now: datetime) -> bool:
        """Whether nobody has opened it for so long that somebody must be told again."""
        waited = now - self.sent_at
        unopened = self.state is ReportState.OPEN and self.opened_at is None
        waits = unopened and self.brought_up < BROUGHT_UP_AT_MOST
        return waits and waited >= UNOPENED_AFTER * (self.brought_up + 1)


@dataclass(frozen=True, slots=True)
class Question:
    """What moderators asked back, and the reporter's one answer to it."""

    id: QuestionId
    words: str
    made_at: datetime
    answer: str | None = None
