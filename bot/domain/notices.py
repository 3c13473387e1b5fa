"""What the bot has to say, to whom: kinds, ids and people's own words, never our sentences.

The sentences are in prompts/ and are chosen when a notice is delivered, in the reader's language.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from bot.domain.asks import AskKind, OwnWords, Wishes
from bot.domain.ids import AskId, ChannelId, ConversationId, GuildId, PersonTag, PieceId, ScheduleId
from bot.domain.message_copies import Choice, Reference


class NoticeKind(StrEnum):
    """Each has its words under `notice.<kind>` in prompts/messages."""

    ASK_IN_CHANNEL = "ask_in_channel"
    ASK_TAKEN_IN_CHANNEL = "ask_taken_in_channel"
    ASK_OVER_IN_CHANNEL = "ask_over_in_channel"
    ASK_POSTED = "ask_posted"
    ASK_FOR_ONE_FIRST = "ask_for_one_first"
    ASK_TAKEN_BACK = "ask_taken_back"
    ASK_OVER = "ask_over"
    ASK_NOT_POSTED = "ask_not_posted"
    ASK_NOT_TAKEN = "ask_not_taken"
    ASK_WORDS_REFUSED = "ask_words_refused"
    ASK_EXPIRED = "ask_expired"
    WORDS_TAKEN_DOWN = "words_taken_down"
    """Somebody deleted an open ask's words from the channel."""
    ASK_WAITS_LONGER = "ask_waits_longer"
    ASK_WAITS_LONG = "ask_waits_long"
    """The moderators know that somebody waits."""
    ASK_WAITS_ON = "ask_waits_on"
    """As ASK_WAITS_LONG, where the moderators could not be told, or are not."""
    ASK_FOUND = "ask_found"
    ASK_ACCEPTED = "ask_accepted"
    OFFER = "offer"
    OFFER_AGAIN = "offer_again"
    OFFER_ACCEPTED = "offer_accepted"
    OFFER_DECLINED = "offer_declined"
    OFFER_OVER = "offer_over"
    DUTY_ENDED = "duty_ended"
    SOMEBODY_WAITS = "somebody_waits"
    ASKS_CANNOT_BE_POSTED = "asks_cannot_be_posted"
    """Where, and what to change, is looked up when it is said."""
    STILL_WANTED = "still_wanted"
    LISTENER_NUDGED = "listener_nudged"
    LISTENER_SILENT_ASKER = "listener_silent_asker"
    LISTENER_SILENT_LISTENER = "listener_silent_listener"
    YOU_ACCEPTED = "you_accepted"
    WORDS = "words"
    STICKER = "sticker"
    MESSAGE_WAITING = "message_waiting"
    HAVE_IT = "have_it"
    """The sign on what a person wrote: it is stored, whoever is there or not."""
    VOICE_NOT_PASSED_ON = "voice_not_passed_on"
    OTHER_NOT_PASSED_ON = "other_not_passed_on"
    NOTHING_TO_READ = "nothing_to_read"
    TOO_MUCH_AT_ONCE = "too_much_at_once"
    LISTENER_QUIET = "listener_quiet"
    STILL_HERE = "still_here"
    BACK_SOON = "back_soon"
    IDLE_WARNING = "idle_warning"
    ASK_OVER_CHANNEL = "ask_over_channel"
    ASK_OVER_SERVER = "ask_over_server"
    FILES_NOT_PASSED_ON = "files_not_passed_on"
    SEVERAL_OPEN = "several_open"
    DETAILS_HELD = "details_held"
    """Words that give their writer away are kept until they say that these may go."""
    DETAILS_REFUSED = "details_refused"
    """The same where they do not go at all."""
    NOTHING_OPEN = "nothing_open"
    SHALL_I_PASS_IT_ON = "shall_i_pass_it_on"  # noqa: S105 - a question, no password
    HELP_CARD_NOW = "help_card_now"
    HELP_CARD_FRIEND = "help_card_friend"
    HELP_CARD_PAST = "help_card_past"
    HELP_CARD_HIDDEN = "help_card_hidden"
    """One of them, for somebody discreet outside a conversation: which one is in the text."""
    PANEL = "panel"
    FROM_MODERATORS = "from_moderators"
    """Something of theirs is to be read: the same words whatever it is."""
    MODERATORS_LOOK = "moderators_look"
    """Something waits for them in /moderate: nothing of it stands in the channel."""
    FAREWELL = "farewell"
    FAREWELL_SERVER = "farewell_server"
    WORDS_REFUSED = "words_refused"
    DM_CHECK_ASKER = "dm_check_asker"
    DM_CHECK_LISTENER = "dm_check_listener"
    CONVERSATION_ENDED_ASKER = "conversation_ended_asker"
    CONVERSATION_ENDED_LISTENER = "conversation_ended_listener"
    THANKS = "thanks"
    ENCOURAGEMENT = "encouragement"
    ENCOURAGEMENT_IN_CHANNEL = "encouragement_in_channel"
    ENCOURAGEMENTS_BEGIN = "encouragements_begin"
    CHECK_IN = "check_in"
    CHECK_IN_AFTER_SILENCE = "check_in_after_silence"
    CHECK_IN_SOFTLY = "check_in_softly"
    """While their encouragements rest, by their own choice or after a help card."""
    GOAL_WORDS_REFUSED = "goal_words_refused"
    """Discord did not take the question, as the goal's own words stand in it."""
    YOU_GO_ALONG = "you_go_along"
    COMPANY_ENDED = "company_ended"
    """As CONVERSATION_ENDED_ASKER, where somebody went along with their goal."""
    PARTNER_DID_IT = "partner_did_it"
    PARTNER_PARTLY = "partner_partly"
    PARTNER_NOT_YET = "partner_not_yet"


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

