from typing import Any

import pytest

from bot.local_discord import LocalDiscord
from tests.local_discord.conftest import Wire

Json = dict[str, Any]
V2 = 1 << 15


def button(number: int = 1, **other: Any) -> Json:
    """Write a button that is fine."""
    return {"type": 2, "style": 1, "label": "Go", "custom_id": f"b{number}"} | other


def row(*parts: Json) -> Json:
    """Write a row."""
    return {"type": 1, "components": list(parts)}


def select(**other: Any) -> Json:
    """Write a select that is fine."""
    return {"type": 3, "custom_id": "s", "options": [{"label": "a", "value": "a"}]} | other


def words(text: str) -> Json:
    """Write a V2 text."""
    return {"type": 10, "content": text}


@pytest.fixture
def path(server: LocalDiscord) -> str:
    """Give the route of a channel where the bot may write."""
    channel = server.add_guild("Harbour").add_channel("ask-here")
    return f"/channels/{channel.id}/messages"


CASES: list[tuple[str, Json, Json]] = [
    ("content", {"content": "x" * 2001}, {"content": "BASE_TYPE_MAX_LENGTH"}),
    ("nonce", {"content": "x", "nonce": "n" * 26}, {"nonce": "BASE_TYPE_MAX_LENGTH"}),
    ("embeds", {"embeds": [{"title": "x"}] * 11}, {"embeds": "BASE_TYPE_BAD_LENGTH"}),
    (
        "embed title",
        {"embeds": [{"title": "x" * 257}]},
        {"embeds.0.title": "BASE_TYPE_MAX_LENGTH"},
    ),
    (
        "embed field",
        {"embeds": [{"fields": [{"name": "", "value": "x" * 1025}]}]},
        {
            "embeds.0.fields.0.name": "BASE_TYPE_BAD_LENGTH",
            "embeds.0.fields.0.value": "BASE_TYPE_BAD_LENGTH",
        },
    ),
    (
        "embed total",
        {"embeds": [{"description": "x" * 3000}] * 2 + [{"title": "y"}]},
        {"embeds": "MAX_EMBED_SIZE_EXCEEDED"},
    ),
    (
        "rows",
        {"content": "x", "components": [row(button(n)) for n in range(6)]},
        {"components": "BASE_TYPE_BAD_LENGTH"},
    ),
    (
        "buttons",
        {"content": "x", "components": [row(*[button(n) for n in range(6)])]},
        {"components.0.components": "BASE_TYPE_BAD_LENGTH"},
    ),
    (
        "duplicate id",
        {"content": "x", "components": [row(button(1), button(1))]},
        {"components.0.components.1.custom_id": "COMPONENT_CUSTOM_ID_DUPLICATED"},
    ),
    (
        "long id",
        {"content": "x", "components": [row(button(custom_id="x" * 101))]},
        {"components.0.components.0.custom_id": "BASE_TYPE_BAD_LENGTH"},
    ),
    (
        "label",
        {"content": "x", "components": [row(button(label="x" * 81))]},
        {"components.0.components.0.label": "BASE_TYPE_BAD_LENGTH"},
    ),
    (
        "button without id",
        {"content": "x", "components": [row({"type": 2, "style": 1, "label": "x"})]},
        {"components.0.components.0.custom_id": "BASE_TYPE_REQUIRED"},
    ),
    (
        "link without url",
        {"content": "x", "components": [row({"type": 2, "style": 5, "label": "x"})]},
        {"components.0.components.0.url": "BASE_TYPE_STRING"},
    ),
    (
        "select beside button",
        {"content": "x", "components": [row(select(), button())]},
        {"components.0.components": "COMPONENT_LAYOUT_WIDTH_EXCEEDED"},
    ),
    (
        "options",
        {"content": "x", "components": [row(select(options=[]))]},
        {"components.0.components.0.options": "BASE_TYPE_BAD_LENGTH"},
    ),
    (
        "option twice",
        {"content": "x", "components": [row(select(options=[{"label": "a", "value": "a"}] * 2))]},
        {"components.0.components.0.options.1.value": "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"},
    ),
    (
        "V2 part without the flag",
        {"content": "x", "components": [words("x")]},
        {"components.0.type": "UNION_TYPE_CHOICES"},
    ),
    (
        "V2 with content",
        {"flags": V2, "content": "x", "components": [words("x")]},
        {"content": "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"},
    ),
    (
        "V2 with embeds",
        {"flags": V2, "embeds": [{"title": "x"}], "components": [words("x")]},
        {"embeds": "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"},
    ),
    (
        "V2 nested total",
        {"flags": V2, "components": [{"type": 17, "components": [words("x")] * 20}] * 2},
        {"components": "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"},
    ),
    (
        "V2 letters",
        {"flags": V2, "components": [words("x" * 2001), words("y" * 2000)]},
        {"components": "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"},
    ),
    (
        "section without accessory",
        {"flags": V2, "components": [{"type": 9, "components": [words("x")]}]},
        {"components.0.accessory": "BASE_TYPE_REQUIRED"},
    ),
    (
        "mentions",
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        {"allowed_mentions": "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"},
    ),
    (
        "reply to nothing",
        {"content": "x", "message_reference": {"message_id": "1"}},
        {"message_reference": "REPLIES_UNKNOWN_MESSAGE"},
    ),
]


