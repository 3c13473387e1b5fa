"""A backup takes the place of the database, which is kept aside; or nothing is changed."""

import asyncio
import os
import random
import re
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.owners import load_owners
from bot.storage.encryption.sealing import Sealer, SealGone
from bot.storage.sqlite import backup_files, files
from bot.storage.sqlite.backup import Wanted, make
from bot.storage.sqlite.backup_refusals import BackupRefused
from bot.storage.sqlite.database import MIGRATIONS, Database
from bot.storage.sqlite.migrate import load_migrations
from bot.storage.sqlite.restore import Restored, restore
from bot.storage.sqlite.restore_refusals import RestoreRefused
from bot.storage.store import open_store
from tests.how_much import many_rounds
from tests.storage.sqlite.copies import (
    FILE,
    KEY,
    OTHER_SEALER,
    PERSON,
    SEALER,
    add,
    all_notes,
    filled,
    grow,
    is_sound,
    mode,
    names,
)
from tests.storage.words import python

LAST = len(load_migrations(MIGRATIONS))
NOW = datetime(2026, 11, 29, 2, 30, tzinfo=UTC)
ASIDE = "ear.sqlite3.before-restore-20261129T023000Z"
LOCKS = ["ear.sqlite3.backup.lock", "ear.sqlite3.lock"]


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    """With two notes in it."""
    return await filled(tmp_path)


@pytest.fixture
def copy(database: Path) -> Path:
    """A backup of two notes; the database has a third since."""
    file = make(Wanted(database, None, 7), NOW).file
    add(database, "three")
    return file


def restored(copy: Path, database: Path, sealer: Sealer = SEALER) -> Restored:
    """Put it back without being asked."""
    done = restore(copy, database, sealer, NOW, lambda _: True)
    assert done is not None
    return done


def refused(copy: Path, database: Path, sealer: Sealer = SEALER) -> str:
    """The words with which it is not put back; the database is as it was."""
    before = database.read_bytes()
    with pytest.raises(RestoreRefused) as caught:
        restored(copy, database, sealer)
    assert database.read_bytes() == before
    assert [name for name in names(database.parent) if "restore" in name] == []
    assert str(caught.value).endswith("Nothing was changed.")
    return str(caught.value)


def test_the_backup_is_in_place_and_what_was_there_is_aside(copy: Path, database: Path) -> None:
    """Both whole and private; the backup itself stays as it is."""
    content = copy.read_bytes()
    assert restored(copy, database) == Restored(LAST, database.with_name(ASIDE))
    assert all_notes(database) == ["one", "two"]
    assert all_notes(database.with_name(ASIDE)) == ["one", "two", "three"]
    assert (mode(database), mode(database.with_name(ASIDE))) == (0o600, 0o600)
    assert copy.read_bytes() == content
    assert set(names(database.parent)) == {"backups", "ear.sqlite3", ASIDE, *LOCKS}


async def test_a_bot_goes_on_with_it(copy: Path, database: Path) -> None:
    """It opens as any other, and can be written."""
    restored(copy, database)
    await (await open_store(database, SEALER)).close()
    add(database, "four")
    assert all_notes(database) == ["one", "two", "four"]


async def test_what_was_only_in_the_log_of_the_old_one_is_kept(copy: Path, database: Path) -> None:
    """A bot that was killed leaves its last words there; it becomes one file."""
    await _killed(database)
    restored(copy, database)
    assert not database.with_name(f"{ASIDE}-wal").exists()
    assert all_notes(database.with_name(ASIDE)) == ["one", "two", "three", "four"]
    assert all_notes(database) == ["one", "two"]


async def test_a_copy_that_was_made_by_hand_is_put_back_with_its_log(
    copy: Path, database: Path, tmp_path: Path
) -> None:
    """What a killed bot wrote last stands there alone. Neither is changed."""
    await _killed(database)
    by_hand = tmp_path / "by hand.sqlite3"
    for ending in ("", "-wal"):
        shutil.copy(f"{database}{ending}", f"{by_hand}{ending}")
    log = tmp_path / "by hand.sqlite3-wal"
    before = by_hand.read_bytes(), log.read_bytes()
    restored(copy, database)
    restored(by_hand, database)
    assert all_notes(database) == ["one", "two", "three", "four"]
    assert (by_hand.read_bytes(), log.read_bytes()) == before


async def _killed(database: Path) -> None:
    process = await python(
        "import os, sys; from pathlib import Path; from tests.storage.sqlite.copies import add;"
        "import sqlite3; held = sqlite3.connect(sys.argv[1]);"
        "held.execute('SELECT * FROM reflection').fetchone(); add(Path(sys.argv[1]), 'four');"
        "os.kill(os.getpid(), 9)",
        database,
    )
    await process.communicate()
    assert database.with_name("ear.sqlite3-wal").stat().st_size


