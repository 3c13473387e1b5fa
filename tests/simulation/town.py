"""One history's world: its clock, Discord, the disk, and a bot that lives, dies and starts anew."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.domain.errors import SupportError
from bot.domain.ids import ConversationId, GuildId, UserId
from bot.storage.encryption.sealing import Sealer
from tests.fakes import START, SeededRandomness
from tests.simulation import begun as beginning
from tests.simulation import dates_ahead, themes
from tests.simulation.discord import SimulatedDiscord, Typed
from tests.simulation.disk import Disk, OnLoop
from tests.simulation.images import DrawnAnew
from tests.simulation.ledger import Ledger
from tests.simulation.life import Life, begun
from tests.simulation.loop import SeededLoop, seeded
from tests.simulation.plants import NOTHING, Plant
from tests.simulation.process import Process
from tests.simulation.reading import reads_as
from tests.simulation.themes import Theme
from tests.simulation.weather import Weather

_DOWN_FOR = (0.2, 0.2, 3.0, 3.0, 20.0, 200.0, 1200.0)
"""Seconds from a death to the next start."""

_DEATHS = (("", 4.0), ("a turn", 3.5), ("a write", 3.0), ("before", 2.0), ("after", 2.0))
"""Where a life may end, and after how many of such boundaries at most, as a power of ten."""


_DUE = """
    SELECT MIN(due_at) FROM
        (SELECT due_at FROM waiting UNION ALL SELECT due_at FROM outbox
         UNION ALL SELECT try_at FROM erasing)
