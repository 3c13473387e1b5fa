"""That the machine of conversations would notice, shown by twelve faults that are planted where it
plays: in the database by a trigger, or in a service by another function in the place of one.

- `words_get_lost` one in three of the words that are to be said never is
- `words_overtake` some words wait a little, and what is written after them does not wait for them
- `told_again_counts` a message of which Discord tells twice was written twice
- `edits_stay_behind` what is edited later reads as it was
- `deleted_words_stay` what is deleted later can still be read
- `a_reply_goes_anywhere` whom a reply answers counts for nothing
- `asks_nobody` of two whom words may be for, the first gets them
- `the_choice_is_forgotten` whom one chose to talk with is not kept
- `over_and_still_open` who has ended a conversation is still heard
- `an_end_takes_words_back` what was written before the end and not yet said is dropped
- `closed_is_given_up` words to closed direct messages are dropped
- `a_start_forgets` what was not said yet before a restart is dropped by it
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar, Final

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test as run_machine

from bot.services.conversations import addressing, message_copies, one_copy
from bot.services.conversations.addressing import Meant
from bot.services.delivery import failures
from bot.storage.conversations.conversations import Conversations as ConversationTable
from bot.storage.people import People
from tests.engines import only_on_sqlite
from tests.how_much import many_rounds
from tests.services.conversations.test_conversations_machine import Conversations
from tests.services.scene import Scene

TRIGGERS: Final = {
    "words_get_lost": "AFTER INSERT ON outbox WHEN NEW.piece_id IS NOT NULL"
    " AND NEW.action = 'create' AND NEW.outbox_id % 3 = 0 BEGIN"
    " DELETE FROM outbox WHERE outbox_id = NEW.outbox_id; END",
    "words_overtake": "AFTER INSERT ON outbox WHEN NEW.piece_id IS NOT NULL"
    " AND NEW.outbox_id % 2 = 0 BEGIN UPDATE outbox SET lane = lane || NEW.outbox_id,"
    " due_at = due_at + 5 WHERE outbox_id = NEW.outbox_id; END",
    "told_again_counts": "AFTER INSERT ON inbox BEGIN"
    " DELETE FROM inbox WHERE message_tag = NEW.message_tag; END",
    "an_end_takes_words_back": "AFTER UPDATE OF state ON conversation WHEN NEW.state = 'ended'"
    " BEGIN DELETE FROM outbox WHERE conversation_id = NEW.conversation_id"
    " AND piece_id IS NOT NULL; END",
}

Plant = Callable[[pytest.MonkeyPatch], None]


def instead_of(place: Any, name: str, other: Callable[..., Awaitable[object]]) -> Plant:
    """Another function in the place of one of the bot's."""
    return lambda patch: patch.setattr(place, name, other)


async def nothing(*_: Any, **__: Any) -> None:
    """Does nothing, and says that all is well."""


meant = addressing.meant


async def whatever_it_answers(
    ctx: Any, tables: Any, writer: Any, several: Any, when: Any, _: Any, *, late: bool = False
) -> Meant:
    """Looks at everything but the message that is answered."""
    return await meant(ctx, tables, writer, several, when, None, late=late)


async def the_first_of_them(
    ctx: Any, tables: Any, writer: Any, several: Any, *more: Any, late: bool = False
) -> Meant:
    """Guesses where nobody can know."""
    found = await meant(ctx, tables, writer, several, *more, late=late)
    return Meant(found.conversation or several[0], found.reference)


async def dropped(ctx: Any, entry: Any) -> None:
    """Gives up at once."""
    await failures.drop_undeliverable(ctx, entry)


start = Scene.restart


async def forgetting(scene: Scene) -> None:
    """Begins anew, whatever was still to be said."""
    await start(scene)
    await scene.change_rows("DELETE FROM outbox WHERE piece_id IS NOT NULL")


PLANTED: Final[Mapping[str, Plant]] = {
    "edits_stay_behind": instead_of(one_copy, "reword", nothing),
    "deleted_words_stay": instead_of(message_copies, "withdraw", nothing),
    "a_reply_goes_anywhere": instead_of(addressing, "meant", whatever_it_answers),
    "asks_nobody": instead_of(addressing, "meant", the_first_of_them),
    "the_choice_is_forgotten": instead_of(People, "talk_with", nothing),
    "over_and_still_open": instead_of(ConversationTable, "end", nothing),
    "closed_is_given_up": instead_of(failures, "wait_for_open_dms", dropped),
    "a_start_forgets": instead_of(Scene, "restart", forgetting),
}
STEPS: Final = {"the_choice_is_forgotten": 60}
"""Of a story in which a fault shows, where few short ones show it."""


class Planted(Conversations):
    """A machine with a fault in its database."""

    fault: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        if self.fault in TRIGGERS:
            self.runner.run(
                self.scene.change_rows(f"CREATE TRIGGER planted {TRIGGERS[self.fault]}")
            )


@only_on_sqlite("a planted fault shows that the stories find it, wherever they are played")
@many_rounds
@pytest.mark.parametrize("fault", [*TRIGGERS, *PLANTED])
def test_a_planted_fault_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By name; see above what each is."""
    if fault in PLANTED:
        PLANTED[fault](monkeypatch)
    faulty = type(fault, (Planted,), {"fault": fault})
    with pytest.raises(AssertionError):
        run_machine(
            faulty,
            settings=settings(
                max_examples=300,
                derandomize=True,
                stateful_step_count=STEPS.get(fault, 25),
                phases=[Phase.explicit, Phase.generate],
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
