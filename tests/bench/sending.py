"""What goes out a second, from SQLite and from PostgreSQL, by one process and by several.

All of it waits for one moment, so that nothing of a start is in it. The local Discord is a process
of its own, enforces no limit, and sees as much work from whoever sends.
"""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.config import load
from bot.database_place import Address, Place
from bot.domain.ids import ChannelId, UserId
from bot.domain.notices import Notice, NoticeKind, Priority
from bot.opened_store import opened_store
from bot.services.clock import SystemClock
from bot.storage.store import Tables
from bot.token import Token
from bot.worker import SENDS_AFTER
from tests.bench.figures import Row, processor_seconds
from tests.bench.shape import Pair as Beside
from tests.postgresql import Server

SENDERS, ON_SQLITE = (1, 2, 4), 0
BEGINS_IN, SETTLES = 6, timedelta(seconds=SENDS_AFTER + 1)
"""Seconds from filling to the moment on which all of it is due, and those that have to be left of
them once all have started: a worker begins to send a little later."""

FILLED_A_SECOND = 300
"""Readers: at least."""

CONFIG = """\
discord:
  api_url: {api_url}
storage:
  database: {where}
  key_file: bot.key
logging:
  level: error
"""

DISCORD = """
import asyncio, json, sys, time
from bot.local_discord import LocalDiscord
async def main():
    async with LocalDiscord.running() as discord:
        people = [discord.add_person(f"reader{number}") for number in range(int(sys.argv[1]))]
        guild = discord.add_guild("Harbour", owner=discord.add_person("admin"))
        for person in people:
            guild.join(person)
        channels = [[person.id, person.dm.id] for person in people]
        print(json.dumps([discord.api_url, discord.token, channels]), flush=True)
        times = 1
        while True:
            await asyncio.sleep(0.02)
            if sum(len(person.dm.messages) for person in people) >= times * len(people):
                print(time.time(), flush=True)
                times += 1
asyncio.run(main())
"""


@dataclass(frozen=True)
class Discord:
    """One that runs in another process: where it is, and the readers' ids and channels."""

    api_url: str
    token: Token
    readers: Sequence[tuple[int, int]]
    says: asyncio.StreamReader

    async def has_all_after(self, due: datetime) -> float:
        """When the last of what was due then stood there, in seconds of the clock."""
        while (at := float(await self.says.readline())) < due.timestamp():
            pass
        return at


@dataclass(frozen=True)
class Sender:
    """A process that sends."""

    process: asyncio.subprocess.Process

    @property
    def pid(self) -> int:
        """Its number."""
        return self.process.pid

    async def read_line(self) -> str:
        """The next that it says."""
        assert self.process.stdout is not None, "it was asked for"
        return (await self.process.stdout.readline()).decode().strip()


@asynccontextmanager
async def _sender(command: str, config: Path, token: Token) -> AsyncIterator[Sender]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.sender", command, str(config)),
        env={**os.environ, "DISCORD_TOKEN": token.reveal()},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Sender(process)
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def discord_with(readers: int) -> AsyncIterator[Discord]:
    """A local Discord, and so many people with direct messages."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", DISCORD, str(readers)), stdout=asyncio.subprocess.PIPE, limit=2**24
    )
    assert process.stdout is not None, "it was asked for"
    try:
        url, token, channels = json.loads(await process.stdout.readline())
        known = [(user, channel) for user, channel in channels]
        yield Discord(url, Token(token), known, process.stdout)
    finally:
        process.terminate()
        await process.wait()


@dataclass(frozen=True)
class Sending:
    """A database from which something is to be sent, and where to."""

    folder: Path
    place: Place
    discord: Discord

    async def by(self, senders: int) -> Row:
        """How many encouragements a second go out: the bot sends, and with it so many less one
        workers, each a process of its own."""
        config = self.folder / "config.yaml"
        where = getattr(self.place, "reveal", lambda: self.place)()
        config.write_text(CONFIG.format(api_url=self.discord.api_url, where=where))
        # a whole second, as the outbox knows it
        now = datetime.now(UTC).replace(microsecond=0)
        fills = len(self.discord.readers) // FILLED_A_SECOND
        due = now + timedelta(seconds=BEGINS_IN + fills + 3 * senders)
        await self._fill(config, due)
        async with AsyncExitStack() as stack:
            commands = ("run", *(senders - 1) * ("work",))
            begun = [
                await stack.enter_async_context(_sender(one, config, self.discord.token))
                for one in commands
            ]
            for one in begun:
                assert await one.read_line() == "sends", "it has begun"
            assert datetime.now(UTC) + SETTLES < due, "the machine is too slow for this"
            worked = -sum(processor_seconds(one.pid) for one in begun)
            ended = await self.discord.has_all_after(due)
            worked += sum(processor_seconds(one.pid) for one in begun)
        count = len(self.discord.readers)
        took = ended - due.timestamp()
        return {
            "senders": senders,
            "sent": count,
            "sent a second": count / took,
            "CPU ms each": worked * 1000 / count,
        }

    async def _fill(self, config: Path, due: datetime) -> None:
        store, _ = await opened_store(load(config), {}, SystemClock())
        try:
            await store.transaction(lambda tables: _wait_in(tables, self.discord.readers, due))
        finally:
            await store.close()


async def _wait_in(tables: Tables, readers: Sequence[tuple[int, int]], due: datetime) -> None:
    waiting = list[tuple[Notice, str]]()
    for number, (user, channel) in enumerate(readers):
        person = await tables.people.meet(UserId(user))
        await tables.people.remember_dm(person, ChannelId(channel))
        notice = Notice(NoticeKind.NOTHING_OPEN, None, person, priority=Priority.SCHEDULED)
        waiting.append((notice, f"{number} at {due:%H%M%S}"))  # no nonce comes twice
    await tables.outbox.put_all(waiting, due)


async def sent(server: Server, queue: int, rounds: int) -> Sequence[Beside]:
    """By turns from SQLite, and by one, two and four processes from PostgreSQL; the best of each:
    one beside SQLite, and several beside one."""
    found: dict[int, list[Row]] = {senders: [] for senders in (ON_SQLITE, *SENDERS)}
    async with discord_with(queue) as discord:
        for _ in range(rounds):
            for senders, rows in found.items():
                with tempfile.TemporaryDirectory() as name:
                    file = senders == ON_SQLITE
                    place = Path(name) / "bot.sqlite3" if file else Address(server.new())
                    sending = Sending(Path(name), place, discord)
                    rows.append(await sending.by(1 if file else senders))
    best = [max(rows, key=lambda row: float(row["sent a second"])) for rows in found.values()]
    here, one, *more = best
    return [(one, here), *((several, one) for several in more)]
