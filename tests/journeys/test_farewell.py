"""Stopping for good: whoever has something open is told once, and nothing is left on the disk."""

import asyncio
import os
import random
import sys
from pathlib import Path

import pytest

from bot.local_discord import LocalDiscord, Person
from tests.how_much import many_rounds, many_starts
from tests.journeys.forked import forked
from tests.journeys.process import SETTINGS, bot_process
from tests.journeys.test_kill import talking
from tests.journeys.test_operator import lend_an_ear
from tests.leaks.watch import assert_nothing_leaked
from tests.prepared import shipped

FAREWELL = shipped().text("en", "notice.farewell")
SERVER = shipped().text("en", "notice.farewell_server")
KILLS = 4


async def say_farewell(discord: LocalDiscord, folder: Path, *more: str) -> tuple[int, str]:
    """Run the command to its end."""
    settings = ("--config", str(folder / "config.yaml"), "--yes")
    return await lend_an_ear("farewell", *settings, *more, DISCORD_TOKEN=discord.token)


def files(folder: Path) -> set[str]:
    """What is left beside the settings; the lock holds nothing."""
    return {
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and file.name != "config.yaml" and not file.name.endswith(".lock")
    }


def told(person: Person) -> int:
    """How often somebody was told."""
    return [message.text for message in person.sees(person.dm)].count(FAREWELL)


async def test_everybody_is_told_and_everything_is_gone(tmp_path: Path) -> None:
    """Both sides and the moderators, once; backups go as well, and a run starts as a new one."""
    async with LocalDiscord.running() as discord, talking(discord, tmp_path) as (asker, listener):
        code, _ = await lend_an_ear("backup", "--config", str(tmp_path / "config.yaml"))
        assert code == 0
        assert len(files(tmp_path)) > 4
        code, said = await say_farewell(discord, tmp_path)
        assert (code, files(tmp_path)) == (0, set())
        assert "All of them were sent." in said
        assert [told(asker), told(listener)] == [1, 1]
        posted = [one for one in discord.traffic.exchanges if SERVER[:30].encode() in one.body]
        assert len(posted) == 1
        assert_nothing_leaked(discord, tmp_path, said)
        async with bot_process(discord, tmp_path):
            pass
        assert "data/bot.key" in files(tmp_path)


@many_starts
async def test_closed_direct_messages_hold_nothing_up(tmp_path: Path) -> None:
    """Who cannot be reached is not waited for."""
    async with LocalDiscord.running() as discord, talking(discord, tmp_path) as (asker, listener):
        asker.dms_open = False
        code, said = await say_farewell(discord, tmp_path)
        assert (code, files(tmp_path)) == (0, set())
        assert "1 could not be sent" in said
        assert [told(asker), told(listener)] == [0, 1]


@many_starts
async def test_nobody_is_told_where_that_is_wanted(tmp_path: Path) -> None:
    """An operator whose token is gone can still erase everything."""
    async with LocalDiscord.running() as discord, talking(discord, tmp_path) as (asker, listener):
        settings = str(tmp_path / "config.yaml")
        code, said = await lend_an_ear(
            "farewell", "--config", settings, "--yes", "--minutes", "0", DISCORD_TOKEN="gone"
        )
        assert (code, files(tmp_path)) == (0, set()), said
        assert [told(asker), told(listener)] == [0, 0]


@many_starts
async def test_where_discord_is_away_nothing_is_erased(tmp_path: Path) -> None:
    """Nobody could be told: it says so in words, and can be tried again."""
    async with LocalDiscord.running() as discord, talking(discord, tmp_path):
        before = files(tmp_path)
    code, said = await say_farewell(discord, tmp_path)
    assert (code, files(tmp_path)) == (1, before), said
    assert "Discord cannot be reached" in said
    assert "{" not in said


async def test_where_nothing_is_there_nothing_is_made(tmp_path: Path) -> None:
    """A wrong folder, or done already."""
    async with LocalDiscord.running() as discord:
        (tmp_path / "config.yaml").write_text(SETTINGS.format(api_url=discord.api_url))
        for more in ((), ("--minutes", "0")):
            code, said = await say_farewell(discord, tmp_path, *more)
            assert (code, files(tmp_path)) == (0, set()), said
            assert "nothing to erase" in said
    assert not (tmp_path / "data").exists()


@many_starts
async def test_it_is_asked_first(tmp_path: Path) -> None:
    """Without a yes nothing changes."""
    async with LocalDiscord.running() as discord, talking(discord, tmp_path) as (asker, _):
        before = files(tmp_path)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "farewell", "--config", str(tmp_path / "config.yaml")),
            env={**os.environ, "DISCORD_TOKEN": discord.token},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await process.communicate(b"n\n")
        assert b"nothing brings them back" in said
        assert (files(tmp_path), told(asker)) == (before, 0)


@many_starts
async def test_a_running_bot_refuses_it(tmp_path: Path) -> None:
    """Its database is in use."""
    async with LocalDiscord.running() as discord, talking(discord, tmp_path) as (asker, _):
        async with bot_process(discord, tmp_path):
            for more in ((), ("--minutes", "0")):
                code, said = await say_farewell(discord, tmp_path, *more)
                assert (code, told(asker)) == (1, 0)
                assert "in use" in said
                assert "Traceback" not in said
        async with bot_process(discord, tmp_path):
            pass  # and it goes on


@many_rounds
@pytest.mark.parametrize("seed", range(2))
async def test_killed_at_any_moment_it_goes_on(tmp_path: Path, seed: int) -> None:
    """Nobody is told twice, no run begins in between, and at its end nothing is left."""
    chance = random.Random(seed)  # noqa: S311 - moments for a test
    async with LocalDiscord.running() as discord, talking(discord, tmp_path) as (asker, listener):
        settings = str(tmp_path / "config.yaml")
        for _ in range(KILLS):
            process = await forked(
                "farewell", "--config", settings, "--yes", DISCORD_TOKEN=discord.token
            )
            await asyncio.sleep(chance.uniform(0.0, 1.0))
            if process.returncode is None:
                process.kill()
            await process.wait()
            if any(name.endswith(".farewell") for name in files(tmp_path)):
                code, said = await lend_an_ear(
                    "run", "--config", settings, DISCORD_TOKEN=discord.token
                )
                assert code == 1
                assert "switched off for good" in said
        if files(tmp_path):
            code, _ = await say_farewell(discord, tmp_path)
            assert code == 0
        assert files(tmp_path) == set()
        assert [told(asker), told(listener)] == [1, 1]
