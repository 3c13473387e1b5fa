"""What is planted in a pair shows: else that two stories are the same would prove nothing."""

from pathlib import Path
from typing import Final

import pytest

from tests.how_much import many_rounds
from tests.journeys.stage import Stage
from tests.pairs.plants import PLANTS, Plant
from tests.pairs.story import Played, Spoil, pair
from tests.pairs.test_pairs import OFTEN, first_difference

FULL: Final = (10, 13, 24)
"""Two in which much happens, and one with an open ask."""
STORIES: Final = tuple(dict.fromkeys((*FULL, *range(OFTEN))))
ENOUGH: Final = 8

BY_NUMBER: Final = (
    "CREATE TRIGGER planted AFTER INSERT ON known_number BEGIN UPDATE known_number"
    " SET noted_at = noted_at + 86400 * unicode(substr(hex(NEW.private_number), 2, 1))"
    " WHERE number_id = NEW.number_id; END"
)
LATER: Final = (
    "CREATE TRIGGER planted AFTER INSERT ON outbox BEGIN UPDATE outbox"
    " SET due_at = due_at + {hours} * 3600 WHERE outbox_id = NEW.outbox_id; END"
)


def differs(both: tuple[Played, Played], plant: Plant = lambda told: told.sent) -> bool:
    """Whether others can tell one from the other, once something is planted in both."""
    one, two = (played.told.received(plant(played.told)) for played in both)
    return first_difference(one, two) is not None


@many_rounds
@pytest.mark.timeout(600)
async def test_each_planted_leak_shows(tmp_path: Path) -> None:
    """Within the stories that `.ci/run` plays; and without any, nothing does."""
    unseen = dict(PLANTS)
    assert len(unseen) >= ENOUGH
    for seed in STORIES:
        both = await pair(tmp_path / str(seed), seed)
        assert not differs(both)
        seen = [name for name, plant in unseen.items() if differs(both, plant)]
        unseen = {name: plant for name, plant in unseen.items() if name not in seen}
        if not unseen:
            return
    pytest.fail(f"nobody could tell, in {OFTEN} stories: {sorted(unseen)}")


async def change(stage: Stage, statement: str) -> None:
    """Spoil the database of the bot that runs."""
    transaction = stage.bot.desk.ctx.store._database.transaction
    await transaction(lambda sql: sql.execute(statement))


async def sorted_by_number(stage: Stage) -> None:
    """The list of private numbers stands in their order, which hangs on who somebody is."""
    await change(stage, BY_NUMBER)


async def later_with_more_people(stage: Stage) -> None:
    """Everything is said an hour later for each who used the bot before."""
    rows = await stage.bot.desk.ctx.store.read(
        lambda tables: tables.sql.fetch_all("SELECT guild_id FROM known_server", ())
    )
    await change(stage, LATER.format(hours=len(rows)))


@many_rounds
@pytest.mark.parametrize("spoil", [sorted_by_number, later_with_more_people])
@pytest.mark.timeout(600)
async def test_a_fault_of_the_bot_shows(tmp_path: Path, spoil: Spoil) -> None:
    """Within the stories that `.ci/run` plays."""
    told = False
    for seed in STORIES:
        told = differs(await pair(tmp_path / str(seed), seed, spoil))
        if told:
            break
    assert told, f"nobody could tell, in {OFTEN} stories"
