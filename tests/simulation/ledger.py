"""What people did and were answered in a history, as far as a check has to know it: what is told
to nobody stands in no message of the bot."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.goals import Answer
from bot.domain.ids import ConversationId, GuildId, ReportId, UserId
from bot.domain.reports import Evidence
from bot.domain.schedules import Schedule, Scheduled
from bot.services.moderation.report_desk import ReportShown
from bot.services.moderation.telling import ToldHow


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report that somebody sent, with what they chose to go along."""

    id: ReportId
    guild: GuildId
    reporter: UserId
    way: ToldHow
    chosen: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A report as a moderator was shown it."""

    moderator: UserId
    shown: ReportShown


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody was worried, and moderators were called."""

    listener: UserId
    conversation: ConversationId | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose to come from a moment on; None: that is not known, as they are choosing,
    or nothing does. `reachable`: their direct messages were known then."""

    who: UserId
    at: datetime
    what: Scheduled
    comes: Schedule | None = None
    reachable: bool = False


@dataclass
class Ledger:
    """Of one history."""

    reports: list[SentReport] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    first_there: list[UserId] = field(default_factory=list)
    """Of each moderator who was told that nobody answered before them: who had called."""
    joined: list[tuple[str, UserId]] = field(default_factory=list)
    """Who was told that they joined the talk about which ask."""
    kept_out: set[UserId] = field(default_factory=set)
    names: list[UserId] = field(default_factory=list)
    """Whose name two moderators opened."""
    told_who: set[UserId] = field(default_factory=set)
    """Who chose to tell moderators who they are."""
    held: set[UserId] = field(default_factory=set)
    """Whose conversations moderators held."""
    chosen: list[Chosen] = field(default_factory=list)
    answers: list[tuple[UserId, str, Answer, datetime]] = field(default_factory=list)
    """Who answered which check-in, and how."""
    well: list[tuple[datetime, bool]] = field(default_factory=list)
    """From when on the bot ran and Discord answered it, or not."""
    closed: dict[UserId, datetime] = field(default_factory=dict)
    """Since when somebody's direct messages were closed for the first time."""
