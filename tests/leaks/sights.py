"""What a thief sees without the key: a table for bot/storage/README.md, from the schema."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import bot.storage
from tests.leaks.loot import Column, Loot, Value, as_bytes, schema
from tests.services.scene import GUILD, SEALER
from tests.storage.test_tables_secrecy import ASKER, LISTENER, STRANGER

README: Final = Path(bot.storage.__file__).with_name("README.md")
PEOPLE: Final = (ASKER, LISTENER, STRANGER)
NOBODYS: Final = {"owned_by"}
"""Bytes that tell nobody: the number of a row's own secret."""
BEGIN, END = "<!-- a thief sees -->", "<!-- end -->"
HEAD = """\
| table | in the clear | times | in all servers | why | in one, asking | in one, listening |
|---|---|---|---|---|---|---|"""
_WRITTEN_TO = "is written to, in direct messages, which are of no server"
_READ = "is used in direct messages, which are of no server"
_OF_NO_SERVER = "is of no server"
WHY: Final = {
    # why a person is the same in all servers there
    **dict.fromkeys(("outbox", "schedule"), _WRITTEN_TO),
    **dict.fromkeys(("held", "stray", "typed"), _READ),
    **dict.fromkeys(
        ("erasing", "help_country", "kept_text", "person", "quiet_hours"), _OF_NO_SERVER
    ),
    **dict.fromkeys(("reflection", "shown_text"), _OF_NO_SERVER),
}
TIME = re.compile(r".*(_at|_since|_until|^minute|^day|^week|^wait)$")


def people_in(loot: Loot, sql: sqlite3.Connection) -> tuple[set[Column], ...]:
    """The columns that tell one person in all servers, and in one as asker and as listener: by what
    they point to, and by what stood in them when people were known."""
    everywhere = {SEALER.person_tag(one) for one in PEOPLE}
    asking = {SEALER.asker_number(GUILD, one) for one in PEOPLE}
    listening = {SEALER.listener_number(GUILD, one) for one in PEOPLE}
    by_value = [
        {column for column, values in loot.values.items() if any(map(partial(_has, tags), values))}
        for tags in (everywhere, asking, listening)
    ]
    return (
        by_value[0] | set(_pointing(sql, ("person", "person_tag"))),
        by_value[1],
        by_value[2] | set(_pointing(sql, ("listener", "private_number"))),
    )


def _has(tags: Iterable[bytes], value: Value) -> bool:
    text = value if isinstance(value, str) else ""
    return any(tag in as_bytes(value) or tag.hex() in text for tag in tags)


def _pointing(sql: sqlite3.Connection, to: Column) -> Iterator[Column]:
    for table in schema(sql):
        for key in sql.execute(f"PRAGMA foreign_key_list({table})"):
            if (key[2], key[4]) == to:
                yield table, key[3]


def lines(loot: Loot) -> list[str]:
    """A line for each table: what of it can be read, and who can be followed through it."""
    with sqlite3.connect(":memory:") as sql:
        for statement in loot.statements:
            sql.execute(statement)
        whose = people_in(loot, sql)
        found = HEAD.splitlines()
        for table, columns in schema(sql).items():
            people = [[name for name in columns if (table, name) in one] for one in whose]
            known = {name for names in people for name in names}
            rest = [name for name in columns if name not in known and _is_clear(name)]
            keyed = [name for name in rest if columns[name] == "BLOB" and name not in NOBODYS]
            assert not keyed, f"whose {keyed} of {table} are: the story has to fill them"
            times = [name for name in rest if TIME.fullmatch(name)]
            clear = [name for name in rest if name not in times]
            assert (table in WHY) == bool(people[0]), f"say why {table} needs a tag for all servers"
            cells = [", ".join(names) for names in (clear, times, *people)]
            cells.insert(len(cells) - 2, WHY.get(table, ""))
            found.append(f"| {table} | {' | '.join(cells)} |")
        return found


def _is_clear(column: str) -> bool:
    """Sealed values and keyed hashes, of messages, words, channels and who was counted, say
    nothing."""
    return not column.endswith(("_sealed", "_tag", "_hash")) and column not in ("person", "value")


def written() -> list[str]:
    """The table as it stands in the README now."""
    _, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    return rest.partition(END)[0].strip().splitlines()


def write(loot: Loot) -> None:
    """Put the table there anew."""
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    table = "\n".join(lines(loot))
    README.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", encoding="utf-8")
