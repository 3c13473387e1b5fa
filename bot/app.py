"""The composition root: builds, starts and stops everything. No logic of its own."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial

from bot.assembly import World, context_of
from bot.config import Settings
from bot.discord_app import every_feature
from bot.discord_app.gateway.api_address import api_at
from bot.discord_app.gateway.client import SupportClient
from bot.discord_app.gateway.logged_in import logged_in
from bot.discord_app.gateway.supervisor import Supervisor
from bot.discord_app.interactions.by_language import RouterByLanguage
from bot.discord_app.interactions.context import DiscordContext
from bot.domain.standing import BotHealth
from bot.jobs import ticking
from bot.opened_store import opened_store
from bot.prompts import Prompts
from bot.services import backups, key_rotation, retention, timers
from bot.services.ages import choosing
from bot.services.clock import SystemClock, SystemRandomness
from bot.services.community import weekly_count
from bot.services.context import Context
from bot.services.conversations import my_language
from bot.services.delivery.outbox_loop import OutboxLoop
from bot.services.listeners import newcomers, public_holidays, still_glad
from bot.services.moderation import record as moderation_record
from bot.services.moderation import unopened
from bot.services.offers import likely_hours
from bot.services.ports import Clock
from bot.services.servers import ask_channels, lost_channels, panel
from bot.storage.encryption.keys import KEY_VARIABLE, Keyring
from bot.storage.key_rotation import KeyRotation
from bot.storage.store import Store
from bot.token import Token

FINISHED_WITHIN = 4.0
"""Seconds that what runs has at a stop; what is not over then is taken up at the next start."""


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
    ticks: AsyncExitStack = field(default_factory=AsyncExitStack)
    """What calls the functions below, while it is entered."""

    def health(self) -> BotHealth:
        """How it stands."""
        still, connected = self.delivery.movement.stands_still(), self.supervisor.connected
        held = self.desk.ctx.requests.breaker.until_rest() > 0
        away = self.desk.ctx.store.is_away
        beside = self.delivery.senders - 1
        says = self.supervisor.status() + (f"; workers: {beside}" if beside else "")
        return BotHealth(says, connected, moves=not still, held_back=held, no_database=away)

    async def finish(self) -> None:
        """Begin nothing new, and let what runs come to its end, for a few seconds at most."""
        await self.ticks.aclose()
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISHED_WITHIN):
                await asyncio.gather(self.supervisor.hear_no_more(), self.delivery.finish())

    async def tick(self) -> None:
        """Fire what is due, and look at the outbox again."""
        try:
            await timers.fire_due_timers(self.desk.ctx, self.supervisor.all_read)
        finally:
            self.delivery.wake()

    async def erase(self) -> None:
        """Count the weeks that are over, look up public holidays that run out, post how far the
        records reach, bring up again what waits for moderators, ask listeners whether they are
        still glad to be some, then erase what is no longer needed."""
        await weekly_count.count(self.desk.ctx)
        await public_holidays.keep_up(self.desk.ctx)
        await likely_hours.count_hours(self.desk.ctx)
        await moderation_record.post_heads(self.desk.ctx)
        await unopened.bring_up_due(self.desk.ctx)
        await newcomers.bring_up_due(self.desk.ctx)
        await still_glad.ask_due(self.desk.ctx)
        await retention.purge_expired(self.desk.ctx)
        await retention.leave_no_trace(self.desk.ctx)

    async def forget(self) -> None:
        """Throw away the secrets of what was erased, and give rows of an earlier version theirs."""
        await self.desk.ctx.store.forget_erased()
        await self.desk.ctx.store.seal_some_anew()

    async def share(self) -> None:
        """See who else sends from this database, and keep to our part of what may go out."""
        await self.delivery.share()

    async def look_after_panels(self) -> None:
        """Put back what was deleted. Apart from `tick`, as it waits for Discord's answers."""
        if not self.desk.ctx.requests.breaker.until_rest():
            await panel.look_after(self.desk.ctx)

    async def look_after_ask_channels(self) -> None:
        """Tell moderators where asks cannot be posted, or what else cannot be written, and notice
        where that was mended; and where nobody has chosen who may ask."""
        await ask_channels.look_after(self.desk.ctx)
        await lost_channels.look_after(self.desk.ctx)
        await choosing.remind_moderators(self.desk.ctx)

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
        store, keyring = await opened_store(settings, environ, world.clock, waits=True)
        stack.push_async_callback(store.close)
        rotates_key = _rotates_key(settings, environ, world.clock, store, keyring)
        daily_backup = backups.DailyBackup(settings, store, world.clock)
        stack.push_async_callback(daily_backup.stop)
        stack.push_async_callback(world.images.close)
        stack.enter_context(api_at(settings.discord.api_url))
        bot = await _build(settings, prompts, token, store, world)
        stack.push_async_callback(stop, *bot.lasting)
        await stack.enter_async_context(bot.ticks)
        if world.ticks:
            await bot.ticks.enter_async_context(_ticking(bot, rotates_key, daily_backup))
        yield bot


