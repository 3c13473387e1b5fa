"""What a look at the outbox costs, by what waits in it: `python -m tests.bench.outbox`.

A look finds the notice to say next. A real database in which nothing, 10,000 or 100,000 notices
wait: for people whose direct messages are closed, behind a first one that is tried again later, or
as a broadcast, due but of a lower priority than is looked for while the places for broadcasts are
taken. Each look ends with nothing found, as most do. Beside each figure: the same look at an empty
outbox.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from bot.domain.ids import PersonTag, UserId
from bot.domain.notices import Notice, NoticeKind, Priority
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import Sealer
from bot.storage.store import Store, Tables, open_store
from tests.bench.figures import Row, ratio, show
from tests.bench.shape import Pair
from tests.fakes import START

COUNTS, READERS, LOOKS = (10_000, 100_000), 1000, 300
"""Notices that wait, people for whom they wait, looks whose median is taken."""
AT_ONCE = 10_000

KINDS = {"for closed DMs": Priority.CONVERSATION, "as a broadcast": Priority.BROADCAST}

FIRST_USER = 10**17
LATER = START + timedelta(hours=1)


async def fill(store: Store, count: int, priority: Priority) -> None:
    """Let so many notices wait, in turn for each of the readers; some in one transaction, since one
    that takes too long is rolled back."""
    people = await store.transaction(_readers)
    for first in range(0, count, AT_ONCE):
        some = range(first, min(first + AT_ONCE, count))
        waiting = [(_notice(people[n % READERS], priority), f"nonce{n}") for n in some]
        await store.transaction(lambda tables, some=waiting: tables.outbox.put_all(some, START))  # type: ignore[misc]
    if priority is Priority.CONVERSATION:
        await store.transaction(_try_all_later)


async def _readers(tables: Tables) -> Sequence[PersonTag]:
    return [await tables.people.meet(UserId(FIRST_USER + n)) for n in range(READERS)]


async def _try_all_later(tables: Tables) -> None:
    while first := await tables.outbox.next(START, (), Priority.CONVERSATION):
        await tables.outbox.postpone(first.id, LATER)


def _notice(person: PersonTag, priority: Priority) -> Notice:
    return Notice(NoticeKind.NOTHING_OPEN, None, person, priority=priority)


async def look(store: Store) -> float:
    """Milliseconds of a look at what people say to each other, the median of many."""
    took: list[float] = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        found = await store.read(
            lambda tables: tables.outbox.next(START, (), Priority.CONVERSATION)
        )
        took.append((time.perf_counter() - began) * 1000)
        assert found is None, "there is nothing to be found"
    return statistics.median(took)


async def measured(folder: Path, name: str, count: int, priority: Priority) -> Sequence[Row]:
    """A database in which these wait, and an empty one beside it."""
    rows: list[Row] = []
    for waiting in (count, 0):
        path, sealer = folder / f"{name}{waiting}.sqlite3", Sealer(Keyring(bytes(32)))
        store = await open_store(path, sealer)
        try:
            await fill(store, waiting, priority)
            rows.append({"wait": name, "program": f"{waiting} waiting", "ms": await look(store)})
        finally:
            await store.close()
    return [*rows, {**ratio(*rows), "wait": name}]


async def compare(name: str, count: int) -> Sequence[Row]:
    """So many that wait, none, and the ratio of the two."""
    with tempfile.TemporaryDirectory() as folder:
        return await measured(Path(folder), name, count, KINDS[name])


async def at(count: int) -> Sequence[Pair]:
    """So many that wait, of each kind."""
    tables = [await compare(name, count) for name in KINDS]
    return [(waiting, empty) for waiting, empty, _ in tables]


async def main() -> None:
    """Measure, and print."""
    show("outbox", [row for name in KINDS for n in COUNTS for row in await compare(name, n)])


if __name__ == "__main__":
    asyncio.run(main())
