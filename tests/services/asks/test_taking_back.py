import asyncio
from datetime import timedelta

import pytest

from bot.domain.asks import AskKind
from bot.domain.errors import (
    NoLongerAvailable,
    OutOfDate,
)
from bot.domain.ids import UserId
from bot.domain.notices import NoticeKind
from bot.services.asks import closing
from bot.services.conversations import ending
from bot.services.offers import acceptance
from bot.services.ports import Unsure
from tests.services.scene import (
    ASKER,
    ASKS,
    CROWD,
    DAY,
    FAR_ASKS,
    GUILD,
    LISTENER,
    OTHER,
    STRANGER,
    Scene,
    here,
)

CANARY = "nobody-else-reads-this"


async def test_taking_back_closes_it_for_everybody(scene: Scene) -> None:
    """The post and the asker's message are edited, nobody is written to anew, nobody accepts."""
    accept = await scene.posted()
    before = len(scene.messenger.created)
    await scene.take_back()
    await scene.deliver()
    assert len(scene.messenger.created) == before
    kinds = {edit.notice.kind for edit, _ in scene.messenger.edited[-2:]}
    assert kinds == {NoticeKind.ASK_OVER_IN_CHANNEL, NoticeKind.ASK_TAKEN_BACK}
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept(scene.ctx, here(LISTENER), accept)


@pytest.mark.parametrize("who", [LISTENER, STRANGER])
async def test_only_the_owner_takes_back(scene: Scene, who: UserId) -> None:
    """With either button's token; the ask goes on waiting."""
    accept = await scene.posted()
    for token in (scene.take_back_button(), accept, "unknown", ""):
        with pytest.raises(OutOfDate):
            await closing.take_back_own(scene.ctx, who, token)
    assert await scene.rows("SELECT state FROM ask") == [("waiting",)]


async def test_taking_back_only_works_while_it_waits(scene: Scene) -> None:
    """Not once it is taken, not once it has ended, and not twice."""
    accept = await scene.posted()
    token = scene.take_back_button()
    await acceptance.accept(scene.ctx, here(LISTENER), accept)
    with pytest.raises(OutOfDate):
        await closing.take_back_own(scene.ctx, ASKER, token)
    await scene.deliver()
    await ending.end_own(scene.ctx, ASKER, scene.end_button(ASKER))
    with pytest.raises(OutOfDate):
        await closing.take_back_own(scene.ctx, ASKER, token)


async def test_taking_back_and_accepting_at_once_have_one_winner(scene: Scene) -> None:
    """Either it is taken back or it is accepted, whatever the race."""
    for _ in range(20):
        accept = await scene.posted()
        token = scene.take_back_button()
        back, taken = await asyncio.gather(
            closing.take_back_own(scene.ctx, ASKER, token),
            acceptance.accept(scene.ctx, here(OTHER), accept),
            return_exceptions=True,
        )
        assert (back is None) != isinstance(taken, acceptance.Accepted)
        await scene.deliver()
        if back is not None:
            await ending.end_own(scene.ctx, ASKER, scene.end_button(ASKER))
        scene.clock.advance(DAY)


@pytest.mark.parametrize("kind", [AskKind.OPEN, AskKind.PRIVATE])
async def test_what_was_taken_back_before_it_was_posted_is_never_posted(
    scene: Scene, kind: AskKind
) -> None:
    """Discord did not answer, the asker took it back: the words never reach the channel."""
    await scene.setup(GUILD, ASKS, open_asks=True)
    await scene.join(*CROWD[:3])
    scene.messenger.fail(ASKS, Unsure())
    await scene.ask(words=CANARY, kind=kind)
    await scene.deliver()
    await closing.take_back_own(scene.ctx, ASKER, scene.take_back_button())
    await scene.pass_time(timedelta(minutes=2))
    assert scene.messenger.said(ASKS) == []


async def test_an_ask_is_over_although_the_channel_for_asks_was_changed(scene: Scene) -> None:
    """Taken back while its post still waited to be sent to the former channel."""
    scene.messenger.fail(ASKS, Unsure())
    await scene.ask()
    await scene.deliver()
    await scene.setup(GUILD, FAR_ASKS)
    await closing.take_back_own(scene.ctx, ASKER, scene.take_back_button())
    await scene.pass_time(timedelta(minutes=2))
    posted = bool(scene.messenger.said(ASKS))
    over = NoticeKind.ASK_OVER_IN_CHANNEL in {e.notice.kind for e, _ in scene.messenger.edited}
    assert over or not posted
