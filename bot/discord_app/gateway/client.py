"""The connection to Discord: which events the bot asks for, and where each of them goes."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.discord_app.components.views import PressedButton
from bot.discord_app.gateway.api_address import gateway_of
from bot.discord_app.gateway.inbox import Inbox
from bot.discord_app.gateway.missed_answers import MissedAnswers
from bot.discord_app.gateway.thread_events import ThreadEvents
from bot.discord_app.gateway.wire_log import LONGEST_WAIT, Listens, wire_log
from bot.discord_app.interactions.by_language import RouterByLanguage
from bot.discord_app.interactions.command_tree import add_commands, fingerprint
from bot.discord_app.interactions.command_words import CommandWords
from bot.discord_app.interactions.context import DiscordContext
from bot.domain.ids import ChannelId, GuildId
from bot.services.conversations import departures, server_departures
from bot.services.requests import RefusedRequest

OF_DIRECT_MESSAGES = 0
"""The only shard that is told of them: https://docs.discord.com/developers/events/gateway#sharding"""


INTENTS = discord.Intents(guilds=True, dm_messages=True, guild_messages=True)
"""The events that are asked for; none of them is privileged. What people write in a server comes
without its words."""


class SupportClient(discord.AutoShardedClient):
    """Nothing privileged, nobody cached: only servers, and messages sent to the bot itself."""

    def __init__(
        self,
        desk: DiscordContext,
        router: RouterByLanguage,
        logged_in: Callable[["SupportClient"], Awaitable[None]],
        ready: Callable[["SupportClient"], Awaitable[None]],
    ) -> None:
        super().__init__(
            intents=INTENTS,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            # nothing here waits for the last server of many: each is known as soon as it is told of
            guild_ready_timeout=0.1,
            http_trace=wire_log(Listens(desk.ctx.requests.begins, self._refused)),
            # whatever has to wait longer is noted as such, and holds up nothing meanwhile
            max_ratelimit_timeout=LONGEST_WAIT,
        )
        self.tree = app_commands.CommandTree[Any](self)
        self._router = router
        self._ctx = desk.ctx
        self._words = CommandWords(router.nearest, desk.in_language)
        self._inbox = Inbox(desk.ctx, self.get_partial_messageable)
        self._threads = ThreadEvents(desk.ctx, self)
        self._missed = MissedAnswers(desk.ctx, self.get_partial_messageable)
        self._when_logged_in, self._when_ready = logged_in, ready
        self._giving_up: asyncio.Task[None] | None = None
        self._log = structlog.get_logger("client")
        self.add_dynamic_items(PressedButton)
        add_commands(self.tree, desk, router)

    async def setup_hook(self) -> None:
        """Logged in, not connected yet."""
        await gateway_of(self)
        await self.tree.set_translator(self._words)
        await self._when_logged_in(self)

    async def sync_commands(self, known: bytes | None) -> bytes:
        """Tell Discord of the commands if they are not the `known` ones; their fingerprint."""
        current = f"{self.application_id}:{await fingerprint(self.tree)}".encode()
        if current != known:
            await self.tree.sync()
        return current

    async def on_ready(self) -> None:
        """Discord has told of the servers that the bot is in."""
        await self._note_what_came_and_went()
        try:
            await self._when_ready(self)  # from here on what is looked for can be found
        finally:
            self._inbox.catch_up()
            self._missed.catch_up()
        for guild in self.guilds:
            await self._look_for_its_channel(guild)

    async def _note_what_came_and_went(self) -> None:
        """Before anything is said or ends: what happened while the bot was away is not told. A
        server in an outage is listed as unavailable, without its channels: it is not gone."""
        try:
            await server_departures.are_here(self._ctx, {guild.id for guild in self.guilds})
        except Exception as error:  # noqa: BLE001 - a full disk must not keep it from being ready
            self._log.error("client.servers_not_noted", exc_info=error)

    async def _look_for_its_channel(self, guild: discord.Guild) -> None:
        channel = self._ctx.guilds.ask_channel(GuildId(guild.id))
        if channel and not guild.unavailable and guild.get_channel(channel) is None:
            await departures.channel_gone(self._ctx, GuildId(guild.id), channel)

    def all_read(self) -> bool:
        """Whether what people in a conversation wrote has been read."""
        return self._inbox.all_read()

    async def on_shard_connect(self, shard_id: int) -> None:
        """A new session: what happened since the last one is not told."""
        if shard_id == OF_DIRECT_MESSAGES:
            self._inbox.behind()

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Nothing is told until it is connected again."""
        if shard_id == OF_DIRECT_MESSAGES:
            self._inbox.cut_off()

    async def on_shard_resumed(self, shard_id: int) -> None:
        """The same session goes on. What it replayed is complete, or else it is read here."""
        self._missed.catch_up()
        if shard_id == OF_DIRECT_MESSAGES:
            self._inbox.behind()
            self._inbox.catch_up()

    @property
    def connected(self) -> bool:
        """Whether Discord tells of what people do."""
        return self._inbox.connected

    async def hear_no_more(self) -> None:
        """Be told of nothing new, and wait until all is done that somebody is waiting for."""
        await asyncio.gather(*(shard.disconnect() for shard in self.shards.values()))
        await self._router.under_way.over()

    def _refused(self, request: RefusedRequest) -> None:
        self._ctx.requests.breaker.refused(request)
        if request.status == HTTPStatus.TOO_MANY_REQUESTS:
            self._ctx.measures.slowed_down()
        if request.status == HTTPStatus.UNAUTHORIZED and request.own:
            self._token_refused()

    def _token_refused(self) -> None:
        """It may be the last word or a fault of a moment: the next login tells. Until then nothing
        more is asked; who asks again and again in vain is shut out."""
        if self.is_ready() and self._giving_up is None:
            self._log.warning("client.token_refused")
            self._giving_up = asyncio.create_task(self.close())

    async def on_message(self, message: discord.Message) -> None:
        """Somebody wrote to the bot in their direct messages, or the bot to them."""
        if message.guild:
            await self._threads.written(message)
            return
        if not message.author.bot:
            with self._router.under_way.one():
                await self._inbox.wrote(message)
        elif message.author == self.user and message.nonce is not None:
            await self._inbox.echoed(message)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Somebody edited a message; Discord also tells of previews that it added."""
        message = payload.message
        if payload.guild_id is None and not message.author.bot:
            with self._router.under_way.one():
                await self._inbox.edited(message)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Somebody deleted a message."""
        if payload.guild_id is not None:
            await self._threads.message_deleted(payload)
        else:
            with self._router.under_way.one():
                await self._inbox.deleted(payload.channel_id, payload.message_id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed, or the server is no more."""
        await server_departures.left(self._ctx, GuildId(guild.id))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was invited, perhaps again."""
        await server_departures.back(self._ctx, GuildId(guild.id))
        await self._look_for_its_channel(guild)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel was deleted."""
        await departures.channel_gone(self._ctx, GuildId(channel.guild.id), ChannelId(channel.id))

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A thread was deleted."""
        await self._threads.deleted(payload)

    async def on_raw_thread_update(self, payload: discord.RawThreadUpdateEvent) -> None:
        """A thread was archived, locked, or opened again."""
        await self._threads.changed(payload)

    async def close(self) -> None:
        """Stop reading, then disconnect."""
        await self._inbox.close()
        await self._missed.close()
        await super().close()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Forms come here, opened before or after the last restart; commands and buttons have
        their own ways in discord.py."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self._router.form(interaction)

    async def pressed(self, interaction: discord.Interaction[Any], custom_id: str) -> None:
        """A button was pressed."""
        await self._router.button(interaction, custom_id)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """An event's handler failed: logged by its place in the code, never with its content."""
        del args, kwargs
        self._log.exception("client.event_failed", handler=event_method)
