"""What a history is about beside asking and listening. Each is about some of it: all at once
would leave too few moves for anything of it to go far."""

from enum import StrEnum
from random import Random
from typing import Final


class Theme(StrEnum):
    """What may be played beside what always is."""

    ROOMS = "rooms"
    """A second listener joins, and a listener hands over."""
    IMAGES = "images"
    """What people write brings images."""
    MODERATION = "moderation"
    """Reports, what moderators do, and worry about somebody."""
    DATES = "dates"
    """Encouragements and check-ins by the calendar, and partners for goals."""
    ELSEWHERE = "elsewhere"
    """Some of the people are in a second server, too."""


_ODDS: Final = {
    Theme.ROOMS: 0.3,
    Theme.IMAGES: 0.3,
    Theme.ELSEWHERE: 0.3,
    Theme.MODERATION: 0.25,
    Theme.DATES: 0.15,
}
"""What takes days takes more time to play than the rest."""


def drawn(chance: Random) -> frozenset[Theme]:
    """A fifth of all histories is about none of it."""
    return frozenset(one for one, odds in _ODDS.items() if chance.random() < odds)
