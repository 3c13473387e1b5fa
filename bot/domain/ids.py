"""Names for every id, so that mypy refuses to mix two kinds.

Discord's ids are snowflakes (64-bit integers that hold the millisecond of their making).
Ours are random and tell nothing.
"""

from datetime import UTC, datetime, timedelta
from typing import NewType, TypeAlias

GuildId = NewType("GuildId", int)
ChannelId = NewType("ChannelId", int)
RoleId = NewType("RoleId", int)
UserId = NewType("UserId", int)
MessageId = NewType("MessageId", int)

AskId = NewType("AskId", str)
DraftId = NewType("DraftId", str)
ConversationId = NewType("ConversationId", str)
OutboxId = NewType("OutboxId", int)
PieceId = NewType("PieceId", str)
HeldId = NewType("HeldId", str)
ScheduleId = NewType("ScheduleId", str)
ReflectionId = NewType("ReflectionId", str)
ClearingId = NewType("ClearingId", str)
NumberId = NewType("NumberId", str)
ActionId = NewType("ActionId", str)
OpeningId = NewType("OpeningId", str)
ReportId = NewType("ReportId", str)
QuestionId = NewType("QuestionId", str)
SuggestionId = NewType("SuggestionId", str)
ThreadMessageId = NewType("ThreadMessageId", str)
FirstQuestionId = NewType("FirstQuestionId", str)
MorningWordsId = NewType("MorningWordsId", str)

PersonTag = NewType("PersonTag", bytes)
"""Keyed hash of a user: the same in every server, used only to route direct messages."""

AskerNumber = NewType("AskerNumber", bytes)
"""Keyed hash of a user in one server, who asks: what limits and moderators refer to."""

ListenerNumber = NewType("ListenerNumber", bytes)
"""The same as a listener; without the key nothing tells that the two are one person's."""

PrivateNumber: TypeAlias = AskerNumber | ListenerNumber
"""Either of the two; people read and say it as `private_numbers` writes it."""

NOBODY = PersonTag(bytes(16))
"""Stands in the place of somebody who erased everything, in what others still need. Nothing is ever
said to them."""

NO_NUMBER = bytes(16)
"""As NOBODY, for a private number of either kind."""

_FIRST_MOMENT = datetime(2015, 1, 1, tzinfo=UTC)
"""https://docs.discord.com/developers/reference#snowflakes"""


def written_at(message: MessageId) -> datetime:
    """When Discord made a message, by its own clock, to the millisecond."""
    return _FIRST_MOMENT + timedelta(milliseconds=message >> 22)


def message_at(when: datetime) -> MessageId:
    """The first id that a message of a moment can have: for what is told without a message."""
    return MessageId(int((when - _FIRST_MOMENT) / timedelta(milliseconds=1)) << 22)
