"""Owns the page's own words: `demo.<language>.yaml` in prompts/, as one mapping by dotted keys.

The bot does not know them, and they are no part of what an operator may write anew.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.strict_yaml import Value, read

PageWords = Mapping[str, str]


def load_words(folder: Path) -> Mapping[str, PageWords]:
    """The words of the page by language. Raises FileFaults."""
    files = sorted(folder.glob("demo.*.yaml"))
    return {path.name.split(".")[1]: dict(_leaves(read(path).data)) for path in files}


def nearest(languages: Mapping[str, PageWords], wanted: list[str], default: str = "en") -> str:
    """The first of the wanted languages that the page speaks: that very one, or the same with
    another region or without one."""
    for one in wanted:
        same = (code for code in languages if code.split("-")[0] == one.split("-")[0])
        if found := one if one in languages else next(same, None):
            return found
    return default


def _leaves(node: Value, before: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, below in node.items():
            yield from _leaves(below, f"{before}.{key}" if before else str(key))
    else:
        yield before, str(node).strip()
