"""What PostgreSQL gives and takes, in the types in which the table files read and write."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import Cursor
from psycopg.adapt import Buffer, Loader
from psycopg.types.numeric import Int8Dumper
from psycopg.types.string import StrDumperUnknown


class PostgresqlRow:
    """A row: its columns by name, or by their place in the query from 0."""

    __slots__ = ("_places", "_values")

    def __init__(self, values: Sequence[Any], places: Mapping[str, int]) -> None:
        self._values = values
        self._places = places

    def __getitem__(self, column: int | str, /) -> Any:
        """The value of a column. Raises IndexError where there is none of that name."""
        if isinstance(column, int):
            return self._values[column]
        try:
            return self._values[self._places[column]]
        except KeyError:
            raise IndexError(f"no column is named {column}") from None

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def by_name(cursor: Cursor[Any]) -> Callable[[Sequence[Any]], PostgresqlRow]:
    """Makes the rows of a query. Of two columns of one name the first is found, as in SQLite."""
    places: dict[str, int] = {}
    # not cursor.description: it makes an object of each column, which took a quarter of the
    # processor's time of a unit of work
    if found := cursor.pgresult:
        for place in range(found.nfields):
            places.setdefault((found.fname(place) or b"").decode(), place)
    return lambda values: PostgresqlRow(values, places)


class _Number(Loader):
    """A sum of whole numbers is whole."""

    def load(self, data: Buffer) -> int | float:
        """The number."""
        written = bytes(data)
        return float(written) if b"." in written else int(written)


class _YesOrNo(Int8Dumper):
    """0 or 1, as it stands in a column."""

    def dump(self, obj: Any) -> bytes:
        """The number."""
        return b"1" if obj else b"0"


class _Text(StrDumperUnknown):
    """PostgreSQL keeps no NUL in a text. What has one names nothing that there is, and is looked
    up in vain, as in SQLite; words of people are sealed, and keep theirs."""

    def dump(self, obj: str) -> Any:
        """The text."""
        return super().dump(obj.replace("\0", "\N{REPLACEMENT CHARACTER}"))


def adapt(raw: psycopg.Connection[Any]) -> None:
    """Let a connection give and take these. A number is always as wide as a column: psycopg sends
    the smallest type that holds it, and PostgreSQL reckons in that."""
    raw.adapters.register_dumper(int, Int8Dumper)
    raw.adapters.register_dumper(str, _Text)
    raw.adapters.register_dumper(bool, _YesOrNo)
    raw.adapters.register_loader("numeric", _Number)
