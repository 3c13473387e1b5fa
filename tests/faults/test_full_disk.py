"""A disk that is full: nothing is acknowledged that is not stored."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.domain.ids import MessageId
from bot.services.asks import drafts
from bot.services.conversations import relay
from bot.storage.sqlite.database import Database
from tests.services.scene import ASKER, LISTENER, Scene, here, saying

LONG = "x" * 1500


@asynccontextmanager
async def full(scene: Scene) -> AsyncIterator[None]:
    """While this lasts, the database cannot grow by a page."""
    database = scene.store._database
    assert isinstance(database, Database)
    writer = database._writer
    ((pages,),) = await writer.execute_fetchall("PRAGMA page_count")
    await writer.execute_fetchall(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        await writer.execute_fetchall("PRAGMA max_page_count = 1000000")


async def test_only_what_was_stored_is_passed_on(still_scene: Scene) -> None:
    """Of many texts some find room: exactly those arrive, and the others when told again."""
    scene = still_scene
    await scene.talk()
    texts = [f"{number} {LONG}" for number in range(40)]
    stored = []
    async with full(scene):
        for number, text in enumerate(texts):
            written = relay.Written(ASKER, MessageId(9000 + number), text)
            try:
                await relay.pass_on(scene.ctx, written)
            except sqlite3.OperationalError:
                continue
            stored.append(text)
    assert 0 < len(stored) < 40
    await scene.deliver()
    assert scene.words_to(LISTENER) == stored
    for number, text in enumerate(texts):
        await relay.pass_on(scene.ctx, relay.Written(ASKER, MessageId(9000 + number), text))
    await scene.deliver()
    missing = [text for text in texts if text not in stored]
    assert scene.words_to(LISTENER) == stored + missing


async def test_a_draft_that_finds_no_room_is_refused_with_an_error(still_scene: Scene) -> None:
    """Never a preview of something that is not kept."""
    scene, kept = still_scene, []
    async with full(scene):
        for number in range(40):
            try:
                kept.append((await scene.draft(words=f"{number} {LONG[:1400]}")).draft)
            except sqlite3.OperationalError:
                break
    assert 0 < len(kept) < 40
    assert await scene.count("draft") == len(kept)
    for draft in kept:
        assert await drafts.get_draft(scene.ctx, here(ASKER), draft.id) == draft


async def test_without_room_nothing_is_said_that_could_not_be_noted(still_scene: Scene) -> None:
    """An attempt is noted first; when there is room again everything arrives once, in order."""
    scene = still_scene
    await scene.talk()
    for number in range(5):
        await scene.write(ASKER, str(number))
    async with full(scene), saying(scene.delivery):
        await asyncio.sleep(0.2)
    await scene.pass_time(timedelta(minutes=1))
    await scene.deliver()
    assert scene.words_to(LISTENER) == ["0", "1", "2", "3", "4"]
