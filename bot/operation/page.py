"""A page on this machine alone, with the numbers as Prometheus reads them. None has a label that
says of which server or of whom it is.

A page of somebody else's in a browser of this machine cannot read it: it answers to no name but
its own. What hangs does not answer, which Prometheus notes as `up` 0.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily as Counted
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.core import HistogramMetricFamily as Histogram
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.domain.batches import ToldBatch
from bot.operation.gathered import RunNumbers
from bot.operation.measured import RELAY_SECONDS

HOST = "127.0.0.1"
PATH = "/metrics"
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def exposed(numbers: RunNumbers) -> bytes:
    """As Prometheus reads them."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_AtOneMoment(numbers))
    return generate_latest(registry)


@asynccontextmanager
async def page(port: int, look: Callable[[], Awaitable[RunNumbers]]) -> AsyncIterator[None]:
    """While this lasts, serve it. Where the port is taken the log says so, and the bot runs."""

    async def metrics(request: web.Request) -> web.Response:
        if request.host not in (f"{HOST}:{port}", f"localhost:{port}"):
            return web.Response(status=403, headers=HEADERS)
        headers = HEADERS | {"Content-Type": CONTENT_TYPE_PLAIN_0_0_4}
        return web.Response(body=exposed(await look()), headers=headers)

    application = web.Application()
    application.router.add_get(PATH, metrics)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    try:
        await _listen(runner, port)
        yield
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, port: int) -> None:
    try:
        await web.TCPSite(runner, HOST, port).start()
    except OSError as error:
        log = structlog.get_logger("metrics")
        log.warning("metrics.cannot_listen", port=port, why=type(error).__name__)


class _AtOneMoment(Collector):
    """All metrics that there are."""

    def __init__(self, numbers: RunNumbers) -> None:
        self._now = numbers

    def collect(self) -> Iterator[Metric]:
        """Each with its name and what it means."""
        now = self._now
        for name, means, value in _gauges(now):
            yield Gauge(f"lend_an_ear_{name}", means, value=value)
        for name, means, count in _counters(now):
            yield Counted(f"lend_an_ear_{name}", means, value=count)
        kinds = Counted(
            "lend_an_ear_errors",
            "Warnings and errors of the log by their code, told each quarter of an hour.",
            labels=["kind"],
        )
        for kind, count in sorted(now.errors.items()):
            kinds.add_metric([kind], count)
        yield kinds
        words = Histogram(
            "lend_an_ear_relay_seconds",
            "How long words took from one to the other, told in batches of five people or more.",
        )
        words.add_metric([], _buckets(now.words), now.words.total)
        yield words


def _gauges(now: RunNumbers) -> Iterator[tuple[str, str, float]]:
    yield "connected", "1 while Discord tells of what people do.", now.connected
    yield "stands_still", "1 where only to start the bot anew helps.", now.stands_still
    yield (
        "held_back",
        "1 while Discord refused too much, and most waits.",
        now.held_back,
    )
    yield "new_dms_slowed", "1 while Discord wants fewer new direct messages.", now.new_dms_slowed
    yield "servers", "How many servers the bot is in.", now.servers
    yield "outbox_waiting", "What is due and not said yet, in fives.", now.waiting
    yield (
        "outbox_oldest_unsent_seconds",
        "For how long the first of it has been, in steps of 15 s.",
        now.oldest_unsent,
    )
    yield "database_bytes", "The database, in whole MiB.", now.database
    yield "disk_free_bytes", "What is free where it lies, in steps of 16 MiB.", now.free
    yield "loop_lag_seconds", "How long the loop stood still at worst lately.", now.loop_lag


def _counters(now: RunNumbers) -> Iterator[tuple[str, str, float]]:
    yield "offer_rounds", "Rounds of offers, in batches of five asks or more.", now.rounds.number
    yield (
        "pace_waited_seconds",
        "How long requests waited for their place.",
        now.pace_waited,
    )
    yield (
        "slowed_down",
        "How often Discord said that it is asked too fast.",
        now.told_to_slow_down,
    )


def _buckets(told: ToldBatch) -> list[tuple[str, float]]:
    bounds = [*(str(bound) for bound in RELAY_SECONDS), "+Inf"]
    return [(bound, sum(told.counts[: at + 1])) for at, bound in enumerate(bounds)]
