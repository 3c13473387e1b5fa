"""A backup: whole and private and under its name, or not there at all."""

import asyncio
import errno
import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.storage.sqlite import backup, backup_files, backup_pace, backup_process
from bot.storage.sqlite.backup import Made, Wanted, make
from bot.storage.sqlite.backup_refusals import BackupRefused
from bot.storage.sqlite.database import MIGRATIONS
from bot.storage.sqlite.migrate import load_migrations
from bot.storage.store import open_store
from tests.storage.sqlite.copies import (
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
SECOND = timedelta(seconds=1)


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    """With two notes in it."""
    return await filled(tmp_path)


@pytest.fixture
def open_umask() -> Iterator[None]:
    """The most careless umask there is."""
    before = os.umask(0)
    yield
    os.umask(before)


def made(database: Path, folder: Path | None = None, keep: int = 7, now: datetime = NOW) -> Made:
    """Make one here and now."""
    return make(Wanted(database, folder, keep), now)


def refused(database: Path, folder: Path | None = None) -> tuple[str, str]:
    """The code and the words with which none is made."""
    with pytest.raises(BackupRefused) as caught:
        made(database, folder)
    return caught.value.code, str(caught.value)


@pytest.mark.usefixtures("open_umask")
def test_it_is_whole_private_and_says_when_it_was_made(database: Path) -> None:
    """In a folder of its own beside the database; only its owner may open it."""
    done = made(database)
    assert done.file == database.parent / "backups" / f"ear-20261129T023000Z-v{LAST:04}.sqlite3"
    assert (done.version, done.size) == (LAST, done.file.stat().st_size)
    assert (mode(done.file), mode(done.file.parent)) == (0o600, 0o700)
    assert is_sound(done.file)
    assert all_notes(done.file) == ["one", "two"]
    assert names(done.file.parent) == [done.file.name]


async def test_it_holds_what_is_committed_while_the_bot_writes(database: Path) -> None:
    """Also what stands in the log only; the bot goes on, and the next one has the rest."""
    store = await open_store(database, SEALER)
    try:
        add(database, "three")
        first = await backup_process.make(Wanted(database, None, 7), NOW)
        add(database, "four")
        second = await backup_process.make(Wanted(database, None, 7), NOW + SECOND)
    finally:
        await store.close()
    assert all_notes(first.file) == ["one", "two", "three"]
    assert all_notes(second.file) == ["one", "two", "three", "four"]


def test_nothing_that_was_erased_is_in_it(database: Path) -> None:
    """Pages keep pieces of what stood in them; no page is copied."""
    with closing(sqlite3.connect(database)) as sql:
        sql.execute("PRAGMA secure_delete = OFF")
        sql.execute("INSERT INTO inbox (message_tag, received_at) VALUES (?, 0)", (b"canary" * 90,))
        sql.commit()
        sql.execute("DELETE FROM inbox")
        sql.commit()
        sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"canary" in database.read_bytes()
    assert b"canary" not in made(database).file.read_bytes()


def test_older_ones_go_once_a_new_one_counts(database: Path) -> None:
    """The newest stay, by their names; what is no backup of this database is left alone."""
    folder = backup_files.default_folder(database)
    files = [made(database, keep=3, now=NOW + number * SECOND).file.name for number in range(5)]
    others = ["notes.txt", "other-20261129T023000Z-v0026.sqlite3", "ear-1-v1.sqlite3"]
    for other in others:
        (folder / other).touch()
    assert names(folder) == sorted([*files[2:], *others])
    last = made(database, keep=1, now=NOW + 9 * SECOND).file.name
    assert names(folder) == sorted([last, *others])


def test_one_that_is_not_made_costs_no_older_one(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a disk that fails for a week would leave none."""
    old = made(database, keep=1).file
    monkeypatch.setattr(backup, "is_whole", lambda _: False)
    assert refused(database)[0] == "not_alike"
    assert names(old.parent) == [old.name]


def test_a_clock_that_was_set_back_deletes_not_the_new_one(database: Path) -> None:
    """Its name says that it is the oldest."""
    made(database, keep=1)
    new = made(database, keep=1, now=NOW - timedelta(days=1)).file
    assert names(new.parent) == [new.name]


def test_two_within_a_second_have_two_names(database: Path) -> None:
    """None takes the other's place."""
    assert made(database).file.name < made(database).file.name


def _drops_a_row(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as sql:
        sql.execute("DELETE FROM reflection WHERE reflection_id = 'note 0'")
        sql.commit()


def _drops_an_index(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as sql:
        sql.execute("DROP INDEX reflection_by_order")


def _of_another_key(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as sql:
        sql.execute("UPDATE meta SET value = x'00'")
        sql.commit()


def _damages(copy: Path) -> None:
    whole = copy.read_bytes()
    copy.write_bytes(whole[:8192] + b"\xa5" * 4096 + whole[12288:])


def _harms_an_index(copy: Path) -> None:
    """All rows are there, and one is not found by it."""
    with closing(sqlite3.connect(copy)) as sql:
        page = "SELECT rootpage FROM sqlite_schema WHERE name = 'reflection_by_order'"
        ((number,),) = sql.execute(page).fetchall()
        ((size,),) = sql.execute("PRAGMA page_size").fetchall()
    whole, begin = copy.read_bytes(), (number - 1) * size
    harmed = whole[begin : begin + size].replace(PERSON, b"q" * len(PERSON), 1)
    copy.write_bytes(whole[:begin] + harmed + whole[begin + size :])


def _cuts(copy: Path) -> None:
    os.truncate(copy, copy.stat().st_size // 2)


@pytest.mark.parametrize(
    "harm", [_drops_a_row, _drops_an_index, _of_another_key, _harms_an_index, _damages, _cuts]
)
def test_what_is_not_like_the_database_does_not_count(
    database: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], None]
) -> None:
    """It is looked at before it gets its name."""
    copying = backup_pace.vacuum_into

    def harmed(reader: sqlite3.Connection, copy: str, handle: int) -> None:
        copying(reader, copy, handle)
        harm(Path(copy))

    monkeypatch.setattr(backup, "vacuum_into", harmed)
    assert refused(database)[0] in {"not_alike", "damaged"}
    assert names(backup_files.default_folder(database)) == []
    monkeypatch.undo()
    assert is_sound(made(database).file)


def test_a_damaged_database_gets_no_backup(database: Path) -> None:
    """It says so, and the older backups stay."""
    old = made(database, keep=1).file
    whole = database.read_bytes()
    database.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    code, words = refused(database)
    assert code == "damaged"
    assert "is damaged" in words
    assert names(old.parent) == [old.name]


def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    """And nothing is made in its place."""
    assert refused(tmp_path / "none.sqlite3")[0] == "no_database"
    assert names(tmp_path) == []


def _missing(folder: Path) -> Path:
    return folder / "disk" / "backups"


def _a_file(folder: Path) -> Path:
    (folder / "file").touch()
    return folder / "file"


def _below_a_file(folder: Path) -> Path:
    return _a_file(folder) / "backups"


def _a_link(folder: Path) -> Path:
    (folder / "real").mkdir(mode=0o700)
    (folder / "link").symlink_to(folder / "real")
    return folder / "link"


def _open_to_all(folder: Path) -> Path:
    (folder / "open").mkdir()
    (folder / "open").chmod(0o777)
    return folder / "open"


def _of_the_system(folder: Path) -> Path:
    del folder
    return Path("/proc/sys/kernel")


@pytest.mark.parametrize(
    ("place", "codes", "told"),
    [
        (_missing, {"no_folder"}, "is not there.*mkdir -m 700"),
        (_a_file, {"not_a_folder"}, "is no folder"),
        (_below_a_file, {"no_folder", "not_writable"}, "backups"),
        (_a_link, {"a_link"}, "is a link. Name .*real"),
        (_open_to_all, {"exposed"}, "chmod 700"),
        (_of_the_system, {"not_writable", "no_room"}, "another folder"),
    ],
)
def test_a_folder_that_will_not_do_is_told(
    database: Path,
    tmp_path: Path,
    place: Callable[[Path], Path],
    codes: set[str],
    told: str,
) -> None:
    """In words that say what to do; nothing is made anywhere."""
    folder = place(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    code, words = refused(database, folder)
    assert code in codes
    assert re.search(told, words)
    lock = database.with_name(database.name + ".backup.lock")
    assert [path for path in sorted(tmp_path.rglob("*")) if path != lock] == before


def test_a_link_in_place_of_the_usual_folder_is_told(database: Path, tmp_path: Path) -> None:
    """Whoever changes the link would get the next one."""
    backup_files.default_folder(database).symlink_to(tmp_path)
    assert refused(database)[0] == "a_link"


NOT_OURS = """
import ctypes, os, sys
if len(sys.argv) == 3:
    for right in (1, 2):  # of root's, to write and to read everywhere; a program begun now has none
        ctypes.CDLL(None).prctl(24, right, 0, 0, 0)
    os.execv(sys.executable, [sys.executable, "-c", sys.orig_argv[2], *sys.argv[1:], "again"])
from datetime import datetime, UTC
from pathlib import Path
from bot.storage.sqlite import backup
try:
    backup.make(backup.Wanted(Path(sys.argv[1]), Path(sys.argv[2]), 7), datetime.now(UTC))
except backup.refusals.BackupRefused as refused:
    print(refused.code, refused)
"""


async def test_a_folder_that_is_not_writable_is_told(database: Path, tmp_path: Path) -> None:
    """To an account that may not write everywhere."""
    (tmp_path / "read only").mkdir(mode=0o500)
    process = await python(NOT_OURS, database, tmp_path / "read only")
    said, _ = await process.communicate()
    assert re.match(r"not_writable No backup .*Permission denied. Give this account", said.decode())


def test_another_file_system_is_fine(database: Path) -> None:
    """It is written there, and not moved there."""
    here = database.stat().st_dev
    others = (Path("/dev/shm"), Path("/var/tmp"))  # noqa: S108 - in memory, and on a disk
    other = next((one for one in others if one.is_dir() and one.stat().st_dev != here), None)
    if other is None:
        pytest.skip("there is no second file system")
    with TemporaryDirectory(dir=other) as folder:
        assert all_notes(made(database, Path(folder)).file) == ["one", "two"]


def test_no_room_is_told_before_anything_is_written(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How much it needs, and how much there is; the bot on the same disk can go on."""
    monkeypatch.setattr(backup, "_SPARE", 10**18)
    code, words = refused(database)
    assert code == "no_room"
    assert "MB are free" in words
    assert names(backup_files.default_folder(database)) == []


NO_ROOM = """
import os, subprocess, sys
from datetime import datetime, UTC
from pathlib import Path
from bot.storage.sqlite import backup
database, folder = Path(sys.argv[1]), Path(sys.argv[2])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k,mode=700", "none", folder], check=True)
backup._SPARE = -10**9
try:
    backup.make(backup.Wanted(database, folder, 7), datetime.now(UTC))
except backup.refusals.BackupRefused as refused:
    print(refused.code, os.listdir(folder))
"""


async def test_a_disk_that_gets_full_meanwhile_keeps_nothing_of_it(
    database: Path, tmp_path: Path
) -> None:
    """A real one, of 300 kB."""
    (tmp_path / "small").mkdir(mode=0o700)
    process = await asyncio.create_subprocess_exec(
        *("unshare", "--map-root-user", "--mount", sys.executable, "-c"),
        *(NO_ROOM, str(database), str(tmp_path / "small")),
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": os.environ["PATH"]},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, wrong = await process.communicate()
    if b"unshare" in wrong or b"mount" in wrong:
        pytest.skip("no disk can be mounted here")
    assert said.decode() == "no_room []\n", wrong.decode()


WRITE_ERRORS = """
import os, resource, sys
from datetime import datetime, UTC
from pathlib import Path
from bot.storage.sqlite import backup
database = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    backup.make(backup.Wanted(database, None, 7), datetime.now(UTC))
except backup.refusals.BackupRefused as refused:
    print(refused.code, os.listdir(database.parent / "backups"))
"""


async def test_a_write_that_fails_keeps_nothing_of_it(database: Path) -> None:
    """A real error of the system's write."""
    process = await python(WRITE_ERRORS, database)
    said, _ = await process.communicate()
    assert said.decode() in {"not_writable []\n", "no_room []\n"}


def test_a_sync_that_fails_keeps_nothing_of_it(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not on the disk does not count, be it a step of a long one or the end."""

    def failing(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    for megabytes in (0, 3):
        grow(database, megabytes)
        monkeypatch.setattr(os, "fsync", failing)
        assert refused(database)[0] == "not_writable"
        monkeypatch.undo()
        assert names(backup_files.default_folder(database)) == []


def test_two_at_once_are_one(database: Path) -> None:
    """The second is told to wait; the first is not disturbed."""
    with backup_files.turn(database):
        code, words = refused(database)
    assert code == "at_work"
    assert "Wait until it is done" in words
    assert is_sound(made(database).file)


def test_what_another_is_writing_is_not_swept_away(database: Path) -> None:
    """It may be of another bot's database that goes into the same folder."""
    folder = backup_files.prepare(None, database)
    target = folder / "other-20261129T023000Z-v0026.sqlite3"
    with backup_files.written(target) as (partial, _):
        made(database)
        assert partial.exists()
    assert target.exists()
