"""Asks of an earlier version get their askers' own numbers.

Up to then a person had one number in each server, for asking and for listening: it stays that of
the listener. The asker's follows from it under the key, also where the number is all that is left
of somebody who erased everything, so that a limit which they had reached still holds.
"""

from bot.domain.ids import NO_NUMBER, ListenerNumber
from bot.storage.encryption.sealing import Sealer
from bot.storage.meta import Meta
from bot.storage.sqlite.connection import Connection

_TO_DO = "askers_have_listeners_numbers"
"""Put by the migration, taken away in the transaction that does it: so it is done once."""


async def tell_apart(sql: Connection, sealer: Sealer, meta: Meta) -> None:
    """Do it where it is still to be done: at a start, before anything is read. A hundred thousand
    asks take about a second."""
    if await meta.get(_TO_DO) is None:
        return
    rows = await sql.fetch_plain(
        "SELECT DISTINCT asker_number FROM ask WHERE asker_number <> ?", (NO_NUMBER,)
    )
    await sql.execute_many(
        "UPDATE ask SET asker_number = ? WHERE asker_number = ?",
        [(sealer.asker_number_of(ListenerNumber(number)), number) for (number,) in rows],
    )
    await meta.drop(_TO_DO)
