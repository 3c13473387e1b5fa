"""Measures a bench at each size, each in a process of its own: what one leaves in memory, or
breaks, is nothing to the next."""

import asyncio
import importlib
import sys
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeAlias

import pytest

from tests.bench.figures import Row
from tests.bench.shape import GROWS, Bench, NotHere, Pair

Grown: TypeAlias = dict[str, Any]
"""A line at one size, as the JSON has it: its figures, or why there are none."""

DIGITS = 4
"""Of a figure, that are kept."""
AT_MOST = 1800.0
"""Seconds of one bench at one size, beyond the minutes that it is given."""


def measured(bench: Bench, sizes: Sequence[int] = GROWS, *, quick: bool) -> Sequence[list[Grown]]:
    """For each line what it is at each size, and how far it is on standard error."""
    at_each = [list(_at(bench, times, quick=quick)) for times in sizes]
    return [list(line) for line in zip(*at_each, strict=True)]


def _at(bench: Bench, times: int, *, quick: bool) -> Iterator[Grown]:
    size, began = bench.grown(times), time.monotonic()
    head = {"times": times, "size": size}
    sys.stderr.write(f"{bench.name}, {size:,} {bench.of} ...\n")
    why = {"why": bench.ends[times]} if times in bench.ends else None
    found = why or _in_a_process(bench, size, bench.quick if quick else bench.how)
    took = f"{time.monotonic() - began:.0f} s"
    sys.stderr.write(f"    {took if isinstance(found, list) else next(iter(found.values()))}\n")
    for number in range(len(bench.lines)):
        yield head | (_figures(*found[number]) if isinstance(found, list) else found)


def _in_a_process(
    bench: Bench, size: float, how: Mapping[str, float]
) -> list[Pair] | dict[str, str]:
    """What its function gives, or why it is `left out` here, or how it `failed`."""
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            pairs = pool.submit(_measure, bench.name, size, how).result()
        assert len(pairs) == len(bench.lines), "it gives something else than it has lines"
    except NotHere as reason:
        return {"left out": str(reason)}
    except Exception as error:  # noqa: BLE001 - the others are measured all the same
        traceback.print_exception(error)
        return {"failed": type(error).__name__}  # its words may name places of this machine
    return pairs


def _measure(name: str, size: float, how: Mapping[str, float]) -> list[Pair]:
    """In the other process."""

    async def limited() -> list[Pair]:
        async with asyncio.timeout(AT_MOST + 120 * how.get("minutes", 0)):
            return list(await module.at(size, **how))

    try:
        module = importlib.import_module(f"tests.bench.{name}")
        return asyncio.run(limited())
    except ModuleNotFoundError as missing:
        if (missing.name or "tests").startswith(("tests", "bot")):
            raise
        raise NotHere(f"{missing.name} is not installed") from None
    except pytest.skip.Exception as skipped:
        raise NotHere(str(skipped)) from None


def _figures(own: Row, baseline: Row) -> Grown:
    """The numbers of both, and the first's to the second's where both are times or amounts."""
    mine, other = _numbers(own), _numbers(baseline)
    ratios = {
        name: _short(value / other[name])
        for name, value in mine.items()
        if isinstance(value, float) and isinstance(other.get(name), float) and other[name]
    }
    return {
        "figures": {name: _short(value) for name, value in mine.items()},
        "baseline": {name: _short(value) for name, value in other.items()},
        "ratio": ratios,
    }


def _numbers(row: Row) -> dict[str, float]:
    return {name: value for name, value in row.items() if not isinstance(value, str)}


def _short(value: float) -> float:
    return value if isinstance(value, int) else float(f"{value:.{DIGITS}g}")
