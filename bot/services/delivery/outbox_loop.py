"""The outbox loop: says what was decided, once as people see it, whatever breaks in between.

It re-reads each notice before it is said, keeps the order in each lane, and plans for every
answer: closed direct messages wait, what is gone is given up, what may pass is tried for hours,
what is unsure is tried again with the same nonce. What follows from a failure is in `failures`.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog
from aiolimiter import AsyncLimiter

from bot.domain.notices import Action, NoticeKind, Priority, part_of
from bot.services.aftercare import chat_cleaner
from bot.services.context import Context
from bot.services.delivery import attempt, failures, reader
from bot.services.delivery.signs import Signs
from bot.services.ports import Closed, Gone, Outgoing, Passing, Refused, SentMessage, Undelivered
from bot.storage.delivery.outbox_rows import Entry, Unreadable

AT_ONCE = 16
"""Lanes served at the same time: enough to keep the pace while Discord takes 300 ms to answer."""

BROADCASTS_AT_ONCE = 12
"""Of these, for what is no conversation: it may hang, and somebody's words still get through."""

BURST = 2
"""What may go out in the same moment: people's words beside one other thing, which leaves a place
for the next words. In any second that is the pace and BURST, Discord's 50 at most."""

BREATH = 1.0
"""Seconds a lane rests after an error that nobody planned for, such as a full disk."""


