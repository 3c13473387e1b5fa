"""Rows of `listener` as what they are."""

from collections.abc import Mapping, Sequence

from bot.domain.ages import Age
from bot.domain.ids import GuildId, ListenerNumber, PersonTag
from bot.domain.listening import Heavy, Listener, Preferences
from bot.domain.quiet_hours import Span
from bot.storage.columns import moment, moment_or_none, time_of_day
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.rows import Row

_SOME = """
    SELECT private_number, guild_id, person_sealed, joined_at, on_duty_until, resting_until,
        at_once, heavy, off_duty_offers, zone, quiet_from, quiet_until, holidays_of, age,
        approved_young, waits_as, glad_at, glad_here
    FROM listener WHERE private_number IN ({numbers})
"""


async def listeners_of(
    sql: Connection, sealer: Sealer, numbers: Sequence[ListenerNumber]
) -> Mapping[ListenerNumber, Listener]:
    """The listeners of some numbers, of which there is at least one."""
    rows = await sql.fetch_all(_SOME.format(numbers=", ".join("?" * len(numbers))), tuple(numbers))
    return {ListenerNumber(row["private_number"]): listener_of(row, sealer) for row in rows}


def who_listens(row: Row, sealer: Sealer) -> PersonTag:
    """Whose a row of `listener` is."""
    return sealer.open_tag("listener", "person", row["private_number"].hex(), row["person_sealed"])


def listener_of(row: Row, sealer: Sealer) -> Listener:
    """A row of `listener` as what it is."""
    return Listener(
        ListenerNumber(row["private_number"]),
        GuildId(row["guild_id"]),
        who_listens(row, sealer),
        moment(row["joined_at"]),
        moment_or_none(row["on_duty_until"]),
        moment_or_none(row["resting_until"]),
        Preferences(
            row["at_once"],
            Heavy(row["heavy"]),
            bool(row["off_duty_offers"]),
            row["zone"],
            quiet_of(row),
            row["holidays_of"],
        ),
        *(Age(row["age"]), bool(row["approved_young"]), row["waits_as"]),
        moment(row["glad_at"]) if row["glad_at"] else None,
        bool(row["glad_here"]),
    )


def quiet_of(row: Row) -> Span | None:
    """The quiet hours that they chose."""
    if row["quiet_from"] is None or row["quiet_until"] is None:
        return None
    return Span(time_of_day(row["quiet_from"]), time_of_day(row["quiet_until"]))
