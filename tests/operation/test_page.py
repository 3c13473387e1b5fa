"""The page with the numbers: what stands on it, and who may read it."""

import errno
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families as parsed
from structlog.testing import capture_logs

from bot.domain.batches import ToldBatch
from bot.operation.gathered import MIB, RunNumbers
from bot.operation.measured import RELAY_SECONDS
from bot.operation.page import exposed, page

WORDS = ToldBatch((1, 2, 3, *[0] * (len(RELAY_SECONDS) - 3), 4), 100.5)
NUMBERS = RunNumbers(
    connected=True,
    stands_still=False,
    servers=3,
    waiting=15,
    oldest_unsent=30,
    words=WORDS,
    rounds=ToldBatch((7,)),
    pace_waited=2,
    told_to_slow_down=1,
    held_back=False,
    new_dms_slowed=True,
    errors={"delivery.failed": 2},
    database=3 * MIB,
    free=64 * MIB,
    loop_lag=0.1,
)


def values(text: str) -> dict[str, float]:
    """Each line by its name, with its labels where it has some."""
    return {
        sample.name
        + "".join(f",{key}={value}" for key, value in sample.labels.items()): sample.value
        for family in parsed(text)
        for sample in family.samples
    }


def free_port() -> int:
    """One that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def called_at(host: str, port: int) -> int:
    """What the system says of a call there: 0 where somebody listens."""
    with socket.socket() as calling:
        return calling.connect_ex((host, port))


async def looked() -> RunNumbers:
    """What a bot would say."""
    return NUMBERS


@asynccontextmanager
async def served() -> AsyncIterator[tuple[aiohttp.ClientSession, int]]:
    """Somebody on this machine, and the port."""
    port = free_port()
    async with page(port, looked), aiohttp.ClientSession() as session:
        yield session, port


async def test_prometheus_reads_all_of_it() -> None:
    """Under the names that dashboard and alerts have."""
    async with served() as (session, port):
        answer = await session.get(f"http://127.0.0.1:{port}/metrics")
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        found = values(await answer.text())
    assert found["lend_an_ear_connected"] == 1
    assert found["lend_an_ear_stands_still"] == 0
    assert found["lend_an_ear_servers"] == 3
    assert found["lend_an_ear_outbox_waiting"] == 15
    assert found["lend_an_ear_outbox_oldest_unsent_seconds"] == 30
    assert found["lend_an_ear_offer_rounds_total"] == 7
    assert found["lend_an_ear_pace_waited_seconds_total"] == 2
    assert found["lend_an_ear_slowed_down_total"] == 1
    assert found["lend_an_ear_errors_total,kind=delivery.failed"] == 2
    assert found["lend_an_ear_database_bytes"] == 3 * MIB
    assert found["lend_an_ear_disk_free_bytes"] == 64 * MIB
    assert found["lend_an_ear_loop_lag_seconds"] == 0.1


async def test_the_histogram_counts_up() -> None:
    """Each bucket has all below it, the last one everybody."""
    found = values(exposed(NUMBERS).decode())
    buckets = [value for name, value in found.items() if "relay_seconds_bucket" in name]
    assert buckets == [1, 3, *[6] * (len(RELAY_SECONDS) - 2), 10]
    assert found["lend_an_ear_relay_seconds_count"] == 10
    assert found["lend_an_ear_relay_seconds_sum"] == 100.5


def test_no_label_says_of_whom_or_of_which_server() -> None:
    """Kinds of errors and bounds of lengths are all that there are."""
    text = exposed(replace(NUMBERS, errors={"a.b": 1})).decode()
    labels = {key for family in parsed(text) for one in family.samples for key in one.labels}
    assert labels == {"kind", "le"}


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1", "127.0.0.1.elsewhere.example"])
async def test_it_answers_to_no_other_name(host: str) -> None:
    """A page of somebody else's can have its own name point to this machine."""
    async with served() as (session, port):
        url = f"http://127.0.0.1:{port}/metrics"
        async with session.get(url, headers={"Host": host}) as answer:
            assert (answer.status, await answer.read()) == (403, b"")
        async with session.get(url, headers={"Host": f"localhost:{port}"}) as answer:
            assert answer.status == 200
        async with session.get(f"http://127.0.0.1:{port}/") as answer:
            assert answer.status == 404


async def test_nobody_on_another_machine_can_ask() -> None:
    """It listens on one loopback address alone: at any other one nobody answers."""
    async with served() as (_, port):
        called = {host: called_at(host, port) for host in ("127.0.0.1", "127.0.0.2")}
    assert called == {"127.0.0.1": 0, "127.0.0.2": errno.ECONNREFUSED}


async def test_a_port_that_is_taken_keeps_no_bot_from_running() -> None:
    """The log says so, and which."""
    with socket.create_server(("127.0.0.1", 0)) as taken, capture_logs() as logged:
        port = taken.getsockname()[1]
        async with page(port, looked):
            pass
    assert [(one["event"], one["port"]) for one in logged] == [("metrics.cannot_listen", port)]
