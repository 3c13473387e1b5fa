"""Every tag in the database is turned into another once the key was rotated.

A tag cannot be computed anew, as the id is sealed or nowhere. So each is encrypted under a link
that the rotation brought: a tag is one block of AES, so no two become one. Whoever has the key of
before finds nobody by the new ones, and whoever has the key computes them as before and one step
further. It is done at a start, before anybody holds a tag, all in one transaction; the database
remembers how many links it was taken through, so a restored backup catches up.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from bot.domain.ids import NOBODY
from bot.storage.encryption.sealed_columns import SEALED, SealedTable
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.meta import Meta
from bot.storage.sqlite.connection import Connection
from bot.storage.thrown_away import ThrownAway

TAGS = (
    *(("person", "person_tag"), ("person", "dm_channel_tag"), ("draft", "person_tag")),
    *(("listener", "private_number"), ("listener", "person_tag")),
    *(("ask", "asker_number"), ("ask", "asker_tag"), ("button", "person_tag")),
    *(("conversation", "asker_tag"), ("conversation", "listener_tag")),
    *(("conversation", "listener_number"), ("inbox", "message_tag"), ("sent", "message_tag")),
    *(("listener_topic", "private_number"), ("listener_language", "private_number")),
    *(("listener_hours", "private_number"), ("draft_excluded", "private_number")),
    *(
        ("ask_excluded", "private_number"),
        ("offer", "listener_number"),
    ),
    *(("passed_on", "source_tag"), ("passed_on", "words_tag"), ("passed_on", "copy_tag")),
    *(("said_in", "message_tag"), ("held", "person_tag"), ("held", "source_tag")),
    *(("kept", "person_tag"), ("known_server", "person"), ("stray", "person_tag")),
    *(("schedule", "person_tag"), ("kept_text", "person_tag"), ("outbox", "person_tag")),
    *(("reflection", "person_tag"), ("clearing", "person_tag"), ("to_clear", "message_tag")),
    *(("again", "listener_number"), ("said_about", "message_tag"), ("wordless", "message_tag")),
    *(("stray_part", "message_tag"), ("pace", "person_tag"), ("typed", "person_tag")),
    *(("help_country", "person_tag"), ("erasing", "person_tag"), ("happened", "person")),
    *(("block", "owner_tag"), ("block", "pair_tag"), ("block", "talk_tag")),
    ("age_stated", "asker_number"),
    *(("known_number", "private_number"), ("moderator_seen", "private_number")),
)
"""Every column with a keyed tag; a test walks the schema for one that is missing."""

NAMES = (("outbox", "lane"), ("shown_text", "reader"))
"""Texts that begin with a person's tag in hexadecimal, or name a channel."""

_REMEMBERED = "tags_linked"
_HEX = 2 * len(NOBODY)


