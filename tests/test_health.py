"""How a running bot is asked, and what `health` says of it."""

import asyncio
import socket
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner
from structlog.testing import capture_logs

from bot.cli import main
from bot.domain.standing import HELD_BACK, NO_DATABASE, STANDS_STILL, BotHealth
from bot.health import NoAnswer, NoBot, answering, ask
from bot.storage.sqlite.files import socket_of

HERE = BotHealth("Connected to Discord, in 3 servers", connected=True)
NO_STORAGE = BotHealth("Here.", connected=True, no_database=True)


def told(config: Path) -> tuple[int, str]:
    """The command's code and what it prints."""
    done = CliRunner().invoke(main, ["health", "--config", str(config)])
    return done.exit_code, done.output


def configured(folder: Path, more: str = "") -> Path:
    """Settings whose database lies beside them."""
    config = folder / "config.yaml"
    config.write_text(f"storage:\n  database: bot.sqlite3\n{more}")
    return config


@pytest.mark.parametrize(
    ("health", "code", "says"),
    [
        (HERE, 0, "Well: Connected to Discord, in 3 servers\n"),
        (BotHealth("Away.", connected=False), 1, "Not well: Away.\n"),
        (BotHealth("Here.", connected=True, moves=False), 1, f"Not well: {STANDS_STILL} Here.\n"),
        (BotHealth("Here.", connected=True, held_back=True), 1, f"Not well: {HELD_BACK} Here.\n"),
        (
            BotHealth("Here.", connected=True, no_database=True),
            1,
            f"Not well: {NO_DATABASE} Here.\n",
        ),
    ],
)
async def test_the_command_is_one_line_and_a_code(
    tmp_path: Path, health: BotHealth, code: int, says: str
) -> None:
    """As the bot says it of itself."""
    config = configured(tmp_path)
    async with answering(tmp_path / "bot.sqlite3", lambda: health):
        assert await asyncio.to_thread(told, config) == (code, says)
    assert not socket_of(tmp_path / "bot.sqlite3").exists()


def test_where_none_runs(tmp_path: Path) -> None:
    """It says which database it looked at, and what starts a bot."""
    config = configured(tmp_path)
    says = f"Not well: no bot runs on {tmp_path}/bot.sqlite3; lend-an-ear run starts it.\n"
    assert told(config) == (1, says)


def test_where_the_settings_are_missing_or_of_no_use(tmp_path: Path) -> None:
    """Their own words, as from the other commands; of settings with a fault that leaves the
    database known, as in safe mode, the bot is asked."""
    code, says = told(tmp_path / "none.yaml")
    assert (code, "there is no such file" in says) == (1, True)
    code, says = told(configured(tmp_path, "discord:\n  api_url: http://elsewhere.example\n"))
    assert (code, "discord.api_url" in says or ":4:" in says) == (1, True)
    code, says = told(configured(tmp_path, "asks:\n  text_at_most: 9000\n"))
    assert (code, "no bot runs" in says) == (1, True)


def test_one_that_hangs_does_not_answer(tmp_path: Path) -> None:
    """Its process is there and takes the call, as one that was stopped in its middle does."""
    database = tmp_path / "bot.sqlite3"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as hangs:
        hangs.bind(str(socket_of(database)))
        hangs.listen(1)
        with pytest.raises(NoAnswer):
            ask(database, patience=0.1)
        with ExitStack() as others:  # nor where so many ask that no more can
            for _ in range(3):
                one = others.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
                one.setblocking(False)
                one.connect_ex(str(socket_of(database)))
            with pytest.raises(NoAnswer):
                ask(database, patience=0.1)


async def test_what_a_killed_one_left_is_no_bot_and_in_nobodys_way(tmp_path: Path) -> None:
    """A socket that nobody listens on; only its owner may use the new one."""
    database = tmp_path / "bot.sqlite3"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as killed:
        killed.bind(str(socket_of(database)))
    with pytest.raises(NoBot):
        ask(database)
    async with answering(database, lambda: HERE):
        assert await asyncio.to_thread(ask, database) == HERE
        assert socket_of(database).stat().st_mode & 0o777 == 0o600


async def test_a_long_path_is_no_hindrance(tmp_path: Path) -> None:
    """A socket's address has 107 bytes at most, a path has more."""
    folder = tmp_path / ("x" * 120)
    folder.mkdir()
    async with answering(folder / "bot.sqlite3", lambda: HERE):
        assert await asyncio.to_thread(ask, folder / "bot.sqlite3") == HERE
    with pytest.raises(NoBot):
        ask(folder / "bot.sqlite3")


async def test_a_bot_that_cannot_be_asked_runs(tmp_path: Path) -> None:
    """Where no socket can be made the log says so."""
    with capture_logs() as logged:
        async with answering(tmp_path / "none" / "bot.sqlite3", lambda: HERE):
            pass
    assert [one["event"] for one in logged] == ["health.cannot_be_asked"]
    assert str(tmp_path) not in str(logged)
