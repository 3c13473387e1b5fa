"""How long a start takes, and what the bot needs at rest: `python -m tests.bench.start`.

The local Discord runs in this process, the bot in one of its own, as an operator runs it. Time is
real, from the start of the process to the moment the bot says that Discord is ready (its log line),
memory is the resident set of the bot's process some seconds later. The baseline beside it is a
bare discord.py client in the same run: what of both is the library's.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bot.local_discord import LocalDiscord
from tests.bench.figures import Row, ratio
from tests.bench.shape import Pair
from tests.journeys.process import SETTINGS, started_as

ROUNDS = 5
REST = 3.0
"""Seconds until the bot counts as at rest."""

BARE = """
import discord
from discord.http import Route
Route.BASE = {url!r}
client = discord.AutoShardedClient(intents=discord.Intents(guilds=True), guild_ready_timeout=0.1)
@client.event
async def on_ready():
    print("ready", open("/proc/self/statm").read().split()[1], flush=True)
    await client.close()
client.run({token!r}, log_handler=None)
"""


def resident(pid: int) -> float:
    """MiB that a process holds in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 2**20


async def ours(discord: LocalDiscord, folder: Path) -> tuple[float, float]:
    """Seconds to READY and MiB at rest, started by its command as an operator starts it."""
    settings = folder / "config.yaml"
    settings.write_text(SETTINGS.format(api_url=discord.api_url))
    command = (sys.executable, "-m", "bot", "run", "--config", str(settings))
    began = time.perf_counter()
    async with started_as(command, {**os.environ, "DISCORD_TOKEN": discord.token}) as bot:
        await bot.ready()
        took = time.perf_counter() - began
        await asyncio.sleep(REST)
        return took, resident(bot.pid)


async def bare(discord: LocalDiscord) -> tuple[float, float]:
    """The same for a client of the library that does nothing."""
    began = time.perf_counter()
    script = BARE.format(url=discord.api_url, token=discord.token)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode().split()
    took = time.perf_counter() - began
    await process.wait()
    return took, int(line[1]) * 4096 / 2**20


async def compare(servers: int, rounds: int) -> Pair:
    """The medians of ours, and of the bare client, in so many servers."""
    async with LocalDiscord.running() as discord:
        for number in range(servers):
            discord.add_guild(f"Harbour {number}", member_count=120)
        with tempfile.TemporaryDirectory() as folder:
            await ours(discord, Path(folder))  # the first start makes the database
            mine = [await ours(discord, Path(folder)) for _ in range(rounds)]
        base = [await bare(discord) for _ in range(rounds)]
    return _row("lend-an-ear", mine), _row("bare discord.py", base)


def _row(program: str, starts: Sequence[tuple[float, float]]) -> Row:
    seconds, mebibytes = (statistics.median(column) for column in zip(*starts, strict=True))
    return {"program": program, "s": seconds, "MiB": mebibytes}


async def at(servers: int, rounds: int) -> Sequence[Pair]:
    """In so many servers: how long, and how much memory."""
    mine, base = await compare(servers, rounds)
    return [({name: mine[name]}, {name: base[name]}) for name in ("s", "MiB")]


async def main() -> None:
    """Measure, and print medians."""
    both = await compare(1, ROUNDS)
    for row in both:
        program, seconds, mebibytes = row.values()
        print(f"{program:16} start to READY {seconds:.2f} s   at rest {mebibytes:.1f} MiB")  # noqa: T201
    print(f"start, ours to bare: {ratio(*both)['s']:.2f}")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
