"""People show each other images."""

from collections.abc import Callable
from typing import Final

from tests.simulation.images import DAMAGED
from tests.simulation.seen import one_who_talks
from tests.simulation.town import Town

_MANY: Final = (1, 1, 1, 2, 3, 5)
"""How many come with a message; of more than four not all may."""
_CANNOT_BE_DRAWN: Final = 0.1


def show(town: Town) -> None:
    """Somebody who talks sends images, with words or without."""
    who = one_who_talks(town)
    if who in town.filling:
        return
    images = tuple(_image(town, number) for number in range(town.moves.choice(_MANY)))
    words = f"word{len(town.discord.typed)}" if town.moves.random() < 0.5 else ""
    town.note(f"{who} shows {len(images)} images: {words}")
    town.discord.write(who, words, images=images)


def _image(town: Town, number: int) -> bytes:
    name = f"image{len(town.discord.typed)}.{number}".encode()
    return DAMAGED + name if town.moves.random() < _CANNOT_BE_DRAWN else name


def take_out(town: Town) -> None:
    """Somebody takes an image out of a message that they sent lately."""
    who = one_who_talks(town)
    for one in [one for one in town.mine(who) if one.images][-2:][:1]:
        number = town.moves.choice(list(one.images))
        town.note(f"{who} takes an image out of {one.text}")
        del one.images[number]
        if one.text or one.images:
            town.discord.change(one, one.text)
        else:
            town.discord.take_away(one)


MOVES: Final[dict[Callable[[Town], None], int]] = {show: 22, take_out: 2}
"""How likely each is, beside those of every history."""
