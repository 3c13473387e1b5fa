"""Which names are worn in a new conversation: none that says whose words they are."""

import unicodedata
from collections.abc import Collection, Sequence
from itertools import permutations


def two_names(
    shuffled: Sequence[str], seen: Collection[str], lately: Collection[str]
) -> tuple[str, str]:
    """The asker's name and the listener's, from the names in a random order.

    `seen` is what either of them wears or sees in a conversation that is open: never one of these,
    nor one with the same first letter while there are others. `lately` is what they wore or saw in
    one that ended: taken again only where every other name would share a first letter.
    """
    asker = _next(shuffled, seen, lately)
    return asker, _next(shuffled, {*seen, asker}, lately)


def another_name(shuffled: Sequence[str], seen: Collection[str], lately: Collection[str]) -> str:
    """The name of somebody who joins, by the same rules."""
    return _next(shuffled, seen, lately)


def initial(name: str) -> str:
    """The first letter as a tired eye reads it: without case and accents."""
    return unicodedata.normalize("NFD", name)[0].casefold()


def _next(shuffled: Sequence[str], seen: Collection[str], lately: Collection[str]) -> str:
    letters = {initial(name) for name in seen}
    free = [name for name in shuffled if name not in seen] or _joined(shuffled, seen)
    return min(free, key=lambda name: (initial(name) in letters, name in lately))


def _joined(shuffled: Sequence[str], seen: Collection[str]) -> list[str]:
    """Every name is worn: two of them together are still a name that nobody else has."""
    pairs = (f"{one} {two}" for one, two in permutations(shuffled, 2))
    return [name for name in pairs if name not in seen]
