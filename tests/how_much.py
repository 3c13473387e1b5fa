"""How much a run tries: everything, or what is quickly tried.

Tests that kill, stop or play something at many moments take as long as a hundred others. `.ci/run`
has them run, and more examples of what is drawn by chance; the README's command leaves them out,
and says so.
"""

import os

import pytest

VARIABLE = "TRY_EVERYTHING"

EVERYTHING = os.environ.get(VARIABLE) == "1"
"""Whether everything is tried as often as it is worth."""

many_rounds = pytest.mark.skipif(
    not EVERYTHING, reason=f"it takes many rounds: {VARIABLE}=1 has it run"
)

many_starts = pytest.mark.skipif(
    not EVERYTHING, reason=f"it starts several processes: {VARIABLE}=1 has it run"
)


def often(examples: int) -> int:
    """So many examples where `.ci/run` has them tried, and a quarter in every other run."""
    return examples if EVERYTHING else max(5, examples // 4)
