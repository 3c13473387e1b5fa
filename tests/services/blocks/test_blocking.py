"""Pressing Block: once, again, too late, by somebody else; and what becomes of thanks."""

import pytest

from bot.domain.errors import OutOfDate
from bot.domain.ids import UserId
from bot.domain.notices import NoticeKind
from bot.services.aftercare import same_listener, thanks
from bot.services.asks import drafts, posting
from bot.services.blocks import blocking, listing
from tests.services.blocks.two_people import WHO, blocked, never_meet, offers_to, on_duty
from tests.services.scene import (
    ASKER,
    DAY,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    STRANGER,
    Scene,
    here,
)


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything."""
    return still_scene


@WHO
async def test_thanks_reach_nobody_who_blocked_whoever_says_them(scene: Scene, who: UserId) -> None:
    """One who blocked their listener may still thank them."""
    await blocked(scene, who)
    answered = await thanks.thank(scene.ctx, ASKER, scene.after_button(ASKER), "Thank you!")
    await scene.deliver()
    assert answered == scene.messenger.said(ASKER)[-1].alias
    assert (NoticeKind.THANKS in scene.kinds_to(LISTENER)) == (who == ASKER)


@WHO
async def test_pressed_again_it_changes_nothing(scene: Scene, who: UserId) -> None:
    """By any of the buttons of that conversation, also from its ending."""
    await blocked(scene, who)
    alias = scene.messenger.said(who)[-1].alias
    before = len(scene.messenger.log)
    for token in (scene.end_button(who), scene.after_button(who)):
        assert await blocking.block(scene.ctx, who, token) == alias
        assert (await blocking.look(scene.ctx, who, token)).blocked
    await scene.deliver()
    assert len(scene.messenger.log) == before
    assert await scene.count("block") == 1


async def test_a_token_of_somebody_else_or_of_nothing_is_out_of_date(scene: Scene) -> None:
    """Nobody blocks, looks, or undoes by a button that is not theirs."""
    await blocked(scene, ASKER)
    (own,) = (await listing.get_list(scene.ctx, ASKER, GUILD)).blocked
    buttons = [scene.end_button(one) for one in (ASKER, LISTENER)]
    for thief in (LISTENER, STRANGER):
        for token in (own.token, "", "unknown"):
            for press in (blocking.undo, blocking.look_at_block):
                with pytest.raises(OutOfDate):
                    await press(scene.ctx, thief, token)
    for thief, token in ((LISTENER, buttons[0]), (ASKER, buttons[1]), (STRANGER, buttons[0])):
        for look in (blocking.block, blocking.look):
            with pytest.raises(OutOfDate):
                await look(scene.ctx, thief, token)
    assert await scene.count("block") == 1


async def test_once_a_conversation_is_erased_it_is_out_of_date(scene: Scene) -> None:
    """A week after its end; what was blocked by then stays."""
    await blocked(scene, ASKER)
    for _ in range(9):
        await scene.pass_time(DAY)
    for user in (ASKER, LISTENER):
        with pytest.raises(OutOfDate):
            await blocking.block(scene.ctx, user, scene.end_button(user))
        assert (await listing.get_list(scene.ctx, user, GUILD)).ended == ()
    await never_meet(scene, ASKER, LISTENER)


@WHO
async def test_two_conversations_with_one_person_do_not_show_that_they_are(
    scene: Scene, who: UserId
) -> None:
    """Blocking one leaves the other in the list as it was; undoing one leaves them apart."""
    for _ in range(2):
        await scene.talk()
        await scene.end(ASKER)
    tokens = [one.token for one in (await listing.get_list(scene.ctx, who, GUILD)).ended]
    await blocking.block(scene.ctx, who, tokens[0])
    found = await listing.get_list(scene.ctx, who, GUILD)
    assert [one.token for one in found.ended] == [tokens[1]]
    assert not (await blocking.look(scene.ctx, who, tokens[1])).blocked
    await blocking.block(scene.ctx, who, tokens[1])
    two = (await listing.get_list(scene.ctx, who, GUILD)).blocked
    assert len({one.alias for one in two}) == 2
    await blocking.undo(scene.ctx, who, two[0].token)
    await never_meet(scene, ASKER, LISTENER)


async def test_who_blocked_their_listener_cannot_ask_for_them_again(scene: Scene) -> None:
    """The button below the end is over; for one who was blocked it is as ever."""
    await blocked(scene, ASKER)
    with pytest.raises(OutOfDate):
        await same_listener.get_way_back(scene.ctx, ASKER, scene.after_button(ASKER))
    await scene.talk(STRANGER, OTHER)
    await blocking.block(scene.ctx, OTHER, scene.end_button(OTHER))
    await scene.deliver()
    same = await same_listener.get_way_back(scene.ctx, STRANGER, scene.after_button(STRANGER))
    await on_duty(scene, OTHER)
    preview = await drafts.draft(scene.ctx, here(STRANGER), "Again.", "", same.token)
    posted = await posting.post(scene.ctx, here(STRANGER), preview.draft.id)
    await scene.pass_time(HOUR / 60)
    assert posted.first == same.alias
    assert offers_to(scene, OTHER) == []
