"""What an earlier version kept by one number gets another where that told too much.

Asks: a person had one number in each server, for asking and for listening. It stays that of the
listener. The asker's follows from it under the key, also where the number is all that is left of
somebody who erased everything, so that a limit which they had reached still holds.

Servers that somebody used: their rows stood under the tag that is the same in all servers.

Whatever belongs to a server: it named people by that tag, too, which is sealed now. A draft had no
other number, and a conversation none of whoever asked.
"""

from collections.abc import Sequence

from bot.domain.ids import NO_NUMBER, NOBODY, ListenerNumber, PersonTag
from bot.storage.asks.asks import who_asked
from bot.storage.connection import Connection
from bot.storage.conversations.conversations import number_in
from bot.storage.encryption.sealed_columns import SEALED, SEALED_TAGS, SealedTable
from bot.storage.encryption.sealing import Sealer
from bot.storage.meta import Meta
from bot.storage.people import People
from bot.storage.rows import Row
from bot.storage.thrown_away import ThrownAway

_ASKS, _SERVERS = "askers_have_listeners_numbers", "known_servers_tell_people"
_PEOPLE, _BUTTONS = "people_stand_in_clear", "buttons_tell_people"
"""Put by migrations, taken away in the transaction that does it: so it is done once."""


async def tell_apart(sql: Connection, sealer: Sealer, meta: Meta) -> None:
    """Do it where it is still to be done: at a start, before anything is read. A hundred thousand
    asks with their conversations take about ten seconds."""
    for to_do, do in _TO_DO:
        if await meta.get(to_do) is not None:
            await do(sql, sealer)
            await meta.drop(to_do)


async def is_to_do(meta: Meta) -> bool:
    """Whether no start was through with it yet."""
    return any([await meta.get(to_do) is not None for to_do, _ in _TO_DO])


async def clear_tags(meta: Meta) -> Sequence[tuple[str, str]]:
    """The columns in which tags stand that are to be sealed: none once that is done."""
    found = list[tuple[str, str]]()
    for to_do in _SEALED_BY:
        if await meta.get(to_do) is not None:
            found += [(table.name, f"{name}_sealed") for table, name in _sealed_by(to_do)]
    return found


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


async def _seal_people(sql: Connection, sealer: Sealer) -> None:
    """A draft of somebody who cannot be known any more goes."""
    await _seal_all(sql, sealer, _PEOPLE)
    await sql.execute(
        "UPDATE conversation SET asker_number = (SELECT asker_number FROM ask"
        " WHERE ask.ask_id = conversation.ask_id) WHERE asker_sealed IS NOT NULL"
    )
    users = {sealer.person_tag(user): user for user in await People(sql, sealer).all()}
    for draft, guild, sealed in await sql.fetch_plain(
        "SELECT draft_id, guild_id, asker_sealed FROM draft"
    ):
        user = users.get(sealer.open_tag("draft", "asker", draft, sealed))
        number = NO_NUMBER if user is None else sealer.asker_number(guild, user)
        await sql.execute("UPDATE draft SET asker_number = ? WHERE draft_id = ?", (number, draft))
    await sql.execute("DELETE FROM draft WHERE asker_number = ?", (NO_NUMBER,))


async def _number_buttons(sql: Connection, sealer: Sealer) -> None:
    """What hangs on an ask or a conversation gets the numbers that stand in those. A button of
    somebody who cannot be known any more goes, and so does a chat that was being cleared."""
    await _seal_all(sql, sealer, _BUTTONS)
    people = People(sql, sealer)
    users = {sealer.person_tag(user): user for user in await people.all()}
    for row in await sql.fetch_all("SELECT * FROM button WHERE person_sealed IS NOT NULL"):
        person = sealer.open_tag("button", "person", row["token"], row["person_sealed"])
        number: bytes | None = NO_NUMBER if person == NOBODY else None
        if row["conversation_id"] is not None:
            talk = await _row(sql, "conversation", row["conversation_id"])
            number = number_in(talk, person, sealer)
        elif person in users:
            ask = await _row(sql, "ask", row["ask_id"])
            number = ask["asker_number"]
            if who_asked(ask, sealer) != person:
                number = sealer.listener_number(ask["guild_id"], users[person])
        await sql.execute("UPDATE button SET number = ? WHERE token = ?", (number, row["token"]))
    await sql.execute("DELETE FROM button WHERE number IS NULL AND person_sealed IS NOT NULL")
    for row in await sql.fetch_all("SELECT * FROM clearing"):
        talk = await _row(sql, "conversation", row["conversation_id"])
        number = number_in(talk, PersonTag(row["number"]), sealer)
        await sql.execute(
            "UPDATE clearing SET number = ? WHERE clearing_id = ?",
            (number or NO_NUMBER, row["clearing_id"]),
        )
    await sql.execute("DELETE FROM clearing WHERE number = ?", (NO_NUMBER,))


async def _row(sql: Connection, table: str, key: str) -> Row:
    row = await sql.fetch_one(f"SELECT * FROM {table} WHERE {table}_id = ?", (key,))  # noqa: S608
    assert row is not None, "a foreign key holds it"
    return row


async def _seal_all(sql: Connection, sealer: Sealer, to_do: str) -> None:
    newest = await ThrownAway(sql, sealer).newest_row()
    for table, name in _sealed_by(to_do):
        await _seal_tags(sql, sealer, table, name)
    # no secret was thrown away: what stood there had none
    await ThrownAway(sql, sealer).keep_after(newest)


async def _seal_tags(sql: Connection, sealer: Sealer, table: SealedTable, name: str) -> None:
    (key,) = table.key
    rows = await sql.fetch_plain(
        f"SELECT {key}, {name}_sealed FROM {table.name} WHERE {name}_sealed IS NOT NULL"  # noqa: S608
    )
    await sql.execute_many(
        f"UPDATE {table.name} SET {name}_sealed = ? WHERE {key} = ?",  # noqa: S608
        [
            (sealer.seal_tag(table.name, name, table.row_name((row,)), PersonTag(tag)), row)
            for row, tag in rows
        ],
    )


def _sealed_by(to_do: str) -> Sequence[tuple[SealedTable, str]]:
    """Those of `SEALED_TAGS` that this seals."""
    return [
        (table, name)
        for table in SEALED
        for name in table.words
        if (table.name, name) in SEALED_TAGS and table.name in _SEALED_BY[to_do]
    ]


_SEALED_BY = {_PEOPLE: ("draft", "ask", "listener", "conversation"), _BUTTONS: ("button", "kept")}
_TO_DO = (
    *((_ASKS, _number_askers), (_SERVERS, _hide_servers), (_PEOPLE, _seal_people)),
    (_BUTTONS, _number_buttons),
)
