"""The commands of the README, as they stand there, run one after the other in an empty folder as an
operator would. Those that go on until they are stopped are started, and stopped."""

import asyncio
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.local_discord import LocalDiscord
from tests.journeys.process import started_as
from tests.test_readme import ROOT, SPANS, said

PROGRAM = ".venv/bin/lend-an-ear"
ELSEWHERE = {
    "demo": "tests/demo/page/test_command.py",
    "demo --script": "tests/demo/test_script.py",
    "simulate": "tests/simulation/test_simulation.py",
    "local-discord": "tests/local_discord/test_long_running.py",
    "erase --private-number NUMBER": "tests/journeys/test_erase_by_number.py",
    "work": "tests/faults/test_workers.py",
    "move --to postgresql://name@host/lend_an_ear": "tests/test_move_command.py",
}
"""What is played by other tests, as it needs people or much time."""
CHANGES = {"restore FILE": "restore {backup}"}
"""What stands for something of one's own."""
IN_ORDER = ("init", "check", "invite", "init --systemd", "run", "backup", "audit verify")
WHILE_IT_RUNS = ("health",)
AFTER_A_RUN = ("restore FILE", "rotate-key", "farewell")
WITH_WORDS = f'echo "words" | {PROGRAM} screen --explain'


def told() -> set[str]:
    """Every command that the README tells an operator to run as it stands; names of commands in the
    middle of a sentence, and what explains an option, are not."""
    return {" ".join(words) for words in said(PROGRAM)} - {"screen --explain"}


def test_every_command_is_run_by_some_test() -> None:
    """A new one needs a place here."""
    here = {*IN_ORDER, *WHILE_IT_RUNS, *AFTER_A_RUN, *ELSEWHERE}
    assert told() <= here
    assert WITH_WORDS in SPANS
    assert not [path for path in ELSEWHERE.values() if not (ROOT / path).exists()]


@dataclass
class Operator:
    """A folder with the environment of the README, and a Discord to connect to."""

    folder: Path
    discord: LocalDiscord
    read: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.folder / ".venv/bin").mkdir(parents=True)
        (self.folder / PROGRAM).symlink_to(Path(sys.prefix) / "bin/lend-an-ear")
        self.environ = {**os.environ, "DISCORD_TOKEN": self.discord.token, "COLUMNS": "100"}
        self.environ.pop("LEND_AN_EAR_KEY", None)

    async def types(self, line: str) -> str:
        """A line in a shell, and yes to whatever it asks; what it says. It ends well."""
        process = await asyncio.create_subprocess_shell(
            line,
            cwd=self.folder,
            env=self.environ,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        printed, _ = await process.communicate(b"y\ny\n")
        self.read.append(printed.decode())
        assert process.returncode == 0, f"{line}: {printed.decode()}"
        return printed.decode()

    async def has_settings(self) -> None:
        """Those that `init` wrote, for this Discord."""
        config = self.folder / "config.yaml"
        text = config.read_text()
        assert "https://discord.com/api/v10" in text
        config.write_text(text.replace("https://discord.com/api/v10", self.discord.api_url))

    async def runs(self) -> None:
        """`run`, until it is connected and was asked how it is; then it is stopped."""
        words = ("sh", "-c", f'cd "$0" && exec {PROGRAM} run', str(self.folder))
        async with started_as(words, self.environ) as bot:
            await bot.ready()
            for command in WHILE_IT_RUNS:
                await self.types(f"{PROGRAM} {command}")
            assert await bot.stop() == 0


@pytest.mark.timeout(600)
async def test_they_run_as_they_stand_there(tmp_path: Path) -> None:
    """From an empty folder to the end; each ends with 0, and no token stands in what it says."""
    async with LocalDiscord.running() as discord:
        operator = Operator(tmp_path, discord)
        for command in IN_ORDER:
            if command == "run":
                await operator.runs()
                continue
            assert await operator.types(f"{PROGRAM} {command}")
            if command == "init":
                await operator.has_settings()
        assert await operator.types(WITH_WORDS)
        for command in AFTER_A_RUN:
            (backup, *_) = sorted((tmp_path / "data/backups").glob("*.sqlite3"))
            line = CHANGES.get(command, command).format(backup=backup)
            await operator.types(f"{PROGRAM} {line}")
        assert not list((tmp_path / "data").glob("*.sqlite3"))
        assert discord.token not in "".join(operator.read)
