"""Rows whose secrets were thrown away: a backup is older than the erasing of what is in it.

They go in an orderly way before anything else looks at them, with what hangs on them. It is the
same for a restored backup and for a start after a crash.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any

from bot.storage.connection import Connection
from bot.storage.encryption.sealed_columns import SEALED, SEALED_TAGS, SealedTable
from bot.storage.encryption.sealing import OWNED_BYTES, SealBroken, Sealer
from bot.storage.people import People

OF_A_PERSON = (
    # what refers to a person, in an order in which it can go
    *(("outbox", "person_tag"), ("held", "person_tag")),
    *(("typed", "person_tag"), ("stray", "person_tag")),
    *(("reflection", "person_tag"), ("kept_text", "person_tag"), ("schedule", "person_tag")),
    *(("help_country", "person_tag"), ("erasing", "person_tag")),
    ("quiet_hours", "person_tag"),
    ("person", "person_tag"),
)
_STAY = {"panel", "person", "known_number", "moderator_action", "moderation_record", "report"}
"""Tables whose rows stay without a value; a report not without what it is about."""
_WITH = {
    "goal": ("schedule", "schedule_id"),
    "typed_answer": ("typed", "token"),
    "typed_choice": ("typed", "token"),
}
"""Rows that go with the row that they belong to."""


class ErasedAgain:
    """Looks into every table with sealed columns."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer

    async def erase(self) -> int:
        """Erase every row that does not open any more as its secret is gone; how many."""
        erased, people = 0, set[bytes]()
        for table in SEALED:
            for key, columns in await self._gone(table):
                if table.name == "person" and "user_id_sealed" in columns:
                    people.add(key[0])
                else:
                    await self._go(table, key, columns)
                erased += 1
        await self.erase_people(people)
        await self._sql.execute(
            "DELETE FROM stray WHERE NOT EXISTS (SELECT 1 FROM stray_part WHERE stray = token)"
        )
        if erased:
            # of whoever had left listening the number alone is left, as the mark of a limit
            await self._sql.execute(
                "UPDATE offer SET erased = 1 WHERE erased = 0 AND NOT EXISTS"
                " (SELECT 1 FROM listener WHERE private_number = listener_number)"
            )
            await self._forget_strangers()
        return erased

    async def _forget_strangers(self) -> None:
        """Where people used the bot, and how old they are, tells no person: it is kept of those
        who are known."""
        users = await People(self._sql, self._sealer).all()
        for table, column, tag_of in (
            ("known_server", "person", self._sealer.server_tag),
            ("age_stated", "asker_number", self._sealer.asker_number),
        ):
            rows = await self._sql.fetch_plain(f"SELECT {column}, guild_id FROM {table}")  # noqa: S608
            guilds = {guild for _, guild in rows}
            known = {bytes(tag_of(guild, user)) for guild in guilds for user in users}
            await self._sql.execute_many(
                f"DELETE FROM {table} WHERE {column} = ?",  # noqa: S608 - names of this file
                [(tag,) for tag, _ in rows if tag not in known],
            )

    async def erase_people(self, tags: Collection[bytes]) -> None:
        """Erase people with all that refers to them; what they had taken on is over."""
        if not tags:
            return
        for table in SEALED:
            for name in table.words:
                if (table.name, name) in SEALED_TAGS and table.name != "again":
                    for key in await self._naming(table, name, tags):
                        await self._go(table, key, [f"{name}_sealed"])
        await self._sql.execute_many(
            "DELETE FROM shown_text WHERE reader = ?", [(tag.hex(),) for tag in tags]
        )
        for name, column in OF_A_PERSON:
            await self._sql.execute_many(
                f"DELETE FROM {name} WHERE {column} = ?",  # noqa: S608 - names of this file
                [(tag,) for tag in tags],
            )

    async def _naming(
        self, table: SealedTable, name: str, tags: Collection[bytes]
    ) -> Sequence[tuple[Any, ...]]:
        """The keys of rows in which one of these people is sealed: nothing else tells whose they
        are, as the ids from which their numbers follow are gone."""
        found = []
        rows = await self._sql.fetch_plain(
            f"SELECT {', '.join(table.key)}, {name}_sealed FROM {table.name}"  # noqa: S608
            f" WHERE {name}_sealed IS NOT NULL"
        )
        for *key, sealed in rows:
            with suppress(SealBroken):
                if self._sealer.open_tag(table.name, name, table.row_name(key), sealed) in tags:
                    found.append(tuple(key))
        return found

    async def _gone(self, table: SealedTable) -> Sequence[tuple[tuple[Any, ...], list[str]]]:
        """The keys of rows of which something does not open, and in which columns."""
        owners = ", ".join(f"substr({column}, 1, {OWNED_BYTES})" for column in table.columns)
        rows = await self._sql.fetch_plain(
            f"SELECT {', '.join(table.key)}, {owners} FROM {table.name}"  # noqa: S608
        )
        parts, found = len(table.key), []
        for row in rows:
            gone = [
                column
                for column, owned_by in zip(table.columns, row[parts:], strict=True)
                if owned_by is not None and self._is_gone(owned_by)
            ]
            if gone:
                found.append((row[:parts], gone))
        return found

    def _is_gone(self, owned_by: bytes) -> bool:
        owner = self._sealer.owner_of(owned_by)
        return owner is not None and self._sealer.owners.is_gone(owner)

    async def _go(self, table: SealedTable, key: tuple[Any, ...], columns: list[str]) -> None:
        if table.name in _STAY and "subject_sealed" not in columns:
            looked_up_by = ["dm_channel_tag"] if "dm_channel_id_sealed" in columns else []
            await self._empty(table, key, [*columns, *looked_up_by])
        elif table.name == "ask" and "asker_sealed" not in columns:
            await self._go_of_ask(table, key)
        else:
            await self._end_with(table.name, key)
            name, first = _WITH.get(table.name, (table.name, None))
            where = f"{first} = ?" if first else " AND ".join(f"{part} = ?" for part in table.key)
            values = key[:1] if first else key
            await self._sql.execute(f"DELETE FROM {name} WHERE {where}", values)  # noqa: S608

    async def _go_of_ask(self, table: SealedTable, key: tuple[Any, ...]) -> None:
        """A closed one stays without its words, as it would have; one that was open is over."""
        await self._sql.execute("DELETE FROM ask WHERE ask_id = ? AND state <> 'closed'", key)
        await self._empty(table, key, ("words_sealed", "would_help_sealed"))

    async def _end_with(self, table: str, key: tuple[Any, ...]) -> None:
        """What a listener had taken on is over."""
        if table == "conversation":
            await self._sql.execute(
                "UPDATE ask SET state = 'closed', closed_at = posted_at WHERE state = 'taken'"
                " AND ask_id IN (SELECT ask_id FROM conversation"
                " WHERE conversation_id = ? AND state = 'open')",
                key,
            )

    async def _empty(
        self, table: SealedTable, key: tuple[Any, ...], columns: Collection[str]
    ) -> None:
        emptied = ", ".join(f"{column} = NULL" for column in columns)
        where = " AND ".join(f"{part} = ?" for part in table.key)
        await self._sql.execute(f"UPDATE {table.name} SET {emptied} WHERE {where}", key)  # noqa: S608
