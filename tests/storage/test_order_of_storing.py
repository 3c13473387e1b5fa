"""What is told in the order in which it was stored is, though its keys and times say nothing of it.

Keys neither rise nor fall as rows are stored, all times are one, and rows go in between: only a
number of its own tells the order then.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.domain.aftercare import Note
from bot.domain.asks import Ask, AskKind, AskState, OwnWords
from bot.domain.conversations import Conversation, Party, Side
from bot.domain.ids import (
    AskId,
    ChannelId,
    ClearingId,
    ConversationId,
    GuildId,
    HeldId,
    MessageId,
    PersonTag,
    PieceId,
    ReflectionId,
    UserId,
)
from bot.domain.message_copies import Held, Piece, Place
from bot.storage.connection import Connection
from bot.storage.sqlite.connection import SqliteConnection
from bot.storage.store import Store, Tables
from tests.engines import on_both_engines, open_store
from tests.services.scene import SEALER

pytestmark = on_both_engines

ONE, OTHER = UserId(1), UserId(2)
NOW = datetime(2026, 3, 2, 18, 0, 7, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
TALK, ANOTHER_TALK = ConversationId("a"), ConversationId("b")

ORDERED = {
    "ask": None,
    "conversation": None,
    "passed_on": "conversation_id",
    "reflection": "person_tag",
    "stray": "person_tag",
    "stray_part": "stray",
    "to_clear": "clearing_id",
}
"""What has a number of storing, and within what it counts."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Two people who are known, and two conversations of theirs."""
    store = await open_store(tmp_path / "db", SEALER)

    async def work(tables: Tables) -> None:
        for user in (ONE, OTHER):
            await tables.people.meet(user)
        for key in (TALK, ANOTHER_TALK):
            await begin(tables, key, OTHER, ONE)

    await store.transaction(work)
    try:
        yield store
    finally:
        await store.close()


def person(user: UserId) -> PersonTag:
    """Their tag."""
    return SEALER.person_tag(user)


async def add_ask(tables: Tables, key: str, asker: UserId) -> None:
    """An ask that waits; all are posted in the same second."""
    tag, number = person(asker), SEALER.asker_number(GuildId(1), asker)
    kind, state = AskKind.PRIVATE, AskState.WAITING
    ask = Ask(AskId(key), GuildId(1), tag, number, kind, state, NOW, LATER, OwnWords("words"))
    await tables.asks.add(ask, OwnWords("words"))


async def begin(tables: Tables, key: str, asker: UserId, listener: UserId) -> None:
    """An ask and a conversation about it; all begin in the same second."""
    await add_ask(tables, key, asker)
    one, other = Party(person(asker), "One"), Party(person(listener), key)
    number = SEALER.listener_number(GuildId(1), listener)
    await tables.conversations.add(
        Conversation(ConversationId(key), AskId(key), GuildId(1), one, other, number, NOW)
    )


async def say(tables: Tables, number: int, talk: ConversationId, writer: Side) -> None:
    """A word on its way; its message is that number."""
    source = Place(ChannelId(5), MessageId(number))
    await tables.message_copies.add(
        Piece(PieceId(f"{number}"), talk, writer, 0, b"words", source, None)
    )


async def run(store: Store, *steps: Callable[[Tables], Awaitable[object]]) -> None:
    """All of them in one transaction."""

    async def work(tables: Tables) -> None:
        for step in steps:
            await step(tables)

    await store.transaction(work)


