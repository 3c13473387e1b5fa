"""What PostgreSQL costs beside SQLite: `python -m tests.bench.scale`, about ten minutes.

The same rows are made in a file, measured there, moved to a PostgreSQL of its own on this machine
(on a Unix socket, each commit on the disk as with SQLite's `synchronous=FULL`), and measured again:
choosing among listeners as in `ranking.py`, and schedules as in `schedules.py`.

Then encouragements go out as fast as they can: each begun in a transaction, sent, noted in another,
by the bot alone, and by the bot and one or three workers. All wait for one moment, so that nothing
of a start is in it. The local Discord is a process of its own, enforces no limit, and sees as much
work from either engine; processor time of all that send is printed beside it.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.database_place import Address
from bot.storage.postgresql.moving import move
from tests.bench import ranking, schedules
from tests.bench.figures import Row, ratio, show
from tests.bench.listeners import SEALER
from tests.bench.sending import sent
from tests.bench.shape import NotHere
from tests.bench.shape import Pair as Beside
from tests.postgresql import SETTINGS, Server, programs

ON_DISK = {**SETTINGS, "fsync": "on", "autovacuum": "on", "shared_buffers": "256MB"}
"""Each commit waits for the disk, and tables are looked after, as an operator has it."""

QUEUE = 2000
AT_LEAST = 0.6
"""Of SQLite's rate of sending."""
AT_MOST = 3.0
"""Times what SQLite takes."""


@contextmanager
def postgresql() -> Iterator[Server]:
    """One of its own. Raises NotHere."""
    if programs() is None:
        raise NotHere("PostgreSQL is not installed here")
    yield Server(settings=ON_DISK)


def _moved(server: Server, path: Path) -> Address:
    to = Address(server.new())
    move(path, to, SEALER, lambda *_: None)
    return to


async def chosen(server: Server, people: int) -> Sequence[Beside]:
    """Choosing among so many listeners, on duty and off duty."""
    with tempfile.TemporaryDirectory() as name:
        path = await ranking.filled(Path(name) / "whole", people, everything=True)
        here, _ = await ranking.measured(path)
        there, _ = await ranking.measured(await asyncio.to_thread(_moved, server, path))
    return [*zip(there, here, strict=True)]


async def scheduled(server: Server, count: int) -> Beside:
    """So many schedules."""
    with tempfile.TemporaryDirectory() as name:
        path = await schedules.filled(Path(name), count)
        to = await asyncio.to_thread(_moved, server, path)
        return await schedules.ours(to), await schedules.ours(path)


async def at(size: int, queue: int, rounds: int) -> Sequence[Beside]:
    """So many listeners, ten times as many schedules, and a queue that goes out: PostgreSQL, and
    SQLite beside it."""
    with postgresql() as server:
        on_duty, off_duty = await chosen(server, size)
        coming = await scheduled(server, size * 10)
        return [on_duty, off_duty, coming, *await sent(server, queue, rounds)]


SENDING = ("one sends, beside SQLite", "two send, beside one", "four send, beside one")

PROMISED = (
    ("choosing, on duty", "ms", 0),
    ("choosing, off duty", "ms", 1),
    ("a look in vain", "in vain ms", 2),
    ("finding those that come", "selecting ms", 2),
    ("handing them over", "handing over s", 2),
)


def promised(pairs: Sequence[Beside]) -> Sequence[Row]:
    """What is promised beside what was measured."""
    rows: list[Row] = []
    for what, figure, place in PROMISED:
        there, here = pairs[place]
        times = float(there[figure]) / float(here[figure])
        holds = "yes" if times <= AT_MOST else "no"
        rows.append({"promised": what, "times": times, "holds": holds})
    for what, least, (there, here) in zip(SENDING, _least(), pairs[-3:], strict=True):
        times = float(there["sent a second"]) / float(here["sent a second"])
        rows.append({"promised": what, "times": times, "holds": "yes" if times >= least else "no"})
    return rows


def _least() -> tuple[float, float, float]:
    """Of SQLite's rate with one process, and of one's with two; nothing is promised of four."""
    cores = os.cpu_count() or 1
    return AT_LEAST, 1.6 if cores >= 8 else 1.25, 0.0


async def main() -> int:
    """Measure, and print; 1 where something is not as promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listeners", type=int, default=100_000, help="schedules: ten times")
    parser.add_argument("--queue", type=int, default=QUEUE, help="encouragements that go out")
    parser.add_argument("--rounds", type=int, default=3, help="of sending, on each engine")
    options = parser.parse_args()
    pairs = await at(options.listeners, options.queue, options.rounds)
    names = ("on duty", "off duty", "schedules", *SENDING)
    for name, (there, here) in zip(names, pairs, strict=True):
        rows = {"measured": there, "beside": here, "ratio": ratio(there, here)}
        show(name, [{"which": which, **row} for which, row in rows.items()])
    holds = promised(pairs)
    show("what is promised", [{**row, "cores": os.cpu_count() or 0} for row in holds])
    return int(any(row["holds"] == "no" for row in holds))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
