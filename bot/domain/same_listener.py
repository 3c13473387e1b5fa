"""Asking for the same listener again, some days after a conversation."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import GuildId, ListenerNumber, PersonTag


@dataclass(frozen=True, slots=True)
class SameListener:
    """One asker may ask for one listener again, in one server, until a moment (UTC).

    `token` is what the asker's button carries, `alias` the listener's name in the conversation
    that ended. `listener` is None for one who listens no more: asking is possible all the same, so
    that it does not show.
    """

    token: str
    asker: PersonTag
    guild_id: GuildId
    listener: ListenerNumber | None
    alias: str
    expires_at: datetime
