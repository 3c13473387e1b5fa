"""What images cost: `python -m tests.bench.images [--photos N] [--seconds N] [--rounds N]`.

First, photographs as a phone makes them (4032 by 3024, most of which have to be turned)
are drawn anew, one after the other, by the process that does that: how long each takes, there and
back, its processor time, and the most memory that it ever had. They become 2016 by 1512: no side of
what goes on is longer than 2048, and the decoder reads them at half their size.

Then, by turns, words are passed on at a steady rate as in `relay.py`, with nothing beside them,
with a photograph each second that the bot refuses, and with one that it passes on between two
others. What the refused ones cost is the local Discord's, which takes the same megabytes on the
loop that measures. The bot and the process are real ones. An image is asked for twice, for its
sender, who hears whether it passes, and for its reader, and drawn once.

In the end stands what is promised of it, and whether that holds; where something does not, it ends
with 1. On a machine that does other things as well, what a photograph takes is mostly waiting:
compare it with its processor time, and with how many others want the processor (`load`).
"""

import argparse
import asyncio
import itertools
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from io import BytesIO
from pathlib import Path

from PIL import Image

from bot.images.cleaner import ImageProcess
from bot.local_discord import LocalDiscord
from tests.bench.figures import Row, percentile, processor_seconds, ratio, show
from tests.bench.pairs import Pair, Town
from tests.bench.relay import Measured, measure, ours
from tests.bench.shape import Pair as Beside
from tests.journeys.process import bot_process

RATE, PAIRS = 20, 10
"""Words a second, and between how many pairs."""


