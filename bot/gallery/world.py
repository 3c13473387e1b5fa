"""What the gallery is made with: the real services on a real database
in memory, every feature in one
language, and nobody on the other side. Time stands still until it is moved."""

import asyncio
import random
import string
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import discord

from bot.assembly import World, context_of
from bot.config import Settings
from bot.discord_app import every_feature
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.router import InteractionRouter
from bot.discord_app.rendering.notices import Renderer
from bot.discord_app.rendering.words import Words
from bot.domain.ids import GuildId
from bot.domain.names import Name
from bot.gallery.messenger import KeepingMessenger
from bot.gallery.noting import NotingPrompts
from bot.services import timers
from bot.services.context import Context
from bot.services.delivery.outbox_loop import OutboxLoop
from bot.services.ports import NoImages
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import Sealer
from bot.storage.store import Store, store_in_memory

T = TypeVar("T")

BEGINS = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
"""A Monday evening."""
SERVER = "Harbour"
NAMELESS = GuildId(1_180_000_000_000_000_701)
"""A server that the bot is in no more."""


class StandingClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self._now = BEGINS

    def now(self) -> datetime:
        """The moment that it stands at, in UTC."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by


class SameChance:
    """The same each time, so that two galleries can be compared. Nothing here is a secret."""

    def __init__(self) -> None:
        self._chance = random.Random(7)  # noqa: S311 - it must be the same each time

    def token(self) -> str:
        """22 characters, as the real one."""
        return "".join(self._chance.choices(string.ascii_letters + string.digits, k=22))

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """Different items in a repeatable order."""
        return self._chance.sample(list(items), count)


class NoConnection:
    """In the place of a connection: each server has the same name, and is seen where a story puts
    it there."""

    client: discord.AutoShardedClient | None = None

    def __init__(self) -> None:
        self.seen: dict[GuildId, discord.Guild] = {}

    def guild(self, guild: GuildId) -> discord.Guild | None:
        """What a story put there."""
        return self.seen.get(guild)

    async def know(self, guild: GuildId) -> None:
        """It is known already."""

    def guild_name(self, guild: GuildId) -> Name | None:
        """The name; None for one that the bot is in no more."""
        return None if guild == NAMELESS else Name(SERVER)


@dataclass(frozen=True, slots=True)
class Rooms:
    """Everything that stories are played in, in one language."""

    language: str
    prompts: NotingPrompts
    clock: StandingClock
    ctx: Context
    desk: DiscordContext
    renderer: Renderer
    router: InteractionRouter
    messenger: KeepingMessenger
    servers: NoConnection
    delivery: OutboxLoop

    def desk_of(self, words: Words) -> DiscordContext:
        """The same desk with other words."""
        return replace(self.desk, words=words)

    async def pass_time(self, by: timedelta = timedelta()) -> None:
        """Let time pass, do what is due, and say it."""
        self.clock.advance(by)
        await timers.fire_due_timers(self.ctx)
        await self.delivery.drain()


@asynccontextmanager
async def furnished(prompts: NotingPrompts, language: str) -> AsyncIterator[Rooms]:
    """Rooms with nobody in them; the database is in memory."""
    store = await store_in_memory(Sealer(Keyring(bytes(range(32)))))
    try:
        rooms = await _furnish(prompts, language, store)
        saying = asyncio.create_task(rooms.delivery.run())
        try:
            yield rooms
        finally:
            saying.cancel()
            await asyncio.gather(saying, return_exceptions=True)
    finally:
        await store.close()


async def _furnish(prompts: NotingPrompts, language: str, store: Store) -> Rooms:
    clock, servers = StandingClock(), NoConnection()
    world = World(clock, SameChance(), ticks=False, images=NoImages())
    settings = _quick(Settings())
    ctx, in_language, renderers = await context_of(settings, prompts, store, world, servers)
    messenger = KeepingMessenger(renderers, clock.now)
    ctx = replace(ctx, messenger=messenger, language=language)
    desk = DiscordContext(ctx, in_language[language], in_language)
    renderer = renderers.of(language)
    router = every_feature.router(desk, servers, renderer)
    delivery = OutboxLoop(ctx)
    return Rooms(
        language, prompts, clock, ctx, desk, renderer, router, messenger, servers, delivery
    )


def _quick(settings: Settings) -> Settings:
    """Without the pause between two messages: nobody has to keep up."""
    delivery = settings.delivery.model_copy(update={"messages_per_second": 100_000})
    return settings.model_copy(update={"delivery": delivery})
