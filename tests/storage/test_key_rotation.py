"""The key is rotated, step by step, while everybody goes on."""

import random
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

import pytest

from bot.domain.errors import SupportError
from bot.domain.ids import MessageId, message_at
from bot.services.privacy import overview
from bot.storage.connection import Connection, Work
from bot.storage.encryption.keys import Keyring, key_in
from bot.storage.encryption.owners import load_owners
from bot.storage.encryption.sealed_columns import SEALED
from bot.storage.encryption.sealing import Sealer
from bot.storage.engine import DatabaseAway, Engine, OneProcess
from bot.storage.key_rotation import KeyRotation, ask, request
from bot.storage.linked_tags import NAMES, TAGS
from bot.storage.refused import WrongKey
from bot.storage.sqlite.in_memory import InMemory
from bot.storage.store import Store
from tests.engines import back_up, contents, on_both_engines, open_store, place_of, put_back
from tests.erasure import life as lives
from tests.erasure.life import KEYRING, Life, living
from tests.how_much import many_rounds
from tests.services.scene import GUILD

pytestmark = on_both_engines
T = TypeVar("T")

DEEDS = [
    deed for deed in lives.DEEDS if deed not in (lives.starts_again, lives.backs_up, lives.restores)
]
NO_TAGS = {
    *(("meta", "value"), ("thrown_away", "owned_by")),
    *(("moderation_record", f"{name}_hash") for name in ("moderator", "number", "words")),
    *(("moderation_record", f"{name}_hash") for name in ("before", "entry")),
}
SEEDS = [0, *(pytest.param(seed, marks=many_rounds) for seed in range(1, 3))]
"""Where it stops; one of them takes as long as a hundred other tests."""


@pytest.fixture
async def life(tmp_path: Path) -> AsyncIterator[Life]:
    """People with a history, whose key lies in a file as it always was."""
    async with living(tmp_path, 11) as made:
        KEYRING.write(made.key_file)
        made.chance = random.Random(11)  # noqa: S311 - what people do
        for _ in range(25):
            await does_something(made)
        yield made


async def does_something(life: Life) -> None:
    """Somebody does; what opens the database under a key that never changes is left out."""
    with suppress(SupportError, IndexError):
        await life.chance.choice(DEEDS)(life)


async def start(life: Life) -> KeyRotation:
    """Open the database as a start does."""
    keyring = key_in(life.key_file)
    sealer = Sealer(keyring, load_owners(keyring, life.key_file))
    await life.scene._open(await open_store(life.scene.path, sealer))
    return KeyRotation(life.scene.store, keyring, life.key_file)


async def beginnings(life: Life) -> set[bytes]:
    """What the sealed values begin with."""
    return {value[:8] for value in await life.sealed_values()}


async def exports(life: Life) -> set[str]:
    """Everything that everybody is shown of theirs."""
    people = (*life.askers, *life.listeners)
    found = [await overview.everything_of(life.scene.ctx, one) for one in people]
    # the numbers that people see are others after the next start
    return {re.sub(r"'\w{4} \w{4}'", "", repr(one)) for of_one in found for one in of_one}


def ids_of(keyring: Keyring) -> set[bytes]:
    """What is sealed under a key begins with one of these."""
    return {keyring.key_id, Sealer(keyring).key_id}


async def test_everything_opens_at_each_step_and_at_last_under_the_new_key_alone(
    life: Life,
) -> None:
    """Also what is written meanwhile; no byte of what the old key sealed is left in any file."""
    before = await exports(life)
    await life.scene.store.close()
    rotation = await start(life)
    assert not await rotation.step()
    old_values = await life.sealed_values()
    ask(life.key_file)
    steps = 0
    while await rotation.step():
        steps += 1
        assert await exports(life) == before
    assert steps > len(SEALED)
    now = key_in(life.key_file)
    assert now.before is None
    assert not request(life.key_file).exists()
    assert await beginnings(life) == {Sealer(now).key_id}
    await life.scene.store.close()
    content = b"".join(contents(life.scene.path).values())
    assert content
    assert not [value for value in old_values if value in content]
    assert not [begin for begin in ids_of(KEYRING) if begin in content]
    with pytest.raises(WrongKey):
        await open_store(life.scene.path, Sealer(KEYRING))
    with pytest.raises(Exception, match="belongs to another key"):
        load_owners(KEYRING, life.key_file)
    await start(life)
    assert await exports(life) == before


class GoesAway(OneProcess):
    """The same database, which goes before the next transaction is stored, once."""

    def __init__(self, there: Engine) -> None:
        self._there = there
        self._goes = True
        self.read, self.reads_over = there.read, there.reads_over
        self.on_commit, self.close = there.on_commit, there.close
        self.checkpoint, self.rewrite = there.checkpoint, there.rewrite

    async def transaction(self, work: Work[T]) -> T:
        """Do all of it; that it is not stored is told at the end."""
        goes, self._goes = self._goes, False

        async def whole(sql: Connection) -> T:
            result = await work(sql)
            if goes:
                raise DatabaseAway
            return result

        return await self._there.transaction(whole)


