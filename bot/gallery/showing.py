"""What somebody is shown in a story, and what of it the gallery keeps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from bot.discord_app.components.forms import Form
from bot.discord_app.rendering.reply import Button, Menu, Reply
from bot.domain.ids import GuildId
from bot.gallery import wire
from bot.gallery.own_words import Examples
from bot.gallery.shown import Json, ReadBy, Shown, Surface


@dataclass(frozen=True, slots=True)
class Showing:
    """What somebody was shown, where, and which words were taken for it."""

    shown: Reply | Form
    surface: Surface
    place: GuildId | None
    reader: ReadBy
    taken: Mapping[str, set[str]] = field(default_factory=dict)
    silent: bool = False
    by: str = ""

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Those below it."""
        return self.shown.buttons if isinstance(self.shown, Reply) else ()

    def menu(self, choice: str) -> Menu:
        """The menu for this."""
        found = self.shown.menus if isinstance(self.shown, Reply) else ()
        return next(one for one in found if one.choice == choice)

    def has(self, action: str) -> bool:
        """Whether there is such a button."""
        return any(one.action == action for one in self.buttons)

    def button(self, action: str, nth: int = 0) -> Button:
        """The button with this action; of several the one at `nth`."""
        found = [one for one in self.buttons if one.action == action]
        assert len(found) > nth, f"no {action} below {self.payload()}"
        return found[nth]

    def payload(self) -> Json:
        """What goes over the wire."""
        if isinstance(self.shown, Form):
            return wire.form(self.shown)
        return wire.message(self.shown, self.surface, silent=self.silent)


class Gallery:
    """What was chosen to be shown, in one language; `now` is when."""

    def __init__(self, language: str, now: Callable[[], datetime]) -> None:
        self.language = language
        self._now = now
        self.own = Examples(language)
        self.cases: list[Shown] = []
        self.numbers = count(1)
        """For people and servers: each is a new one."""

    def keep(self, case: str, seen: Showing) -> Showing:
        """Show this in the gallery."""
        payload = seen.payload()
        keys, language = _keys_in("\n".join(wire.texts(payload)), seen.taken), self.language
        at = self._now()
        shown = Shown(case, language, seen.reader, seen.surface, payload, keys, at, seen.by)
        self.cases.append(shown)
        return seen


def _keys_in(read: str, taken: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The keys of the texts that stand there, also around the line about help lines."""
    quiet = taken.get("care.always", set())
    around = "\n".join(line for line in read.split("\n") if line not in quiet)
    found = (
        key for key, said in taken.items() if any(one in read or one in around for one in said)
    )
    return tuple(sorted(found))
