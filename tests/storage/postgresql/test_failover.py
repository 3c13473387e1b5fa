"""The server is gone for good and its standby takes its place: the bot goes over to it, with all
that was acknowledged."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot.database_place import Address
from bot.storage.engine import DatabaseAway, StoredOrNot
from bot.storage.postgresql.database import Postgresql
from tests.engines import REFUSED
from tests.patience import PATIENCE
from tests.postgresql import Server, needs_postgresql
from tests.storage.words import Place, add, words

pytestmark = [needs_postgresql, pytest.mark.xdist_group("a server of its own")]
AFTERWARDS = 20


@pytest.fixture
def pair() -> Iterator[tuple[Server, Server]]:
    """A server, and another that has each commit before it is acknowledged."""
    first = Server()
    second = Server(follows=first)
    first.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
    first.sql("SELECT pg_reload_conf()")
    yield first, second
    second.stop("immediate")


async def stored(db: Postgresql, word: str) -> None:
    """Try until it is there, as what is read from Discord again is stored once."""
    while True:
        try:
            await db.transaction(lambda sql: add(sql, word))
        except (DatabaseAway, StoredOrNot):
            await asyncio.sleep(0.1)
        except REFUSED:  # it is there: the answer alone was lost
            return
        else:
            return


async def is_followed(first: Server) -> None:
    """Wait until a commit waits for the other."""
    with psycopg.connect(first.address("postgres"), autocommit=True) as raw:
        state = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
        while raw.execute(state).fetchone() != (1,):  # noqa: ASYNC110 - a server does not tell
            await asyncio.sleep(0.05)


async def test_the_bot_goes_over_to_the_standby_that_was_promoted(
    pair: tuple[Server, Server], tmp_path: Path
) -> None:
    """While it writes: nothing is lost or doubled, it is said meanwhile, and the bot leads on."""
    first, second = pair
    async with asyncio.timeout(PATIENCE):
        await is_followed(first)
        name = first.name_of(first.new())
        both = Address(f"postgresql://ear@/{name}?host={first.folder},{second.folder}")
        db = await Postgresql.open(both, Place(tmp_path).migrations)
        said = list[str]()

        async def writes() -> None:
            while True:
                await stored(db, f"word {len(said)}")
                said.append(f"word {len(said)}")

        writing = asyncio.create_task(writes())
        await asyncio.sleep(0.5)
        await asyncio.to_thread(first.stop, "immediate")
        while not db.is_away:  # noqa: ASYNC110 - it is asked for, by `health`
            await asyncio.sleep(0.05)
        before = len(said)
        await asyncio.to_thread(second.promote)
        while len(said) < before + AFTERWARDS:  # noqa: ASYNC110 - a task that goes on
            await asyncio.sleep(0.05)
        writing.cancel()
        await asyncio.wait({writing})
        assert before
        assert not db.is_away
        there = await words(db)
        assert there[: len(said)] == said
        assert len(there) <= len(said) + 1  # the one that was being written
        await db.close()
