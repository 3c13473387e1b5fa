"""Where the bot cannot run whole: everybody gets help lines, nothing is kept or lost, and whoever
can mend it reads how."""

import base64
import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
from discord import LoginFailure

from bot.causes import Cause
from bot.demo.frames import boxes
from bot.discord_app.help.least import FOR_ADMINS, LEAST
from bot.local_discord import LocalDiscord, Message
from bot.readiness import NotReady, look
from bot.safe_mode import RunsSafely, Safe, explained, prepared, running_safely
from bot.storage.refused import DatabaseInUse
from bot.token import Token
from tests.journeys.process import SETTINGS
from tests.journeys.stage import WORDS, Stage
from tests.journeys.test_helplines import help_lines, near
from tests.prepared import shipped

Breaking: TypeAlias = Callable[[Path], None]
DIRECTORY = "https://findahelpline.com"
KEY = "data/bot.key"
CALLBACK = "POST /interactions/{interaction_id}/{token}/callback"


def adding(settings: str) -> Breaking:
    """More settings."""

    def break_it(folder: Path) -> None:
        with (folder / "config.yaml").open("a") as file:
            file.write(settings)

    return break_it


def another_key(folder: Path) -> None:
    """A key of another database."""
    (folder / KEY).write_bytes(base64.b64encode(os.urandom(32)))