async def test_where_the_database_goes_meanwhile_the_new_key_stays_the_new_key(
    life: Life,
) -> None:
    """What is sealed until it is back opens: a third key would be written over that of now."""
    await life.scene.store.close()
    await start(life)
    store, key = life.scene.store, key_in(life.key_file)
    away = Store(GoesAway(store._database), store._sealer)
    rotation = KeyRotation(away, key, life.key_file)
    ask(life.key_file)
    with pytest.raises(DatabaseAway):
        await rotation.step()
    new = key_in(life.key_file).key_id
    await lives.talks(life)
    before = await exports(life)
    while await rotation.step():
        assert key_in(life.key_file).key_id == new
    assert await exports(life) == before
    assert await beginnings(life) == {Sealer(key_in(life.key_file)).key_id}


@pytest.mark.parametrize("seed", SEEDS)
async def test_stopped_anywhere_it_goes_on_and_nothing_is_lost(life: Life, seed: int) -> None:
    """People go on writing and erasing; each start takes it up where it was."""
    chance = life.chance = random.Random(seed)  # noqa: S311 - where it stops
    await life.scene.store.close()
    rotation = await start(life)
    for _ in range(3):
        if not request(life.key_file).exists():
            ask(life.key_file)
        while await rotation.step():
            if chance.random() < 0.2:
                await does_something(life)
            if chance.random() < 0.05:
                before = await exports(life)
                await life.scene.store.close()
                rotation = await start(life)
                assert await exports(life) == before
    before = await exports(life)
    await life.scene.store.close()
    await start(life)
    assert await exports(life) == before
    assert await beginnings(life) == {Sealer(key_in(life.key_file)).key_id}
    assert len(key_in(life.key_file).links) == 3


async def tags_of(life: Life) -> set[object]:
    """Every tag in the database."""
    found = set[object]()
    for table, column in (*TAGS, *NAMES):
        sql = f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608
        found.update(row[0] for row in await life.scene.rows(sql))
    return {tag for tag in found if not isinstance(tag, str) or len(tag) >= 32}


async def test_after_the_next_start_no_tag_follows_from_the_key_of_before(life: Life) -> None:
    """A message that came before is still known, and so is everybody."""
    person, number = life.askers[0], life.scene.store.listener_number(GUILD, life.askers[0])
    message = MessageId(message_at(life.scene.clock.now()))
    now = life.scene.clock.now()
    assert await life.scene.store.transaction(lambda t: t.messages.first_time(message, now))
    await life.scene.store.close()
    rotation = await start(life)
    before = await exports(life)
    ask(life.key_file)
    while await rotation.step():
        pass
    old = await tags_of(life)
    assert life.scene.store.listener_number(GUILD, person) == number
    await life.scene.store.close()
    await start(life)
    nobody = {bytes(16), bytes(16).hex()}
    assert not (await tags_of(life) & old) - nobody
    assert len(await tags_of(life)) == len(old)
    assert life.scene.store.listener_number(GUILD, person) != number
    assert not await life.scene.store.transaction(lambda t: t.messages.first_time(message, now))
    assert await exports(life) == before


def test_every_tag_is_turned() -> None:
    """A column that is new and forgotten here would lead to nobody any more."""
    found = set[tuple[str, str]]()
    with closing(InMemory()._sql) as sql:
        tables = sql.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for _, column, kind, *_ in sql.execute(f"PRAGMA table_info({table})"):
                if kind == "BLOB" and not column.endswith("_sealed"):
                    found.add((table, column))
    assert found - NO_TAGS == set(TAGS)


async def test_a_backup_of_before_opens_with_the_key_of_before_beside_that_of_today(
    life: Life,
) -> None:
    """And then it is sealed anew, with today's tags; what was erased since stays erased."""
    path = life.scene.path
    backup = life.folder / "backup"
    before = await exports(life)
    await life.scene.store.close()
    back_up(path, backup)
    rotation = await start(life)
    ask(life.key_file)
    while await rotation.step():
        pass
    await life.scene.store.close()
    put_back(backup, path)
    with pytest.raises(WrongKey):
        await start(life)
    key_in(life.key_file).knowing(KEYRING).write(life.key_file)
    rotation = await start(life)
    assert await exports(life) == before
    while await rotation.step():
        pass
    assert await beginnings(life) == {Sealer(key_in(life.key_file)).key_id}
    assert await exports(life) == before


async def test_a_key_that_is_given_in_the_environment_stays(life: Life) -> None:
    """A new one in a file would be read by no start."""
    await life.scene.store.close()
    await start(life)
    rotation = KeyRotation(life.scene.store, KEYRING, life.key_file, is_given=True)
    ask(life.key_file)
    assert not await rotation.step()
    assert not request(life.key_file).exists()
    assert key_in(life.key_file).key_id == KEYRING.key_id


async def test_what_opens_under_no_key_does_not_hold_it_up(life: Life) -> None:
    """It is damaged, and stays as it is."""
    await life.scene.store.close()
    rotation = await start(life)
    table, column = "person", "user_id_sealed"
    blob = "BLOB" if isinstance(place_of(life.scene.path), Path) else "BYTEA"
    await life.scene.change_rows(
        f"UPDATE {table} SET {column} = CAST(substr({column}, 1, 20) || ? AS {blob})",  # noqa: S608
        secrets.token_bytes(30),
    )
    ask(life.key_file)
    for _ in range(500):
        if not await rotation.step():
            break
    assert key_in(life.key_file).before is None
