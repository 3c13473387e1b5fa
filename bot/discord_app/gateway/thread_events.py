"""What Discord tells of the threads that the bot made, as the services know it.

Of all that people write in a server only what stands in such a thread is looked at; the rest ends
here, without a look into the database.
"""

import discord

from bot.domain.ids import ChannelId, MessageId, UserId
from bot.services.context import Context
from bot.services.open_asks import standing, telling
from bot.services.open_asks.telling import WrittenThere

BY_PEOPLE = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""Beside these Discord itself writes, as that a name was changed."""


def is_answer(message: discord.Message) -> bool:
    """Whether somebody wrote it under their own name; what bots and webhooks write is none."""
    of_person = not message.author.bot and message.webhook_id is None
    return of_person and message.type in BY_PEOPLE


class ThreadEvents:
    """Which threads there are, the client knows from what it was told."""

    def __init__(self, ctx: Context, client: discord.Client) -> None:
        self._ctx = ctx
        self._client = client

    async def written(self, message: discord.Message) -> None:
        """Somebody wrote under their own name."""
        if is_answer(message) and self._is_ours(message.channel):
            thread, author = ChannelId(message.channel.id), UserId(message.author.id)
            await telling.written(self._ctx, WrittenThere(thread, MessageId(message.id), author))

    async def message_deleted(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Its writer or a moderator deleted it."""
        if self._is_ours(self._client.get_channel(payload.channel_id)):
            place, message = ChannelId(payload.channel_id), MessageId(payload.message_id)
            await standing.message_deleted(self._ctx, place, message)

    async def deleted(self, payload: discord.RawThreadDeleteEvent) -> None:
        """It is no more."""
        await standing.deleted(self._ctx, ChannelId(payload.thread_id))

    async def changed(self, payload: discord.RawThreadUpdateEvent) -> None:
        """That it was put away changes nothing: whoever writes opens it again."""
        if payload.data.get("thread_metadata", {}).get("locked"):
            await standing.locked(self._ctx, ChannelId(payload.thread_id))

    def _is_ours(self, channel: object) -> bool:
        me = self._client.user
        return isinstance(channel, discord.Thread) and me is not None and channel.owner_id == me.id
