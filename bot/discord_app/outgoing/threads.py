"""Threads below posts of ours, as discord.py makes them and puts them away."""

from typing import Final

import discord

from bot.discord_app.outgoing.discord_errors import translating_errors
from bot.domain.ids import ChannelId
from bot.services.ports import SentMessage

BEGUN_ALREADY = 160004
"""https://docs.discord.com/developers/topics/opcodes-and-status-codes#json"""

QUIET_MINUTES: Final = 4320
"""After so long without a word Discord puts a thread away: longer than an ask waits.

https://docs.discord.com/developers/resources/channel#thread-metadata-object"""


async def begin(client: discord.Client, post: SentMessage, name: str) -> ChannelId:
    """Let one begin at a post; where one does already, that one. Raises an Undelivered."""
    start = client.http.start_thread_with_message
    with translating_errors(direct=False):
        try:
            made = await start(
                post.channel, post.message, name=name, auto_archive_duration=QUIET_MINUTES
            )
        except discord.HTTPException as error:
            if error.code != BEGUN_ALREADY:
                raise
            return ChannelId(post.message)  # a thread has the id of its first message
    return ChannelId(int(made["id"]))


async def put_away(client: discord.Client, thread: ChannelId) -> None:
    """Archive one of ours. Raises an Undelivered."""
    with translating_errors(direct=False):
        await client.http.edit_channel(thread, archived=True)
