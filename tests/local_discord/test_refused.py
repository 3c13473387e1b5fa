"""What Discord's OpenAPI description lets pass and Discord refuses, each by itself."""

import pytest

from bot.local_discord import LocalDiscord
from tests.local_discord.conftest import Wire
from tests.local_discord.test_limits import V2, Json, button, row, select, words

ONE = "components.0.components.0"


@pytest.fixture
def path(server: LocalDiscord) -> str:
    """Give the route of a channel where the bot may write."""
    return f"/channels/{server.add_guild('Harbour').add_channel('ask-here').id}/messages"


def message(*parts: Json) -> Json:
    """Write a message with a row."""
    return {"content": "x", "components": [row(*parts)]}


def link(url: str | None) -> Json:
    """Write a message with a link button."""
    return message({"type": 2, "style": 5, "label": "x", "url": url})


TWO = [{"label": one, "value": one} for one in "ab"]
LINKS = [
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://example.org",
    "file:///etc/hosts",
    "example.org",
    "/there",
    "//example.org/there",
    "https://",
]
MESSAGES: list[tuple[str, Json, str]] = [
    ("content", {"content": "x" * 4000}, "content"),
    ("embeds", {"embeds": [{"description": "x" * 4096}] * 3}, "embeds"),
    ("no custom_id", message({"type": 2, "style": 1, "label": "x"}), f"{ONE}.custom_id"),
    ("no url", link(None), f"{ONE}.url"),
    ("both", message(button(url="https://example.org")), f"{ONE}.url"),
    ("no label", message(button(label=None)), ONE),
    *[(f"link {url}", link(url), f"{ONE}.url") for url in LINKS],
    ("custom_ids", message(button(1), button(1)), "components.0.components.1.custom_id"),
    (
        "custom_ids of rows",
        {"content": "x", "components": [row(button(1)), row(select(custom_id="b1"))]},
        "components.1.components.0.custom_id",
    ),
    (
        "values",
        message(select(options=[{"label": "a", "value": one} for one in (1, "1")])),
        f"{ONE}.options.1.value",
    ),
    (
        "fewest over most",
        message(select(options=TWO, min_values=2, max_values=1)),
        f"{ONE}.max_values",
    ),
    ("fewest over the default", message(select(options=TWO, min_values=2)), f"{ONE}.max_values"),
    (
        "fewest over the options",
        message(select(min_values=2, max_values=2)),
        f"{ONE}.min_values",
    ),
    ("select beside a button", message(select(), button()), "components.0.components"),
    (
        "value of a truth",
        message(select(options=[{"label": "a", "value": True}])),
        f"{ONE}.options.0.value",
    ),
    ("V2 letters", {"flags": V2, "components": [words("x" * 2001)] * 2}, "components"),
]


@pytest.mark.parametrize(("body", "where"), [c[1:] for c in MESSAGES], ids=[c[0] for c in MESSAGES])
async def test_a_message_is_refused_where_its_fault_is(
    server: LocalDiscord, wire: Wire, path: str, body: Json, where: str
) -> None:
    """Nothing is stored of it, and no other place is blamed."""
    assert list(await wire.faults(path, body)) == [where]
    assert all(not channel.messages for channel in server.world.channels.values())


@pytest.mark.parametrize(
    ("embed", "where"),
    [
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "discord://-/x"}, "url"),
        ({"author": {"name": "x", "url": "data:text/html,x"}}, "author.url"),
        ({"author": {"name": "x", "icon_url": ""}}, "author.icon_url"),
        ({"footer": {"text": "x", "icon_url": "file:///x"}}, "footer.icon_url"),
        ({"image": {"url": "https:"}}, "image.url"),
        ({"thumbnail": {"url": "https:example.org"}}, "thumbnail.url"),
    ],
    ids=str,
)
async def test_an_embed_points_to_the_web_only(
    wire: Wire, path: str, embed: Json, where: str
) -> None:
    """Its pictures may be attached, too."""
    body = {"embeds": [{"title": "x"} | embed]}
    assert list(await wire.faults(path, body)) == [f"embeds.0.{where}"]
    held = {"image": {"url": "attachment://a.png"}, "url": "HTTPS://example.org"}
    assert (await wire("POST", path, {"embeds": [{"title": "x"} | held]}))[0] == 200


async def test_a_refused_address_says_which_would_do(wire: Wire, path: str) -> None:
    """In Discord's words, by what the address is for."""
    _, answer = await wire("POST", path, {"embeds": [{"title": "x", "url": "javascript:1"}]})
    (error,) = answer["errors"]["embeds"]["0"]["url"]["_errors"]
    words = "Scheme \"javascript\" is not supported. Scheme must be one of ('http', 'https')."
    assert error == {"code": "URL_TYPE_INVALID_SCHEME", "message": words}


@pytest.mark.parametrize("url", ["http://example.org", "HTTPS://example.org/a", "discord://-/x"])
async def test_a_link_may_be_to_the_web_or_into_discord(wire: Wire, path: str, url: str) -> None:
    """These three schemes are taken, in any letters."""
    assert (await wire("POST", path, link(url)))[0] == 200


async def test_an_empty_message_is_refused(wire: Wire, path: str) -> None:
    """With null and nothing everywhere, too."""
    bodies: list[Json] = [{}, {"content": "", "embeds": [], "components": [], "attachments": []}]
    for body in bodies:
        assert (await wire("POST", path, body))[1]["code"] == 50006


async def test_a_number_as_an_options_value_comes_back_as_text(wire: Wire, path: str) -> None:
    """Bots write it so; what they read is text."""
    options = [{"label": "one", "value": 1}, {"label": "half", "value": 0.5}]
    status, made = await wire("POST", path, message(select(options=options)))
    shown = made["components"][0]["components"][0]["options"]
    assert (status, [one["value"] for one in shown]) == (200, ["1", "0.5"])


async def test_a_forward_is_not_imitated_rather_than_empty(wire: Wire, path: str) -> None:
    """A bot's forward is a thing of Discord that is missing here, which is said."""
    _, made = await wire("POST", path, {"content": "x"})
    body = {"message_reference": {"type": 1, "message_id": made["id"], "channel_id": "1"}}
    status, answer = await wire("POST", path, body)
    assert (status, "forwarding" in answer["message"]) == (501, True)


COMMANDS: list[tuple[str, Json, str]] = [
    ("numbers", {"type": 4, "min_value": 2, "max_value": 1}, "options.0.max_value"),
    ("letters", {"type": 3, "min_length": 2, "max_length": 1}, "options.0.max_length"),
    (
        "choices",
        {"type": 3, "autocomplete": True, "choices": [{"name": "a", "value": "a"}]},
        "options.0.autocomplete",
    ),
]


@pytest.mark.parametrize(
    ("option", "where"), [c[1:] for c in COMMANDS], ids=[c[0] for c in COMMANDS]
)
async def test_an_option_is_refused_where_its_fault_is(
    server: LocalDiscord, wire: Wire, option: Json, where: str
) -> None:
    """An option that nobody could fill in is not registered."""
    option = {"name": "o", "description": "x"} | option
    body = {"name": "a", "description": "x", "options": [option]}
    assert list(await wire.faults(f"/applications/{server.bot_id}/commands", body)) == [where]
    assert server.commands.in_scope(None) == {}
