"""`lend-an-ear backup` and `restore` at the command line: plain words, codes, no traceback."""

import asyncio
import base64
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.storage import end_of_files
from bot.storage.encryption import owner_files
from bot.storage.encryption.keys import KEY_VARIABLE, Keyring
from bot.storage.encryption.owner_files import Edition
from bot.storage.encryption.owners import load_owners
from tests.storage.sqlite.copies import KEY, OTHER_KEY, add, all_notes, filled, names

SETTINGS = "storage: {database: data/ear.sqlite3, key_file: ear.key}\nbackup: {keep: 2}\n"
BACKUPS = "data/backups"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Settings, a key, and a database with two notes."""
    (tmp_path / "config.yaml").write_text(SETTINGS)
    key(tmp_path, KEY)
    asyncio.run(filled(tmp_path))
    return tmp_path


def key(folder: Path, content: bytes) -> None:
    """Put this key where it belongs."""
    (folder / "ear.key").write_text(base64.b64encode(content).decode())
    (folder / "ear.key").chmod(0o600)


def said(folder: Path, *words: str, answer: str = "", **environment: str) -> tuple[int, str]:
    """The exit code and all that the command writes."""
    arguments = [words[0], "--config", str(folder / "config.yaml"), *words[1:]]
    unset = {KEY_VARIABLE: None}
    result = CliRunner().invoke(main, arguments, input=answer, env={**unset, **environment})
    assert "Traceback" not in result.output
    return result.exit_code, result.output


def backed_up(folder: Path) -> Path:
    """A backup of two notes; the database has a third since."""
    assert said(folder, "backup")[0] == 0
    add(folder / "data/ear.sqlite3", "three")
    (name,) = names(folder / BACKUPS)
    return folder / BACKUPS / name


def test_a_backup_says_where_it_is_and_where_the_key_is(folder: Path) -> None:
    """The key is never in it, and without it the backup is worth nothing."""
    code, words = said(folder, "backup")
    (name,) = names(folder / BACKUPS)
    assert code == 0
    assert str(folder / BACKUPS / name) in words
    for file in ("ear.key", "ear.key.owners", "ear.key.owners-passing"):
        assert f" {folder / file}" in words
    assert "Keep a copy of all of them elsewhere" in words
    assert KEY not in (folder / BACKUPS / name).read_bytes()
    encoded = base64.b64encode(KEY).decode()
    _, words = said(folder, "backup", **{KEY_VARIABLE: encoded})
    assert f"in the environment as {KEY_VARIABLE}" in words
    assert encoded not in words


def test_how_many_are_kept_is_set_or_said(folder: Path) -> None:
    """The settings say two."""
    for _ in range(3):
        said(folder, "backup")
    assert len(names(folder / BACKUPS)) == 2
    said(folder, "backup", "--keep", "1")
    assert len(names(folder / BACKUPS)) == 1


@pytest.mark.parametrize("number", ["0", "-1", "1001", "many"])
def test_to_keep_none_is_refused(folder: Path, number: str) -> None:
    """It would delete the one that was just made."""
    code, words = said(folder, "backup", "--keep", number)
    assert code == 2
    assert "--keep" in words
    assert not (folder / BACKUPS).exists()


def test_another_folder_can_be_named(folder: Path) -> None:
    """It has to be there."""
    code, words = said(folder, "backup", "--folder", str(folder / "disk"))
    assert (code, "mkdir -m 700" in words) == (1, True)
    (folder / "disk").mkdir(mode=0o700)
    assert said(folder, "backup", "--folder", str(folder / "disk"))[0] == 0
    assert len(names(folder / "disk")) == 1
    assert not (folder / BACKUPS).exists()


def test_a_backup_can_be_put_back(folder: Path) -> None:
    """It asks first; what was there is kept, and the words say where."""
    copy, database = backed_up(folder), folder / "data/ear.sqlite3"
    code, words = said(folder, "restore", str(copy), answer="n\n")
    assert (code, words.splitlines()[-1]) == (0, "Nothing was changed.")
    assert all_notes(database) == ["one", "two", "three"]
    code, words = said(folder, "restore", str(copy), answer="y\n")
    assert code == 0
    assert all_notes(database) == ["one", "two"]
    found = re.search(r"What was there before is (\S+)\. Delete it", words)
    assert found is not None
    assert all_notes(Path(found[1])) == ["one", "two", "three"]


def test_with_yes_nothing_is_asked(folder: Path) -> None:
    """For scripts."""
    copy = backed_up(folder)
    code, words = said(folder, "restore", str(copy), "--yes")
    assert (code, "Put it back?" in words) == (0, False)
    assert all_notes(folder / "data/ear.sqlite3") == ["one", "two"]


def test_without_an_answer_nothing_is_changed(folder: Path) -> None:
    """The terminal was closed, or Ctrl-C was pressed."""
    copy = backed_up(folder)
    code, words = said(folder, "restore", str(copy), answer="")
    assert code == 1
    assert "Aborted" in words
    assert all_notes(folder / "data/ear.sqlite3") == ["one", "two", "three"]


def test_a_lost_database_can_be_put_back(folder: Path) -> None:
    """That is what backups are for."""
    copy = backed_up(folder)
    (folder / "data/ear.sqlite3").unlink()
    assert said(folder, "restore", str(copy), "--yes")[0] == 0
    assert all_notes(folder / "data/ear.sqlite3") == ["one", "two"]


@pytest.mark.parametrize("lost", [False, True], ids=["beside a database", "where it is lost"])
def test_without_the_key_it_is_refused(folder: Path, *, lost: bool) -> None:
    """And no new key is made."""
    copy = backed_up(folder)
    (folder / "ear.key").unlink()
    if lost:
        (folder / "data/ear.sqlite3").unlink()
    code, words = said(folder, "restore", str(copy), "--yes")
    assert code == 1
    assert "key" in words
    assert not (folder / "ear.key").exists()


def test_a_backup_of_another_key_is_refused(folder: Path) -> None:
    """With what to do."""
    copy = backed_up(folder)
    key(folder, OTHER_KEY)
    code, words = said(folder, "restore", str(copy), "--yes")
    assert code == 1
    assert "sealed under another. Put the key back that belongs to it" in words
    assert all_notes(folder / "data/ear.sqlite3") == ["one", "two", "three"]


@pytest.mark.parametrize("there", [False, True], ids=["lost", "of another database"])
def test_without_the_secrets_of_its_rows_it_is_refused(folder: Path, *, there: bool) -> None:
    """Its rows would not open, and the bot would not start on it."""
    copy, keyring = backed_up(folder), Keyring(KEY)
    with closing(sqlite3.connect(copy)) as sql:
        edition = Edition(bytes(owner_files.NAME_BYTES), (0, 0)).dump()
        sql.execute("INSERT INTO meta (name, value) VALUES ('owners', ?)", (edition,))
        sql.commit()
    if there:
        load_owners(keyring, folder / "ear.key").begin()
    code, words = said(folder, "restore", str(copy), "--yes")
    assert (code, ".owners" in words) == (1, True)
    assert all_notes(folder / "data/ear.sqlite3") == ["one", "two", "three"]


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_faults_of_the_settings_are_told(folder: Path, command: str) -> None:
    """As by the other commands."""
    (folder / "config.yaml").write_text("backup: {zone: Berlin, daily_at: noon}\n")
    code, words = said(folder, command, *(["x"] if command == "restore" else []))
    assert code == 1
    assert "backup.zone must be a time zone" in words
    assert 'backup.daily_at must be a time of day, such as "04:30", or off' in words


def test_none_is_put_back_while_the_bot_says_farewell(folder: Path) -> None:
    """What was told already is not in it: everybody would be told once more."""
    said(folder, "backup")
    (backup,) = (folder / BACKUPS).iterdir()
    end_of_files.note(folder / "ear.key", end_of_files.TELLING)
    before = (folder / "data/ear.sqlite3").read_bytes()
    code, words = said(folder, "restore", str(backup), "--yes")
    assert (code, (folder / "data/ear.sqlite3").read_bytes()) == (1, before)
    assert "switched off for good" in words
