"""What only a database in a file has: the operator's commands for it name what to do instead."""

from pathlib import Path

from bot.setting_storage import Storage
from bot.storage.refused import DatabaseRefused


class NoFile(DatabaseRefused):
    """The database is a PostgreSQL."""


def database_file(files: Storage, instead: str) -> Path:
    """The database's file. Raises NoFile with what to do `instead`."""
    if isinstance(files.database, Path):
        return files.database
    raise NoFile(f"The database is a PostgreSQL ({files.database}), not a file. {instead}")
