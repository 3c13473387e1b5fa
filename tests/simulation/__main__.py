"""`python -m tests.simulation --histories 100000 --seed 7`: plays histories, and says what broke.

The first one's seed is `--seed` plus `--from`; the same seed on the same commit is the same
history, whatever else is played. With one history its trace is printed.
"""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial

import click

from tests.simulation import begun, history
from tests.simulation.history import Told
from tests.simulation.plants import PLANTS

_CHUNK = 20
_SHOWN = 4
"""What else broke in the same history."""
_SAME_HASHES = "0"


@click.command()
@click.option("--histories", default=500, show_default=True, help="How many are played.")
@click.option("--seed", default=1, show_default=True, help="Where the seeds begin.")
@click.option("--from", "start", default=0, help="Leave out so many seeds.")
@click.option("--plant", type=click.Choice(sorted(PLANTS)), help="Do one thing wrongly.")
@click.option("--processes", default=os.cpu_count() or 1, help="How many play side by side.")
@click.option("--first", is_flag=True, help="Stop at the first history that breaks something.")
def command(
    histories: int, seed: int, start: int, plant: str | None, processes: int, first: bool
) -> None:
    """Play random histories on a simulated Discord. Ends with 1 where one broke something."""
    seeds = range(seed + start, seed + start + histories)
    broken, deaths, turns = list[Told](), 0, 0
    with (
        _played(seeds, plant, processes) as played,
        click.progressbar(played, length=histories, file=sys.stderr) as bar,
    ):
        for told in bar:
            deaths, turns = deaths + told.deaths, turns + told.turns
            if told.violations:
                broken.append(told)
                _tell(told)
                if first:
                    break
    if histories == 1:
        click.echo("\n".join((broken or [history.play(seeds[0])])[0].trace))
    click.echo(f"{histories} histories, {deaths} deaths, {turns} turns: {len(broken)} broken")
    sys.exit(1 if broken else 0)


@contextmanager
def _played(seeds: range, plant: str | None, processes: int) -> Iterator[Iterator[Told]]:
    begun.content()
    play = partial(play_planted, plant)
    if processes == 1 or len(seeds) == 1:
        yield map(play, seeds)
        return
    with ProcessPoolExecutor(processes) as pool:
        try:
            yield pool.map(play, seeds, chunksize=_CHUNK)
        finally:
            pool.shutdown(cancel_futures=True)


def play_planted(plant: str | None, seed: int) -> Told:
    """One history, with a fault if one is named. Its trace is kept where it broke something."""
    told = history.play(seed) if plant is None else history.play(seed, PLANTS[plant])
    return told if told.violations else Told(seed, (), (), told.deaths, told.turns)


def _tell(told: Told) -> None:
    first, *others = told.violations
    click.echo(f"\nseed {told.seed}: {first}" + "".join(f"\n    {one}" for one in others[:_SHOWN]))


def main() -> None:
    """The order in sets of texts hangs on hashes, which have to be the same each time."""
    if os.environ.get("PYTHONHASHSEED") != _SAME_HASHES:
        environ = os.environ | {"PYTHONHASHSEED": _SAME_HASHES}
        again = [sys.executable, "-m", "tests.simulation", *sys.argv[1:]]
        os.execve(sys.executable, again, environ)  # noqa: S606 - this very program
    command()


if __name__ == "__main__":
    main()
