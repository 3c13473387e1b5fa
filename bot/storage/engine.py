"""What a store needs of a database, whichever keeps its rows."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from bot.storage.sqlite.unit_of_work import Work

T = TypeVar("T")


class Engine(Protocol):
    """Units of work, each whole or not at all. `sqlite/database.py` says what each means."""

    async def transaction(self, work: Work[T]) -> T:
        """Run the work in one transaction; whatever it raises undoes it and is raised here."""

    async def read(self, work: Work[T]) -> T:
        """Run the work on one snapshot of what is committed."""

    async def reads_over(self) -> None:
        """Wait until every read that has begun by now is over."""

    def on_commit(self, callback: Callable[[], None]) -> None:
        """Call this after every commit that changed a row."""

    async def checkpoint(self) -> None:
        """Leave nothing deleted in a log. Raises CheckpointError."""

    async def rewrite(self) -> float:
        """Leave nothing deleted at all; for how many seconds nobody could write."""

    async def close(self) -> None:
        """Wait for what is running, then close. A second call does nothing."""
