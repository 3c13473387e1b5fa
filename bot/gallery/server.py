"""A server as discord.py knows it, made from nothing but what /setup looks at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import discord

from bot.domain.ids import GuildId

BOT, BOT_ROLE = 1_180_000_000_000_000_555, 1_180_000_000_000_000_556
BACK = discord.Permissions(read_message_history=True)
IN_THREADS = discord.Permissions(send_messages_in_threads=True)
READ = BACK | discord.Permissions(
    view_channel=True, send_messages=True, use_application_commands=True
)
POST = READ | discord.Permissions(embed_links=True)
SEE = discord.Permissions(view_channel=True)
WRITE = discord.Permissions(send_messages=True)
COMMANDS = discord.Permissions(use_application_commands=True)
NOTHING = discord.Permissions()
OWN_ROLE = {"tags": {"bot_id": str(BOT)}, "managed": True, "name": "Lend an Ear"}
Bits = Mapping[Any, discord.Permissions]
"""By the ids of roles."""


class OutOfReach(discord.Guild):
    """A server in which Discord makes no channel just now."""

    async def create_text_channel(self, *of: object, **more: object) -> discord.TextChannel:
        """Discord is not reached. Raises OSError."""
        del of, more
        raise OSError


@dataclass(frozen=True, slots=True)
class MadeChannel:
    """A channel. By role, what it allows and what it takes away."""

    id: int
    allows: Bits = field(default_factory=dict)
    denies: Bits = field(default_factory=dict)
    name: str = ""
    topic: str | None = None
    kind: discord.ChannelType = discord.ChannelType.text


def server(
    guild: GuildId,
    name: str,
    places: Iterable[MadeChannel],
    roles: Bits,
    bot_may: discord.Permissions = POST,
    kind: type[discord.Guild] = discord.Guild,
) -> discord.Guild:
    """One with these channels and roles; everybody may read and write where nothing says else."""
    client = discord.Client(intents=discord.Intents.none())
    state: Any = client._connection  # noqa: SLF001 - where discord.py looks for who it is
    me = {"id": str(BOT), "username": "Lend an Ear", "discriminator": "0", "avatar": None}
    state.user = discord.ClientUser(state=state, data={**me, "bot": True})  # type: ignore[typeddict-item]
    data: Any = {
        "id": str(guild),
        "name": name,
        "owner_id": "1",
        "roles": [
            _role(guild, READ | IN_THREADS, 0),
            _role(
                BOT_ROLE, bot_may, 1, tags={"bot_id": str(BOT)}, managed=True, name="Lend an Ear"
            ),
            *(_role(one, bits, place) for place, (one, bits) in enumerate(roles.items(), 2)),
        ],
        "members": [{"user": me, "roles": [str(BOT_ROLE)], "joined_at": None, "flags": 0}],
        "channels": [_channel(one, place) for place, one in enumerate(places)],
    }
    return kind(data=data, state=state)


def _role(key: int, bits: discord.Permissions, position: int, **more: object) -> dict[str, object]:
    plain = {"id": str(key), "name": "Members", "position": position, "color": 0}
    return {**plain, "permissions": str(bits.value), **more}


def _channel(place: MadeChannel, position: int) -> dict[str, object]:
    overwrites = [
        {
            "id": str(role),
            "type": 0,
            "allow": str(place.allows.get(role, NOTHING).value),
            "deny": str(place.denies.get(role, NOTHING).value),
        }
        for role in {*place.allows, *place.denies}
    ]
    shape = {"id": str(place.id), "type": place.kind.value, "position": position}
    named = {"name": place.name or f"channel-{position}", "topic": place.topic}
    return {**shape, **named, "permission_overwrites": overwrites}
