"""Places in the second: what says how long nothing may go out beside words is right."""

import asyncio

from bot.services.delivery.pace import BURST, Pace


async def test_it_is_quiet_once_nothing_that_went_out_counts_any_more() -> None:
    """Not before, and then without asking again and again."""
    pace = Pace(20)
    assert pace.until_quiet() == 0.0
    for number in range(BURST):
        assert pace.has_room(), number
        await pace.acquire()
    assert not pace.has_room()
    wait = pace.until_quiet()
    assert 1 / 20 < wait <= BURST / 20
    await asyncio.sleep(wait)
    assert pace.until_quiet() == 0.0
    assert pace.has_room()