@pytest.mark.parametrize(("body", "faults"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
async def test_a_message_over_a_limit_is_50035_with_its_path(
    server: LocalDiscord, wire: Wire, path: str, body: Json, faults: Json
) -> None:
    """Each limit of a message is refused at the path of its fault, and nothing is stored."""
    assert await wire.faults(path, body) == faults
    assert all(not channel.messages for channel in server.world.channels.values())


FINE: list[tuple[str, Json]] = [
    ("content", {"content": "x" * 2000, "nonce": "n" * 25}),
    ("embeds", {"embeds": [{"description": "x" * 3000}] * 2}),
    ("buttons", {"content": "x", "components": [row(*[button(n) for n in range(5)])] * 1}),
    ("label", {"content": "x", "components": [row(button(label="x" * 80, custom_id="y" * 100))]}),
    ("V2 total", {"flags": V2, "components": [{"type": 17, "components": [words("x")] * 39}]}),
]


@pytest.mark.parametrize("body", [case[1] for case in FINE], ids=[case[0] for case in FINE])
async def test_a_message_at_a_limit_is_fine(wire: Wire, path: str, body: Json) -> None:
    """What is exactly at a limit is accepted."""
    status, _ = await wire("POST", path, body)
    assert status == 200


async def test_an_empty_message_is_50006(wire: Wire, path: str) -> None:
    """A message with nothing in it is refused with its own code, also by an edit."""
    bodies: list[Json] = [{"content": ""}, {"content": None, "embeds": []}, {}]
    for body in bodies:
        status, answer = await wire("POST", path, body)
        assert (status, answer["code"]) == (400, 50006)
    _, made = await wire("POST", path, {"content": "x"})
    status, answer = await wire("PATCH", f"{path}/{made['id']}", {"content": ""})
    assert (status, answer["code"]) == (400, 50006)


COMMAND_CASES: list[tuple[str, list[Json], Json]] = [
    (
        "name",
        [{"name": "No Spaces", "description": "x"}],
        {"0.name": "APPLICATION_COMMAND_INVALID_NAME"},
    ),
    (
        "description",
        [{"name": "a", "description": "x" * 101}],
        {"0.description": "BASE_TYPE_BAD_LENGTH"},
    ),
    (
        "twice",
        [{"name": "a", "description": "x"}] * 2,
        {"1.name": "APPLICATION_COMMANDS_DUPLICATE_NAME"},
    ),
    (
        "order of options",
        [
            {
                "name": "a",
                "description": "x",
                "options": [
                    {"type": 3, "name": "b", "description": "x"},
                    {"type": 3, "name": "c", "description": "x", "required": True},
                ],
            }
        ],
        {"0.options.1": "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"},
    ),
]


@pytest.mark.parametrize(
    ("bodies", "faults"), [c[1:] for c in COMMAND_CASES], ids=[c[0] for c in COMMAND_CASES]
)
async def test_a_command_that_breaks_a_rule_is_refused(
    server: LocalDiscord, wire: Wire, bodies: list[Json], faults: Json
) -> None:
    """Names, descriptions, duplicates and the order of options are checked, all or nothing."""
    status, answer = await wire("PUT", f"/applications/{server.bot_id}/commands", bodies)
    assert (status, answer["code"]) == (400, 50035)
    assert server.commands.in_scope(None) == {}
    key, code = next(iter(faults.items()))
    node = answer["errors"]
    for part in key.split("."):
        node = node[part]
    assert node["_errors"][0]["code"] == code


async def test_more_than_a_hundred_commands_are_refused(server: LocalDiscord, wire: Wire) -> None:
    """The hundred and first slash command is too many."""
    bodies = [{"name": f"c{number}", "description": "x"} for number in range(101)]
    status, answer = await wire("PUT", f"/applications/{server.bot_id}/commands", bodies)
    assert (status, answer["code"]) == (400, 30032)
    status, _ = await wire("PUT", f"/applications/{server.bot_id}/commands", bodies[1:])
    assert status == 200


async def test_what_is_not_imitated_says_so(wire: Wire) -> None:
    """A route that does not exist here answers 501 and names itself."""
    status, answer = await wire("POST", "/guilds/1/prune", {})
    assert status == 501
    assert "POST /api/v10/guilds/1/prune" in answer["message"]


async def test_a_wrong_token_is_401(wire: Wire) -> None:
    """Without the bot's token nothing is answered."""
    status, answer = await wire("GET", "/users/@me", token="wrong")
    assert (status, answer) == (401, {"message": "401: Unauthorized", "code": 0})
