"""Whose direct messages are read after a start, and in which order."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.ids import ChannelId
from bot.services.conversations import catch_up
from bot.storage.store import Tables
from tests.engines import on_both_engines
from tests.services.scene import ASKER, LISTENER, OTHER, STRANGER, Scene, playing

pytestmark = on_both_engines


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Two who talk, between two who do not."""
    async with playing(tmp_path, reminding=False) as made:

        async def meet(tables: Tables) -> None:
            for user in (OTHER, ASKER, LISTENER, STRANGER):
                await tables.people.remember_dm(await tables.people.meet(user), ChannelId(user))

        await made.store.transaction(meet)
        await made.join(LISTENER)
        await made.talk()
        yield made


async def test_whoever_talks_is_read_first(scene: Scene) -> None:
    """On either side; then all others."""
    found = await catch_up.channels(scene.ctx)
    talking = {ChannelId(user) for user in (ASKER, LISTENER)}
    assert set(found.all[:2]) == talking == found.talking
    assert len(found.all) == 4
