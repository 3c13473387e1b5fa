"""The Messenger port on the real Discord.

Only channel messages are used for notices: a webhook or an interaction's follow-up has no nonce
and could double.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import discord

from bot.discord_app import permissions
from bot.discord_app.components.frames import read_back, reads_like
from bot.discord_app.components.views import attached, change, of_image, posted
from bot.discord_app.gateway.on_discord import OnDiscord
from bot.discord_app.outgoing import sent_files, threads
from bot.discord_app.outgoing.answering import answering
from bot.discord_app.outgoing.discord_errors import translating_errors
from bot.discord_app.rendering.notices import Renderers
from bot.discord_app.rendering.reply import Reply
from bot.domain.ids import ChannelId, GuildId, MessageId, RoleId, UserId
from bot.domain.images import SentImage
from bot.domain.notices import SILENT, NoticeKind
from bot.services.ports import HistoryPage, Outgoing, SentMessage, Standing, Unsure

PAGE = 100
"""https://docs.discord.com/developers/resources/message#get-channel-messages"""

BRIEFLY = timedelta(hours=6)
"""What is left of a time-out that ends no conversation; Discord's own choices are 60 seconds, 5 and
10 minutes, an hour, a day and a week (https://support.discord.com/hc/en-us/articles/4413305239191)."""

NO_MEMBER = frozenset({10007, 10013})
"""Not in the server, or no such account any more."""
CLOCKS_APART = timedelta(minutes=2)
"""How far this machine's clock may be ahead of Discord's; what was said earlier is known anyway."""


