"""The composition root: builds, starts and stops everything. No logic of its own."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.config import Settings
from bot.discord_app import every_feature
from bot.discord_app.gateway.api_address import api_at
from bot.discord_app.gateway.client import SupportClient
from bot.discord_app.gateway.supervisor import Supervisor
from bot.discord_app.interactions.by_language import RouterByLanguage
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.outgoing.messenger import DiscordMessenger
from bot.discord_app.rendering.notices import Renderer, Renderers
from bot.discord_app.rendering.words import Words
from bot.discord_app.servers.setup_findings import to_post_asks
from bot.domain.ids import GuildId
from bot.jobs import ticking
from bot.places import load_atlas
from bot.prompts import Prompts
from bot.services import backups, retention, timers
from bot.services.clock import SystemClock, SystemRandomness
from bot.services.community import weekly_count
from bot.services.context import Context
from bot.services.delivery.outbox_loop import OutboxLoop
from bot.services.help_cards import HelpCards
from bot.services.ports import Clock, Randomness
from bot.services.server_choices import ServerChoices
from bot.services.servers import ask_channels, panel
from bot.storage.encryption.keys import load_keyring
from bot.storage.encryption.owners import load_owners
from bot.storage.encryption.remembered import remember
from bot.storage.encryption.sealing import Sealer
from bot.storage.store import Store, open_store
from bot.token import Token


@dataclass(frozen=True, slots=True)
class World:
    """What differs between a running bot and one in a test or the demo."""

    clock: Clock
    randomness: Randomness
    ticks: bool = True
    """Whether what is due is looked for each second; else `Bot.tick` is called by hand."""


def real_world() -> World:
    """The machine's clock and chance."""
    return World(SystemClock(), SystemRandomness())


@dataclass(frozen=True, slots=True)
class Bot:
    """A running bot."""

    desk: DiscordContext
    delivery: OutboxLoop
    supervisor: Supervisor
    lasting: "tuple[asyncio.Task[None], ...]"
    """The connection and the outbox loop. Each ends only with an error that waiting cannot mend,
    such as a wrong token."""

    async def tick(self) -> None:
        """Fire what is due, and look at the outbox again."""
        await timers.fire_due_timers(self.desk.ctx, self.supervisor.all_read)
        self.delivery.wake()

    async def erase(self) -> None:
        """Count the weeks that are over, then erase what is no longer needed."""
        await weekly_count.count(self.desk.ctx)
        await retention.purge_expired(self.desk.ctx)
        await retention.leave_no_trace(self.desk.ctx)

    async def forget(self) -> None:
        """Throw away the secrets of what was erased, and give rows of an earlier version theirs."""
        await self.desk.ctx.store.forget_erased()
        await self.desk.ctx.store.seal_some_anew()

    async def look_after_panels(self) -> None:
        """Put back what was deleted. Apart from `tick`, as it waits for Discord's answers."""
        await panel.look_after(self.desk.ctx)

    async def look_after_ask_channels(self) -> None:
        """Tell moderators where asks cannot be posted, and notice where that was mended."""
        await ask_channels.look_after(self.desk.ctx)

    async def settle(self) -> None:
        """Fire what is due, and wait until all of it has been said."""
        await self.tick()
        await self.erase()
        await self.look_after_panels()
        await self.look_after_ask_channels()
        await self.delivery.drain()


@asynccontextmanager
async def running(
    settings: Settings, prompts: Prompts, token: Token, environ: Mapping[str, str], world: World
) -> AsyncIterator[Bot]:
    """A bot that is starting to connect; `bot.supervisor.ready()` waits until it has.

    Raises what loading the key and opening the database raise, before anything connects.
    """
    async with AsyncExitStack() as stack:
        store = await _store(settings, environ, world.clock)
        stack.push_async_callback(store.close)
        daily_backup = backups.DailyBackup(settings, store, world.clock)
        stack.push_async_callback(daily_backup.stop)
        stack.enter_context(api_at(settings.discord.api_url))
        bot = await _build(settings, prompts, token, store, world)
        for task in bot.lasting:
            stack.push_async_callback(_stop, task)
        if world.ticks:
            await stack.enter_async_context(
                ticking(
                    {
                        bot.tick: 1,
                        bot.forget: 1,
                        bot.look_after_panels: 1,
                        bot.look_after_ask_channels: 60,
                        bot.erase: 60,
                        daily_backup.look: 60,
                    }
                )
            )
        yield bot


async def _stop(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _store(settings: Settings, environ: Mapping[str, str], clock: Clock) -> Store:
    async def before_upgrade(upgrade_to: int) -> Path:
        return (await backups.make(settings, clock.now(), upgrade_to)).file

    files = settings.storage
    keyring = load_keyring(environ, files.key_file, files.database)
    owners = load_owners(keyring, files.key_file)
    store = await open_store(files.database, Sealer(keyring, owners), before_upgrade)
    remember(keyring, files.key_file)
    return store


async def _build(
    settings: Settings, prompts: Prompts, token: Token, store: Store, world: World
) -> Bot:
    supervisor = Supervisor(token, store)
    in_language = {one: Words(prompts, one, world.randomness) for one in prompts.languages}
    known = await store.read(lambda tables: tables.guilds.all())
    guilds = ServerChoices(prompts.default, known)
    renderers = Renderers(
        prompts.default,
        {one: _renderer(words, supervisor, guilds, settings) for one, words in in_language.items()},
    )
    ctx = Context(
        store,
        world.clock,
        world.randomness,
        DiscordMessenger(lambda: supervisor.client, renderers, world.clock.now),
        settings,
        guilds,
        prompts.aliases,
        prompts.decks,
        prompts.default,
        load_atlas(),
        HelpCards(prompts.screen.look),
    )
    desks = {
        one: DiscordContext(replace(ctx, language=one), words, in_language)
        for one, words in in_language.items()
    }
    delivery = OutboxLoop(ctx)

    def client() -> SupportClient:
        routers = {
            one: every_feature.router(desk, supervisor, renderers.of(one))
            for one, desk in desks.items()
        }
        return _client(
            desks[prompts.default], supervisor, RouterByLanguage(prompts.nearest, routers)
        )

    lasting = (
        asyncio.create_task(delivery.run()),
        asyncio.create_task(supervisor.run(client)),
    )
    return Bot(desks[prompts.default], delivery, supervisor, lasting)


def _renderer(
    words: Words, supervisor: Supervisor, guilds: ServerChoices, settings: Settings
) -> Renderer:
    def change(guild: GuildId) -> tuple[str, ...]:
        known = supervisor.guild(guild)
        return () if known is None else to_post_asks(words, known, guilds.of(guild))

    return Renderer(words, supervisor.guild_name, guilds.is_on, settings, change)


def _client(
    desk: DiscordContext, supervisor: Supervisor, router: RouterByLanguage
) -> SupportClient:
    async def ready(client: SupportClient) -> None:
        await panel.look_soon(desk.ctx)
        await supervisor.is_ready(client)

    return SupportClient(desk, router, supervisor.tell_commands, ready)
