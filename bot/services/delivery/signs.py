"""The signs on what people wrote ("I have it"): put, and taken away, when there is room for them.

They are late at worst, and never left out while their conversation is open: what may pass is tried
again, and holds back no other. Put twice a sign stands once, so that it was tried need not be known
before; what became of some is noted with the look for the next.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from bot.domain.ids import MessageId, OutboxId
from bot.services.context import Context
from bot.services.delivery import failures
from bot.services.delivery.pace import Pace
from bot.services.ports import Closed, Gone, NotBefore, Passing, Refused, SentMessage, Undelivered
from bot.storage.delivery.outbox_rows import Unreadable
from bot.storage.delivery.signs import Sign
from bot.storage.store import Tables

TOGETHER = 0.25
"""Seconds from news to a look, so that one look finds the signs of several words."""

A_LOOK = 50
"""Signs found by one look."""

AT_ONCE = 8
"""Signs on their way at the same time."""

BREATH = 1.0
"""Seconds until the next look after one that failed, as with a full disk."""


class Signs:
    """Belongs to the outbox loop, in whose pace they take the places that words leave."""

    def __init__(self, ctx: Context, pace: Pace) -> None:
        self._ctx = ctx
        self._pace = pace
        self._under_way: dict[MessageId, asyncio.Task[None]] = {}
        self._settled: list[OutboxId] = []
        self._later: list[tuple[OutboxId, datetime]] = []
        self._given = asyncio.Event()
        self.wait_for_room = False
        """Whether one would go out now, if nothing else did: before what comes on a schedule."""
        self._news, self._hurried = asyncio.Event(), asyncio.Event()
        self._log = structlog.get_logger("signs")

    def wake(self) -> None:
        """Look again: there are new ones, or time has passed."""
        self._news.set()

    def hurry(self) -> None:
        """Look at once."""
        self._news.set()
        self._hurried.set()

    async def is_idle(self) -> bool:
        """Whether nothing is due, on its way, or still to be noted."""
        if self._under_way or self._settled or self._later:
            return False
        now = self._ctx.clock.now()
        return not await self._ctx.store.read(lambda tables: tables.signs.due(now, 1))

    async def run(self) -> None:
        """Put whatever is due, until cancelled; what is on its way then is put after the start."""
        try:
            while True:
                await self._news.wait()
                await self._wait_for_others()
                self._news.clear()
                for sign in await self._note_and_look():
                    # looked at before a place is taken, which would be lost
                    if not self._is_under_way(sign):
                        await self._room()
                        self._start(sign)
        finally:
            for task in self._under_way.values():
                task.cancel()
            await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def _wait_for_others(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(TOGETHER):
                await self._hurried.wait()
        self._hurried.clear()

    async def _note_and_look(self) -> Sequence[Sign]:
        settled, later, now = tuple(self._settled), tuple(self._later), self._ctx.clock.now()

        async def work(tables: Tables) -> Sequence[Sign]:
            await tables.signs.settle(settled)
            for sign, until in later:
                await tables.signs.try_later(sign, until)
            return await tables.signs.due(now, A_LOOK)

        try:
            writes = settled or later
            found = await (self._ctx.store.transaction if writes else self._ctx.store.read)(work)
        except Exception as error:  # noqa: BLE001 - the disk fails for a moment: look again
            await self._could_not_look(error)
            return ()
        del self._settled[: len(settled)], self._later[: len(later)]
        return [sign for sign in found if self._is_wanted(sign)]

    async def _could_not_look(self, error: Exception) -> None:
        self._log.error("signs.cannot_look", exc_info=error)
        if isinstance(error, Unreadable):
            self._settled.append(error.entry)
        else:
            await asyncio.sleep(BREATH)
        self._news.set()

    def _is_wanted(self, sign: Sign) -> bool:
        """False where it was tried in vain until its conversation ended."""
        if sign.attempts and not sign.open:
            self._settled.append(sign.id)
            self._news.set()
            return False
        return True

    async def _room(self) -> None:
        """Wait for a place: until nothing else went out just now, so that words that come find one,
        or until one is left to signs."""
        while True:
            if len(self._under_way) >= AT_ONCE:
                await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)
            elif self._ctx.requests.breaker.until_rest():
                await self._ctx.requests.nothing_held_back()
            elif not (wait := self._pace.until_quiet()):
                await self._pace.acquire()
                return
            elif await self._is_given_a_place(wait):
                return

    def take_place(self) -> bool:
        """The place in the pace that somebody else took and leaves, as all that they have to say
        comes on a schedule; False where nobody wants it."""
        wanted, self.wait_for_room = self.wait_for_room, False
        if wanted:
            self._given.set()
        return wanted

    async def _is_given_a_place(self, seconds: float) -> bool:
        self._given.clear()
        self.wait_for_room = True
        try:
            async with asyncio.timeout(seconds):
                await self._given.wait()
        except TimeoutError:
            pass  # it may have come in the same moment
        finally:
            self.wait_for_room = False
        return self._given.is_set()

    def _start(self, sign: Sign) -> None:
        message = sign.place.message
        task = asyncio.create_task(self._put(sign), name="sign")
        self._pace.belongs_to(task)
        self._under_way[message] = task
        task.add_done_callback(lambda _: self._finished(message))

    def _is_under_way(self, sign: Sign) -> bool:
        """One after the other, as what should stand there may have changed meanwhile. What became
        of one while a look was under way is not in what that look found."""
        to_be_noted = (*self._settled, *(later for later, _ in self._later))
        return sign.place.message in self._under_way or sign.id in to_be_noted

    def _finished(self, message: MessageId) -> None:
        del self._under_way[message]
        self._news.set()

    async def _put(self, sign: Sign) -> None:
        place = SentMessage(sign.place.channel, sign.place.message)
        try:
            await self._ctx.messenger.sign(place, sign.kind, shown=sign.shown)
        except (Gone, Refused):
            self._settled.append(sign.id)
        except Exception as error:  # noqa: BLE001 - one bad sign must not stop all the others
            if not isinstance(error, Undelivered):
                self._log.error("signs.failed", exc_info=error)
            self._later.append((sign.id, self._try_again_at(sign, error)))
        else:
            self._settled.append(sign.id)

    def _try_again_at(self, sign: Sign, error: Exception) -> datetime:
        settings = self._ctx.settings.delivery
        if isinstance(error, NotBefore):
            return self._ctx.clock.now() + timedelta(seconds=error.seconds)
        refused = isinstance(error, Closed | Passing)
        at_most = settings.closed_dms_retried_every if refused else settings.retry_at_most_every
        return self._ctx.clock.now() + failures.pause(self._ctx, sign.attempts, at_most)