def test_a_damaged_one_is_kept_with_its_log(copy: Path, database: Path) -> None:
    """Its log must never be read into the new one."""
    database.write_bytes(b"x" * 9000)
    for ending in ("-wal", "-shm"):
        database.with_name(database.name + ending).write_bytes(ending.encode() * 40)
    restored(copy, database)
    kept = names(database.parent)
    assert {ASIDE, ASIDE + "-wal", ASIDE + "-shm"} <= set(kept)
    assert {"ear.sqlite3-wal", "ear.sqlite3-shm"} & set(kept) == set()
    assert database.with_name(ASIDE).read_bytes() == b"x" * 9000
    assert all_notes(database) == ["one", "two"]


def test_where_there_is_none_it_is_put_there(copy: Path, database: Path, tmp_path: Path) -> None:
    """As on a new machine; a folder is made as a start would make it."""
    place = tmp_path / "new" / "ear.sqlite3"
    assert restored(copy, place) == Restored(LAST, None)
    assert all_notes(place) == ["one", "two"]
    assert mode(place.parent) == 0o700
    assert all_notes(database) == ["one", "two", "three"]


def test_it_can_be_undone(copy: Path, database: Path) -> None:
    """What was kept aside is put back the same way."""
    aside = restored(copy, database).aside
    assert aside is not None
    again = restored(aside, database).aside
    assert all_notes(database) == ["one", "two", "three"]
    assert again is not None
    assert again != aside
    assert all_notes(again) == ["one", "two"]


def test_a_no_changes_nothing(copy: Path, database: Path) -> None:
    """It is asked once the backup is known to be whole."""
    asked: list[int] = []

    def no(version: int) -> bool:
        asked.append(version)
        return False

    assert restore(copy, database, SEALER, NOW, no) is None
    assert asked == [LAST]
    assert all_notes(database) == ["one", "two", "three"]
    assert names(database.parent) == ["backups", "ear.sqlite3", *LOCKS]


async def test_a_running_bot_is_refused(copy: Path, database: Path) -> None:
    """It would go on writing into what was put aside."""
    store = await open_store(database, SEALER)
    try:
        assert "A bot runs on the database" in refused(copy, database)
    finally:
        await store.close()


def test_while_a_backup_is_made_it_is_refused(copy: Path, database: Path) -> None:
    """Who copies would take away the log of the new database in the end."""
    with backup_files.turn(database), pytest.raises(BackupRefused, match="at this moment"):
        restored(copy, database)
    assert all_notes(database) == ["one", "two", "three"]


def test_while_another_program_reads_it_is_refused(copy: Path, database: Path) -> None:
    """Somebody may look into the database by hand."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM reflection").fetchall()
        add(database, "four")
        with pytest.raises(RestoreRefused, match="Another program"):
            restored(copy, database)
    assert all_notes(database) == ["one", "two", "three", "four"]


def _gone(copy: Path) -> None:
    copy.unlink()


def _of_words(copy: Path) -> None:
    copy.write_text("a letter")


def _empty(copy: Path) -> None:
    copy.write_bytes(b"")


def _a_folder(copy: Path) -> None:
    copy.unlink()
    copy.mkdir()


def _changed(copy: Path, statement: str) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as sql:
        sql.execute(statement)


def _of_something_else(copy: Path) -> None:
    copy.unlink()
    _changed(copy, "CREATE TABLE meta (song TEXT)")


def _of_something_else_with_a_version(copy: Path) -> None:
    _of_something_else(copy)
    _changed(copy, "PRAGMA user_version = 900")


def _newer(copy: Path) -> None:
    _changed(copy, "PRAGMA user_version = 900")


def _torn(copy: Path) -> None:
    whole = copy.read_bytes()
    copy.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))


def _cut(copy: Path) -> None:
    os.truncate(copy, 100_000)


def _short_of_a_row(copy: Path) -> None:
    """An index tells of a row that is not there."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as sql:
        sql.execute("PRAGMA writable_schema = ON")
        sql.execute("DELETE FROM sqlite_schema WHERE name = 'reflection_by_order'")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_gone, "cannot be read: No such file"),
        (_a_folder, "cannot be read: Is a directory"),
        (_of_words, "is no backup of this bot"),
        (_empty, "is no backup of this bot"),
        (_of_something_else, "is no backup of this bot"),
        (_of_something_else_with_a_version, "is no backup of this bot"),
        (_newer, f"version 900, this code knows {LAST}.*Install that version"),
        (_torn, "is damaged. Take an older one"),
        (_cut, "is damaged. Take an older one"),
        (_short_of_a_row, "is damaged. Take an older one"),
    ],
)
def test_what_cannot_be_put_back_is_told(
    copy: Path, database: Path, harm: Callable[[Path], None], told: str
) -> None:
    """In words that say what to do; the database is not touched."""
    harm(copy)
    assert re.search(told, refused(copy, database))


