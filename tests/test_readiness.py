"""What keeps the bot from starting is said by `check` and by `run`, in the same words."""

import asyncio
import base64
import re
import resource
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner

from bot import zone_data
from bot.causes import NO_SAFE_MODE, Cause, repairs
from bot.check_command import about_schema
from bot.cli import main
from bot.readiness import FirstLook, NotReady, look
from bot.safe_mode import explained, prepared
from bot.storage.encryption.keys import KEY_VARIABLE, Keyring
from bot.storage.encryption.remembered import marker_of
from bot.storage.encryption.sealing import Sealer
from bot.storage.sqlite.inspection import lacking
from bot.storage.store import open_store
from tests.patience import PATIENCE
from tests.prepared import shipped

ROOT = Path(__file__).parent.parent
TOKEN = "a.good.token"
KEY, OTHER_KEY = bytes(range(32)), bytes(32)
SETTINGS = """\
discord:
  api_url: http://127.0.0.1:1
  token_file: token
storage:
  database: data/bot.sqlite3
  key_file: data/bot.key
"""
Breaking: TypeAlias = Callable[[Path], None]


async def _well(folder: Path) -> Path:
    """A bot that has run before: settings, token, key, and a database that is sealed under it."""
    (folder / "config.yaml").write_text(SETTINGS)
    private(folder / "token", TOKEN)
    (folder / "data").mkdir(mode=0o700)
    private(folder / "data/bot.key", base64.b64encode(KEY).decode())
    keyring = Keyring(KEY)
    store = await open_store(folder / "data/bot.sqlite3", Sealer(keyring))
    await store.close()
    marker_of(folder / "data/bot.key").write_text(keyring.key_id.hex())
    return folder


def private(path: Path, text: str) -> None:
    """A file that only this account may read."""
    path.write_text(text)
    path.chmod(0o600)


def _said(command: str, folder: Path, **environment: str) -> tuple[int, str]:
    """The exit code and all that the command writes."""
    unset = {"DISCORD_TOKEN": None, KEY_VARIABLE: None}
    arguments = [command, "--config", str(folder / "config.yaml")]
    more = ["--offline"] if command == "check" else []
    result = CliRunner().invoke(main, [*arguments, *more], env={**unset, **environment})
    return result.exit_code, result.output


def _settings(old: str, new: str) -> Breaking:
    def break_it(folder: Path) -> None:
        text = (folder / "config.yaml").read_text()
        assert old in text
        (folder / "config.yaml").write_text(text.replace(old, new))

    return break_it


def _writing(name: str, text: str, mode: int = 0o600) -> Breaking:
    def break_it(folder: Path) -> None:
        (folder / name).write_text(text)
        (folder / name).chmod(mode)

    return break_it


def _removing(*names: str) -> Breaking:
    def break_it(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return break_it


def _a_folder(name: str) -> Breaking:
    def break_it(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return break_it


def _damaged(folder: Path) -> None:
    """Its beginning is whole, and what comes after is not."""
    path = folder / "data/bot.sqlite3"
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))


def _version(number: int) -> Breaking:
    def break_it(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "data/bot.sqlite3")) as database:
            database.execute(f"PRAGMA user_version = {number:d}")

    return break_it


def _begun_anew(folder: Path) -> None:
    """Somebody made a database with nothing in it."""
    (folder / "data/bot.sqlite3").unlink()
    with closing(sqlite3.connect(folder / "data/bot.sqlite3")) as database:
        database.execute("VACUUM")


def _open_to_all(name: str) -> Breaking:
    def break_it(folder: Path) -> None:
        (folder / name).chmod(0o777)

    return break_it


def _both(*faults: Breaking) -> Breaking:
    def break_it(folder: Path) -> None:
        for fault in faults:
            fault(folder)

    return break_it


