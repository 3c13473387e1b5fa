"""What a unit of work gets to talk to the database with, whichever engine that is."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Final, Protocol, TypeVar

from bot.storage.rows import Row

SqlValue = str | bytes | int | float | None

OUTBOX: Final = "outbox"
SERVERS: Final = "servers"
SECRETS: Final = "secrets"
"""What processes on one database tell each other: there is something to say, a server chose
something, secrets were thrown away."""

EVERYTHING: Final = frozenset({OUTBOX, SERVERS, SECRETS})
"""What is heard where something may not have been heard."""


class Connection(Protocol):
    """What a unit of work may do: SQL with bound parameters, a `?` for each. Of no use once the
    work returned. `README.md` says what both engines take."""

    async def execute(self, sql: str, params: tuple[SqlValue, ...] = ()) -> int:
        """Run a statement; the number of rows that it changed."""

    async def execute_many(self, sql: str, rows: Iterable[tuple[SqlValue, ...]]) -> None:
        """Run a statement once for each row of values, in one step."""

    async def fetch_all(self, sql: str, params: tuple[SqlValue, ...] = ()) -> Sequence[Row]:
        """All rows of a query or of a RETURNING clause."""

    async def fetch_plain(
        self, sql: str, params: tuple[SqlValue, ...] = ()
    ) -> list[tuple[Any, ...]]:
        """As `fetch_all`, without names: for many thousands of rows at once."""

    async def fetch_one(self, sql: str, params: tuple[SqlValue, ...] = ()) -> Row | None:
        """The first row, or None."""

    async def hold_references(self) -> None:
        """Until the transaction ends, rows may refer to what is not there; it is looked at then."""

    @property
    def seat(self) -> int | None:
        """Which of those who send we are; None where nobody else does."""

    async def fence_off_others(self) -> None:
        """From this transaction on no worker stores anything, until it has begun anew."""

    def tell(self, what: str) -> None:
        """Once it is stored, tell the other processes that something is new, by a word for it."""


T = TypeVar("T")

Work = Callable[[Connection], Awaitable[T]]
"""A unit of work. It awaits nothing but its connection, and calls nothing of Discord."""
