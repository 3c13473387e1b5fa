"""One entry of the outbox: it is said, or what Discord's answer calls for is planned.

It is read anew before it is said. Closed direct messages wait, what is gone is given up, what may
pass is tried for hours, what is unsure is tried again with the same nonce: `plans`, `failures`.
"""

import asyncio
from functools import partial

import structlog

from bot.services.context import Context
from bot.services.delivery import attempt, failures, plans, sending
from bot.services.delivery.attempt import Begun
from bot.services.delivery.signs import BREATH
from bot.services.ports import SentMessage, Undelivered
from bot.storage.delivery.outbox_rows import Entry
from bot.storage.store import Tables


class Saying:
    """Says what `OutboxLoop` chose."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._log = structlog.get_logger("delivery")

    async def _attempt(self, entry: Entry, begun: Begun | None = None) -> bool:
        """Whether something may be due in its lane now."""
        try:
            return await self._say_or_plan(entry, begun)
        except Exception as error:  # noqa: BLE001 - one bad notice must not stop all the others
            self._log.error("delivery.failed", kind=entry.notice.kind, exc_info=error)
            await asyncio.sleep(BREATH)
            await failures.try_later(self._ctx, entry)
            return True

    async def _say_or_plan(self, entry: Entry, begun: Begun | None) -> bool:
        begun = begun or await self._ctx.store.transaction(
            lambda tables: attempt.begin(self._ctx, tables, entry)
        )
        if begun is None:
            return True
        entry, note = begun.entry, partial(self._record, begun.entry)
        with self._ctx.answers.awaited(entry.nonce, note) as answer:
            try:
                return await answer.came(await sending.say(self._ctx, begun))
            except Undelivered as error:
                await self._plan(entry, error)
                return True

    async def _plan(self, entry: Entry, error: Undelivered) -> None:
        self._log.info("delivery.undelivered", kind=entry.notice.kind, why=type(error).__name__)
        await plans.follow(self._ctx, entry, error)

    async def _record(self, entry: Entry, sent: SentMessage | None) -> bool:
        async def work(tables: Tables) -> bool:
            await attempt.record_outcome(self._ctx, tables, entry, sent)
            await tables.outbox.lanes.let_go(entry.lane)
            return await tables.outbox.holds(entry.lane)

        return await self._ctx.store.transaction(work)
