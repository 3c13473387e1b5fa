"""Trains the model: `python -m tests.care.train`, by hand, some minutes; needs numpy, which is no
dependency of the bot. No chance in it.

First the lines of `OPEN`, which no rule was mended by, are judged by models that were not trained
on their themes. By those scores, and by what the rules found, the weighing is fitted; what it does
is said. Then a model of all lines is written. `--check` writes nothing.
"""

import hashlib
import importlib
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

import click

from bot.crisis_rules import load_crisis_rules
from bot.domain.care import Card, Reason, Screen
from bot.domain.care.model import BUCKETS, OUTPUTS, bucket, features, words_of
from bot.domain.care.opinion import FEWEST_WORDS
from bot.domain.care.weighing import SCORES, Weighing, found_by_rules
from tests.care.lines import Line, read_lines

HERE: Final = Path(__file__).parent
PROMPTS: Final = HERE.parent.parent / "prompts"
HEARD: Final = ("lines", "ordinary", "unheard", "forms", "unseen", "second_unseen")
OPEN: Final = {"third_unseen": 1.0, "fourth_unseen": 0.99, "everyday": 0.9, "voices": 0.25}
"""Folders by which the weighing is fitted, and how much a line of each counts."""
FOLDS: Final = 3
TURNS, RATE, DECAY, MOST = 60, 0.3, 1e-6, 5.0
LEAST: Final = (0.68, 0.5, 0.38, 0.6, 0.95, 0.95)
"""The shares of `Weighing`, in its order, chosen by what is said of the lines left out."""
NOTHING: Final = len(OUTPUTS)
np: Any = importlib.import_module("numpy")


@dataclass(frozen=True)
class Example:
    """A line as the model sees it."""

    places: Any
    output: int


@dataclass(frozen=True)
class Heard:
    """A line that was looked at by the rules."""

    line: Line
    weight: float
    fold: int
    plain: str
    clauses: tuple[str, ...]
    reasons: tuple[Reason, ...]


def examples(lines: Sequence[Heard]) -> Iterator[tuple[Example, ...]]:
    """Of each line: it, and it behind or before an ordinary one, once with a stop between them and
    once without, so that neither length nor what else was done that day says anything."""
    chance = random.Random(7)  # noqa: S311 - nothing secret
    ordinary: dict[str, list[str]] = {}
    for one in lines:
        if one.line.category == "ordinary":
            ordinary.setdefault(one.line.language[:2], []).append(one.plain)
    for one in lines:
        texts = [one.plain]
        if others := ordinary.get(one.line.language[:2]):
            for before, after in ((". ", ". "), (", ", " ")):
                beside = chance.choice(others)
                texts.append(
                    chance.choice([f"{beside}{before}{one.plain}", f"{one.plain}{after}{beside}"])
                )
        output = _output(one.line)
        yield tuple(Example(_places(text), output) for text in texts)


def _places(plain: str) -> Any:
    return np.fromiter(map(bucket, features(plain)), np.int32)


def _output(line: Line) -> int:
    return OUTPUTS.index(line.wanted) if line.wanted else NOTHING


def learn(given: Sequence[Example]) -> Any:
    """The weights of each bucket: softmax, all lines at once, with Adam. A feature counts by how
    rare it is, a line by how long it is."""
    sizes = np.array([len(one.places) for one in given])
    row = np.repeat(np.arange(len(given)), sizes)
    place = np.concatenate([one.places for one in given]).astype(np.int64)
    seen = np.bincount(np.unique(row * BUCKETS + place) % BUCKETS, minlength=BUCKETS)
    rare = (np.log((1 + len(given)) / (1 + seen)) + 1) / 60**0.5
    value = (rare[place] / np.sqrt(sizes)[row]).astype(np.float32)
    used, at = np.unique(place, return_inverse=True)
    wanted = np.eye(NOTHING + 1)[[one.output for one in given]][:, :NOTHING]
    steps = _Adam((len(used), NOTHING), RATE)
    for _ in range(TURNS):
        wrong = _shares(_sums(row, value, at, steps.weights, len(given))) - wanted
        slope = _sums(at, value, row, wrong, len(used)) / len(given)
        steps.step(slope + DECAY * steps.weights)
    weights = np.zeros((BUCKETS, NOTHING))
    weights[used] = np.clip(steps.weights * rare[used][:, None], -MOST, MOST)
    return weights


def _sums(to: Any, value: Any, where: Any, weights: Any, size: int) -> Any:
    columns = (value * weights[where, number] for number in range(weights.shape[1]))
    return np.stack([np.bincount(to, weights=one, minlength=size) for one in columns], 1)


def _shares(sums: Any) -> Any:
    parts = np.exp(np.minimum(sums, 50))
    return parts / (1 + parts.sum(1, keepdims=True))


class _Adam:
    """Weights that are moved down a slope."""

    def __init__(self, shape: tuple[int, int], rate: float) -> None:
        self.weights = np.zeros(shape)
        self._rate, self._turn = rate, 0
        self._first, self._second = np.zeros(shape), np.zeros(shape)

    def step(self, slope: Any) -> None:
        self._turn += 1
        self._first = 0.9 * self._first + 0.1 * slope
        self._second = 0.999 * self._second + 0.001 * slope * slope
        first = self._first / (1 - 0.9**self._turn)
        second = self._second / (1 - 0.999**self._turn)
        self.weights -= self._rate * first / (np.sqrt(second) + 1e-9)