class LinkedTags:
    """Looks into every table with tags."""

    def __init__(self, sql: Connection, sealer: Sealer) -> None:
        self._sql = sql
        self._sealer = sealer
        self._meta = Meta(sql)

    async def done(self) -> int:
        """Through how many links the database was taken."""
        return int(await self._meta.get(_REMEMBERED) or b"0")

    async def remember(self) -> None:
        """It has the tags of today."""
        await self._meta.put(_REMEMBERED, str(self._sealer.links).encode())

    async def link(self) -> None:
        """Turn every tag into that of today."""
        done = await self.done()
        if done == self._sealer.links:
            return
        await self._sql.hold_references()
        await self._sql.execute("CREATE TEMP TABLE tag_now (old BLOB PRIMARY KEY, new BLOB)")
        await self._sql.execute("CREATE TEMP TABLE name_now (old TEXT PRIMARY KEY, new TEXT)")
        newest = await ThrownAway(self._sql, self._sealer).newest_row()
        await self._find(done)
        await self._seal_under_new_names(done)
        await self._link_sealed(done)
        for table, column in TAGS:
            await self._turn(table, column, "tag_now")
        for table, column in NAMES:
            await self._turn(table, column, "name_now")
        await ThrownAway(self._sql, self._sealer).keep_after(newest)
        await self._sql.execute("DROP TABLE tag_now")
        await self._sql.execute("DROP TABLE name_now")
        await self.remember()

    async def _find(self, done: int) -> None:
        tags = await self._values(TAGS)
        await self._sql.execute_many(
            "INSERT INTO tag_now (old, new) VALUES (?, ?)",
            [(tag, self._now(tag, done)) for tag in tags],
        )
        names = await self._values(NAMES)
        await self._sql.execute_many(
            "INSERT INTO name_now (old, new) VALUES (?, ?)",
            [(name, self._name_now(name, done)) for name in names],
        )

    async def _values(self, columns: Sequence[tuple[str, str]]) -> set[Any]:
        found = set[Any]()
        for table, column in columns:
            rows = await self._sql.fetch_plain(
                f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608
            )
            found.update(value for (value,) in rows)
        return found

    def _now(self, tag: bytes, done: int) -> bytes:
        return tag if tag == NOBODY else self._sealer.linked(tag, done)

    def _name_now(self, name: str, done: int) -> str:
        with suppress(ValueError):
            tag = bytes.fromhex(name[:_HEX])
            if len(tag) * 2 == _HEX:
                return self._now(tag, done).hex() + name[_HEX:]
        return name

    async def _turn(self, table: str, column: str, known: str) -> None:
        await self._sql.execute(
            f"UPDATE {table} SET {column} ="  # noqa: S608
            f" (SELECT new FROM {known} WHERE old = {table}.{column}) WHERE {column} IS NOT NULL"
        )

    async def _seal_under_new_names(self, done: int) -> None:
        """A sealed value is bound to its row, and some rows are named by a tag."""
        named = set(TAGS)
        for table in SEALED:
            if any((table.name, part) in named for part in table.key):
                for row in await self._sql.fetch_plain(
                    f"SELECT {', '.join((*table.key, *table.columns))} FROM {table.name}"  # noqa: S608
                ):
                    await self._seal(table, row, done)

    async def _link_sealed(self, done: int) -> None:
        """Whose a row of `again` is, is not looked up by, and so is sealed."""
        rows = await self._sql.fetch_plain("SELECT token, asker_sealed FROM again")
        for token, sealed in rows:
            place = ("again", "asker", token)
            with suppress(SealBroken):
                now = self._now(self._sealer.open(*place, sealed), done)
                await self._sql.execute(
                    "UPDATE again SET asker_sealed = ? WHERE token = ?",
                    (self._sealer.seal(*place, now, beside=sealed), token),
                )

    async def _seal(self, table: SealedTable, row: Sequence[Any], done: int) -> None:
        key, values = row[: len(table.key)], row[len(table.key) :]
        now = [self._now(part, done) if isinstance(part, bytes) else part for part in key]
        names = table.row_name(key), table.row_name(now)
        changed = {
            column: new
            for (kind, column), value in zip(_kinds(table), values, strict=True)
            if value is not None
            and (new := self._moved(kind, table.name, column, *names, value)) is not None
        }
        if changed:
            changes = ", ".join(f"{column}_sealed = ?" for column in changed)
            where = " AND ".join(f"{part} = ?" for part in table.key)
            await self._sql.execute(
                f"UPDATE {table.name} SET {changes} WHERE {where}",  # noqa: S608
                (*changed.values(), *key),
            )

    def _moved(
        self, kind: str, table: str, column: str, row: str, new_row: str, value: bytes
    ) -> bytes | None:
        try:
            return self._sealer.seal_anew(kind, table, column, row, value, new_row=new_row)
        except SealBroken:  # damaged: it stays, and whoever opens it says so
            return None


def _kinds(table: SealedTable) -> Iterator[tuple[str, str]]:
    yield from (("words", column) for column in table.words)
    yield from (("number", column) for column in table.numbers)
