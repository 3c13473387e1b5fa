"""Whoever may be told of something later has their direct messages opened while they wait."""

from tests.journeys.open_asks import answer, ask_openly
from tests.journeys.stage import Stage
from tests.journeys.test_opened_too_fast import opened


async def test_who_answers_without_their_name_is_opened_then(openly: Stage) -> None:
    """That it helped is told later, when they press nothing."""
    thread = await ask_openly(openly)
    before = opened(openly)
    await answer(openly, thread, openly.other, "There is a quiet bench behind the library.")
    assert opened(openly) == before + 1
    await answer(openly, thread, openly.other, "It is in the sun until five.")
    assert opened(openly) == before + 1
