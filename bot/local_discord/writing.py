"""Owns what somebody writes in a place, and does there by themselves.

Whatever Discord's own apps would refuse (too long, no permission) raises NotAllowedError.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from bot.local_discord import payloads
from bot.local_discord.channels import Channel
from bot.local_discord.errors import Json, NotAllowedError
from bot.local_discord.messages import Message, react, remove, revise, store
from bot.local_discord.permissions import Permissions
from bot.local_discord.reading import Reader
from bot.local_discord.uploads import Upload

SNAPSHOT = "type content embeds attachments timestamp edited_timestamp flags mentions mention_roles"
INTENT_GUILD_TYPING, INTENT_DIRECT_TYPING = 1 << 11, 1 << 14


@dataclass(eq=False, kw_only=True)
class Writer(Reader):
    """Somebody with an account who reads and writes; a Person is one who also runs commands."""

    nitro: bool = False
    """Whether they pay for messages of up to 4000 letters."""

    async def send(
        self,
        channel: Channel,
        text: str = "",
        *,
        reply_to: Message | None = None,
        files: list[tuple[str, bytes]] | None = None,
        stickers: list[str] | None = None,
        flags: int = 0,
    ) -> Message:
        """Write a message; files are (name, bytes), stickers go by name, 1 << 13 is a voice."""
        files_too = Permissions.ATTACH_FILES if files else Permissions.NONE
        self._may(channel, Permissions.SEND_MESSAGES | files_too)
        if channel.is_dm and not self.server.world.share_a_guild(self):
            raise NotAllowedError("no guild in common with the bot")
        if len(text) > (4000 if self.nitro else 2000) or not (text.strip() or files or stickers):
            raise NotAllowedError("too long, or nothing to send")
        message = self._new(channel, text, flags=flags, reply_to=reply_to)
        message.attachments = [
            self.server.keep_file(channel, Upload(*file)) for file in files or []
        ]
        if stickers:
            items = [{"id": str(n), "name": s, "format_type": 1} for n, s in enumerate(stickers, 1)]
            message.extra["sticker_items"] = items
        return store(message, {})

    def _new(self, channel: Channel, text: str, **other: Any) -> Message:
        snowflake = self.server.world.snowflakes.next()
        return Message(snowflake, channel, self, text, nonce=str(snowflake), **other)

    async def forward(self, channel: Channel, message: Message) -> Message:
        """Forward a message: an empty one with a snapshot inside."""
        self._may(channel, Permissions.SEND_MESSAGES)
        if not message.visible_to(self):
            raise NotAllowedError(f"{self.username} does not see this message")
        made = self._new(channel, "")
        shown = {key: message.raw[key] for key in [*SNAPSHOT.split(), "components"]}
        reference = {"type": 1, "message_id": str(message.id)}
        reference["channel_id"] = str(message.channel.id)
        made.extra |= {"message_reference": reference, "message_snapshots": [{"message": shown}]}
        return store(made, {})

    async def edit(
        self, message: Message, text: str, *, keep: Collection[int] | None = None
    ) -> Message:
        """Change one's own message; with `keep` only these of its files stay, by their number."""
        self._own(message)
        body: Json = {"content": text}
        if keep is not None:
            body["attachments"] = [{"id": message.attachments[number]["id"]} for number in keep]
        return revise(message, body)

    async def delete(self, message: Message) -> None:
        """Delete one's own message, or dismiss an ephemeral one."""
        if message.viewer is self:
            return message.put_away()
        mine = message.channel.allowed(self) & Permissions.MANAGE_MESSAGES
        if not (mine and message.channel.guild):
            self._own(message)
        return remove(message)

    async def type(self, channel: Channel) -> None:
        """Begin to type, of which the bot hears."""
        self._may(channel, Permissions.SEND_MESSAGES)
        intent = INTENT_DIRECT_TYPING if channel.guild is None else INTENT_GUILD_TYPING
        shape = payloads.typing(channel, self, self.server.clock.now())
        self.server.world.audience.of_typing(channel, self, shape)
        self.server.world.emit("TYPING_START", shape, intent, channel.guild)

    async def react(self, message: Message, emoji: str, *, add: bool = True) -> None:
        """Add a reaction, or take it back."""
        self._may(message.channel, Permissions.ADD_REACTIONS)
        react(message, self, emoji, add=add)

    def _own(self, message: Message) -> None:
        if message.author is not self or message.deleted:
            raise NotAllowedError("this message is not one's own, or gone")

    def _may(self, channel: Channel, needs: Permissions) -> None:
        if needs & ~channel.allowed(self) or not channel.allowed(self):
            raise NotAllowedError(f"{self.username} may not do that in {channel.name or 'this DM'}")
        if needs & Permissions.SEND_MESSAGES and channel.closed_to(self):
            raise NotAllowedError(f"the thread {channel.name} is locked")
