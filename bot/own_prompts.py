"""Texts of an operator's own: whether they have all that this version of the bot says.

A folder that was copied from an earlier version lacks what was added since. Found only when it is
to be said, that would cost somebody a help card.
"""

from collections.abc import Iterator
from pathlib import Path

from bot.prompt_files import load, load_shipped, shipped_prompts
from bot.prompts import Prompts
from bot.strict_yaml import Fault, FileFaults

SPARE = 60
"""Characters by which also the shortest text may be longer."""


def load_complete(folder: Path | None, default: str) -> Prompts:
    """The texts of a folder, or the shipped ones. Raises FileFaults, also for a sentence that the
    shipped ones have and these do not, that needs a value which nobody gives it, or that is too
    long for the place where it stands."""
    if folder is None:
        return load_shipped(default)
    prompts, shipped = load(folder, default), load_shipped()
    lacking = _lacking(folder / f"messages.{default}.yaml", prompts, shipped)
    if faults := [*lacking, *_too_long(folder, prompts, shipped)]:
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


def _room(shipped: int) -> int:
    """The characters that fit where a shipped text of so many stands: most stand beside others, in
    one message, and what they leave each other is measured by how long they are."""
    return 2 * shipped + SPARE


def _too_long(folder: Path, own: Prompts, shipped: Prompts) -> Iterator[Fault]:
    for key in shipped.keys(shipped.default):
        room = _room(max(shipped.longest(language, key) for language in shipped.languages))
        for language in own.languages:
            if (long := own.longest(language, key)) > room:
                words = f'"{key}" has {long} characters; at most {room} fit where it stands'
                yield Fault(str(folder / f"messages.{language}.yaml"), 0, 0, words)
