"""How long an ask waits, and when its asker is asked whether it is still wanted."""

import pytest

from bot.domain.asks import WAITS_AT_MOST
from bot.domain.limit_errors import WaitedLongest
from bot.domain.notices import NoticeKind
from bot.services.asks import follow_up
from bot.services.asks.follow_up import PAUSE_LOOKED_AT_EVERY
from bot.services.listeners import duty
from tests.services.offers.test_waves import on_duty
from tests.services.scene import ASKER, DAY, HOUR, LISTENER, Scene, here


def expired(scene: Scene) -> str:
    """The button below the newest notice that nobody was free."""
    told = [one for one in scene.messenger.said(ASKER) if one.kind is NoticeKind.ASK_EXPIRED]
    return told[-1].token or ""


async def test_while_nobody_is_on_duty_it_is_not_asked_whether_it_is_still_wanted(
    scene: Scene,
) -> None:
    """Nobody could have come. Once somebody is there, it is asked after all, and once."""
    await scene.ask()
    await scene.pass_time(10 * HOUR)
    assert NoticeKind.STILL_WANTED not in scene.kinds_to(ASKER)
    await on_duty(scene, LISTENER)
    await scene.pass_time(PAUSE_LOOKED_AT_EVERY)
    assert scene.kinds_to(ASKER).count(NoticeKind.STILL_WANTED) == 1
    await scene.pass_time(5 * HOUR)
    assert scene.kinds_to(ASKER).count(NoticeKind.STILL_WANTED) == 1


async def test_it_pauses_again_when_whoever_was_there_goes(scene: Scene) -> None:
    """What counts is who is there when it would be asked."""
    await on_duty(scene, LISTENER)
    await scene.ask()
    await scene.pass_time(HOUR)
    await duty.set_duty(scene.ctx, here(LISTENER), None)
    await scene.pass_time(4 * HOUR)
    assert NoticeKind.STILL_WANTED not in scene.kinds_to(ASKER)


async def test_only_the_question_pauses_and_not_the_end(scene: Scene) -> None:
    """With nobody on duty an ask expires when it would have."""
    await scene.ask()
    await scene.pass_time(DAY)
    assert NoticeKind.ASK_EXPIRED in scene.kinds_to(ASKER)


async def test_nothing_keeps_an_ask_for_longer_than_three_days(scene: Scene) -> None:
    """It can be kept twice, the second time for what is left, and then asked again as a new one."""
    posted_at = scene.clock.now()
    await scene.ask()
    await scene.pass_time(DAY + 2 * HOUR)
    assert await follow_up.extend(scene.ctx, ASKER, expired(scene)) == posted_at + 50 * HOUR
    await scene.pass_time(DAY + 2 * HOUR)
    until = await follow_up.extend(scene.ctx, ASKER, expired(scene))
    assert until == posted_at + WAITS_AT_MOST
    await scene.pass_time(DAY)
    assert scene.clock.now() > posted_at + WAITS_AT_MOST
    with pytest.raises(WaitedLongest) as refused:
        await follow_up.extend(scene.ctx, ASKER, expired(scene))
    assert refused.value.token == expired(scene)
    await follow_up.ask_again(scene.ctx, ASKER, expired(scene))
