"""What an earlier version kept by one number gets another where that told too much.

Asks: a person had one number in each server, for asking and for listening. It stays that of the
listener. The asker's follows from it under the key, also where the number is all that is left of
somebody who erased everything, so that a limit which they had reached still holds.

Servers that somebody used: their rows stood under the tag that is the same in all servers.
"""

from bot.domain.ids import NO_NUMBER, ListenerNumber, PersonTag
from bot.storage.encryption.sealing import Sealer
from bot.storage.meta import Meta
from bot.storage.sqlite.connection import Connection

_ASKS, _SERVERS = "askers_have_listeners_numbers", "known_servers_tell_people"
"""Put by migrations, taken away in the transaction that does it: so it is done once."""


async def tell_apart(sql: Connection, sealer: Sealer, meta: Meta) -> None:
    """Do it where it is still to be done: at a start, before anything is read. A hundred thousand
    asks take about a second."""
    for to_do, do in ((_ASKS, _number_askers), (_SERVERS, _hide_servers)):
        if await meta.get(to_do) is not None:
            await do(sql, sealer)
            await meta.drop(to_do)


async def is_to_do(meta: Meta) -> bool:
    """Whether no start was through with it yet."""
    return any([await meta.get(to_do) is not None for to_do in (_ASKS, _SERVERS)])


async def _number_askers(sql: Connection, sealer: Sealer) -> None:
    rows = await sql.fetch_plain(
        "SELECT DISTINCT asker_number FROM ask WHERE asker_number <> ?", (NO_NUMBER,)
    )
    await sql.execute_many(
        "UPDATE ask SET asker_number = ? WHERE asker_number = ?",
        [(sealer.asker_number_of(ListenerNumber(number)), number) for (number,) in rows],
    )


async def _hide_servers(sql: Connection, sealer: Sealer) -> None:
    """Also of people of whom nothing else is known."""
    rows = await sql.fetch_plain("SELECT person, guild_id FROM known_server")
    await sql.execute_many(
        "UPDATE known_server SET person = ? WHERE person = ? AND guild_id = ?",
        [(sealer.server_tag_of(guild, PersonTag(tag)), tag, guild) for tag, guild in rows],
    )
