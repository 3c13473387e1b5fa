"""The connection to Discord: which events the bot asks for, and where each of them goes."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.discord_app.address import gateway_of
from bot.discord_app.components.views import PressedButton
from bot.discord_app.desk import Desk
from bot.discord_app.edges import Edges
from bot.discord_app.tree import add_commands, fingerprint
from bot.domain.ids import MessageId, UserId
from bot.services.relay import Written

READABLE = frozenset({discord.MessageType.default, discord.MessageType.reply})


class SupportClient(discord.AutoShardedClient):
    """Nothing privileged, nobody cached: only servers, and messages sent to the bot itself."""

    def __init__(
        self,
        desk: Desk,
        edges: Edges,
        written: Callable[[Written], Awaitable[None]],
        ready: Callable[["SupportClient"], Awaitable[None]],
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, dm_messages=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            # nothing here waits for the last server of many: each is known as soon as it is told of
            guild_ready_timeout=0.1,
        )
        self.tree = app_commands.CommandTree[Any](self)
        self._edges = edges
        self._written = written
        self._when_ready = ready
        self._log = structlog.get_logger("client")
        self.add_dynamic_items(PressedButton)
        add_commands(self.tree, desk, edges)

    async def setup_hook(self) -> None:
        """Logged in, not connected yet."""
        await gateway_of(self)

    async def sync_commands(self, known: bytes | None) -> bytes:
        """Tell Discord of the commands if they are not the `known` ones; their fingerprint."""
        current = f"{self.application_id}:{fingerprint(self.tree)}".encode()
        if current != known:
            await self.tree.sync()
        return current

    async def on_ready(self) -> None:
        """Discord has told of the servers that the bot is in."""
        await self._when_ready(self)

    async def on_message(self, message: discord.Message) -> None:
        """Somebody wrote to the bot in their direct messages."""
        if message.guild or message.author.bot or message.type not in READABLE:
            return
        await self._written(
            Written(
                UserId(message.author.id),
                MessageId(message.id),
                message.content,
                has_files=bool(message.attachments or message.stickers),
            )
        )

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Forms come here, opened before or after the last restart; commands and buttons have
        their own ways in discord.py."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self._edges.form(interaction)

    async def pressed(self, interaction: discord.Interaction[Any], custom_id: str) -> None:
        """A button was pressed."""
        await self._edges.button(interaction, custom_id)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """An event's handler failed: logged by its place in the code, never with its content."""
        del args, kwargs
        self._log.exception("client.event_failed", event=event_method)
