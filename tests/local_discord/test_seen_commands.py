from typing import Any

import pytest

from bot.local_discord import LocalDiscord, Permissions, Person
from tests.local_discord.conftest import Wire

SLOW = {"name": "slow", "description": "s", "type": 1}
TOPIC = {
    "name": "topic",
    "description": "what about",
    "description_localizations": {"es-ES": "sobre qué"},
    "type": 3,
    "required": True,
    "choices": [{"name": "Work", "name_localizations": {"es-ES": "Trabajo"}, "value": "work"}],
}
COMMANDS: list[dict[str, Any]] = [
    {"name": "setup", "description": "s", "default_member_permissions": "32", "contexts": [0]},
    {"name": "listen", "description": "s", "contexts": [0]},
    {"name": "ask", "description": "asks", "options": [TOPIC]},
    {"name": "goal", "description": "s", "options": [SLOW], "contexts": [1]},
    {"name": "Report", "type": 3},
    {"name": "Wave", "type": 2},
]


@pytest.fixture
async def person(server: LocalDiscord, wire: Wire) -> Person:
    """Register commands, and let somebody in who speaks Spanish."""
    guild = server.add_guild("Harbour")
    alice = server.add_person("alice", locale="es-ES")
    guild.join(alice)
    guild.add_channel("open")
    status, _ = await wire("PUT", f"/applications/{server.bot_id}/commands", COMMANDS)
    assert status == 200
    return alice


def names(commands: list[dict[str, Any]]) -> list[str]:
    """Give the names."""
    return [one["name"] for one in commands]


async def test_a_place_has_the_commands_that_can_be_run_there(person: Person) -> None:
    """By context, permission and kind; whoever cannot see a place has none there."""
    (guild,) = person.server.world.guilds.values()
    (channel,) = guild.channels
    assert names(person.commands(channel, 1)) == ["ask", "listen"]
    assert names(person.commands(person.dm, 1)) == ["ask", "goal"]
    assert names(person.commands(channel, 3)) == ["Report"]
    assert names(person.commands(channel, 2)) == ["Wave"]
    guild.set_roles(person, [guild.add_role("M", Permissions.MANAGE_GUILD)])
    assert names(person.commands(channel)) == ["Report", "Wave", "ask", "listen", "setup"]
    channel.set_overwrite(person, deny=Permissions.USE_APPLICATION_COMMANDS)
    assert person.commands(channel) == []
    channel.set_overwrite(person, deny=Permissions.VIEW_CHANNEL)
    assert person.commands(channel) == []


async def test_a_guilds_own_command_hides_its_namesake(person: Person, wire: Wire) -> None:
    """It stands once, and it is the one that is run."""
    (guild,) = person.server.world.guilds.values()
    own = f"/applications/{person.server.bot_id}/guilds/{guild.id}/commands"
    _, made = await wire("POST", own, {"name": "listen", "description": "own"})
    found = [one for one in person.commands(guild.channels[0]) if one["name"] == "listen"]
    assert [one["id"] for one in found] == [made["id"]]


async def test_words_are_in_the_persons_language(person: Person) -> None:
    """Of commands, options and choices, where there is one; the plain name stands beside it."""
    (ask,) = [one for one in person.commands(person.dm) if one["name"] == "ask"]
    assert (ask["name_localized"], ask["description_localized"]) == ("ask", "asks")
    (topic,) = ask["options"]
    assert (topic["name_localized"], topic["description_localized"]) == ("topic", "sobre qué")
    (choice,) = topic["choices"]
    assert (choice["name"], choice["name_localized"], choice["value"]) == (
        "Work",
        "Trabajo",
        "work",
    )


async def test_who_follows_is_told_that_commands_changed(person: Person, wire: Wire) -> None:
    """At a change of one, at its deletion, and when the bot comes or goes."""
    number = person.snapshot()["number"]
    base = f"/applications/{person.server.bot_id}/commands"
    first = person.commands(person.dm, 1)[0]["id"]
    assert (await wire("PATCH", f"{base}/{first}", {"description": "other"}))[0] == 200
    assert (await wire("DELETE", f"{base}/{first}"))[0] == 204
    (guild,) = person.server.world.guilds.values()
    guild.leave(person.server.world.bot)
    told = [one.kind for one in person.changes(number)]
    assert told.count("COMMANDS_UPDATE") == 3
    assert person.commands(guild.channels[0]) == []


async def test_without_a_guild_in_common_nothing_can_be_written_to_the_bot(person: Person) -> None:
    """The place of direct messages says so, and who follows is told."""
    assert person.place(person.dm)["may"]["write"] is True
    number = person.snapshot()["number"]
    (guild,) = person.server.world.guilds.values()
    guild.leave(person.server.world.bot)
    assert person.place(person.dm)["may"]["write"] is False
    told = [one.data["id"] for one in person.changes(number) if one.kind == "CHANNEL_UPDATE"]
    assert told == [str(person.dm.id)]