class OutboxLoop:
    """Runs for as long as the bot does. `drain` is for those who advance the clock themselves."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        # hardly more than one at a time: with a burst of a whole second's worth, two bursts that
        # the way to Discord pushes together would meet its global limit
        self._pace = AsyncLimiter(BURST, BURST / ctx.settings.delivery.messages_per_second)
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._broadcasts: set[str] = set()
        self._signs = Signs(ctx, self._pace)
        self._wake = asyncio.Event()
        self._log = structlog.get_logger("delivery")
        ctx.store.on_news(self._wake.set)

    def wake(self) -> None:
        """Look again: time has passed."""
        self._wake.set()
        self._signs.wake()

    async def run(self) -> None:
        """Say whatever is due, until cancelled; what is under way then is taken up at the start."""
        signs = asyncio.create_task(self._signs.run(), name="signs")
        try:
            while True:
                # the place in the second comes first, so that what is most urgent then gets it
                await self._pace.acquire()
                self._start(await self._next())
        finally:
            ending = [signs, *self._under_way.values()]
            for task in ending:
                task.cancel()
            await asyncio.gather(*ending, return_exceptions=True)

    async def drain(self) -> None:
        """Wait until nothing that is due is left. Needs `run` to be running."""
        while (
            self._under_way
            or await self._look(Priority.SCHEDULED)
            or not await self._signs.is_idle()
        ):
            self._wake.set()
            self._signs.hurry()
            await asyncio.sleep(0.005)

    async def _next(self) -> Entry:
        while True:
            self._wake.clear()
            had_room = self._has_room()
            try:
                entry = await self._look_for_work(had_room)
            except Exception as error:  # noqa: BLE001 - the disk fails for a moment: look again
                self._log.error("delivery.cannot_look", exc_info=error)
                await asyncio.sleep(BREATH)
                continue
            if entry is not None:
                return entry
            # room that came while it looked counts for the next look, which has to come then
            await self._wait_for_news(None if had_room else self._until_room())

    async def _wait_for_news(self, seconds: float | None) -> None:
        # not wait_for: before Python 3.12 it swallows a cancel that comes as the wait is over
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()

    async def _look_for_work(self, has_room: bool) -> Entry | None:
        """What may be begun now: without room, or with too much on its way, only words."""
        if len(self._under_way) >= AT_ONCE:
            return None
        full = len(self._broadcasts) >= BROADCASTS_AT_ONCE
        return await self._look(
            Priority.SCHEDULED if has_room and not full else Priority.CONVERSATION
        )

    def _until_room(self) -> float:
        return 1 / self._ctx.settings.delivery.messages_per_second

    def _has_room(self) -> bool:
        """Whether, beside the place in the pace that is taken, one is left for somebody's words."""
        return self._pace.has_capacity()

    async def _look(self, least: Priority) -> Entry | None:
        now, busy = self._ctx.clock.now(), tuple(self._under_way)
        try:
            return await self._ctx.store.read(lambda tables: tables.outbox.next(now, busy, least))
        except Unreadable as unreadable:
            self._log.error("delivery.unreadable", exc_info=unreadable)
            damaged = unreadable.entry
            await self._ctx.store.transaction(lambda tables: tables.outbox.remove(damaged))
            self._wake.set()
            return None

    def _start(self, entry: Entry) -> None:
        task = asyncio.create_task(self._attempt(entry), name="delivery")
        self._under_way[entry.lane] = task
        if entry.notice.priority is not Priority.CONVERSATION:
            self._broadcasts.add(entry.lane)
        task.add_done_callback(lambda done: self._finished(entry.lane, done))

    def _finished(self, lane: str, task: asyncio.Task[None]) -> None:
        del self._under_way[lane]
        self._broadcasts.discard(lane)
        self._wake.set()
        if not task.cancelled() and (error := task.exception()):
            self._log.error("delivery.not_recorded", exc_info=error)

    async def _attempt(self, entry: Entry) -> None:
        try:
            await self._say_or_plan(entry)
        except Exception as error:  # noqa: BLE001 - one bad notice must not stop all the others
            self._log.error("delivery.failed", kind=entry.notice.kind, exc_info=error)
            await asyncio.sleep(BREATH)
            await failures.try_later(self._ctx, entry)

    async def _say_or_plan(self, entry: Entry) -> None:
        begun = await self._ctx.store.transaction(
            lambda tables: attempt.prepare_attempt(self._ctx, tables, entry)
        )
        if begun is None:
            return
        try:
            await self._record(begun, await self._say(begun))
        except Undelivered as error:
            self._log.info("delivery.undelivered", kind=begun.notice.kind, why=type(error).__name__)
            await self._plan(begun, error)

    async def _plan(self, entry: Entry, error: Undelivered) -> None:
        if not await self._ctx.store.read(lambda tables: tables.doubts.is_left(entry.id)):
            return  # it stands there: its echo came, and only the answer was lost
        match error:
            case Closed():
                await failures.wait_for_open_dms(self._ctx, entry)
            case Gone() | Refused():
                await failures.drop_undeliverable(self._ctx, entry, error)
            case Passing():
                await failures.try_for_hours(self._ctx, entry)
            case _:
                await failures.try_later(self._ctx, entry)

    async def _say(self, entry: Entry) -> SentMessage | None:
        match entry.notice.action:
            case Action.EDIT | Action.DELETE if entry.notice.piece_id is not None:
                await attempt.edit_or_delete_copy(self._ctx, entry)
                return None
            case Action.DELETE if chat_cleaner.is_step(entry.notice):
                await chat_cleaner.step(self._ctx, entry.notice)
                return None
            case Action.EDIT:
                return await self._edit(entry)
        return await self._create(entry)

    async def _create(self, entry: Entry) -> SentMessage | None:
        channel, language = await reader.address(self._ctx, entry.notice)
        answers = await attempt.reply_to(self._ctx, entry, channel)
        outgoing = Outgoing(
            entry.notice, entry.nonce, channel, language, entry.first_attempt_at, answers
        )
        stale = await attempt.is_stale(self._ctx, entry.notice)
        found = None
        if entry.first_attempt_at is not None and (stale or self._past_the_nonce_window(entry)):
            found = await attempt.found(self._ctx, outgoing)
        if found is None and not stale:
            return await self._ctx.messenger.create(outgoing)
        return found

    def _past_the_nonce_window(self, entry: Entry) -> bool:
        if entry.first_attempt_at is None:
            return False
        window: timedelta = self._ctx.settings.delivery.nonce_window
        return self._ctx.clock.now() - entry.first_attempt_at > window

    async def _edit(self, entry: Entry) -> SentMessage | None:
        ask, part = entry.notice.ask_id, part_of(entry.notice)
        assert ask is not None, "only messages of an ask are edited"
        assert part is not None, "each kind that is edited has a part"
        place = await self._ctx.store.read(lambda tables: tables.messages.where(ask, part))
        # an ask that waits again needs its button, also where the post was deleted meanwhile
        must_stand = entry.notice.kind is NoticeKind.ASK_IN_CHANNEL
        if place is not None:
            try:
                language = await reader.language(self._ctx, entry.notice)
                outgoing = Outgoing(entry.notice, entry.nonce, place[0], language)
                await self._ctx.messenger.edit(outgoing, SentMessage(*place))
            except Gone:
                if not must_stand:
                    raise
                entry = await attempt.take_words_out(self._ctx, entry)
            else:
                return None
        return await self._create(entry) if must_stand else None

    async def _record(self, entry: Entry, sent: SentMessage | None) -> None:
        await self._ctx.store.transaction(
            lambda tables: attempt.record_outcome(self._ctx, tables, entry, sent)
        )
