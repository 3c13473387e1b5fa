"""Whether the bot has taken in what Discord told it, so that a test can move the clock."""

import asyncio

from bot.discord_app.gateway.client import SupportClient
from bot.local_discord import LocalDiscord

LOOKS = 500
"""About a second, and more on a busy machine: between two looks the bot has its turn. What a test
holds up on purpose is not waited for any longer."""

HANDED_OVER = ("discord.py: on_", "CommandTree-invoker", "discord-ui-dynamic-item-")
"""How the names of discord.py's tasks begin in which the bot takes something in."""

CATCHING_UP = ("catching up", "reading threads")
"""Our own tasks that read what was written while the bot was away."""


async def all_heard(discord: LocalDiscord, client: SupportClient | None) -> None:
    """Wait until the bot has read every event that was sent to it, and is done with it."""
    for _ in range(LOOKS):
        if client is None or (_read(discord, client) and not _at_work()):
            return
        await asyncio.sleep(0.002)  # neither sockets nor discord.py tell when they are done


def _read(discord: LocalDiscord, client: SupportClient) -> bool:
    connected = [one for one in discord.gateway.sessions.values() if one.connection is not None]
    return all(one.sequence <= (_last_read(client, one.shard) or 0) for one in connected)


def _last_read(client: SupportClient, shard: int) -> int | None:
    known = client.get_shard(shard)
    return None if known is None else known._parent.ws.sequence


def _at_work() -> bool:
    """discord.py names the task of each event, command and press that it hands over."""
    names = HANDED_OVER + CATCHING_UP
    return any(task.get_name().startswith(names) for task in asyncio.all_tasks())
