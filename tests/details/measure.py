"""How much of what gives somebody away is found: `python -m tests.details.measure [lines|unseen]`.

A span is found where a find holds at least half of it, and it at least half of the find. A harmless
line with any find is an alarm. `--misses` names them; not for the unseen lines.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import thread_time

from bot.domain.details import Detail, Details
from bot.prompt_files import details_of
from tests.care.measure import wilson
from tests.details.lines import Line, load

PROMPTS = Path(__file__).parents[2] / "prompts"
LONG = 4000


def hits(span: tuple[int, int, str], found: Sequence[Detail]) -> bool:
    """Whether one find is this span, by half at least."""
    start, end, _ = span
    for one in found:
        both = min(end, one.end) - max(start, one.start)
        if 2 * both >= end - start and 2 * both >= one.end - one.start:
            return True
    return False


def main(folder: str, *, misses: bool) -> None:
    """Print the table."""
    details, lines = details_of(PROMPTS), load(folder)
    found, wanted, alarms, harmless = Counter[str](), Counter[str](), 0, 0
    for line in lines:
        got = details.look(line.text)
        for span in line.spans:
            wanted[span[2]] += 1
            found[span[2]] += hits(span, got)
            if misses and not hits(span, got):
                print("missed", span, line.language, line.text, got)  # noqa: T201
        harmless += not line.spans
        alarms += bool(got) and not line.spans
        if misses and got and not line.spans:
            print("alarm", line.language, line.text, got)  # noqa: T201
    for kind, count in sorted(wanted.items()):
        print(_row(kind, found[kind], count))  # noqa: T201
    print(_row("all", found.total(), wanted.total()))  # noqa: T201
    print(_row("alarms", alarms, harmless))  # noqa: T201
    for size in (50, LONG):
        print(f"p99 of {size} characters: {1000 * p99(details, lines, size):.2f} ms")  # noqa: T201


def p99(details: Details, lines: Sequence[Line], size: int) -> float:
    """Seconds of the processor that one look takes at most in 99 of 100 texts: harmless lines, and
    one with a find among them."""
    took = []
    whole = "\n".join(line.text for line in lines if not line.spans)
    telling = [line.text for line in lines if line.spans]
    for number in range(200):
        start = number * len(whole) // 200
        harmless = whole[start:] + whole * (1 + size // len(whole))
        text = f"{telling[number % len(telling)]}\n{harmless}"[:size]
        before = thread_time()
        details.look(text)
        took.append(thread_time() - before)
    return sorted(took)[int(len(took) * 0.99) - 1]


def _row(name: str, part: int, of: int) -> str:
    low, high = wilson(part, of)
    return f"{name:10} {part:4} of {of:4}  {part / of:.3f}  ({low:.3f} to {high:.3f})"


if __name__ == "__main__":
    chosen = [one for one in sys.argv[1:] if not one.startswith("-")]
    main(chosen[0] if chosen else "lines", misses="--misses" in sys.argv)
