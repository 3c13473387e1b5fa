"""Owns the evening: the curtain, the story, the search, and what it all comes to."""

import io
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TextIO

from bot.demo import cast
from bot.demo.acts import ACTS
from bot.demo.ledger import Check, Ledger, told
from bot.demo.paper import Paper
from bot.demo.plants import PLANTS, Plant, give
from bot.demo.rules import RULES
from bot.demo.secrecy import Searcher, logged, searched
from bot.demo.show import Act, Show
from bot.demo.stage import staged
from bot.logs import configure
from bot.setting_sections import Logging

WELL: Final = 0
NOT_WELL: Final = 1


async def play(
    plant: str | None, out: TextIO, width: int | None = None, acts: Sequence[Act] = ACTS
) -> int:
    """Play the story and check it; the exit code: 0 only if every check held.

    A plant is the name of a leak that is put in on purpose. The width is in characters, the
    terminal's where none is given. Nothing is written but to `out`; the log is kept and searched.
    """
    evening = _Evening(Paper(out, width))
    if plant is not None and plant not in PLANTS:
        evening.paper.text(f"No leak is called “{plant}”. There are: {', '.join(PLANTS)}.")
        return NOT_WELL
    return await evening.play(PLANTS[plant] if plant else None, acts)


@dataclass
class _Evening:
    """One time that the story is played."""

    paper: Paper
    ledger: Ledger = field(default_factory=Ledger)
    searcher: Searcher = field(default_factory=Searcher)
    log: io.StringIO = field(default_factory=io.StringIO)

    async def play(self, plant: Plant | None, acts: Sequence[Act]) -> int:
        began = time.monotonic()
        self._open(plant)
        configure(Logging(level="debug"), self.log)
        try:
            await self._story(plant, acts)
        except Exception as error:  # noqa: BLE001 - the edge of the demo: told, not thrown
            words = "The stage stands until the end"
            self.ledger.checks.append(Check(words, held=False, reason=told(error)))
        self._close(time.monotonic() - began)
        return NOT_WELL if self.ledger.broken else WELL

    async def _story(self, plant: Plant | None, acts: Sequence[Act]) -> None:
        with tempfile.TemporaryDirectory(prefix="lend-an-ear-") as folder:
            given = give(plant, Path(folder), cast.ASKER)
            async with staged(Path(folder), given) as stage:
                show = Show(stage, self.paper, self.ledger)
                await show.play(acts)
                self._search(show)

    def _search(self, show: Show) -> None:
        show.transcript.begin("All that anybody saw, and every request of the bot, is searched")
        wire = show.stage.wire
        found = [rule.check(wire) for rule in RULES]
        found.append(logged(self.log.getvalue()))
        found += searched(show.stage, self.ledger, self.log.getvalue(), self.searcher)
        for check in found:
            self.paper.check(check)
        self.ledger.checks.extend(found)

    def _open(self, plant: Plant | None) -> None:
        asker = cast.ASKER
        self.paper.text(
            "Lend an Ear, played by four people on a small Discord on this machine. The bot is the"
            " real one, connected over sockets. Each column shows what one person newly sees. The"
            " time is the story's: it is moved by hand, and nobody waits for it."
        )
        self.paper.line()
        self.paper.text(
            f"The one who asks is {asker.username} on Discord, goes by {asker.global_name} there"
            f" and by {asker.nickname} on this server, and has the id {asker.id} and the picture"
            f" {asker.avatar}. Nobody else may learn any of it."
        )
        if plant is not None:
            self.paper.line()
            self.paper.text(f"A leak is planted: {plant.what}. The search has to find it.")

    def _close(self, took: float) -> None:
        total, broken = len(self.ledger.checks), self.ledger.broken
        self.paper.line()
        self.paper.line("━" * self.paper.width)
        self.paper.text(
            f"{total - len(broken)} of {total} checks held. {self.searcher.scanned:,} bytes were"
            " searched: all that people saw, the bot's requests, its log."
            f" It took {took:.1f} seconds."
        )
        for check in broken:
            self.paper.check(check)
