"""Names for every id, so that mypy refuses to mix two kinds.

Discord's ids are snowflakes (64-bit integers that hold the millisecond of their making).
Ours are random and tell nothing.
"""

from datetime import UTC, datetime, timedelta
from typing import NewType

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

PersonTag = NewType("PersonTag", bytes)
"""Keyed hash of a user: the same in every server, used only to route direct messages."""

PrivateNumber = NewType("PrivateNumber", bytes)
"""Keyed hash of a user in one server: what limits, listeners and moderators refer to."""

NOBODY = PersonTag(bytes(16))
"""Stands in the place of somebody who erased everything, in what others still need. Nothing is ever
said to them."""

NO_NUMBER = PrivateNumber(bytes(16))
"""As NOBODY, for a private number."""

_FIRST_MOMENT = datetime(2015, 1, 1, tzinfo=UTC)
"""https://docs.discord.com/developers/reference#snowflakes"""


def written_at(message: MessageId) -> datetime:
    """When Discord made a message, by its own clock, to the millisecond."""
    return _FIRST_MOMENT + timedelta(milliseconds=message >> 22)


def message_at(when: datetime) -> MessageId:
    """The first id that a message of a moment can have: for what is told without a message."""
    return MessageId(int((when - _FIRST_MOMENT) / timedelta(milliseconds=1)) << 22)
