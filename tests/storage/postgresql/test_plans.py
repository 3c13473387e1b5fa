"""Each statement goes by an index on PostgreSQL as well, whatever its statistics say."""

from collections.abc import Mapping
from pathlib import Path

import psycopg

from bot.database_place import Address
from bot.services.membership import LOOKED_UP
from bot.storage.postgresql.moving import move
from bot.storage.store import open_store
from tests.bench import ranking
from tests.bench.listeners import SEALER
from tests.postgresql import needs_postgresql

PEOPLE, ROUNDS = 2000, 8
"""So many rows that PostgreSQL, left to itself, reads all of them; and it looks at a statement five
times before it keeps a plan."""


def read_whole(address: Address) -> Mapping[str, int]:
    """How often each table was read from its first row to its last."""
    with psycopg.connect(address.reveal(), autocommit=True) as raw:
        found = raw.execute("SELECT relname, seq_scan FROM pg_stat_user_tables").fetchall()
    return dict(found)


@needs_postgresql
async def test_choosing_reads_no_table_from_end_to_end(tmp_path: Path, address: Address) -> None:
    """Who is told of an ask among many, on duty and off duty."""
    path = await ranking.filled(tmp_path / "whole", PEOPLE, everything=True)
    move(path, address, SEALER, lambda *_: None)
    with psycopg.connect(address.reveal(), autocommit=True) as raw:
        raw.execute("ANALYZE")
    await (await open_store(address, SEALER)).close()
    before = read_whole(address)
    store = await open_store(address, SEALER)
    try:
        for choice in ranking.CHOICES:
            for _ in range(ROUNDS):
                assert len(await store.read(choice)) == LOOKED_UP
    finally:
        await store.close()
    more = {name: times - before[name] for name, times in read_whole(address).items()}
    assert {name for name, times in more.items() if times >= ROUNDS} == set()
