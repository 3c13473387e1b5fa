"""What the database refuses: values in the wrong place, orphans, another key, a second bot."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from psycopg.errors import ReadOnlySqlTransaction

from bot.domain.aftercare import Note
from bot.domain.ids import (
    AskId,
    ClearingId,
    DraftId,
    MessageId,
    ReflectionId,
    ScheduleId,
    UserId,
)
from bot.domain.notices import Part
from bot.domain.rejected_forms import Typed
from bot.services.aftercare import reflections
from bot.services.asks import drafts
from bot.services.forms import rejected
from bot.services.goals import goal
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.refused import DatabaseInUse, WrongKey
from bot.storage.store import Tables
from tests.engines import REFUSED, as_written, on_both_engines, open_store, place_of
from tests.own_goals import goal_of
from tests.services.scene import (
    ASKER,
    DAY,
    GUILD,
    LISTENER,
    OTHER,
    SEALER,
    STRANGER,
    Scene,
    here,
    playing,
)

pytestmark = on_both_engines

Read = Callable[[Scene], Awaitable[object]]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Two conversations with words on their way, two drafts, two goals, two forms not taken."""
    async with playing(tmp_path, reminding=False) as made:
        await made.join(LISTENER, OTHER)
        for asker, listener in ((ASKER, LISTENER), (STRANGER, OTHER)):
            await made.talk(asker, listener)
            await made.end(asker)
        await made.pass_time(8 * DAY)
        await made.talk(ASKER, LISTENER)
        await made.talk(STRANGER, OTHER)
        for writer in (ASKER, STRANGER):
            await made.write(writer, f"from {writer}")
        for writer in (LISTENER, OTHER):
            await drafts.draft(made.ctx, here(writer), f"draft of {writer}", "help")
            await goal.save(
                made.ctx,
                writer,
                goal_of(writer),
                words=f"goal of {writer}",
                every="1",
                at="12:00",
                zone="UTC",
            )
        for writer in (ASKER, LISTENER):
            typed = Typed("goal", "t", {"words": f"of {writer}"}, [("at", f"{writer}")])
            await rejected.keep(made.ctx, writer, typed)
        await made.store.transaction(afterwards)
        yield made


async def afterwards(tables: Tables) -> None:
    """Two notes of one person, two chats that are being cleared, and what two people wrote outside
    a conversation."""
    for number, user in enumerate((ASKER, LISTENER)):
        (talk,) = await tables.conversations.open_with(SEALER.person_tag(ASKER))
        note = Note(ReflectionId(f"note {number}"), f"words {number}")
        await tables.reflections.add(SEALER.person_tag(ASKER), note)
        key = ClearingId(f"clearing {number}")
        await tables.chat_cleanings.begin(key, talk.id, SEALER.person_tag(user))
        messages = [MessageId(9000 + 10 * number + one) for one in range(2)]
        await tables.chat_cleanings.add_page(key, messages, MessageId(8000 + number))
        until = datetime(2100, 1, 1, tzinfo=UTC)
        for message in (MessageId(7000 + 10 * number + one) for one in range(2)):
            await tables.unaddressed.keep(
                f"stray {number}", SEALER.person_tag(user), message, f"from {message}", until
            )


async def first(scene: Scene, column: str, table: str) -> str:
    """The key of a table's first row."""
    rows = await scene.rows(f"SELECT {column} FROM {table} ORDER BY {as_written()} LIMIT 1")  # noqa: S608
    return str(rows[0][0])


async def a_draft(scene: Scene) -> object:
    """Read the first draft."""
    key = DraftId(await first(scene, "draft_id", "draft"))
    return await drafts.get_draft(scene.ctx, here(LISTENER), key)


async def an_ask(scene: Scene) -> object:
    """Read the first ask."""
    key = AskId(await first(scene, "ask_id", "ask"))
    return await scene.read(lambda tables: tables.asks.get(key))


async def a_goal(scene: Scene) -> object:
    """Read the first goal."""
    key = ScheduleId(await first(scene, "schedule_id", "goal"))
    return await scene.read(lambda tables: tables.goals.words(key))


async def a_notice(scene: Scene) -> object:
    """Read what is to be said next."""
    now = scene.clock.now()
    return await scene.read(lambda tables: tables.outbox.next(now, ()))


