"""The column of `listener` that says in which parts of the week somebody's hours may hold, reckoned
anew when the rules of the world's clocks have changed."""

from bot import zone_data
from bot.domain.ids import ListenerNumber
from bot.domain.week_parts import parts_of
from bot.domain.zones import is_known
from bot.storage.connection import Connection
from bot.storage.listeners.preferences import weeks_of
from bot.storage.meta import Meta

_RECKONED_BY = "week_parts_by"
_AT_ONCE = 1000
"""Listeners whose hours are held in memory."""


async def reckon_anew(sql: Connection) -> None:
    """For everybody, unless it was done by these rules. Nobody is looked for before: whoever has
    not the part of now is passed over."""
    meta, rules = Meta(sql), zone_data.version().encode()
    if await meta.get(_RECKONED_BY) == rules:
        return
    rows = await sql.fetch_plain(
        "SELECT private_number, zone FROM listener WHERE zone IS NOT NULL ORDER BY private_number"
    )
    for first in range(0, len(rows), _AT_ONCE):
        await _reckon(sql, dict(rows[first : first + _AT_ONCE]))
    await meta.put(_RECKONED_BY, rules)


async def _reckon(sql: Connection, zones: dict[ListenerNumber, str]) -> None:
    weeks = await weeks_of(sql, list(zones))
    known = {number: zone if is_known(zone) else None for number, zone in zones.items()}
    await sql.execute_many(
        "UPDATE listener SET week_parts = ? WHERE private_number = ?",
        [(parts_of(zone, weeks.get(number, {})), number) for number, zone in known.items()],
    )
