"""What every measurement of two programs needs: percentiles, processor time, tables, JSON."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

TICK = 1 / os.sysconf("SC_CLK_TCK")
"""Seconds: what the system counts processor time in."""

Row = Mapping[str, float | int | str]
"""A line of a table: times as floats, counts as whole numbers, and names."""


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the others lie; `share` from 0 to 1."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """The three that each table has."""
    shares = {"p50 ms": 0.5, "p90 ms": 0.9, "p99 ms": 0.99}
    return {name: percentile(milliseconds, share) for name, share in shares.items()}


def ratio(one: Row, other: Row) -> Row:
    """How many times as much the first row has; what is counted, or named, has none."""

    def of(name: str) -> float | str:
        first, second = one[name], other[name]
        timed = isinstance(first, float) and isinstance(second, float) and second
        return float(first) / float(second) if timed else ""

    return {name: of(name) for name in one} | {"program": "ratio"}


def processor_seconds(pid: int) -> float:
    """Processor time that a process has used so far, in both modes, its threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * TICK


def show(title: str, rows: Sequence[Row]) -> None:
    """Print a table, and the same as one line of JSON that a program can read."""
    sys.stdout.write(f"{title}\n{aligned(rows)}")
    sys.stdout.write(json.dumps({"bench": title, "rows": [dict(row) for row in rows]}) + "\n")


def aligned(rows: Sequence[Row]) -> str:
    """A table of rows that all have what the first one has."""
    names = list(rows[0])
    cells = [names, *([_cell(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(names))]
    lines = [
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]
    return "\n".join(lines) + "\n"


def spoken(value: float) -> str:
    """A figure as people read it: two digits below ten, three below a thousand."""
    if isinstance(value, int) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.2g}" if abs(value) < 10 else f"{value:.3g}"


def _cell(value: float | str) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
