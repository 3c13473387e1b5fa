"""The asker reads that the moderators know only once they do."""

from datetime import timedelta

import pytest

from bot.domain.ids import ChannelId
from bot.domain.notices import NoticeKind
from bot.services.ports import Gone, Refused, Undelivered, Unsure
from tests.services.scene import ASKER, HOUR, LISTENER, STAFF, Scene

MINUTE = timedelta(minutes=1)


def told(scene: Scene) -> list[NoticeKind]:
    """What the message in which the asker follows the ask became, one after the other."""
    return [notice.kind for notice in scene.edits_in(ChannelId(ASKER))]


async def wait(scene: Scene, minutes: int) -> None:
    """Let minutes pass, one by one."""
    for _ in range(minutes):
        await scene.pass_time(MINUTE)


async def test_it_is_said_once_their_notice_stands(scene: Scene) -> None:
    """Not before."""
    await scene.posted()
    await wait(scene, 14)
    assert told(scene)[-1] is NoticeKind.ASK_POSTED
    await wait(scene, 1)
    assert scene.kinds_to(STAFF) == [NoticeKind.SOMEBODY_WAITS]
    assert told(scene)[-1] is NoticeKind.ASK_WAITS_LONG


@pytest.mark.parametrize("error", [Gone(), Refused()])
async def test_where_they_cannot_be_told_nothing_is_said_of_them(
    scene: Scene, error: Undelivered
) -> None:
    """Their channel is gone, or closed to the bot: the asker reads that it goes on."""
    await scene.posted()
    scene.messenger.fail(STAFF, error)
    await wait(scene, 20)
    assert told(scene)[-1] is NoticeKind.ASK_WAITS_ON
    assert NoticeKind.ASK_WAITS_LONG not in told(scene)


async def test_while_discord_gives_no_answer_nothing_is_said_of_them(scene: Scene) -> None:
    """And once it answers, the moderators are told, and then the asker reads it."""
    await scene.posted()
    scene.messenger.fail(STAFF, *[Unsure()] * 12)
    await wait(scene, 20)
    assert NoticeKind.ASK_WAITS_LONG not in told(scene)
    await wait(scene, 20)
    assert told(scene)[-1] is NoticeKind.ASK_WAITS_LONG


async def test_moderators_are_not_told_of_an_ask_that_was_taken_meanwhile(scene: Scene) -> None:
    """What waited for Discord's answer is no longer true, and is said to nobody."""
    await scene.join(LISTENER)
    button = await scene.posted()
    scene.messenger.fail(STAFF, *[Unsure()] * 4)
    await wait(scene, 15)
    await scene.accept(LISTENER, button)
    await scene.write(LISTENER, "I'm here.")
    await scene.pass_time(HOUR)
    assert scene.kinds_to(STAFF) == []
    assert told(scene)[-1] is NoticeKind.ASK_FOUND
