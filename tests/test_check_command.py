"""What `check` says beside what keeps a run from starting, and its shape for machines."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.application_settings import about_application
from bot.at_discord import about_clock
from bot.check_command import about_room
from bot.cli import main
from bot.discord_app import permissions
from bot.discord_app.gateway import portal
from bot.discord_app.gateway.api_address import api_at
from bot.local_discord import LocalDiscord
from bot.local_discord.local_world import intents
from bot.remarks import Gravity
from bot.token import Token
from tests.test_readiness import SETTINGS, private

WELL = {"description": "Ask without your name.", "bot_public": False, "flags": 0}
"""An application as it should be."""
INSTALL = {"scopes": ["bot", "applications.commands"], "permissions": str(permissions.bits())}


def found(**changed: object) -> dict[str, Gravity]:
    """What is said of an application, by its codes."""
    said = about_application(WELL | changed, frozenset())
    return {one.code: one.level for one in said if one.code != "private"}


@pytest.mark.parametrize(
    ("changed", "code", "level"),
    [
        ({"flags": 1 << 12}, "intent_not_needed", "warning"),
        ({"flags": 1 << 15}, "intent_not_needed", "warning"),
        ({"flags": 1 << 19}, "intent_not_needed", "warning"),
        ({"description": " "}, "no_description", "warning"),
        ({"interactions_endpoint_url": "https://example.org"}, "endpoint_url", "fault"),
        ({"bot_public": True}, "public", "note"),
        ({"bot_require_code_grant": True}, "code_grant", "fault"),
        ({"install_params": INSTALL | {"scopes": ["bot"]}}, "install_link_lacks", "warning"),
        ({"install_params": INSTALL | {"permissions": "1024"}}, "install_link_lacks", "warning"),
        (
            {"install_params": INSTALL | {"permissions": str(permissions.bits() | 8)}},
            "install_link_more",
            "warning",
        ),
        ({"integration_types_config": {"1": {}}}, "user_install", "warning"),
    ],
)
def test_what_is_not_as_it_should_be_is_named(
    changed: dict[str, object], code: str, level: str
) -> None:
    """By a code that stays, with what to do."""
    assert found(**changed) == {code: level}
    (said,) = [one for one in about_application(WELL | changed, frozenset()) if one.code == code]
    assert said.fix


def test_an_application_as_it_should_be_is_not_spoken_of() -> None:
    """Also with an install link of Discord's own that asks for the right things."""
    assert found() == {}
    config: dict[str, Any] = {"0": {"oauth2_install_params": INSTALL}}
    assert found(integration_types_config=config) == {}
    assert found(install_params=INSTALL) == {}


def test_a_privileged_intent_that_is_asked_for_has_to_be_on() -> None:
    """The bot asks for none; were it otherwise, Discord would refuse it."""
    assert portal.privileged_asked() == frozenset()
    said = next(about_application(WELL, frozenset({"members"})))
    assert (said.code, said.level) == ("intent_off", "fault")


@pytest.mark.parametrize(
    ("ahead", "told"),
    [(None, ""), (29, ""), (-29, ""), (90, "90 seconds ahead of"), (-3600, "3600 seconds behind")],
)
def test_a_clock_that_is_off_is_told(ahead: int | None, told: str) -> None:
    """How far, and to which side."""
    said = list(about_clock(None if ahead is None else timedelta(seconds=ahead)))
    assert bool(said) == bool(told)
    assert not said or told in str(said[0])


def test_little_room_is_told(tmp_path: Path) -> None:
    """Where the database lies, or would be made; measured by what it has."""
    assert list(about_room(tmp_path / "not" / "yet" / "x")) == []
    large = tmp_path / "x"
    with large.open("wb") as file:
        file.truncate(1 << 42)  # four terabytes that take no room
    assert [one.code for one in about_room(large)] == ["little_room"]


async def test_discord_says_how_far_off_the_clock_is() -> None:
    """By the head of its answers; what it says of the application comes with it."""
    async with LocalDiscord.running() as discord:
        discord.world.application = {"description": "Ask."}
        discord.gateway.privileged = intents(["members"])
        real = datetime.now(UTC)
        with api_at(discord.api_url):
            known = await portal.look(Token(discord.token), lambda: real + timedelta(hours=1))
            with pytest.raises(portal.TokenRefused):
                await portal.look(Token("a.wrong.token"), lambda: real)
    assert known.ahead is not None
    assert timedelta(minutes=59) < known.ahead < timedelta(minutes=61)
    assert known.application["description"] == "Ask."
    codes = [one.code for one in about_application(known.application, frozenset())]
    assert codes == ["intent_not_needed", "public"]


def checked(folder: Path, *more: str, token: str | None = None) -> tuple[int, str]:
    """The exit code, and all that it says."""
    arguments = ["check", "--config", str(folder / "config.yaml"), *more]
    unset = {"LEND_AN_EAR_KEY": None, "DISCORD_TOKEN": token}
    result = CliRunner().invoke(main, arguments, env=unset)
    return result.exit_code, result.output


async def test_machines_read_one_object(tmp_path: Path) -> None:
    """The keys that the module's text names, no part of the token, and the exit code."""
    async with LocalDiscord.running() as discord:
        discord.world.application = {"interactions_endpoint_url": "https://example.org"}
        text = SETTINGS.replace("http://127.0.0.1:1", discord.api_url)
        (tmp_path / "config.yaml").write_text(text)
        code, said = await asyncio.to_thread(
            checked, tmp_path, "--json", token=f'"Bot {discord.token}"'
        )
    told = json.loads(said)
    assert set(told) == {"ok", "exit_code", "versions", "looked_at", "findings"}
    assert (code, told["ok"], told["exit_code"]) == (1, False, 1)
    assert {"settings", "prompts", "token", "key", "database", "disk", "clock", "application"} <= {
        *told["looked_at"]
    }
    assert all(set(one) == {"area", "code", "level", "says", "fix"} for one in told["findings"])
    codes = {(one["area"], one["code"]): one["level"] for one in told["findings"]}
    assert codes["application", "endpoint_url"] == "fault"
    assert codes["token", "left_out"] == "warning"
    assert discord.token not in said


def test_machines_read_every_fault(tmp_path: Path) -> None:
    """Each with its place, and with what is done about its kind."""
    (tmp_path / "config.yaml").write_text("asks: {per_day: 0}\noffers: {peple: 3}\n")
    code, said = checked(tmp_path, "--json")
    told = json.loads(said)
    assert (code, told["exit_code"]) == (1, 1)
    faults = [one for one in told["findings"] if one["level"] == "fault"]
    assert [one["code"] for one in faults] == ["settings", "settings"]
    assert [one["says"].split(".yaml")[1][:5] for one in faults] == [":1:8:", ":2:10"]
    assert all(one["fix"] for one in faults)
    assert "database" not in told["looked_at"]


async def test_people_read_what_is_out_of_reach(tmp_path: Path) -> None:
    """That Discord does not answer is no fault; without being asked it is not missed."""
    (tmp_path / "config.yaml").write_text(SETTINGS)
    private(tmp_path / "token", "a.good.token")
    code, said = await asyncio.to_thread(checked, tmp_path)
    assert (code, "Discord could not be reached" in said) == (0, True)
    code, said = checked(tmp_path, "--offline")
    assert (code, "could not be reached" in said) == (0, False)
