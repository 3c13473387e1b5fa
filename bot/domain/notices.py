"""What the bot has to say, to whom: kinds, ids and people's own words, never our sentences.

The sentences are in prompts/ and are chosen when a notice is delivered, in the reader's language.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from bot.domain.asks import AskKind, OwnWords, Wishes
from bot.domain.ids import AskId, ChannelId, ConversationId, GuildId, PersonTag, PieceId, ScheduleId
from bot.domain.message_copies import Choice, Reference
from bot.domain.notice_kinds import NoticeKind as NoticeKind


class Action(StrEnum):
    """What is done with the bot's message."""

    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"
    SIGN = "sign"
    """A small reaction on what a person wrote."""


class Part(StrEnum):
    """A message of an ask that is edited later, by the part it plays."""

    POST = "post"
    ASKER = "asker"
    OFFER = "offer"
    """One for each listener who is told: its token follows."""


class Priority(IntEnum):
    """A lower number goes first: somebody is waiting for a conversation."""

    CONVERSATION = 0
    BROADCAST = 1
    SIGN = 2
    SCHEDULED = 3
    """Nobody waits for it at this very minute: it fills the pace that the others leave."""


HELP_CARDS = frozenset(
    {NoticeKind.HELP_CARD_NOW, NoticeKind.HELP_CARD_FRIEND, NoticeKind.HELP_CARD_PAST}
)
"""What somebody's own words called for."""

SILENT = HELP_CARDS | {
    *(NoticeKind.HELP_CARD_HIDDEN, NoticeKind.LISTENERS_WAIT, NoticeKind.FIRST_OVER),
    NoticeKind.MORNING_OVER,
}
"""What comes without a sound."""

CHECK_INS = frozenset(
    {NoticeKind.CHECK_IN, NoticeKind.CHECK_IN_AFTER_SILENCE, NoticeKind.CHECK_IN_SOFTLY}
)
"""What asks somebody how it goes with their goal."""

PARTS: dict[NoticeKind, Part] = {
    NoticeKind.ASK_IN_CHANNEL: Part.POST,
    NoticeKind.ASK_TAKEN_IN_CHANNEL: Part.POST,
    NoticeKind.ASK_OVER_IN_CHANNEL: Part.POST,
    NoticeKind.DM_CHECK_ASKER: Part.ASKER,
    NoticeKind.ASK_POSTED: Part.ASKER,
    NoticeKind.ASK_FOR_ONE_FIRST: Part.ASKER,
    NoticeKind.ASK_GOES_OUT_LATER: Part.ASKER,
    NoticeKind.ASK_HELD: Part.ASKER,
    NoticeKind.ASK_FOUND: Part.ASKER,
    NoticeKind.ASK_TAKEN_BACK: Part.ASKER,
    NoticeKind.ASK_OVER: Part.ASKER,
    NoticeKind.ASK_WAITS_LONGER: Part.ASKER,
    NoticeKind.ASK_WAITS_LONG: Part.ASKER,
    NoticeKind.ASK_WAITS_ON: Part.ASKER,
    NoticeKind.OFFER: Part.OFFER,
    NoticeKind.OFFER_AGAIN: Part.OFFER,
    NoticeKind.SECOND_OFFER: Part.OFFER,
    NoticeKind.OFFER_ACCEPTED: Part.OFFER,
    NoticeKind.OFFER_DECLINED: Part.OFFER,
    NoticeKind.OFFER_OVER: Part.OFFER,
}
"""The kinds that live in a message which is edited; every other kind is said once."""

ENDS = frozenset(
    {
        NoticeKind.CONVERSATION_ENDED_ASKER,
        NoticeKind.CONVERSATION_ENDED_LISTENER,
        NoticeKind.CONVERSATION_ENDED_MODERATOR,
        NoticeKind.COMPANY_ENDED,
        NoticeKind.LISTENER_SILENT_ASKER,
        NoticeKind.LISTENER_SILENT_LISTENER,
        NoticeKind.ASK_OVER_CHANNEL,
        NoticeKind.ASK_OVER_SERVER,
    }
)
"""What may tell somebody that a conversation is over."""

IN_THREAD = frozenset(
    {
        *(NoticeKind.THREAD_RULES, NoticeKind.THREAD_ANSWER, NoticeKind.THREAD_REPLY),
        *(NoticeKind.THREAD_REWORDED, NoticeKind.THREAD_HELPED, NoticeKind.THREAD_OVER),
    }
)
"""What stands in the thread of an open ask."""

DETAILS = frozenset({NoticeKind.DETAILS_HELD, NoticeKind.DETAILS_REFUSED})
"""What shows somebody the words that give them away; its token is that of what is kept."""

OF_HELD = DETAILS | {NoticeKind.SEVERAL_OPEN}
"""What replies to the message whose words are kept."""

TELLS_WHO = frozenset({NoticeKind.WHO_IT_IS, NoticeKind.WHO_IT_IS_FOR_OTHERS})
"""What carries somebody's own id to moderators, as they chose; never to whom they talk with."""

