"""The outbox loop: says what was decided, once as people see it, whatever breaks in between.

It keeps the order in each lane, and the pace. What becomes of one notice is in `saying`.

Somebody's words are begun in the very transaction that stores them, where their lane is free: they
need no look of their own.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from functools import partial

from bot.domain.lost_channels import TO_MEND
from bot.domain.notices import NoticeKind, Priority
from bot.services.context import Context
from bot.services.delivery import attempt
from bot.services.delivery.attempt import Begun
from bot.services.delivery.movement import Movement
from bot.services.delivery.pace import Pace
from bot.services.delivery.saying import Saying
from bot.services.delivery.signs import BREATH, Signs
from bot.services.requests import LOOKS_EVERY
from bot.storage.connection import OUTBOX
from bot.storage.delivery.news import News
from bot.storage.delivery.outbox_rows import Entry, Unreadable
from bot.storage.store import Tables

AT_ONCE = 16
"""Lanes served at the same time: enough to keep the pace while Discord takes 300 ms to answer."""

BROADCASTS_AT_ONCE = 12
"""Of these, for what is no conversation: it may hang, and somebody's words still get through."""


Find = Callable[[Priority], Awaitable[Entry | Begun | None]]


class OutboxLoop(Saying):
    """Runs for as long as the bot does; in a worker, `beside` the bot that leads, it leaves to that
    signs and what has to see a server. `drain` is for those who advance the clock themselves."""

    def __init__(self, ctx: Context, *, beside: bool = False) -> None:
        super().__init__(ctx)
        self._beside, self._left = beside, TO_MEND if beside else frozenset[NoticeKind]()
        self.pace = Pace(ctx.settings.delivery.messages_per_second)
        self._breaker = ctx.requests.breaker
        ctx.requests.paced_by(self.pace.request_begins)
        self._begun: dict[str, Begun] = {}
        self._under_way: dict[str, asyncio.Task[bool]] = {}
        self._broadcasts: set[str] = set()
        self._signs = Signs(ctx, self.pace)
        self._wake = asyncio.Event()
        self._runs = False
        self._must_look, self._held_back, self._only_schedules = True, False, False
        self._came = 0
        self.movement = Movement()
        self.senders = 1
        """How many processes send what waits, as far as is known."""
        ctx.store.on_news(self._on_news)
        ctx.store.on_told(self._on_told)

    def wake(self) -> None:
        """Look again: time has passed."""
        self._look_soon()
        self._signs.wake()

    def lanes(self) -> Collection[str]:
        """Those in which something is about to be said: safe in the thread of a unit of work."""
        return (*self._begun, *self._under_way)

    async def share(self) -> None:
        """See who else sends, and keep to our part of what may go out. Called each second."""
        self.senders = await self._ctx.store.count_senders(self.lanes)
        self.pace.shared_by(self.senders)

    async def run(self) -> None:
        """Say whatever is due, until cancelled; what is under way then is taken up at the start."""
        signs = [] if self._beside else [asyncio.create_task(self._signs.run(), name="signs")]
        self._runs, self._must_look = True, True
        try:
            while True:
                # the place in the second comes first, so that what is most urgent then gets it
                await self.pace.acquire()
                await self._start_next()
        finally:
            self._runs = False
            self._begun.clear()
            ending = [*signs, *self._under_way.values()]
            for task in ending:
                task.cancel()
            await asyncio.gather(*ending, return_exceptions=True)

    async def finish(self) -> None:
        """Begin nothing more, and wait until what is under way was said and noted."""
        self._runs = False
        for begun in [*self._begun.values()]:
            self._start(begun)
        while self._under_way:
            await asyncio.wait(self._under_way.values())

    async def drain(self) -> None:
        """Wait until nothing that is due is left. Needs `run` to be running."""
        while (
            self._begun
            or self._under_way
            or await self._look(self._find, Priority.SCHEDULED)
            or not await self._signs.is_idle()
        ):
            self._look_soon()
            self._signs.hurry()
            await asyncio.sleep(0.005)

    async def _on_news(self, tables: Tables) -> Callable[[], None]:
        """At the end of a transaction, in its thread: what it brought is begun, if that can be."""
        news, begun = tables.outbox.news, None
        full = len(self._under_way) + len(self._begun) >= AT_ONCE
        # of several who send, whoever has room begins: one that waits for its place has none
        full |= tables.outbox.lanes.are_shared and bool(self._begun)
        if self._runs and news.notices and not full and not self._breaker.until_rest():
            try:
                begun = await attempt.begin_next(self._ctx, tables, self.lanes())
            except Exception as error:  # noqa: BLE001 - what brought the news must be stored
                self._log.error("delivery.cannot_begin", exc_info=error)
        if self._beside or _has_more(news, begun):
            tables.outbox.lanes.tell_others()
        return partial(self._take_news, news, begun)

    def _on_told(self, news: frozenset[str]) -> None:
        """Another process made something due, or said the last of what held it up."""
        if OUTBOX in news:
            self._came += 1
            self.wake()

    def _take_news(self, news: News, begun: Begun | None) -> None:
        """It is stored. Where a look found the same notice meanwhile, that attempt goes on."""
        if begun is not None and self._runs and begun.entry.lane not in self._under_way:
            self._begun[begun.entry.lane] = begun
            self._wake.set()
        if _has_more(news, begun):
            self._came += 1
            self._look_soon()
        if news.signs:
            self._signs.wake()

    def _look_soon(self) -> None:
        self._must_look = True
        self._wake.set()

    async def _start_next(self) -> None:
        while True:
            self._wake.clear()
            self.movement.looked()
            if wait := self._breaker.until_next():
                await self._wait_for_news(min(wait, LOOKS_EVERY))
                continue
            if self._begun:
                self.pace.belongs_to(self._start(next(iter(self._begun.values()))))
                return
            found = await self._look_for_work() if self._must_look and self._runs else None
            if isinstance(found, Begun) or (found and found.lane not in self._begun):
                self.pace.belongs_to(self._start(found))
                return
            if self._only_schedules and self._signs.take_place():
                return
            # room that came while it looked counts for the next look, which has to come then
            soon = LOOKS_EVERY if self._breaker.until_rest() else self.pace.until_room()
            await self._wait_for_news(soon if self._must_look else None)

    async def _wait_for_news(self, seconds: float | None) -> None:
        # not wait_for: before Python 3.12 it swallows a cancel that comes as the wait is over
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()

    async def _look_for_work(self) -> Entry | Begun | None:
        """What may be begun now: without room, or with too much on its way, only words."""
        self._must_look, self._only_schedules = False, False
        # beside the place in the pace that is taken one has to be left for somebody's words
        has_room, least = self.pace.has_room(), Priority.CONVERSATION
        self._held_back = len(self._under_way) >= AT_ONCE
        if self._held_back:
            return None
        self._held_back = len(self._broadcasts) >= BROADCASTS_AT_ONCE
        if has_room and not self._held_back:
            others = self._signs.wait_for_room or self._breaker.until_rest()
            least = Priority.BROADCAST if others else Priority.SCHEDULED
        try:
            # of several that only look, many find what another begins first
            entry = await self._look(self._begin if self.senders > 1 else self._find, least)
        except Exception as error:  # noqa: BLE001 - the disk fails for a moment: look again
            self._log.error("delivery.cannot_look", exc_info=error)
            await asyncio.sleep(BREATH)
            self._must_look = True
            return None
        # where one was found there may be another; without room not all was looked for
        self._only_schedules = entry is None and least is Priority.BROADCAST
        self._must_look |= entry is not None or not has_room or self._only_schedules
        return entry

    async def _look(self, find: Find, least: Priority) -> Entry | Begun | None:
        try:
            return await find(least)
        except Unreadable as unreadable:
            self._log.error("delivery.unreadable", exc_info=unreadable)
            damaged = unreadable.entry
            await self._ctx.store.transaction(lambda tables: tables.outbox.remove(damaged))
            self._look_soon()
            return None

    async def _find(self, least: Priority) -> Entry | None:
        now, busy = self._ctx.clock.now(), tuple(self._under_way)
        return await self._ctx.store.read(
            lambda tables: tables.outbox.next(now, busy, least, self._left)
        )

    async def _begin(self, least: Priority) -> Begun | None:
        return await self._ctx.store.transaction(
            lambda tables: attempt.begin_next(self._ctx, tables, self.lanes(), least, self._left)
        )

    def _start(self, found: Entry | Begun) -> asyncio.Task[bool]:
        begun = found if isinstance(found, Begun) else None
        entry = found.entry if isinstance(found, Begun) else found
        self.movement.began()
        self._breaker.one_goes_out()
        task = asyncio.create_task(self._attempt(entry, begun), name="delivery")
        self._under_way[entry.lane] = task
        self._begun.pop(entry.lane, None)
        if entry.notice.priority is not Priority.CONVERSATION:
            self._broadcasts.add(entry.lane)
        came = self._came
        task.add_done_callback(lambda done: self._finished(entry.lane, done, came))
        return task

    def _finished(self, lane: str, task: asyncio.Task[bool], came: int) -> None:
        """`came`: how often there was news when it began; what came since may be for its lane."""
        del self._under_way[lane]
        self.movement.ended()
        self._broadcasts.discard(lane)
        error = None if task.cancelled() else task.exception()
        if error:
            self._log.error("delivery.not_recorded", exc_info=error)
        if self._held_back or self._came != came or error or task.cancelled() or task.result():
            self._look_soon()


def _has_more(news: News, begun: Begun | None) -> bool:
    """Whether more may be due than what was begun."""
    return news.notices > 0 and (begun is None or not news.are_only(begun.entry.nonce))
