import io
import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from bot.discord_app.gateway.wire_log import Listens, route, wire_log
from bot.services.requests import RefusedRequest
from bot.setting_sections import Logging
from tests.log_lines import kept_log


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Logging at its default level into memory."""
    with kept_log(Logging()) as stream:
        yield stream


async def _asked(
    status: int,
    body: str,
    path: str = "/channels/104857600123456789/messages",
    listens: Listens | None = None,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Ask a server that answers so; what discord.py would read of it."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, text=body, headers=headers)

    app = web.Application()
    app.router.add_post("/api/v10/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10{path}"
        async with (
            aiohttp.ClientSession(trace_configs=[wire_log(listens)]) as session,
            session.post(url) as got,
        ):
            return await got.text()
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("status", "body", "level", "code"),
    [
        (403, '{"code": 50007, "message": "words of somebody"}', "info", 50007),
        (429, '{"retry_after": 1}', "info", None),
        (500, "", "warning", None),
        (502, "<html>words of somebody</html>", "warning", None),
        (503, '["words of somebody"]', "warning", None),
        (400, '{"code": "words of somebody"}', "info", None),
    ],
)
async def test_a_refusal_is_one_line_with_discords_numbers(
    stream: io.StringIO, status: int, body: str, level: str, code: int | None
) -> None:
    """What was refused, and how; no id, no words; discord.py can still read the answer."""
    assert await _asked(status, body) == body
    line = json.loads(stream.getvalue())
    del line["time"]
    assert line == {
        "level": level,
        "event": "discord.refused",
        "logger": "discord_answers",
        "status": status,
        "code": code,
        "method": "POST",
        "route": "channels.*.messages",
    }


async def test_what_went_well_is_not_told(stream: io.StringIO) -> None:
    """The log stays quiet."""
    assert await _asked(200, "{}") == "{}"
    assert stream.getvalue() == ""


async def test_a_network_that_is_gone_is_told(stream: io.StringIO) -> None:
    """discord.py tries again without a word; here it is one line for each try."""
    async with aiohttp.ClientSession(trace_configs=[wire_log()]) as session:
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.get("http://127.0.0.1:1/api/v10/users/@me")
    line = json.loads(stream.getvalue())
    assert (line["event"], line["level"]) == ("discord.not_reached", "warning")
    assert line["why"] == "ClientConnectorError"
    assert line["route"] == "users.@me"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/api/v10/channels/123/messages/9", "channels.*.messages.*"),
        ("/api/v10/webhooks/1/token/messages/@original", "webhooks.*.*.messages.@original"),
        ("/api/v10/interactions/1/token/callback", "interactions.*.*.callback"),
        ("/api/channels/1/messages/2/reactions/name/@me", "channels.*.messages.*.reactions.*.@me"),
        ("/api/v10/invites/word", "invites.*"),
        ("/api/v10/guilds/1/members/Striking%20Name", "guilds.*.members.*"),
        ("/", "*"),
    ],
)
def test_an_address_is_shown_without_whose_it_is(path: str, shown: str) -> None:
    """Neither ids nor tokens nor names."""
    assert route(URL(f"https://discord.com{path}")) == shown


CHANNEL, CALLBACK = "/channels/104857600123456789/messages", "/interactions/1048576/secret/callback"


@pytest.mark.parametrize(
    ("status", "path", "headers", "told"),
    [
        (401, CHANNEL, {"Via": "1.1"}, [RefusedRequest(401)]),
        (401, CALLBACK, {"Via": "1.1"}, [RefusedRequest(401, own=False)]),
        (403, "/webhooks/1048576/secret", {"Via": "1.1"}, [RefusedRequest(403, own=False)]),
        (
            429,
            CHANNEL,
            {"Via": "1.1", "X-RateLimit-Scope": "shared", "Retry-After": "3"},
            [RefusedRequest(429, shared=True, retry_after=3.0)],
        ),
        (429, CHANNEL, {}, [RefusedRequest(429, by_discord=False)]),
        (200, CHANNEL, {}, []),
    ],
)
async def test_each_refusal_is_told_of(
    status: int, path: str, headers: dict[str, str], told: list[RefusedRequest]
) -> None:
    """Also those of an interaction's token, which is another one and ends by itself: what counts
    them counts by the address."""
    refused: list[RefusedRequest] = []
    began: list[str] = []

    async def begins() -> None:
        began.append("own")

    with kept_log(Logging()):
        await _asked(status, "{}", path, Listens(begins, refused.append), headers)
    assert refused == told
    assert began == ([] if path != CHANNEL else ["own"]), "no answer to a press waits"