def test_a_backup_of_another_key_is_told(copy: Path, database: Path) -> None:
    """Nothing in it could be read."""
    assert "sealed under another" in refused(copy, database, OTHER_SEALER)


def test_the_database_itself_is_no_backup_of_it(copy: Path, database: Path) -> None:
    """By whatever name."""
    del copy
    link = database.with_name("link")
    link.symlink_to(database)
    for name in (database, link):
        assert "is the database itself" in refused(name, database)


def test_a_disk_on_which_a_file_has_one_name_only(
    copy: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was there is copied aside."""

    def refuses(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuses)
    aside = restored(copy, database).aside
    assert aside is not None
    assert all_notes(aside) == ["one", "two", "three"]
    assert all_notes(database) == ["one", "two"]


RESTORE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bot.storage.sqlite.restore import restore
from tests.storage.sqlite.copies import SEALER
print("begins", flush=True)
for _ in range(1000):
    restore(Path(sys.argv[1]), Path(sys.argv[2]), SEALER, datetime.now(UTC), lambda _: True)
"""


@many_rounds
async def test_killed_anywhere_one_of_the_two_is_in_place(copy: Path, database: Path) -> None:
    """kill -9 at random moments: what is there opens, and what was there before is aside."""
    grow(copy, 2)
    grow(database, 2)
    chance = random.Random(5)  # noqa: S311 - where the kills fall
    cut_short = 0
    for _ in range(12):
        process = await python(RESTORE, copy, database)
        assert process.stdout is not None
        await process.stdout.readline()
        await asyncio.sleep(chance.uniform(0.0, 0.06))
        process.send_signal(signal.SIGKILL)
        await process.communicate()
        cut_short += files.unfinished(database).exists()
        assert is_sound(database)
        assert all_notes(database) in (["one", "two"], ["one", "two", "three"])
        asides = sorted(database.parent.glob(f"{database.name}.before-restore-*"))
        kept = [all_notes(one) for one in [database, *asides]]
        assert ["one", "two", "three"] in kept
        with ExitStack() as stack:
            files.claim(database, stack)
        assert not files.unfinished(database).exists()
    assert cut_short, "no kill fell into one"


@pytest.mark.parametrize("number", range(1, 12))
def test_ended_at_each_step_one_of_the_two_is_in_place(
    copy: Path, database: Path, number: int
) -> None:
    """A kill at each change of a name, one after the other."""
    code = os.fork()
    if code == 0:
        _die_at(number)
        try:
            restore(copy, database, SEALER, NOW, lambda _: True)
        finally:
            os._exit(0)
    os.waitpid(code, 0)
    assert all_notes(database) in (["one", "two"], ["one", "two", "three"])
    restored(copy, database)
    assert all_notes(database) == ["one", "two"]
    asides = database.parent.glob(f"{database.name}.before-restore-*")
    assert ["one", "two", "three"] in [all_notes(one) for one in asides]
    assert all(one.stat().st_nlink == 1 for one in database.parent.iterdir() if one.is_file())


def _die_at(number: int) -> None:
    left = number

    def audit(event: str, _: object) -> None:
        nonlocal left
        if event in {"os.link", "os.remove", "os.rename"}:
            left -= 1
            if not left:
                os._exit(9)

    sys.addaudithook(audit)


async def test_what_was_erased_before_a_kill_opens_from_no_file(tmp_path: Path) -> None:
    """The kill came before its secret was thrown away, and the old database is put aside."""
    keyring, key_file, path = Keyring(KEY), tmp_path / "ear.key", tmp_path / "data" / FILE
    sealer = Sealer(keyring, load_owners(keyring, key_file))
    await (await open_store(path, sealer)).close()
    sealed = sealer.seal("reflection", "words", "note", "what goes")
    with closing(sqlite3.connect(path)) as sql:
        value = sealer.seal_int("person", "user_id", PERSON.hex(), 7)
        sql.execute(
            "INSERT INTO person (person_tag, user_id_sealed) VALUES (?, ?)", (PERSON, value)
        )
        sql.execute("INSERT INTO reflection VALUES ('note', ?, ?, 0)", (PERSON, sealed))
        sql.commit()
        copy = make(Wanted(path, None, 7), NOW).file
        sql.execute("DELETE FROM reflection")
        sql.commit()
    owners = load_owners(keyring, key_file)
    assert Sealer(keyring, owners).open_text("reflection", "words", "note", sealed) == "what goes"
    assert restore(copy, path, Sealer(keyring, owners), NOW, lambda _: True, owners)
    with pytest.raises(SealGone):
        Sealer(keyring, load_owners(keyring, key_file)).open("reflection", "words", "note", sealed)


async def test_the_next_start_deletes_what_a_kill_left(database: Path) -> None:
    """It holds what people may have erased since."""
    left = files.unfinished(database)
    shutil.copy(database, left)
    db = await Database.open(database)
    await db.close()
    assert not left.exists()
