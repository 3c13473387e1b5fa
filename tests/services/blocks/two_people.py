"""Two of whom one blocked the other, and whether they meet."""

import pytest

from bot.domain.errors import NoLongerAvailable
from bot.domain.ids import UserId
from bot.domain.notices import NoticeKind
from bot.services.blocks import blocking
from bot.services.listeners import duty
from bot.services.offers import acceptance, responses
from tests.services.scene import (
    ASKER,
    DAY,
    HOUR,
    LISTENER,
    OTHER,
    SEALER,
    Scene,
    here,
)

WHO = pytest.mark.parametrize("who", [ASKER, LISTENER])
ACROSS = {ASKER: LISTENER, LISTENER: ASKER}


async def on_duty(scene: Scene, *users: UserId) -> None:
    """Be here for a long while."""
    for user in users:
        await duty.set_duty(scene.ctx, here(user), 30 * DAY)


async def blocked(scene: Scene, who: UserId) -> None:
    """A conversation from which one of the two blocked the other."""
    await scene.talk()
    await blocking.block(scene.ctx, who, scene.end_button(who))
    await scene.deliver()


def offers_to(scene: Scene, user: UserId) -> list[str]:
    """The tokens of what told somebody of an ask."""
    kinds = {NoticeKind.OFFER, NoticeKind.OFFER_AGAIN}
    return [n.token or "" for n in scene.messenger.said(user) if n.kind in kinds]


async def never_meet(scene: Scene, asker: UserId, listener: UserId) -> None:
    """However long an ask waits and whatever the listener presses; another one is offered it."""
    await on_duty(scene, listener, OTHER)
    before = len(offers_to(scene, listener)), len(offers_to(scene, OTHER))
    await scene.ask(asker)
    await scene.pass_time(HOUR / 60)
    assert len(offers_to(scene, listener)) == before[0]
    assert len(offers_to(scene, OTHER)) == before[1] + 1
    assert await responses.list_waiting_asks(scene.ctx, here(listener), 0) is None
    assert await responses.list_waiting_asks(scene.ctx, here(OTHER), 0) is not None
    offer = offers_to(scene, OTHER)[-1]
    theirs = SEALER.seal_tag("button", "person", offer, scene.store.person(listener))
    await scene.change_rows("UPDATE button SET person_sealed = ? WHERE token = ?", theirs, offer)
    for press in (responses.read, acceptance.accept_offered):
        with pytest.raises(NoLongerAvailable):
            await press(scene.ctx, listener, offer)
