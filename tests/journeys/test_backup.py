"""A backup while people talk, the day on which it is needed, and those that the bot makes."""

import base64
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from bot import app, jobs
from bot.assembly import World
from bot.config import Settings
from bot.local_discord import LocalDiscord
from bot.prompt_files import load_shipped
from bot.storage.sqlite import backup_files
from bot.storage.sqlite.database import MIGRATIONS
from bot.storage.sqlite.migrate import load_migrations
from bot.token import Token
from tests.engines import only_on_sqlite
from tests.fakes import FixedClock, SeededRandomness
from tests.how_much import many_starts
from tests.journeys.process import bot_process
from tests.journeys.stage import files_in
from tests.journeys.test_kill import talking
from tests.journeys.test_operator import lend_an_ear
from tests.storage.sqlite.copies import KEY

pytestmark = only_on_sqlite("the backups of a PostgreSQL are its operator's")


@many_starts
async def test_two_who_talk_go_on_after_the_database_was_lost(tmp_path: Path) -> None:
    """While the bot runs a backup can be made and none put back; what the backup has, goes on."""
    settings = ("--config", str(tmp_path / "config.yaml"))
    database = tmp_path / "data/bot.sqlite3"
    async with LocalDiscord.running() as discord, talking(discord, tmp_path) as (asker, listener):
        async with bot_process(discord, tmp_path) as bot:
            code, said = await lend_an_ear("backup", *settings)
            assert code == 0, said
            (copy,) = copies(tmp_path)
            code, said = await lend_an_ear("restore", *settings, str(copy), "--yes")
            assert (code, "A bot runs on the database" in said) == (1, True)
            await asker.send(asker.dm, "before the disk broke")
            await listener.wait_for(listener.dm, "before the disk broke")
            await bot.kill()
        database.write_bytes(b"no longer a database")
        code, said = await lend_an_ear("restore", *settings, str(copy), "--yes")
        assert code == 0, said
        async with bot_process(discord, tmp_path):
            await asker.send(asker.dm, "are you still here?")
            await listener.wait_for(listener.dm, "are you still here?")
            await listener.send(listener.dm, "I am")
            await asker.wait_for(asker.dm, "I am")


async def test_a_start_that_changes_the_database_makes_a_backup_first(tmp_path: Path) -> None:
    """Its name says so; the next start changes nothing and makes none."""
    steps, data = load_migrations(MIGRATIONS), tmp_path / "data"
    data.mkdir(mode=0o700)
    with closing(sqlite3.connect(data / "bot.sqlite3", isolation_level=None)) as sql:
        for step in steps[:-1]:
            for statement in step.statements:
                sql.execute(statement)
        sql.execute(f"PRAGMA user_version = {len(steps) - 1:d}")
    (data / "bot.key").write_text(base64.b64encode(KEY).decode())
    (data / "bot.key").chmod(0o600)
    async with LocalDiscord.running() as discord:
        for _ in range(2):
            async with bot_process(discord, tmp_path) as bot:
                assert await bot.stop() == 0
            (copy,) = copies(tmp_path)
    assert copy.name.endswith(f"Z-v{len(steps) - 1:04}-before-v{len(steps):04}.sqlite3")


async def test_a_running_bot_looks_each_minute_whether_one_is_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And makes it where it is."""
    found: dict[str, tuple[jobs.Tick, float]] = {}

    @asynccontextmanager
    async def noting(ticks: Mapping[jobs.Tick, float]) -> AsyncIterator[None]:
        found.update({tick.__qualname__: (tick, every) for tick, every in ticks.items()})
        yield

    monkeypatch.setattr(app, "ticking", noting)
    async with LocalDiscord.running() as discord:
        settings, world = (
            files_in(tmp_path, Settings(), discord),
            World(FixedClock(), SeededRandomness()),
        )
        token, prompts = Token(discord.token), load_shipped()
        async with app.running(settings, prompts, token, {}, world) as bot:
            await bot.supervisor.ready()
            look, every = found["DailyBackup.look"]
            await look()
            (copy,) = copies(tmp_path)
    assert every == 60
    assert copy.name.startswith(f"bot-{FixedClock().now():%Y%m%dT%H%M%SZ}")


def copies(folder: Path) -> list[Path]:
    """The backups of the bot that runs there."""
    database = folder / "data/bot.sqlite3"
    folder_of_them = backup_files.default_folder(database)
    return [one.file for one in backup_files.backups(folder_of_them, database)]
