"""For how long unread messages hold up what is said to those who wrote nothing."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.discord_app.gateway.inbox import Inbox
from tests.services.scene import Scene, playing


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A server that is set up."""
    async with playing(tmp_path) as made:
        yield made


def no_channel(_: int) -> Any:
    """Nothing can be read here."""
    raise OSError


def inbox(scene: Scene, patience: float) -> Inbox:
    """An inbox of channels that cannot be read."""
    return Inbox(scene.ctx, no_channel, patience)


async def test_before_a_connection_nothing_counts_as_read(scene: Scene) -> None:
    """However little patience there is: everybody may be writing."""
    assert not inbox(scene, patience=0).all_read()


async def test_what_cannot_be_read_is_waited_for(scene: Scene) -> None:
    """A new connection does not tell what was missed."""
    reader = inbox(scene, patience=3600)
    reader.behind()
    assert not reader.all_read()


async def test_what_cannot_be_read_is_not_waited_for_for_ever(scene: Scene) -> None:
    """After a while things go on, as nobody knows when it can be read."""
    reader = inbox(scene, patience=0)
    reader.behind()
    assert reader.all_read()


async def test_a_lost_connection_is_waited_for(scene: Scene) -> None:
    """Its end is told, and then what was missed is read."""
    reader = inbox(scene, patience=0)
    reader.behind()
    reader.cut_off()
    assert not reader.all_read()
