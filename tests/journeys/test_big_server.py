"""/setup on a server as big as Discord lets one be: 500 channels and 250 roles."""

import time

from bot.discord_app.interactions.middleware import LENGTH_AT_MOST
from bot.local_discord import Permissions
from tests.journeys.guided import Guided, words
from tests.journeys.stage import Stage

CHANNELS, ROLES = 500, 250
ANSWERS_WITHIN = 3.0
"""Seconds in which Discord wants an answer; on a slow machine as well."""


async def as_big_as_can_be(stage: Stage) -> None:
    """Most roles see the channel for asks, which members see by role alone."""
    guild = stage.guild
    roles = [guild.add_role(f"Role {number}") for number in range(ROLES - len(guild.roles))]
    while len(guild.channels) < CHANNELS:
        guild.add_channel(f"room-{len(guild.channels)}")
    for place in (stage.asks, stage.entrance):
        place.set_overwrite(guild.everyone, deny=Permissions.VIEW_CHANNEL)
        for role in roles[:100]:  # Discord takes 100 in one channel
            place.set_overwrite(role, allow=Permissions.VIEW_CHANNEL)
        place.set_overwrite("bot", allow=Permissions.VIEW_CHANNEL)
    own = guild.bot_role
    guild.set_permissions(own, own.permissions | Permissions.MANAGE_CHANNELS)
    assert (len(guild.channels), len(guild.roles)) == (CHANNELS, ROLES)
    await stage.restart()  # it is told of all of it at once


async def test_a_server_of_500_channels_and_250_roles_is_set_up(bare_stage: Stage) -> None:
    """The pickers are Discord's own, so none is too long; every answer is in time and fits, and of
    many roles a few are named and the others counted."""
    stage = bare_stage
    await as_big_as_can_be(stage)
    guided = await Guided.opened(stage.admin, stage.staff)
    last = stage.guild.channels[-1]
    times = list[float]()

    async def timed(menu: str, *picked: object) -> None:
        begun = time.perf_counter()
        await guided.pick(menu, *picked)  # type: ignore[arg-type]
        times.append(time.perf_counter() - begun)
        assert len(guided.text) <= LENGTH_AT_MOST
        assert all(len(one.raw.get("options") or ()) <= 25 for one in guided.message.selects)

    await timed("role", stage.guild.roles[-1])
    await guided.press("setup_make")
    assert words("setup.no_room") in guided.text
    await timed("asks", stage.asks)
    await timed("panel", stage.entrance)
    await timed("staff", last)
    assert words("setup.more_roles", count=92) in guided.text
    for action in ("setup_next", "setup_adults", "setup_to_check", "setup_apply"):
        begun = time.perf_counter()
        await guided.press(action)
        times.append(time.perf_counter() - begun)
        assert len(guided.text) <= LENGTH_AT_MOST
    assert words("setup.in_place") in guided.text
    assert max(times) < ANSWERS_WITHIN
    checked = time.perf_counter()
    again = await Guided.opened(stage.admin, stage.asks)
    assert time.perf_counter() - checked < ANSWERS_WITHIN
    assert f"<#{last.id}>" in again.text
