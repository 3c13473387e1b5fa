"""Somebody whom one never meets again in a server, as whoever blocked them finds it in a list."""

from dataclasses import dataclass
from datetime import date

from bot.domain.ids import GuildId


@dataclass(frozen=True, slots=True)
class Block:
    """One conversation from which somebody was blocked: the name that they wore in it, the day
    (UTC), and the token with which it is undone. Two of them never tell that they are about one
    person."""

    token: str
    guild_id: GuildId
    alias: str
    day: date