def photograph(number: int, size: tuple[int, int] = (4032, 3024)) -> bytes:
    """A JPEG of some megabytes with soft and busy parts, and how the phone was held."""
    few = (size[0] // 4, size[1] // 4)
    busy = Image.effect_noise(few, 20 + number % 40).resize(size)
    soft = Image.linear_gradient("L").rotate(number % 360).resize(size)
    notes = Image.Exif()
    notes[0x0112] = (6, 3, 8, 1)[number % 4]
    made = BytesIO()
    image = Image.merge("RGB", (busy, soft, Image.blend(busy, soft, 0.5)))
    image.save(made, "JPEG", quality=90, exif=notes)
    return made.getvalue()


async def drawn(photos: Sequence[bytes], count: int) -> Row:
    """So many of them, by turns; the first, which starts the process, is counted as well."""
    process, took = ImageProcess(), list[float]()
    most, worked = 0, 0.0
    for photo in itertools.islice(itertools.cycle(photos), count):
        began = time.perf_counter()
        await process.clean(photo)
        took.append((time.perf_counter() - began) * 1000)
        assert process.pid is not None, "it was not ended"
        most, worked = max(most, _memory(process.pid)), processor_seconds(process.pid)
    await process.close()
    shares = {"p50 ms": 0.5, "p95 ms": 0.95, "most ms": 1.0}
    figures = {name: percentile(took, share) for name, share in shares.items()}
    each = worked * 1000 / count
    return {"photographs": count, **figures, "CPU ms each": each, "MiB at most": most / 1024}


def _memory(pid: int) -> int:
    """KiB that a process had in memory at most."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


@asynccontextmanager
async def beside_images(
    discord: LocalDiscord, folder: Path, pair: Pair, photos: Sequence[bytes], shown: list[int]
) -> AsyncIterator[int]:
    """The bot, while one of a pair sends a photograph each second; how many stand at the end."""

    async def send() -> None:
        for number in itertools.count():
            files = [("photo.jpg", photos[number % len(photos)])]
            await pair.asker.send(pair.asker.dm, "", files=files)
            await asyncio.sleep(1.0)

    async with ours(discord, folder) as pid:
        sending = asyncio.create_task(send())
        try:
            yield pid
        finally:
            sending.cancel()
            seen = pair.listener.sees(pair.listener.dm)
            shown.append(sum(bool(one.attachments) for one in seen))


def _switch(folder: Path, guild: int, *, on: bool) -> None:
    """In the database of a bot that does not run."""
    with closing(sqlite3.connect(folder / "data" / "bot.sqlite3")) as database, database:
        database.execute("DELETE FROM guild_feature WHERE feature = 'images'")
        if on:
            database.execute("INSERT INTO guild_feature VALUES (?, 'images')", (guild,))


async def beside(photos: Sequence[bytes], seconds: float, rounds: int) -> Sequence[Row]:
    """Words alone, words beside images, and the ratio of the two; and words beside photographs that
    the bot refuses, so that only the local Discord has to do with them."""
    numbers, alone, busy, refused = itertools.count(), Measured(), Measured(), Measured()
    shown = list[int]()
    async with LocalDiscord.running() as discord:
        with tempfile.TemporaryDirectory() as made:
            town, folder = Town(discord), Path(made)
            async with bot_process(discord, folder):
                await town.set_up()
                *pairs, last = await town.pairs(PAIRS + 1)
            for _ in range(rounds):
                _switch(folder, town.guild.id, on=False)
                async with ours(discord, folder) as pid:
                    await measure(discord, pairs, RATE, seconds, pid, alone, numbers)
                async with beside_images(discord, folder, last, photos, shown) as pid:
                    await measure(discord, pairs, RATE, seconds, pid, refused, numbers)
                _switch(folder, town.guild.id, on=True)
                async with beside_images(discord, folder, last, photos, shown) as pid:
                    await measure(discord, pairs, RATE, seconds, pid, busy, numbers)
    both, rest = busy.row("beside images", RATE), alone.row("alone", RATE)
    other = refused.row("beside refused ones", RATE)
    rows: list[Row] = [both, rest, other]
    rows += [{**ratio(one, rest), "a second": RATE} for one in (other, both)]
    counts = (str(shown[-1]), "0", "0", "", "")
    return [{**row, "images": n} for row, n in zip(rows, counts, strict=True)]


def saved_again(photos: Sequence[bytes], count: int) -> Row:
    """The same photographs read and written by Pillow alone, in this process, whatever they hold
    beside what one sees."""
    took = list[float]()
    for photo in itertools.islice(itertools.cycle(photos), count):
        began = time.perf_counter()
        with Image.open(BytesIO(photo)) as image:
            image.save(BytesIO(), "JPEG", quality=90)
        took.append((time.perf_counter() - began) * 1000)
    return {"p50 ms": percentile(took, 0.5), "p95 ms": percentile(took, 0.95)}


async def at(megapixels: float, photos: int, seconds: float, rounds: int) -> Sequence[Beside]:
    """Photographs so large: drawn one after the other, and one a second beside words."""
    width = round((megapixels * 4_000_000 / 3) ** 0.5)
    made = [photograph(number, (width, width * 3 // 4)) for number in range(8)]
    alone = await drawn(made, photos)
    busy, quiet, *_ = await beside(made, seconds, rounds)
    return [(alone, saved_again(made, photos)), (busy, quiet)]


PROMISED = (
    ("a photograph, p95 ms", 400.0),
    ("the process, MiB at most", 256.0),
    ("words beside images, p99 to that alone", 1.2),
)
"""What is measured, and what it is at most."""


def promised(photographs: Row, words: Row) -> Sequence[Row]:
    """What is promised beside what was measured."""
    found = photographs["p95 ms"], photographs["MiB at most"], words["p99 ms"]
    return [
        {
            "promised": what,
            "at most": most,
            "measured": float(one),
            "holds": "yes" if float(one) <= most else "no",
            "load": os.getloadavg()[0],
        }
        for (what, most), one in zip(PROMISED, found, strict=True)
    ]


async def main() -> int:
    """Measure, and print; 1 where something is not as promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=100, help="that are drawn")
    parser.add_argument("--seconds", type=float, default=15.0, help="of words in each round")
    parser.add_argument("--rounds", type=int, default=3, help="with images, and without")
    options = parser.parse_args()
    photos = [photograph(number) for number in range(8)]
    alone = await drawn(photos, options.photos)
    show("images", [alone])
    both = await beside(photos, options.seconds, options.rounds)
    show("words beside images", both)
    holds = promised(alone, both[-1])
    show("what is promised", holds)
    return int(any(row["holds"] == "no" for row in holds))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
