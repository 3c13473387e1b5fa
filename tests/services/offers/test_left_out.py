"""Somebody who must not get an ask does not learn that there is one."""

from datetime import timedelta

import pytest

from bot.domain.asks import Wishes
from bot.domain.ids import ChannelId, UserId
from bot.domain.notices import NoticeKind
from bot.services.asks import drafts, posting
from bot.services.conversations import ending
from bot.services.listeners import duty
from bot.services.offers import acceptance, responses
from tests.services.scene import ASKER, ASKS, DAY, LISTENER, OTHER, STAFF, Scene, here

MINUTE = timedelta(minutes=1)


async def ask_without(scene: Scene, *left_out: UserId) -> None:
    """Two listeners are here; an ask that some people must not get."""
    await scene.join(LISTENER, OTHER)
    for user in (LISTENER, OTHER):
        await duty.set_duty(scene.ctx, here(user), DAY)
    preview = await scene.draft()
    await drafts.choose_more(scene.ctx, here(ASKER), preview.draft.id, Wishes(), left_out)
    await posting.post(scene.ctx, here(ASKER), preview.draft.id)


async def test_nothing_that_a_server_sees_tells_of_it(scene: Scene) -> None:
    """However long it waits, in no channel stands a post that only some can take; those who were
    left out are told nothing and find nothing."""
    await ask_without(scene, LISTENER)
    for _ in range(40):
        await scene.pass_time(MINUTE)
    assert scene.messenger.said(ASKS) == []
    assert scene.messenger.said(STAFF) == []
    assert NoticeKind.OFFER not in scene.kinds_to(LISTENER)
    assert await responses.list_waiting_asks(scene.ctx, here(LISTENER), 0) is None


async def test_a_conversation_about_it_shows_nowhere_either(scene: Scene) -> None:
    """Accepted, given back, accepted again and over: no post, and no edit of one."""
    await ask_without(scene, LISTENER)
    await scene.pass_time(timedelta(0))
    offer = [n for n in scene.messenger.said(OTHER) if n.kind is NoticeKind.OFFER][-1]
    await acceptance.accept_offered(scene.ctx, OTHER, offer.token or "")
    await scene.deliver()
    await scene.pass_time(10 * MINUTE)
    assert await scene.rows("SELECT state FROM ask") == [("waiting",)]
    await scene.pass_time(2 * DAY)
    assert scene.messenger.said(ASKS) == []
    assert scene.edits_in(ASKS) == []


async def test_everybody_else_is_told_at_once_and_finds_it(scene: Scene) -> None:
    """The others get the offer as ever, and whoever looks who is waiting sees it."""
    await ask_without(scene, LISTENER)
    assert await responses.list_waiting_asks(scene.ctx, here(OTHER), 0) is not None
    await scene.pass_time(timedelta(0))
    assert scene.kinds_to(OTHER)[-1] is NoticeKind.OFFER


async def test_the_asker_reads_nothing_of_moderators_who_are_not_told(scene: Scene) -> None:
    """A moderator may be one of those who were left out: the asker reads that it goes on."""
    await ask_without(scene, LISTENER)
    for _ in range(16):
        await scene.pass_time(MINUTE)
    told = [notice.kind for notice in scene.edits_in(ChannelId(ASKER))]
    assert told[-1] is NoticeKind.ASK_WAITS_ON
    assert NoticeKind.ASK_WAITS_LONG not in told


async def test_it_needs_no_channel(scene: Scene) -> None:
    """Where the bot may not write in the channel for asks, one that stands nowhere goes out."""
    scene.messenger.may_post = False
    await ask_without(scene, LISTENER)
    assert await scene.rows("SELECT state FROM ask") == [("waiting",)]


@pytest.mark.parametrize("left_out", [(), (LISTENER,)])
async def test_ending_reads_the_same_for_both(scene: Scene, left_out: tuple[UserId, ...]) -> None:
    """Whether somebody was left out shows to nobody in the conversation."""
    await ask_without(scene, *left_out)
    await scene.pass_time(timedelta(0))
    offer = [n for n in scene.messenger.said(OTHER) if n.kind is NoticeKind.OFFER][-1]
    await acceptance.accept_offered(scene.ctx, OTHER, offer.token or "")
    await scene.deliver()
    await ending.end_own(scene.ctx, OTHER, scene.end_button(OTHER))
    await scene.deliver()
    assert scene.kinds_to(OTHER)[-3:] == [
        NoticeKind.OFFER,
        NoticeKind.YOU_ACCEPTED,
        NoticeKind.CONVERSATION_ENDED_LISTENER,
    ]
