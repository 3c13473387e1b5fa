"""What a thief of the database takes: every value that ever stood in it, by its column."""

import asyncio
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from bot.domain.asks import Wishes
from bot.domain.first_questions import FirstQuestion
from bot.domain.ids import ChannelId, FirstQuestionId, MessageId, MorningWordsId, ThreadMessageId
from bot.domain.moderation import ActionKind
from bot.domain.mornings import MorningWords
from bot.domain.open_asks import ThreadMessage, ThreadWriter
from bot.domain.suggestions import Suggested
from bot.services.asks import drafts, posting
from bot.services.listeners import duty
from bot.services.moderation import actions, numbers, telling
from bot.services.suggestions import writing
from bot.storage.store import Tables
from tests.services.scene import DAY, GUILD, HOUR, Scene, here, playing
from tests.storage.test_tables_secrecy import ASKER, LISTENER, STRANGER, BigNumbers, story

Column: TypeAlias = tuple[str, str]
Value: TypeAlias = bytes | str | int
SHORTEST: Final = 8
"""Bytes that a match must have: less is found by chance."""


@dataclass
class Loot:
    """Every value that ever stood in the database after a commit, by its column."""

    path: Path
    values: dict[Column, set[Value]] = field(default_factory=lambda: defaultdict(set))
    most: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """How many rows a table had at most."""
    statements: tuple[str, ...] = ()
    """How the tables were made."""
    _sql: sqlite3.Connection | None = None

    def look(self) -> None:
        """Take what stands there now."""
        if self._sql is None:
            self._sql = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
            made = self._sql.execute("SELECT sql FROM sqlite_master WHERE type = 'table'")
            self.statements = tuple(text for (text,) in made if "sqlite_" not in text)
        for table, columns in schema(self._sql).items():
            rows = self._sql.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
            self.most[table] = max(self.most[table], len(rows))
            for row in rows:
                for column, value in zip(columns, row, strict=True):
                    if value is not None:
                        self.values[table, column].add(value)

    def whole(self) -> set[bytes]:
        """Every value as it stands there."""
        return {as_bytes(value) for values in self.values.values() for value in values}

    def hidden(self) -> set[bytes]:
        """How what could be a hash of somebody begins: every value that is long enough."""
        return {value[:SHORTEST] for value in self.whole() if len(value) >= SHORTEST}

    def known_keys(self) -> tuple[bytes, ...]:
        """What a thief may take for a key: nothing, zeros, and what stands in the database."""
        check = [value for value in self.values["meta", "value"] if isinstance(value, bytes)]
        sealed = next(iter(self.values["person", "user_id_sealed"]))
        return (b"", bytes(32), *check[:2], as_bytes(sealed)[:8])

    def close(self) -> None:
        """Let go of the file."""
        if self._sql is not None:
            self._sql.close()


def schema(sql: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """The columns of each table, and what each holds: TEXT, INTEGER or BLOB."""
    tables = sql.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    names = [name for (name,) in tables if not name.startswith("sqlite_")]
    return {
        one: {row[1]: row[2] for row in sql.execute(f"PRAGMA table_info({one})")} for one in names
    }


def as_bytes(value: Value) -> bytes:
    """A value as the bytes that a hash could have made; hexadecimal digits are read."""
    if isinstance(value, int):
        return value.to_bytes(8, "big", signed=True)
    if isinstance(value, bytes):
        return value
    try:
        return bytes.fromhex(value)
    except ValueError:
        return value.encode()


def stolen(folder: Path) -> Loot:
    """Play a story that fills what there is, and take all of it."""

    async def steal() -> Loot:
        async with playing(folder, reminding=False) as scene:
            loot = Loot(scene.path)
            scene.speak_through(BigNumbers())
            scene.store.on_commit(loot.look)
            await story(scene, loot.look)
            await chosen_and_offered(scene)
            loot.close()
            return loot

    return asyncio.run(steal())


async def chosen_and_offered(scene: Scene) -> None:
    """What the story has not: somebody is left out of an ask, and somebody else is offered it."""
    await scene.join(LISTENER, STRANGER)
    for one in (LISTENER, STRANGER):
        await duty.set_duty(scene.ctx, here(one), DAY)
    for one, know in ((ASKER, numbers.know_asker), (LISTENER, numbers.know_listener)):
        key = await scene.store.transaction(partial(know, scene.ctx, member=here(one)))
        await actions.act(scene.ctx, here(STRANGER), key, ActionKind.WARN, "mind this")
    await telling.note_moderator(scene.ctx, here(LISTENER))
    text = Suggested("one step is enough", "growth", "en", tell=True)
    suggested = await writing.begin_suggestion(scene.ctx, here(ASKER), text)
    await writing.send_suggestion(scene.ctx, here(ASKER), suggested.id)
    preview = await scene.draft(ASKER)
    await drafts.choose_more(scene.ctx, here(ASKER), preview.draft.id, Wishes(), (STRANGER,))
    await posting.post(scene.ctx, here(ASKER), preview.draft.id)
    await scene.store.transaction(partial(answered_in_thread, scene))
    for _ in range(3):
        await scene.pass_time(HOUR / 6)


async def answered_in_thread(scene: Scene, tables: Tables) -> None:
    """Somebody answered below an ask, without their name, and asked something before accepting."""
    (ask,) = await tables.asks.waiting(GUILD)
    await tables.open_threads.want(ask.id, "Quiet Otter")
    await tables.open_threads.opened(ask.id, ChannelId(1_180_000_000_000_000_555))
    number, writer = scene.ctx.asker_number(here(LISTENER)), scene.store.person(LISTENER)
    listens, key = scene.ctx.listener_number(here(LISTENER)), FirstQuestionId("q" * 22)
    question = FirstQuestion(key, ask.id, listens, writer, "Calm Heron", "Is it about work?")
    await tables.first_questions.add(question)
    morning = MorningWordsId("m" * 22), ask.id, listens, "Good morning to you."
    now = scene.clock.now()
    await tables.morning_words.put(MorningWords(*morning, ready=True, written_at=now))
    await tables.thread_messages.add(
        ThreadMessage(
            *(ThreadMessageId("w" * 22), ask.id, ThreadWriter.UNNAMED, "Warm Lamp", "I was there."),
            *(number, writer, MessageId(1_180_000_000_000_000_777)),
        )
    )
