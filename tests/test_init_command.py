"""`init`: the settings and the key of a new bot, never over those of another, all or nothing."""

import base64
import errno
import os
import re
import resource
import shutil
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from hatchling import build

from bot.cli import main
from bot.example_settings import shipped_example
from bot.new_files import write_new
from bot.storage.encryption.keys import KEY_VARIABLE

ROOT = Path(__file__).parent.parent
KEY = "data/lend-an-ear.key"


def init(folder: Path, *more: str, **environment: str) -> tuple[int, str]:
    """The exit code, and all that it says."""
    unset = {"DISCORD_TOKEN": None, KEY_VARIABLE: None}
    result = CliRunner().invoke(main, ["init", str(folder), *more], env={**unset, **environment})
    return result.exit_code, result.output


def files(folder: Path) -> set[str]:
    """What lies there, and in which modes."""
    return {
        f"{path.relative_to(folder)} {stat.S_IMODE(path.stat().st_mode):o}"
        for path in folder.rglob("*")
    }


@contextmanager
def no_room() -> Iterator[None]:
    """The system lets this process write no byte into any file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_settings_and_key_are_written(tmp_path: Path) -> None:
    """The commented ones, a key that only this account may read, and three steps; no secret."""
    code, said = init(tmp_path / "new" / "bot")
    folder = tmp_path / "new" / "bot"
    assert code == 0
    assert files(folder) == {"config.yaml 600", "data 700", f"{KEY} 600"}
    assert (folder / "config.yaml").read_bytes() == (ROOT / "config.example.yaml").read_bytes()
    key = (folder / KEY).read_text()
    assert len(base64.b64decode(key)) == 32
    assert key.strip() not in said
    steps = re.findall(r"(?m)^(\d)\. (.*)", said)
    assert [number for number, _ in steps] == ["1", "2", "3"]
    for step, about in zip(steps, ("https://discord.com/", str(folder), KEY), strict=True):
        assert about in step[1]


def test_what_is_there_stays(tmp_path: Path) -> None:
    """Other files are left alone; with both there nothing is done, and it says so."""
    (tmp_path / "notes").write_text("mine")
    assert init(tmp_path)[0] == 0
    key = (tmp_path / KEY).read_bytes()
    (tmp_path / "config.yaml").write_text("asks: {per_day: 7}\n")
    code, said = init(tmp_path)
    assert (code, (tmp_path / KEY).read_bytes()) == (1, key)
    assert "there already" in said
    assert (tmp_path / "config.yaml").read_text() == "asks: {per_day: 7}\n"
    assert (tmp_path / "notes").read_text() == "mine"


def test_where_one_is_there_the_other_is_written(tmp_path: Path) -> None:
    """Settings that are there say where the key belongs."""
    (tmp_path / "config.yaml").write_text("storage: {key_file: keys/mine}\n")
    code, said = init(tmp_path)
    assert code == 0
    assert f"Left as it was: {tmp_path / 'config.yaml'}" in said
    assert files(tmp_path) == {"config.yaml 644", "keys 700", "keys/mine 600"}
    shutil.copytree(tmp_path / "keys", tmp_path / "other" / "data", copy_function=_as_key)
    code, said = init(tmp_path / "other")
    assert code == 0
    assert f"Left as it was: {tmp_path / 'other' / KEY}" in said


def _as_key(source: str, target: str) -> None:
    shutil.copy2(source, Path(target).with_name(Path(KEY).name))


@pytest.mark.parametrize("left", ["data/lend-an-ear.sqlite3", f"{KEY}.owners"])
def test_no_new_key_is_made_for_what_another_has_sealed(tmp_path: Path, left: str) -> None:
    """It could not open it: the key has to be put back."""
    (tmp_path / "data").mkdir()
    (tmp_path / left).write_text("sealed")
    before = files(tmp_path)
    code, said = init(tmp_path)
    assert (code, files(tmp_path)) == (1, before)
    assert "Put its key back" in said


def test_a_key_of_the_environment_needs_no_file(tmp_path: Path) -> None:
    """Then only the settings are written."""
    code, said = init(tmp_path, **{KEY_VARIABLE: "x"})
    assert (code, files(tmp_path)) == (0, {"config.yaml 600"})
    assert KEY_VARIABLE in said


def test_where_nothing_can_be_written_nothing_is_left(tmp_path: Path) -> None:
    """A full disk; a file in a folder's place. Plain words, no folder, no half of anything."""
    with no_room():
        code, said = init(tmp_path / "bot")
    assert (code, files(tmp_path)) == (1, set())
    assert "cannot be written" in said
    (tmp_path / "file").write_text("")
    code, said = init(tmp_path / "file" / "bot")
    assert (code, files(tmp_path)) == (1, {"file 644"})
    assert "Not a directory" in said
    (tmp_path / "file").rename(tmp_path / "data")
    code, said = init(tmp_path)
    assert (code, files(tmp_path)) == (1, {"data 644"})
    assert "Traceback" not in said


def test_a_folder_that_is_not_ones_own_is_told(tmp_path: Path) -> None:
    """Not writable for this account; root may write everywhere but in the kernel's own folders."""
    tmp_path.chmod(0o500)
    folder = Path("/sys/lend-an-ear") if os.geteuid() == 0 else tmp_path
    code, said = init(folder)
    assert code == 1
    assert re.search(r"cannot be written: .*(denied|not permitted|[Rr]ead-only)", said)
    assert not (folder / "config.yaml").exists()


def test_settings_with_a_fault_are_told_first(tmp_path: Path) -> None:
    """They say where the key belongs."""
    (tmp_path / "config.yaml").write_text("storage: {keyfile: here}\n")
    code, said = init(tmp_path)
    assert (code, files(tmp_path)) == (1, {"config.yaml 644"})
    assert 'did you mean "key_file"?' in said


def test_none_takes_the_place_of_one_that_came_meanwhile(tmp_path: Path) -> None:
    """Nor does the other stay."""
    (tmp_path / "two").write_text("mine")
    with pytest.raises(FileExistsError):
        write_new({tmp_path / "new" / "one": b"1", tmp_path / "two": b"2"})
    assert files(tmp_path) == {"two 644"}
    assert (tmp_path / "two").read_text() == "mine"


def test_a_disk_that_fails_at_the_last_file_keeps_none(tmp_path: Path) -> None:
    """A name that is too long for the system comes after one that is well."""
    with pytest.raises(OSError, match="too long") as refused:
        write_new({tmp_path / "one": b"1", tmp_path / ("x" * 300): b"2"})
    assert refused.value.errno == errno.ENAMETOOLONG
    assert files(tmp_path) == set()


def test_an_installed_bot_has_the_example_with_it(tmp_path: Path) -> None:
    """The wheel holds it where it is looked for, and so are the texts."""
    assert shipped_example() == ROOT / "config.example.yaml"
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        wheel = tmp_path / build.build_wheel(str(tmp_path))
    finally:
        os.chdir(before)
    with zipfile.ZipFile(wheel) as packed:
        example = packed.read("bot/_config.example.yaml")
        assert "bot/_prompts/messages.en.yaml" in packed.namelist()
    assert example == shipped_example().read_bytes()
