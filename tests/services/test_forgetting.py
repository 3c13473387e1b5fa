"""People who have nothing left here are forgotten, and those who have something are not."""

from datetime import timedelta

import pytest

from bot.services.asks import drafts
from bot.services.listeners import duty
from tests.services.scene import (
    ASKER,
    DAY,
    LISTENER,
    OTHER,
    STRANGER,
    Scene,
    here,
)

SECOND = timedelta(seconds=1)
WEEK = 7 * DAY


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything, however long it takes."""
    return still_scene


def in_files(scene: Scene, value: bytes) -> set[str]:
    """The endings of the files that hold it."""
    files = scene.path.parent.glob(scene.path.name + "*")
    return {file.suffix for file in files if value in file.read_bytes()}


async def test_an_asker_is_forgotten_with_their_ask(scene: Scene) -> None:
    """Neither the row nor the sealed id is left in any file; the listeners stay."""
    await scene.talk()
    await scene.end(ASKER)
    tag = scene.store.person(ASKER)
    ((user,),) = await scene.rows("SELECT user_id_sealed FROM person WHERE person_tag = ?", tag)
    assert isinstance(user, bytes)
    await scene.pass_time(WEEK)
    people = {row[0] for row in await scene.rows("SELECT person_tag FROM person")}
    assert people == {scene.store.person(LISTENER), scene.store.person(OTHER)}
    assert in_files(scene, user) == in_files(scene, tag) == set()


async def test_a_stranger_who_wrote_once_is_forgotten(scene: Scene) -> None:
    """A week after they were answered."""
    await scene.write(STRANGER, "What is this?")
    await scene.deliver()
    await scene.pass_time(WEEK)
    assert in_files(scene, scene.store.person(STRANGER)) == set()


async def test_a_listener_who_left_is_forgotten(scene: Scene) -> None:
    """A week after the last that was sent to them."""
    await scene.join(STRANGER)
    await duty.leave(scene.ctx, here(STRANGER))
    await scene.pass_time(WEEK)
    assert in_files(scene, scene.store.person(STRANGER)) == set()


@pytest.mark.parametrize("left", ["cancelled", "left late"])
async def test_people_are_forgotten_although_nothing_else_is_erased(
    scene: Scene, left: str
) -> None:
    """Somebody only looked in and cancelled, or stopped listening long after the last message."""
    await scene.pass_time(2 * WEEK)
    if left == "cancelled":
        preview = await scene.draft(STRANGER)
        await drafts.cancel(scene.ctx, here(STRANGER), preview.draft.id)
    else:
        await duty.leave(scene.ctx, here(LISTENER))
    await scene.pass_time(30 * DAY)
    assert await scene.count("person") == (2 if left == "cancelled" else 1)


async def test_who_still_has_something_here_is_not_forgotten(scene: Scene) -> None:
    """Another ask, a draft, a conversation: each keeps a person reachable."""
    await scene.talk(ASKER, LISTENER)
    await scene.end(ASKER)
    await scene.talk(STRANGER, OTHER)
    await scene.pass_time(WEEK - 2 * SECOND)
    await scene.ask(ASKER)
    await scene.pass_time(2 * SECOND)
    await scene.write(STRANGER, "Still here.")
    await scene.deliver()
    assert scene.words_to(OTHER) == ["Still here."]
    await scene.take_back(ASKER)
    assert await scene.count("person") == 4
