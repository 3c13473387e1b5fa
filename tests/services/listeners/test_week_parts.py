"""In which parts of the week listeners may be there, as it is kept, and reckoned anew."""

from collections.abc import AsyncIterator
from datetime import time
from pathlib import Path

import pytest

from bot import zone_data
from bot.domain.quiet_hours import Span
from bot.domain.week_parts import ALWAYS, parts_of
from bot.services.listeners import preferences
from bot.storage.listeners.week_parts import reckon_anew
from tests.engines import on_both_engines
from tests.services.scene import LISTENER, OTHER, Scene, here, playing

pytestmark = on_both_engines

EVENING = parts_of("Europe/Madrid", {1: (Span(time(20), time(22)),)})


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """One listener with hours on Tuesdays in Madrid; the other chose nothing."""
    async with playing(tmp_path) as made:
        await made.join(LISTENER, OTHER)
        who = here(LISTENER)
        zone = "Europe/Madrid"
        await preferences.when(made.ctx, who, zone=zone, quiet="0:00-1:00", off_duty=True)
        await preferences.which_days(made.ctx, who, days=[1], span="20:00-22:00")
        yield made


async def kept(scene: Scene) -> list[object]:
    """Of those who chose a zone, and of the others."""
    rows = await scene.rows("SELECT week_parts FROM listener ORDER BY zone IS NULL")
    return [parts for (parts,) in rows]


async def reckoned(scene: Scene, rules: str) -> list[object]:
    """What is kept after a start, where something else was kept by some rules of the clocks."""
    await scene.change_rows("UPDATE listener SET week_parts = 1")
    await scene.change_rows(
        "UPDATE meta SET value = ? WHERE name = 'week_parts_by'", rules.encode()
    )
    await scene.store._database.transaction(reckon_anew)
    return await kept(scene)


async def test_what_is_chosen_is_kept_at_once(scene: Scene) -> None:
    """Nobody has to be looked at again for it."""
    assert await kept(scene) == [EVENING, ALWAYS]
    await preferences.which_days(scene.ctx, here(LISTENER), days=[1], span="")
    assert await kept(scene) == [ALWAYS, ALWAYS]


async def test_with_other_rules_of_the_clocks_everybody_is_reckoned_anew(scene: Scene) -> None:
    """At the next start, once."""
    assert await reckoned(scene, "2020.1") == [EVENING, 1]
    assert await reckoned(scene, zone_data.version()) == [1, 1]
