"""Under which licences stands what the bot runs with, and whether it may be passed on with it.

The bot is under MIT: what is beside it may ask for its notice to be kept, and for nothing that
would reach into the bot's own code.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

ALLOWED = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "PSF-2.0",
        "Unlicense",
    }
)
"""By their SPDX names: all let the code go on, changed or not, under any licence of one's own."""

# What packages without an SPDX expression call them.
_OTHER_NAMES = {
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}

EXCEPTIONS: Mapping[str, tuple[str, str]] = {
    "pathspec": (
        "MPL-2.0",
        "hatchling reads .gitignore with it when the bot is installed; the bot never loads it, it"
        " is unchanged, and the licence reaches no further than its own files",
    ),
}
"""By package: the licence outside of the list, and why it may stay all the same."""


@dataclass(frozen=True, slots=True)
class Licensed:
    """One package and what it says of its licence."""

    name: str
    version: str
    licence: str


def read(report: str) -> list[Licensed]:
    """From the JSON of pip-licenses."""
    found = json.loads(report)
    return [Licensed(one["Name"], one["Version"], one["License"]) for one in found]


def may_be_used(licence: str) -> bool:
    """Whether an expression is met by allowed licences: all of AND and of a list, one of OR."""
    return all(
        any(_plain(one) in ALLOWED for one in either.split(" OR "))
        for either in re.split(r" AND |; ", licence.replace("(MPL 2.0)", "").strip("() "))
    )


def faults(
    packages: list[Licensed], exceptions: Mapping[str, tuple[str, str]] = EXCEPTIONS
) -> list[str]:
    """What may not stay, and exceptions that nothing needs any more."""
    found = []
    for one in packages:
        excepted = exceptions.get(one.name, ("", ""))[0]
        if not may_be_used(one.licence) and _plain(one.licence) != excepted:
            found.append(f"{one.name} {one.version}: {one.licence or 'no licence'} is not allowed")
    needed = {one.name for one in packages if not may_be_used(one.licence)}
    return found + [f"{name}: needs no exception any more" for name in exceptions.keys() - needed]


def _plain(licence: str) -> str:
    return _OTHER_NAMES.get(licence, licence)
