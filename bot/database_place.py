"""Where the data lies: a file, or a PostgreSQL."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

SCHEMES = ("postgresql", "postgres")


class Address:
    """Where a PostgreSQL is, with what it takes to get in. It shows that to nobody by accident."""

    __slots__ = ("_url",)

    def __init__(self, url: str) -> None:
        """Raises ValueError for what is no such address; its words hold nothing of it."""
        parts = urlsplit(url)
        if parts.scheme not in SCHEMES:
            raise ValueError("it begins with postgresql://")
        self._url = url

    def reveal(self) -> str:
        """The whole of it, to connect and for nothing else."""
        return self._url

    @property
    def has_password(self) -> bool:
        """Whether it lets in whoever reads it."""
        parts = urlsplit(self._url)
        return bool(parts.password) or "password=" in parts.query.lower()

    def __str__(self) -> str:
        parts = urlsplit(self._url)
        where = parts.netloc.rpartition("@")[2]
        return urlunsplit(("postgresql", where, parts.path, "", "")) or "postgresql:"

    def __repr__(self) -> str:
        return f"Address({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Address) and other._url == self._url

    def __hash__(self) -> int:
        return hash(self._url)


Place = Path | Address
