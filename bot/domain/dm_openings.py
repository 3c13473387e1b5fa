"""How many new channels of direct messages may be opened.

To open many of them gets a bot quarantined, and Discord names no figure: bots that wrote to people
who had asked for nothing were stopped after some 25 to 100, most within minutes
(https://github.com/discord-php/DiscordPHP/issues/467). Nearly all of ours are opened where somebody
just pressed something: for them an hour has as many as a busy day of a large server brings, and for
all else few. After the first word of Discord's that it is too fast none is opened for a while, and
then one after the other.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

IN_AN_HOUR: Final = 300
FOR_PRESSES: Final = 250
"""Of these, kept for people who wait for it at this moment."""

PAUSE: Final = timedelta(minutes=10)
"""Without any new one, once it was too fast: long beside the minutes of Discord's other limits."""

APART: Final = timedelta(seconds=30)
"""Between two after that."""

QUIET: Final = timedelta(hours=1)
"""After which they are opened as they are needed again."""

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DmOpenings:
    """Those of an hour, or since Discord refused one. No time in it is finer than a minute: when
    somebody was written to for the first time is nobody's business."""

    since: datetime
    opened: int = 0
    refused: bool = False

    @classmethod
    def in_hour_of(cls, now: datetime) -> "DmOpenings":
        """None was opened yet."""
        return cls(now.replace(minute=0, second=0, microsecond=0))

    @classmethod
    def refused_at(cls, now: datetime) -> "DmOpenings":
        """Discord said that it was too fast."""
        return cls(now.replace(second=0, microsecond=0) + _MINUTE, refused=True)

    def at(self, now: datetime) -> "DmOpenings":
        """What of it still counts."""
        lasts = QUIET if self.refused else timedelta(hours=1)
        counts = -_MINUTE <= now - self.since < lasts  # a clock that was set may be far away
        return self if counts else self.in_hour_of(now)

    def may_open(self, now: datetime, *, own_press: bool) -> bool:
        """Whether one more may be opened now; `own_press`: somebody waits for it."""
        if self.refused:
            rested = now - self.since - PAUSE
            return rested >= timedelta(0) and self.opened <= rested // APART
        return self.opened < IN_AN_HOUR - (0 if own_press else FOR_PRESSES)

    def one_more(self) -> "DmOpenings":
        """One is opened."""
        return replace(self, opened=self.opened + 1)
