"""Owns what a person sees, and waiting until they see it; in real seconds."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.local_discord.channels import Channel, User
from bot.local_discord.errors import NotSeenError
from bot.local_discord.messages import Message
from bot.local_discord.permissions import Permissions

if TYPE_CHECKING:
    from bot.local_discord.server import LocalDiscord

What = str | Callable[[Message], bool]


class Watcher(User):
    """Somebody who looks at channels."""

    server: "LocalDiscord"

    def sees(self, channel: Channel) -> list[Message]:
        """Give the messages that this person sees in a channel, oldest first."""
        if not channel.allowed(self) & Permissions.VIEW_CHANNEL:
            return []
        return [one for one in channel.messages.values() if one.visible_to(self)]

    async def wait_for(
        self,
        channel: Channel,
        what: What,
        timeout: float = 5.0,  # noqa: ASYNC109 - real seconds of a person's patience
        *,
        after: Message | None = None,
    ) -> Message:
        """Wait for the first visible message with these words, or one that the function accepts."""
        fits = what if callable(what) else lambda message: what in message.text
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while True:
            shown = [one for one in self.sees(channel) if after is None or one.id > after.id]
            for message in shown:
                if fits(message):
                    return message
            if not await self.server.world.changed(end - loop.time()):
                words = "\n".join(f"- {one.author.username}: {one.text}" for one in shown)
                raise NotSeenError(f"{self.username} never saw {what!r}, only:\n{words}")

    async def wait_until_gone(self, message: Message, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Wait until a message is deleted or out of sight."""
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while message.visible_to(self):
            if not await self.server.world.changed(end - loop.time()):
                raise NotSeenError(f"{self.username} still sees {message.text!r}")
