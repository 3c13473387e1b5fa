"""How long a start takes, and what the bot needs at rest: `python -m tests.bench.start`.

The local Discord runs in this process, the bot in one of its own, as an operator runs it. Time is
real, from the start of the process to the moment the bot says that Discord is ready (its log line),
memory is the resident set of the bot's process some seconds later. The baseline beside it is a
bare discord.py client in the same run: what of both is the library's.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bot.local_discord import LocalDiscord
from tests.journeys.process import bot_process

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
    """Seconds to READY and MiB at rest."""
    began = time.perf_counter()
    async with bot_process(discord, folder) as bot:
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


async def main() -> None:
    """Measure, and print medians."""
    async with LocalDiscord.running() as discord:
        discord.add_guild("Harbour", member_count=120)
        with tempfile.TemporaryDirectory() as folder:
            await ours(discord, Path(folder))  # the first start makes the database
            mine = [await ours(discord, Path(folder)) for _ in range(ROUNDS)]
        base = [await bare(discord) for _ in range(ROUNDS)]
    for name, rows in (("lend-an-ear", mine), ("bare discord.py", base)):
        seconds, mebibytes = (statistics.median(column) for column in zip(*rows, strict=True))
        print(f"{name:16} start to READY {seconds:.2f} s   at rest {mebibytes:.1f} MiB")  # noqa: T201
    ratio = statistics.median(m[0] for m in mine) / statistics.median(b[0] for b in base)
    print(f"start, ours to bare: {ratio:.2f}")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
