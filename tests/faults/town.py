"""Conversations on a Wire, which can be stopped anywhere and taken up again."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.care import Finding
from bot.domain.errors import SupportError
from bot.domain.guilds import GuildChoices
from bot.domain.ids import MessageId, RoleId, UserId
from bot.services import retention, timers
from bot.services.asks import drafts, posting
from bot.services.context import Context
from bot.services.conversations import ending, relay
from bot.services.delivery.outbox_loop import OutboxLoop
from bot.services.help_cards import HelpCards
from bot.services.listeners import duty
from bot.services.offers import acceptance
from bot.services.server_choices import ServerChoices
from bot.storage.store import Store, open_store
from tests import server_setup
from tests.fakes import FixedClock, SeededRandomness
from tests.faults.wire import Wire, WireMessenger
from tests.services.scene import (
    ASKS,
    ATLAS,
    GUILD,
    SEALER,
    aliases_in,
    decks_in,
    here,
    new_store,
    saying,
)
from tests.services.tuning import still, tuned
from tests.stated import ADULTS_ONLY

LIMITS: dict[str, dict[str, object]] = {
    "listeners": {"conversations_at_once": 9, "conversations_per_day": 9},
    "delivery": {"nonce_window": "20 min"},  # long, so that there is room for many faults in it
}
FILE = "town.sqlite3"


@dataclass
class Town:
    """A bot on a folder, talking to a Wire."""

    store: Store
    clock: FixedClock
    messenger: WireMessenger
    ctx: Context
    delivery: OutboxLoop

    @property
    def wire(self) -> Wire:
        """What people see."""
        return self.messenger.wire

    async def talk(self, asker: UserId, listener: UserId) -> None:
        """Let two people begin to talk; what they are told of the acceptance waits."""
        await duty.join(self.ctx, here(listener))
        draft = await drafts.draft(self.ctx, here(asker), f"I am {asker}.", "")
        await posting.post(self.ctx, here(asker), draft.draft.id)
        await self.deliver()
        await acceptance.accept(self.ctx, here(listener), await self._newest_button())

    async def write(self, who: UserId, message: int, text: str) -> None:
        """Somebody writes; told again, it is the same message."""
        await relay.pass_on(self.ctx, relay.Written(who, MessageId(message), text))

    async def end(self, who: UserId) -> None:
        """Somebody ends it, or finds that it has ended."""
        sql = (
            "SELECT token FROM button JOIN conversation USING (conversation_id)"
            " WHERE number IN (?, ?)"
        )
        both = (self.store.asker_number(GUILD, who), self.store.listener_number(GUILD, who))
        rows = await self.store._database.read(lambda on: on.fetch_all(sql, both))
        with suppress(SupportError):
            await ending.end_own(self.ctx, who, rows[0][0])

    async def deliver(self) -> None:
        """Say everything that is due now."""
        async with saying(self.delivery):
            await self.delivery.drain()

    async def calm(self, pause: Callable[[], timedelta] = lambda: timedelta(minutes=1)) -> None:
        """Let time pass, in leaps, until nothing is left to say."""
        async with saying(self.delivery):
            while await self.waiting():
                await self.delivery.drain()
                self.clock.advance(pause())
                await timers.fire_due_timers(self.ctx)
                await retention.purge_expired(self.ctx)

    async def waiting(self) -> int:
        """How much waits in the outbox."""
        sql = "SELECT COUNT(*) FROM outbox"
        rows = await self.store._database.read(lambda on: on.fetch_all(sql))
        return int(rows[0][0])

    async def _newest_button(self) -> str:
        sql = (
            "SELECT token FROM button JOIN ask USING (ask_id)"
            " WHERE person_sealed IS NULL AND state = 'waiting'"
        )
        rows = await self.store._database.read(lambda on: on.fetch_all(sql))
        return str(rows[-1][0])


@asynccontextmanager
async def town(
    folder: Path, wire: Wire | None = None, *, now: datetime | None = None
) -> AsyncIterator[Town]:
    """A bot on the files in a folder; with a wire, on those that an earlier one left there."""
    clock = FixedClock() if now is None else FixedClock(now)
    messenger = WireMessenger(Wire(clock) if wire is None else wire.copy(clock))
    path = folder / FILE
    store = await (new_store(path) if wire is None else open_store(path, SEALER))
    guilds = ServerChoices("en", await store.read(lambda tables: tables.guilds.all()))
    ctx = Context(
        store,
        clock,
        SeededRandomness(0 if wire is None else 1 + len(wire.messages)),
        messenger,
        still(tuned(LIMITS)),
        guilds,
        aliases_in,
        decks_in,
        "en",
        ATLAS,
        HelpCards(lambda _: Finding()),
    )
    made = Town(store, clock, messenger, ctx, OutboxLoop(ctx))
    try:
        if wire is None:
            choices = GuildChoices(GUILD, ASKS, ASKS, RoleId(1), False, ages=ADULTS_ONLY)
            await server_setup.set_up(ctx, choices)
        yield made
    finally:
        await store.close()
