"""Safe mode for what a machine has and files alone do not: a start comes to it by itself, and
whoever presses meanwhile gets help lines."""

import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from bot.causes import Cause, repairs
from bot.exit_codes import IN_SAFE_MODE
from bot.local_discord import LocalDiscord
from tests.how_much import many_starts
from tests.journeys.process import SETTINGS, started_as
from tests.journeys.test_safe_mode import DIRECTORY
from tests.prepared import first_files, shipped

RUN = (sys.executable, "-m", "bot", "run", "--config")
NO_ROOM = ("sh", "-c", 'ulimit -f 0; exec "$@"', "sh")
"""The system lets what follows write no byte into any file."""


@dataclass(frozen=True)
class Started:
    """How a start is made to find something, and what it says of it."""

    cause: Cause
    says: str
    before: tuple[str, ...] = ()
    """What stands before the command line."""
    zones: str = ""
    """What the package of time zones is instead."""
    old_tables: bool = False


STARTS = {
    "a full disk": Started(Cause.DISK, "cannot be written", before=NO_ROOM),
    "an upgrade that fails": Started(Cause.UPGRADE, "Nothing in it was changed.", old_tables=True),
    "an old package": Started(
        Cause.INSTALLATION, "tzdata is 2025.2", zones='__version__ = IANA_VERSION = "2025.2"'
    ),
    "no package": Started(
        Cause.INSTALLATION, "tzdata is not installed", zones='raise ImportError("no tzdata")'
    ),
}


def with_other_zones(folder: Path, zones: str) -> str:
    """Where Python looks for packages first: the data of the real one, under another version; or a
    package that cannot be imported, which is as if it were not there."""
    (folder / "tzdata").mkdir()
    (folder / "tzdata" / "__init__.py").write_text(f"{zones}\n")
    with as_file(files("tzdata")) as real:
        for name in ("zones", "zoneinfo"):
            (folder / "tzdata" / name).symlink_to(real / name)
    return str(folder)


async def with_old_tables(folder: Path) -> None:
    """Somebody put the number of an early version into a database that has all tables."""
    await first_files(folder / "data/bot.sqlite3", folder / "data/bot.key")
    with closing(sqlite3.connect(folder / "data/bot.sqlite3")) as database:
        database.execute("PRAGMA user_version = 1")


async def environment(one: Started, folder: Path, token: str) -> dict[str, str]:
    """What the process has, once its files are as they are to be."""
    if one.old_tables:
        await with_old_tables(folder / "bot")
    packages = folder / "packages"
    packages.mkdir()
    more = {"PYTHONPATH": with_other_zones(packages, one.zones)} if one.zones else {}
    return {**os.environ, "DISCORD_TOKEN": token, **more}


@many_starts
@pytest.mark.parametrize("name", STARTS)
async def test_a_start_comes_to_it_by_itself(tmp_path: Path, name: str) -> None:
    """The operator reads the cause and its repairs by numbers, a member help lines, an admin what
    kind of thing it is; stopped, it ends with the code of safe mode."""
    one = STARTS[name]
    folder = tmp_path / "bot"
    folder.mkdir()
    async with LocalDiscord.running() as discord:
        admin, member = discord.add_person("admin"), discord.add_person("member")
        guild = discord.add_guild("Harbour", owner=admin)
        guild.join(member)
        channel = guild.add_channel("anywhere")
        config = folder / "config.yaml"
        config.write_text(SETTINGS.format(api_url=discord.api_url))
        given = await environment(one, tmp_path, discord.token)
        async with started_as((*one.before, *RUN, str(config)), given) as safe:
            await safe.says("safe_mode.ready")
            shown = (await member.run("helplines", in_=channel)).message
            assert shown is not None
            assert DIRECTORY in shown.text
            told = (await admin.run("setup", in_=channel)).message
            assert told is not None
            assert shipped().text("en", f"repairing.cause.{one.cause}") in told.text
            assert await safe.stop() == IN_SAFE_MODE
    said = "".join(safe.lines)
    assert one.says in said
    for number, step in enumerate(repairs([one.cause]), start=2):
        assert f"\n{number}. {step}\n" in said
    assert "Traceback" not in said
