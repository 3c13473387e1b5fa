"""Which process says something of which lane, where several send from one database.

A lane is one after another, so all of it is one process's until what it had begun is noted.
"""

from typing import Final

from bot.domain.ids import ChannelId, PersonTag
from bot.domain.notices import Notice
from bot.storage.connection import OUTBOX, Connection, SqlValue

SCHEDULED: Final = ":schedule"

NOT_ANOTHERS = """AND NOT EXISTS (
    SELECT 1 FROM taken_lane AS taken WHERE taken.lane = entry.lane AND taken.seat <> ?)"""


class Lanes:
    """The table `taken_lane`, which is looked at only while there are several."""

    def __init__(self, sql: Connection) -> None:
        self._sql = sql

    @property
    def are_shared(self) -> bool:
        """Whether there are several."""
        return self._sql.seat is not None

    def tell_others(self) -> None:
        """Once this is stored they are to look for what is due."""
        self._sql.tell(OUTBOX)

    def free(self) -> tuple[str, tuple[SqlValue, ...]]:
        """What a query of the outbox has to ask to find nothing that another says now."""
        seat = self._sql.seat
        return ("", ()) if seat is None else (NOT_ANOTHERS, (seat,))

    async def take(self, lane: str) -> bool:
        """It is ours until `let_go`; False where it is another's."""
        if self._sql.seat is None:
            return True
        taken = await self._sql.execute(
            "INSERT INTO taken_lane (lane, seat) VALUES (?, ?) ON CONFLICT (lane)"
            " DO UPDATE SET seat = excluded.seat WHERE taken_lane.seat = excluded.seat",
            (lane, self._sql.seat),
        )
        return taken == 1

    async def let_go(self, lane: str) -> None:
        """Anybody may say what is next in it."""
        if self._sql.seat is not None:
            await self._sql.execute(
                "DELETE FROM taken_lane WHERE lane = ? AND seat = ?", (lane, self._sql.seat)
            )


def lane_of(reader: PersonTag | ChannelId) -> str:
    """The name of a reader's own lane."""
    return reader.hex() if isinstance(reader, bytes) else str(reader)


def lane_for(notice: Notice) -> str:
    """What comes on a schedule has a lane of its own: it must never hold up somebody's words."""
    return lane_of(notice.to) + ("" if notice.on_schedule is None else SCHEDULED)
