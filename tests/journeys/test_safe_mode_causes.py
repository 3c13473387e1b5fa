"""Safe mode for each cause that there is: what members, admins and the operator read, and what
follows once it is mended."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.causes import NO_SAFE_MODE, Cause, Wrong, repairs
from bot.local_discord import LocalDiscord, Message
from bot.readiness import NotReady, look
from bot.safe_mode import Safe, explained, prepared, running_safely
from bot.storage import end_of_files
from tests.journeys.process import SETTINGS
from tests.journeys.stage import Stage
from tests.journeys.test_safe_mode import DIRECTORY, adding, another_key, shown_by

Breaking: TypeAlias = Callable[[Path], None]
DATABASE, KEY = "data/bot.sqlite3", "data/bot.key"


def no_key(folder: Path) -> None:
    """It was not copied along."""
    (folder / KEY).unlink()


def broken_words(folder: Path) -> None:
    """Words of one's own that cannot be read."""
    (folder / "words").mkdir()
    (folder / "words" / "messages.en.yaml").write_text("command: [")
    adding("prompts: {folder: words}\n")(folder)


def damaged(folder: Path) -> None:
    """Something else was written over the beginning."""
    with (folder / DATABASE).open("r+b") as file:
        file.write(b"no database at all" * 300)


def newer(folder: Path) -> None:
    """A later version of the bot was here."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.execute("PRAGMA user_version = 9999")


def others_write(folder: Path) -> None:
    """Everybody of this machine may write beside it."""
    (folder / "data").chmod(0o777)


def no_place(folder: Path) -> None:
    """The settings name one below a file."""
    text = (folder / "config.yaml").read_text()
    assert DATABASE in text
    (folder / "config.yaml").write_text(text.replace(DATABASE, "config.yaml/bot.sqlite3"))


def no_backup_first(folder: Path) -> None:
    """An upgrade is due, and the disk for backups is not there."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.execute("PRAGMA user_version = 1")
    adding("backup: {folder: usb}\n")(folder)


BREAKING: Mapping[str, tuple[Cause, Breaking]] = {
    "settings": (Cause.SETTINGS, adding("asks: {per_day: 0}\n")),
    "words": (Cause.PROMPTS, broken_words),
    "another key": (Cause.KEY, another_key),
    "no key": (Cause.KEY, no_key),
    "a damaged database": (Cause.DATABASE, damaged),
    "a newer database": (Cause.NEWER, newer),
    "others can write": (Cause.OTHERS, others_write),
    "no backup before an upgrade": (Cause.UPGRADE, no_backup_first),
    "a file in a folder's place": (Cause.DISK, no_place),
}
TOLD = (Cause.INSTALLATION,)
"""What cannot be made by files alone: here it comes as the look before a start tells it, and in
`test_safe_mode_starts.py` as a start meets it."""


def found(stage: Stage) -> Safe:
    """What a start finds, and makes of it."""
    environ = {"DISCORD_TOKEN": stage.discord.token}
    config = stage.folder / "config.yaml"
    return prepared(config, look(config, environ), environ)


async def stopped(stage: Stage) -> None:
    """A bot that ran, and whose files are as it left them."""
    await stage.running.aclose()
    (stage.folder / "config.yaml").write_text(SETTINGS.format(api_url=stage.discord.api_url))


async def said_in_safe_mode(stage: Stage, safe: Safe, cause: Cause) -> None:
    """Members get help lines and one plain sentence, admins the kind of cause, the service manager
    its name."""
    async with running_safely(safe) as bot:
        await bot.ready()
        assert cause in bot.health().says
        for command in ("ask", "helplines"):
            shown = await shown_by(stage, command)
            assert DIRECTORY in shown.text
            assert stage.words("repairing.members") in shown.text
        told = (await stage.admin.run("setup", in_=stage.staff)).message
        assert told is not None
        assert stage.words(f"repairing.cause.{cause}") in told.text
        assert str(stage.folder) not in told.text