def scores(weights: Any, whole: Example, clauses: Sequence[str]) -> list[float]:
    """As `Opinion.of_all` has them, before the weights are rounded."""
    read = [whole.places, *(_places(one) for one in clauses if len(words_of(one)) >= FEWEST_WORDS)]
    found = np.array([weights[places].sum(0) / max(len(places), 1) ** 0.5 for places in read])
    return [*map(float, found[0]), *map(float, found.max(0))]


def fitted(lines: Sequence[Heard], given: Sequence[Sequence[float]]) -> Weighing:
    """The weighing that makes the best of these scores and of what the rules found."""
    names: dict[str, int] = {}
    for one in lines:
        for name in found_by_rules(one.reasons):
            names.setdefault(name, SCORES + 1 + len(names))
    seen = np.zeros((len(lines), SCORES + 1 + len(names)))
    seen[:, :SCORES], seen[:, SCORES] = np.array(given), 1
    for number, one in enumerate(lines):
        seen[number, [names[name] for name in found_by_rules(one.reasons)]] = 1
    wanted = np.eye(NOTHING + 1)[[_output(one.line) for one in lines]][:, :NOTHING]
    weight = np.array([[one.weight] for one in lines])
    steps = _Adam((seen.shape[1], NOTHING), 0.02)
    for _ in range(1500):
        wrong = (_shares(seen @ steps.weights) - wanted) * weight
        steps.step((seen.T @ wrong + steps.weights / 3) / weight.sum())
    rounded = np.round(steps.weights, 3).tolist()
    mix = [[rounded[row][column] for row in range(SCORES + 1)] for column in range(NOTHING)]
    leans = {name: rounded[row] for name, row in names.items()}
    return Weighing(mix, leans, *LEAST)


def packed(weights: Any, weighing: Weighing) -> bytes:
    """The model as it is kept: a line of JSON, and one byte a weight."""
    scale = float(abs(weights).max()) / 127
    head = {
        "alone": weighing.alone,
        "by_rule": weighing.by_rule,
        "in_passing": weighing.in_passing,
        "leans": weighing.leans,
        "mix": weighing.mix,
        "quiet_alone": weighing.quiet_alone,
        "quiet_in_passing": weighing.quiet_in_passing,
        "scale": scale,
        "turned": weighing.turned,
    }
    body: bytes = np.round(weights / scale).astype(np.int8).T.tobytes()
    return json.dumps(head, sort_keys=True).encode() + b"\n" + body


def say(lines: Sequence[Heard], given: Sequence[Sequence[float]]) -> None:
    """What rules and model do on the lines left out, the weighing being fitted to other ones."""
    cards: list[Card | None] = [None] * len(lines)
    for fold in range(FOLDS):
        rest = [number for number, one in enumerate(lines) if one.fold != fold]
        weighing = fitted([lines[one] for one in rest], [given[one] for one in rest])
        for number, one in enumerate(lines):
            if one.fold == fold:
                cards[number] = weighing.card(given[number], one.reasons)
    for folder, weight in OPEN.items():
        own = [
            (one.line, card) for one, card in zip(lines, cards, strict=True) if one.weight == weight
        ]
        size = Counter(line.category for line, _ in own)
        right = Counter(x.category for x, card in own if x.is_right(card.value if card else None))
        now = sum(x.category == "ordinary" and card is Card.NOW for x, card in own)
        shown = "  ".join(f"{key} {right[key] / size[key]:.3f} of {size[key]}" for key in size)
        click.echo(f"{folder}, left out: {shown}; now on ordinary {now / size['ordinary']:.3f}")


def heard(screen: Screen, folder: str, weight: float, themes: Mapping[str, int]) -> Iterator[Heard]:
    """The lines of a folder as the rules hear them."""
    for line in read_lines(HERE / folder):
        found = screen.look(line.text, thoroughly=True)
        fold = themes.get(line.theme, -1)
        plain = screen.plain(line.text)
        yield Heard(line, weight, fold, plain, tuple(screen.clauses(plain)), found.why)


def main() -> None:
    """Train, say how good it is on lines left out, and write the file."""
    screen = Screen(load_crisis_rules(PROMPTS))
    known = {line.theme for folder in OPEN for line in read_lines(HERE / folder)}
    themes = {theme: number % FOLDS for number, theme in enumerate(sorted(known))}
    fixed = [one for folder in HEARD for one in heard(screen, folder, 0, {})]
    left = [one for folder, size in OPEN.items() for one in heard(screen, folder, size, themes)]
    seen = [*examples([*fixed, *left])]
    apart = seen[len(fixed) :]
    given: list[list[float]] = [[] for _ in left]
    for fold in range(FOLDS):
        rest = [one for one, line in zip(apart, left, strict=True) if line.fold != fold]
        weights = learn([*chain(*seen[: len(fixed)], *rest)])
        for number, line in enumerate(left):
            if line.fold == fold:
                given[number] = scores(weights, apart[number][0], line.clauses)
    say(left, given)
    if "--check" in sys.argv:
        return
    data = packed(learn([*chain(*seen)]), fitted(left, given))
    (PROMPTS / "crisis" / "model.bin").write_bytes(data)
    click.echo(f"{len(fixed) + len(left)} lines, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
