"""Where asks cannot be posted, the moderators are told: once, and again when it breaks anew."""

import json

import pytest

from bot.domain.errors import CannotPostYet
from bot.domain.ids import ChannelId
from bot.domain.notices import NoticeKind
from bot.services.asks import drafts
from bot.services.conversations import server_departures
from bot.services.ports import NotPermitted, Unsure
from bot.services.servers import ask_channels
from bot.setting_sections import Logging
from tests.fakes import RecordingMessenger
from tests.log_lines import kept_log
from tests.services.scene import ASKER, ELSEWHERE, FAR_ASKS, GUILD, STAFF, Scene, here


class InAnOutage(RecordingMessenger):
    """Nobody can tell what the bot may do."""

    async def can_post(self, channel: ChannelId, *, history: bool = True) -> bool:
        """As where Discord is not connected."""
        del channel, history
        raise Unsure


async def look(scene: Scene, *, may_post: bool) -> int:
    """Look twice while it may or may not; how often the moderators were told by then."""
    scene.messenger.may_post = may_post
    for _ in range(2):
        await ask_channels.look_after(scene.ctx)
        await scene.deliver()
    return scene.kinds_to(STAFF).count(NoticeKind.ASKS_CANNOT_BE_POSTED)


async def test_they_are_told_once_and_again_when_it_breaks_anew(scene: Scene) -> None:
    """Also across restarts."""
    assert await look(scene, may_post=True) == 0
    assert await look(scene, may_post=False) == 1
    await scene.restart()
    assert await look(scene, may_post=False) == 1
    assert await look(scene, may_post=True) == 1
    await scene.restart()
    assert await look(scene, may_post=False) == 2


async def test_what_is_mended_before_it_was_said_is_not_said(scene: Scene) -> None:
    """Discord did not answer meanwhile."""
    scene.messenger.may_post = False
    await ask_channels.look_after(scene.ctx)
    assert await look(scene, may_post=True) == 0


async def test_each_server_is_told_of_its_own(scene: Scene) -> None:
    """With the server that it is about."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    await look(scene, may_post=False)
    told = [n for n in scene.messenger.said(STAFF) if n.kind is NoticeKind.ASKS_CANNOT_BE_POSTED]
    assert {notice.guild_id for notice in told} == {GUILD, ELSEWHERE}
    assert len(told) == 2


async def test_an_outage_tells_nothing(scene: Scene) -> None:
    """Neither that it broke nor that it was mended; and who wants to ask can write."""
    await look(scene, may_post=False)
    before = await scene.count("asks_cannot_be_posted")
    scene.speak_through(InAnOutage())
    assert await look(scene, may_post=False) == 0
    assert await scene.count("asks_cannot_be_posted") == before == 1
    await drafts.begin(scene.ctx, here(ASKER))


async def test_a_server_that_the_bot_is_gone_from_has_no_channel_to_mend(scene: Scene) -> None:
    """It is kept for a while, and nobody could read it."""
    await server_departures.left(scene.ctx, GUILD)
    assert await look(scene, may_post=False) == 0
    await server_departures.back(scene.ctx, GUILD)
    assert await look(scene, may_post=False) == 1


async def test_where_moderators_cannot_be_told_the_operator_is(scene: Scene) -> None:
    """Once, without saying which server."""
    scene.messenger.fail(STAFF, NotPermitted())
    with kept_log(Logging()) as log:
        assert await look(scene, may_post=False) == 0
    events = [json.loads(line)["event"] for line in log.getvalue().splitlines()]
    assert events.count("asks.cannot_be_posted.nobody_told") == 1
    assert str(GUILD) not in log.getvalue()


async def test_nothing_is_left_of_a_server_that_is_over(scene: Scene) -> None:
    """Whoever invites the bot again is told anew."""
    await look(scene, may_post=False)
    await scene.lose_server()
    assert await scene.count("asks_cannot_be_posted") == 0
    await scene.setup(GUILD, FAR_ASKS)
    assert await look(scene, may_post=False) == 2


async def test_the_asker_hears_it_before_writing(scene: Scene) -> None:
    """And with the next look the moderators do."""
    scene.messenger.may_post = False
    with pytest.raises(CannotPostYet):
        await drafts.begin(scene.ctx, here(ASKER))
