"""Owns telling the story: what each person newly sees, in four columns, beat by beat."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.demo.cast import Part
from bot.demo.columns import Line
from bot.demo.ledger import Ledger, Sight
from bot.demo.paper import Paper
from bot.demo.rendering import DELETED, EDITED, Rendering, place
from bot.demo.stage import Stage
from bot.local_discord import Form, Message


@dataclass(frozen=True, slots=True)
class _Seen:
    """A message as somebody saw it last: all of it, and what it says without its signs."""

    message: Message
    raw: str
    says: str


@dataclass(frozen=True, slots=True)
class _News:
    """A message that is new to somebody, or no longer what it was."""

    message: Message
    raw: str
    known: bool = False
    note: str = ""


class Transcript:
    """Looks over everybody's shoulder; it changes nothing and asks the bot nothing."""

    def __init__(self, stage: Stage, paper: Paper, ledger: Ledger) -> None:
        self.paper = paper
        self.step = 0
        self._stage = stage
        self._ledger = ledger
        self._rendering = Rendering(stage.guild, stage.clock)
        self._cells: dict[Part, list[Line]] = {part: [] for part in stage.cast.everybody}
        self._known: dict[Part, dict[int, _Seen]] = {part: {} for part in stage.cast.everybody}
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
            for news in self._news(part):
                lines = self._rendering.message(news.message, part.person, news.note)
                self._cells[part].extend(lines)
                sight = Sight(part, self.step, place(news.message.channel), news.raw)
                self._ledger.sights.append(sight)
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

    def _news(self, part: Part) -> list[_News]:
        """What answers somebody comes first, then what changed or is gone, then what is new."""
        found = [*self._changes(part), *self._gone(part)]
        return sorted(
            found, key=lambda one: (not one.message.ephemeral, not one.known, one.message.id)
        )

    def _changes(self, part: Part) -> Iterator[_News]:
        for channel in list(self._stage.discord.world.channels.values()):
            for message in part.person.sees(channel):
                now, before = _seen(message), self._known[part].get(message.id)
                self._known[part][message.id] = now
                if before is None:
                    yield _News(message, now.raw)
                elif before.raw != now.raw:
                    note = EDITED if before.says != now.says else ""
                    yield _News(message, now.raw, known=True, note=note)

    def _gone(self, part: Part) -> Iterator[_News]:
        for known in list(self._known[part].values()):
            if not known.message.visible_to(part.person):
                del self._known[part][known.message.id]
                yield _News(known.message, known.raw, known=True, note=DELETED)


def _seen(message: Message) -> _Seen:
    raw = message.raw
    says = {name: value for name, value in raw.items() if name != "reactions"}
    return _Seen(message, *(json.dumps(one, ensure_ascii=False) for one in (raw, says)))


def _trimmed(lines: list[Line]) -> list[Line]:
    last = max((place for place, line in enumerate(lines) if line.text), default=-1)
    return lines[: last + 1]
