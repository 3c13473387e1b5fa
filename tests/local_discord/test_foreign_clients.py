"""What clients of others do that discord.py does not, each over plain HTTP."""

import base64
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.local_discord import LocalDiscord
from tests.local_discord.conftest import Wire
from tests.local_discord.test_foreign_gateway import connected_raw

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAAEElEQVR4nGNgYPj/H4JhAAA/9gP9f8mYWwAAAABJRU5ErkJggg=="
)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """Open plain HTTP."""
    async with aiohttp.ClientSession() as made:
        yield made


@pytest.fixture
def messages(server: LocalDiscord) -> str:
    """Give the address of a channel's messages."""
    channel = server.add_guild("Harbour").add_channel("ask-here")
    return f"{server.api_url}/channels/{channel.id}/messages"


def auth(server: LocalDiscord) -> dict[str, str]:
    """Write the bot's token."""
    return {"Authorization": f"Bot {server.token}"}


@pytest.mark.parametrize(
    "body", [{"payload_json": '{"content": "a&b=ü"}'}, {"content": "a&b=ü"}], ids=["json", "plain"]
)
@pytest.mark.parametrize("multipart", [False, True])
async def test_a_body_may_be_a_form(
    server: LocalDiscord,
    session: aiohttp.ClientSession,
    messages: str,
    body: dict[str, str],
    multipart: bool,
) -> None:
    """Of both types of forms, with its fields plain or under payload_json."""
    form = aiohttp.FormData(body, default_to_multipart=multipart)
    async with session.post(messages, data=form, headers=auth(server)) as answer:
        assert (answer.status, (await answer.json())["content"]) == (200, "a&b=ü")
    kind = server.traffic.exchanges[-1].headers["Content-Type"]
    assert kind.startswith("multipart/" if multipart else "application/x-www-form-urlencoded")


async def test_a_form_that_holds_no_json_is_refused(
    server: LocalDiscord, session: aiohttp.ClientSession, messages: str
) -> None:
    """With Discord's code for a body that cannot be read."""
    data = {"payload_json": "{"}
    async with session.post(messages, data=data, headers=auth(server)) as answer:
        assert (answer.status, (await answer.json())["code"]) == (400, 50109)


async def test_an_upload_keeps_what_was_told_of_it(
    server: LocalDiscord, session: aiohttp.ClientSession, messages: str
) -> None:
    """Its description and name, by its number, in any order; and a picture has its size."""
    told = [
        {"id": 0, "description": "a dot", "filename": "dot.png"},
        {"id": 1, "description": "words"},
    ]
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("files[1]", b"hello", filename="a b.txt")
    form.add_field("files[0]", PNG, filename="unnamed")
    form.add_field("payload_json", json.dumps({"attachments": told}))
    async with session.post(messages, data=form, headers=auth(server)) as answer:
        kept = {one["filename"]: one for one in (await answer.json())["attachments"]}
    assert set(kept) == {"dot.png", "a_b.txt"}
    picture, text = kept["dot.png"], kept["a_b.txt"]
    assert (picture["description"], picture["width"], picture["height"]) == ("a dot", 3, 2)
    assert (text["description"], "width" in text) == ("words", False)
    async with session.get(text["url"]) as answer:
        assert await answer.read() == b"hello"


async def test_what_only_looks_like_a_picture_has_no_size(
    server: LocalDiscord, session: aiohttp.ClientSession, messages: str
) -> None:
    """A picture that ends after its first letters is a file like any other."""
    for start in (PNG[:12], b"\xff\xd8\xff\xe0\x00", b"GIF89a", b"RIFF\x00\x00\x00\x00WEBP"):
        form = aiohttp.FormData()
        form.add_field("files[0]", start, filename="x.png")
        async with session.post(messages, data=form, headers=auth(server)) as answer:
            assert answer.status == 200
            assert "width" not in (await answer.json())["attachments"][0]


async def test_default_sounds_are_a_list(wire: Wire) -> None:
    """A client that asks for them before it is ready goes on."""
    assert await wire("GET", "/soundboard-default-sounds") == (200, [])


@pytest.mark.parametrize(
    "path", ["/guilds/{guild}/members/search?query=a", "/channels/{channel}/messages/pins"]
)
async def test_a_word_where_an_id_stands_is_another_route(
    server: LocalDiscord, wire: Wire, path: str
) -> None:
    """What is not imitated answers 501, and is not taken for an id that cannot be read."""
    guild = server.add_guild("Harbour")
    path = path.format(guild=guild.id, channel=guild.add_channel("ask-here").id)
    assert (await wire("GET", path))[0] == 501
    assert (await wire("GET", f"/guilds/{guild.id}/members/@me"))[0] == 200
    assert (await wire("GET", "/guilds/1x"))[1]["code"] == 50035


async def test_threads_say_who_is_in_them_and_that_they_are_new(
    server: LocalDiscord, wire: Wire
) -> None:
    """The answer has the bot as a member, the event newly_created, and the list has its end."""
    guild = server.add_guild("Harbour")
    async with connected_raw(server):
        body = {"name": "t", "type": 11}
        _, made = await wire("POST", f"/channels/{guild.add_channel('a').id}/threads", body)
    assert made["member"]["user_id"] == str(server.bot_id)
    (event,) = [one for _, name, one in server.traffic.events if name == "THREAD_CREATE"]
    assert event["newly_created"] is True
    _, listed = await wire("GET", f"/guilds/{guild.id}/threads/active")
    assert (listed["has_more"], listed["members"][0]["id"]) == (False, made["id"])


async def test_nulls_in_options_are_not_given_back(server: LocalDiscord, wire: Wire) -> None:
    """A command is told as Discord tells it: what is null was left out."""
    option = {"type": 3, "name": "o", "description": "x", "choices": None, "min_length": None}
    body = {"name": "a", "description": "x", "options": [option]}
    _, made = await wire("POST", f"/applications/{server.bot_id}/commands", body)
    assert made["options"] == [{"type": 3, "name": "o", "description": "x"}]


async def test_a_failure_for_too_many_requests_has_its_headers(
    server: LocalDiscord, session: aiohttp.ClientSession
) -> None:
    """The bucket is empty, and every place says the same time."""
    server.faults.fail_next("GET", "/users/@me", status=429, retry_after=1.5)
    async with session.get(f"{server.api_url}/users/@me", headers=auth(server)) as answer:
        headers, body = answer.headers, await answer.json()
    assert (answer.status, body["retry_after"], headers["Retry-After"]) == (429, 1.5, "2")
    assert headers["X-RateLimit-Remaining"] == "0"
    assert float(headers["X-RateLimit-Reset-After"]) == 1.5
    assert {"X-RateLimit-Bucket", "X-RateLimit-Limit", "X-RateLimit-Reset"} <= headers.keys()
    server.faults.fail_next("GET", "/users/@me", status=429)
    async with session.get(f"{server.api_url}/users/@me", headers=auth(server)) as answer:
        assert 0 < (await answer.json())["retry_after"] <= float(answer.headers["Retry-After"])


async def test_the_answer_to_an_interaction_has_no_bucket(
    server: LocalDiscord, session: aiohttp.ClientSession
) -> None:
    """Other routes have the headers of rate limits, a callback has none."""
    for method, path, counted in (
        ("POST", "/interactions/1/x/callback", False),
        ("GET", "/users/@me", True),
    ):
        async with session.request(method, server.api_url + path, headers=auth(server)) as answer:
            assert any(name.startswith("X-RateLimit") for name in answer.headers) == counted
