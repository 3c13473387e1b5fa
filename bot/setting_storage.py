"""The settings of where the data lies."""

from pathlib import Path

from bot.setting_values import DatabasePlace, Section


class Storage(Section):
    """Where the data lies; the key lies apart from it and from its backups."""

    database: DatabasePlace = Path("data/lend-an-ear.sqlite3")
    key_file: Path = Path("data/lend-an-ear.key")

    @property
    def here(self) -> Path:
        """Beside what this machine's own files about the database lie, its lock and its socket: the
        database, or with PostgreSQL the key."""
        if isinstance(self.database, Path):
            return self.database
        return self.key_file.with_name(f"{self.key_file.name}.postgresql")
