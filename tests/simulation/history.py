"""One history, from its seed: what people do, what breaks, and whether all of it came out right."""

import asyncio
import hashlib
from dataclasses import dataclass

from tests.simulation import breaks, checks, dates, parting, played, rows
from tests.simulation.log import errors_told_to
from tests.simulation.loop import StandsStill
from tests.simulation.plants import NOTHING, Plant
from tests.simulation.themes import Theme
from tests.simulation.town import Town

_STEPS = (14, 34)
_PAUSES = {0.0: 30, 0.02: 10, 0.5: 10, 3.0: 10, 10.0: 10, 60.0: 10, 200.0: 7, 1500.0: 2, 6000.0: 1}
"""Seconds between two moves, and how likely they are."""
_OUTAGE = 200.0
"""Seconds at most between two moves while Discord answers nothing: each is full of attempts."""
_TO_THE_END = 4
"""One history of so many goes on until nothing of anybody should be left."""
_TAKES_DAYS = {Theme.MODERATION, Theme.DATES}
_A_DAY_AND_MORE = 100_000.0
"""Seconds: what moderators did is told within a day, and all that comes each day comes."""
_REST = 150.0
_SLOWEST = 400.0
"""Seconds that a slow request takes, there and back, and more."""
_RESTS = 60
"""How many seconds pass before it is looked whether anything is left to be said, and how often: in
all, longer than anything rests that was tried in vain."""


@dataclass(frozen=True, slots=True)
class Told:
    """How a history went."""

    seed: int
    violations: tuple[str, ...]
    trace: tuple[str, ...]
    deaths: int
    turns: int

    @property
    def digest(self) -> str:
        """The same for two histories in which the same happened."""
        return hashlib.sha256("\n".join(self.trace).encode()).hexdigest()


def play(seed: int, plant: Plant = NOTHING) -> Told:
    """Play the history of a seed."""
    town = Town(seed, plant)
    try:
        with errors_told_to(town.logged):
            found = town.loop.play(_story(town))
    except StandsStill:
        found = ["everything stands still"]
    finally:
        town.close()
    found += [f"nobody caught {fault}" for fault in town.loop.faults]
    trace = (*town.trace, *found)
    return Told(seed, tuple(found), trace, town.deaths, town.loop.turns)


async def _story(town: Town) -> list[str]:
    await town.open()
    theirs, pauses = played.of_history(town), _pauses(town)
    for _ in range(town.moves.randint(*_STEPS)):
        (move,) = town.moves.choices(list(theirs), list(theirs.values()))
        move(town)
        breaks.mend(town)
        town.done += 1
        (pause,) = town.moves.choices(list(pauses), list(pauses.values()))
        if pause in dates.PAUSES and not town.weather.out:
            parting.part(town)
        await asyncio.sleep(min(pause, _OUTAGE) if town.weather.out else pause)
    await _heal(town)
    found = checks.at_rest(town)
    if town.themes & _TAKES_DAYS:
        await _days_pass(town)
        found += checks.days_later(town)
    if town.seed % _TO_THE_END == 0:
        found += rows.left_behind(town, await rows.everybody_goes(town))
    return [*town.faults, *found]


async def _days_pass(town: Town) -> None:
    assert town.life is not None, "it is at rest"
    town.life.takes_days = True
    parting.part(town)
    await asyncio.sleep(_A_DAY_AND_MORE)


def _pauses(town: Town) -> dict[float, int]:
    return _PAUSES | dates.PAUSES if Theme.DATES in town.themes else _PAUSES


async def _heal(town: Town) -> None:
    """Whatever was broken is whole again, and time passes until nothing is left to do."""
    town.note("everything is whole again")
    town.healed = True
    town.weather.clears()
    town.note_health()
    town.discord.closed.clear()
    town.discord.no_permission.clear()
    town.discord.standings.clear()
    while town.life is None:  # noqa: ASYNC110 - it is started anew, and may die of that
        await asyncio.sleep(1.0)
    if town.discord.hears is None:
        town.life.resume()
    await asyncio.sleep(_SLOWEST)
    for _ in range(_RESTS):
        await asyncio.sleep(_REST)
        if not town.disk.looked("SELECT 1 FROM outbox LIMIT 1"):
            return
