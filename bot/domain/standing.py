"""How a running bot stands, for whoever looks after it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BotHealth:
    """`says`: in an operator's words, in one line."""

    says: str
    connected: bool
    """Whether people reach it: False while Discord is out of reach, and in safe mode."""
    moves: bool = True
    """Whether what has to be said is looked for, and comes to an end. Where it does not, only to
    start again helps."""

    held_back: bool = False
    """Whether Discord refused so much that things are said one by one, or nothing is."""

    no_database: bool = False
    """Whether the database is out of reach or takes no writes, so that nothing new is stored."""

    @property
    def well(self) -> bool:
        """Whether all is as it should be."""
        return self.connected and self.moves and not self.held_back and not self.no_database

    def __str__(self) -> str:
        if not self.moves:
            return f"{STANDS_STILL} {self.says}"
        if self.no_database:
            return f"{NO_DATABASE} {self.says}"
        return f"{HELD_BACK} {self.says}" if self.held_back else self.says


STANDS_STILL = "What has to be said is not looked for any more, or hangs: start the bot anew."

NO_DATABASE = (
    "The database is out of reach, or takes nothing new (it may be full, or read-only), so nothing"
    " new is stored; the bot tries again until it is."
)

HELD_BACK = (
    "Discord refused too many requests, so for a while things are said one by one, people's"
    " words first; the log says what was refused (discord.refused)."
)