class DiscordMessenger:
    """Says notices through whichever client is connected."""

    def __init__(
        self,
        place: OnDiscord,
        renderers: Renderers,
        now: Callable[[], datetime],
    ) -> None:
        self._place = place
        self._renderers = renderers
        self._now = now

    async def open_dm(self, user: UserId) -> ChannelId:
        """The direct-message channel with a user."""
        with translating_errors(direct=True):
            return ChannelId((await self._client.create_dm(discord.Object(user))).id)

    def known_dm(self, user: UserId) -> ChannelId | None:
        """The same, where this connection knows it: discord.py keeps the last 128."""
        client = self._place.client
        for one in () if client is None else client.private_channels:
            if isinstance(one, discord.DMChannel) and one.recipient and one.recipient.id == user:
                return ChannelId(one.id)
        return None

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Send it, without pinging anybody and without previews of links."""
        reply, image = await self._reply(outgoing), outgoing.image
        files = [] if image is None else [attached(of_image(image))]
        with translating_errors(direct=_is_direct(outgoing)):
            sent = await self._client.get_partial_messageable(outgoing.channel).send(
                **posted(reply),
                files=files,
                nonce=outgoing.nonce,
                silent=outgoing.notice.kind in SILENT,
                **answering(outgoing),
            )
        return SentMessage(outgoing.channel, MessageId(sent.id))

    async def find(self, outgoing: Outgoing) -> Sequence[SentMessage]:
        """Our messages since the first attempt that read exactly like this one, in any language."""
        first = outgoing.first_attempt_at
        since = None if first is None else first - CLOCKS_APART
        await self._know(outgoing)
        readings = self._renderers.readings(outgoing.notice)
        channel = self._client.get_partial_messageable(outgoing.channel)
        with translating_errors(direct=_is_direct(outgoing)):
            return [
                SentMessage(outgoing.channel, MessageId(message.id))
                # all of it: whoever waits for an answer may write hundreds of messages meanwhile
                async for message in channel.history(limit=None, after=since, oldest_first=True)
                if self._is_ours(message) and any(reads_like(message, one) for one in readings)
            ]

    async def edit(self, outgoing: Outgoing, message: SentMessage) -> None:
        """Put the notice in the place of an earlier one."""
        new = change(await self._reply(outgoing))
        with translating_errors(direct=_is_direct(outgoing)):
            await self._client.http.edit_message(message.channel, message.message, params=new)

    async def begin_thread(self, outgoing: Outgoing, post: SentMessage) -> ChannelId:
        """Let a thread begin at a post of ours; where one does already, that one."""
        return await threads.begin(self._client, post, (await self._reply(outgoing)).text)

    async def put_away(self, thread: ChannelId) -> None:
        """Archive a thread of ours."""
        await threads.put_away(self._client, thread)

    async def delete(self, message: SentMessage) -> None:
        """Delete a message of ours."""
        with translating_errors(direct=True):
            await self._message(message).delete()

    async def written_by_us(
        self, channel: ChannelId, since: datetime, after: MessageId | None = None
    ) -> HistoryPage:
        """A page of our messages in a channel since a moment, or after a message; one request."""
        start = since - CLOCKS_APART if after is None else discord.Object(after)
        history = self._client.get_partial_messageable(channel).history(
            limit=PAGE, after=start, oldest_first=True
        )
        with translating_errors(direct=True):
            page = [message async for message in history]
        ours = (MessageId(message.id) for message in page if self._is_ours(message))
        full = len(page) == PAGE
        return HistoryPage(
            tuple(SentMessage(channel, message) for message in ours),
            MessageId(page[-1].id) if full else None,
        )

    async def sign(self, message: SentMessage, sign: NoticeKind, *, shown: bool) -> None:
        """Show a small sign on a message that a person wrote, or take it away."""
        place, emoji, me = self._message(message), self._renderers.sign(sign), self._client.user
        if me is None:
            raise Unsure
        with translating_errors(direct=True):
            if shown:
                await place.add_reaction(emoji)
            else:
                await place.remove_reaction(emoji, me)

    async def standing(self, guild: GuildId, user: UserId) -> Standing:
        """How somebody stands in a server. Raises Gone when the bot itself is not in it."""
        with translating_errors(direct=False):
            try:
                member = await self._client.http.get_member(guild, user)
            except discord.HTTPException as error:
                if error.code in NO_MEMBER:
                    return Standing.GONE
                raise
        until = discord.utils.parse_time(member.get("communication_disabled_until"))
        left = timedelta(0) if until is None else until - self._now()
        if left <= timedelta(0):
            return Standing.HERE
        return Standing.TIMED_OUT_BRIEFLY if left <= BRIEFLY else Standing.TIMED_OUT

    async def roles(self, guild: GuildId, user: UserId) -> frozenset[RoleId]:
        """The roles of somebody in a server. Raises Gone for those who are not in it."""
        with translating_errors(direct=False):
            member = await self._client.http.get_member(guild, user)
        return frozenset(RoleId(int(role)) for role in member["roles"])

    async def can_post(self, channel: ChannelId, *, history: bool = True) -> bool:
        """As the port says. Raises Unsure during an outage: Discord tells not what is there."""
        known = self._client.get_channel(channel)
        if not isinstance(known, discord.abc.GuildChannel):
            if any(guild.unavailable for guild in self._client.guilds):
                raise Unsure
            return False
        if known.guild.unavailable:
            raise Unsure
        needs = permissions.ASKS if history else permissions.MODERATORS
        return not permissions.in_channel(known.guild, channel, needs)

    async def is_there(self, message: SentMessage) -> bool:
        """Whether a message of ours still stands: False when somebody deleted it."""
        channel = self._client.get_partial_messageable(message.channel)
        with translating_errors(direct=False):
            try:
                await channel.fetch_message(message.message)
            except discord.NotFound as error:
                if error.code != sent_files.UNKNOWN_MESSAGE:
                    raise
                return False
        return True

    async def text_of(self, message: SentMessage) -> str:
        """What a message of ours says; asked for by its id, as nothing of it is kept here."""
        with translating_errors(direct=True):
            return read_back(await self._message(message).fetch())[0]

    async def words_of(self, message: SentMessage) -> str:
        """What a message that a person wrote says now, asked for by its id."""
        with translating_errors(direct=True):
            return (await self._message(message).fetch()).content

    async def sent_image(
        self, message: SentMessage, is_it: Callable[[int], bool]
    ) -> SentImage | None:
        """The image of a person's message, as Discord has it now; None when it is gone there."""
        return await sent_files.image(self._message(message), is_it)

    async def can_read(self, channel: ChannelId, guild: GuildId, user: UserId) -> bool:
        """Whether somebody sees a channel of a server. Raises Unsure during an outage."""
        known = self._client.get_guild(guild)
        if known is None or known.unavailable:
            raise Unsure
        place = known.get_channel(channel)
        with translating_errors(direct=False):
            try:
                member = await known.fetch_member(user)
            except discord.HTTPException as error:
                if error.code in NO_MEMBER:
                    return False
                raise
        return place is not None and place.permissions_for(member).view_channel

    def members(self, guild_id: int) -> int:
        """About how many people the server has; 0 when it is not known."""
        client = self._place.client
        guild = client and client.get_guild(guild_id)
        return guild.member_count or 0 if guild else 0

    async def _reply(self, outgoing: Outgoing) -> Reply:
        await self._know(outgoing)
        return self._renderers.of(outgoing.language).reply(outgoing.notice)

    async def _know(self, outgoing: Outgoing) -> None:
        """What a notice says of its server has to be the same, whichever process says it."""
        if outgoing.notice.guild_id is not None:
            with translating_errors(direct=False):
                await self._place.know(outgoing.notice.guild_id)

    def _message(self, place: SentMessage) -> discord.PartialMessage:
        channel = self._client.get_partial_messageable(place.channel)
        return channel.get_partial_message(place.message)

    @property
    def _client(self) -> discord.AutoShardedClient:
        client = self._place.client
        if client is None:
            raise Unsure
        return client

    def _is_ours(self, message: discord.Message) -> bool:
        me = self._client.user
        return me is not None and message.author.id == me.id


def _is_direct(outgoing: Outgoing) -> bool:
    return isinstance(outgoing.notice.to, bytes)
