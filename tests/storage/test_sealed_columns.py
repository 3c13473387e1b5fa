"""Every sealed column of the schema is known, and goes with its secret."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.encryption.sealed_columns import SEALED, SealedTable
from bot.storage.erased_again import OF_A_PERSON
from tests.engines import on_both_engines
from tests.services.scene import Scene, playing

pytestmark = on_both_engines


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """An empty database of this version."""
    async with playing(tmp_path) as made:
        yield made


async def columns(scene: Scene) -> list[tuple[str, str]]:
    """Each table's columns."""
    return [
        (table, column) for table in await scene.tables() for column in await scene.columns(table)
    ]


async def test_each_sealed_column_is_named(scene: Scene) -> None:
    """With the key that its values are bound to."""
    found = {pair for pair in await columns(scene) if pair[1].endswith("_sealed")}
    assert found == {(table.name, column) for table in SEALED for column in table.columns}
    assert {(table.name, part) for table in SEALED for part in table.key} <= set(
        await columns(scene)
    )


@pytest.mark.parametrize("table", SEALED, ids=lambda table: table.name)
async def test_each_sealed_column_has_triggers_for_its_secret(
    scene: Scene, table: SealedTable
) -> None:
    """Also after a migration that made its table anew."""
    name, sealed = table.name, table.columns
    triggers = await scene.triggers(name)
    for column in sealed:
        assert f"OLD.{column}" in triggers[f"{name}_gone"]
        assert f"OLD.{column}" in triggers[f"{name}_changed"]
        assert f"NEW.{column}" in triggers[f"{name}_changed"]
        assert re.search(rf"UPDATE OF[^;]*\b{column}\b[^;]*\bON\b", triggers[f"{name}_changed"])


async def test_all_that_refers_to_a_person_is_erased_with_them(scene: Scene) -> None:
    """A new table that names one must say so."""
    tags = {"person_tag", "asker_tag", "listener_tag", "reader_tag"}
    assert {pair for pair in await columns(scene) if pair[1] in tags} == set(OF_A_PERSON)