async def a_user(scene: Scene) -> object:
    """Read who the first person is."""
    tag = scene.store.person(LISTENER)
    return await scene.read(lambda tables: tables.people.user(tag))


async def a_channel(scene: Scene) -> object:
    """Read where the first person's direct messages are."""
    tag = scene.store.person(LISTENER)
    return await scene.read(lambda tables: tables.people.dm_channel(tag))


async def a_way_back(scene: Scene) -> object:
    """Read the first row of those who may ask for the same listener again."""
    key, now = await first(scene, "token", "again"), scene.clock.now()
    return await scene.read(
        lambda tables: tables.same_listener.get(key, scene.store.person(ASKER), now)
    )


async def a_place(scene: Scene) -> object:
    """Read where the first ask's post stands."""
    key = AskId(await first(scene, "ask_id", "ask"))
    return await scene.read(lambda tables: tables.messages.where(key, Part.POST))


async def a_note(scene: Scene) -> object:
    """Read somebody's first note."""
    key = ReflectionId(await first(scene, "reflection_id", "reflection"))
    return await reflections.read(scene.ctx, ASKER, key)


async def a_clearing(scene: Scene) -> object:
    """Read how far the first chat was cleared."""
    key = ClearingId(await first(scene, "clearing_id", "clearing"))
    return await scene.read(lambda tables: tables.chat_cleanings.get(key))


async def a_message_to_clear(scene: Scene) -> object:
    """Read which message goes next."""
    key = ClearingId(await first(scene, "clearing_id", "clearing"))
    return await scene.read(lambda tables: tables.chat_cleanings.next(key))


async def a_stray(scene: Scene) -> object:
    """Read what the asker wrote outside a conversation."""
    tag, now = scene.store.person(ASKER), scene.clock.now()
    return await scene.read(lambda tables: tables.unaddressed.newest(tag, now))


async def a_message_outside(scene: Scene) -> object:
    """Read which messages those were."""
    tag = scene.store.person(ASKER)
    return await scene.read(lambda tables: tables.unaddressed.messages(tag))


async def a_form(scene: Scene) -> object:
    """Read the first form that was not taken."""
    key = await first(scene, "token", "typed")
    tag, now = scene.store.person(ASKER), scene.clock.now()
    return await scene.read(lambda tables: tables.rejected_forms.get(str(key), tag, now))


PLACES: list[tuple[str, str, str, Read]] = [
    # table, sealed column, where the other value comes from, how the damage is read
    ("draft", "words_sealed", "draft.words_sealed", a_draft),
    ("draft", "words_sealed", "draft.would_help_sealed", a_draft),
    ("draft", "words_sealed", "ask.words_sealed", a_draft),
    ("ask", "words_sealed", "ask.words_sealed", an_ask),
    ("ask", "would_help_sealed", "ask.words_sealed", an_ask),
    ("ask", "words_sealed", "outbox.words_sealed", an_ask),
    ("outbox", "words_sealed", "outbox.words_sealed", a_notice),
    ("outbox", "would_help_sealed", "outbox.words_sealed", a_notice),
    ("goal", "words_sealed", "goal.words_sealed", a_goal),
    ("goal", "words_sealed", "outbox.words_sealed", a_goal),
    ("person", "user_id_sealed", "person.user_id_sealed", a_user),
    ("person", "user_id_sealed", "person.dm_channel_id_sealed", a_user),
    ("person", "dm_channel_id_sealed", "person.dm_channel_id_sealed", a_channel),
    ("bot_message", "message_id_sealed", "bot_message.message_id_sealed", a_place),
    ("bot_message", "message_id_sealed", "bot_message.channel_id_sealed", a_place),
    ("bot_message", "channel_id_sealed", "person.dm_channel_id_sealed", a_place),
    ("reflection", "words_sealed", "reflection.words_sealed", a_note),
    ("reflection", "words_sealed", "outbox.words_sealed", a_note),
    ("clearing", "read_up_to_sealed", "clearing.read_up_to_sealed", a_clearing),
    ("clearing", "read_up_to_sealed", "to_clear.message_sealed", a_clearing),
    ("to_clear", "message_sealed", "to_clear.message_sealed", a_message_to_clear),
    ("to_clear", "message_sealed", "clearing.read_up_to_sealed", a_message_to_clear),
    ("again", "asker_sealed", "again.asker_sealed", a_way_back),
    ("again", "asker_sealed", "draft.words_sealed", a_way_back),
    ("stray_part", "words_sealed", "stray_part.words_sealed", a_stray),
    ("stray_part", "words_sealed", "outbox.words_sealed", a_stray),
    ("stray_part", "message_sealed", "stray_part.message_sealed", a_message_outside),
    ("stray_part", "message_sealed", "to_clear.message_sealed", a_message_outside),
    ("typed_answer", "answer_sealed", "typed_answer.answer_sealed", a_form),
    ("typed_answer", "answer_sealed", "typed_choice.answer_sealed", a_form),
    ("typed_choice", "answer_sealed", "typed_answer.answer_sealed", a_form),
    ("typed_choice", "answer_sealed", "goal.words_sealed", a_form),
]


