"""Moderators hold a conversation: both read the same, and nothing is passed on."""

from datetime import timedelta

import pytest

from bot.domain.errors import OutOfDate
from bot.domain.ids import NumberId, UserId
from bot.domain.moderation import ActionKind
from bot.domain.moderation_errors import OwnNumber
from bot.domain.notices import NoticeKind
from bot.domain.timers import TimerKind
from bot.services.conversations.freezing import HELD_AT_MOST
from bot.services.delivery.retry_on_contact import retry_after_contact
from bot.services.moderation import holding
from bot.services.ports import Closed
from tests.services.moderation.test_actions import act, known
from tests.services.scene import ASKER, ELSEWHERE, HOUR, LISTENER, STRANGER, Scene, here

HELD, GOES_ON = NoticeKind.CONVERSATION_HELD, NoticeKind.CONVERSATION_GOES_ON


@pytest.fixture
async def number(scene: Scene) -> NumberId:
    """Of an asker who talks with a listener."""
    await scene.talk()
    await scene.write(LISTENER, "I'm here.")
    await scene.deliver()
    number = await known(scene)
    await act(scene, number, ActionKind.NOTE)
    return number


async def test_nothing_is_passed_on_in_either_direction(scene: Scene, number: NumberId) -> None:
    """Both read why not, and each sees of their own words what they always see."""
    await holding.hold(scene.ctx, here(STRANGER), number)
    await scene.deliver()
    assert scene.kinds_to(ASKER)[-1] == scene.kinds_to(LISTENER)[-1] == HELD
    before = scene.words_to(ASKER), scene.words_to(LISTENER)
    written = [await scene.write(one, "are you there?") for one in (ASKER, LISTENER)]
    await scene.deliver()
    assert (scene.words_to(ASKER), scene.words_to(LISTENER)) == before
    assert [scene.messenger.signs.get(one) for one in written] == [{NoticeKind.HAVE_IT}] * 2


async def test_what_was_on_its_way_does_not_arrive(scene: Scene, number: NumberId) -> None:
    """It is held at once."""
    written = await scene.write(ASKER, "on its way")
    await holding.hold(scene.ctx, here(STRANGER), number)
    await scene.deliver()
    assert "on its way" not in scene.words_to(LISTENER)
    assert scene.messenger.signs.get(written) == {NoticeKind.HAVE_IT}


async def test_it_goes_on_when_they_let_it(scene: Scene, number: NumberId) -> None:
    """And what is written then arrives; what was written meanwhile does not."""
    await holding.hold(scene.ctx, here(STRANGER), number)
    await scene.write(ASKER, "meanwhile")
    await scene.pass_time(50 * HOUR)
    await holding.let_go_on(scene.ctx, here(STRANGER), number)
    await scene.write(ASKER, "again")
    await scene.deliver()
    assert GOES_ON in scene.kinds_to(ASKER)
    assert GOES_ON in scene.kinds_to(LISTENER)
    assert scene.words_to(LISTENER) == ["again"]


async def test_it_ends_after_three_days_like_every_other(scene: Scene, number: NumberId) -> None:
    """Silence does not end it before."""
    await holding.hold(scene.ctx, here(STRANGER), number)
    await scene.pass_time(HELD_AT_MOST - timedelta(minutes=1))
    over = NoticeKind.CONVERSATION_ENDED_ASKER
    assert over not in scene.kinds_to(ASKER)
    assert NoticeKind.IDLE_WARNING not in scene.kinds_to(ASKER)
    await scene.pass_time(timedelta(minutes=1))
    assert over in scene.kinds_to(ASKER)
    assert NoticeKind.CONVERSATION_ENDED_LISTENER in scene.kinds_to(LISTENER)


async def test_held_twice_it_is_told_once(scene: Scene, number: NumberId) -> None:
    """Two moderators may press."""
    for _ in range(2):
        await holding.hold(scene.ctx, here(STRANGER), number)
    await scene.deliver()
    assert scene.kinds_to(ASKER).count(HELD) == 1
    for _ in range(2):
        await holding.let_go_on(scene.ctx, here(STRANGER), number)
    await scene.deliver()
    assert scene.kinds_to(ASKER).count(GOES_ON) == 1


async def test_where_nothing_is_open_nothing_shows(scene: Scene) -> None:
    """No error either: whether somebody talks is nobody's to find out."""
    await holding.hold(scene.ctx, here(STRANGER), await known(scene))
    await scene.deliver()
    assert HELD not in scene.kinds_to(ASKER)


async def test_another_servers_number_is_not_theirs(scene: Scene, number: NumberId) -> None:
    """With its token in hand."""
    with pytest.raises(OutOfDate):
        await holding.hold(scene.ctx, here(STRANGER, ELSEWHERE), number)


@pytest.mark.parametrize("moderator", [LISTENER, ASKER])
async def test_a_moderator_does_not_hold_or_let_go_on_what_they_are_in(
    scene: Scene, number: NumberId, moderator: UserId
) -> None:
    """By what becomes of their own conversation they would learn whose number it is; and nobody
    lets go on what others hold of theirs."""
    theirs = number if moderator == LISTENER else await known(scene, LISTENER, listens=True)
    await holding.hold(scene.ctx, here(moderator), theirs)
    await scene.deliver()
    assert HELD not in scene.kinds_to(ASKER) + scene.kinds_to(LISTENER)
    await holding.hold(scene.ctx, here(STRANGER), theirs)
    await holding.let_go_on(scene.ctx, here(moderator), theirs)
    own = await known(scene, moderator, listens=moderator == LISTENER)
    with pytest.raises(OwnNumber):
        await holding.let_go_on(scene.ctx, here(moderator), own)
    await scene.deliver()
    assert GOES_ON not in scene.kinds_to(ASKER) + scene.kinds_to(LISTENER)


async def test_whoever_can_be_reached_again_meanwhile_was_never_lost(
    scene: Scene, number: NumberId
) -> None:
    """Their direct messages were closed for a while: it does not end for that once it goes on."""
    scene.messenger.fail(LISTENER, *[Closed()] * 9)
    await scene.write(ASKER, "are you there?")
    await scene.deliver()
    assert await scene.rows("SELECT 1 FROM waiting WHERE what = ?", TimerKind.DEPARTURE_TOLD)
    await holding.hold(scene.ctx, here(STRANGER), number)
    scene.messenger.failures.clear()
    await retry_after_contact(scene.ctx, LISTENER)
    await scene.deliver()
    assert HELD in scene.kinds_to(LISTENER)
    await holding.let_go_on(scene.ctx, here(STRANGER), number)
    await scene.deliver()
    assert not await scene.rows("SELECT 1 FROM waiting WHERE what = ?", TimerKind.DEPARTURE_TOLD)
    assert await scene.rows("SELECT 1 FROM conversation WHERE state = 'open'")
