"""What was measured, as JSON: `latest.json` in this folder holds the latest of each row."""

import json
import os
import platform
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from tests.bench.figures import Row, aligned, spoken
from tests.bench.growing import Grown, measured
from tests.bench.registry import BENCHES
from tests.bench.shape import GROWS, Bench, Line

LATEST = Path(__file__).parent / "latest.json"
MACHINE = ("cores", "memory GiB", "python")
"""What has to be the same for rows of several runs to stand in one table."""

Report: TypeAlias = dict[str, Any]


def runs(
    names: Sequence[str], sizes: Sequence[int] = GROWS, *, quick: bool = False
) -> Iterator[Report]:
    """A report for each bench of these names, once it is measured. Without names for all; but of
    what is only run when it is named it says so."""
    run = header(quick=quick)
    for bench in BENCHES:
        if bench.name in names or not (names or bench.apart):
            yield {**run, "rows": _rows(bench, measured(bench, sizes, quick=quick), run)}
        elif not names:
            yield {**run, "rows": _not_measured(bench, sizes, run)}


def _not_measured(bench: Bench, sizes: Sequence[int], run: Report) -> list[Report]:
    why = bench.apart or "not measured yet"
    grown = [{"times": times, "size": bench.grown(times), "left out": why} for times in sizes]
    return _rows(bench, [grown] * len(bench.lines), run)


def header(*, quick: bool) -> Report:
    """When, of what and on what it is measured; `load` is how many others wanted the processor."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": _commit(),
        "cores": len(os.sched_getaffinity(0)),
        "memory GiB": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
        "quick": quick,
    }


def _commit() -> str:
    """Of which commit the bot is, and whether it was changed since."""
    asked = (["rev-parse", "--short=8", "HEAD"], ["status", "--short", "--", "bot", "prompts"])
    try:
        commit, changes = (
            subprocess.run(["git", *one], check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603, S607 - whichever git there is
            for one in asked
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{commit} and changes" if changes else commit


def _rows(bench: Bench, lines: Sequence[Sequence[Grown]], run: Report) -> list[Report]:
    return [
        {
            "name": line.what,
            "command": bench.command,
            "by": bench.of,
            "beside": line.beside,
            **{name: run[name] for name in ("date", "commit", "load")},
            "grown": list(grown),
        }
        for line, grown in zip(bench.lines, lines, strict=True)
    ]


def failed(report: Report) -> list[str]:
    """The rows that could not be measured although they should."""
    return [row["name"] for row in report["rows"] if any("failed" in one for one in row["grown"])]


def elsewhere(report: Report | None) -> bool:
    """Whether it was measured on another machine than this one."""
    here = header(quick=False)
    return report is not None and any(report[name] != here[name] for name in MACHINE)


def merged(report: Report, earlier: Report | None) -> Report:
    """All rows: as this run has them; where it has no figures of one, as it was measured on this
    machine before; and else that it was not."""
    found = {row["name"]: row for row in report["rows"]}
    before = {} if earlier is None or elsewhere(earlier) else earlier
    known = {row["name"]: row for row in before.get("rows", [])}
    rows = []
    for missing in (row for bench in BENCHES for row in _not_measured(bench, GROWS, report)):
        new, old = found.get(missing["name"]), known.get(missing["name"], missing)
        old = old if _whole(old) else missing
        kept = old if new is None or (_whole(old) and not _whole(new)) else new
        rows.append(kept | {name: missing[name] for name in ("command", "by", "beside")})
    return {**report, "rows": rows}


def _whole(row: Report) -> bool:
    return all("figures" in one or "why" in one for one in row["grown"])


def read(path: Path = LATEST) -> Report | None:
    """What was written there, if anything was."""
    if not path.exists():
        return None
    found: Report = json.loads(path.read_text("utf-8"))
    return found


def write(report: Report, path: Path = LATEST) -> None:
    """A line for each size, so that a change shows what changed."""
    head = {name: value for name, value in report.items() if name != "rows"}
    rows = ",\n".join(_text(row) for row in report["rows"])
    path.write_text(f'{json.dumps(head)[:-1]}, "rows": [\n{rows}\n]}}\n', "utf-8")


def _text(row: Report) -> str:
    head = {name: value for name, value in row.items() if name != "grown"}
    grown = ",\n".join(f"  {json.dumps(one)}" for one in row["grown"])
    return f'{json.dumps(head)[:-1]}, "grown": [\n{grown}\n]}}'


def line_of(name: str) -> Line:
    """What the registry says of a row. Raises LookupError."""
    found = [line for bench in BENCHES for line in bench.lines if line.what == name]
    if not found:
        raise LookupError(name)
    return found[0]


def reason(grown: Grown) -> str | None:
    """Why a line has no figures at a size; None where it has some."""
    if "failed" in grown:
        return f"failed: {grown['failed']}"
    why: str | None = grown.get("why") or grown.get("left out")
    return why


def table(row: Report) -> str:
    """A row for somebody at a terminal: each figure, and behind it how many times the baseline."""
    sizes = [one for one in row["grown"] if "figures" in one]
    head = f"{row['name']}, by {row['by']}; beside it {row['beside']}\n"
    names = dict.fromkeys(name for one in sizes for name in one["figures"])
    lines: list[Row] = [
        {"": f"{one['times']}x", row["by"]: f"{one['size']:,}"}
        | {name: _with_ratio(one, name) for name in names}
        for one in sizes
    ]
    missing = [
        f"{one['times']}x, {one['size']:,}: {why}\n" for one in row["grown"] if (why := reason(one))
    ]
    return head + (aligned(lines) if lines else "") + "".join(missing) + f"{row['command']}\n\n"


def _with_ratio(one: Grown, name: str) -> str:
    value = spoken(one["figures"][name]) if name in one["figures"] else "-"
    return f"{value} ({spoken(one['ratio'][name])}x)" if name in one["ratio"] else value
