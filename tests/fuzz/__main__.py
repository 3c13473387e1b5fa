"""python -m tests.fuzz [TARGET ...] [--seconds N] [--replay FILE]: try what reads what others send.

Each target in a process of its own, two at a time. Prints how many inputs were tried, how many
places in the code were reached, and what broke. Ends with 1 if anything did: the input is kept in
build/fuzz, and `--replay FILE` tries it again, without atheris.
"""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import click

from tests.fuzz.outcome import Outcome

TARGETS = ("text", "screening", "configuration", "modal_data", "images", "gateway")
AT_ONCE = 2
KEPT = Path("build/fuzz")
SECONDS_BESIDE = 600
"""To load everything and to end, on a machine that has much else to do."""


def tried(name: str, seconds: int) -> Outcome:
    """What became of one target."""
    folder = KEPT / name
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.fuzz.one", name, str(seconds), str(folder)]
    try:
        ended = subprocess.run(  # noqa: S603 - this very Python
            command, capture_output=True, text=True, check=False, timeout=seconds + SECONDS_BESIDE
        )
    except subprocess.TimeoutExpired as late:
        said = (late.stdout or b"") + (late.stderr or b"")
        return Outcome.that_never_ended(name, said.decode("utf-8", "replace"))
    return Outcome.read(name, ended.returncode, ended.stdout + ended.stderr)


@click.command()
@click.argument("targets", nargs=-1, type=click.Choice(TARGETS))
@click.option("--seconds", default=10, show_default=True, help="For each target.")
@click.option("--replay", type=click.Path(exists=True, path_type=Path), help="An input, kept.")
def main(targets: Sequence[str], seconds: int, replay: Path | None) -> None:
    """Try all targets, or these."""
    if replay is not None:
        (target,) = targets or (replay.resolve().parent.name,)
        import_module(f"tests.fuzz.{target}").made().check(replay.read_bytes())
        click.echo("Nothing broke.")
        return
    with ThreadPoolExecutor(AT_ONCE) as two:
        outcomes = list(two.map(lambda one: tried(one, seconds), targets or TARGETS))
    click.echo(f"## Fuzzing, {seconds} s a target")
    click.echo("\n".join(line for one in outcomes for line in one.in_words()))
    sys.exit(any(one.broke for one in outcomes))


if __name__ == "__main__":
    main()
