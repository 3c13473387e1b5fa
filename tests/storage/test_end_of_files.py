"""Erasing all files for good: never a part by mistake, and never less than all in the end."""

import os
import stat
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.storage import end_of_files
from bot.storage.encryption.owner_files import paths
from bot.storage.refused import DatabaseInUse
from bot.storage.sqlite import backup_files
from bot.storage.sqlite.backup_refusals import BackupRefused
from bot.storage.sqlite.files import lock, socket_of, unfinished

OLD = "20260102T030405Z"


class Files:
    """What a bot leaves on the disk, key and database each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.key, self.database = folder / "keys/bot.key", folder / "data/bot.sqlite3"
        self.backups = backup_files.default_folder(self.database)
        for one in (self.key.parent, self.database.parent, self.backups):
            one.mkdir(mode=0o700)
        copies = (f"bot-{OLD}-v31.sqlite3", f".bot-{OLD}-v31.sqlite3.partial")
        self.all = [
            *(self.key, *paths(self.key), self.database, unfinished(self.database)),
            *(self.backups / name for name in copies),
        ]
        for file in self.all:
            file.write_bytes(b"something")
        os.mknod(socket_of(self.database), stat.S_IFSOCK)  # of a bot that was killed
        self.all.append(socket_of(self.database))

    def erase(self) -> list[Path]:
        """What could not be erased."""
        return end_of_files.erase(self.key, self.database, None)

    def left(self) -> list[Path]:
        """What of it is there."""
        return [file for file in self.all if file.exists()]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """All of them."""
    return Files(tmp_path)


def test_all_goes_also_what_was_half_written(files: Files) -> None:
    """A copy that a killed backup or restore left behind is as much as any other."""
    assert files.erase() == []
    assert files.left() == []
    assert not end_of_files.is_anything(files.key, files.database, None)


def test_a_bot_that_runs_is_left_as_it_was(files: Files) -> None:
    """Refused, it has noted nothing: else the next one would erase without telling anybody."""
    with ExitStack() as running:
        lock(files.database, running)
        with pytest.raises(DatabaseInUse):
            files.erase()
    assert files.left() == files.all
    assert not end_of_files.has_begun(files.key)


def test_a_backup_that_is_being_made_is_waited_for(files: Files) -> None:
    """It would be whole only after all others were erased, and stay."""
    with backup_files.turn(files.database), pytest.raises(BackupRefused):
        files.erase()
    assert files.left() == files.all
    assert not end_of_files.has_begun(files.key)


def test_a_stage_that_cannot_be_read_or_written_is_told_in_words(files: Files) -> None:
    """Nothing is erased then, as nobody knows whether everybody was told."""
    marker = end_of_files.marker(files.key)
    marker.mkdir()
    with pytest.raises(end_of_files.NotNoted, match=marker.name):
        end_of_files.is_erasing(files.key)
    with pytest.raises(end_of_files.NotNoted, match=marker.name):
        files.erase()
    assert files.left() == files.all


def test_a_key_whose_folder_is_gone_holds_nothing_up(files: Files) -> None:
    """Its key may have come from the environment."""
    for file in files.key.parent.iterdir():
        file.unlink()
    files.key.parent.rmdir()
    assert files.erase() == []
    assert files.left() == []


def test_what_could_not_be_erased_is_named_and_gone_on_with(files: Files) -> None:
    """The marker stays until nothing else is left."""
    files.key.unlink()
    files.key.mkdir()
    assert files.erase() == [files.key]
    assert end_of_files.is_erasing(files.key)
    files.key.rmdir()
    assert files.erase() == []
    assert not end_of_files.has_begun(files.key)
