"""`lend-an-ear rotate-key`: plain words, also beside a running bot, on a full disk, and killed."""

import asyncio
import base64
import random
import signal
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bot.local_discord import LocalDiscord
from bot.storage.encryption.keys import KEY_VARIABLE, Keyring, key_in
from bot.storage.encryption.owners import load_owners
from bot.storage.encryption.sealing import Sealer
from bot.storage.key_rotation import request
from tests.engines import on_both_engines
from tests.how_much import many_rounds
from tests.journeys.process import bot_process
from tests.journeys.test_kill import talking
from tests.journeys.test_operator import lend_an_ear
from tests.storage.sqlite.copies import KEY, filled
from tests.storage.words import python
from tests.test_backup_commands import key, said

SETTINGS = "storage: {database: data/ear.sqlite3, key_file: ear.key}\nbackup: {keep: 2}\n"
KILLS = 12
ROTATES = """
import sys
from bot.cli import main
print("begins", flush=True)
main(["rotate-key", "--yes", "--config", sys.argv[1]])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Settings, a key, and a database with two notes."""
    (tmp_path / "config.yaml").write_text(SETTINGS)
    key(tmp_path, KEY)
    asyncio.run(filled(tmp_path))
    return tmp_path


def notes(folder: Path) -> list[str]:
    """What people have noted, opened with whatever the key's file holds."""
    keyring = key_in(folder / "ear.key")
    sealer = Sealer(keyring, load_owners(keyring, folder / "ear.key"))
    with closing(sqlite3.connect(folder / "data/ear.sqlite3")) as sql:
        rows = sql.execute("SELECT reflection_id, words_sealed FROM reflection ORDER BY 1")
        return [sealer.open_text("reflection", "words", name, value) for name, value in rows]


def own_secrets(folder: Path) -> None:
    """As the bot has them: what was sealed for a test is sealed under them."""
    keyring = key_in(folder / "ear.key")
    owners = load_owners(keyring, folder / "ear.key")
    owners.begin()
    sealer, unfiled = Sealer(keyring, owners), Sealer(keyring)
    with closing(sqlite3.connect(folder / "data/ear.sqlite3")) as sql:
        columns = {"person": ("person_tag", "user_id"), "reflection": ("reflection_id", "words")}
        for table, (name, column) in columns.items():
            kind = "words" if column == "words" else "number"
            rows = sql.execute(f"SELECT {name}, {column}_sealed FROM {table}")  # noqa: S608
            for row, value in rows.fetchall():
                place = (table, column, row.hex() if isinstance(row, bytes) else row)
                if kind == "words":
                    anew = sealer.seal(*place, unfiled.open(*place, value))
                else:
                    anew = sealer.seal_int(*place, unfiled.open_int(*place, value))
                sql.execute(
                    f"UPDATE {table} SET {column}_sealed = ? WHERE {name} = ?",  # noqa: S608
                    (anew, row),
                )
        sql.execute("DELETE FROM thrown_away")
        sql.commit()


def test_it_says_what_to_do_before_and_after(folder: Path) -> None:
    """It asks first; then the new key opens everything, and the old one nothing."""
    own_secrets(folder)
    code, words = said(folder, "rotate-key", answer="n\n")
    assert (code, "Nothing was changed" in words) == (0, True)
    assert key_in(folder / "ear.key").key_id == Keyring(KEY).key_id
    code, words = said(folder, "rotate-key", "--yes")
    assert code == 0, words
    assert "delete those" in words
    assert base64.b64encode(KEY) not in (folder / "ear.key").read_bytes()
    assert (folder / "ear.key").stat().st_mode & 0o777 == 0o600
    assert notes(folder) == ["one", "two"]
    assert said(folder, "backup")[0] == 0


def test_what_is_in_the_way_is_said_and_nothing_is_changed(folder: Path) -> None:
    """One line each, with what to do."""
    own_secrets(folder)
    before = (folder / "ear.key").read_bytes()
    given = {KEY_VARIABLE: base64.b64encode(KEY).decode()}
    code, words = said(folder, "rotate-key", "--yes", **given)
    assert (code, "in the environment" in words) == (1, True)
    (folder / "ear.key").chmod(0o644)
    code, words = said(folder, "rotate-key", "--yes")
    assert (code, "chmod 600" in words) == (1, True)
    (folder / "ear.key").chmod(0o600)
    with closing(sqlite3.connect(folder / "data/ear.sqlite3")) as sql:
        (version,) = sql.execute("PRAGMA user_version").fetchone()
        for other, why in ((version + 1, "newer"), (version - 1, "earlier version")):
            sql.execute(f"PRAGMA user_version = {other:d}")
            code, words = said(folder, "rotate-key", "--yes")
            assert (code, why in words) == (1, True), words
        sql.execute(f"PRAGMA user_version = {version:d}")
    assert (folder / "ear.key").read_bytes() == before
    (folder / "ear.key").unlink()
    code, words = said(folder, "rotate-key", "--yes")
    assert (code, "nothing to rotate" in words) == (1, True)


