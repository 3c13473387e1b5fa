"""What was sealed before each row had a secret of its own: it opens, and gets one by and by."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.goals import goal, own
from bot.storage.encryption.owners import Owner, load_owners
from bot.storage.encryption.sealed_columns import SEALED
from bot.storage.encryption.sealing import SealBroken, Sealer
from tests.engines import on_both_engines, open_store
from tests.erasure.histories import look
from tests.erasure.life import KEYRING, Life, living
from tests.own_goals import goal_of
from tests.services.scene import Scene

pytestmark = on_both_engines


class EarlierSealer(Sealer):
    """Seals as it was done under one key for everything."""

    def _close(self, place: bytes, data: bytes, owner: Owner) -> bytes:
        del owner
        nonce = secrets.token_bytes(12)
        key = self._keys[0]
        sealed = key.earlier.encrypt(nonce, data, key.earlier_id + place)
        return key.earlier_id + nonce + sealed


@pytest.fixture
async def life(tmp_path: Path) -> AsyncIterator[Life]:
    """Many people's words, ids and goals, sealed as before, and opened by this version."""
    async with living(tmp_path, 5) as made:
        await made.scene.store.close()
        earlier = EarlierSealer(KEYRING, load_owners(KEYRING, made.key_file))
        await made.scene._open(await open_store(made.scene.path, earlier))
        for number, asker in enumerate(made.askers):
            await made.scene.talk(asker, made.listeners[number % 3], made.words(2))
            await made.write(asker)
            await goal.save(
                made.scene.ctx,
                asker,
                goal_of(asker),
                words=made.words(2),
                every="1",
                at="12:00",
                zone="UTC",
            )
        await made.scene.store.close()
        made.values.clear()
        await made.take_up()
        yield made


async def beginnings(scene: Scene) -> dict[bytes, int]:
    """How many sealed values there are, by what they begin with."""
    found: dict[bytes, int] = {}
    for table in SEALED:
        for column in table.columns:
            sql = f"SELECT {column} FROM {table.name} WHERE {column} IS NOT NULL"  # noqa: S608
            for (value,) in await scene.rows(sql):
                assert isinstance(value, bytes)
                found[value[:8]] = found.get(value[:8], 0) + 1
    return found


async def readable(life: Life) -> list[str]:
    """What everybody has set as a goal, and wrote last."""
    ctx = life.scene.ctx
    goals = [await own.known(ctx, asker) for asker in life.askers]
    return [one.words for one in goals]


async def test_what_was_sealed_before_opens_and_gets_secrets_of_its_own(life: Life) -> None:
    """In steps between which the bot may stop; in the end nothing is left under the one key."""
    sealer = Sealer(KEYRING)
    before = await readable(life)
    assert len(before) == len(life.askers)
    assert (await beginnings(life.scene))[KEYRING.key_id] > 30
    steps = 0
    while await life.scene.store.seal_some_anew():
        steps += 1
        if steps in (1, 5):
            await life.scene.store.close()
            await life.take_up()
        assert await readable(life) == before
    assert set(await beginnings(life.scene)) == {sealer.key_id}
    assert not await life.scene.store.seal_some_anew()
    await life.scene.deliver()
    assert life.scene.words_to(life.listeners[0])
    await look(life)


async def test_a_row_that_is_written_next_gets_its_own_at_once(life: Life) -> None:
    """Beside one of the earlier kind in the same row."""
    owners = load_owners(KEYRING, life.key_file)
    await life.write(life.askers[0])
    key = Sealer(KEYRING, owners).key_id
    begins = {
        row[0]: row[1]
        for row in await life.scene.rows(
            "SELECT substr(read_up_to_sealed, 1, 8), COUNT(*) FROM person"
            " WHERE read_up_to_sealed IS NOT NULL GROUP BY 1"
        )
    }
    assert begins[key] == 1
    assert len(begins) == 2


async def test_a_damaged_value_is_left_as_it_is(life: Life) -> None:
    """Whoever opens it says so; the others get secrets of their own."""
    await life.scene.change_rows(
        "UPDATE goal SET words_sealed = substr(words_sealed, 1, 40)"
        " WHERE schedule_id = (SELECT MIN(schedule_id) FROM goal)"
    )
    while await life.scene.store.seal_some_anew():
        pass
    assert (await beginnings(life.scene))[KEYRING.key_id] == 1
    with pytest.raises(SealBroken):
        await readable(life)


async def test_a_new_database_has_nothing_to_be_sealed_anew(tmp_path: Path) -> None:
    """It is known at the first look, and not after a look a second for each table."""
    store = await open_store(tmp_path / "db", Sealer(KEYRING))
    try:
        assert not await store.seal_some_anew()
    finally:
        await store.close()
