"""Owns what an account carries in a guild: a nickname, roles, a time-out."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from bot.local_discord.channels import User
from bot.local_discord.permissions import Permissions

if TYPE_CHECKING:
    from bot.local_discord.world import Guild


@dataclass(eq=False)
class Role:
    """A role of a guild."""

    id: int
    guild: "Guild"
    name: str
    permissions: Permissions
    bot_id: int | None = None


@dataclass(eq=False)
class Member:
    """Somebody in a guild, with what they carry there."""

    user: User
    joined_at: datetime
    nick: str | None = None
    roles: list[Role] = field(default_factory=list)
    timed_out_until: datetime | None = None
