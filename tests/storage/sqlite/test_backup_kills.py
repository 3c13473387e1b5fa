"""Kills and cancels in the middle of a backup: no half file counts, nothing is lost."""

import asyncio
import os
import random
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.sqlite import backup_files, backup_process
from bot.storage.sqlite.backup import Wanted, make
from bot.storage.sqlite.backup_refusals import BackupRefused
from tests.how_much import many_rounds
from tests.storage.sqlite.copies import (
    all_notes,
    being_made,
    children,
    filled,
    grow,
    is_sound,
    names,
    until,
)
from tests.storage.words import python

KILLS = 12
AGAIN_AND_AGAIN = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from bot.storage.sqlite.backup import Wanted, make
print("begins", flush=True)
while True:
    make(Wanted(Path(sys.argv[1]), None, 3), datetime.now(UTC))
"""
ONE_AND_WAITING = """
import asyncio, sys
from pathlib import Path
from bot.storage.sqlite.backup import Wanted
from bot.storage.sqlite.backup_process import make
print("begins", flush=True)
asyncio.run(make(Wanted(Path(sys.argv[1]), None, 3)))
"""


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    """With two notes in it, and so large that a backup takes a while."""
    path = await filled(tmp_path)
    grow(path, 6)
    return path


@many_rounds
async def test_killed_anywhere_only_whole_ones_count(database: Path) -> None:
    """kill -9 at random moments: what has its name is whole, and the next one sweeps the rest."""
    chance = random.Random(5)  # noqa: S311 - where the kills fall
    folder = backup_files.default_folder(database)
    partial = 0
    for _ in range(KILLS):
        process = await python(AGAIN_AND_AGAIN, database)
        assert process.stdout is not None
        await process.stdout.readline()
        await asyncio.sleep(chance.uniform(0.01, 0.3))
        process.send_signal(signal.SIGKILL)
        await process.communicate()
        found = backup_files.backups(folder, database)
        for one in found:
            assert is_sound(one.file)
            assert all_notes(one.file) == ["one", "two"]
        partial += any(name.endswith(".partial") for name in names(folder))
    assert partial, "no kill fell into the writing of one"
    last = make(Wanted(database, None, 1), datetime.now(UTC) + timedelta(seconds=9)).file
    assert names(folder) == [last.name]
    assert all_notes(database) == ["one", "two"]


async def test_who_waits_for_it_is_killed_and_it_is_made_all_the_same(database: Path) -> None:
    """The process that copies needs nobody; no other begins until it is done."""
    folder = backup_files.default_folder(database)
    waiting = await python(ONE_AND_WAITING, database)
    await until(lambda: being_made(folder))
    waiting.send_signal(signal.SIGKILL)
    await waiting.communicate()
    with pytest.raises(BackupRefused, match="at this moment"):
        make(Wanted(database, None, 3), datetime.now(UTC))
    await until(lambda: bool(backup_files.backups(folder, database)))
    (one,) = backup_files.backups(folder, database)
    assert is_sound(one.file)


async def test_a_cancel_ends_it_and_leaves_nothing(database: Path) -> None:
    """As when the bot is stopped, or on Ctrl-C."""
    folder = backup_files.default_folder(database)
    making = asyncio.create_task(backup_process.make(Wanted(database, None, 3)))
    await until(lambda: being_made(folder))
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    assert names(folder) == []
    assert is_sound((await backup_process.make(Wanted(database, None, 3))).file)


async def test_it_stands_behind_the_bot_in_the_session_of_the_bot(database: Path) -> None:
    """In one of its own its niceness would count for nothing where Linux shares the processor
    between sessions first; Ctrl-C is still for the bot alone."""
    folder = database.parent / "backups"
    before = set(children())
    making = asyncio.create_task(backup_process.make(Wanted(database, None, 3), niceness=19))
    await until(lambda: being_made(folder))
    (pid,) = set(children()) - before
    assert os.getpriority(os.PRIO_PROCESS, pid) == 19
    assert os.getsid(pid) == os.getsid(0)
    assert os.getpgid(pid) != os.getpgid(0)
    await making


async def test_one_that_ends_without_a_word_is_told(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the system takes it for want of memory; nothing is left of it."""
    monkeypatch.setattr(backup_process, "_BEGIN", "import os; os.kill(os.getpid(), 9)")
    with pytest.raises(BackupRefused, match="ended too early") as caught:
        await backup_process.make(Wanted(database, None, 3))
    assert caught.value.code == "ended"


async def test_the_process_has_neither_key_nor_token(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They stand in the environment, and a copy needs none."""
    monkeypatch.setenv("LEND_AN_EAR_KEY", "secret")
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    shown = 'import json, os; print(json.dumps({"code": "x", "words": " ".join(os.environ)}))'
    monkeypatch.setattr(backup_process, "_BEGIN", shown)
    with pytest.raises(BackupRefused) as caught:
        await backup_process.make(Wanted(database, None, 3))
    assert "PATH" in str(caught.value)
    assert {"LEND_AN_EAR_KEY", "DISCORD_TOKEN"} & set(str(caught.value).split()) == set()
