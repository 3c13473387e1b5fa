"""Where the bot cannot write in a channel any more, those who look after the server are told: once,
with what to change, and again when it breaks anew."""

import json

import pytest

from bot.domain.guilds import GuildChoices
from bot.domain.ids import ChannelId, RoleId
from bot.domain.lost_channels import TOLD, ChannelUse
from bot.domain.notices import NoticeKind
from bot.services.conversations import server_departures
from bot.services.encouragements import channel_schedule
from bot.services.moderation import telling
from bot.services.ports import Standing, Unsure
from bot.services.servers import ask_channels, lost_channels, panel
from bot.setting_sections import Logging
from tests import server_setup
from tests.fakes import RecordingMessenger
from tests.log_lines import kept_log
from tests.services.scene import ASKS, GUILD, STAFF, STRANGER, Scene, here

ENTRANCE, MORNING = ChannelId(811), ChannelId(812)
PLACES = {
    ChannelUse.PANEL: ENTRANCE,
    ChannelUse.MODERATORS: STAFF,
    ChannelUse.ENCOURAGEMENTS: MORNING,
}


@pytest.fixture
async def scene(scene: Scene) -> Scene:
    """A server with a channel for each, and a moderator who was here lately."""
    choices = GuildChoices(GUILD, ASKS, STAFF, RoleId(901), False, ENTRANCE)
    await server_setup.set_up(scene.ctx, choices)
    await channel_schedule.save(
        scene.ctx, GUILD, MORNING, when="9:00 UTC", weekdays=range(7), themes=(), language="en"
    )
    await telling.note_moderator(scene.ctx, here(STRANGER))
    return scene


def told(scene: Scene, use: ChannelUse, to: int) -> int:
    """How often somebody was told, in a channel or directly."""
    return scene.kinds_to(to).count(TOLD[use])


async def look(scene: Scene, *closed: ChannelId) -> None:
    """Look twice while these are closed to the bot."""
    scene.messenger.closed_channels = {*closed}
    for _ in range(2):
        await lost_channels.look_after(scene.ctx)
        await scene.deliver()


@pytest.mark.parametrize("use", [ChannelUse.PANEL, ChannelUse.ENCOURAGEMENTS])
async def test_it_is_told_once_and_again_when_it_breaks_anew(scene: Scene, use: ChannelUse) -> None:
    """In the moderators' channel, with the channel that it is about; across restarts."""
    await look(scene)
    assert told(scene, use, STAFF) == 0
    await look(scene, PLACES[use])
    await scene.restart()
    await look(scene, PLACES[use])
    assert told(scene, use, STAFF) == 1
    assert told(scene, use, STRANGER) == 0
    (notice,) = [one for one in scene.messenger.said(STAFF) if one.kind is TOLD[use]]
    assert notice.text is not None
    assert notice.text.words == str(PLACES[use])
    await look(scene)
    assert await scene.count("lost_channel") == 0
    await look(scene, PLACES[use])
    assert told(scene, use, STAFF) == 2


@pytest.mark.parametrize("use", list(ChannelUse))
async def test_without_their_channel_each_is_told_directly(scene: Scene, use: ChannelUse) -> None:
    """Once, too; nothing is left for the channel."""
    await look(scene, STAFF, PLACES[use])
    await look(scene, STAFF, PLACES[use])
    assert told(scene, use, STRANGER) == 1
    assert not scene.messenger.said(STAFF)
    assert await scene.count("outbox") == 0


async def test_asks_that_cannot_be_posted_are_told_directly_too(scene: Scene) -> None:
    """Where the moderators' channel is lost with the one for asks."""
    scene.messenger.may_post = False
    scene.messenger.closed_channels = {STAFF}
    for _ in range(2):
        await ask_channels.look_after(scene.ctx)
        await scene.deliver()
    assert scene.kinds_to(STRANGER).count(NoticeKind.ASKS_CANNOT_BE_POSTED) == 1


async def test_whoever_left_is_not_told_and_whoever_comes_later_is(scene: Scene) -> None:
    """Until then the log says that nobody was, once, and without saying where."""
    scene.messenger.standings[GUILD, STRANGER] = Standing.GONE
    with kept_log(Logging()) as log:
        await look(scene, STAFF)
    events = [json.loads(line)["event"] for line in log.getvalue().splitlines()]
    assert events.count("channel.lost.nobody_told") == 1
    assert str(GUILD) not in log.getvalue()
    assert told(scene, ChannelUse.MODERATORS, STRANGER) == 0
    scene.messenger.standings[GUILD, STRANGER] = Standing.HERE
    await look(scene, STAFF)
    assert told(scene, ChannelUse.MODERATORS, STRANGER) == 1


async def test_what_is_mended_before_it_was_said_is_not_said(scene: Scene) -> None:
    """Discord did not answer meanwhile."""
    scene.messenger.closed_channels = {ENTRANCE}
    await lost_channels.look_after(scene.ctx)
    await look(scene)
    assert told(scene, ChannelUse.PANEL, STAFF) == 0


async def test_a_panel_stands_again_once_it_can(scene: Scene) -> None:
    """Also one that never stood: /setup could not put it up."""
    scene.messenger.closed_channels = {ENTRANCE}
    assert await panel.put_up(scene.ctx, GUILD) is panel.PanelState.FAILS
    await look(scene, ENTRANCE)
    assert NoticeKind.PANEL not in scene.kinds_to(ENTRANCE)
    await look(scene)
    assert scene.kinds_to(ENTRANCE).count(NoticeKind.PANEL) == 1


async def test_a_panel_among_the_asks_is_told_of_with_those(scene: Scene) -> None:
    """And what is no longer written in is not looked at."""
    await look(scene, ENTRANCE, MORNING)
    assert await scene.count("lost_channel") == 2
    choices = GuildChoices(GUILD, ASKS, STAFF, RoleId(901), False)
    await server_setup.set_up(scene.ctx, choices)
    await look(scene, ENTRANCE, ASKS)
    assert await scene.count("lost_channel") == 0
    assert told(scene, ChannelUse.PANEL, STAFF) == 1


class InAnOutage(RecordingMessenger):
    """Nobody can tell what the bot may do."""

    async def can_post(self, channel: ChannelId, *, history: bool = True) -> bool:
        """As where Discord is not connected."""
        del channel, history
        raise Unsure


async def test_an_outage_and_a_server_left_tell_nothing(scene: Scene) -> None:
    """Neither that it broke nor that it was mended."""
    await look(scene, ENTRANCE)
    scene.speak_through(InAnOutage())
    await look(scene)
    assert await scene.count("lost_channel") == 1
    scene.speak_through(RecordingMessenger())
    await server_departures.left(scene.ctx, GUILD)
    await look(scene, ENTRANCE, STAFF)
    assert not scene.messenger.said(STAFF)
    assert told(scene, ChannelUse.MODERATORS, STRANGER) == 0
