"""What the bot has to say, to whom: kinds, ids and people's own words, never our sentences.

The sentences are in prompts/ and are chosen when a notice is delivered, in the reader's language.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.domain.asks import Ask, AskKind, OwnWords
from bot.domain.conversations import Conversation, Side, other
from bot.domain.ids import AskId, ChannelId, ConversationId, GuildId, PersonTag


class NoticeKind(StrEnum):
    """Each has its words under `notice.<kind>` in prompts/messages."""

    ASK_IN_CHANNEL = "ask_in_channel"
    ASK_TAKEN_IN_CHANNEL = "ask_taken_in_channel"
    ASK_OVER_IN_CHANNEL = "ask_over_in_channel"
    ASK_POSTED = "ask_posted"
    ASK_TAKEN_BACK = "ask_taken_back"
    ASK_NOT_POSTED = "ask_not_posted"
    ASK_EXPIRED = "ask_expired"
    ASK_ACCEPTED = "ask_accepted"
    LISTENER_LOST = "listener_lost"
    YOU_ACCEPTED = "you_accepted"
    WORDS = "words"
    FILES_NOT_PASSED_ON = "files_not_passed_on"
    SEVERAL_OPEN = "several_open"
    NOTHING_OPEN = "nothing_open"
    NOT_DELIVERED_YET = "not_delivered_yet"
    DM_CHECK_ASKER = "dm_check_asker"
    DM_CHECK_LISTENER = "dm_check_listener"
    CONVERSATION_ENDED_ASKER = "conversation_ended_asker"
    CONVERSATION_ENDED_LISTENER = "conversation_ended_listener"


class Action(StrEnum):
    """What is done with the bot's message."""

    CREATE = "create"
    EDIT = "edit"


class Part(StrEnum):
    """A message of an ask that is edited later, by the part it plays."""

    POST = "post"
    ASKER = "asker"


class Priority(IntEnum):
    """A lower number goes first: somebody is waiting for a conversation."""

    CONVERSATION = 0
    BROADCAST = 1


PARTS: dict[NoticeKind, Part] = {
    NoticeKind.ASK_IN_CHANNEL: Part.POST,
    NoticeKind.ASK_TAKEN_IN_CHANNEL: Part.POST,
    NoticeKind.ASK_OVER_IN_CHANNEL: Part.POST,
    NoticeKind.DM_CHECK_ASKER: Part.ASKER,
    NoticeKind.ASK_POSTED: Part.ASKER,
    NoticeKind.ASK_TAKEN_BACK: Part.ASKER,
}
"""The kinds that live in a message which is edited; every other kind is said once."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to say. `to` is a person's direct messages or a channel of the server.

    `alias` is the other side's name in this conversation, `own_alias` the reader's.
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


def about_conversation(
    kind: NoticeKind,
    conversation: Conversation,
    to: Side,
    *,
    token: str | None = None,
    text: OwnWords | None = None,
) -> Notice:
    """A notice to one side of a conversation, with both aliases as that side knows them."""
    return Notice(
        kind,
        conversation.guild_id,
        conversation.party(to).person,
        priority=Priority.CONVERSATION,
        ask_id=conversation.ask_id,
        conversation_id=conversation.id,
        token=token,
        alias=conversation.party(other(to)).alias,
        own_alias=conversation.party(to).alias,
        text=text,
    )


def ask_in_channel(
    kind: NoticeKind, ask: Ask, channel: ChannelId, action: Action, token: str | None = None
) -> Notice:
    """How an ask stands in its channel. Only an open ask that still waits shows its words."""
    shown = kind is NoticeKind.ASK_IN_CHANNEL and ask.kind is AskKind.OPEN
    return Notice(
        kind,
        ask.guild_id,
        channel,
        action,
        ask_id=ask.id,
        token=token,
        text=ask.text if shown else None,
    )