def files(folder: Path) -> dict[str, bytes]:
    """Everything that is stored."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def prepare(discord: LocalDiscord, folder: Path) -> Safe:
    """What a run would find."""
    environ = {"DISCORD_TOKEN": discord.token}
    config = folder / "config.yaml"
    return prepared(config, look(config, environ), environ)


@asynccontextmanager
async def safely(discord: LocalDiscord, folder: Path) -> AsyncIterator[RunsSafely]:
    """A bot in safe mode, connected."""
    async with running_safely(prepare(discord, folder)) as bot:
        await bot.ready()
        yield bot


@asynccontextmanager
async def broken(stage: Stage, break_it: Breaking) -> AsyncIterator[RunsSafely]:
    """A bot in safe mode in the place of that of the stage; whole again afterwards."""
    await stage.running.aclose()
    whole = stage.folder.with_name(f"{stage.folder.name}-whole")
    (stage.folder / "config.yaml").write_text(SETTINGS.format(api_url=stage.discord.api_url))
    shutil.copytree(stage.folder, whole)
    break_it(stage.folder)
    before = files(stage.folder)
    async with safely(stage.discord, stage.folder) as bot:
        yield bot
    assert files(stage.folder) == before
    shutil.rmtree(stage.folder)
    whole.rename(stage.folder)


def cause_in(stage: Stage, cause: str) -> str:
    """What who manages the server reads of it."""
    return stage.words(f"repairing.cause.{cause}")


async def shown_by(stage: Stage, command: str) -> Message:
    """What somebody is answered who is nobody in particular."""
    shown = (await stage.asker.run(command, in_=stage.asks)).message
    assert shown is not None
    return shown


@pytest.mark.parametrize(
    ("cause", "break_it"), [("settings", adding("asks: {per_day: 0}\n")), ("key", another_key)]
)
async def test_a_conversation_goes_on_when_it_is_mended(
    stage: Stage, cause: str, break_it: Breaking
) -> None:
    """Meanwhile every press and form is answered with help lines, no direct message is read, and
    who manages the server reads what kind of thing is wrong. Afterwards what was written arrives,
    and the buttons of before work."""
    await stage.ask()
    await stage.accept()
    panel = stage.panels()[-1]
    draft = await stage.listener.run("ask", in_=stage.asks)
    async with broken(stage, break_it) as bot:
        seen = len(stage.discord.traffic.exchanges)
        assert cause in bot.health().says
        for command in ("ask", "listen", "help", "conversations"):
            shown = await shown_by(stage, command)
            assert shown.ephemeral
            assert DIRECTORY in shown.text
            assert stage.words("repairing.members") in shown.text
        pressed = (await stage.asker.press(panel, stage.words("press.ask.button"))).message
        assert pressed is not None
        assert stage.words("repairing.members") in pressed.text
        near_them = await near(stage.asker, pressed, stage, country="Ireland")
        assert "Call: **116 123**" in near_them.text
        assert "Help lines in Ireland" in (await help_lines(stage.asker, stage, "IE")).text
        choices = await stage.asker.autocomplete(
            "helplines", stage.asks, option="country", typed="Irel"
        )
        assert [one["name"] for one in choices or []] == ["Ireland"]
        assert draft.form is not None
        given_back = (await stage.listener.submit(draft.form, {WORDS: "It is a lot."})).message
        assert given_back is not None
        assert boxes(given_back) == ["It is a lot."]
        await stage.asker.send(stage.asker.dm, "Are you still there?")
        for_admins = (await stage.admin.run("setup", in_=stage.staff)).message
        assert for_admins is not None
        assert cause_in(stage, cause) in for_admins.text
        assert str(stage.folder) not in for_admins.text
        sent = stage.discord.traffic.exchanges[seen:]
        assert {one.route for one in sent} == {CALLBACK}
    await stage.start()
    await stage.listener.wait_for(stage.listener.dm, "Are you still there?")
    again = await stage.asker.press(pressed, stage.words("press.my_country.button"))
    assert again.form is not None
    assert (await stage.other.press(panel, stage.words("press.ask.button"))).form is not None


async def test_what_is_always_there_needs_no_file(stage: Stage) -> None:
    """Where the shipped words cannot be read either, one text and a directory are left."""
    await stage.running.aclose()
    safe = prepare_with_fault(stage)
    async with running_safely(Safe(safe.settings, safe.token, None, safe.wrong)) as bot:
        await bot.ready()
        assert (await shown_by(stage, "ask")).text == LEAST
        assert (await help_lines(stage.asker, stage)).text == LEAST
        told = (await stage.admin.run("setup", in_=stage.staff)).message
        assert told is not None
        assert told.text == f"{LEAST}\n{FOR_ADMINS}"
    await stage.start()


def prepare_with_fault(stage: Stage) -> Safe:
    """A setting that is wrong."""
    (stage.folder / "config.yaml").write_text(SETTINGS.format(api_url=stage.discord.api_url))
    adding("asks: {per_day: 0}\n")(stage.folder)
    return prepare(stage.discord, stage.folder)


async def test_beside_a_bot_that_runs_it_stays_silent(stage: Stage) -> None:
    """Nobody is answered twice: the second process ends."""
    safe = prepare_with_fault(stage)
    with pytest.raises(DatabaseInUse):
        async with running_safely(safe):
            pass


async def test_a_token_that_discord_refuses_ends_it(tmp_path: Path) -> None:
    """Waiting does not mend it, and nobody could be told anything."""
    async with LocalDiscord.running() as discord:
        (tmp_path / "config.yaml").write_text(SETTINGS.format(api_url=discord.api_url))
        adding("asks: {per_day: 0}\n")(tmp_path)
        safe = prepare(discord, tmp_path)
        wrong = Safe(safe.settings, Token("a.wrong.token"), safe.prompts, safe.wrong)
        async with running_safely(wrong) as bot:
            with pytest.raises(LoginFailure):
                await bot.lasting[0]


async def test_a_first_start_with_a_fault_offers_help_lines(tmp_path: Path) -> None:
    """Discord knows no command yet: two are there meanwhile, and nothing is made on the disk."""
    async with LocalDiscord.running() as discord:
        person = discord.add_person("somebody")
        guild = discord.add_guild("Harbour", owner=person)
        channel = guild.add_channel("anywhere")
        (tmp_path / "config.yaml").write_text(SETTINGS.format(api_url=discord.api_url))
        adding("asks: {per_day: 0}\n")(tmp_path)
        async with safely(discord, tmp_path):
            shown = (await person.run("helplines", in_=channel)).message
            assert shown is not None
            assert DIRECTORY in shown.text
            told = (await person.run("setup", in_=channel)).message
            assert told is not None
            assert shipped().text("en", "repairing.cause.settings") in told.text
    assert files(tmp_path).keys() == {str(tmp_path / "config.yaml")}


def test_the_operator_reads_numbered_steps(tmp_path: Path) -> None:
    """All that is wrong, then what to do, once each; without a token it ends as ever."""
    (tmp_path / "config.yaml").write_text("asks: {per_day: 0}\noffers: {first_peple: 3}\n")
    config = tmp_path / "config.yaml"
    environ = {"DISCORD_TOKEN": "a.good.token"}
    lines = [*explained(prepared(config, look(config, environ), environ), config)]
    assert "  " + f"{config}:1:8: asks.per_day must be at least 1" in lines
    assert sum("offers.first_people" in line or '"first_people"' in line for line in lines) == 1
    numbers = [line.split(".")[0] for line in lines if line[0].isdecimal()]
    assert numbers == ["1", "2", "3", "4"]
    assert not [line for line in lines if "good.token" in line]
    with pytest.raises(NotReady, match="DISCORD_TOKEN"):
        prepared(config, look(config, {}), {})


def test_help_lines_of_ones_own_are_kept(tmp_path: Path) -> None:
    """Where only the other words are broken: those that came with the bot take their place, in the
    language that was chosen."""
    (tmp_path / "words" / "crisis").mkdir(parents=True)
    (tmp_path / "words" / "messages.es.yaml").write_text("command: [")
    line = "{name: Near, phone: ['112'], verified: 2026-02, sources: 2}"
    text = f"countries:\n  IE:\n    name: Ireland\n    lines: [{line}]\n"
    (tmp_path / "words" / "crisis" / "helplines.yaml").write_text(text)
    config = tmp_path / "config.yaml"
    config.write_text("prompts: {folder: words, language: es}\n")
    environ = {"DISCORD_TOKEN": "a.good.token"}
    safe = prepared(config, look(config, environ), environ)
    assert {one.cause for one in safe.wrong} == {Cause.PROMPTS}
    assert safe.prompts is not None
    assert (safe.prompts.default, [*safe.prompts.helplines]) == ("es", ["IE"])


def test_where_the_address_is_uncertain_it_connects_nowhere(tmp_path: Path) -> None:
    """A token is for the Discord that it is of."""
    config = tmp_path / "config.yaml"
    config.write_text("discord: {api_url: http://elsewhere.example}\n")
    environ = {"DISCORD_TOKEN": "a.good.token"}
    with pytest.raises(NotReady, match="api_url"):
        prepared(config, look(config, environ), environ)
