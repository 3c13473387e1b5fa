"""The unit that `init --systemd` prints: what systemd makes of it."""

import asyncio
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from bot.config import Settings
from bot.local_discord import LocalDiscord
from bot.setting_sections import Backups
from bot.setting_storage import Storage
from bot.systemd_unit import unit
from tests.test_init_command import files, init
from tests.test_readiness import private

ANALYZE = shutil.which("systemd-analyze")


def values(text: str) -> ConfigParser:
    """Its lines by section."""
    read = ConfigParser(strict=True, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(text)
    return read


def test_it_is_printed_and_nothing_is_written(tmp_path: Path) -> None:
    """With the real paths, and the codes after which to start again does not help."""
    code, said = init(tmp_path, "--systemd")
    assert (code, files(tmp_path)) == (0, set())
    service = values(said)["Service"]
    assert service["Type"] == "notify"
    assert service["ExecStart"].endswith(f" run --config {tmp_path}/config.yaml")
    assert Path(service["ExecStart"].split()[0]).exists()
    assert service["RestartPreventExitStatus"] == "1 78"
    assert service["ReadWritePaths"] == f"{tmp_path}/data"


def test_it_lets_the_bot_write_where_the_settings_say() -> None:
    """The folders of database, key and backups, each once; systemd's own place is its to make."""
    files = Storage(database=Path("/srv/a/b/x.sqlite3"), key_file=Path("/srv/k%y/key"))
    settings = Settings(storage=files, backup=Backups(folder=Path("/srv/a")))
    text = unit(Path("/etc/lend an ear.yaml"), settings)
    assert "ReadWritePaths=/srv/a\nReadWritePaths=/srv/k%%y\n" in text
    assert '"/etc/lend an ear.yaml"' in text
    place = Path("/var/lib/lend-an-ear")
    files = Storage(database=place / "x.sqlite3", key_file=place / "key")
    service = values(unit(place / "config.yaml", Settings(storage=files)))["Service"]
    assert (service["StateDirectory"], service["StateDirectoryMode"]) == ("lend-an-ear", "0700")


def test_homes_are_readable_where_the_bot_lies_in_one() -> None:
    """Else they are hidden from it."""
    settings = Settings().beside(Path("/home/ada/bot"))
    assert "ProtectHome=read-only" in unit(Path("/home/ada/bot/config.yaml"), settings)


def manager() -> str:
    """Why no unit can be started here; empty where it can."""
    if shutil.which("systemd-run") is None:
        return "there is no systemd-run on this machine"
    state = asked("systemctl", "--user", "is-system-running")
    return "" if state in ("running", "degraded") else f"no systemd of this user runs: {state}"


def asked(*words: str) -> str:
    """What a command of systemd's says, without its complaints."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
    return done.stdout.strip()


async def test_systemd_starts_its_command_line(tmp_path: Path) -> None:
    """It waits until the bot says that it is ready, and shows how it stands."""
    if why := manager():
        pytest.skip(why)
    name = f"lend-an-ear-{tmp_path.name}"
    async with LocalDiscord.running() as discord:
        assert init(tmp_path)[0] == 0
        settings = (tmp_path / "config.yaml").read_text()
        settings = settings.replace("https://discord.com/api/v10", discord.api_url)
        (tmp_path / "config.yaml").write_text(settings.replace("file: null", "file: token"))
        private(tmp_path / "token", discord.token)
        command = values(init(tmp_path, "--systemd")[1])["Service"]["ExecStart"].split()
        started = ("systemd-run", "--user", f"--unit={name}", "--property=Type=notify", *command)
        try:
            await asyncio.to_thread(asked, *started)
            shown = await asyncio.to_thread(asked, "systemctl", "--user", "show", name)
        finally:
            await asyncio.to_thread(asked, "systemctl", "--user", "stop", name)
    assert "ActiveState=active" in shown.splitlines()
    assert "StatusText=Connected to Discord" in shown


@pytest.mark.skipif(ANALYZE is None, reason="there is no systemd-analyze on this machine")
def test_systemd_understands_it(tmp_path: Path) -> None:
    """Every line."""
    assert ANALYZE is not None
    assert init(tmp_path)[0] == 0
    file = tmp_path / "lend-an-ear.service"
    file.write_text(init(tmp_path, "--systemd")[1])
    done = subprocess.run(  # noqa: S603 - the unit is ours
        [ANALYZE, "verify", str(file)], capture_output=True, text=True, check=False, timeout=60
    )
    about = [line for line in done.stderr.splitlines() if "lend-an-ear" in line]
    assert (done.returncode, about) == (0, []), sys.version
