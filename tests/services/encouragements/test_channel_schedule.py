"""Encouragements for a channel: by whose clock they come."""

from dataclasses import replace

import pytest

from bot.domain.schedules import EVERY_DAY
from bot.domain.unread import NoPlace
from bot.services.encouragements import channel_schedule
from tests.services.scene import ASKS, GUILD, Scene


async def planned(scene: Scene, when: str) -> str:
    """Choose a time; the time and the zone that are kept."""
    (one,) = await channel_schedule.save(
        scene.ctx, GUILD, ASKS, when=when, weekdays=EVERY_DAY, themes=(), language="en"
    )
    return f"{one.schedule.rhythm.at:%H:%M} {one.schedule.rhythm.zone}"


async def test_a_time_alone_is_by_the_clock_that_the_server_chose(still_scene: Scene) -> None:
    """A place beside it comes first."""
    guilds = still_scene.ctx.guilds
    guilds.remember(replace(guilds.of(GUILD), zone="America/Bogota"))
    assert await planned(still_scene, "9 am") == "09:00 America/Bogota"
    assert await planned(still_scene, "9:00 Lisbon") == "09:00 Europe/Lisbon"


async def test_where_the_server_chose_none_a_place_is_asked(still_scene: Scene) -> None:
    """Nothing is guessed."""
    with pytest.raises(NoPlace):
        await planned(still_scene, "9:00")
