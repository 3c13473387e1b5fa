"""Somebody who asks and listens in one server has two numbers there, with nothing in common."""

from tests.services.scene import ASKER, GUILD, LISTENER, Scene

ASKING = (("ask", "asker_number"),)
LISTENING = (
    *(("listener", "private_number"), ("offer", "listener_number"), ("again", "listener_number")),
    *(("conversation", "listener_number"), ("ask_excluded", "private_number")),
)


async def numbers(scene: Scene, columns: tuple[tuple[str, str], ...]) -> set[object]:
    """All that stand in some columns."""
    found = set[object]()
    for table, column in columns:
        found |= {row[0] for row in await scene.rows(f"SELECT {column} FROM {table}")}  # noqa: S608
    return found


async def test_no_number_of_an_asker_is_one_of_a_listener(scene: Scene) -> None:
    """Each of two people listens to the other: their asks do not hang on them as listeners."""
    await scene.join(ASKER, LISTENER)
    for asker, listener in ((ASKER, LISTENER), (LISTENER, ASKER)):
        await scene.talk(asker, listener)
        await scene.end(asker)
        await scene.deliver()
    asking, listening = await numbers(scene, ASKING), await numbers(scene, LISTENING)
    people, store = (ASKER, LISTENER), scene.store
    assert asking == {store.asker_number(GUILD, user) for user in people}
    assert listening >= {store.listener_number(GUILD, user) for user in people}
    assert not asking & listening
