"""What another key costs a large database: `python -m tests.bench.rotation`.

The same people with a full history as in `tests.bench.erasure`: 10,000 of them, with `--people`
others. The key is rotated as a running bot does it, step after step, then the database is opened
anew, at which every tag is turned into that of today, all in one transaction. How long the loop
stood still at worst stands beside each, and how long writing the same file anew takes (`VACUUM`),
as it happens once a day, and how far the loop stood still then.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.storage.encryption.keys import Keyring, key_in
from bot.storage.encryption.owners import load_owners
from bot.storage.encryption.sealing import Sealer
from bot.storage.key_rotation import KeyRotation, ask
from bot.storage.store import Store, open_store
from tests.bench.erasure import KEYRING, PEOPLE, fill
from tests.bench.figures import Row, ratio, show
from tests.bench.shape import Pair
from tests.bench.stalls import Stalls


async def opened(path: Path, keyring: Keyring, key_file: Path) -> Store:
    """The database, as a start opens it."""
    return await open_store(path, Sealer(keyring, load_owners(keyring, key_file)))


@asynccontextmanager
async def measured(rows: list[Row], program: str) -> AsyncIterator[None]:
    """Add how long it took, and how long the loop stood still."""
    stalls = Stalls()
    async with stalls.watched():
        began = time.perf_counter()
        yield
        took = time.perf_counter() - began
        await asyncio.sleep(0.02)
    rows.append({"program": program, "s": took, "loop still ms": stalls.worst})


async def compare(people: int) -> tuple[Sequence[Row], float]:
    """Each step of it, beside writing the database anew; and MiB of the database."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(dir=".") as folder:
        path, key_file = Path(folder) / "bot.sqlite3", Path(folder) / "bot.key"
        KEYRING.write(key_file)
        store = await opened(path, KEYRING, key_file)
        await fill(store, people)
        await store.close()
        store = await opened(path, KEYRING, key_file)
        async with measured(rows, "written anew"):
            await store.rewrite()
        ask(key_file)
        rotation = KeyRotation(store, KEYRING, key_file)
        async with measured(rows, "all sealed anew"):
            while await rotation.step():
                pass
        await store.close()
        async with measured(rows, "opened, tags turned"):
            store = await opened(path, key_in(key_file), key_file)
        await store.close()
        async with measured(rows, "opened again"):
            store = await opened(path, key_in(key_file), key_file)
        await store.close()
        return rows, path.stat().st_size / 2**20


async def at(people: int) -> Sequence[Pair]:
    """So many people: sealing all anew, and the start after it."""
    (written, sealed, turned, _), _ = await compare(people)
    return [(sealed, written), (turned, written)]


async def main(people: int) -> None:
    """Measure, and print."""
    rows, size = await compare(people)
    show(f"another key, {people} people, {size:.0f} MiB", [*rows, ratio(rows[2], rows[0])])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=PEOPLE)
    asyncio.run(main(parser.parse_args().people))