SILENT = HELP_CARDS | {NoticeKind.HELP_CARD_HIDDEN}
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
    NoticeKind.ASK_FOUND: Part.ASKER,
    NoticeKind.ASK_TAKEN_BACK: Part.ASKER,
    NoticeKind.ASK_OVER: Part.ASKER,
    NoticeKind.ASK_WAITS_LONGER: Part.ASKER,
    NoticeKind.ASK_WAITS_LONG: Part.ASKER,
    NoticeKind.ASK_WAITS_ON: Part.ASKER,
    NoticeKind.OFFER: Part.OFFER,
    NoticeKind.OFFER_AGAIN: Part.OFFER,
    NoticeKind.OFFER_ACCEPTED: Part.OFFER,
    NoticeKind.OFFER_DECLINED: Part.OFFER,
    NoticeKind.OFFER_OVER: Part.OFFER,
}
"""The kinds that live in a message which is edited; every other kind is said once."""

ENDS = frozenset(
    {
        NoticeKind.CONVERSATION_ENDED_ASKER,
        NoticeKind.CONVERSATION_ENDED_LISTENER,
        NoticeKind.COMPANY_ENDED,
        NoticeKind.LISTENER_SILENT_ASKER,
        NoticeKind.LISTENER_SILENT_LISTENER,
        NoticeKind.ASK_OVER_CHANNEL,
        NoticeKind.ASK_OVER_SERVER,
    }
)
"""What may tell somebody that a conversation is over."""

DETAILS = frozenset({NoticeKind.DETAILS_HELD, NoticeKind.DETAILS_REFUSED})
"""What shows somebody the words that give them away; its token is that of what is kept."""

OF_HELD = DETAILS | {NoticeKind.SEVERAL_OPEN}
"""What replies to the message whose words are kept."""

OFFERS = frozenset({NoticeKind.OFFER, NoticeKind.OFFER_AGAIN})
"""What tells a listener of an ask."""


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
    or which card is hidden.
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
    """Looked up when it is said: what an offer tells."""
    on_schedule: OnSchedule | None = None
    until: datetime | None = None
    """Looked up when it is said: until when the words of its ask are kept, where that is fixed."""


def part_of(notice: Notice) -> str | None:
    """Which message of its ask a notice lives in; None for one that is said once."""
    part = PARTS.get(notice.kind)
    return f"{part}:{notice.token}" if part is Part.OFFER else part
