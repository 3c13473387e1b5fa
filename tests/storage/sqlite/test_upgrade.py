"""A database of each earlier version, filled, opens in this one with everything readable."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.conversations import Side
from bot.domain.ids import (
    NO_NUMBER,
    ActionId,
    AskId,
    ClearingId,
    ConversationId,
    DraftId,
    GuildId,
    HeldId,
    NumberId,
    PieceId,
    ReflectionId,
    ReportId,
    ScheduleId,
    SuggestionId,
    ThreadMessageId,
    UserId,
)
from bot.storage.encryption.sealed_columns import SEALED_TAGS
from bot.storage.sqlite import backup_files
from bot.storage.sqlite.backup import Wanted, make
from bot.storage.sqlite.backup_refusals import BackupRefused
from bot.storage.sqlite.database import MIGRATIONS, Database
from bot.storage.sqlite.migrate import UpgradeFailed, load_migrations
from bot.storage.store import Tables, open_store
from tests.storage.sqlite.copies import SEALER, is_sound, names
from tests.storage.sqlite.old_rows import (
    ASKER,
    CHANNEL,
    COPY,
    GUILD,
    ITS_OWN,
    LISTENER,
    NOW,
    ONE_NUMBER,
    READ,
    TOLD,
    WRITTEN,
    Row,
    Value,
    columns,
    fill,
    rows,
)

STEPS = load_migrations(MIGRATIONS)
LAST = len(STEPS)
OWN_NUMBER = SEALER.asker_number(GuildId(GUILD), UserId(1))
USED = SEALER.server_tag(GuildId(GUILD), UserId(1))
STRAYS_BEGIN_ANEW = 13
"""What was kept before without its messages goes: nobody could take it back."""


def old(path: Path, version: int) -> set[str]:
    """A filled database of a version; its tables."""
    path.parent.mkdir(mode=0o700)
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("PRAGMA journal_mode = WAL")
        _make(sql, version)
        return fill(sql)


def _make(sql: sqlite3.Connection, version: int) -> None:
    for step in STEPS[:version]:
        for statement in step.statements:
            sql.execute(statement)
    sql.execute(f"PRAGMA user_version = {version:d}")


def rows_of(path: Path) -> dict[str, list[tuple[Value, ...]]]:
    """All rows of a database."""
    with closing(sqlite3.connect(path)) as sql:
        names_of = sql.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return {t: sql.execute(f"SELECT * FROM {t}").fetchall() for (t,) in names_of}  # noqa: S608


@pytest.mark.parametrize("version", range(1, LAST + 1))
async def test_a_database_of_an_earlier_version_opens(tmp_path: Path, version: int) -> None:
    """Each row is there with all that it had, and all that is sealed opens in its place."""
    path = tmp_path / "data" / "ear.sqlite3"
    had = old(path, version)
    store = await open_store(path, SEALER)
    try:
        used = await store.read(lambda tables: tables.known_servers.of(UserId(1)))
        opened = await store.transaction(read_all)
        skills = await store.read(_own_skills)
    finally:
        await store.close()
    lost = {"stray", "stray_choice"} if version < STRAYS_BEGIN_ANEW else set()
    assert used == ([GUILD] if "known_server" in had else [])
    for table in opened.keys() & had - lost:
        assert opened[table] == READABLE[table], table
    assert is_sound(path)
    with closing(sqlite3.connect(path)) as sql, closing(sqlite3.connect(":memory:")) as before:
        _make(before, version)
        assert sql.execute("PRAGMA foreign_key_check").fetchall() == []
        named = "own_skills_sealed" in columns(before, "listener")
        assert list(skills) == (_its_own("listener") if named else [])
        for table in had - lost - {"held"}:  # to read that takes it
            both = set(columns(before, table)) & set(columns(sql, table))
            assert list(_missing(sql, table, both)) == [], table


def _missing(sql: sqlite3.Connection, table: str, both: set[str]) -> Iterator[object]:
    """The rows of a table that are not as they were, in the columns that it had and has."""
    for row in (by_now(name, row) for name, row in rows() if name == table and both):
        known = sorted(both & row.keys())
        where = " AND ".join(f"{one} IS ?" for one in known)
        values = [row[one] for one in known]
        if len(sql.execute(f"SELECT 1 FROM {table} WHERE {where}", values).fetchall()) != 1:  # noqa: S608
            yield row


def by_now(table: str, row: Row) -> Row:
    """An asker has a number of their own, a server that was used tells no person, and whoever
    stands in the rows of a server is sealed."""
    number: Row = {"asker_number": OWN_NUMBER}
    now = {
        "clearing": {"number": OWN_NUMBER},
        "button": {"number": OWN_NUMBER},
        **dict.fromkeys(("ask", "draft", "conversation"), number),
        "known_server": {"person": USED},
    }
    sealed = {f"{name}_sealed" for where, name in SEALED_TAGS if where == table != "again"}
    changed = {**row, **now.get(table, {})}
    return {name: value for name, value in changed.items() if name not in sealed}


async def test_askers_get_their_own_numbers_once(tmp_path: Path) -> None:
    """Whoever erased everything keeps the limit of the day; one who is nobody stays so. Another
    start, and a kill before the first was through, change nothing of that."""
    path = tmp_path / "data" / "ear.sqlite3"
    old(path, LAST)
    with closing(sqlite3.connect(path)) as sql, sql:
        for key, number in (("limit", ONE_NUMBER), ("none", NO_NUMBER)):
            _one_more(sql, key, number)
    for _ in range(2):
        await (await open_store(path, SEALER)).close()
        with closing(sqlite3.connect(path)) as sql:
            found = dict(sql.execute("SELECT ask_id, asker_number FROM ask").fetchall())
        assert found == {"ask": OWN_NUMBER, "limit": OWN_NUMBER, "none": NO_NUMBER}


def _one_more(sql: sqlite3.Connection, key: str, number: bytes) -> None:
    """An ask like the one that is there."""
    names = [
        name for name in columns(sql, "ask") if name not in ("ask_id", "asker_number", "stored")
    ]
    sql.execute(
        f"INSERT INTO ask (ask_id, asker_number, stored, {', '.join(names)})"  # noqa: S608
        f" SELECT ?, ?, ?, {', '.join(names)} FROM ask WHERE ask_id = 'ask'",
        (key, number, len(key) * 1000),
    )


def _its_own(table: str, times: int = 1) -> list[object]:
    return [ITS_OWN.format(table)] * times


READABLE: dict[str, list[object]] = {
    "person": [UserId(2), CHANNEL + 2],
    "draft": [*_its_own("draft", 2), ASKER],
    "ask": [*_its_own("ask", 2), ASKER],
    "listener": [LISTENER],
    "conversation": [ASKER, LISTENER],
    "bot_message": [CHANNEL, COPY],
    "outbox": _its_own("outbox", 2),
    "passed_on": [CHANNEL, WRITTEN, CHANNEL, COPY],
    "held": [*_its_own("held"), CHANNEL, WRITTEN],
    "kept": _its_own("kept", 2),
    "button": [ASKER],
    "panel": [TOLD],
    "stray_part": _its_own("stray_part"),
    "goal": _its_own("goal"),
    "again": [ASKER],
    "help_country": _its_own("help_country"),
    "quiet_hours": ["22:00 08:00 Europe/Madrid"],
    "known_number": [UserId(1)],
    "name_opening": [UserId(2), UserId(2), *_its_own("name_opening", 2)],
    "moderator_action": _its_own("moderator_action", 2),
    "moderation_record": [UserId(2)],
    "block": [*_its_own("block"), NOW.toordinal()],
    "report": [*_its_own("report"), UserId(2), "ask", "talk"],
    "report_evidence": _its_own("report_evidence"),
    "report_question": _its_own("report_question", 2),
    "words_before": _its_own("words_before"),
    "moderator_seen": [UserId(2)],
    "suggestion": _its_own("suggestion", 2),
    "schedule_home": [GUILD],
    "open_thread": [TOLD],
    "thread_message": [*_its_own("thread_message"), LISTENER, COPY],
    "first_question": [*_its_own("first_question", 2), LISTENER],
    "morning_words": _its_own("morning_words"),
    "reflection": _its_own("reflection"),
    "clearing": [READ, ASKER],
    "to_clear": [COPY],
    "typed_answer": _its_own("typed_answer"),
    "typed_choice": _its_own("typed_choice"),
}


async def read_all(tables: Tables) -> dict[str, list[object]]:
    """What is sealed in each table, by the door that the bot itself takes; [] where nothing is."""
    return {**await _of_asks(tables), **await _of_talk(tables), **await _of_one(tables)}


async def _of_asks(tables: Tables) -> dict[str, list[object]]:
    ask = await tables.asks.get(AskId("ask"))
    draft = await tables.drafts.get(DraftId("draft"), ASKER, NOW)
    again = await tables.same_listener.get("again", ASKER, NOW) if ask else None
    assert ask is not None
    assert ask.text is not None
    assert draft is not None
    return {
        "person": [await tables.people.user(LISTENER), await tables.people.dm_channel(LISTENER)],
        "ask": [ask.text.words, ask.text.would_help, ask.asker],
        "draft": [draft.text.words, draft.text.would_help, draft.person],
        "listener": [one.person for one in await tables.personal_listening.listening(LISTENER)],
        "bot_message": list(await tables.messages.where(AskId("ask"), "asker") or ()),
        "again": [again.asker] if again else [],
    }


async def _own_skills(tables: Tables) -> Sequence[str]:
    """A later column of a table: what is sealed in it is there where the column was."""
    (one,) = await tables.personal_listening.listening(LISTENER)
    return (await tables.skills.of(one.number)).own


async def _of_talk(tables: Tables) -> dict[str, list[object]]:
    entry = await tables.outbox.next(NOW, ())
    piece = await tables.message_copies.get(PieceId("piece"))
    kept = await tables.discreet_notices.get("kept", LISTENER)
    clearing = await tables.chat_cleanings.get(ClearingId("clearing"))
    next_one = await tables.chat_cleanings.next(ClearingId("clearing"))
    held = await tables.held_texts.take(HeldId("held"), ASKER)
    assert entry is not None
    assert entry.notice.text is not None
    ends = [piece.source, piece.copy] if piece and piece.copy else []
    (talk,) = await tables.conversations.open_with(ASKER)
    meaning = await tables.button_tokens.meaning("button")
    return {
        "conversation": [talk.asker.person, talk.listener.person],
        "outbox": [entry.notice.text.words, entry.notice.text.would_help],
        "passed_on": [one for end in ends for one in (end.channel, end.message)],
        "kept": [kept.text.words, kept.text.would_help] if kept and kept.text else [],
        "clearing": [clearing.read_up_to, clearing.person] if clearing else [],
        "button": [meaning.person] if meaning else [],
        "to_clear": [next_one],
        "held": [held.words, held.source.channel, held.source.message] if held else [],
    }


async def _of_reports(tables: Tables) -> dict[str, list[object]]:
    key = ReportId("report")
    report, reporter = await tables.reports.get(key), await tables.reports.reporter(key)
    about = report and (report.subject.ask_id, report.subject.conversation_id)
    asked = await tables.report_questions.of(key)
    return {
        "report": [report.words, reporter, *(about or ())] if report else [],
        "report_evidence": [one.words for one in await tables.report_evidence.sent(key)],
        "report_question": [words for one in asked for words in (one.words, one.answer)],
        "words_before": list(await tables.words_before.of(ConversationId("talk"), Side.ASKER)),
        "moderator_seen": list(await tables.moderators_seen.of(GuildId(GUILD))),
    }


async def _of_suggestions(tables: Tables) -> dict[str, list[object]]:
    one = await tables.suggestions.get(SuggestionId("suggestion"))
    home = await tables.schedule_homes.of(ScheduleId("schedule"))
    thread = await tables.open_threads.get(AskId("ask"))
    written = await tables.thread_messages.get(ThreadMessageId("written"))
    wondered = await tables.first_questions.get("wondered")
    morning = await tables.morning_words.get("morning")
    return {
        "morning_words": [morning.words] if morning else [],
        "first_question": [wondered.words, wondered.answer, wondered.person] if wondered else [],
        "suggestion": [one.text.words, one.answer] if one else [],
        "schedule_home": [] if home is None else [home],
        "open_thread": [thread.place] if thread else [],
        "thread_message": [written.words, written.person, written.message] if written else [],
    }


async def _of_one(tables: Tables) -> dict[str, list[object]]:
    panel = await tables.panels.get(GuildId(GUILD))
    stray = await tables.unaddressed.get("stray", ASKER, NOW)
    note = await tables.reflections.get(ReflectionId("note"), ASKER)
    typed = await tables.rejected_forms.get("typed", ASKER, NOW)
    country = await tables.help_countries.get(ASKER)
    hours = await tables.quiet_times.of(ASKER)
    done = await tables.actions.get(ActionId("action"))
    entries = await tables.record.page(GuildId(GUILD), 0, 1)
    blocks = await tables.blocks.of_user(UserId(1), None)
    (opening,) = await tables.name_openings.all() or (None,)
    return {
        "name_opening": []
        if opening is None
        else [opening.first, opening.second, opening.reason, opening.second_reason],
        "block": [one for block in blocks for one in (block.alias, block.day.toordinal())],
        "known_number": [await tables.known_numbers.user(NumberId("number"))],
        "moderator_action": [done[0].words, done[0].answer] if done else [],
        "moderation_record": [one.moderator for one in entries],
        **await _of_reports(tables),
        **await _of_suggestions(tables),
        "help_country": [] if country is None else [country],
        "quiet_hours": []
        if hours is None
        else [f"{hours.span.start:%H:%M} {hours.span.end:%H:%M} {hours.zone}"],
        "panel": [panel.message] if panel else [],
        "stray_part": [stray.words] if stray else [],
        "goal": [await tables.goals.words(ScheduleId("schedule"))],
        "reflection": [note.words] if note else [],
        "typed_answer": list(typed.answers.values()) if typed else [],
        "typed_choice": [words for _, words in typed.choices] if typed else [],
    }


def test_every_table_in_which_something_is_sealed_is_read(tmp_path: Path) -> None:
    """A new one joins the test above, or this fails."""
    path = tmp_path / "data" / "ear.sqlite3"
    tables = old(path, LAST)
    with closing(sqlite3.connect(path)) as sql:
        sealed = {t for t in tables if any(c.endswith("_sealed") for c in columns(sql, t))}
    assert sealed == READABLE.keys()


async def _backed_up(path: Path, version: int) -> Path:
    async def before(upgrade_to: int) -> Path:
        return make(Wanted(path, None, 7, upgrade_to), NOW).file

    old(path, version)
    await (await open_store(path, SEALER, before)).close()
    (one,) = backup_files.backups(backup_files.default_folder(path), path)
    return one.file


async def test_before_an_upgrade_a_backup_is_made(tmp_path: Path) -> None:
    """Its name says of which version, and before which; it holds what was there."""
    path = tmp_path / "data" / "ear.sqlite3"
    copy = await _backed_up(path, LAST - 1)
    assert copy.name == f"ear-20260302T180000Z-v{LAST - 1:04}-before-v{LAST:04}.sqlite3"
    old(tmp_path / "again" / "ear.sqlite3", LAST - 1)
    before, kept = rows_of(tmp_path / "again" / "ear.sqlite3"), rows_of(copy)
    assert {t: len(found) for t, found in before.items()} == {t: len(f) for t, f in kept.items()}


async def test_no_backup_where_nothing_changes(tmp_path: Path) -> None:
    """Neither for a new database nor for one that is up to date."""

    async def before(_: int) -> Path:
        raise AssertionError

    for _ in range(2):
        await (await open_store(tmp_path / "ear.sqlite3", SEALER, before)).close()
    assert names(tmp_path) == ["ear.sqlite3", "ear.sqlite3.lock"]


async def test_without_a_backup_there_is_no_upgrade(tmp_path: Path) -> None:
    """Rather no start than a way that cannot be gone back; nothing was changed."""
    path = tmp_path / "data" / "ear.sqlite3"

    async def before(upgrade_to: int) -> Path:
        return make(Wanted(path, tmp_path / "none", 7, upgrade_to), NOW).file

    old(path, LAST - 1)
    had = rows_of(path)
    with pytest.raises(BackupRefused, match="is not there"):
        await open_store(path, SEALER, before)
    assert rows_of(path) == had


async def test_an_upgrade_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """Also the steps before the one that failed; the words say how to go back. However often it is
    tried, one backup of it is kept, and older ones stay."""
    path, steps = tmp_path / "data" / "ear.sqlite3", tmp_path / "steps"
    _steps(steps, "CREATE TABLE one (x);", "INSERT INTO nowhere VALUES (1);")
    old(path, LAST)
    had = rows_of(path)
    older = make(Wanted(path, None, 1), NOW).file
    tries = iter(range(1, 9))

    async def before(upgrade_to: int) -> Path:
        return make(Wanted(path, None, 1, upgrade_to), NOW.replace(minute=next(tries))).file

    for number in (1, 2, 3):
        with pytest.raises(UpgradeFailed) as caught:
            await Database.open(path, steps, before_upgrade=before)
        name = f"ear-20260302T180{number}00Z-v{LAST:04}-before-v{LAST + 2:04}.sqlite3"
        assert rows_of(path) == had
        assert names(older.parent) == sorted([older.name, name])
        told = str(caught.value)
        assert "nowhere" in told
        assert "Nothing in it was changed" in told
        assert str(older.parent / name) in told
        assert "To go back, install the version of the bot that you had before" in told
    await (await open_store(path, SEALER)).close()


def _steps(folder: Path, *more: str) -> None:
    folder.mkdir()
    for file in MIGRATIONS.glob("*.sql"):
        (folder / file.name).write_text(file.read_text())
    for number, sql in enumerate(more, start=LAST + 1):
        (folder / f"{number:04}_more.sql").write_text(sql)
