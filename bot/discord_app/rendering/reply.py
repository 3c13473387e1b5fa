"""What a person is shown: words, perhaps somebody's own text, perhaps buttons.

The one shape for replies and for notices; `components` turns it into what discord.py sends.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import Enum

from bot.discord_app.rendering.tones import Tone
from bot.domain.shapes import Box


class Style(Enum):
    """How much a button stands out."""

    MAIN = "main"
    PLAIN = "plain"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its label, what it does (`action`), and the random token that it carries."""

    label: str
    action: str
    token: str
    style: Style = Style.PLAIN
    choice: int | str | None = None
    """Which of several lengths, kinds or texts, where one action has several buttons."""


class Picks(Enum):
    """What is picked in a menu."""

    OPTIONS = "options"
    CHANNELS = "channels"
    """Text channels of the server."""
    ROLES = "roles"


@dataclass(frozen=True, slots=True)
class Option:
    """A line of a menu; `below` explains it."""

    value: str
    label: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu below a message: what it says while nothing is picked, what it does, and what is
    picked already: values, or ids. Discord tells of what was picked under `PICKED`."""

    placeholder: str
    action: str
    token: str
    choice: str
    picks: Picks = Picks.OPTIONS
    options: tuple[Option, ...] = ()
    picked: tuple[str, ...] = ()
    at_least: int = 1
    at_most: int = 1


PICKED = "picked"


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file beside an answer; its name is the same for everybody."""

    name: str
    data: bytes
    is_image: bool = False
    hidden: bool = False
    """Until one presses, of an image."""


@dataclass(frozen=True, slots=True)
class Reply:
    """`text` is ours; somebody's words in it have the shape that `domain/shapes.py` gives them.
    Each of the `boxes` stands apart from it and holds nothing of ours."""

    text: str
    boxes: tuple[Box, ...] = ()
    buttons: tuple[Button, ...] = ()
    menus: tuple[Menu, ...] = ()
    """Each in a row of its own above the buttons; five rows in all."""
    once_shown: Callable[[], Awaitable[None]] | None = None
    """What follows when Discord took it, and must not happen when it did not."""
    afterwards: Callable[[], Awaitable[None]] | None = None
    """What is noted once the answer was given, whether or not Discord took it."""
    file: AttachedFile | None = None
    """In the answer to an interaction alone: what a notice shows is drawn as it is said."""
    tone: Tone | None = None
    """What it means; None where what can be pressed below it says that."""
    above: str = ""
    """A help card, over everything else."""
    framed: bool = False
    """In a frame also where it is posted, and comes by itself."""
    put_away: bool = False
    """Nothing can be pressed below it, so that nobody who looks on sees what was there."""

    @property
    def whole(self) -> str:
        """All of our own words, the card's among them."""
        return f"{self.above}\n\n{self.text}" if self.above else self.text

    @property
    def meaning(self) -> Tone:
        """Its tone, or that of what can be pressed: what stands out there waits for its reader."""
        waits = any(button.style is Style.MAIN for button in self.buttons)
        return self.tone or (Tone.YOUR_TURN if waits else Tone.CALM)

    def followed_by(self, work: Callable[[], Awaitable[None]]) -> "Reply":
        """The same, with one more thing to do after the answer."""
        before = self.afterwards
        if before is None:
            return replace(self, afterwards=work)

        async def both() -> None:
            await before()
            await work()

        return replace(self, afterwards=both)
