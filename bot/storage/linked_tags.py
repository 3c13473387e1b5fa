"""Every tag in the database is turned into another once the key was rotated.

A tag cannot be computed anew, as the id is sealed or nowhere. So each is encrypted under a link
that the rotation brought: a tag is one block of AES, so no two become one. Whoever has the key of
before finds nobody by the new ones, and whoever has the key computes them as before and one step
further.

A keyed hash of the old tag would hide it as well, but could not be turned back, and some tags are
made from others: an asker's number from the listener's, a server's mark from the person's tag, a
tally's from a number. What they are made from has to be as the first key made it, also where it
stands in a row alone, of somebody whose id is nowhere (`Tagger.asker_number_of`): a database that
was rotated, and then gets such numbers by an upgrade, has only turned ones. Without the link, which
is a secret of the key's file, a block tells no more than a hash does.

It is done at a start, before anybody holds a tag, all in one transaction; the database remembers
how many links it was taken through, so a restored backup catches up.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from bot.domain.ids import NOBODY
from bot.storage.connection import Connection
from bot.storage.encryption.sealed_columns import SEALED, SEALED_TAGS, SealedTable
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.meta import Meta
from bot.storage.numbers_apart import clear_tags
from bot.storage.thrown_away import ThrownAway

TAGS = (
    *(("person", "person_tag"), ("person", "dm_channel_tag"), ("draft", "asker_number")),
    *(("listener", "private_number"), ("ask", "asker_number"), ("button", "number")),
    *(("conversation", "asker_number"), ("conversation", "listener_number")),
    *(("inbox", "message_tag"), ("sent", "message_tag")),
    *(("listener_topic", "private_number"), ("listener_language", "private_number")),
    *(("listener_hours", "private_number"), ("draft_excluded", "private_number")),
    *(("listener_day_off", "private_number"), ("listener_skill", "private_number")),
    ("morning_words", "private_number"),
    *(
        ("ask_excluded", "private_number"),
        ("offer", "listener_number"),
    ),
    *(("passed_on", "source_tag"), ("passed_on", "words_tag"), ("passed_on", "copy_tag")),
    ("passed_on", "further_tag"),
    *(("said_in", "message_tag"), ("held", "person_tag"), ("held", "source_tag")),
    *(("known_server", "person"), ("stray", "person_tag")),
    *(("schedule", "person_tag"), ("kept_text", "person_tag"), ("outbox", "person_tag")),
    *(("reflection", "person_tag"), ("clearing", "number"), ("to_clear", "message_tag")),
    *(("again", "listener_number"), ("said_about", "message_tag"), ("wordless", "message_tag")),
    *(("stray_part", "message_tag"), ("typed", "person_tag")),
    ("quiet_hours", "person_tag"),
    *(("help_country", "person_tag"), ("erasing", "person_tag"), ("happened", "person")),
    *(("block", "owner_tag"), ("block", "pair_tag"), ("block", "talk_tag")),
    *((table, "limit_tag") for table in ("used_up", "cool_down", "written_lately")),
    *(("age_stated", "asker_number"), ("suggestion", "asker_number")),
    *(("open_thread", "thread_tag"), ("thread_message", "message_tag")),
    *(("thread_message", "asker_number"), ("first_question", "listener_number")),
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
        # a type that both engines take: SQLite keeps bytes as they are in a column of any
        await self._sql.execute("CREATE TEMP TABLE tag_now (old BYTEA PRIMARY KEY, new BYTEA)")
        await self._sql.execute("CREATE TEMP TABLE name_now (old TEXT PRIMARY KEY, new TEXT)")
        newest = await ThrownAway(self._sql, self._sealer).newest_row()
        tags = (*TAGS, *await clear_tags(self._meta))
        await self._find(done, tags)
        await self._seal_under_new_names(done)
        for table, column in tags:
            await self._turn(table, column, "tag_now")
        for table, column in NAMES:
            await self._turn(table, column, "name_now")
        await ThrownAway(self._sql, self._sealer).keep_after(newest)
        await self._sql.execute("DROP TABLE tag_now")
        await self._sql.execute("DROP TABLE name_now")
        await self.remember()

    async def _find(self, done: int, columns: Sequence[tuple[str, str]]) -> None:
        tags = await self._values(columns)
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
        """A sealed value is bound to its row, and some rows are named by a tag. Of others what is
        sealed is a tag."""
        named = set(TAGS)
        for whole in SEALED:
            table = whole
            if all((whole.name, part) not in named for part in whole.key):
                tags = tuple(one for one in whole.words if (whole.name, one) in SEALED_TAGS)
                table = replace(whole, words=tags, numbers=())
            if table.columns:
                for row in await self._sql.fetch_plain(
                    f"SELECT {', '.join((*table.key, *table.columns))} FROM {table.name}"  # noqa: S608
                ):
                    await self._seal(table, row, done)

    async def _seal(self, table: SealedTable, row: Sequence[Any], done: int) -> None:
        key, values = row[: len(table.key)], row[len(table.key) :]
        now = [self._now(part, done) if isinstance(part, bytes) else part for part in key]
        names = table.row_name(key), table.row_name(now)
        changed = {
            column: new
            for (kind, column), value in zip(_kinds(table), values, strict=True)
            if value is not None
            and (new := self._moved(kind, (table.name, column), *names, value, done)) is not None
        }
        if changed:
            changes = ", ".join(f"{column}_sealed = ?" for column in changed)
            where = " AND ".join(f"{part} = ?" for part in table.key)
            await self._sql.execute(
                f"UPDATE {table.name} SET {changes} WHERE {where}",  # noqa: S608
                (*changed.values(), *key),
            )

    def _moved(
        self, kind: str, place: tuple[str, str], row: str, new_row: str, value: bytes, done: int
    ) -> bytes | None:
        try:
            if place in SEALED_TAGS:
                now = self._now(self._sealer.open_tag(*place, row, value), done)
                return self._sealer.seal(*place, new_row, now, beside=value)
            return self._sealer.seal_anew(kind, *place, row, value, new_row=new_row)
        except SealBroken:  # damaged: it stays, and whoever opens it says so
            return None


def _kinds(table: SealedTable) -> Iterator[tuple[str, str]]:
    yield from (("words", column) for column in table.words)
    yield from (("number", column) for column in table.numbers)