@pytest.mark.parametrize(
    ("table", "column", "source", "read"),
    PLACES,
    ids=[f"{place[0]}.{place[1]} from {place[2]}" for place in PLACES],
)
async def test_a_sealed_value_opens_only_where_it_was_put(
    scene: Scene, table: str, column: str, source: str, read: Read
) -> None:
    """Moved to another row, column or table it does not open, and nothing wrong is read."""
    given, from_column = source.split(".")
    assert await read(scene) is not None
    where = f"FROM {given} WHERE {from_column} IS NOT NULL ORDER BY {as_written()} DESC LIMIT 1"
    await scene.change_rows(f"UPDATE {table} SET {column} = (SELECT {from_column} {where})")  # noqa: S608
    with pytest.raises(Exception) as refused:  # noqa: PT011 - some readers wrap it
        await read(scene)
    error: BaseException | None = refused.value
    while error is not None and not isinstance(error, SealBroken):
        error = error.__cause__
    assert isinstance(error, SealBroken)


async def test_a_story_leaves_no_orphan(scene: Scene) -> None:
    """No row points to nothing, before and after all is erased."""
    assert await scene.orphans() == []
    await scene.end(ASKER)
    await scene.end(STRANGER)
    await scene.pass_time(8 * DAY)
    assert await scene.orphans() == []


async def test_an_ask_takes_everything_of_its_own_with_it(scene: Scene) -> None:
    """However it is erased, and nothing of another ask."""
    (gone,), (kept,) = await scene.rows("SELECT ask_id FROM ask ORDER BY posted_at, stored")
    before = await rows_of(scene, str(kept))
    assert len(await rows_of(scene, str(gone))) > 5
    await scene.change_rows("DELETE FROM ask WHERE ask_id = ?", str(gone))
    assert await rows_of(scene, str(gone)) == []
    assert await rows_of(scene, str(kept)) == before
    assert await scene.orphans() == []


async def rows_of(scene: Scene, ask: str) -> list[tuple[object, ...]]:
    """Everything in every table that belongs to an ask."""
    found = []
    for table in await scene.tables():
        if "ask_id" in await scene.columns(table):
            found += await scene.rows(f"SELECT * FROM {table} WHERE ask_id = ?", ask)  # noqa: S608
    return found


