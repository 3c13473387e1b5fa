"""Numbers for owners, given to each process in blocks: no two rows ever have the same secret."""

from typing import Final

from psycopg_pool import ConnectionPool

from bot.storage.encryption.owners import BLOCK
from bot.storage.postgresql.connecting import Raw

_NEXT: Final = """
    INSERT INTO owner_block (kind, next) VALUES (%(kind)s, %(least)s + %(block)s)
    ON CONFLICT (kind) DO UPDATE
        SET next = GREATEST(owner_block.next, %(least)s) + %(block)s
    RETURNING next - %(block)s
"""


def new_block(pool: ConnectionPool[Raw], kind: int, least: int) -> int:
    """The first of a block that is ours alone, at least so high. It stays so, whatever becomes of
    the unit of work that needed it: it is stored on a connection of its own."""
    with pool.connection() as raw:
        row = raw.execute(_NEXT, {"kind": kind, "least": least, "block": BLOCK}).fetchone()
    assert row is not None
    return int(row[0])
