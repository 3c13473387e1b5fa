"""Drawing images anew, in the place of the process that does it in production: what comes of one
stands in its bytes, and it takes a while."""

import asyncio
from random import Random
from typing import Final

from bot.domain.images import CleanImage, ImageFault, UncleanImage
from tests.simulation.process import Process

DAMAGED: Final = b"damaged"
"""What the bytes of an image begin with that nobody can draw."""

_TAKES: Final = (0.0, 0.1, 2.0)
"""Seconds."""


class DrawnAnew:
    """The port `services.ports.Images` of one process."""

    available = True

    def __init__(self, process: Process, chance: Random) -> None:
        self._process, self._chance = process, chance

    async def clean(self, data: bytes) -> CleanImage:
        """The same bytes. Raises UncleanImage for those that are damaged."""
        await asyncio.sleep(self._chance.choice(_TAKES))
        self._process.must_live("draw")
        if data.startswith(DAMAGED):
            raise UncleanImage(ImageFault.DAMAGED)
        return CleanImage("image.png", data)

    async def close(self) -> None:
        """There is no other process."""