LOST = r"is gone or empty, but there was one under this key.*backup.*delete .*has-sealed"
FAULTS: dict[str, tuple[Breaking, str]] = {
    "no settings": (_removing("config.yaml"), r"no such file; lend-an-ear init"),
    "settings that are a folder": (_a_folder("config.yaml"), r"config\.yaml: cannot be read"),
    "a wrong value": (_settings("discord:", "asks: {per_day: 0}\ndiscord:"), r"asks\.per_day must"),
    "no YAML": (_settings("discord:", "discord: ["), r"this is not YAML: "),
    "no texts": (_settings("discord:", "prompts: {folder: none}\ndiscord:"), r"none"),
    "no token": (_settings("  token_file: token\n", ""), r"DISCORD_TOKEN: no token: set this"),
    "no token file": (_removing("token"), r"token_file: cannot read the file of that name"),
    "an empty token file": (_writing("token", "\n"), r"does not hold a token"),
    "a token file for all": (_writing("token", TOKEN, 0o644), r"others may use .*chmod 600"),
    "a token file that is a folder": (_a_folder("token"), r"token_file: cannot read"),
    "a token as the file's name": (
        _settings("file: token", f"file: {TOKEN}"),
        r"put the token into that file",
    ),
    "a key that is none": (_writing("data/bot.key", "secret words"), r"not a key: .*base64.*copy"),
    "a key that is too short": (_writing("data/bot.key", "c2hvcnQ="), r"not a key: .*32 bytes"),
    "an empty key": (_writing("data/bot.key", ""), r"not a key"),
    "a key for all": (
        _writing("data/bot.key", base64.b64encode(KEY).decode(), 0o640),
        r"Others can use the key file .*chmod 600",
    ),
    "a key that is a folder": (_a_folder("data/bot.key"), r"key file .* is not a file"),
    "no key": (_removing("data/bot.key"), r"There is a database .* but no key .*Put its key back"),
    "another key": (
        _writing("data/bot.key", base64.b64encode(OTHER_KEY).decode()),
        r"key does not belong to the database .*belong together",
    ),
    "a database that is a folder": (_a_folder("data/bot.sqlite3"), r"is a folder.*storage\.data"),
    "a database of words": (_writing("data/bot.sqlite3", "x" * 9000), r"is damaged.*backup"),
    "a damaged database": (_damaged, r"is damaged.*backup"),
    "a database from the future": (_version(9999), r"version 9999.*Install that version"),
    "an upgrade without a place for its backup": (
        _both(_version(1), _settings("discord:", "backup: {folder: usb}\ndiscord:")),
        r"folder for backups .*usb\) is not there.*mkdir -m 700",
    ),
    "an emptied database": (_writing("data/bot.sqlite3", ""), LOST),
    "a database begun anew": (_begun_anew, LOST),
    "a lost database": (_removing("data/bot.sqlite3"), LOST),
    "a folder for all": (_open_to_all("data"), r"Others can write into .*chmod 700"),
    "a folder that cannot be": (
        _settings("data/bot.sqlite3", "token/bot.sqlite3"),
        r"cannot be written: Not a directory.*storage\.database",
    ),
}


OF_NAMES = (
    ("settings", Cause.SETTINGS),
    ("wrong value", Cause.SETTINGS),
    ("YAML", Cause.SETTINGS),
    ("texts", Cause.PROMPTS),
    ("token", Cause.TOKEN),
    ("key", Cause.KEY),
    ("from the future", Cause.NEWER),
    ("upgrade", Cause.UPGRADE),
    ("folder for all", Cause.OTHERS),
    ("cannot be", Cause.DISK),
    ("database", Cause.DATABASE),
)


def _cause_of(name: str) -> Cause:
    """By what its name says."""
    return next(cause for word, cause in OF_NAMES if word in name)


@pytest.mark.parametrize(("name", "break_it", "told"), [(name, *FAULTS[name]) for name in FAULTS])
async def test_check_and_run_say_the_same_of_every_fault(
    tmp_path: Path, name: str, break_it: Breaking, told: str
) -> None:
    """Plain words with what to do, a code that is not 0, and no line for machines. With a token
    `run` goes into safe mode; else it ends. The kind of the cause is what members' admins read."""
    folder = await _well(tmp_path)
    break_it(folder)
    before = _files(folder)
    code, said = _said("check", folder)
    assert code == 1
    assert re.search(told, said)
    for never in ("Traceback", "{", "Error", TOKEN, "secret words", "Input should"):
        assert never not in said
    looked = look(folder / "config.yaml", {})
    assert {one.cause for one in looked.wrong} == {_cause_of(name)}
    by_run = await _said_by_run(folder, looked)
    for line in said.splitlines():
        assert line in by_run
    assert _files(folder) == before


async def _said_by_run(folder: Path, looked: FirstLook) -> str:
    """What safe mode says; where it is not possible, `run` itself, which ends."""
    config_file = folder / "config.yaml"
    try:
        return "\n".join(explained(prepared(config_file, looked, {}), config_file))
    except NotReady:
        # it has a loop of its own, so it needs a thread of its own
        code, said = await asyncio.to_thread(_said, "run", folder)
        assert code == 1
        return said


def test_every_cause_can_be_told_and_repaired() -> None:
    """To the operator in steps; to who manages a server in a line, where safe mode tells it."""
    assert all(list(repairs([cause])) for cause in Cause)
    told = {key for key in shipped().keys("en") if key.startswith("repairing.cause.")}
    assert told == {f"repairing.cause.{cause}" for cause in set(Cause) - NO_SAFE_MODE}


