"""`lend-an-ear move`: a file's content goes into a PostgreSQL, all of it or nothing."""

import asyncio
import base64
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.database_place import Address
from bot.storage.encryption.keys import KEY_VARIABLE
from bot.storage.encryption.owners import load_owners
from bot.storage.encryption.sealing import Sealer
from bot.storage.postgresql.connecting import connect
from bot.storage.postgresql.moving import move
from bot.storage.postgresql.schema import version_of
from bot.storage.sqlite.as_made import AsMade
from bot.storage.store import open_store
from tests.erasure.life import KEYRING, living
from tests.erasure.life import talks as talk
from tests.postgresql import needs_postgresql

pytestmark = needs_postgresql


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """The database of people with a history, whose bot was stopped."""
    async with living(tmp_path, 7) as life:
        KEYRING.write(life.key_file)
        for _ in range(3):
            await talk(life)
        path, key_file = life.scene.path, life.key_file
        settings = f"storage: {{database: '{path}', key_file: '{key_file}'}}\n"
        (tmp_path / "config.yaml").write_text(settings)
    return path


def says(file: Path, to: str) -> tuple[int, str]:
    """The exit code, and all that the command writes."""
    config = file.parent / "config.yaml"
    arguments = ["move", "--config", str(config), "--to", to]
    result = CliRunner().invoke(main, arguments, env={KEY_VARIABLE: None})
    assert "Traceback" not in result.output
    return result.exit_code, result.output


def in_file(file: Path) -> dict[str, set[tuple[object, ...]]]:
    """All rows of the file."""
    with closing(sqlite3.connect(file)) as sql:
        made = AsMade(sql)
        return {table: {*made.rows(table)[1]} for table in made.tables()}


def there(
    address: Address, tables: Iterator[str] | list[str]
) -> dict[str, set[tuple[object, ...]]]:
    """All rows of the PostgreSQL."""
    with connect(address) as raw:
        return {
            table: {tuple(row) for row in raw.execute(f"SELECT * FROM {table}".encode()).fetchall()}  # noqa: S608
            for table in tables
        }


async def test_all_of_it_is_there_and_opens(file: Path, address: Address) -> None:
    """Row by row; and the bot goes on with it, under the same key."""
    before = in_file(file)
    code, said = await asyncio.to_thread(says, file, address.reveal())
    assert code == 0, said
    assert sum(map(len, before.values())) > 50
    assert there(address, [*before]) == before == in_file(file)
    assert f"are in {address} now" in said
    key_file = file.parent / "bot.key"
    store = await open_store(address, Sealer(KEYRING, load_owners(KEYRING, key_file)))
    try:
        waiting = await store.read(lambda tables: tables.sql.fetch_all("SELECT * FROM outbox"))
        newest = max((row["outbox_id"] for row in waiting), default=0)
        given = "INSERT INTO waiting (what, ask_id, due_at) SELECT 'x', ask_id, 0 FROM ask LIMIT 1"
        assert await store.transaction(lambda tables: tables.sql.execute(given)) == 1
        assert newest >= 0
    finally:
        await store.close()
    assert says(file, address.reveal())[0] == 1  # a bot has been there


async def test_interrupted_nothing_has_happened(file: Path, address: Address) -> None:
    """And it can be begun anew."""

    def stops(table: str, _: int) -> None:
        if table == "conversation":
            raise KeyboardInterrupt

    sealer = Sealer(KEYRING, load_owners(KEYRING, file.parent / "bot.key"))
    with pytest.raises(KeyboardInterrupt):
        move(file, address, sealer, stops)
    with connect(address) as raw:
        assert version_of(raw) == 0
    assert says(file, address.reveal())[0] == 0


async def test_what_cannot_be_moved_is_said(file: Path, address: Address) -> None:
    """Before anything is copied."""
    key_file = file.parent / "bot.key"
    store = await open_store(file, Sealer(KEYRING, load_owners(KEYRING, key_file)))
    try:
        assert "already running" in (await asyncio.to_thread(says, file, address.reveal()))[1]
    finally:
        await store.close()
    assert "--to is the address" in says(file, "mysql://host/ear")[1]
    assert "cannot be reached" in says(file, "postgresql://127.0.0.1:1/ear")[1]
    with closing(sqlite3.connect(file)) as sql:
        sql.execute("PRAGMA user_version = 12")
    assert "another version" in says(file, address.reveal())[1]
    key_file.write_text(base64.b64encode(bytes(32)).decode())
    assert says(file, address.reveal())[0] == 1
    with connect(address) as raw:
        assert version_of(raw) == 0
