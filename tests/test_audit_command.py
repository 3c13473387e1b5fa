"""`lend-an-ear audit verify`: whether the record is as it was written, in plain words."""

import asyncio
import base64
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.domain.ids import GuildId, UserId
from bot.domain.moderation_record import RecordedAct, RecordEntry, hash_of
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.owners import load_owners
from bot.storage.encryption.sealing import Sealer
from bot.storage.store import Tables, open_store
from tests.fakes import START
from tests.storage.sqlite.copies import KEY

SETTINGS = "storage: {database: data/ear.sqlite3, key_file: ear.key}\n"
GUILD, ENTRIES = GuildId(10**17 + 3), 5


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Settings, a key, and a record of five entries."""
    (tmp_path / "config.yaml").write_text(SETTINGS)
    (tmp_path / "ear.key").write_text(base64.b64encode(KEY).decode())
    (tmp_path / "ear.key").chmod(0o600)
    asyncio.run(recorded(tmp_path))
    return tmp_path


async def recorded(folder: Path) -> None:
    """Five things were done, and the head was posted."""

    async def work(tables: Tables) -> None:
        for number in range(1, ENTRIES + 1):
            head = await tables.record.head(GUILD)
            await tables.record.add(entry(number, head.entry_hash))
        await tables.record.post_today(GUILD, await tables.record.head(GUILD), START.date())

    keyring = Keyring(KEY)
    store = await open_store(
        folder / "data/ear.sqlite3", Sealer(keyring, load_owners(keyring, folder / "ear.key"))
    )
    await store.transaction(work)
    await store.close()


def entry(number: int, before: bytes) -> RecordEntry:
    """One that hangs on the one before it."""
    one = hash_of(str(number).encode())
    when = START.replace(minute=0, second=0, microsecond=0) + timedelta(hours=number)
    made = RecordEntry(GUILD, number, when, RecordedAct.WARNED, one, one, one, before)
    return replace(made, moderator=UserId(7))


def verify(folder: Path) -> Result:
    """Run the command."""
    config = str(folder / "config.yaml")
    return CliRunner().invoke(main, ["audit", "verify", "--config", config])


def change(folder: Path, statement: str, *values: bytes | int) -> None:
    """Damage the record."""
    with closing(sqlite3.connect(folder / "data/ear.sqlite3")) as sql, sql:
        assert sql.execute(statement, values).rowcount == 1


def test_a_whole_record_is_said_to_be_with_its_head(folder: Path) -> None:
    """To be compared with what was posted."""
    done = verify(folder)
    assert done.exit_code == 0
    assert f"Server {GUILD}: {ENTRIES} entries, whole. Head: {ENTRIES} " in done.output


@pytest.mark.parametrize(
    ("statement", "position"),
    [
        ("UPDATE moderation_record SET what = 'ban' WHERE position = 3", 3),
        ("UPDATE moderation_record SET made_at = made_at + 3600 WHERE position = 2", 2),
        ("UPDATE moderation_record SET words_hash = zeroblob(32) WHERE position = 4", 4),
        ("UPDATE moderation_record SET moderator_hash = zeroblob(32) WHERE position = 1", 1),
        ("UPDATE moderation_record SET entry_hash = zeroblob(32) WHERE position = 5", 5),
        ("DELETE FROM moderation_record WHERE position = 3", 4),
    ],
)
def test_the_first_broken_entry_is_named(folder: Path, statement: str, position: int) -> None:
    """Whatever was changed in it, and also where one was taken out."""
    change(folder, statement)
    done = verify(folder)
    assert done.exit_code == 1
    assert f"broken at entry {position}:" in done.output
    assert "Traceback" not in done.output


def rewritten(folder: Path) -> None:
    """Somebody changes an entry and its hash: the next one shows it."""
    changed = replace(entry(3, b""), what=RecordedAct.BANNED).entry_hash
    change(
        folder,
        "UPDATE moderation_record SET what = 'ban', entry_hash = ? WHERE position = 3",
        changed,
    )


def cut(folder: Path) -> None:
    """Somebody cuts off the end."""
    change(folder, "DELETE FROM moderation_record WHERE position = ?", ENTRIES)


@pytest.mark.parametrize(
    ("damage", "says"),
    [(rewritten, "broken at entry 3"), (cut, "the end is cut off: entry 5 was posted once")],
)
def test_what_would_not_show_in_one_entry(
    folder: Path, damage: Callable[[Path], None], says: str
) -> None:
    """Shows in the one after it, or in what was posted."""
    damage(folder)
    done = verify(folder)
    assert done.exit_code == 1
    assert says in done.output


def test_who_it_was_may_go_and_the_oldest_too(folder: Path) -> None:
    """Erasing and retention break nothing."""
    change(folder, "UPDATE moderation_record SET moderator_sealed = NULL WHERE position = 2")
    change(folder, "DELETE FROM moderation_record WHERE position = 1")
    done = verify(folder)
    assert done.exit_code == 0
    assert "4 entries, whole" in done.output


def test_without_a_record(folder: Path) -> None:
    """It says so."""
    with closing(sqlite3.connect(folder / "data/ear.sqlite3")) as sql, sql:
        sql.execute("DELETE FROM moderation_record")
        sql.execute("DELETE FROM record_posted")
    assert "there is no record" in verify(folder).output