async def test_words(store: Store) -> None:
    """Whose were the last, and the newest first, whatever goes and whatever is said elsewhere."""

    async def heard(tables: Tables) -> list[int]:
        found = await tables.message_copies.recent_sources(TALK, Side.ASKER, 9)
        return [place.message for place in found]

    async def last(tables: Tables) -> Side | None:
        return await tables.message_copies.last_writer(TALK)

    await run(
        store,
        lambda tables: say(tables, 9, TALK, Side.ASKER),
        lambda tables: say(tables, 8, TALK, Side.ASKER),
        lambda tables: say(tables, 7, ANOTHER_TALK, Side.ASKER),
        lambda tables: say(tables, 6, TALK, Side.LISTENER),
    )
    assert await store.read(last) is Side.LISTENER
    await run(store, lambda tables: tables.message_copies.remove(PieceId("6")))
    assert await store.read(last) is Side.ASKER
    await run(store, lambda tables: say(tables, 5, TALK, Side.LISTENER))
    assert await store.read(last) is Side.LISTENER
    await run(
        store,
        lambda tables: tables.message_copies.remove(PieceId("9")),
        lambda tables: say(tables, 88, TALK, Side.ASKER),
        lambda tables: say(tables, 4, TALK, Side.ASKER),
    )
    assert await store.read(last) is Side.ASKER
    assert await store.read(heard) == [4, 88, 8]


async def test_conversations(store: Store) -> None:
    """The oldest first, on whichever side; also where somebody chooses whom a text is for."""
    await run(
        store,
        lambda tables: begin(tables, "9", ONE, OTHER),
        lambda tables: begin(tables, "8", OTHER, ONE),
        lambda tables: begin(tables, "7", ONE, OTHER),
    )
    await run(
        store,
        lambda tables: tables.conversations.end(ConversationId("8"), NOW),
        lambda tables: tables.conversations.end(ConversationId("7"), NOW),
        lambda tables: begin(tables, "6", ONE, OTHER),
    )
    found = await store.read(lambda tables: tables.conversations.open_with(person(ONE)))
    assert [one.id for one in found] == ["a", "b", "9", "6"]
    held = Held(HeldId("h"), Place(ChannelId(5), MessageId(1)), "words", ())

    async def hold(tables: Tables) -> None:
        await tables.held_texts.hold(person(ONE), held, LATER)
        for talk in found:
            token = f"for {talk.id}"
            await tables.button_tokens.for_held(token, held.id, talk.id, person(ONE))

    await run(store, hold)
    choices = await store.read(lambda tables: tables.held_texts.choices(held.id))
    assert [one.token for one in choices] == ["for a", "for b", "for 9", "for 6"]


async def test_what_ended_has_no_order_any_more(store: Store) -> None:
    """When it began is known to the hour then; a number among all would tell more."""
    await run(store, lambda tables: tables.conversations.end(TALK, NOW))
    rows = await store._database.read(
        lambda sql: sql.fetch_plain("SELECT conversation_id, stored FROM conversation ORDER BY 1")
    )
    assert rows == [(TALK, None), (ANOTHER_TALK, 2)]


async def test_asks(store: Store) -> None:
    """The newest first."""

    async def mine(tables: Tables) -> list[str]:
        return list(await tables.overview.asks(person(ONE), None))

    await run(
        store,
        lambda tables: add_ask(tables, "9", ONE),
        lambda tables: add_ask(tables, "8", OTHER),
        lambda tables: add_ask(tables, "7", ONE),
    )
    await run(
        store,
        lambda tables: tables.asks.move(AskId("7"), AskState.WAITING, AskState.CLOSED, NOW),
        lambda tables: tables.asks.erase(NOW),
        lambda tables: add_ask(tables, "5", ONE),
        lambda tables: add_ask(tables, "6", ONE),
    )
    assert await store.read(mine) == ["6", "5", "9"]


