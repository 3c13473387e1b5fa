"""A backup while people talk, and the day on which it is needed."""

from pathlib import Path

from bot.local_discord import LocalDiscord
from tests.journeys.process import bot_process
from tests.journeys.test_kill import talking
from tests.journeys.test_operator import lend_an_ear


async def test_two_who_talk_go_on_after_the_database_was_lost(tmp_path: Path) -> None:
    """While the bot runs a backup can be made and none put back; what the backup has, goes on."""
    settings = ("--config", str(tmp_path / "config.yaml"))
    database = tmp_path / "data/bot.sqlite3"
    async with LocalDiscord.running() as discord, talking(discord, tmp_path) as (asker, listener):
        async with bot_process(discord, tmp_path) as bot:
            code, said = await lend_an_ear("backup", *settings)
            assert code == 0, said
            (copy,) = (tmp_path / "data/backups").iterdir()
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
