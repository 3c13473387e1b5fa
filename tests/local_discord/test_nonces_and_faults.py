import asyncio
import os
import signal
import sys
from typing import Any

import aiohttp
import discord
import pytest

from bot.local_discord import LocalDiscord, Person
from tests.local_discord.conftest import Bot, Wire


@pytest.fixture
def alice(server: LocalDiscord) -> Person:
    """Make somebody whom the bot can write to."""
    made = server.add_person("alice")
    server.add_guild("Harbour").join(made)
    return made


def path(person: Person) -> str:
    """Give the route to the messages of somebody's DM."""
    return f"/channels/{person.dm.id}/messages"


NONCE = {"content": "once", "nonce": "n1", "enforce_nonce": True}


async def test_the_same_nonce_gives_the_earlier_message(
    server: LocalDiscord, wire: Wire, alice: Person
) -> None:
    """A repeated nonce within the window stores nothing and returns what is there."""
    _, first = await wire("POST", path(alice), NONCE)
    server.advance(299)
    _, again = await wire("POST", path(alice), NONCE | {"content": "other"})
    assert (again["id"], again["content"], again["nonce"]) == (first["id"], "once", "n1")
    assert len(alice.sees(alice.dm)) == 1


async def test_a_nonce_is_forgotten_after_the_window(
    server: LocalDiscord, wire: Wire, alice: Person
) -> None:
    """Past the window the same nonce makes a second message; the window is settable."""
    server.world.nonce_window = 60
    await wire("POST", path(alice), NONCE)
    server.advance(61)
    await wire("POST", path(alice), NONCE)
    assert len(alice.sees(alice.dm)) == 2


async def test_a_nonce_counts_only_when_enforced(wire: Wire, alice: Person) -> None:
    """Without enforce_nonce a repeated nonce makes a second message."""
    body = {"content": "x", "nonce": "n1"}
    await wire("POST", path(alice), body)
    await wire("POST", path(alice), body)
    assert len(alice.sees(alice.dm)) == 2


async def test_an_answer_can_be_late_and_its_effect_is_not(
    server: LocalDiscord, wire: Wire, alice: Person
) -> None:
    """The message stands there while its sender still waits to hear of it."""
    server.faults.answer_late("POST", path(alice), 3.0)
    asking = asyncio.create_task(wire("POST", path(alice), {"content": "early"}))
    await alice.wait_for(alice.dm, "early")
    assert not asking.done()
    status, _ = await asking
    assert status == 200


async def test_history_never_carries_a_nonce(
    server: LocalDiscord, bot: Bot, wire: Wire, alice: Person
) -> None:
    """The nonce is in the answer and in the gateway's echo, and in no GET."""
    assert bot.user is not None
    _, made = await wire("POST", path(alice), NONCE)
    _, many = await wire("GET", path(alice))
    _, one = await wire("GET", f"{path(alice)}/{made['id']}")
    assert made["nonce"] == "n1"
    assert "nonce" not in many[0]
    assert "nonce" not in one
    echoes = [payload for _, name, payload in server.traffic.events if name == "MESSAGE_CREATE"]
    assert echoes[0]["nonce"] == "n1"


async def test_a_stored_failure_stores(server: LocalDiscord, wire: Wire, alice: Person) -> None:
    """With stored, the message exists although the answer is an error; only so many times."""
    server.faults.fail_next("POST", "/channels/*/messages", status=503, stored=True)
    assert (await wire("POST", path(alice), NONCE))[0] == 503
    assert len(alice.sees(alice.dm)) == 1
    assert (await wire("POST", path(alice), NONCE))[0] == 200
    assert len(alice.sees(alice.dm)) == 1


async def test_a_failure_stores_nothing(server: LocalDiscord, wire: Wire, alice: Person) -> None:
    """Without stored, a failed request has no effect."""
    server.faults.fail_next("POST", "/channels/*/messages", status=500, times=2)
    assert [(await wire("POST", path(alice), NONCE))[0] for _ in range(3)] == [500, 500, 200]
    assert len(alice.sees(alice.dm)) == 1


