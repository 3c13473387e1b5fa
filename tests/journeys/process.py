"""The bot as an operator runs it: a process of its own, with a file of settings."""

import asyncio
import signal
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.local_discord import LocalDiscord
from tests.engines import place_of
from tests.journeys.forked import Forked, forked
from tests.leaks.watch import assert_nothing_leaked
from tests.patience import PATIENCE

NAMED = "data/bot.sqlite3"
SETTINGS = f"""\
discord:
  api_url: {{api_url}}
storage:
  database: {NAMED}
  key_file: data/bot.key
"""


def settings_on(folder: Path) -> str:
    """The settings, with the database of the test's engine."""
    place = place_of(folder / "data/bot.sqlite3")
    return SETTINGS if isinstance(place, Path) else SETTINGS.replace(NAMED, place.reveal())


class BotProcess:
    """`lend-an-ear run`, or `work`, and what it writes to standard error."""

    def __init__(
        self, process: asyncio.subprocess.Process | Forked, said: asyncio.StreamReader
    ) -> None:
        self._process = process
        self._said = said
        self.lines: list[str] = []
        self._reading = asyncio.create_task(self._read())
        self._grown = asyncio.Condition()

    async def ready(self) -> None:
        """Wait until it has connected."""
        await self.says("supervisor.ready")

    async def says(self, event: str) -> None:
        """Wait until its log tells of this."""
        async with asyncio.timeout(PATIENCE), self._grown:
            await self._grown.wait_for(lambda: any(event in line for line in self.lines))

    async def kill(self) -> None:
        """Pull the plug: no handler runs, nothing is flushed."""
        self._process.kill()
        await self._process.wait()
        await self._reading

    async def stop(self) -> int:
        """Stop it as an operator would; its exit code."""
        self.terminate()
        async with asyncio.timeout(PATIENCE):
            return await self.ended()

    def terminate(self) -> None:
        """Ask it to stop, if it still runs."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)

    async def ended(self) -> int:
        """Wait until it has ended; its exit code."""
        code = await self._process.wait()
        await self._reading
        return code

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    async def _read(self) -> None:
        async for line in self._said:
            self.lines.append(line.decode())
            async with self._grown:
                self._grown.notify_all()


@asynccontextmanager
async def bot_process(
    discord: LocalDiscord, folder: Path, more_settings: str = ""
) -> AsyncIterator[BotProcess]:
    """A running bot on this Discord; its files stay in the folder for the next one."""
    settings = folder / "config.yaml"
    settings.write_text(settings_on(folder).format(api_url=discord.api_url) + more_settings)
    async with started(settings, DISCORD_TOKEN=discord.token) as running:
        await running.ready()
        yield running


@asynccontextmanager
async def started(
    settings: Path, command: str = "run", **environment: str
) -> AsyncIterator[BotProcess]:
    """`run`, or another command, with these settings, whatever comes of it."""
    process = await forked(command, "--config", str(settings), **environment)
    async with _running(BotProcess(process, process.said)) as running:
        yield running


@asynccontextmanager
async def started_as(words: Sequence[str], environ: Mapping[str, str]) -> AsyncIterator[BotProcess]:
    """Likewise, by a command line of one's own and in an environment that is given whole."""
    process = await asyncio.create_subprocess_exec(
        *words, env=environ, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    async with _running(BotProcess(process, process.stderr)) as running:
        yield running


@asynccontextmanager
async def _running(running: BotProcess) -> AsyncIterator[BotProcess]:
    try:
        yield running
    finally:
        await running.stop()


@asynccontextmanager
async def watched_process(
    discord: LocalDiscord, folder: Path, more_settings: str = ""
) -> AsyncIterator[BotProcess]:
    """As `bot_process`, for journeys: at its end all that it sent, logged and stored is searched
    for what must reach nobody."""
    async with bot_process(discord, folder, more_settings) as running:
        yield running
    assert_nothing_leaked(discord, folder, "".join(running.lines))
