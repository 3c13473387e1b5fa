"""The Messenger port on the real Discord.

Only channel messages are used for notices: a webhook or an interaction's follow-up has no nonce
and could double.
"""

from collections.abc import Callable, Sequence

import discord

from bot.discord_app import permissions
from bot.discord_app.components.views import content
from bot.discord_app.failures import told
from bot.discord_app.reply import Reply
from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.notices import Notice
from bot.services.ports import Outgoing, SentMessage, Unsure

HISTORY = 200
"""Messages looked through for one that may have been sent: far more than a bot writes to one
person while Discord is failing."""


class DiscordMessenger:
    """Says notices through whichever client is connected."""

    def __init__(
        self,
        connected: Callable[[], discord.AutoShardedClient | None],
        render: Callable[[Notice], Reply],
    ) -> None:
        self._connected = connected
        self._render = render

    async def open_dm(self, user: UserId) -> ChannelId:
        """The direct-message channel with a user."""
        with told():
            return ChannelId((await self._client.create_dm(discord.Object(user))).id)

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Send it, without pinging anybody and without previews of links."""
        reply = self._render(outgoing.notice)
        with told():
            sent = await self._client.get_partial_messageable(outgoing.channel).send(
                **content(reply),
                nonce=outgoing.nonce,
                suppress_embeds=reply.quote is None,
            )
        return SentMessage(outgoing.channel, MessageId(sent.id))

    async def find(self, outgoing: Outgoing) -> Sequence[SentMessage]:
        """Our messages since the first attempt that read exactly like this one."""
        reply = self._render(outgoing.notice)
        channel = self._client.get_partial_messageable(outgoing.channel)
        with told():
            return [
                SentMessage(outgoing.channel, MessageId(message.id))
                async for message in channel.history(
                    limit=HISTORY, after=outgoing.first_attempt_at, oldest_first=True
                )
                if self._is_ours(message) and _reads_like(message, reply)
            ]

    async def edit(self, outgoing: Outgoing, message: SentMessage) -> None:
        """Put the notice in the place of an earlier one."""
        channel = self._client.get_partial_messageable(message.channel)
        with told():
            await channel.get_partial_message(message.message).edit(
                **content(self._render(outgoing.notice))
            )

    async def can_post(self, channel: ChannelId) -> bool:
        """Whether the bot may post asks in this channel."""
        known = self._client.get_channel(channel)
        if not isinstance(known, discord.abc.GuildChannel):
            return False
        return not permissions.in_channel(known.guild, channel, permissions.ASKS)

    def members(self, guild_id: int) -> int:
        """About how many people the server has; 0 when it is not known."""
        client = self._connected()
        guild = client and client.get_guild(guild_id)
        return guild.member_count or 0 if guild else 0

    @property
    def _client(self) -> discord.AutoShardedClient:
        client = self._connected()
        if client is None:
            raise Unsure
        return client

    def _is_ours(self, message: discord.Message) -> bool:
        me = self._client.user
        return me is not None and message.author.id == me.id


def _reads_like(message: discord.Message, reply: Reply) -> bool:
    quote = message.embeds[0].description if message.embeds else None
    return message.content == reply.text.strip() and quote == reply.quote
