"""Trains the model: `python -m tests.care.train`, by hand, some minutes. No chance in it.

`--check` first says by cross-validation, on lines left out, what each threshold would do. Softmax
with stochastic gradient descent; a feature counts by how rare it is, a line by how long it is.
"""

import hashlib
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, log, sqrt
from pathlib import Path

import click

from bot.care_model import unpacked
from bot.crisis_rules import load_crisis_rules
from bot.domain.care import Card, Screen
from bot.domain.care.model import BUCKETS, OUTPUTS, bucket, features
from bot.domain.care.rules import Language
from tests.care.lines import Line, read_lines

HERE = Path(__file__).parent
PROMPTS = HERE.parent.parent / "prompts"
FOLDERS = ("lines", "ordinary", "unheard", "unseen", "second_unseen")
TURNS = 30
"""Times that each line is looked at."""
RATE, DECAY = 6.0, 2e-6
FOLDS = 4
ALONE, IN_PASSING, BESIDE_A_RULE = 0.93, 0.97, 0.85
THRESHOLDS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.7)
NOTHING = len(OUTPUTS)


@dataclass(frozen=True)
class Example:
    """A line as the model sees it."""

    places: tuple[int, ...]
    output: int
    line: Line


def examples(lines: Sequence[Line], screen: Screen, *, more: bool) -> Iterator[Example]:
    """Each line; with `more` also behind or before an ordinary one, so that length says nothing."""
    chance = random.Random(7)  # noqa: S311 - nothing secret
    ordinary: dict[str, list[str]] = {}
    for line in lines:
        if line.category == "ordinary":
            ordinary.setdefault(line.language[:2], []).append(line.text)
    for line in lines:
        output = OUTPUTS.index(line.wanted) if line.wanted else NOTHING
        texts = [line.text]
        if more and (others := ordinary.get(line.language[:2])):
            beside = chance.choice(others)
            texts.append(chance.choice([f"{beside}. {line.text}", f"{line.text}. {beside}"]))
        for text in texts:
            places = [bucket(feature) for feature in features(screen.plain(text))]
            yield Example(tuple(sorted(places)), output, line)


class Training:
    """Weights while they are trained."""

    def __init__(self, given: Sequence[Example]) -> None:
        seen = Counter(place for one in given for place in set(one.places))
        rare = {place: log((1 + len(given)) / (1 + count)) + 1 for place, count in seen.items()}
        self._rare = [0.0] * BUCKETS
        for place, value in rare.items():
            self._rare[place] = value * value / 60
        self.weights = [[0.0] * BUCKETS for _ in OUTPUTS]
        self._given = list(given)

    def run(self) -> None:
        """All turns, slower and slower."""
        chance = random.Random(1)  # noqa: S311 - nothing secret
        for turn in range(TURNS):
            chance.shuffle(self._given)
            for one in self._given:
                self._learn(one, RATE / (1 + turn))

    def _learn(self, one: Example, rate: float) -> None:
        size = sqrt(len(one.places)) or 1.0
        shares = self.shares(one)
        for output, weights in enumerate(self.weights):
            wrong = (1.0 if one.output == output else 0.0) - shares[output]
            step = rate * wrong / size
            if abs(step) > DECAY:
                for place in one.places:
                    weights[place] += step * self._rare[place]

    def shares(self, one: Example) -> list[float]:
        """How likely each output is."""
        size = sqrt(len(one.places)) or 1.0
        parts = [exp(min(sum(map(w.__getitem__, one.places)) / size, 50.0)) for w in self.weights]
        whole = 1.0 + sum(parts)
        return [part / whole for part in parts]


def packed(weights: Sequence[Sequence[float]]) -> bytes:
    """The model as it is kept: a line of JSON, and one byte a weight."""
    scale = max(abs(one) for some in weights for one in some) / 127
    head = {
        "alone": ALONE,
        "in_passing": IN_PASSING,
        "scale": scale,
        "beside_a_rule": BESIDE_A_RULE,
    }
    body = b"".join(bytes(round(one / scale) & 255 for one in some) for some in weights)
    return json.dumps(head, sort_keys=True).encode() + b"\n" + body


def check(lines: Sequence[Line], languages: Sequence[Language]) -> None:
    """What rules and model together would do on lines that the model was not trained on."""
    order = list(lines)
    random.Random(3).shuffle(order)  # noqa: S311 - nothing secret
    plain = Screen(languages)
    now: dict[float, Counter[str]] = {alone: Counter() for alone in THRESHOLDS}
    for fold in range(FOLDS):
        rest = [line for at, line in enumerate(order) if at % FOLDS != fold]
        training = Training([*examples(rest, plain, more=True)])
        training.run()
        model = unpacked(packed(training.weights))
        for alone in THRESHOLDS:
            screen = Screen(languages, replace(model, alone=alone))
            left = (line for at, line in enumerate(order) if at % FOLDS == fold)
            now[alone].update(x.category for x in left if screen.look(x.text).card is Card.NOW)
    size = Counter(line.category for line in lines)
    for alone, counts in now.items():
        shown = "  ".join(f"{key} {counts[key] / size[key]:.3f} of {size[key]}" for key in size)
        click.echo(f"rules, or model above {alone}: card now in {shown}")


def main() -> None:
    """Train, and write the file."""
    languages = load_crisis_rules(PROMPTS)
    lines = [line for folder in FOLDERS for line in read_lines(HERE / folder)]
    if "--check" in sys.argv:
        check(lines, languages)
        return
    screen = Screen(languages)
    training = Training([*examples(lines, screen, more=True)])
    training.run()
    data = packed(training.weights)
    (PROMPTS / "crisis" / "model.bin").write_bytes(data)
    click.echo(f"{len(lines)} lines, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
