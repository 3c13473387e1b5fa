"""Whose rules of the world's clocks are used: those of the `tzdata` package, on every machine.

Python's zoneinfo looks at the machine's own database first and at the package only where that has
none (https://docs.python.org/3.11/library/zoneinfo.html#data-sources). A machine's is as old as
its last update, and then people get their words an hour off. `bot/__init__.py` calls `use`, so
that it happened before anything of the bot reads a zone.
"""

import zoneinfo
from importlib import import_module

OLDEST = "2026.6"
"""British Columbia, Alberta, Manitoba, Morocco and Cuba changed their clocks in 2026; this is the
first with all of them (https://data.iana.org/time-zones/tzdb/NEWS)."""


class ZoneDataTooOld(Exception):
    """People in some places would get their words at the wrong hour. Says what to do."""


def use() -> None:
    """From now on read zones from the package only; forget those that were read before."""
    zoneinfo.reset_tzpath(to=())
    zoneinfo.ZoneInfo.clear_cache()


def version() -> str:
    """The installed package's version, such as 2026.6; empty where there is none."""
    try:
        return str(import_module("tzdata").__version__)
    except ImportError:
        return ""


def refuse_old(found: str) -> None:
    """Raise ZoneDataTooOld for a version below the oldest."""
    if _parts(found) < _parts(OLDEST):
        installed = f"is {found}, which" if found else "is not installed, which"
        raise ZoneDataTooOld(
            f"The package tzdata {installed} puts the clocks of some places an hour wrong. Install"
            f" {OLDEST} or newer: pip install --upgrade 'tzdata>={OLDEST}'"
        )


def _parts(found: str) -> tuple[int, ...]:
    return tuple(int(part) for part in found.split(".") if part.isdecimal())
