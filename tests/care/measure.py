"""How good the screening is: `python -m tests.care.measure [FOLDER]`, by hand, about a minute.

Beside rules and model stand a bare list of words and, where it is installed, a ready package:
`cogno-aegis`, twelve regular expressions in English and Portuguese, the one of the registry that
works without a network and without a model of tens of megabytes. It is no dependency.
"""

import gc
import importlib
import re
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import sqrt
from pathlib import Path
from typing import TypeAlias

import click

from bot.care_model import load_model
from bot.crisis_rules import load_crisis_rules
from bot.domain.care import Screen
from bot.domain.care.model import Model
from tests.care.lines import FOLDER, Line, read_lines

PROMPTS = Path(__file__).parent.parent.parent / "prompts"
KEYWORDS = (
    "suicid kill myself want to die end my life matarme quiero morir me matar quero morrer"
    " mourir umbringen sterben uccidermi morire zelfmoord dood zabić umrzeć ölmek intihar"
    " умереть убить आत्महत्या मरना suicide انتحار أموت 死にたい 自殺 죽고 자살"
)
WORDS = tuple(word for word in KEYWORDS.split() if len(word) > 3 or not word.isascii())
LONG = 1500
ENOUGH = 300
"""A cell with fewer lines says little by itself: look at the pooled one."""
Judge: TypeAlias = Callable[[str], str | None]


def main(folder: Path) -> None:
    """Print the tables."""
    lines = list(read_lines(folder))
    before = _memory()
    rules, model = load_crisis_rules(PROMPTS), load_model(PROMPTS)
    screens = {"rules": Screen(rules), "both": Screen(rules, model)}
    both = screens["both"]
    both.look("warm, and i want to die")
    click.echo(f"in memory: {(_memory() - before) / 1e6:.1f} MB, {len(lines)} lines")
    tracemalloc.stop()
    judges = {name: _card_of(screen) for name, screen in screens.items()}
    judges |= {"words": _by_words(WORDS)} | dict(_model_alone(model, both)) | dict(_package())
    table(lines, judges)
    for name in screens:
        embeddings(name, lines, judges[name])
    _times(lines, both)


def _card_of(screen: Screen) -> Judge:
    def card(text: str) -> str | None:
        found = screen.look(text).card
        return found.value if found else None

    return card


def _model_alone(model: Model | None, screen: Screen) -> Iterator[tuple[str, Judge]]:
    """What the model would say by itself, without the rules and without their vetoes."""
    if model is not None:
        scores, plain, weighing = model.scores, screen.plain, model.weighing

        def card(text: str) -> str | None:
            found = weighing.card(2 * scores(plain(text)), ())
            return found.value if found else None

        yield "model", card


def _by_words(words: Sequence[str]) -> Judge:
    """The same card for every word: what a list of words can do."""
    return lambda text: "now" if any(word in text.casefold() for word in words) else None


def _package() -> Iterator[tuple[str, Judge]]:
    try:
        rules = importlib.import_module("cogno_aegis.safety").DEFAULT_CRISIS_RULES
    except ImportError:
        return
    found = re.compile("|".join(f"(?:{rule.pattern})" for rule in rules), re.IGNORECASE)
    yield "package", lambda text: "now" if found.search(text) else None


def is_right(line: Line, card: str | None, name: str) -> bool:
    """Lists know one card only: theirs is right wherever a line calls for some card."""
    if name in {"words", "package"} and line.wanted:
        return card is not None
    return line.is_right(card)


def table(lines: Sequence[Line], judges: Mapping[str, Judge]) -> None:
    """Each category and language: how many of how many are right, and between what bounds."""
    cells: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        for language in ("all", line.language):
            cells.setdefault((line.category, language), []).append(line)
    click.echo(f"right, of so many (95% Wilson interval); * fewer than {ENOUGH}: see all")
    for (category, language), own in sorted(cells.items()):
        shown = "  ".join(
            f"{name} {_share([is_right(line, judge(line.text), name) for line in own])}"
            for name, judge in judges.items()
        )
        click.echo(f"{category:13} {language:7} {len(own):4}{'*'[len(own) >= ENOUGH :]} {shown}")


def embeddings(name: str, lines: Sequence[Line], judge: Judge) -> None:
    """Of the lines with a card that is right, how many keep it inside an ordinary text."""
    kept = [line for line in lines if line.wanted and line.is_right(judge(line.text))]
    fill = {language: _filler(lines, language) for language in {line.language for line in kept}}
    for place in ("start", "middle", "end"):
        right = [
            line.is_right(judge(embedded(line.text, fill[line.language], place))) for line in kept
        ]
        click.echo(f"{name}, {place} of {LONG} characters: kept {_share(right)} of {len(right)}")


def embedded(text: str, filler: str, place: str) -> str:
    """The text at the start, in the middle or at the end of ordinary sentences, without a stop."""
    cut = {"start": 0, "middle": filler.find(". ", len(filler) // 2) + 2, "end": len(filler)}[place]
    return f"{filler[:cut]} {text} {filler[cut:]}"


def _filler(lines: Sequence[Line], language: str) -> str:
    own = [one.text for one in lines if (one.language, one.category) == (language, "ordinary")]
    text = " ".join(f"{one}." for one in own or ["."])
    return (text + " ") * (LONG // len(text) + 1)


def _share(results: Sequence[bool]) -> str:
    count, size = sum(results), len(results)
    low, high = wilson(count, size)
    return f"{count / size if size else 0:.3f} ({low:.3f}-{high:.3f})"


def wilson(count: int, size: int) -> tuple[float, float]:
    """The 95% interval of a share."""
    if not size:
        return 0.0, 1.0
    z, share = 1.96, count / size
    middle = share + z * z / (2 * size)
    spread = z * sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return (middle - spread) / (1 + z * z / size), (middle + spread) / (1 + z * z / size)


def _times(lines: Sequence[Line], screen: Screen) -> None:
    quiet = [line.text for line in lines if line.category in {"ordinary", "hard_negative"}]
    for length in (50, 4000):
        texts = [". ".join(quiet[at:] + quiet[:at])[:length] for at in range(0, len(quiet), 2)]
        took = sorted(_milliseconds(screen, texts[:500]))
        p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
        click.echo(
            f"{length} characters: p50 {p50:.2f} ms, p99 {p99:.2f} ms, most {took[-1]:.2f} ms"
        )


def _milliseconds(screen: Screen, texts: Iterable[str]) -> Iterable[float]:
    for text in texts:
        before = time.process_time()
        screen.look(text)
        yield (time.process_time() - before) * 1000


def _memory() -> int:
    if not tracemalloc.is_tracing():
        tracemalloc.start()
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
