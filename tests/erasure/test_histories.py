"""Random histories leave nothing of what was erased; and where something is left, it is found."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.asks import drafts
from bot.storage.encryption.owner_files import paths
from bot.storage.encryption.owners import known_owners
from bot.storage.encryption.sealing import SealGone
from tests.erasure.histories import look, look_after_rewriting, play
from tests.erasure.life import KEYRING, Life, living, starts_again
from tests.how_much import EVERYTHING, many_rounds
from tests.services.scene import here

HISTORIES = 150 if EVERYTHING else 60
"""For each seed; three hundred where `.ci/run` plays both."""
SEEDS = (1, pytest.param(2, marks=many_rounds))


@pytest.fixture
async def life(tmp_path: Path) -> AsyncIterator[Life]:
    """Some people, and nothing said yet."""
    async with living(tmp_path, 1) as made:
        yield made


@pytest.mark.parametrize("seed", SEEDS)
async def test_nothing_is_left_after_whatever_people_do(seed: int) -> None:
    """At once nothing of it opens, and later not even its sealed copies and tags are there."""
    assert await play(HISTORIES, seed) > HISTORIES, "else there was nothing to be left"


async def leave_a_draft(life: Life) -> None:
    """Begin an ask, and cancel it."""
    member = here(life.askers[0])
    preview = await drafts.draft(life.scene.ctx, member, life.words(), "")
    await look(life)
    await drafts.cancel(life.scene.ctx, member, preview.draft.id)


async def test_a_row_whose_secret_stays_is_found(life: Life) -> None:
    """As where a table has no trigger."""
    await life.scene.allow("draft_gone")
    await leave_a_draft(life)
    with pytest.raises(AssertionError):
        await look(life)


async def test_a_sealed_copy_that_is_left_is_found(life: Life) -> None:
    """As where the file is not written anew."""
    await leave_a_draft(life)
    await look(life)
    erased = life.values.keys() - await life.sealed_values()
    (life.folder / "somewhere").write_bytes(erased.pop())
    with pytest.raises(AssertionError):
        await look_after_rewriting(life)


async def test_words_in_plain_are_found(life: Life) -> None:
    """In whatever file."""
    await leave_a_draft(life)
    (life.folder / "somewhere").write_text(life.texts[0], encoding="utf-16")
    with pytest.raises(AssertionError):
        await look(life)


async def test_erased_words_do_not_open_from_an_earlier_copy_of_the_database(life: Life) -> None:
    """Not with the key, and not with the secrets as they are now: a draft's in a copied file."""
    member = here(life.askers[0])
    preview = await drafts.draft(life.scene.ctx, member, life.words(), "")
    ((copied,),) = await life.scene.rows("SELECT words_sealed FROM draft")
    assert isinstance(copied, bytes)
    opened = life.scene.store._sealer.open_text("draft", "words", preview.draft.id, copied)
    assert opened in " ".join(life.texts)
    await drafts.cancel(life.scene.ctx, member, preview.draft.id)
    await life.scene.store.forget_erased()
    await starts_again(life)
    with pytest.raises(SealGone):
        life.scene.store._sealer.open_text("draft", "words", preview.draft.id, copied)


async def test_a_kill_between_erasing_and_forgetting_is_made_good_at_the_start(life: Life) -> None:
    """The row is gone, its secret is not yet."""
    await leave_a_draft(life)
    assert await life.scene.count("thrown_away") > 0
    await life.scene.store._database.close()  # as a kill: nothing else is done
    await life.take_up()
    assert await life.scene.count("thrown_away") == 0
    await look(life)


async def test_a_kill_after_the_secret_went_is_made_good_at_the_start(life: Life) -> None:
    """The secret is gone, and the database does not know it yet."""
    await leave_a_draft(life)
    store = life.scene.store
    ((owned_by,), *_) = await life.scene.rows("SELECT owned_by FROM thrown_away")
    assert isinstance(owned_by, bytes)
    owner = store._sealer.owner_of(owned_by)
    assert owner is not None
    store._sealer.owners.forget(owner)
    await store._database.close()
    await life.take_up()
    assert await life.scene.count("thrown_away") == 0
    await look(life)


async def test_an_older_copy_of_the_secrets_forgets_again(life: Life) -> None:
    """Whoever puts one back does not bring back what was erased since."""
    await leave_a_draft(life)
    earlier = [file.read_bytes() for file in paths(life.key_file)]
    await life.scene.store.forget_erased()
    await life.scene.store.close()
    for file, content in zip(paths(life.key_file), earlier, strict=True):
        file.write_bytes(content)
    await life.take_up()
    await look(life)
    known = known_owners(KEYRING, life.key_file)
    assert known is not None
    assert known.edition == life.scene.store._sealer.owners.edition
