"""Which versions run here: what an operator is asked first when something goes wrong."""

import platform
import sqlite3
from importlib import metadata

from bot import zone_data


def versions() -> dict[str, str]:
    """The bot's own, and those of what its behaviour hangs on most."""
    return {
        "bot": _installed("lend-an-ear"),
        "python": platform.python_version(),
        "discord_py": _installed("discord.py"),
        "aiohttp": _installed("aiohttp"),
        "sqlite": sqlite3.sqlite_version,
        "tzdata": zone_data.version(),
    }


def _installed(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "unknown"
