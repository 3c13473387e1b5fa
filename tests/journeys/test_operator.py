"""What an operator meets at the command line: plain words, no traceback, no secret."""

import asyncio
import json
import os
import shutil
from pathlib import Path

import pytest

from bot.exit_codes import IN_SAFE_MODE
from bot.local_discord import LocalDiscord
from tests.how_much import many_starts
from tests.journeys.forked import forked
from tests.journeys.process import SETTINGS, started, watched_process
from tests.patience import PATIENCE


async def lend_an_ear(*words: str, **environment: str) -> tuple[int, str]:
    """Run the command line to its end; its exit code and everything it said."""
    process = await forked(*words, **environment)
    async with asyncio.timeout(PATIENCE):
        said = await process.said.read()
        return await process.wait(), said.decode()


async def test_a_second_process_on_the_same_database_is_refused(tmp_path: Path) -> None:
    """Two bots on one database would say everything twice: the second does not start."""
    async with LocalDiscord.running() as discord, watched_process(discord, tmp_path):
        code, said = await lend_an_ear(
            "run", "--config", str(tmp_path / "config.yaml"), DISCORD_TOKEN=discord.token
        )
    assert code == 1
    assert "Traceback" not in said
    assert "bot.sqlite3" in said


async def test_a_wrong_token_is_told_and_not_shown(tmp_path: Path) -> None:
    """Discord refuses the token: plain words, an end, and the token nowhere."""
    wrong = "MTIzNDU2Nzg5MDEyMzQ1Njc4.wrong1.not-the-token-that-discord-knows"
    async with LocalDiscord.running() as discord:
        settings = tmp_path / "config.yaml"
        text = SETTINGS.format(api_url=discord.api_url) + "logging:\n  level: debug\n"
        settings.write_text(text)
        code, said = await lend_an_ear("run", "--config", str(settings), DISCORD_TOKEN=wrong)
    assert code == 1
    assert "Discord does not accept the token" in said
    assert "Traceback" not in said
    assert wrong not in said
    assert wrong.split(".")[2] not in said


async def test_every_fault_of_the_settings_is_told_before_anything_connects(
    tmp_path: Path,
) -> None:
    """All faults at once, each with line and column."""
    settings = tmp_path / "config.yaml"
    settings.write_text("asks:\n  text_at_most: 9000\n  no_such_thing: 1\n")
    code, said = await lend_an_ear("run", "--config", str(settings), DISCORD_TOKEN="")
    assert code == 1
    assert f"{settings}:2:" in said
    assert f"{settings}:3:" in said
    assert "Traceback" not in said


async def test_check_says_that_all_is_well(tmp_path: Path) -> None:
    """The shipped example and the shipped texts have no fault; a token is all that they need."""
    example = tmp_path / "config.yaml"
    shutil.copy(Path(__file__).parents[2] / "config.example.yaml", example)
    settings = ("--config", str(example), "--offline")
    code, said = await lend_an_ear("check", *settings, DISCORD_TOKEN="a.good.token")
    assert code == 0
    assert said.startswith("Everything that a run needs is in order.\nbot ")


@many_starts
async def test_a_database_that_is_lost_is_not_replaced_without_a_word(tmp_path: Path) -> None:
    """After a first run its key remembers it: gone or emptied, the bot does not start as new. It
    shows help lines, and ends with a code of its own."""
    database = tmp_path / "data/bot.sqlite3"
    async with LocalDiscord.running() as discord:
        async with watched_process(discord, tmp_path) as bot:
            settings = ("--config", str(tmp_path / "config.yaml"))
            code, _ = await lend_an_ear("check", *settings, DISCORD_TOKEN=discord.token)
            assert code == 0, "a bot that runs is no fault"
            assert await bot.stop() == 0
        os.truncate(database, 0)
        async with started(tmp_path / "config.yaml", DISCORD_TOKEN=discord.token) as safe:
            await safe.says("safe_mode.ready")
            assert await safe.stop() == IN_SAFE_MODE
    said = "".join(safe.lines)
    assert "gone or empty, but there was one under this key" in said
    assert "1. Stop the bot" in said
    assert database.stat().st_size == 0


@many_starts
async def test_the_log_of_a_quiet_run_is_short(tmp_path: Path) -> None:
    """Start and stop with what matters, the set-up, and nothing of every tick."""
    async with LocalDiscord.running() as discord, watched_process(discord, tmp_path) as bot:
        await asyncio.sleep(2.5)  # two ticks
        assert await bot.stop() == 0
    events = [json.loads(line) for line in bot.lines]
    assert [event["event"] for event in events if event["event"] != "library"] == [
        "started",
        "supervisor.ready",
        "inbox.caught_up",
        "stopping",
        "stopped",
    ]
    assert {"bot", "python", "discord_py", "aiohttp", "sqlite", "tzdata"} <= events[0].keys()
    libraries = [event for event in events if event["event"] == "library"]
    assert len(libraries) < 5
    assert not [event for event in libraries if "%" in event["says"]]
    assert not [event for event in libraries if event["level"] == "warning"]


@pytest.mark.l17
@pytest.mark.parametrize("level", ["info", "debug"])
async def test_stopping_is_clean_and_logs_no_identity(tmp_path: Path, level: str) -> None:
    """SIGTERM ends it with 0; at every level the log has no token and no id."""
    async with LocalDiscord.running() as discord:
        person = discord.add_person("striking_name_77", global_name="Striking Name")
        guild = discord.add_guild("Harbour", member_count=120)
        guild.join(person)
        channel = guild.add_channel("anywhere")
        async with watched_process(discord, tmp_path, f"logging:\n  level: {level}\n") as bot:
            await person.run("encourage", in_=channel)
            await person.send(person.dm, "words of mine")
            await person.wait_for(person.dm, "no conversation is open")
            assert await bot.stop() == 0
    log = "".join(bot.lines)
    for secret in (discord.token, str(person.id), "striking", "Striking", "words of mine"):
        assert secret not in log
