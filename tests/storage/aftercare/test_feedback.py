"""What is kept after a conversation: it comes out as it was put in, and goes when it should."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.aftercare import Clearing, Helped, Note, Once
from bot.domain.ids import AskId, ClearingId, ConversationId, GuildId, MessageId, ReflectionId
from bot.storage.store import Tables
from tests.engines import on_both_engines
from tests.services.scene import ASKER, DAY, GUILD, LISTENER, OTHER, Scene, playing
from tests.storage.test_tables_integrity import rows_of

pytestmark = on_both_engines

TODAY, KEY = date(2026, 3, 2), ClearingId("one")
BIG = MessageId(2**63 + 5)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """One open conversation."""
    async with playing(tmp_path, reminding=False) as made:
        await made.join(LISTENER, OTHER)
        await made.talk()
        yield made


async def talk(scene: Scene) -> ConversationId:
    """The conversation."""
    ((key,),) = await scene.rows("SELECT conversation_id FROM conversation")
    return ConversationId(str(key))


@pytest.mark.parametrize("words", ["x", "schwer \u00e9\u4f60 \U0001f30a", "a\nb", "x" * 1500])
async def test_a_note(scene: Scene, words: str) -> None:
    """Sealed, with the same words for its owner, and nothing for anybody else."""
    note, owner = Note(ReflectionId("a"), words), scene.store.person(ASKER)

    async def work(tables: Tables) -> list[object]:
        await tables.reflections.add(owner, note)
        other = scene.store.person(LISTENER)
        return [
            await tables.reflections.of(owner),
            await tables.reflections.get(note.id, owner),
            await tables.reflections.of(other),
            await tables.reflections.get(note.id, other),
            await tables.reflections.remove(note.id, other),
            await tables.reflections.remove(note.id, owner),
            await tables.reflections.remove(note.id, owner),
        ]

    assert await scene.store.transaction(work) == [[note.id], note, [], None, False, True, False]


async def test_a_clearing(scene: Scene) -> None:
    """Page by page, each message until it is gone; beginning anew forgets the former."""
    key, person = await talk(scene), scene.store.person(ASKER)

    async def work(tables: Tables) -> list[object]:
        table, read = tables.chat_cleanings, list[object]()
        await table.begin(KEY, key, person)
        read.append(await table.get(KEY))
        await table.add_page(KEY, [MessageId(7), BIG], BIG)
        await table.add_page(KEY, [MessageId(7)], BIG)
        read += [await table.get(KEY), await table.next(KEY)]
        await table.gone(MessageId(7))
        read.append(await table.next(KEY))
        await table.add_page(KEY, [], None)
        read.append((await table.get(KEY), await table.next(KEY)))
        await table.begin(ClearingId("two"), key, person)
        await table.add_page(KEY, [MessageId(9)], None)
        read += [await table.get(KEY), await table.next(KEY)]
        read.append(await table.next(ClearingId("two")))
        return read

    begun = Clearing(KEY, key, person, None, all_read=False)
    paged = Clearing(KEY, key, person, BIG, all_read=False)
    done = Clearing(KEY, key, person, None, all_read=True)
    assert await scene.store.transaction(work) == [
        begun,
        paged,
        MessageId(7),
        BIG,
        (done, BIG),
        None,
        None,
        None,
    ]


async def test_what_is_done_once(scene: Scene) -> None:
    """Each thing for itself."""
    key = await talk(scene)

    async def work(tables: Tables) -> list[bool]:
        return [
            await tables.after.is_done(key, Once.THANKED),
            await tables.after.once(key, Once.THANKED),
            await tables.after.once(key, Once.THANKED),
            await tables.after.is_done(key, Once.THANKED),
            await tables.after.is_done(key, Once.ANSWERED),
        ]

    assert await scene.store.transaction(work) == [False, True, False, True, False]


async def test_numbers_of_days(scene: Scene) -> None:
    """They add up for each server, day and answer, and earlier days are forgotten."""
    days = [TODAY, TODAY, TODAY + timedelta(days=1)]

    async def work(tables: Tables) -> int:
        for day in days:
            await tables.after.count(GUILD, day, Helped.YES)
        await tables.after.count(GUILD, TODAY, Helped.NO)
        await tables.after.count(GuildId(999), TODAY, Helped.NO)
        return await tables.after.forget(TODAY)

    assert await scene.store.transaction(work) == 0
    rows = await scene.rows("SELECT guild_id, day, answer, number FROM helped ORDER BY day, answer")
    assert rows == [
        (GUILD, "2026-03-02", "no", 1),
        (GUILD, "2026-03-02", "yes", 2),
        (GUILD, "2026-03-03", "yes", 1),
    ]
    assert await scene.store.transaction(lambda tables: tables.after.forget(days[-1])) == 2


async def test_numbers_carry_no_key_to_anybody(scene: Scene) -> None:
    """Neither to a person nor to a conversation."""
    assert await scene.columns("helped") == ["guild_id", "day", "answer", "number"]


async def test_it_goes_with_the_conversation(scene: Scene) -> None:
    """What was done once, and a chat that is being cleared."""
    key = await talk(scene)

    async def work(tables: Tables) -> None:
        await tables.after.once(key, Once.ANSWERED)
        await tables.chat_cleanings.begin(KEY, key, scene.store.person(ASKER))
        await tables.chat_cleanings.add_page(KEY, [MessageId(7)], None)

    await scene.store.transaction(work)
    ((ask,),) = await scene.rows("SELECT ask_id FROM ask")
    await scene.change_rows("DELETE FROM ask")
    assert await rows_of(scene, str(ask)) == []
    for table in ("done_after", "clearing", "to_clear"):
        assert await scene.count(table) == 0
    assert await scene.orphans() == []


async def test_which_messages_belong_to_a_conversation(scene: Scene) -> None:
    """Copies, all else that was said in the conversation and to people about its ask, also once it
    is forgotten which became which."""
    for writer in (ASKER, LISTENER):
        await scene.write(writer, "Hello?")
    await scene.deliver()
    key = await talk(scene)
    numbers = [MessageId(1000 + one) for one in range(len(scene.messenger.created) + 3)]

    async def of(tables: Tables) -> list[MessageId]:
        return list(await tables.message_copies.said_of(AskId(str(ask)), numbers))

    ((ask,),) = await scene.rows("SELECT ask_id FROM conversation")
    before = await scene.read(of)
    said = [
        notice.conversation_id == key or (notice.ask_id == ask and isinstance(notice.to, bytes))
        for notice in (one.notice for one in scene.messenger.created)
    ]
    mine = [number for number, one in zip(numbers, said, strict=False) if one]
    assert before == [MessageId(1002), *mine]  # the greeting came before there was an ask
    await scene.end(ASKER)
    await scene.pass_time(2 * DAY)
    assert await scene.count("passed_on") == 0
    assert set(before) < set(await scene.read(of))
    assert await scene.read(lambda tables: tables.message_copies.said_of(AskId(str(ask)), [])) == []
