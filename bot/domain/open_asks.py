"""An open ask's thread: where anybody answers, under their own name or without it.

wanted -> open -> closed. It is wanted until Discord has made it, and again where its ask waits once
more after it was over.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import (
    AskerNumber,
    AskId,
    ChannelId,
    MessageId,
    PersonTag,
    ThreadMessageId,
)


class ThreadState(StrEnum):
    """Where a thread stands."""

    WANTED = "wanted"
    OPEN = "open"
    CLOSED = "closed"


class ThreadWriter(StrEnum):
    """Who wrote something in a thread, as much as is known there."""

    ASKER = "asker"
    """Whoever asked, through a form."""
    UNNAMED = "unnamed"
    """Somebody who helps, through a form."""
    NAMED = "named"
    """Anybody, under their own name: the bot knows that, and not what."""


@dataclass(frozen=True, slots=True)
class OpenThread:
    """The thread of one ask. `alias`: the name that its asker wears there, and nowhere else."""

    ask_id: AskId
    state: ThreadState
    alias: str
    place: ChannelId | None = None
    untold: int = 0
    """How many answers its asker was not told of yet."""
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """Something in a thread, or still a draft of it, which its writer alone sees."""

    id: ThreadMessageId
    ask_id: AskId
    writer: ThreadWriter
    alias: str = ""
    words: str = ""
    """Empty for what stands there under somebody's own name."""
    number: AskerNumber | None = None
    person: PersonTag | None = None
    """Who wrote it without their name; None for all others, and for those who erased everything."""
    message: MessageId | None = None
    """Where it stands, once it does."""
    helped: bool = False
    draft_until: datetime | None = None
