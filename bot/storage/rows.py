"""What a query gives, whatever engine answers it."""

from collections.abc import Iterator
from typing import Any, Protocol


class Row(Protocol):
    """A row: its columns by name, or by their place in the query from 0."""

    def __getitem__(self, column: int | str, /) -> Any:
        """The value of a column. Raises IndexError where there is none of that name."""

    def __iter__(self) -> Iterator[Any]:
        """The values, in the order of the columns."""

    def __len__(self) -> int:
        """How many columns it has."""
