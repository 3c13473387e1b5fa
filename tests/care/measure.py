"""How good the screening is: `python -m tests.care.measure [FOLDER]`, by hand."""

import gc
import sys
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from math import sqrt
from pathlib import Path

import click

from bot.crisis_rules import load_crisis_rules
from bot.domain.care import Screen
from tests.care.lines import FOLDER, Line, read_lines

PROMPTS = Path(__file__).parent.parent.parent / "prompts"
KEYWORDS = (
    "suicid kill myself want to die end my life matarme quiero morir me matar quero morrer"
    " mourir umbringen sterben uccidermi morire zelfmoord dood zabić umrzeć ölmek intihar"
    " умереть убить आत्महत्या मरना suicide انتحار أموت 死にたい 自殺 죽고 자살"
)
WORDS = tuple(word for word in KEYWORDS.split() if len(word) > 3 or not word.isascii())
LONG = 1500


def main(folder: Path) -> None:
    """Print the tables."""
    lines = list(read_lines(folder))
    before = _memory()
    screen = Screen(load_crisis_rules(PROMPTS))
    click.echo(f"rules in memory: {(_memory() - before) / 1e6:.1f} MB, {len(lines)} lines")

    def card(text: str) -> str | None:
        found = screen.look(text).card
        return found.value if found else None

    table("alone", lines, lambda line: line.is_right(card(line.text)))
    table("a bare keyword list", lines, _by_keywords)
    kept = [line for line in lines if line.wanted and line.is_right(card(line.text))]
    for place in ("start", "middle", "end"):
        fill = {language: _filler(lines, language) for language in {x.language for x in lines}}
        _pooled(
            f"inside {LONG} characters, {place}: kept",
            [line.is_right(card(embedded(line.text, fill[line.language], place))) for line in kept],
        )
    tracemalloc.stop()
    _times(lines, screen)


def embedded(text: str, filler: str, place: str) -> str:
    """The text at the start, in the middle or at the end of ordinary sentences, without a stop."""
    cut = {"start": 0, "middle": filler.find(". ", len(filler) // 2) + 2, "end": len(filler)}[place]
    return f"{filler[:cut]} {text} {filler[cut:]}"


def _filler(lines: Sequence[Line], language: str) -> str:
    own = [one.text for one in lines if (one.language, one.category) == (language, "ordinary")]
    text = " ".join(f"{one}." for one in own or ["."])
    return (text + " ") * (LONG // len(text) + 1)


def _by_keywords(line: Line) -> bool:
    hit = any(word in line.text.casefold() for word in WORDS)
    return hit if line.wanted else not hit


def table(title: str, lines: Sequence[Line], right: Callable[[Line], bool]) -> None:
    """Each language and category: how many of how many are right, and between what bounds."""
    click.echo(f"\n{title}")
    cells: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for line in lines:
        for language in (line.language, "all"):
            cells[(line.category, language)].append(right(line))
    for (category, language), results in sorted(cells.items()):
        _pooled(f"  {category:14} {language:4}", results)


def _pooled(title: str, results: Sequence[bool]) -> None:
    count, size = sum(results), len(results)
    low, high = wilson(count, size)
    share = count / size if size else 0
    click.echo(f"{title} {share:.3f} ({low:.3f}-{high:.3f}) of {size}")


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
        took = sorted(_milliseconds(screen, texts))
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
