"""Texts of an operator's own: whether they have all that this version of the bot says.

A folder that was copied from an earlier version lacks what was added since. Found only when it is
to be said, that would cost somebody a help card.
"""

from collections.abc import Iterator
from pathlib import Path

from bot.prompt_files import load, shipped_prompts
from bot.prompts import Prompts
from bot.strict_yaml import Fault, FileFaults


def load_complete(folder: Path | None, default: str) -> Prompts:
    """The texts of a folder, or the shipped ones. Raises FileFaults, also for a sentence that the
    shipped ones have and these do not, or that needs a value which nobody gives it."""
    prompts = load(folder or shipped_prompts(), default)
    if folder is not None:
        faults = list(
            _lacking(folder / f"messages.{default}.yaml", prompts, load(shipped_prompts()))
        )
        if faults:
            raise FileFaults(faults)
    return prompts


def _lacking(file: Path, own: Prompts, shipped: Prompts) -> Iterator[Fault]:
    has = frozenset(own.keys(own.default))
    for key in shipped.keys(shipped.default):
        if key not in has:
            words = f'"{key}" is missing, which this version says; {shipped_prompts()} has it'
            yield Fault(str(file), 0, 0, words)
        elif more := own.placeholders(key) - shipped.placeholders(key):
            names = ", ".join(f"{{{name}}}" for name in sorted(more))
            yield Fault(str(file), 0, 0, f'"{key}" has {names}, which this version does not fill')
