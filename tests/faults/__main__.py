"""Thousands of kills and outages: `python -m tests.faults --kills 10000 --outages 1000`.

`--of-three 300` kills any of three processes that share a PostgreSQL, a bot and two workers.

Prints the day, the seed and what became of all words; ends with 1 where one was lost, doubled or
swapped. Several worlds are played at once, each with a Discord and a bot of its own. As discord.py
waits longer after each outage, many worlds with few words a second are through them first.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from tests.bench.figures import Row, show
from tests.engines import using
from tests.faults.under_load import A_SECOND, Happens, any_killed, cut_off, killed, play

WRONG = ("lost", "doubled", "swapped")


def shares(times: int, worlds: int) -> list[int]:
    """How often it happens in each world."""
    return [len(range(world, times, worlds)) for world in range(min(times, worlds))]


async def in_many_worlds(
    happens: Happens, times: int, options: argparse.Namespace, happened: Callable[[], None]
) -> Counter[str]:
    """What became of all words together."""
    with tempfile.TemporaryDirectory() as name:
        async with asyncio.TaskGroup() as group:
            played = []
            for world, share in enumerate(shares(times, options.worlds)):
                folder = Path(name) / str(world)
                folder.mkdir()
                seed, a_second = options.seed + world, options.words
                playing = play(folder, happens, share, seed, happened, a_second)
                played.append(group.create_task(playing))
    return sum((Counter(dict(one.result())) for one in played), Counter[str]())


def row(name: str, happens: Happens, options: argparse.Namespace) -> Row:
    """Play it, with a bar that shows how far it is."""
    times, began = getattr(options, name), time.monotonic()
    engine = "postgresql" if happens is any_killed else "sqlite"
    with using(engine), click.progressbar(length=times, label=name, file=sys.stderr) as bar:
        became = asyncio.run(in_many_worlds(happens, times, options, lambda: bar.update(1)))
    return {
        "on": datetime.now(UTC).date().isoformat(),
        "seed": options.seed,
        "what": name,
        "times": times,
        "words": became["words"],
        **{one: became[one] for one in WRONG},
        "minutes": (time.monotonic() - began) / 60,
    }


def main() -> None:
    """Play, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--outages", type=int, default=0)
    parser.add_argument("--of-three", type=int, default=0)
    parser.add_argument("--worlds", type=int, default=4)
    parser.add_argument("--words", type=float, default=A_SECOND, help="a second, in each world")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    options = parser.parse_args()
    asked: dict[str, Happens] = {"kills": killed, "outages": cut_off, "of_three": any_killed}
    rows = [row(name, happens, options) for name, happens in asked.items() if vars(options)[name]]
    if not rows:
        parser.error("say how many --kills, --outages or --of-three")
    show("faults", rows)
    sys.exit(any(one[what] for one in rows for what in WRONG))


if __name__ == "__main__":
    main()