def _ticking(
    bot: Bot, rotates_key: key_rotation.RotatesKey, daily_backup: backups.DailyBackup
) -> AbstractAsyncContextManager[None]:
    """What is called again and again, and every how many seconds."""
    return ticking(
        {
            bot.tick: 1,
            bot.share: 1,
            bot.forget: 1,
            rotates_key.look: 1,
            bot.look_after_panels: 1,
            bot.look_after_ask_channels: 60,
            bot.erase: 60,
            daily_backup.look: 60,
        }
    )


async def stop(*tasks: "asyncio.Task[None]") -> None:
    """End them, and wait until they have."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _rotates_key(
    settings: Settings, environ: Mapping[str, str], clock: Clock, store: Store, keyring: Keyring
) -> key_rotation.RotatesKey:
    given = bool(environ.get(KEY_VARIABLE, "").strip())
    key_file = settings.storage.key_file
    return key_rotation.RotatesKey(KeyRotation(store, keyring, key_file, is_given=given), clock)


async def _build(
    settings: Settings, prompts: Prompts, token: Token, store: Store, world: World
) -> Bot:
    supervisor = Supervisor(token, store)
    ctx, in_language, renderers = await context_of(settings, prompts, store, world, supervisor)
    desks = {
        one: DiscordContext(replace(ctx, language=one), words, in_language)
        for one, words in in_language.items()
    }
    delivery = OutboxLoop(ctx)
    reads = partial(my_language.language_of, ctx, prompts.of_locale)

    def client() -> SupportClient:
        router = RouterByLanguage(
            prompts.nearest,
            reads,
            desks,
            lambda one: every_feature.router(desks[one], supervisor, renderers.of(one)),
        )
        router.prepare(prompts.default)
        return _client(desks[prompts.default], supervisor, router)

    lasting = (
        asyncio.create_task(delivery.run()),
        asyncio.create_task(supervisor.run(client)),
        asyncio.create_task(store.taken_over()),
    )
    return Bot(desks[prompts.default], delivery, supervisor, lasting)


@asynccontextmanager
async def telling(
    settings: Settings, prompts: Prompts, token: Token, environ: Mapping[str, str], world: World
) -> AsyncIterator[tuple[Context, OutboxLoop]]:
    """What says the last messages: logged in, but not connected, so that nothing new comes in.
    Raises what loading the key, opening the database and logging in raise."""
    async with AsyncExitStack() as stack:
        store, _ = await opened_store(settings, environ, world.clock)
        stack.push_async_callback(store.close)
        stack.push_async_callback(world.images.close)
        stack.enter_context(api_at(settings.discord.api_url))
        place = await stack.enter_async_context(logged_in(token, world.requests))
        ctx, _, _ = await context_of(settings, prompts, store, world, place)
        delivery = OutboxLoop(ctx)
        stack.push_async_callback(stop, asyncio.create_task(delivery.run()))
        yield ctx, delivery


def _client(
    desk: DiscordContext, supervisor: Supervisor, router: RouterByLanguage
) -> SupportClient:
    async def ready(client: SupportClient) -> None:
        await panel.look_soon(desk.ctx)
        await supervisor.is_ready(client)

    return SupportClient(desk, router, supervisor.tell_commands, ready)