"""
_COMES = "SELECT DISTINCT zone, local_minute FROM schedule WHERE state = 'on'"
_LONG = 1e9
_THERE = 0.4
"""How likely something happens in the second server, where that is played."""
_TOLD_AGAIN = 0.05
"""How likely Discord tells of an event twice."""


class LoopClock:
    """The time in a history: it passes with the loop."""

    def __init__(self, loop: SeededLoop) -> None:
        self._loop = loop

    def now(self) -> datetime:
        """Now."""
        return START + timedelta(hours=1, seconds=self._loop.time())


@dataclass
class Chances:
    """One seed for each thing that is drawn, so that a change in one moves no other."""

    seed: int

    def of(self, what: str) -> Random:
        """What is drawn for something."""
        return Random(f"{self.seed} {what}")  # noqa: S311 - it has to be repeatable


@dataclass
class Town:
    """All that there is, for as long as a history lasts."""

    seed: int
    plant: Plant = NOTHING
    trace: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What was seen to be wrong while it was played."""
    deaths: int = 0
    done: int = 0
    """Moves so far."""
    life: Life | None = None
    erased: dict[UserId, datetime] = field(default_factory=dict)
    left: set[UserId] = field(default_factory=set)
    accepted: list[tuple[str, UserId]] = field(default_factory=list)
    chosen: set[UserId] = field(default_factory=set)
    """Who was asked, once, whom something is for: what they write may come out of turn."""
    ended: set[tuple[UserId, ConversationId | None]] = field(default_factory=set)
    """Who pressed to end what."""
    first_words: dict[str, UserId] = field(default_factory=dict)
    """The words of each ask, and whose they are."""
    filling: set[UserId] = field(default_factory=set)
    """Who sent a form and waits for its answer: they write nothing meanwhile."""
    healed: bool = False
    ledger: Ledger = field(default_factory=Ledger)

    def __post_init__(self) -> None:
        chances = Chances(self.seed)
        self.loop = seeded(chances.of("turns"))
        self.clock = LoopClock(self.loop)
        self.themes = themes.drawn(chances.of("themes"))
        self.discord = SimulatedDiscord(
            self.clock, beginning.GUILDS, beginning.MEMBERS, beginning.MODERATE
        )
        for user in beginning.EVERYBODY:
            self.discord.channel_of(user)
        again = chances.of("events")
        self.discord.tells_again = lambda: again.random() < _TOLD_AGAIN
        self.weather = Weather.drawn(chances.of("weather"))
        self.moves, self._lives = chances.of("moves"), chances.of("lives")
        self._ways, self._may_die = chances.of("ways"), self._lives.choice((0, 0, 1, 1, 2, 3))
        self.disk = Disk.with_content(beginning.content(), self.plant.sql)

    def note(self, line: str) -> None:
        """Write into the trace."""
        self.trace.append(f"{self.loop.time():>12.3f} {line}")

    def logged(self, error: str) -> None:
        """The bot logged an error."""
        self.note(f"logged: {error}")
        self.faults.append(f"an error was logged: {error}")

    async def start(self) -> None:
        """Start a process; where it dies of that, another one comes later."""
        dies_in, at = self._dies_in()
        process = Process(dies_in, at, self._died)
        work = self._start(process)
        self._process = process
        self.note("a process starts")
        process.start(work, "start")

    def _dies_in(self) -> tuple[int | None, str]:
        if self.healed or self.deaths >= self._may_die:
            return None, ""
        at, most = self._lives.choice(_DEATHS)
        return int(10 ** self._lives.uniform(0.0, most)), at

    async def _start(self, process: Process) -> None:
        sealer, parts = Sealer(beginning.KEYRING), self.plant.parts
        line = parts.line(self.discord, self.weather, process, reads_as, self.note)
        engine = OnLoop(self.disk, process, self._ways)
        chance = SeededRandomness(self._lives.randrange(1 << 30))
        life = await begun(
            *(engine, sealer, process, chance, line, DrawnAnew(process, self._ways)),
            *(self.discord, self.clock, self._due_in, parts),
        )
        self.life = life
        life.takes_days = Theme.DATES in self.themes
        life.run()
        self.note_health()

    def _due_in(self) -> float:
        due, now = self.disk.looked(_DUE)[0][0], self.clock.now().timestamp()
        ahead = _LONG if due is None else due - now
        for zone, minute in self.disk.looked(_COMES) if Theme.DATES in self.themes else ():
            ahead = min(ahead, dates_ahead.after(zone, minute, self.clock.now()) - now)
        return float(ahead)

    def note_health(self) -> None:
        """Whether what is due now can be said, as far as bot and Discord go."""
        well = self.life is not None and self.weather.is_bearable
        self.ledger.well.append((self.clock.now(), well))

    def somewhere(self, who: UserId) -> GuildId:
        """A server that somebody is in: mostly the first."""
        there = Theme.ELSEWHERE in self.themes and who in beginning.MEMBERS[beginning.LIGHTHOUSE]
        return beginning.LIGHTHOUSE if there and self.moves.random() < _THERE else beginning.HARBOUR

    def kill(self) -> None:
        """Kill what runs, whatever it does."""
        if self.life is not None:
            self.life.process.die("a kill")

    def _died(self, process: Process, where: str) -> None:
        self.note(f"the process dies at {where}")
        self.deaths += 1
        self.life = None
        self.filling.clear()
        self.note_health()
        self.discord.hears = self.discord.buffer = None
        # in no process's name: who died starts nothing
        self.loop.call_soon(self._after_a_death, process, context=self._own_context)

    def _after_a_death(self, process: Process) -> None:
        process.bury()
        self._starting = self.loop.create_task(self._start_later(), context=self._own_context)

    async def _start_later(self) -> None:
        await asyncio.sleep(0.2 if self.healed else self._lives.choice(_DOWN_FOR))
        await self.start()

    def close(self) -> None:
        """Let go of whatever is left."""
        self._process.lives = False
        self._process.bury()
        self.disk.close()

    async def open(self) -> None:
        """Begin: from within the loop, in nobody's name."""
        self._own_context = copy_context()
        await self.start()

    def press(self, who: UserId, what: str, work: Callable[[Life], Awaitable[Any]]) -> None:
        """Somebody presses something; what comes of it is noted. It is in vain while nobody hears
        it, or where the process dies of it."""
        life, name = self.life, f"{beginning.named(who)} {what}"
        if life is None or self.discord.hears is None:
            self.note(f"{name}: in vain")
            return
        self.note(name)
        life.process.start(self._pressed(life, name, work), what)
        life.news.set()

    async def _pressed(self, life: Life, name: str, work: Callable[[Life], Awaitable[Any]]) -> None:
        try:
            await work(life)
        except SupportError as error:
            self.note(f"{name}: {type(error).__name__}")
        except Exception as error:  # noqa: BLE001 - whatever it is, no press may end so
            self.note(f"{name} broke: {error!r}")
            self.faults.append(f"a press broke: {name}: {error!r}")
        else:
            self.note(f"{name}: done")

    def mine(self, who: UserId) -> list[Typed]:
        """What somebody wrote in their direct messages and did not delete."""
        return self.discord.history(self.discord.channel_of(who))
