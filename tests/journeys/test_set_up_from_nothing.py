"""From an empty folder to a server that is set up, with what an operator types and nothing else."""

import asyncio
import os
import re
import sys
from pathlib import Path

import pytest

from bot.exit_codes import IN_SAFE_MODE
from bot.local_discord import LocalDiscord, Permissions
from tests.journeys.guided import Guided, words
from tests.journeys.process import started
from tests.leaks.watch import assert_nothing_leaked
from tests.test_readiness import private
from tests.test_service_manager import Listening, listening

PORTAL = {"description": "Ask for help without your name.", "bot_public": False}


class Terminal:
    """What an operator types in a folder, and all that they read there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config.yaml"
        self.read: list[str] = []

    async def types(self, *words: str, code: int = 0) -> str:
        """A command that ends, in a process of its own; what it says."""
        unset = ("DISCORD_TOKEN", "LEND_AN_EAR_KEY")
        environment = {name: value for name, value in os.environ.items() if name not in unset}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *words),
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        printed, _ = await process.communicate()
        self.read.append(printed.decode())
        assert process.returncode == code, printed.decode()
        return printed.decode()

    def changes(self, old: str, new: str) -> None:
        """A setting."""
        text = self.config.read_text()
        assert old in text
        self.config.write_text(text.replace(old, new, 1))


async def prepared(terminal: Terminal, discord: LocalDiscord) -> None:
    """Settings, key and token where they belong, as the three steps say; one setting is wrong."""
    said = await terminal.types("init", str(terminal.folder))
    place = re.search(r"(?m)^2\. Put it into the file (\S+),", said)
    assert place is not None
    missing = await terminal.types("check", "--config", str(terminal.config), code=1)
    assert "no token" in missing
    private(Path(place[1]), discord.token + "\n")
    terminal.changes("token_file: null", "token_file: token")
    terminal.changes("https://discord.com/api/v10", discord.api_url)
    terminal.changes("per_day: 3", "per_dya: 3")


async def first_in_safe_mode(terminal: Terminal, manager: Listening, address: str) -> None:
    """Started with the fault, it says what to change, to systemd as well."""
    async with started(terminal.config, NOTIFY_SOCKET=address, DISCORD_TOKEN="") as safe:
        await manager.hears("READY=1")
        assert any(line.startswith("STATUS=Safe mode") for line in manager.heard)
        assert await safe.stop() == IN_SAFE_MODE
        await manager.hears("STOPPING=1")
    terminal.read += safe.lines
    assert 'did you mean "per_day"?' in "".join(safe.lines)
    terminal.changes("per_dya: 3", "per_day: 3")


@pytest.mark.timeout(600)
async def test_from_an_empty_folder_to_a_server_that_is_set_up(tmp_path: Path) -> None:
    """init, token, check, run with a fault, mended, invite, run, /setup. No secret is printed, and
    systemd is told of all of it."""
    terminal, address = Terminal(tmp_path / "bot"), str(tmp_path / "notify")
    async with LocalDiscord.running() as discord:
        discord.world.application = PORTAL
        with listening(address) as manager:
            await prepared(terminal, discord)
            await first_in_safe_mode(terminal, manager, address)
        fine = await terminal.types("check", "--config", str(terminal.config))
        assert fine.startswith("Everything that a run needs is in order.")
        link = (await terminal.types("invite", "--config", str(terminal.config))).splitlines()[0]
        asked = re.search(r"client_id=(\d+).*permissions=(\d+)", link)
        assert asked is not None
        assert int(asked[1]) == discord.bot_id
        address += "-again"
        with listening(address) as manager:
            async with started(terminal.config, NOTIFY_SOCKET=address, DISCORD_TOKEN="") as bot:
                await manager.hears("READY=1")
                await set_up(discord, Permissions(int(asked[2])))
                assert await bot.stop() == 0
                await manager.hears("STOPPING=1")
            assert not [line for line in manager.heard if "Safe mode" in line]
        terminal.read += bot.lines
        printed = "".join(terminal.read)
        for secret in (
            discord.token,
            (terminal.folder / "data/lend-an-ear.key").read_text().strip(),
        ):
            assert secret not in printed
        assert_nothing_leaked(discord, terminal.folder, printed)


async def set_up(discord: LocalDiscord, invited_with: Permissions) -> None:
    """What an admin does, on a server to which the bot was invited by the link."""
    admin = discord.add_person("admin")
    guild = discord.add_guild("Harbour", owner=admin, member_count=120)
    guild.set_bot_permissions(invited_with)
    moderators = guild.add_role("Moderators")
    asks, staff = guild.add_channel("ask-here"), guild.add_channel("staff")
    staff.set_overwrite(guild.everyone, deny=Permissions.VIEW_CHANNEL)
    asks.set_overwrite(guild.everyone, deny=Permissions.SEND_MESSAGES)
    asks.set_overwrite("bot", allow=Permissions.SEND_MESSAGES)
    for one in (moderators, "bot"):
        staff.set_overwrite(one, allow=Permissions.VIEW_CHANNEL)

    guided = await Guided.opened(admin, staff)
    await guided.choose_all(asks, staff, moderators)
    shown = await guided.finish()
    assert words("setup.in_place") in shown.text
    counted = f"{guided.presses} presses and {guided.picks} picks"
    sys.stdout.write(f"\nfrom an empty folder to a server that is set up: {counted}\n")
    assert (guided.presses, guided.picks) == (5, 3)
    assert words("setup.to_mend").strip() not in shown.text
    assert "**View Channel**" not in shown.text
    await admin.wait_for(asks, words("notice.panel").splitlines()[0].strip("*"))
