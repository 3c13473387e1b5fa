"""Puts it together: what looks at a bot while it runs, where the operator named a port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.operation.errors import ErrorCounts
from bot.operation.gathered import Gatherer, RunningBot
from bot.operation.loop_lag import LoopLag
from bot.operation.measured import Measured
from bot.services.context import Context


@asynccontextmanager
async def served(
    port: int | None, ctx: Context, bot: RunningBot, measured: Measured
) -> AsyncIterator[None]:
    """While this lasts, the numbers of this bot are served; without a port there is nothing."""
    if port is None:
        yield
        return
    from bot.operation.page import page  # most bots never need it

    errors, lag = ErrorCounts(measured.now), LoopLag()
    gatherer = Gatherer(ctx, bot, measured, errors, lag)
    async with lag.looking(), page(port, gatherer.look):
        with errors.counting():
            yield
