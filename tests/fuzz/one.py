"""python -m tests.fuzz.one TARGET SECONDS FOLDER: one target, in this process, under atheris.

The folder keeps the inputs that reached something new, and the one that broke something, if any:
then the process ends with another code than 0.
"""

import sys
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import atheris

LONGEST_INPUT = 4096
"""Bytes."""
SECONDS_AN_INPUT = 20
"""More is a fault: nobody's words may make the bot slow."""
MEMORY = 1500
"""MiB; more is a fault."""


def main(name: str, seconds: int, folder: Path) -> None:
    """Does not return."""
    with atheris.instrument_imports(include=["bot", "PIL"], enable_loader_override=False):
        target = import_module(f"tests.fuzz.{name}").made()
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        (corpus / sha256(seed).hexdigest()).write_bytes(seed)
    options = {
        "max_total_time": seconds,
        "max_len": LONGEST_INPUT,
        "timeout": SECONDS_AN_INPUT,
        "rss_limit_mb": MEMORY,
        "print_final_stats": 1,
        "artifact_prefix": f"{folder}/",
    }
    given = [f"-{option}={value}" for option, value in options.items()]
    atheris.Setup([sys.argv[0], *given, str(corpus)], target.check)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
