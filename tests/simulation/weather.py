"""What becomes of a request to Discord, drawn by the seed."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final


class Fate(StrEnum):
    """What becomes of a request."""

    FINE = "fine"
    RESET = "reset before"
    """Discord has not got it."""
    LOST = "stored, then 5xx or a reset"
    """Discord has it, and the bot does not know."""
    REFUSED_FOR_NOW = "refused for now"
    """A refusal that is not known, and passes."""
    LIMITED = "429"
    """It has to wait."""
    SLOW = "slow"


_FAIR: Final = dict.fromkeys(Fate, 0.0) | {Fate.FINE: 1.0}
_CHANGEABLE: Final = {
    Fate.FINE: 0.8,
    Fate.RESET: 0.05,
    Fate.LOST: 0.06,
    Fate.REFUSED_FOR_NOW: 0.01,
    Fate.LIMITED: 0.03,
    Fate.SLOW: 0.05,
}
_STORM: Final = {
    Fate.FINE: 0.35,
    Fate.RESET: 0.2,
    Fate.LOST: 0.25,
    Fate.REFUSED_FOR_NOW: 0.05,
    Fate.LIMITED: 0.05,
    Fate.SLOW: 0.1,
}


@dataclass
class Weather:
    """How Discord is today. `of` draws; `clears` lets everything be fine from then on."""

    _chance: Random
    _odds: dict[Fate, float]
    out: bool = False
    """Whether nothing is answered at all for now."""

    @classmethod
    def drawn(cls, chance: Random) -> "Weather":
        """A third of all histories is played in each of three."""
        return cls(chance, dict(chance.choice((_FAIR, _CHANGEABLE, _STORM))))

    @classmethod
    def fair(cls, chance: Random) -> "Weather":
        """Everything is answered, if not at once."""
        return cls(chance, dict(_FAIR))

    def clears(self) -> None:
        """Everything is answered."""
        self.out = False
        self._odds = dict(_FAIR)

    @property
    def is_bearable(self) -> bool:
        """Whether what is asked for again and again is answered before long."""
        return not self.out and self._odds[Fate.FINE] >= _CHANGEABLE[Fate.FINE]

    slow_for: float = 0.0
    """Seconds that each way takes, where a test says so."""

    def fate(self) -> Fate:
        """Of one request."""
        if self.out:
            return self._chance.choice((Fate.RESET, Fate.RESET, Fate.RESET, Fate.LOST))
        (fate,) = self._chance.choices(list(self._odds), list(self._odds.values()))
        return fate

    def way(self, fate: Fate) -> float:
        """Seconds until a request is at Discord, or its answer here."""
        if self.slow_for:
            return self.slow_for
        if fate is Fate.SLOW:
            return self._chance.choice((2.0, 20.0, 100.0))
        return self._chance.choice((0.0, 0.01, 0.05, 0.3))
