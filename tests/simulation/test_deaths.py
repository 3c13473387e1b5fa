"""The world of histories: a seed chooses who runs next, a death leaves nothing but commits."""

import asyncio

from bot.storage.connection import Connection
from bot.storage.sqlite import in_memory
from tests.simulation.disk import Disk, OnLoop
from tests.simulation.loop import seeded
from tests.simulation.process import Process
from tests.simulation.town import Chances

_PUT = "INSERT INTO meta (name, value) VALUES (?, ?)"
_FOUND = "SELECT name FROM meta WHERE CAST(value AS TEXT) = 'mine' ORDER BY rowid"


def order(seed: int) -> list[int]:
    """In which order five tasks take their turns."""
    turns = list[int]()

    async def one(number: int) -> None:
        for _ in range(3):
            turns.append(number)
            await asyncio.sleep(0)

    async def all_of_them() -> None:
        await asyncio.gather(*map(one, range(5)))

    seeded(Chances(seed).of("turns")).play(all_of_them())
    return turns


def test_a_seed_chooses_who_runs_next() -> None:
    """The same one the same order, and others other ones."""
    assert order(1) == order(1)
    assert len({tuple(order(seed)) for seed in range(20)}) > 10


def test_time_leaps_to_whoever_wakes_next() -> None:
    """A year of sleep takes no time."""
    loop = seeded(Chances(1).of("turns"))
    loop.play(asyncio.sleep(365 * 86_400.0))
    assert loop.time() >= 365 * 86_400.0


def stored_by_a_life_of(writes: int | None) -> list[str]:
    """What is stored of two units of work of two rows each, where a life ends after so many
    writes; what is done on the way out comes to nothing."""
    disk = Disk.with_content(in_memory._empty())
    process = Process(writes, "a write", lambda *_: None)

    async def put(engine: OnLoop, *names: str) -> None:
        async def work(sql: Connection) -> None:
            for name in names:
                await sql.execute(_PUT, (name, b"mine"))

        await engine.transaction(work)

    async def live(engine: OnLoop) -> None:
        try:
            await put(engine, "one", "two")
            await put(engine, "three", "four")
        finally:
            await put(engine, "on the way out")

    async def story() -> None:
        process.start(live(OnLoop(disk, process, Chances(1).of("turns"))), "life")
        await asyncio.sleep(60)
        process.lives = False
        process.bury()

    seeded(Chances(1).of("turns")).play(story())
    disk.process = None
    return [
        name
        for (name,) in disk.looked(
            "SELECT name FROM meta WHERE CAST(value AS TEXT) = 'mine' ORDER BY rowid"
        )
    ]


def test_of_a_unit_of_work_all_or_nothing_outlives_a_death() -> None:
    """Wherever it comes: between two rows, before the commit, or after it. COMMIT is a write."""
    assert stored_by_a_life_of(0) == stored_by_a_life_of(1) == stored_by_a_life_of(2) == []
    for writes in (3, 4, 5):
        assert stored_by_a_life_of(writes) == ["one", "two"]
    assert stored_by_a_life_of(None) == ["one", "two", "three", "four", "on the way out"]