async def test_without_an_upgrade_the_folder_for_backups_keeps_no_bot_from_starting(
    tmp_path: Path,
) -> None:
    """The log tells it, each time that a backup is due."""
    folder = await _well(tmp_path)
    _settings("discord:", "backup: {folder: usb}\ndiscord:")(folder)
    assert _said("check", folder)[0] == 0


async def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    """Token, key and database: nobody mends one fault to meet the next."""
    folder = await _well(tmp_path)
    for name in ("token", "data/bot.key", "data/bot.sqlite3"):
        _writing(name, "")(folder)
    code, said = _said("check", folder)
    assert (code, len(said.splitlines())) == (1, 2)
    _writing("data/bot.sqlite3", "words")(folder)
    assert len(_said("check", folder)[1].splitlines()) == 3


async def test_check_is_content_with_what_runs(tmp_path: Path) -> None:
    """Also before the first start; it tells the versions, and makes nothing."""
    folder = await _well(tmp_path)
    before = _files(folder)
    code, said = _said("check", folder)
    assert (code, said.splitlines()[0]) == (0, "Everything that a run needs is in order.")
    assert len(said.splitlines()) == 3
    assert f"tzdata {zone_data.version()}" in said
    assert _files(folder) == before
    shutil.rmtree(folder / "data")
    assert _said("check", folder) == (code, said)
    assert not (folder / "data").exists()


async def test_check_looks_at_the_tables(tmp_path: Path) -> None:
    """Somebody took one out by hand, and a column; of another version it says nothing."""
    folder = await _well(tmp_path)
    with closing(sqlite3.connect(folder / "data/bot.sqlite3")) as sql, sql:
        sql.execute("DROP TABLE help_country")
        sql.execute("ALTER TABLE meta RENAME COLUMN value TO worth")
    lacks = lacking(folder / "data/bot.sqlite3")
    assert {"help_country", "meta.value"} <= {*lacks}
    assert re.search(
        r"lacks .* which this version made.*restore",
        str(*about_schema(folder / "data/bot.sqlite3")),
    )
    _version(3)(folder)
    assert lacking(folder / "data/bot.sqlite3") == []
    assert lacking(folder / "none") == []


async def test_check_counts_reports_that_nobody_opened_for_a_day(tmp_path: Path) -> None:
    """In all servers together, and nothing else of them."""
    folder, now = await _well(tmp_path), int(time.time())
    quiet = _said("check", folder)[1]
    sent = (("open", now - 90_000, None), ("open", now - 80_000, None))
    done = (("open", now - 90_000, now), ("decided", now - 90_000, None))
    drafted = (("draft", now - 90_000, None),)
    with closing(sqlite3.connect(folder / "data/bot.sqlite3")) as sql, sql:
        sql.executemany(
            "INSERT INTO report (report_id, guild_id, about, state, sent_at, opened_at,"
            " subject_sealed) VALUES (?, 424242, 'ask', ?, ?, ?, x'00')",
            [(str(key), *row) for key, row in enumerate((*sent, *done, *drafted))],
        )
    code, said = _said("check", folder)
    assert code == 0
    (line,) = set(said.splitlines()) - set(quiet.splitlines())
    assert line.startswith("1 report has waited")
    assert "424242" not in said


async def test_a_disk_without_room_is_told(tmp_path: Path) -> None:
    """The system lets this process write no byte into any file."""
    folder = await _well(tmp_path)
    (folder / "token").unlink()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run", "--config", str(folder / "config.yaml")),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
    )
    async with asyncio.timeout(PATIENCE):
        said, _ = await process.communicate()
    assert process.returncode == 1
    assert re.search(r"(?m)^The database \(.*\) cannot be written: .* room, .*$", said.decode())


async def test_to_begin_anew_is_a_choice(tmp_path: Path) -> None:
    """Where the database is lost, deleting the file that is named is enough."""
    folder = await _well(tmp_path)
    (folder / "data/bot.sqlite3").unlink()
    _, said = _said("check", folder)
    marker = marker_of(folder / "data/bot.key")
    assert f"delete {marker} " in said
    marker.unlink()
    assert _said("check", folder)[0] == 0


async def test_a_key_of_the_environment_remembers_too(tmp_path: Path) -> None:
    """And another key was never used here, so nothing is lost."""
    folder = await _well(tmp_path)
    (folder / "data/bot.key").unlink()
    (folder / "data/bot.sqlite3").unlink()
    encoded = {key: base64.b64encode(key).decode() for key in (KEY, OTHER_KEY)}
    code, said = _said("check", folder, **{KEY_VARIABLE: encoded[KEY]})
    assert code == 1
    assert re.search(LOST, said)
    assert _said("check", folder, **{KEY_VARIABLE: encoded[OTHER_KEY]})[0] == 0


def _files(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_size for path in folder.rglob("*")}