OF_ANOTHER = frozenset(
    {
        *(NoticeKind.YOU_JOINED, NoticeKind.SOMEBODY_JOINED, NoticeKind.SOMEBODY_JOINED_YOU),
        *(NoticeKind.ANOTHER_STAYS, NoticeKind.ANOTHER_LEFT, NoticeKind.MODERATOR_STAYS),
        *(NoticeKind.MODERATOR_JOINED, NoticeKind.MODERATOR_JOINED_YOU),
        *(NoticeKind.MODERATOR_LEFT, NoticeKind.YOU_STEPPED_IN),
    }
)
"""What names a third one who is, or was, in the same conversation: its text is their alias."""

MODERATOR_JOINED = (NoticeKind.MODERATOR_JOINED, NoticeKind.MODERATOR_JOINED_YOU)
"""What tells somebody that a moderator reads along from now on; before they are told, none does."""

OFFERS = frozenset({NoticeKind.OFFER, NoticeKind.OFFER_AGAIN, NoticeKind.SECOND_OFFER})
"""What tells a listener of an ask."""


TO_MANY = OFFERS | {NoticeKind.STILL_GLAD, NoticeKind.FAREWELL}
"""What several people get at once, and none of them by their own press."""


FIRST_TO_ASKER = frozenset({NoticeKind.FIRST_QUESTION, NoticeKind.FIRST_QUESTION_HIDDEN})
"""What brings a listener's question; its token is that of the question."""

FIRST_TO_LISTENER = frozenset(
    {NoticeKind.FIRST_ANSWER, NoticeKind.FIRST_ANSWER_HIDDEN, NoticeKind.FIRST_UNANSWERED}
)
"""What became of it; the token is the listener's own for the ask."""


SAYS_THAT_IT_WAITS = frozenset(
    {
        *(NoticeKind.ASK_IN_CHANNEL, NoticeKind.SOMEBODY_WAITS, NoticeKind.STILL_WANTED),
        *(NoticeKind.ASK_LET_OUT, NoticeKind.ASK_NOT_LOOKED_AT, NoticeKind.OFFER_REWORDED),
    }
)
"""Not said of one that waits no more: it may have had to wait itself."""


UNTIL_READ = frozenset(
    {
        *(NoticeKind.FROM_MODERATORS, NoticeKind.NAME_OPENED, NoticeKind.ASK_NOT_LET_OUT),
        *(NoticeKind.REPORT_QUESTION, NoticeKind.REPORT_NOT_TOLD, NoticeKind.REPORT_UNOPENED),
        *(NoticeKind.REPORT_OVER_SERVER, NoticeKind.LISTENER_APPROVED),
        *(NoticeKind.LISTENER_NOT_NOW, NoticeKind.LISTENER_NEEDS_NO_LOOK),
    }
)
"""What moderators did or asked, and what became of a report: it waits until it is read, however
long direct messages are closed. Each has a lane of its own, as it must hold up nothing, and its
words under `privacy.value.<kind>`."""


@dataclass(frozen=True, slots=True)
class About:
    """What an offer tells about its ask: never a word of it."""

    kind: AskKind
    wishes: Wishes


@dataclass(frozen=True, slots=True)
class OnSchedule:
    """What a notice of a schedule carries: which local date it is for, and which text in which
    language, once that was drawn."""

    schedule: ScheduleId
    day: date
    text_id: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to say. `to` is a person's direct messages or a channel of the server.

    `alias` is the other side's name in this conversation, `own_alias` the reader's. `piece_id` is
    what was passed on with it, `reference` what it replies to. `text` is a help card's country,
    which card is hidden, or until when somebody's words are not passed on.
    """

    kind: NoticeKind
    guild_id: GuildId | None
    to: PersonTag | ChannelId
    action: Action = Action.CREATE
    priority: Priority = Priority.BROADCAST
    ask_id: AskId | None = None
    conversation_id: ConversationId | None = None
    token: str | None = None
    alias: str | None = None
    own_alias: str | None = None
    text: OwnWords | None = None
    piece_id: PieceId | None = None
    reference: Reference | None = None
    choices: tuple[Choice, ...] = ()
    """Looked up when it is said: the buttons of "Who is this for?"."""
    about: About | None = None
    """Looked up when it is said: what an offer tells; where it is over or declined, what else
    waits."""
    other: str | None = None
    """Looked up when it is said: the token for the other ask that `about` tells of, where an offer
    is over or declined."""
    on_schedule: OnSchedule | None = None
    until: datetime | None = None
    """Looked up when it is said: until when the words of its ask are kept, where that is fixed."""
    usual_look: int | None = None
    """Looked up when it is said: the step of how long moderators usually take to look at an ask;
    None where nobody can say, and for what is not about that."""


def question_in(notice: Notice) -> str | None:
    """The id of the listener's question that a notice brings."""
    return notice.token if notice.kind in FIRST_TO_ASKER else None


def part_of(notice: Notice) -> str | None:
    """Which message of its ask a notice lives in; None for one that is said once."""
    part = PARTS.get(notice.kind)
    return f"{part}:{notice.token}" if part is Part.OFFER else part


def opens_nobody(notice: Notice) -> bool:
    """Whether it is a wave, a broadcast or on a schedule: it goes to direct messages that are open
    already. To open many at once is what gets a bot quarantined."""
    return notice.on_schedule is not None or notice.kind in TO_MANY
