"""python -m tests.mutation: what the last `mutmut run` found, module by module.

Killed by the types or by tests; survived and explained in `explained.toml`; survived without a
word. Ends with 1 where less than 90% of all is killed or explained, and names what is not.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import click

from tests.mutation.tally import Change, Explained, Tally

HERE = Path(__file__).parent
MUTANTS = Path("mutants")


def main() -> int:
    """Print the table, and what survived unexplained."""
    explained = Explained.read(tomllib.loads((HERE / "explained.toml").read_text()))
    tallies, left = list[Tally](), list[str]()
    project = tomllib.loads(Path("pyproject.toml").read_text())
    for module in project["tool"]["mutmut"]["only_mutate"]:
        meta = MUTANTS / f"{module}.meta"
        codes = json.loads(meta.read_text())["exit_code_by_key"] if meta.exists() else {}
        if not codes:
            continue
        changes = [Change.read(module, _shown(key)) for key in Tally.survivors(codes)]
        known = [one for one in changes if one in explained]
        tallies.append(Tally.of(module, codes, len(known)))
        left += [f"{one.module}: {one.after}" for one in changes if one not in explained]
    if not tallies:
        click.echo("Nothing was tried: see tests/README.md")
        return 1
    whole = Tally.together(tallies)
    click.echo("\n".join([Tally.HEAD, *(one.in_words() for one in tallies), whole.in_words()]))
    click.echo("\n".join(["Survived, and not explained:", *left] if left else ["All explained."]))
    return 0 if whole.is_enough else 1


def _shown(key: str) -> str:
    """How a mutant differs."""
    command = [str(Path(sys.executable).with_name("mutmut")), "show", key]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - ours


if __name__ == "__main__":
    sys.exit(main())
