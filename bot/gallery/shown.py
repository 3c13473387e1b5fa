"""One message or form of the gallery: who reads it, in which language, and what is sent for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


class ReadBy(StrEnum):
    """Who reads it."""

    ASKER = "asker"
    LISTENER = "listener"
    MODERATOR = "moderator"
    MANAGER = "manager"
    MEMBER = "member"
    """Anybody, in whatever part."""
    CHANNEL = "channel"
    """Everybody who reads a channel of the server."""


class Surface(StrEnum):
    """Where it stands."""

    MESSAGE = "message"
    EPHEMERAL = "ephemeral"
    """The answer to a command, a press or a form: only that person sees it."""
    FORM = "form"
    COMMANDS = "commands"
    """What Discord shows of the commands while somebody types."""


@dataclass(frozen=True, slots=True)
class Shown:
    """`id` is chapter.kind.state, the same in every language. `payload` is what goes over the wire;
    `keys` are those of prompts/ whose words are to be read in it. `at` is when it is shown. `by`:
    what brought it: `/ask`, `button post`, `form ask`; nothing for what comes by itself."""

    id: str
    language: str
    reader: ReadBy
    surface: Surface
    payload: Json
    keys: tuple[str, ...]
    at: datetime
    by: str = ""

    def json(self) -> Json:
        """All of it, for a page."""
        return {
            "id": self.id,
            "language": self.language,
            "reader": self.reader.value,
            "surface": self.surface.value,
            "payload": self.payload,
            "keys": list(self.keys),
            "at": self.at.isoformat(),
            "by": self.by,
        }
