"""Owns what somebody sees: at a moment, and newly since then."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bot.local_discord import sight
from bot.local_discord.channels import Channel, User
from bot.local_discord.errors import Json, NotAllowedError, NotSeenError
from bot.local_discord.journal import Change
from bot.local_discord.messages import Message

if TYPE_CHECKING:
    from bot.local_discord.server import LocalDiscord

What = str | Callable[[Message], bool]


@dataclass(eq=False, kw_only=True)
class Reader(User):
    """Somebody with an account who reads; a Writer is one who also writes."""

    server: "LocalDiscord"

    @property
    def dm(self) -> Channel:
        """Give the DM channel with the bot."""
        return self.server.world.dm_with(self)

    def sees(self, channel: Channel) -> list[Message]:
        """Give the messages that this person sees in a channel, oldest first."""
        return [one for one in channel.messages.values() if one.visible_to(self)]

    async def wait_for(
        self,
        channel: Channel,
        what: What,
        timeout: float = 60.0,  # noqa: ASYNC109 - real seconds of a person's patience
        *,
        after: Message | None = None,
    ) -> Message:
        """Wait for the first visible message with these words, or one that the function accepts."""
        fits = what if callable(what) else lambda message: what in message.text
        first = 0 if after is None else after.id + 1

        def shown() -> list[Message]:
            return [one for one in self.sees(channel) if one.id >= first]

        found = await self.server.world.until(lambda: [*filter(fits, shown())], timeout)
        if not found:
            words = "\n".join(f"- {one.author.username}: {one.text}" for one in shown())
            raise NotSeenError(f"{self.username} never saw {what!r}, only:\n{words}")
        return found[0]

    async def wait_until_gone(self, message: Message, timeout: float = 20.0) -> None:  # noqa: ASYNC109
        """Wait until a message is deleted or out of sight."""
        if not await self.server.world.until(lambda: not message.visible_to(self), timeout):
            raise NotSeenError(f"{self.username} still sees {message.text!r}")

    # as JSON, and step by step

    def snapshot(self, messages: int = 50) -> Json:
        """Give all that this person sees, with at most so many messages of each place.

        From the first time on, what they newly see is kept; `number` is where to go on.
        """
        server, places = self.server, self.places()
        journal = server.world.audience.journal(self, begin=True)
        homes = (one for one in server.world.guilds.values() if self.id in one.members)
        shape: Json = {"number": journal.number, "user": sight.user(self)}
        shape["app"] = sight.app(server.world.bot, online=server.gateway.online)
        shape["guilds"] = [sight.guild(one) for one in homes]
        shape["channels"] = [sight.place(one, self) for one in places]
        shape["messages"] = {str(one.id): self.history(one, limit=messages) for one in places}
        return shape

    def changes(self, after: int) -> list[Change]:
        """Give what this person newly saw after a number, at once.

        Raise ForgottenError when some of it is kept no longer, or was never kept.
        """
        return self.server.world.audience.journal(self).after(after)

    async def next_changes(self, after: int, seconds: float = 20.0) -> list[Change]:
        """Wait for something new, for so many real seconds; else as changes."""
        return await self.server.world.audience.journal(self).next(after, seconds)

    def history(self, channel: Channel, before: int | None = None, limit: int = 50) -> list[Json]:
        """Give the last messages in a channel, or the last before one's id, oldest first."""
        newest = reversed(channel.messages.values())
        seen = (one for one in newest if one.visible_to(self) and (not before or one.id < before))
        return [sight.message(one, self) for one in islice(seen, limit)][::-1]

    def message(self, snowflake: int | str) -> Message:
        """Find a message that this person sees by its id, or raise LookupError."""
        for channel in self.server.world.channels.values():
            found = channel.messages.get(int(snowflake))
            if found is not None and found.visible_to(self):
                return found
        raise LookupError(f"{self.username} sees no message {snowflake}")

    def places(self) -> list[Channel]:
        """Give the DM, then the channels of each guild in their order, before its threads each."""
        world, found = self.server.world, [self.dm]
        for guild in world.guilds.values():
            threads = [one for one in world.channels.values() if one.guild is guild and one.parent]
            for channel in guild.channels:
                found += [channel, *(one for one in threads if one.parent is channel)]
        return [one for one in found if one.seen_by(self)]

    def place(self, channel: Channel) -> Json:
        """Write a place, with what this person may do there."""
        if not channel.seen_by(self):
            raise NotAllowedError(f"{self.username} does not see {channel.name or 'this DM'}")
        return sight.place(channel, self)
