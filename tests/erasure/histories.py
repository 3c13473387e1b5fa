"""Histories by chance, each followed by a look for what should be gone."""

import tempfile
from pathlib import Path

from bot.storage.encryption.owners import known_owners
from bot.storage.encryption.sealing import OWNED_BYTES, Sealer
from tests.erasure.life import KEYRING, Life, living
from tests.erasure.residue import Search, of_number, of_sealed, of_tag, of_text

TOGETHER = 15
"""Histories on one database, so that it is not always a small one."""
DEEDS_EACH = 5
SEARCHED_EVERY = 5
"""Histories, as to search every byte takes its time. In between it is only tried to open things."""


async def play(count: int, seed: int) -> int:
    """So many histories; each is the same for the same seed. How many sealed values came and went
    in them. Raises AssertionError for whatever is left."""
    came = 0
    for number in range(0, count, TOGETHER):
        with tempfile.TemporaryDirectory() as folder:
            async with living(Path(folder), seed * 1_000_003 + number) as life:
                for one in range(1, min(TOGETHER, count - number) + 1):
                    for _ in range(DEEDS_EACH):
                        await life.step()
                    await look(life, in_files=one % SEARCHED_EVERY == 0)
                await look_after_rewriting(life)
                came += len(life.values)
    return came


async def look(life: Life, *, in_files: bool = True) -> None:
    """Nothing that is not in the database opens, everything that is in it does, and no text or id
    stands anywhere."""
    await life.scene.store.forget_erased()
    sealer = Sealer(KEYRING, known_owners(KEYRING, life.key_file))
    live = await life.sealed_values()
    owners = {sealer.owner_of(value) for value in live}
    assert all(opens(sealer, value) for value in live)
    readable = [value for value in life.values if value not in live and opens(sealer, value)]
    # in a person's row a newer message id takes an older one's place and has the same owner; what
    # was sealed for nothing, as it was rolled back, must never have been written anywhere
    in_row = [v for v in readable if sealer.owner_of(v) in owners and b"person" in life.values[v]]
    never = set(readable) - set(in_row)
    assert not never & life.stored
    life.stored |= live
    if not in_files and not never:
        return
    plain = (form for text in life.texts for form in of_text(text))
    ids = (*life.askers, *life.listeners, *(message for _, message in life.written))
    numbers = (form for number in ids for form in of_number(number))
    pieces = (piece for value in never for piece in of_sealed(value, OWNED_BYTES))
    assert Search((*plain, *numbers, *pieces)).in_folder(life.folder) == []


async def look_after_rewriting(life: Life) -> None:
    """Not even a piece of a sealed value or a tag is left of what was erased."""
    (life.folder / "backup").unlink(missing_ok=True)  # what is in it does not open
    await life.scene.store.rewrite()
    dead = life.values.keys() - await life.sealed_values()
    stored = await everything(life)
    tags = [tag for tag in life.tags if tag not in stored and tag.hex() not in stored]
    pieces = (piece for value in dead for piece in of_sealed(value, OWNED_BYTES))
    forms = (form for tag in tags for form in of_tag(tag))
    assert Search((*pieces, *forms)).in_folder(life.folder) == []


def opens(sealer: Sealer, value: bytes) -> bool:
    """Whether whoever has the key and the secrets could open a value."""
    owner = sealer.owner_of(value)
    return owner is None or not sealer.owners.is_gone(owner)


async def everything(life: Life) -> set[object]:
    """Every value of every table."""
    found = set[object]()
    for name in await life.scene.tables():
        for row in await life.scene.rows(f"SELECT * FROM {name}"):  # noqa: S608
            found.update(row)
    return found
