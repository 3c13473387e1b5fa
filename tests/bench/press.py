"""How long a person waits for an answer: `python -m tests.bench.press [--seconds N] [--rounds N]`.

Members run `/privacy` and `/conversations` by turns, 40 a second, on a local Discord in this
process; the bot runs as an operator runs it, and each member has an open conversation. Beside it,
in the same run and by turns, a bare command tree of discord.py whose commands answer with one
constant sentence, only for whoever ran them; and the same tree with as many buttons below it as
ours have, since what the local Discord looks at in an answer is not the bot's time. A time is from
the press to the answer's words.
"""

import argparse
import asyncio
import itertools
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from bot.local_discord import Channel, LocalDiscord, Person
from tests.bench.figures import Row, percentiles, ratio, show
from tests.bench.pairs import Town
from tests.bench.relay import ours
from tests.bench.scripts import ready
from tests.bench.shape import Pair
from tests.journeys.process import bot_process

RATE, PAIRS, WARM_UP = 40, 10, 2.0
"""Presses a second; pairs of people; seconds that do not count."""

COMMANDS = ("privacy", "conversations")

BUTTONS = 3
"""Below each answer of ours."""

BARE = """
import discord
from discord.http import Route
Route.BASE = {url!r}
client = discord.AutoShardedClient(
    intents=discord.Intents(guilds=True), guild_ready_timeout=0.1,
    member_cache_flags=discord.MemberCacheFlags.none(), chunk_guilds_at_startup=False)
tree = discord.app_commands.CommandTree(client)
def below():
    view = discord.ui.View(timeout=None)
    for number in range({buttons}):
        view.add_item(discord.ui.Button(label="A button", custom_id=f"button:{{number}}"))
    view.stop()
    return dict(view=view) if {buttons} else dict()
@tree.command(name="privacy", description="one sentence")
async def privacy(interaction):
    await interaction.response.send_message("A sentence.", ephemeral=True, **below())
@tree.command(name="conversations", description="one sentence")
async def conversations(interaction):
    await interaction.response.send_message("A sentence.", ephemeral=True, **below())
@client.event
async def on_ready():
    await tree.sync()
    print("ready", flush=True)
client.run({token!r}, log_handler=None)
"""

OURS, SENTENCE, WITH_BUTTONS = "lend-an-ear", "bare, a sentence", "bare, with buttons"

Times = dict[str, list[float]]
"""Milliseconds, by command."""


async def press(
    people: Sequence[Person], where: Channel, rate: float, seconds: float, times: Times
) -> int:
    """Press at the rate, whether the last ones are answered or not; how many had no answer."""

    async def one(person: Person, command: str) -> bool:
        began = time.perf_counter()
        answer = await person.run(command, in_=where)
        times[command].append((time.perf_counter() - began) * 1000)
        return not answer.failed

    began, pressing = time.perf_counter(), []
    turns = itertools.cycle(people), itertools.cycle(COMMANDS)
    for tick in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, began + tick / rate - time.perf_counter()))
        pressing.append(asyncio.create_task(one(next(turns[0]), next(turns[1]))))
    return sum(not answered for answered in await asyncio.gather(*pressing))


def bare(discord: LocalDiscord, buttons: int = 0) -> AbstractAsyncContextManager[int]:
    """The bare command tree."""
    return ready(BARE.format(url=discord.api_url, token=discord.token, buttons=buttons))


async def compare(rate: float, seconds: float, rounds: int) -> Sequence[Row]:
    """All by turns; for each command ours, each bare one, and the ratio of ours to it."""
    took: dict[str, Times] = {name: defaultdict(list) for name in (OURS, SENTENCE, WITH_BUTTONS)}
    failed = dict.fromkeys(took, 0)
    async with LocalDiscord.running() as discord:
        with tempfile.TemporaryDirectory() as folder:
            town = Town(discord)
            async with bot_process(discord, Path(folder)):
                await town.set_up()
                pairs = await town.pairs(PAIRS)
            programs: dict[str, Callable[[], AbstractAsyncContextManager[object]]] = {
                OURS: lambda: ours(discord, Path(folder)),
                SENTENCE: lambda: bare(discord),
                WITH_BUTTONS: lambda: bare(discord, BUTTONS),
            }
            people = [person for pair in pairs for person in (pair.asker, pair.listener)]
            for name, program in list(programs.items()) * rounds:
                async with program():
                    await press(people, town.asks, rate, WARM_UP, defaultdict(list))
                    failed[name] += await press(people, town.asks, rate, seconds, took[name])
    return [row for command in COMMANDS for row in rows(command, took, failed)]


def rows(command: str, took: dict[str, Times], failed: dict[str, int]) -> Sequence[Row]:
    """The lines of one command."""
    mine, *others = (_row(command, name, took[name][command], failed[name]) for name in took)
    beside = [(one, {**ratio(mine, one), "command": f"/{command}"}) for one in others]
    return [mine, *(row for pair in beside for row in pair)]


def _row(command: str, program: str, times: Sequence[float], failed: int) -> Row:
    return {
        "command": f"/{command}",
        "program": program,
        "presses": len(times),
        **percentiles(times),
        "unanswered": failed,
    }


async def at(rate: float, seconds: float, rounds: int) -> Sequence[Pair]:
    """At so many presses a second: each command beside a sentence, and how many times one with as
    many buttons."""
    table = await compare(rate, seconds, rounds)
    lines = [table[first : first + 5] for first in range(0, len(table), 5)]
    return [
        ({**mine, "p50 times with buttons": beside["p50 ms"]}, sentence)
        for mine, sentence, _, _, beside in lines
    ]


async def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15.0, help="of presses in each round")
    parser.add_argument("--rounds", type=int, default=3, help="for each program")
    options = parser.parse_args()
    show("press", await compare(RATE, options.seconds, options.rounds))


if __name__ == "__main__":
    asyncio.run(main())
