"""Several rules on the same worlds: what came of each, beside the oracle and today's rule."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import starmap
from multiprocessing import connection
from threading import Thread

from bot.simulation.community import InventedCommunity
from bot.simulation.outcome import Outcome, error, middle
from bot.simulation.play import Play
from bot.simulation.rules import ORACLE, TODAY, SimulatedRule
from bot.simulation.world import drawn


@dataclass(frozen=True, slots=True)
class Played:
    """Each rule's outcome for each seed, by its name."""

    seeds: Sequence[int]
    outcomes: dict[str, list[Outcome]]

    def of_oracle(self, name: str) -> list[float]:
        """For each seed the asks answered within ten minutes, as a share of the oracle's."""
        return [
            share(one.answered_10, best.answered_10)
            for one, best in zip(self.outcomes[name], self.outcomes[ORACLE], strict=True)
        ]

    def of_reachable(self, name: str) -> list[float]:
        """The same of those that could have been answered in the rule's own state of goodwill."""
        return [share(one.answered_10, one.reachable_10) for one in self.outcomes[name]]

    def beyond_today(self, name: str) -> list[float]:
        """For each seed how much more of the oracle's it reaches than today's rule."""
        pairs = zip(self.of_oracle(name), self.of_oracle(TODAY), strict=True)
        return [one - other for one, other in pairs]

    def figures(self, name: str) -> dict[str, float]:
        """What is told of a rule: means over the seeds, and standard errors."""
        some, beyond = self.outcomes[name], self.beyond_today(name)
        return {
            "answered_10": middle(one.answered_10 for one in some),
            "answered": middle(one.answered for one in some),
            "of_oracle": middle(self.of_oracle(name)),
            "of_oracle_error": error(self.of_oracle(name)),
            "of_reachable": middle(self.of_reachable(name)),
            "beyond_today": middle(beyond),
            "beyond_today_error": error(beyond),
            "pings_per_match": middle(one.pings_per_match for one in some),
            "late_per_match": middle(one.late_per_match for one in some),
            "gini": middle(one.gini for one in some),
            "over_budget": sum(one.over_budget for one in some),
            "woken": sum(one.woken for one in some),
            "off_duty_pings": middle(one.off_duty_pings for one in some),
        }


def share(part: float, whole: float) -> float:
    """A share; all of it where there is nothing to reach."""
    return part / whole if whole else 1.0


def compare(
    community: InventedCommunity,
    rules: Sequence[SimulatedRule],
    seeds: Sequence[int],
    done: Callable[[int], None] = lambda _: None,
    processes: int = 1,
) -> Played:
    """Play each rule on each seed's world; `done` is told of each step. Several processes take less
    time, and come to the same."""
    outcomes: dict[str, list[Outcome]] = {rule.name: [] for rule in rules}
    tasks = [(community, rule, seed) for seed in seeds for rule in rules]
    for (_, rule, _), outcome in zip(tasks, _outcomes(tasks, processes), strict=True):
        outcomes[rule.name].append(outcome)
        done(1)
    return Played(seeds, outcomes)


Task = tuple[InventedCommunity, SimulatedRule, int]


def _outcomes(tasks: Sequence[Task], processes: int) -> Iterator[Outcome]:
    if processes == 1:
        yield from starmap(_outcome, tasks)
        return
    alone = multiprocessing.get_context("spawn")  # with no file of this process open
    with ProcessPoolExecutor(processes, mp_context=alone, initializer=_end_with_parent) as pool:
        yield from pool.map(_outcome, *zip(*tasks, strict=True))


def _end_with_parent() -> None:
    """However this process's parent ends: what it began may take hours."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "it is one of a pool"

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _outcome(community: InventedCommunity, rule: SimulatedRule, seed: int) -> Outcome:
    return Play(drawn(community, seed), rule).run()