async def test_what_was_written_outside_a_conversation(store: Store) -> None:
    """Line below line; and the newest are the words that were written last."""

    async def keep(tables: Tables, token: str, message: int, user: UserId = ONE) -> None:
        await tables.unaddressed.keep(token, person(user), MessageId(message), str(message), LATER)

    async def newest(tables: Tables) -> str | None:
        found = await tables.unaddressed.newest(person(ONE), NOW)
        return None if found is None else found.words

    await run(store, lambda tables: keep(tables, "9", 19), lambda tables: keep(tables, "8", 18))
    assert await store.read(newest) == "18"
    await run(
        store,
        lambda tables: keep(tables, "7", 17, OTHER),
        lambda tables: keep(tables, "9", 16),
        lambda tables: keep(tables, "9", 15),
    )
    assert await store.read(newest) == "19\n16\n15"
    await run(
        store,
        lambda tables: tables.unaddressed.take_back(MessageId(15)),
        lambda tables: tables.unaddressed.take_back(MessageId(19)),
        lambda tables: keep(tables, "9", 14),
    )
    assert await store.read(newest) == "16\n14"


async def test_notes(store: Store) -> None:
    """The newest first; new words do not move one."""

    async def add(tables: Tables, key: str, words: str = "words", user: UserId = ONE) -> None:
        await tables.reflections.add(person(user), Note(ReflectionId(key), words))

    await run(
        store,
        lambda tables: add(tables, "9"),
        lambda tables: add(tables, "8", user=OTHER),
        lambda tables: add(tables, "7"),
        lambda tables: tables.reflections.remove(ReflectionId("7"), person(ONE)),
        lambda tables: add(tables, "5"),
        lambda tables: add(tables, "9", "others"),
    )
    await run(store, lambda tables: add(tables, "6"))
    found = await store.read(lambda tables: tables.reflections.of(person(ONE)))
    assert list(found) == ["6", "5", "9"]


async def test_a_chat_is_cleared_from_its_beginning(store: Store) -> None:
    """Page after page, also where a page is read once more."""
    one, other = ClearingId("one"), ClearingId("other")

    async def add(tables: Tables, key: ClearingId, *messages: int) -> None:
        page = [MessageId(number) for number in messages]
        await tables.chat_cleanings.add_page(key, page, page[-1])

    await run(
        store,
        lambda tables: tables.chat_cleanings.begin(one, TALK, person(ONE)),
        lambda tables: tables.chat_cleanings.begin(other, TALK, person(OTHER)),
        lambda tables: add(tables, one, 1, 2, 3),
        lambda tables: add(tables, other, 11),
        lambda tables: tables.chat_cleanings.gone(MessageId(3)),
    )
    await run(store, lambda tables: add(tables, one, 2, 5, 4, 6))
    left: list[int] = []

    async def go_on(tables: Tables) -> None:
        while (message := await tables.chat_cleanings.next(one)) is not None:
            left.append(message)
            await tables.chat_cleanings.gone(message)

    await run(store, go_on)
    assert left == [1, 2, 5, 4, 6]


async def plan(store: Store, sql: str) -> str:
    """How the database answers that, in one step."""
    rows = await store._database.read(partial(explained, sql))
    return "; ".join(str(row[-1]) for row in rows)


async def explained(sql: str, on: Connection) -> Sequence[tuple[object, ...]]:
    """Where there is hardly a row PostgreSQL reads them all, unless it is told not to."""
    if isinstance(on, SqliteConnection):
        return await on.fetch_plain(f"EXPLAIN QUERY PLAN {sql}")
    for otherwise in ("seqscan", "bitmapscan", "sort"):
        await on.execute(f"SET LOCAL enable_{otherwise} = off")
    return await on.fetch_plain(f"EXPLAIN {sql}")


@pytest.mark.parametrize(("table", "within"), ORDERED.items())
async def test_an_index_has_the_order(store: Store, table: str, within: str | None) -> None:
    """Neither a look at the newest nor the next number reads or sorts more than one row."""
    where = f"WHERE {within} = 'x'" if within else ""
    newest = f"SELECT * FROM {table} {where} ORDER BY stored DESC LIMIT 1"  # noqa: S608
    assert f"{table}_by_order" in await plan(store, newest)
    last = f"SELECT MAX(stored) FROM {table} {where}"  # noqa: S608
    assert f"{table}_by_order" in await plan(store, last)
