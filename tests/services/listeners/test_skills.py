"""What a listener can share is kept sealed, is theirs, and goes with them."""

import pytest

from bot.domain.errors import NotAListener
from bot.domain.ids import UserId
from bot.domain.personal_data import DataKind
from bot.domain.skill_errors import SkillTooLong
from bot.domain.skills import Skills
from bot.services.listeners import duty, preferences
from bot.services.privacy import erasure, overview
from tests.services.scene import LISTENER, OTHER, STRANGER, Scene, here

OWN = "Sourdough"


async def name(scene: Scene, typed: str, *listed: str, user: UserId = LISTENER) -> Skills:
    """Somebody says what they can share."""
    chosen, _ = await preferences.which_skills(scene.ctx, here(user), listed=listed, typed=typed)
    return chosen.skills


async def test_skills_take_the_place_of_earlier_ones(scene: Scene) -> None:
    """Also none at all; other settings leave them as they are."""
    await scene.join(LISTENER)
    await name(scene, f"{OWN}, Chess", "music", "cooking")
    kept = Skills(frozenset({"cooking"}), (OWN,))
    assert await name(scene, OWN, "cooking") == kept
    await preferences.which_days(scene.ctx, here(LISTENER), days=(0,), span="18-21")
    assert (await preferences.get_preferences(scene.ctx, here(LISTENER))).skills == kept
    assert await name(scene, "") == Skills()


async def test_what_cannot_be_taken_changes_nothing(scene: Scene) -> None:
    """Not even what was chosen of the list."""
    await scene.join(LISTENER)
    before = await name(scene, OWN, "music")
    with pytest.raises(SkillTooLong):
        await name(scene, "x" * 200, "cooking")
    assert (await preferences.get_preferences(scene.ctx, here(LISTENER))).skills == before


async def test_only_listeners_name_skills(scene: Scene) -> None:
    """Nothing is kept of anybody else."""
    with pytest.raises(NotAListener):
        await name(scene, OWN, "music", user=STRANGER)
    assert await scene.count("listener_skill") == 0


async def test_own_words_are_sealed(scene: Scene) -> None:
    """No word of them stands in the database, of nobody."""
    await scene.join(LISTENER, OTHER)
    await name(scene, OWN)
    await name(scene, OWN, user=OTHER)
    rows = await scene.rows("SELECT own_skills_sealed FROM listener")
    sealed = [row[0] for row in rows]
    assert len(set(sealed)) == 2
    assert all(isinstance(one, bytes) and OWN.encode() not in one for one in sealed)


async def test_they_are_exported_and_erased(scene: Scene) -> None:
    """Whole, to whoever named them."""
    await scene.join(LISTENER)
    await name(scene, OWN, "music")
    every = await overview.everything_of(scene.ctx, LISTENER)
    (mine,) = [one for one in every if one.kind is DataKind.LISTENER]
    assert (mine.facts["skills"], mine.facts["own_skills"]) == (("music",), (OWN,))
    await erasure.erase_everything(scene.ctx, LISTENER)
    assert await scene.count("listener_skill") == 0
    every = await overview.everything_of(scene.ctx, LISTENER)
    assert not [one for one in every if one.kind is DataKind.LISTENER]


async def test_they_go_when_their_listener_leaves(scene: Scene) -> None:
    """Whoever joins again begins without."""
    await scene.join(LISTENER)
    await name(scene, OWN, "music")
    await duty.leave(scene.ctx, here(LISTENER))
    assert await scene.count("listener_skill") == 0
    await scene.join(LISTENER)
    assert (await preferences.get_preferences(scene.ctx, here(LISTENER))).skills == Skills()
