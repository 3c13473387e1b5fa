"""What became of one target, read from what libFuzzer and atheris print."""

import re
from dataclasses import dataclass
from typing import Self

_RUNS = re.compile(r"stat::number_of_executed_units: (\d+)")
_PLACES = re.compile(r"\bcov: (\d+)")
_KEPT = re.compile(r"Test unit written to (\S+)")
_WHY = re.compile(r"^(?:\w+\.)*\w*(?:Error|Exception|Interrupt|Warning)\b.*$", re.MULTILINE)
_LETTERS_TO_TELL = 400
"""Characters of why it broke; more is in the input that was kept."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of a target: inputs tried, edges of the code reached (0: none was told), what broke, and the
    file that did it."""

    name: str
    runs: int = 0
    places: int = 0
    broke: str = ""
    kept: str = ""

    @classmethod
    def read(cls, name: str, code: int, printed: str) -> Self:
        """From what the process said and its exit code. One that tried nothing is broken, too."""
        runs = max(map(int, _RUNS.findall(printed)), default=0)
        places = max(map(int, _PLACES.findall(printed)), default=0)
        broke = ""
        if code or not runs:
            why = _WHY.findall(printed) or printed.strip().splitlines()[-1:] or ["nothing said"]
            broke = f"ended with {code}: {why[-1][:_LETTERS_TO_TELL]}"
        kept = _KEPT.findall(printed)
        return cls(name, runs, places, broke, kept[-1] if kept else "")

    @classmethod
    def that_never_ended(cls, name: str, printed: str) -> Self:
        """It had to be ended: it hangs where it cannot be interrupted, or never began."""
        last = (printed.strip().splitlines() or ["nothing said"])[-1][:_LETTERS_TO_TELL]
        return cls(name, broke=f"did not end; the last that it said: {last}")

    def in_words(self) -> list[str]:
        """For whoever reads the run's output."""
        found = [f"{self.name}: {self.runs:,} inputs, {self.places:,} edges reached"]
        if self.broke:
            found.append(f"  BROKE, {self.broke}")
        if self.kept:
            found.append(f"  again by: .venv/bin/python -m tests.fuzz --replay {self.kept}")
        return found
