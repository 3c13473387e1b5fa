"""`lend-an-ear simulate`: what a rule would do in a community. Words for operators.

Nothing of a real community is read: people and asks are drawn from a seed.
"""

import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from bot.config import Settings, load
from bot.readiness import NotReady
from bot.simulation.community import SIZES, InventedCommunity
from bot.simulation.compared import Played, compare
from bot.simulation.plot import must_be_picture, plot
from bot.simulation.rules import ORACLE, SimulatedRule, all_of_them, some_of_them
from bot.strict_yaml import checked, read

LONG = 60.0
"""Seconds beyond which it is said beforehand how long it will take."""
PROBE = 400
"""Listeners of the smaller community from which that is reckoned."""
GROWS = 1.7
"""The power of the number of listeners with which it grows: each ask looks at whoever is on duty,
and there are more of both. From 400 to 2,000 listeners it is 1.5 in the world `large`, and 1.8 with
twice the asks."""
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
    rules: Sequence[str] = ()


def simulate(wanted: Simulated) -> None:
    """Play every rule on every seed, and print what came of it. Raises FileFaults for a file with a
    fault, NotReady for what cannot be meant."""
    seeds = seeds_of(wanted.seeds)
    if wanted.plot is not None:
        must_be_picture(wanted.plot)
    settings = None if wanted.compared is None else load(wanted.compared)
    rules = rules_of(wanted.rules, settings)
    worlds = dict(_worlds(wanted))
    click.echo(f"seeds: {wanted.seeds}", err=True)
    took = sum(reckoned(one, rules) for one in worlds.values()) * len(seeds)
    processes = (os.cpu_count() or 1) if took > LONG else 1
    if took > LONG:
        click.echo(f"this will take about {duration(took / processes)}", err=True)
    found = {n: _played(n, one, seeds, rules, processes) for n, one in worlds.items()}
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


def rules_of(names: Sequence[str], settings: Settings | None) -> list[SimulatedRule]:
    """Those with these names, or all. Raises NotReady."""
    known = [one.name for one in all_of_them(settings)]
    for name in names:
        if name not in known:
            raise NotReady(f'"{name}" is no rule: these are {", ".join(known)}')
    return some_of_them(names, settings)


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
    name: str,
    community: InventedCommunity,
    seeds: Sequence[int],
    rules: Sequence[SimulatedRule],
    processes: int,
) -> Played:
    if not community.listeners.how_many:
        click.echo(f"{name}: there are no listeners, so nobody answers", err=True)
    if not community.asks.an_hour:
        click.echo(f"{name}: there are no asks", err=True)
    steps = len(rules) * len(seeds)
    with click.progressbar(range(steps), label=name, file=sys.stderr) as bar:
        return compare(community, rules, seeds, bar.update, processes)


def reckoned(community: InventedCommunity, rules: Sequence[SimulatedRule]) -> float:
    """Seconds of one processor for one seed, from a smaller community of the same kind; in doubt
    half as much again."""
    people = community.listeners.how_many
    if people <= PROBE:
        return 0.0
    part = PROBE / people
    listeners = community.listeners.model_copy(update={"how_many": PROBE})
    asks = community.asks.model_copy(update={"an_hour": community.asks.an_hour * part})
    small = community.model_copy(update={"listeners": listeners, "asks": asks})
    began = time.process_time()
    compare(small, rules, [1])
    return float((time.process_time() - began) / part**GROWS)


def duration(seconds: float) -> str:
    """In minutes, hours or days, whichever reads well."""
    for unit, each in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 1.5 * each:
            return f"{round(seconds / each):,} {unit}"
    return "a minute"


def _record(seeds: Sequence[int], found: Mapping[str, Played]) -> dict[str, object]:
    sizes = {
        name: {"policies": {rule: played.figures(rule) for rule in played.outcomes}}
        for name, played in found.items()
    }
    return {"seeds": list(seeds), "sizes": sizes}


def table(name: str, played: Played) -> str:
    """A community's table: a line for each rule."""
    asks = sum(one.asks for one in played.outcomes[ORACLE]) / len(played.seeds)
    lines = [f"{name}: {len(played.seeds)} seeds, {asks:.0f} asks each"]
    lines.append(f"{'rule':20}" + "".join(f"{title:>13}" for title, *_ in _COLUMNS))
    for rule in played.outcomes:
        figures = played.figures(rule)
        cells = (shape.format(figures[key]) for _, key, shape in _COLUMNS)
        lines.append(f"{rule:20}" + "".join(f"{cell:>13}" for cell in cells))
    return "\n".join(lines) + "\n"
