"""`lend-an-ear rotate-key` with a PostgreSQL, and a second bot that waits meanwhile."""

import asyncio
from pathlib import Path

import pytest

from bot.config import load
from bot.database_place import Address
from bot.opened_store import opened_store
from bot.setting_sections import Logging
from bot.storage.encryption.keys import Keyring, key_in
from bot.storage.key_rotation import TABLES, KeyRotation, ask, request, tables_done
from bot.storage.postgresql.connecting import connect
from bot.storage.store import Store
from tests.fakes import FixedClock
from tests.log_lines import kept_log
from tests.patience import PATIENCE
from tests.postgresql import needs_postgresql
from tests.test_database_place import KEY, ONE, key, says, used

pytestmark = needs_postgresql


@pytest.fixture
def folder(tmp_path: Path, address: Address) -> Path:
    """Settings, a key, and somebody who used the bot in one server."""
    settings = f"storage: {{database: '{address.reveal()}', key_file: data/ear.key}}\n"
    (tmp_path / "config.yaml").write_text(settings)
    (tmp_path / "data").mkdir(mode=0o700)
    key(tmp_path, KEY)
    asyncio.run(used(tmp_path))
    return tmp_path


async def opened(folder: Path, *, waits: bool = False) -> tuple[Store, Keyring]:
    """As a bot opens it."""
    return await opened_store(load(folder / "config.yaml"), {}, FixedClock(), waits=waits)


async def knows_one(store: Store) -> bool:
    """Whether the one who came is found, and who they are opens."""
    return await store.read(lambda tables: tables.people.user(store.person(ONE))) == ONE


def test_all_of_it_is_under_the_new_key(folder: Path, address: Address) -> None:
    """It asks first; the key of before is written over, and opens nothing."""
    code, words = says(folder, "rotate-key", answer="n\n")
    assert (code, "Nothing was changed" in words) == (0, True)
    code, words = says(folder, "rotate-key", "--yes")
    assert code == 0, words
    assert "pg_dump" in words
    now = key_in(folder / "data/ear.key")
    assert (now.before, now.key_id == Keyring(KEY).key_id) == (None, False)

    async def starts() -> None:
        store, _ = await opened(folder)
        assert await knows_one(store)
        await store.close()

    asyncio.run(starts())
    key(folder, KEY)
    code, words = says(folder, "rotate-key", "--yes")
    assert (code, "another" in words, address.reveal() in words) == (1, True, False), words


def test_where_no_bot_of_this_version_ran_nothing_is_changed(
    folder: Path, address: Address
) -> None:
    """It is not brought up to date without being asked."""
    with connect(address) as raw:
        raw.execute("UPDATE schema_version SET version = version - 1")
    code, words = says(folder, "rotate-key", "--yes")
    assert (code, "Start the bot once" in words) == (1, True), words
    assert key_in(folder / "data/ear.key").key_id == Keyring(KEY).key_id
    assert not request(folder / "data/ear.key").exists()


def test_a_server_that_is_away_is_said(folder: Path, address: Address) -> None:
    """Nothing is asked for, and no password is shown."""
    settings = (folder / "config.yaml").read_text()
    (folder / "config.yaml").write_text(settings.replace("?host=", "?host=/nowhere"))
    code, words = says(folder, "rotate-key", "--yes")
    assert (code, "cannot be reached" in words, address.reveal() in words) == (1, True, False)
    assert not request(folder / "data/ear.key").exists()


async def test_one_that_stood_by_takes_the_key_as_it_is_then(folder: Path) -> None:
    """Whoever led may have rotated it, while it waited with that of before."""
    settings = load(folder / "config.yaml").storage
    first, before = await opened(folder)
    with kept_log(Logging()) as log:
        waiting = asyncio.create_task(opened(folder, waits=True))
        async with asyncio.timeout(PATIENCE):
            while "storage.stands_by" not in log.getvalue():  # noqa: ASYNC110 - a log does not tell
                await asyncio.sleep(0.05)
    rotation = KeyRotation(first, before, settings.key_file)
    ask(settings.key_file)
    seen = set()
    while await rotation.step():
        seen.add(await asyncio.to_thread(tables_done, settings.database))
    assert TABLES in seen  # beside it, as the command looks
    await first.close()
    second, now = await asyncio.wait_for(waiting, PATIENCE)
    try:
        assert now.key_id == key_in(settings.key_file).key_id != before.key_id
        assert await knows_one(second)
    finally:
        await second.close()


def test_how_far_it_is_is_not_known_while_nobody_can_look() -> None:
    """A server that is away says nothing, and the command goes on waiting."""
    assert tables_done(Address("postgresql://ear@/ear?host=/nowhere")) is None
