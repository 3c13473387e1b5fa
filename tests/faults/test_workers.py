"""A bot and two workers on one PostgreSQL: whoever is killed while people write, another goes on,
and each word arrives once, in order."""

from pathlib import Path

from tests.engines import using
from tests.faults.under_load import any_killed, play
from tests.how_much import EVERYTHING
from tests.postgresql import needs_postgresql

pytestmark = needs_postgresql
KILLS = 30 if EVERYTHING else 4


async def test_any_of_three_is_killed_and_the_others_go_on(tmp_path: Path) -> None:
    """Nothing is lost, doubled or swapped."""
    happened = 0

    def one_more() -> None:
        nonlocal happened
        happened += 1

    with using("postgresql"):
        became = await play(tmp_path, any_killed, KILLS, 7, one_more)
    assert happened == KILLS
    assert (became["lost"], became["doubled"], became["swapped"]) == (0, 0, 0)
    assert int(str(became["words"])) > KILLS
