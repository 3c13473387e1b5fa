"""The README's table of what was measured: `python -m tests.bench.readme` writes it anew from
`latest.json`, after words of a line have changed; `python -m tests.bench --write` does so itself.

A row of the table is a row of the JSON: it begins with its name and ends with its command. Rows of
the README's other table, of what is no bench (`tests.care.measure`, `tests.details.measure`,
`tests.faults`), are written by hand; `tests/test_readme.py` looks only that their commands exist.
"""

import re
from pathlib import Path

from tests.bench.figures import spoken
from tests.bench.growing import Grown
from tests.bench.report import Report, line_of, merged, read, reason
from tests.bench.report import write as keep
from tests.bench.shape import GROWS

README = Path(__file__).parents[2] / "README.md"
BEGINS, ENDS = "<!-- bench: python -m tests.bench --write -->\n", "<!-- end of bench -->\n"
LIKEWISE = "the same"
UNKNOWN = "too few to tell"
"""Where a figure could not be told at one size: too little happened."""


def rendered(report: Report) -> str:
    """The table, and above it on what it was measured."""
    sizes = " | ".join(f"{times}x" for times in GROWS)
    several = len({row["commit"] for row in report["rows"]}) > 1
    others = (
        "; some rows at other commits, which `tests/bench/latest.json` tells" if several else ""
    )
    lines = [
        f"On {report['date']}: {report['cores']} cores, {report['memory GiB']} GiB, Python"
        f" {report['python']}, commit `{report['commit']}`, load average {report['load']} before"
        f" it began{others}.",
        "",
        f"| what, by how many, beside what | {sizes} | command |",
        "|---|" + "---|" * len(GROWS) + "---|",
        *(_line(row) for row in report["rows"]),
    ]
    return "\n".join(lines) + "\n"


def _line(row: Report) -> str:
    says = line_of(row["name"]).says
    cells = [_cell(says, one) for one in row["grown"]]
    told = [LIKEWISE if at and cell == cells[at - 1] else cell for at, cell in enumerate(cells)]
    sized = [f"{one['size']:,}: {cell}" for one, cell in zip(row["grown"], told, strict=True)]
    return f"| {head(row)} | {' | '.join(sized)} | `{row['command']}` |"


def head(row: Report) -> str:
    """The first cell."""
    return f"{row['name']}, by {row['by']}; beside {row['beside']}"


def _cell(says: str, one: Grown) -> str:
    figures = dict(one.get("figures", {}))
    figures |= {f"{name} beside": value for name, value in one.get("baseline", {}).items()}
    figures |= {f"{name} times": value for name, value in one.get("ratio", {}).items()}

    def figure(found: re.Match[str]) -> str:
        return spoken(figures[found[1]]) if found[1] in figures else UNKNOWN

    return reason(one) or re.sub(r"\{([^}]+)\}", figure, says)


def shown(readme: str) -> str:
    """The part of the README that is written here."""
    return readme.split(BEGINS)[1].split(ENDS)[0]


def write(report: Report, path: Path = README) -> bool:
    """Write it; whether anything has changed."""
    before = path.read_text("utf-8")
    above, rest = before.split(BEGINS)
    after = above + BEGINS + rendered(report) + ENDS + rest.split(ENDS)[1]
    path.write_text(after, "utf-8")
    return before != after


if __name__ == "__main__":
    latest = read()
    assert latest is not None, "nothing was measured yet"
    latest = merged({**latest, "rows": []}, latest)
    keep(latest)
    write(latest)
