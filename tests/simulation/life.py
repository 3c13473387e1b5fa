"""One life of the bot: the production services, outbox loop and inbox on a disk and a line, started
in the order of production, until the process dies.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.config import Settings
from bot.discord_app.gateway.inbox import Inbox
from bot.domain.care import Finding
from bot.places import load_atlas
from bot.prompts import Aliases
from bot.services import retention, timers
from bot.services.community import weekly_count
from bot.services.context import Context
from bot.services.conversations import server_departures
from bot.services.delivery.outbox_loop import OutboxLoop
from bot.services.help_cards import HelpCards
from bot.services.moderation import record, unopened
from bot.services.ports import Clock, Randomness
from bot.services.server_choices import ServerChoices
from bot.storage import belonging
from bot.storage.encryption.sealing import Sealer
from bot.storage.engine import Engine
from bot.storage.store import Store
from tests.prepared import shipped
from tests.simulation.discord import Event, SimulatedDiscord
from tests.simulation.images import DrawnAnew
from tests.simulation.line import Line
from tests.simulation.process import Process
from tests.simulation.told import DirectMessages, as_message

_OVERDUE_REST = 60.0
"""Seconds between two ticks while what is due waits for something."""

_ERASES_EVERY, _OVER_DAYS = 900.0, 7200.0
"""Seconds, and where a history takes days; in production a minute."""


def aliases_in(language: str) -> Aliases:
    """The bot's own names."""
    return shipped().aliases(language)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a life is made of; whoever plants a fault gives another."""

    delivery: type[OutboxLoop] = OutboxLoop
    line: type[Line] = Line
    inbox: type[Inbox] = Inbox
    aliases: Callable[[str], Aliases] = aliases_in


@dataclass
class Life:
    """A bot that runs."""

    process: Process
    ctx: Context
    delivery: OutboxLoop
    inbox: Inbox
    discord: SimulatedDiscord
    due_in: Callable[[], float]
    """Seconds until something is due; may be over."""
    news: asyncio.Event = field(default_factory=asyncio.Event)
    takes_days: bool = False
    longest_rest: float = 14_400.0
    """Seconds between two ticks while nothing is due."""

    def hears(self, event: Event) -> None:
        """The gateway tells of something."""
        work: dict[str, Callable[[], Awaitable[None]]] = {
            "wrote": lambda: self.inbox.wrote(as_message(event.message)),
            "echoed": lambda: self.inbox.echoed(as_message(event.message)),
            "edited": lambda: self.inbox.edited(as_message(event.message)),
            "deleted": lambda: self.inbox.deleted(event.message.channel, event.message.id),
        }
        self.process.start(_caught(work[event.what]), event.what)
        self.news.set()

    def connect(self) -> None:
        """A new session: what happened since the last one is not told."""
        self.inbox.behind()
        self.discord.hears, self.discord.buffer = self._told_in_order, None
        self.process.start(self._ready(), "ready")

    def cut_off(self) -> None:
        """The connection is lost; the session may be resumed."""
        self.inbox.cut_off()
        self.discord.hears, self.discord.buffer = None, []

    def resume(self) -> None:
        """The session goes on, with what it missed, if that was kept; else a new one begins."""
        missed = self.discord.buffer
        if missed is None:
            self.connect()
            return
        self.discord.hears, self.discord.buffer = self._told_in_order, None
        for event in missed:
            self._told_in_order(event)
        self.inbox.behind()
        self.process.context.copy().run(self.inbox.catch_up)

    def _told_in_order(self, event: Event) -> None:
        """As from a socket: one event after the other, each in a task of its own."""
        self._told.put_nowait(event)

    async def _ready(self) -> None:
        here = {int(guild) for guild in self.discord.guild_of.values()}
        await server_departures.are_here(self.ctx, here)
        self.inbox.catch_up()

    def __post_init__(self) -> None:
        self._told: asyncio.Queue[Event] = asyncio.Queue()

    def run(self) -> None:
        """Start what runs for as long as the process does."""
        self.process.start(self.delivery.run(), "outbox")
        self.process.start(self._hear(), "gateway")
        self.process.start(self._tick(), "ticks")
        self.connect()

    async def heard_all(self) -> None:
        """Until what was told of before is heard: it comes over the same connection."""
        while not self._told.empty():  # noqa: ASYNC110 - it is no event
            await asyncio.sleep(_BETWEEN_EVENTS)
        await asyncio.sleep(_BETWEEN_EVENTS)

    async def _hear(self) -> None:
        while True:
            self.hears(await self._told.get())
            await asyncio.sleep(_BETWEEN_EVENTS)  # so that each task has begun before the next

    async def _tick(self) -> None:
        """In production each second; here seconds in which nothing is due are left out."""
        erased_at, overdue = 0.0, 1.0
        while True:
            try:
                await timers.fire_due_timers(self.ctx, self.inbox.all_read)
            finally:
                self.delivery.wake()
            if self._now() - erased_at >= (_OVER_DAYS if self.takes_days else _ERASES_EVERY):
                erased_at = self._now()
                await self.erase()
            overdue = 1.0 if self.due_in() > 0 else min(2 * overdue, _OVERDUE_REST)
            await self._rest(overdue)

    async def _rest(self, overdue: float) -> None:
        """Until something is due, or, where something is overdue that has to wait, for a while."""
        until = self._now() + self.longest_rest
        self.news.clear()
        while (left := min(max(self.due_in(), overdue), until - self._now())) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self.news.wait()
                    await asyncio.sleep(1.0)
                    self.news.clear()
                    overdue = 0.0
                    continue
            return

    def _now(self) -> float:
        return self.ctx.clock.now().timestamp()

    async def erase(self) -> None:
        """What production does each minute and needs no quiet hour."""
        await weekly_count.count(self.ctx)
        await unopened.bring_up_due(self.ctx)
        await record.post_heads(self.ctx)
        await retention.purge_expired(self.ctx)


_BETWEEN_EVENTS = 0.001


async def _caught(work: Callable[[], Awaitable[None]]) -> None:
    """What a handler raises is logged by discord.py's client, and nobody else hears of it."""
    with suppress(Exception):  # as above; what is lost by it is found by the checks
        await work()


async def begun(
    engine: Engine,
    sealer: Sealer,
    process: Process,
    randomness: Randomness,
    line: Line,
    images: DrawnAnew,
    discord_: SimulatedDiscord,
    clock: Clock,
    due_in: Callable[[], float],
    parts: Parts,
) -> Life:
    """A life that has opened its database, and does not run yet."""
    await engine.transaction(lambda sql: belonging.check(sql, sealer, Path()))
    store = Store(engine, sealer)
    await store.forget_erased()
    await store.transaction(lambda tables: tables.numbers.know_servers())
    guilds = ServerChoices("en", await store.read(lambda tables: tables.guilds.all()))
    ctx = Context(
        store,
        clock,
        randomness,
        line,
        Settings(),
        guilds,
        parts.aliases,
        shipped().decks,
        "en",
        load_atlas(),
        HelpCards(lambda _: Finding()),
        images=images,
    )

    def channel_of(channel: int) -> Any:
        return DirectMessages(line, discord_, channel)

    life = Life(process, ctx, parts.delivery(ctx), parts.inbox(ctx, channel_of), discord_, due_in)
    store.on_commit(life.news.set)
    return life
