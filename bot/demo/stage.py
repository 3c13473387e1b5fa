"""Owns the world of the story: a local Discord with a server, four people, and the real bot."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from bot.app import Bot
from bot.assembly import World
from bot.config import Settings
from bot.demo import cast as people
from bot.demo.cast import Cast
from bot.demo.connecting import bot_on, settings_for
from bot.demo.plants import Given
from bot.demo.ports import HandClock
from bot.demo.wire import Wire, recorder
from bot.demo.wording import Wording
from bot.local_discord import Channel, Guild, LocalDiscord, Permissions, Role
from bot.token import Token

MEMBERS: Final = 120
"""How many people the server says it has: too many to guess who asks."""


class Operator:
    """Who runs the bot: starts it, stops it, and starts another one on the same files."""

    def __init__(self, bot: Callable[[], AbstractAsyncContextManager[Bot]]) -> None:
        self._new = bot
        self._running = AsyncExitStack()
        self._bot: Bot | None = None

    @property
    def bot(self) -> Bot | None:
        """The bot that runs now; None while none does."""
        return self._bot

    async def start(self) -> None:
        """Start the bot, and wait until it is connected."""
        self._bot = await self._running.enter_async_context(self._new())

    async def stop(self) -> None:
        """Stop the bot; nothing of it is left but its files."""
        self._bot = None
        await self._running.aclose()


@dataclass(frozen=True, eq=False)
class Stage:
    """Everything that the story is played with."""

    discord: LocalDiscord
    guild: Guild
    entrance: Channel
    asks: Channel
    staff: Channel
    moderators: Role
    cast: Cast
    clock: HandClock
    settings: Settings
    words: Wording
    wire: Wire
    operator: Operator

    @property
    def bot(self) -> Bot | None:
        """The bot that runs now; None while none does."""
        return self.operator.bot

    async def settle(self) -> None:
        """Let the bot do and say all that is due; while none runs, there is nobody to."""
        if self.bot is not None:
            await self.bot.settle()


@asynccontextmanager
async def staged(folder: Path, given: Given) -> AsyncIterator[Stage]:
    """The whole stage; the bot is connected and knows nothing yet. Its files are in the folder."""
    clock = HandClock()
    async with LocalDiscord.running(clock=clock) as discord:
        discord.traffic = recorder()
        cast = people.enter(discord)
        guild = discord.add_guild("Harbour", owner=cast.moderator.person, member_count=MEMBERS)
        people.join(guild, cast)
        rooms = furnish(guild)
        settings = settings_for(discord.api_url, folder)
        words, wire = Wording(given.prompts), Wire(discord.traffic)
        world = World(clock, given.chance, ticks=False)
        operator = Operator(partial(bot_on, Token(discord.token), settings, given.prompts, world))
        await operator.start()
        try:
            yield Stage(discord, guild, *rooms, cast, clock, settings, words, wire, operator)
        finally:
            await operator.stop()


def furnish(guild: Guild) -> tuple[Channel, Channel, Channel, Role]:
    """Where everybody reads and only the bot writes, where asks are posted, where moderators meet,
    and their role."""
    moderators = guild.add_role("Moderators")
    entrance = guild.add_channel("welcome")
    entrance.set_overwrite(guild.everyone, deny=Permissions.SEND_MESSAGES)
    entrance.set_overwrite("bot", allow=Permissions.SEND_MESSAGES)
    asks, staff = guild.add_channel("ask-here"), guild.add_channel("staff")
    staff.set_overwrite(guild.everyone, deny=Permissions.VIEW_CHANNEL)
    for who in (moderators, "bot"):
        staff.set_overwrite(who, allow=Permissions.VIEW_CHANNEL)
    return entrance, asks, staff, moderators
