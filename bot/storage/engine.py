"""What a store needs of a database, whichever keeps its rows."""

import asyncio
from collections.abc import Callable, Collection
from typing import Final, Protocol, TypeVar

from bot.storage.connection import Work
from bot.storage.encryption.owners import NewBlock

T = TypeVar("T")


class CheckpointError(Exception):
    """The -wal file could not be emptied: what was deleted may still stand in it."""


class DatabaseAway(Exception):
    """The database is out of reach; nothing was stored, and it may be there again in a moment."""


class StoredOrNot(Exception):
    """The answer to a COMMIT was lost, and the server cannot be asked: nobody knows, so it is not
    done again here. What is read from Discord anew is stored once, whichever it was."""


class TakenOver(Exception):
    """Another bot leads on this database now; nothing was stored."""


Lanes = Callable[[], Collection[str]]
"""The lanes in which a process is about to say something. Called in a unit of work's thread."""


class OneProcess:
    """What is so for an engine that one process at a time can open."""

    is_away: Final = False
    new_block: Final = None

    def on_told(self, callback: Callable[[frozenset[str]], None]) -> None:
        """Nobody tells anything."""
        del callback

    async def count_senders(self, mine: Lanes) -> int:
        """We alone."""
        del mine
        return 1

    async def taken_over(self) -> None:
        """Never."""
        await asyncio.Event().wait()


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

    @property
    def new_block(self) -> NewBlock | None:
        """What gives numbers for owners, where several processes do."""

    @property
    def is_away(self) -> bool:
        """Whether it was out of reach, when it was last needed."""

    async def taken_over(self) -> None:
        """Wait until another process leads on it; then nothing is stored any more. Raises
        TakenOver."""

    def on_told(self, callback: Callable[[frozenset[str]], None]) -> None:
        """Call this, without waiting, with the words for what other processes made new; with
        EVERYTHING where some of it may not have been heard."""

    async def count_senders(self, mine: Lanes) -> int:
        """How many processes send what waits in the outbox, this one included. Who is gone is found
        out, and who is new waits until now, and until it is known which lanes are `mine`."""

    async def close(self) -> None:
        """Wait for what is running, then close. A second call does nothing."""
