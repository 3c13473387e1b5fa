"""A messenger that something happens to."""

from collections.abc import Awaitable, Callable

from bot.services.ports import Outgoing, SentMessage
from tests.fakes import RecordingMessenger


class Interrupted(RecordingMessenger):
    """Something happens before each message is sent."""

    def __init__(self, before: Callable[[Outgoing], Awaitable[None]]) -> None:
        super().__init__()
        self._before = before

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Send it after whatever happens."""
        await self._before(outgoing)
        return await super().create(outgoing)
