"""Benches are measured at each size, and what goes wrong with one size is told in its place.

This module is the bench, too: its function is called in a process of its own.
"""

import os
from collections.abc import Iterable, Sequence
from typing import Any

from tests.bench import report
from tests.bench.growing import measured
from tests.bench.registry import BENCHES
from tests.bench.shape import GROWS, Bench, Line, NotHere, Pair

LINES = (Line("a thing", "another", "{ms} ms, {ms times} times"), Line("its process", "none", ""))
BREAKS, LACKS = 20, 200


async def at(size: int, rounds: int) -> Sequence[Pair]:
    """What a bench gives; at one size it breaks, at another it lacks something."""
    if size == BREAKS:
        raise ValueError("broken")
    if size == LACKS:
        raise NotHere("no hammer is installed")
    return [({"ms": 2.0 * size, "words": rounds}, {"ms": 1.0}), ({"pid": os.getpid()}, {})]


def bench(size: int, **more: Any) -> Bench:
    """This one."""
    return Bench("test_growing", size, "nails", LINES, how={"rounds": 3}, **more)


def test_each_line_has_figures_baseline_and_ratio_at_each_size() -> None:
    """Or why it does not grow so far; each size in another process."""
    thing, process = measured(bench(1, ends={10: "a box has nine"}), quick=False)
    assert thing == [
        _grown(1, 2.0),
        {"times": 10, "size": 10, "why": "a box has nine"},
        _grown(100, 200.0),
    ]
    assert len({os.getpid(), *(one["figures"]["pid"] for one in process if "why" not in one)}) == 3


def _grown(times: int, ms: float) -> dict[str, Any]:
    found = {"figures": {"ms": ms, "words": 3}, "baseline": {"ms": 1.0}, "ratio": {"ms": ms}}
    return {"times": times, "size": times, **found}


def test_one_that_breaks_does_not_take_the_others_with_it() -> None:
    """And one that lacks something here is not broken."""
    thing, _ = measured(bench(2), quick=False)
    assert thing[0]["figures"]["ms"] == 4.0
    assert thing[1] == {"times": 10, "size": BREAKS, "failed": "ValueError"}
    assert thing[2] == {"times": 100, "size": LACKS, "left out": "no hammer is installed"}
    assert report.failed({"rows": [_row("broken", thing), _row("lacks", thing[2:])]}) == ["broken"]
    told = report.table({**_row("a thing", thing), "by": "nails", "beside": "", "command": ""})
    assert "10x, 20: failed: ValueError" in told
    assert "100x, 200: no hammer is installed" in told


def _row(name: str, grown: Sequence[Any]) -> dict[str, Any]:
    return {"name": name, "grown": grown}


def test_what_a_run_has_no_figures_of_stays_as_it_was_measured_before() -> None:
    """What broke, what is not here, and what was not asked for."""
    names = [line.what for one in BENCHES for line in one.lines]
    first, second, third, fourth, *_, last = names
    earlier = _here(_row(one, [{"figures": {}}]) for one in names if one != last)
    new = _here([_row(first, [{"failed": ""}]), _row(second, [{"left out": ""}]),
                 _row(third, [{"why": "no more"}])])  # fmt: skip
    kept = {row["name"]: row["grown"] for row in report.merged(new, earlier)["rows"]}
    assert list(kept) == names
    assert [*kept[first], *kept[second], *kept[fourth]] == [{"figures": {}}] * 3
    assert kept[third] == [{"why": "no more"}]
    assert all("left out" in one for one in kept[last])


def test_nothing_is_kept_of_another_machine() -> None:
    """Its figures say nothing beside these."""
    name = BENCHES[0].lines[0].what
    earlier = _here([_row(name, [{"figures": {}}])]) | {"cores": 0}
    kept = report.merged(_here([]), earlier)["rows"]
    assert all("left out" in one for row in kept for one in row["grown"])


def _here(rows: Iterable[report.Report]) -> report.Report:
    return {**report.header(quick=False), "rows": list(rows)}


def test_every_bench_has_a_name_and_a_line_of_its_own() -> None:
    """Rows are told apart by their first words; each is measured at all sizes but for a reason."""
    names = [one.name for one in BENCHES]
    lines = [line.what for one in BENCHES for line in one.lines]
    assert len(names) == len({*names})
    assert len(lines) == len({*lines})
    assert all({*one.ends} < {*GROWS} for one in BENCHES)
    assert all(one.quick.keys() == one.how.keys() for one in BENCHES)
