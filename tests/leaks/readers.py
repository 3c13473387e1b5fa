"""Who reads what the bot sends, as far as its address tells."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.local_discord import Exchange
from tests.leaks.captured import Captured, Json

EVERYBODY = 0
DISCORD = -1
"""Nobody else: what only asks it for something."""
EPHEMERAL = 1 << 6

_CHANNEL = re.compile(r"/channels/(\d+)/.*")
_PRESS = re.compile(r"/(?:interactions/\d+|webhooks/\d+)/([^/]+)(?:/.*)?")
_SILENT = ("/users/@me/channels", "/gateway", "/oauth2", "/applications/@me", "/users/@me")


@dataclass(frozen=True)
class Press:
    """A command, a press or a form, as the bot was told of it."""

    id: str
    kind: int
    who: int
    private: bool
    """Whether its answer can be seen by this person alone whatever it is: what was pressed is
    theirs alone, or it is in direct messages."""


@dataclass(frozen=True)
class Readers:
    """The people and places of a journey."""

    captured: Captured

    @cached_property
    def presses(self) -> Mapping[str, Press]:
        """Everything that was pressed, by its token."""
        return dict(self._presses())

    @cached_property
    def direct(self) -> Mapping[str, int]:
        """Whose direct messages a channel is."""
        people = self.captured.people
        return {str(one.dm): one.id for one in people if one.dm is not None}

    def _presses(self) -> Iterator[tuple[str, Press]]:
        for _, name, event in self.captured.events:
            if name == "INTERACTION_CREATE":
                who = int((event.get("member") or event)["user"]["id"])
                private = "member" not in event or not self._public(event.get("message") or {})
                yield event["token"], Press(event["id"], event["type"], who, private)

    def _public(self, message: Json) -> bool:
        """Whether others see what was pressed; what the bot never sent is a test's forgery."""
        if int(message.get("flags") or 0) & EPHEMERAL or not message:
            return False
        posts = (one for one in self.captured.exchanges if one.path.endswith("/messages"))
        return any(message["id"].encode() in one.reply for one in posts)

    def press(self, exchange: Exchange) -> Press | None:
        """What this is an answer to, if it is one."""
        found = _PRESS.fullmatch(exchange.path)
        return self.presses.get(found[1]) if found else None

    def of(self, exchange: Exchange) -> int:
        """Who reads the body of a request: a person's id, everybody or Discord alone.

        An answer counts as read by who pressed; that nobody else sees it is a rule of its own."""
        if exchange.method == "GET" or exchange.path.startswith(_SILENT):
            return DISCORD
        if (press := self.press(exchange)) is not None:
            return press.who
        found = _CHANNEL.fullmatch(exchange.path)
        return self.direct.get(found[1], EVERYBODY) if found else EVERYBODY

    def stands_there(self, exchange: Exchange, message: str) -> bool:
        """Whether a message stood in the direct messages, or the thread, where this is sent to."""
        found = _CHANNEL.fullmatch(exchange.path)
        if found is None or found[1] not in self.captured.threads | self.direct.keys():
            return False
        return message in self.captured.places[found[1]]
