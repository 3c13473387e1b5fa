"""A second in which nothing is due costs next to nothing."""

from datetime import timedelta

from bot.services import timers
from bot.storage.sqlite.database import Database
from tests.engines import only_on_sqlite
from tests.services.scene import Scene


@only_on_sqlite("it counts what a reader begins; the statements are the same")
async def test_a_second_in_which_nothing_is_due_costs_one_look(scene: Scene) -> None:
    """The first of each minute looks for what comes on a schedule; all others only once."""
    await timers.fire_due_timers(scene.ctx)
    begun = list[str]()
    database = scene.store._database
    assert isinstance(database, Database)
    free = database._free_readers
    readers = [await free.get() for _ in range(free.qsize())]
    for reader in readers:
        await reader.set_trace_callback(begun.append)
        free.put_nowait(reader)
    scene.clock.advance(timedelta(seconds=1))
    await timers.fire_due_timers(scene.ctx)
    assert begun.count("BEGIN") == 1
