"""Owns telling the story: what each person newly sees, in four columns, beat by beat."""

import json
from collections.abc import Mapping

from bot.demo.cast import Part
from bot.demo.columns import Line
from bot.demo.ledger import Ledger, Sight
from bot.demo.paper import Paper
from bot.demo.rendering import Rendering, place
from bot.demo.stage import Stage
from bot.local_discord import Form, Message


class Transcript:
    """Looks over everybody's shoulder; it changes nothing and asks the bot nothing."""

    def __init__(self, stage: Stage, paper: Paper, ledger: Ledger) -> None:
        self.paper = paper
        self.step = 0
        self._stage = stage
        self._ledger = ledger
        self._rendering = Rendering(stage.guild, stage.clock)
        self._cells: dict[Part, list[Line]] = {part: [] for part in stage.cast.everybody}
        self._known: dict[tuple[Part, int], str] = {}
        self._headed = False

    def begin(self, headline: str) -> None:
        """A new step begins."""
        self.step += 1
        self._headed = False
        self.paper.headline(f"{self.step} · {headline}", self._time())

    def did(self, part: Part, words: str) -> None:
        """Somebody did something."""
        self._cells[part].append(Line(f"▸ {words}"))

    def opened(self, part: Part, form: Form) -> None:
        """Somebody has a form in front of them."""
        raw = json.dumps([form.title, form.custom_id, form.parts], ensure_ascii=False)
        self._ledger.sights.append(Sight(part, self.step, "in a form", raw))

    def filled(self, part: Part, form: Form, values: Mapping[str, object]) -> None:
        """Somebody filled a form in and sent it off."""
        self._cells[part].extend(self._rendering.form(form, values))

    def aside(self, words: str) -> None:
        """A line of the teller's own, for instance about time that has passed."""
        self.paper.line()
        self.paper.text(f"· · · {self._time()}. {words}")

    def beat(self) -> None:
        """Write down what everybody did and newly sees."""
        for part in self._stage.cast.everybody:
            for message, changed in self._news(part):
                lines = self._rendering.message(message, part.person, changed=changed)
                self._cells[part].extend(lines)
        if any(self._cells.values()):
            self._head()
            self.paper.columns([_trimmed(lines) for lines in self._cells.values()])
            self.paper.columns([[Line("")] for _ in self._cells])
        for lines in self._cells.values():
            lines.clear()

    def _time(self) -> str:
        return self._stage.clock.now().strftime("%A %H:%M")

    def _head(self) -> None:
        if self._headed:
            return
        self._headed = True
        people = self._stage.cast.everybody
        self.paper.rule(len(people))
        self.paper.columns([[Line(part.name), Line(part.role)] for part in people])
        self.paper.rule(len(people))

    def _news(self, part: Part) -> list[tuple[Message, bool]]:
        """What answers somebody comes first, then what changed, then what is new."""
        found = []
        for channel in list(self._stage.discord.world.channels.values()):
            for message in part.person.sees(channel):
                raw = json.dumps(message.raw, ensure_ascii=False)
                before = self._known.get((part, message.id))
                if before == raw:
                    continue
                self._known[part, message.id] = raw
                self._ledger.sights.append(Sight(part, self.step, place(channel), raw))
                found.append((message, before is not None))
        return sorted(found, key=lambda one: (not one[0].ephemeral, not one[1], one[0].id))


def _trimmed(lines: list[Line]) -> list[Line]:
    last = max((place for place, line in enumerate(lines) if line.text), default=-1)
    return lines[: last + 1]