def test_a_disk_that_is_full_leaves_everything_as_it_was(folder: Path) -> None:
    """Where the new key cannot be written, nothing was sealed under it."""
    own_secrets(folder)
    before = (folder / "ear.key").read_bytes()
    (folder / "ear.key.new").mkdir()  # so that nothing can be written under this name
    code, words = said(folder, "rotate-key", "--yes")
    assert code == 1
    assert "run this again" in words
    assert (folder / "ear.key").read_bytes() == before
    (folder / "ear.key.new").rmdir()
    code, words = said(folder, "rotate-key")
    assert (code, "already" in words) == (0, True), words
    assert notes(folder) == ["one", "two"]


def test_a_backup_of_before_is_put_back_with_a_copy_of_the_key_of_before(folder: Path) -> None:
    """Else it says that this is needed; what it has is sealed anew at the next start."""
    own_secrets(folder)
    assert said(folder, "backup")[0] == 0
    (backup,) = (folder / "data/backups").iterdir()
    (folder / "old.key").write_bytes((folder / "ear.key").read_bytes())
    (folder / "old.key").chmod(0o600)
    assert said(folder, "rotate-key", "--yes")[0] == 0
    code, words = said(folder, "restore", "--yes", str(backup))
    assert (code, "--key FILE" in words) == (1, True)
    code, words = said(folder, "restore", "--yes", "--key", str(folder / "old.key"), str(backup))
    assert code == 0, words
    assert notes(folder) == ["one", "two"]
    code, words = said(folder, "rotate-key")
    assert code == 0, words
    assert key_in(folder / "ear.key").before is None
    assert notes(folder) == ["one", "two"]


async def between_two_keys(folder: Path, process: asyncio.subprocess.Process) -> None:
    """Wait until the new key is there and the old one is still needed, or it is over."""
    # another process does not tell
    while key_in(folder / "ear.key").before is None and process.returncode is None:  # noqa: ASYNC110
        await asyncio.sleep(0.001)


@many_rounds
async def test_killed_anywhere_it_goes_on(folder: Path) -> None:
    """kill -9 at random moments: at each the file of the key opens everything."""
    own_secrets(folder)
    chance = random.Random(3)  # noqa: S311 - where the kills fall
    halves = 0
    for number in range(KILLS):
        process = await python(ROTATES, folder / "config.yaml")
        assert process.stdout is not None
        await process.stdout.readline()
        if number % 2:
            await between_two_keys(folder, process)
        else:
            await asyncio.sleep(chance.uniform(0.02, 0.4))
        with suppress(ProcessLookupError):  # it was done before
            process.send_signal(signal.SIGKILL)
        await process.communicate()
        assert notes(folder) == ["one", "two"]
        halves += key_in(folder / "ear.key").before is not None
    assert halves, "no kill fell between the new key and the end"
    process = await python(ROTATES, folder / "config.yaml")
    await process.communicate()
    assert process.returncode == 0
    assert key_in(folder / "ear.key").before is None
    assert not request(folder / "ear.key").exists()
    assert notes(folder) == ["one", "two"]


@on_both_engines(dear=True)
async def test_two_who_talk_go_on_while_a_running_bot_rotates(tmp_path: Path) -> None:
    """And after the next start, with new tags: words arrive, each once."""
    settings = ("--config", str(tmp_path / "config.yaml"))
    key_file = tmp_path / "data/bot.key"
    async with LocalDiscord.running() as discord, talking(discord, tmp_path) as (asker, listener):
        old = key_in(key_file).key_id
        async with bot_process(discord, tmp_path):
            rotating = asyncio.create_task(lend_an_ear("rotate-key", *settings, "--yes"))
            await asker.send(asker.dm, "while it is changed")
            await listener.wait_for(listener.dm, "while it is changed")
            code, words = await rotating
            assert (code, "Start the bot anew" in words) == (0, True), words
            now = key_in(key_file)
            assert (now.before, now.key_id == old) == (None, False)
            await listener.send(listener.dm, "under the new one")
            await asker.wait_for(asker.dm, "under the new one")
        async with bot_process(discord, tmp_path):
            await asker.send(asker.dm, "after the start")
            await listener.wait_for(listener.dm, "after the start")
            await listener.send(listener.dm, "I am here")
            await asker.wait_for(asker.dm, "I am here")
        heard = [m.text for m in listener.sees(listener.dm)]
        assert sum("while it is changed" in text for text in heard) == 1
