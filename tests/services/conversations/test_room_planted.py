"""That the machine of a room would notice, shown by faults of the third and the fourth person that
are planted where it plays: in the database by a trigger, or in the bot by another function in the
place of one.

- `the_third_reads_nothing` what is written goes to the two of a conversation alone
- `deleted_words_stay_for_the_third` what is deleted later can still be read by them
- `read_before_they_were_told` a moderator reads somebody who does not know of them yet
- `told_again_counts` a message of which Discord tells twice was written twice
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test as run_machine

from bot.services.conversations import further_readers
from bot.storage.conversations.rooms import RoomRows
from tests.engines import only_on_sqlite
from tests.how_much import many_rounds
from tests.services.conversations.test_conversations_planted import (
    TRIGGERS,
    Plant,
    instead_of,
    nothing,
)
from tests.services.conversations.test_room_machine import InARoom


async def always(*_: Any) -> bool:
    """Says yes, whatever is asked."""
    return True


PLANTED: Final[Mapping[str, Plant]] = {
    "the_third_reads_nothing": instead_of(further_readers, "pass_to", nothing),
    "deleted_words_stay_for_the_third": instead_of(further_readers, "take_away_all", nothing),
    "read_before_they_were_told": instead_of(RoomRows, "is_told", always),
}
IN_THE_DATABASE: Final = {"told_again_counts": TRIGGERS["told_again_counts"]}


class PlantedInARoom(InARoom):
    """A machine with a fault in its database."""

    fault: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        if self.fault in IN_THE_DATABASE:
            planted = f"CREATE TRIGGER planted {IN_THE_DATABASE[self.fault]}"
            self.runner.run(self.scene.change_rows(planted))


@only_on_sqlite("a planted fault shows that the stories find it, wherever they are played")
@many_rounds
@pytest.mark.parametrize("fault", [*IN_THE_DATABASE, *PLANTED])
def test_a_planted_fault_of_a_room_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By name; see above what each is."""
    if fault in PLANTED:
        PLANTED[fault](monkeypatch)
    faulty = type(fault, (PlantedInARoom,), {"fault": fault})
    with pytest.raises(AssertionError):
        run_machine(
            faulty,
            settings=settings(
                max_examples=300,
                report_multiple_bugs=False,
                derandomize=True,
                stateful_step_count=60,
                phases=[Phase.explicit, Phase.generate],
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
