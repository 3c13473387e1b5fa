"""The same luck for every rule: what happens between a person and an ask hangs on the seed and on
the two alone, not on what was drawn before.
"""

from statistics import NormalDist

_ALL = (1 << 64) - 1
_NORMAL = NormalDist()

ACCEPTS, DELAY, SAYS = 1, 2, 3
"""What is drawn for a pair."""


class Luck:
    """Draws between 0 and 1."""

    def __init__(self, seed: int) -> None:
        self._seed = (seed * 0x9E3779B97F4A7C15) & _ALL

    def of(self, person: int, ask: int, what: int) -> float:
        """Always the same for the same three."""
        mixed = (self._seed + person * 0xBF58476D1CE4E5B9 + ask * 0x94D049BB133111EB) & _ALL
        mixed = (mixed + what * 0xD6E8FEB86659FD93) & _ALL
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _ALL
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _ALL
        return ((mixed ^ (mixed >> 31)) + 0.5) / 2**64

    def normal(self, person: int, ask: int, what: int) -> float:
        """The same, scattered around 0."""
        return _NORMAL.inv_cdf(self.of(person, ask, what))