async def test_nobody_is_erased_who_is_still_needed(scene: Scene) -> None:
    """A person with an ask, a conversation or mail cannot be deleted by mistake."""
    for user in (ASKER, LISTENER):
        with pytest.raises(REFUSED, match=r"(?i)foreign key"):
            await scene.change_rows(
                "DELETE FROM person WHERE person_tag = ?", scene.store.person(user)
            )


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ask SET state = 'lost'",
        "UPDATE ask SET kind = 'public'",
        "UPDATE ask SET state = 'closed'",
        "UPDATE ask SET closed_at = 1",
        "UPDATE conversation SET state = 'paused'",
        "UPDATE conversation SET state = 'ended'",
        "UPDATE outbox SET priority = 9",
        "UPDATE outbox SET action = 'shout'",
        "UPDATE outbox SET channel_id = 1",
        "UPDATE button SET ask_id = NULL, conversation_id = NULL",
        "UPDATE draft SET words_sealed = NULL",
        "UPDATE guild SET open_asks = 2",
        "UPDATE goal SET resting = 2",
        "INSERT INTO goal VALUES ('no schedule', x'00', 0)",
        "INSERT INTO check_in SELECT 1, 't', schedule_id, 1, 0, 'great', 'x', 0, NULL FROM goal"
        " LIMIT 1",
        "INSERT INTO check_in SELECT 1, 't', schedule_id, 1, 0, 'partly', NULL, 0, NULL FROM goal"
        " LIMIT 1",
        "INSERT INTO check_in SELECT 1, 't', schedule_id, 1, 0, NULL, NULL, 0, 'great' FROM goal"
        " LIMIT 1",
        "INSERT INTO check_in VALUES (1, 't', 'no goal', 1, 0, NULL, NULL, 0, NULL)",
        "INSERT INTO partner_ask SELECT ask_id, 'no goal' FROM ask LIMIT 1",
        "INSERT INTO partner_draft SELECT 'no draft', schedule_id FROM goal LIMIT 1",
        "UPDATE ask SET posted_at = 'yesterday'",
        "UPDATE person SET user_id_sealed = 12345",
        "UPDATE outbox SET nonce = 'the same'",
        "UPDATE clearing SET all_read = 2",
        "UPDATE clearing SET conversation_id = 'unknown'",
        "UPDATE to_clear SET clearing_id = 'unknown'",
        "UPDATE reflection SET person_tag = x'00'",
        "INSERT INTO helped SELECT guild_id, '2026-03-02', 'yes', 0 FROM guild",
        "INSERT INTO done_after VALUES ('unknown', 'thanked')",
        "INSERT INTO stray_part VALUES (x'00', 'unknown', x'00', x'00', 1)",
        "UPDATE stray_part SET stray = 'unknown'",
        "UPDATE stray_part SET words_sealed = NULL",
        "UPDATE stray_part SET message_tag = x'00'",
        "INSERT INTO conversation SELECT 'second', ask_id, guild_id, asker_number,"
        " listener_number, 'a', 'b', 'open', 1, NULL FROM conversation LIMIT 1",
    ],
)
async def test_states_that_make_no_sense_cannot_be_stored(scene: Scene, sql: str) -> None:
    """Whatever the code does wrong, the tables refuse it."""
    if sql.startswith("INSERT INTO conversation"):
        columns = (
            "conversation_id, ask_id, guild_id, asker_number, listener_number,"
            " asker_alias, listener_alias, state, started_at, ended_at"
        )
        sql = sql.replace("conversation SELECT", f"conversation ({columns}) SELECT")
    with pytest.raises(REFUSED):
        await scene.change_rows(sql)


async def test_another_key_is_refused_and_leaves_everything_as_it_is(scene: Scene) -> None:
    """The database opens under its own key afterwards."""
    await scene.store.close()
    for number in range(2):
        with pytest.raises(WrongKey):
            await open_store(scene.path, Sealer(Keyring(bytes([number] * 32))))
    await scene._open(await open_store(scene.path, SEALER))
    assert await a_draft(scene) is not None


async def test_a_second_bot_on_one_database_is_refused(scene: Scene, tmp_path: Path) -> None:
    """By any name of the file, while the first goes on."""
    names = [scene.path]
    if isinstance(place_of(scene.path), Path):
        names.append(tmp_path / "link.sqlite3")
        names[1].symlink_to(scene.path)
    for path in names:
        with pytest.raises(DatabaseInUse):
            await open_store(path, SEALER)
    await scene.deliver()
    assert scene.words_to(LISTENER) == [f"from {ASKER}"]


async def test_a_reader_cannot_write(scene: Scene) -> None:
    """A service that forgets to open a transaction gets an error, not half a deed."""

    async def work(tables: Tables) -> object:
        return await tables.people.meet(UserId(9999))

    with pytest.raises((sqlite3.OperationalError, ReadOnlySqlTransaction), match=r"read-?only"):
        await scene.read(work)


async def test_a_work_that_fails_leaves_nothing(scene: Scene) -> None:
    """All of it is stored, or nothing: also what several tables share."""
    before = await scene.count("person"), await scene.count("inbox"), await scene.count("guild")

    async def work(tables: Tables) -> None:
        await tables.people.meet(UserId(999))
        await tables.messages.first_time(MessageId(1), scene.clock.now())
        await tables.guilds.save(scene.ctx.guilds.of(GUILD))
        raise LookupError

    with pytest.raises(LookupError):
        await scene.store.transaction(work)
    assert before == (
        await scene.count("person"),
        await scene.count("inbox"),
        await scene.count("guild"),
    )
