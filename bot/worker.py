"""A worker: it sends what waits in the outbox, beside the bot that leads on the same PostgreSQL.

The composition root of its process. No logic of its own.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

import structlog

from bot.app import FINISHED_WITHIN, stop
from bot.assembly import World, context_of
from bot.config import Settings
from bot.discord_app.gateway.api_address import api_at
from bot.discord_app.gateway.logged_in import LoggedIn, logged_in
from bot.discord_app.gateway.supervisor import FIRST_PAUSE, LONGEST_PAUSE
from bot.domain.standing import BotHealth
from bot.jobs import ticking
from bot.opened_store import joined_store
from bot.prompts import Prompts
from bot.services.context import Context
from bot.services.delivery.outbox_loop import OutboxLoop
from bot.services.farewell import NotReached
from bot.services.following import Following
from bot.token import Token

SENDS_AFTER = 3.0
"""Seconds until it begins: by then each of the others keeps to its new part of what may go out,
which they look at each second, and what went out before counts no more."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A running worker."""

    ctx: Context
    delivery: OutboxLoop
    lasting: "tuple[asyncio.Task[None], ...]"
    """What it does. Each ends only with an error that waiting cannot mend."""

    def health(self) -> BotHealth:
        """How it stands."""
        held, away = self.ctx.requests.breaker.until_rest() > 0, self.ctx.store.is_away
        moves = not self.delivery.movement.stands_still()
        says = "Sends what waits, beside the bot"
        return BotHealth(says, connected=True, moves=moves, held_back=held, no_database=away)

    async def ready(self) -> None:
        """It is, from the beginning."""

    async def finish(self) -> None:
        """Begin nothing new, and let what runs come to its end, for a few seconds at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISHED_WITHIN):
                await self.delivery.finish()

    async def tick(self) -> None:
        """See who else sends, and look at the outbox again."""
        try:
            await self.delivery.share()
        finally:
            self.delivery.wake()


@asynccontextmanager
async def working(
    settings: Settings, prompts: Prompts, token: Token, environ: Mapping[str, str], world: World
) -> AsyncIterator[Worker]:
    """A worker that sends. Waits for Discord, and for a bot of this version that leads. Raises what
    loading the key, joining the database and logging in raise."""
    async with AsyncExitStack() as stack:
        stack.push_async_callback(world.images.close)
        stack.enter_context(api_at(settings.discord.api_url))
        place = await _on_discord(stack, token, world)
        store = await joined_store(settings, environ)
        stack.push_async_callback(store.close)
        ctx, _, _ = await context_of(settings, prompts, store, world, place)
        delivery = OutboxLoop(ctx, beside=True)
        lasting = (
            asyncio.create_task(_send(delivery)),
            asyncio.create_task(Following(ctx).run()),
            asyncio.create_task(store.taken_over()),
            asyncio.create_task(place.until_revoked(token)),
        )
        stack.push_async_callback(stop, *lasting)
        worker = Worker(ctx, delivery, lasting)
        await stack.enter_async_context(ticking({worker.tick: 1}))
        yield worker


async def _send(delivery: OutboxLoop) -> None:
    await delivery.share()
    await asyncio.sleep(SENDS_AFTER)
    await delivery.run()


async def _on_discord(stack: AsyncExitStack, token: Token, world: World) -> LoggedIn:
    pause = FIRST_PAUSE
    while True:
        try:
            return await stack.enter_async_context(logged_in(token, world.requests))
        except NotReached as error:
            why = type(error.__cause__).__name__
            structlog.get_logger("worker").warning("discord.unreachable", why=why)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
