"""`lend-an-ear simulate`: what a rule would do in a community. Words for operators.

Nothing of a real community is read: people and asks are drawn from a seed.
"""

import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from bot.config import Settings, load
from bot.readiness import NotReady
from bot.simulation.community import SIZES, InventedCommunity
from bot.simulation.compared import Played, compare
from bot.simulation.plot import must_be_picture, plot
from bot.simulation.rules import all_of_them
from bot.strict_yaml import checked, read

LONG = 60.0
"""Seconds beyond which it is said beforehand how long it will take."""
PROBE = 200
"""Listeners of the small community from which that is reckoned."""
STEPS = 4
"""Values of fatigue between two that were named."""

_COLUMNS = (
    ("in 10 min", "answered_10", "{:.1%}"),
    ("of oracle", "of_oracle", "{:.1%}"),
    ("±", "of_oracle_error", "{:.1%}"),
    ("of reachable", "of_reachable", "{:.1%}"),
    ("beyond today", "beyond_today", "{:+.1%}"),
    ("±", "beyond_today_error", "{:.1%}"),
    ("pings", "pings_per_match", "{:.1f}"),
    ("late", "late_per_match", "{:.2f}"),
    ("Gini", "gini", "{:.2f}"),
)


@dataclass(frozen=True, slots=True)
class Simulated:
    """What is to be simulated, and how it is told."""

    community: Path | None
    sizes: Sequence[str]
    seeds: str
    compared: Path | None = None
    fatigue: str | None = None
    plot: Path | None = None
    as_json: bool = False


def simulate(wanted: Simulated) -> None:
    """Play every rule on every seed, and print what came of it. Raises FileFaults for a file with a
    fault, NotReady for what cannot be meant."""
    seeds = seeds_of(wanted.seeds)
    if wanted.plot is not None:
        must_be_picture(wanted.plot)
    settings = None if wanted.compared is None else load(wanted.compared)
    worlds = dict(_worlds(wanted))
    click.echo(f"seeds: {wanted.seeds}", err=True)
    _say_how_long(worlds.values(), len(seeds), settings)
    found = {name: _played(name, one, seeds, settings) for name, one in worlds.items()}
    if wanted.plot is not None:
        plot(found, wanted.plot)
    if wanted.as_json:
        click.echo(json.dumps(_record(seeds, found)))
        return
    for name, played in found.items():
        click.echo(table(name, played))


def seeds_of(text: str) -> list[int]:
    """Seeds as they are typed: 7, or 1-20. Raises NotReady."""
    first, _, last = text.partition("-")
    try:
        found = list(range(int(first), int(last or first) + 1))
    except ValueError:
        raise NotReady(f'"{text}" is no seed: write a whole number, or two as in 1-20') from None
    if not found:
        raise NotReady(f'"{text}" holds no seed: the first number is larger than the last')
    return found


def fatigues_of(text: str) -> list[float]:
    """Values of fatigue as they are typed: 0.9, or 0.85..1. Raises NotReady."""
    first, _, last = text.partition("..")
    try:
        low, high = float(first), float(last or first)
    except ValueError:
        raise NotReady(f'"{text}" is no fatigue: write 0.9, or two as in 0.85..1') from None
    if not 0 <= low <= high <= 1:
        raise NotReady(f'"{text}": fatigue is from 0 to 1, the smaller number first')
    steps = STEPS - 1
    return [low] if low == high else [low + (high - low) * n / steps for n in range(STEPS)]


def _worlds(wanted: Simulated) -> list[tuple[str, InventedCommunity]]:
    if wanted.community is None:
        named = [(size, SIZES[size]) for size in wanted.sizes]
    else:
        named = [(wanted.community.stem, checked(InventedCommunity, read(wanted.community)))]
    if wanted.fatigue is None:
        return named
    return [
        (f"{name}, fatigue {value:.2f}", _tired(one, value))
        for name, one in named
        for value in fatigues_of(wanted.fatigue)
    ]


def _tired(community: InventedCommunity, fatigue: float) -> InventedCommunity:
    listeners = community.listeners.model_copy(update={"fatigue": fatigue})
    return community.model_copy(update={"listeners": listeners})


def _played(
    name: str, community: InventedCommunity, seeds: Sequence[int], settings: Settings | None
) -> Played:
    rules = all_of_them(settings)
    if not community.listeners.how_many:
        click.echo(f"{name}: there are no listeners, so nobody answers", err=True)
    if not community.asks.an_hour:
        click.echo(f"{name}: there are no asks", err=True)
    steps = len(rules) * len(seeds)
    with click.progressbar(range(steps), label=name, file=sys.stderr) as bar:
        return compare(community, rules, seeds, bar.update)


def _say_how_long(
    communities: Iterable[InventedCommunity], seeds: int, settings: Settings | None
) -> None:
    took = sum(reckoned(one, settings) for one in communities) * seeds
    if took > LONG:
        click.echo(f"this will take about {round(took / 60)} minutes", err=True)


def reckoned(community: InventedCommunity, settings: Settings | None) -> float:
    """Seconds for one seed, from a smaller community of the same kind: each ask looks at whoever is
    on duty, and there are more of both in a larger one."""
    people = community.listeners.how_many
    if people <= PROBE:
        return 0.0
    part, days = PROBE / people, min(community.days, 0.5)
    listeners = community.listeners.model_copy(update={"how_many": PROBE})
    asks = community.asks.model_copy(update={"an_hour": community.asks.an_hour * part})
    small = community.model_copy(update={"listeners": listeners, "asks": asks, "days": days})
    began = time.perf_counter()
    compare(small, all_of_them(settings), [1])
    took = time.perf_counter() - began
    return took / part * (community.days / days)


def _record(seeds: Sequence[int], found: Mapping[str, Played]) -> dict[str, object]:
    sizes = {
        name: {"policies": {rule: played.figures(rule) for rule in played.outcomes}}
        for name, played in found.items()
    }
    return {"seeds": list(seeds), "sizes": sizes}


def table(name: str, played: Played) -> str:
    """A community's table: a line for each rule."""
    asks = sum(one.asks for one in played.outcomes["ours"]) / len(played.seeds)
    lines = [f"{name}: {len(played.seeds)} seeds, {asks:.0f} asks each"]
    lines.append(f"{'rule':20}" + "".join(f"{title:>13}" for title, *_ in _COLUMNS))
    for rule in played.outcomes:
        figures = played.figures(rule)
        cells = (shape.format(figures[key]) for _, key, shape in _COLUMNS)
        lines.append(f"{rule:20}" + "".join(f"{cell:>13}" for cell in cells))
    return "\n".join(lines) + "\n"
