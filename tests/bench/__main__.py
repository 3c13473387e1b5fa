"""All benches, one after the other, each as it grows 1x, 10x and 100x: `python -m tests.bench`.

Prints a table of each with its baseline, and all of it as JSON, or writes that into a file
(`--json FILE`). `--write` keeps it as `tests/bench/latest.json` and writes the README's table from
it: on a quiet machine, which is told by the load average that stands beside the figures. `--only`
measures those that are named, and `--write` then keeps the other rows as they are. `--quick` shows
that each works, at the first size alone. `load` takes half an hour: it is run when it is named.

Ends with 1 where one failed; the others are measured all the same.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from tests.bench import readme, report
from tests.bench.registry import BENCHES
from tests.bench.shape import GROWS


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    names = [bench.name for bench in BENCHES]
    parser.add_argument("--only", nargs="+", choices=names, default=[], metavar="NAME")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="the first size alone, and short: to see that each works",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the JSON is written")
    parser.add_argument(
        "--write", action="store_true", help="keep it, and write the README's table"
    )
    options = parser.parse_args()
    if options.quick and options.write:
        parser.error("what --quick measures is nothing to --write")
    if options.only and options.write and report.elsewhere(report.read()):
        parser.error("the other rows were measured on another machine: measure all of them here")
    return options


def main() -> int:
    """Measure, print and write; each bench is kept as soon as it is measured."""
    options, found, broken = _options(), dict[str, Any](), list[str]()
    began = time.monotonic()
    sizes = GROWS[:1] if options.quick else GROWS
    for part in report.runs(options.only, sizes, quick=options.quick):
        sys.stdout.writelines(report.table(row) for row in part["rows"])
        found = {**part, "rows": found.get("rows", []) + part["rows"]}
        broken += report.failed(part)
        if options.write:
            kept = report.merged(part, report.read())
            report.write(kept)
            readme.write(kept)
    if options.json:
        report.write(found, options.json)
    elif not options.write:
        sys.stdout.write(json.dumps(found) + "\n")
    sys.stderr.writelines(f"failed: {name}\n" for name in broken)
    sys.stderr.write(f"measured in {(time.monotonic() - began) / 60:.0f} minutes\n")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
