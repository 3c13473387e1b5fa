"""What somebody wrote in their direct messages is taken in before what they then send in a form,
and what they write after it only once that is stored: in the order in which they wrote it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext

from bot.domain.ids import ChannelId

Turn = AbstractAsyncContextManager[None]


class ReadFirst:
    """Belongs to one bot; whoever is connected reads."""

    def __init__(self) -> None:
        self._turn: Callable[[ChannelId], Turn] = lambda _: nullcontext()

    def done_by(self, turn: Callable[[ChannelId], Turn]) -> None:
        """From now on this gives each channel its turns."""
        self._turn = turn

    def turn(self, channel: ChannelId | None) -> Turn:
        """Inside of it all that was written there before is taken in, and nothing new is. None:
        nothing ever was."""
        return nullcontext() if channel is None else self._turn(channel)
