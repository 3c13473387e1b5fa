"""A second in which nothing is due costs next to nothing."""

from datetime import timedelta

import pytest

from bot.services import timers
from tests.services.scene import Scene


async def test_a_second_in_which_nothing_is_due_costs_one_look(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of each minute looks for what comes on a schedule; all others only once."""
    await timers.fire_due_timers(scene.ctx)
    looks, database = 0, scene.store._database
    read = database.read

    async def counted(work):  # type: ignore[no-untyped-def]
        nonlocal looks
        looks += 1
        return await read(work)

    monkeypatch.setattr(database, "read", counted)
    scene.clock.advance(timedelta(seconds=1))
    await timers.fire_due_timers(scene.ctx)
    assert looks == 1
