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

    @property
    def well(self) -> bool:
        """Whether all is as it should be."""
        return self.connected and self.moves

    def __str__(self) -> str:
        return self.says if self.moves else f"{STANDS_STILL} {self.says}"


STANDS_STILL = "What has to be said is not looked for any more, or hangs: start the bot anew."
