"""How many channels of direct messages were opened lately."""

from datetime import datetime

from bot.domain.dm_openings import DmOpenings
from bot.storage.columns import moment, seconds
from bot.storage.meta import Meta

_NAME = "dms_opened"


class Openings:
    """One value of the table `meta`, so that a restart opens no new hour."""

    def __init__(self, meta: Meta) -> None:
        self._meta = meta

    async def at(self, now: datetime) -> DmOpenings:
        """What counts now."""
        kept = await self._meta.get(_NAME)
        if kept is None:
            return DmOpenings.in_hour_of(now)
        since, opened, refused = map(int, kept.split())
        return DmOpenings(moment(since), opened, bool(refused)).at(now)

    async def keep(self, openings: DmOpenings) -> None:
        """In the place of what was."""
        kept = (seconds(openings.since), openings.opened, int(openings.refused))
        await self._meta.put(_NAME, " ".join(map(str, kept)).encode())