@pytest.mark.parametrize("status", ["reset", "disconnect"])
async def test_a_cut_connection_gives_no_answer(
    server: LocalDiscord, wire: Wire, alice: Person, status: Any
) -> None:
    """A reset or a disconnect ends the connection; with stored the message exists."""
    server.faults.fail_next("POST", "/channels/*/messages", status=status, stored=True)
    with pytest.raises(aiohttp.ClientConnectionError):
        await wire("POST", path(alice), NONCE)
    assert len(alice.sees(alice.dm)) == 1
    assert server.traffic.exchanges[-1].status == 0


async def test_discord_py_retries_a_502_with_its_nonce(
    server: LocalDiscord, bot: Bot, alice: Person
) -> None:
    """discord.py repeats a stored 502 by itself, and the nonce keeps it a single message."""
    user = await bot.fetch_user(alice.id)
    server.faults.fail_next("POST", "/channels/*/messages", status=502, stored=True)
    await user.send("once", nonce="n1")
    assert len(alice.sees(alice.dm)) == 1


async def test_a_429_with_via_is_waited_for_and_one_without_raises(
    server: LocalDiscord, bot: Bot, alice: Person
) -> None:
    """discord.py believes a 429 that carries Via, and gives up on one that does not."""
    user = await bot.fetch_user(alice.id)
    channel = await bot.create_dm(user)
    where = "/channels/*/messages"
    server.faults.fail_next("POST", where, status=429, retry_after=0.05)
    await channel.send("patient")
    server.faults.fail_next("POST", where, status=429, retry_after=0.05, via=False)
    with pytest.raises(discord.HTTPException):
        await channel.send("not Discord")


async def test_a_held_request_has_no_effect_until_released(
    server: LocalDiscord, wire: Wire, alice: Person
) -> None:
    """A hold keeps requests before their effect; release lets all of them through."""
    hold = server.faults.hold("POST", "/channels/*/messages")
    both = [asyncio.create_task(wire("POST", path(alice), {"content": str(n)})) for n in range(2)]
    await hold.arrived(2)
    assert alice.sees(alice.dm) == []
    hold.release()
    assert [(await one)[0] for one in both] == [200, 200]


async def test_a_dropped_request_never_happened(
    server: LocalDiscord, wire: Wire, alice: Person
) -> None:
    """Dropping a hold cuts its requests without any effect."""
    hold = server.faults.hold("POST", "/channels/*/messages")
    sending = asyncio.create_task(wire("POST", path(alice), NONCE))
    await hold.arrived()
    hold.drop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await sending
    assert alice.sees(alice.dm) == []


async def test_a_killed_client_has_asked_for_nothing(server: LocalDiscord, alice: Person) -> None:
    """A process that is killed while its request is held leaves no effect behind."""
    code = (
        "import http.client, sys\n"
        "c = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]))\n"
        "h = {'Authorization': 'Bot ' + sys.argv[2], 'Content-Type': 'application/json'}\n"
        "c.request('POST', sys.argv[3], '{\"content\": \"x\"}', h)\n"
        "c.getresponse()\n"
    )
    hold = server.faults.hold("POST", "/channels/*/messages")
    where = "/api/v10" + path(alice)
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, str(server.port), server.token, where
    )
    await hold.arrived()
    os.kill(child.pid, signal.SIGKILL)
    await child.wait()
    hold.release()
    await asyncio.sleep(0.05)
    assert alice.sees(alice.dm) == []


async def test_the_global_limit_is_a_switch(
    server: LocalDiscord, wire: Wire, alice: Person
) -> None:
    """With the switch on, the request over the limit of a second is a global 429."""
    server.ratelimits.global_per_second = 5
    answers = await asyncio.gather(*[wire("GET", path(alice)) for _ in range(6)])
    assert sorted(status for status, _ in answers) == [200] * 5 + [429]
    (limited,) = [body for status, body in answers if status == 429]
    assert limited["global"] is True
    assert 0 < limited["retry_after"] <= 1.1
    assert server.traffic.exchanges[-1].reply_headers["X-RateLimit-Scope"] == "global"


async def test_buckets_are_kept_by_discord_py_when_enforced(
    server: LocalDiscord, bot: Bot, alice: Person
) -> None:
    """With enforced buckets discord.py paces itself by the headers and meets no 429."""
    server.ratelimits.enforce = True
    message = await alice.send(alice.dm, "hi")
    (heard,) = await bot.hears()
    for emoji in "✅❌⭐":
        await heard.add_reaction(emoji)
    assert len(message.reactions) == 3
    assert 429 not in [exchange.status for exchange in server.traffic.exchanges]