def steps_of(safe: Safe, stage: Stage) -> list[str]:
    """What the operator is told to do, by numbers without a gap."""
    lines = [*explained(safe, stage.folder / "config.yaml")]
    steps = lines[lines.index("To repair it:") + 1 :]
    assert [one.partition(". ")[0] for one in steps] == [str(n) for n in range(1, len(steps) + 1)]
    return [one.partition(". ")[2] for one in steps]


@pytest.mark.parametrize("name", BREAKING)
async def test_what_is_wrong_with_files_is_said_and_how_to_mend_it(stage: Stage, name: str) -> None:
    """Nothing else is wrong than what was broken; its repairs are among the steps, the last of
    which is to start again."""
    cause, break_it = BREAKING[name]
    await stopped(stage)
    break_it(stage.folder)
    safe = found(stage)
    assert {one.cause for one in safe.wrong} == {cause}
    steps = steps_of(safe, stage)
    assert set(repairs([cause])) <= set(steps)
    assert steps[-1].startswith("Start it again.")
    await said_in_safe_mode(stage, safe, cause)


@pytest.mark.parametrize("cause", TOLD)
async def test_every_other_cause_is_said_likewise(stage: Stage, cause: Cause) -> None:
    """As the look before a start found it."""
    await stopped(stage)
    adding("asks: {per_day: 0}\n")(stage.folder)
    safe = replace(found(stage), wrong=(Wrong(cause, "What it is, and where."),))
    assert set(repairs([cause])) <= set(steps_of(safe, stage))
    await said_in_safe_mode(stage, safe, cause)


def test_every_cause_is_played() -> None:
    """One that comes later needs a way to break it here."""
    played = {cause for cause, _ in BREAKING.values()} | set(TOLD)
    assert played == set(Cause) - NO_SAFE_MODE


async def test_several_at_once_are_all_said_and_each_repair_once(stage: Stage) -> None:
    """In the order in which they were found."""
    await stopped(stage)
    for break_it in (another_key, others_write, broken_words):
        break_it(stage.folder)
    safe = found(stage)
    causes = {one.cause for one in safe.wrong}
    assert {Cause.PROMPTS, Cause.OTHERS} <= causes
    steps = steps_of(safe, stage)
    assert len(steps) == len(set(steps))
    assert set(repairs(causes)) <= set(steps)


async def test_no_token_and_a_farewell_end_it(tmp_path: Path) -> None:
    """Nobody could be told anything, or everybody has been told; what to do is said all the
    same."""
    async with LocalDiscord.running() as discord:
        config = tmp_path / "config.yaml"
        config.write_text(SETTINGS.format(api_url=discord.api_url))
        with pytest.raises(NotReady, match="DISCORD_TOKEN"):
            prepared(config, look(config, {}), {})
        environ = {"DISCORD_TOKEN": discord.token}
        marker = end_of_files.marker(tmp_path / KEY)
        marker.parent.mkdir(exist_ok=True)
        marker.touch()
        with pytest.raises(NotReady, match="farewell"):
            prepared(config, look(config, environ), environ)


async def test_mended_it_is_whole_from_the_next_start_on(stage: Stage) -> None:
    """It does not look at its files by itself: the steps say to start it again, and then all is as
    it was."""
    await stopped(stage)
    whole = (stage.folder / KEY).read_bytes()
    another_key(stage.folder)
    safe = found(stage)
    async with running_safely(safe) as bot:
        await bot.ready()
        (stage.folder / KEY).write_bytes(whole)
        still: Message = await shown_by(stage, "ask")
        assert stage.words("repairing.members") in still.text
        assert "Start it again." in "\n".join(steps_of(safe, stage))
    assert not found(stage).wrong  # there is nothing left to be safe from
    await stage.start()
    assert (await stage.asker.run("ask", in_=stage.asks)).form is not None
