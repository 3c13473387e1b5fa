"""What clients of others do on the gateway that discord.py does not, over a plain socket."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.local_discord import LocalDiscord
from tests.local_discord.test_gateway import Socket, identify

Json = dict[str, Any]


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """Open plain HTTP."""
    async with aiohttp.ClientSession() as made:
        yield made


def connected_raw(server: LocalDiscord, intents: int = 1) -> Any:
    """Open a plain connection that is READY and has heard of its guilds."""
    return _Raw(server, intents)


class _Raw:
    def __init__(self, server: LocalDiscord, intents: int) -> None:
        self._server, self._intents = server, intents
        self._session = aiohttp.ClientSession()

    async def __aenter__(self) -> Socket:
        socket = Socket(await self._session.ws_connect(self._server.gateway_url))
        await socket.next()
        await socket.send(2, identify(self._server, intents=self._intents))
        assert (await socket.next())["t"] == "READY"
        for _ in self._server.world.guilds:
            assert (await socket.next())["t"] == "GUILD_CREATE"
        return socket

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()


async def _chunks(socket: Socket, asked: Json) -> list[Json]:
    await socket.send(8, asked)
    found = [await socket.next()]
    while len(found) < found[0]["d"]["chunk_count"]:
        found.append(await socket.next())
    assert {one["t"] for one in found} == {"GUILD_MEMBERS_CHUNK"}
    return [one["d"] for one in found]


async def test_members_are_told_in_chunks(server: LocalDiscord) -> None:
    """All of them with the intent, a thousand at a time, with the question's nonce."""
    guild = server.add_guild("Harbour")
    for number in range(1100):
        guild.join(server.add_person(f"p{number}"))
    server.gateway.privileged = 1 << 1
    async with connected_raw(server, 1 << 1 | 1) as socket:
        asked = {"guild_id": str(guild.id), "query": "", "limit": 0, "nonce": "n"}
        first, second = await _chunks(socket, asked)
    assert [len(one["members"]) for one in (first, second)] == [1000, 102]
    assert [one["chunk_index"] for one in (first, second)] == [0, 1]
    assert (first["nonce"], first["not_found"]) == ("n", [])


async def test_some_members_are_told_without_the_intent(server: LocalDiscord) -> None:
    """By id, with those who are not there; by how a name begins; and of all, only the bot."""
    guild, alice, ben = server.add_guild("Harbour"), *map(server.add_person, ("alice", "ben"))
    guild.join(alice)
    guild.join(ben, nick="Alba")
    here = {"guild_id": str(guild.id)}
    async with connected_raw(server) as socket:
        (by_id,) = await _chunks(socket, here | {"user_ids": [str(alice.id), "7"], "limit": 0})
        (by_name,) = await _chunks(socket, here | {"query": "AL", "limit": 5})
        (alone,) = await _chunks(socket, here | {"query": "", "limit": 0})
    assert [one["user"]["username"] for one in by_id["members"]] == ["alice"]
    assert by_id["not_found"] == ["7"]
    assert [one["user"]["username"] for one in by_name["members"]] == ["alice", "ben"]
    assert [one["user"]["id"] for one in alone["members"]] == [str(server.bot_id)]


async def test_sounds_of_a_guild_are_told(server: LocalDiscord) -> None:
    """There are none, which is said for each guild that was asked about."""
    guild = server.add_guild("Harbour")
    async with connected_raw(server) as socket:
        await socket.send(31, {"guild_ids": [str(guild.id), "1"]})
        answer = await socket.next()
    expected = {"guild_id": str(guild.id), "soundboard_sounds": []}
    assert (answer["t"], answer["d"]) == ("SOUNDBOARD_SOUNDS", expected)


@pytest.mark.parametrize("asked", [None, "x", 7, {}, {"guild_id": "x"}, {"guild_id": []}])
async def test_a_question_that_cannot_be_read_is_4002(server: LocalDiscord, asked: Any) -> None:
    """It ends the connection, and nothing else."""
    async with connected_raw(server) as socket:
        await socket.send(8, asked)
        assert await socket.next() == 4002


@pytest.mark.parametrize("code", [1000, 1001, 3000, 4000, 4999])
async def test_a_close_code_is_given_back(
    server: LocalDiscord, session: aiohttp.ClientSession, code: int
) -> None:
    """As RFC 6455, 5.5.1 asks for; the session is kept unless the goodbye was clean."""
    async with session.ws_connect(server.gateway_url) as socket:
        raw = Socket(socket)
        await raw.next()
        await raw.send(2, identify(server))
        await raw.next()
        await socket.close(code=code)
        assert socket.close_code == code
    assert bool(server.gateway.sessions) == (code not in (1000, 1001))


@pytest.mark.parametrize("query", ["encoding=etf", "compress=zstd-stream", "compress=gzip"])
async def test_an_encoding_that_is_not_imitated_is_refused(
    server: LocalDiscord, session: aiohttp.ClientSession, query: str
) -> None:
    """The upgrade answers 501 and names it, rather than sending what nobody asked for."""
    async with session.get(f"{server.url}/gateway?v=10&{query}") as answer:
        assert (answer.status, query in await answer.text()) == (501, True)
