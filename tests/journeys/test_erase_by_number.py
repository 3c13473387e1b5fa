"""An operator erases somebody by a private number: beside the running bot, and with the plug pulled
at any place."""

import asyncio
import base64
import sys
from pathlib import Path

from bot.domain.ids import GuildId, PersonTag, UserId
from bot.domain.private_numbers import written
from bot.local_discord import LocalDiscord, Person
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import Sealer
from tests.engine_tables import run_beside
from tests.how_much import many_starts
from tests.journeys.process import bot_process
from tests.journeys.test_kill import talking
from tests.journeys.test_operator import lend_an_ear
from tests.patience import PATIENCE


class Files:
    """What the bot keeps of one person."""

    def __init__(self, folder: Path, person: Person) -> None:
        self._folder = folder
        key = base64.b64decode((folder / "data/bot.key").read_text())
        self._sealer = Sealer(Keyring(key))
        self.tag: PersonTag = self._sealer.person_tag(UserId(person.id))
        self._user = UserId(person.id)

    def erase(self) -> tuple[str, ...]:
        """The command, by the person's number as somebody who asks."""
        ((guild,),) = self.rows("SELECT guild_id FROM guild")
        number = written(self._sealer.asker_number(GuildId(guild), self._user))
        config = str(self._folder / "config.yaml")
        return "erase", "--config", config, "--private-number", number

    def rows(self, sql: str, *values: bytes) -> list[tuple[int, ...]]:
        """Of the database as it stands."""
        return run_beside(self._folder / "data/bot.sqlite3", sql, *values)

    def known(self) -> int:
        """In how many rows they stand as a person, and as one whose erasing goes on."""
        return len(
            self.rows("SELECT 1 FROM person WHERE person_tag = ?", self.tag)
            + self.rows("SELECT 1 FROM erasing WHERE person_tag = ?", self.tag)
        )

    async def is_unknown(self) -> None:
        """Wait until they stand nowhere any more."""
        async with asyncio.timeout(PATIENCE):
            while True:
                if not self.known():
                    return
                await asyncio.sleep(0.05)

    async def are_erased(self) -> None:
        """Wait until nothing of theirs is left; what the listener has of it is nobody's."""
        await self.is_unknown()
        assert self.rows("SELECT 1 FROM ask WHERE asker_sealed IS NOT NULL") == []
        assert len(self.rows("SELECT 1 FROM conversation WHERE asker_sealed IS NULL")) == 1


async def test_beside_the_running_bot(tmp_path: Path) -> None:
    """It says what it ends; the bot does it within seconds."""
    async with LocalDiscord.running() as discord, talking(discord, tmp_path) as (asker, _):
        files = Files(tmp_path, asker)
        async with bot_process(discord, tmp_path):
            code, said = await lend_an_ear(*files.erase(), "--yes")
            assert code == 0, said
            assert "ends 1 open conversation." in said
            assert "The bot erases it now" in said
            await files.are_erased()
            code, said = await lend_an_ear(*files.erase(), "--yes")
            assert (code, "Nobody who is known here" in said) == (1, True)


@many_starts
async def test_killed_at_the_question(tmp_path: Path) -> None:
    """Then nothing was asked for."""
    async with LocalDiscord.running() as discord, talking(discord, tmp_path) as (asker, _):
        files = Files(tmp_path, asker)
        command = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *files.erase()),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert command.stdout is not None
        async with asyncio.timeout(PATIENCE):
            await command.stdout.readuntil(b"Erase everything of theirs?")
        command.kill()
        await command.wait()
        assert files.rows("SELECT 1 FROM erasing") == []
        assert files.known() == 1


@many_starts
async def test_the_next_start_goes_on(tmp_path: Path) -> None:
    """Where no bot runs, and where one is killed as soon as it is noted."""
    async with LocalDiscord.running() as discord, talking(discord, tmp_path) as (asker, listener):
        ours, theirs = Files(tmp_path, asker), Files(tmp_path, listener)
        code, said = await lend_an_ear(*ours.erase(), "--yes")
        assert (code, "at its next start" in said) == (0, True), said
        assert ours.known() == 2
        async with bot_process(discord, tmp_path) as bot:
            await ours.are_erased()
            code, said = await lend_an_ear(*theirs.erase(), "--yes")
            assert code == 0, said
            await bot.kill()
        async with bot_process(discord, tmp_path):
            await theirs.is_unknown()
        assert theirs.rows("SELECT 1 FROM listener") == []
