"""Blocking whoever asked a question before they accepted: as quietly as every block."""

import pytest

from bot.domain.errors import NoLongerAvailable, OutOfDate
from bot.domain.ids import UserId
from bot.domain.notices import NoticeKind
from bot.services.blocks import blocking, listing
from bot.services.offers import acceptance
from bot.services.privacy import erasure
from tests.services.blocks.two_people import ACROSS, never_meet, offers_to
from tests.services.offers.test_waves import turn
from tests.services.question_before_accepting.test_asking import HELD, asked, got
from tests.services.scene import ASKER, GUILD, LISTENER, STRANGER, Scene


async def test_who_asked_is_blocked_under_the_name_of_the_question(scene: Scene) -> None:
    """It stands in the list and can be undone; done again it changes nothing."""
    _, done = await asked(scene)
    (question,) = got(scene, ASKER, NoticeKind.FIRST_QUESTION)
    them = await blocking.look(scene.ctx, ASKER, done.question)
    assert (them.alias, them.open, them.blocked) == (question.alias, False, False)
    for _ in range(2):
        assert await blocking.block(scene.ctx, ASKER, done.question) == question.alias
    assert (await blocking.look(scene.ctx, ASKER, done.question)).blocked
    (own,) = (await listing.get_list(scene.ctx, ASKER, GUILD)).blocked
    assert own.alias == question.alias
    await blocking.undo(scene.ctx, ASKER, own.token)
    assert not (await blocking.look(scene.ctx, ASKER, done.question)).blocked


async def test_the_listener_reads_what_silence_reads(scene: Scene) -> None:
    """No word of it, at no moment of its own: when the time is up, the ask is no longer available
    to them, in the words for whoever comes too late."""
    token, done = await asked(scene)
    said = scene.kinds_to(LISTENER)
    await blocking.block(scene.ctx, ASKER, done.question)
    await scene.deliver()
    assert scene.kinds_to(LISTENER) == said
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept_offered(scene.ctx, LISTENER, token)
    await turn(scene, 2 * HELD)
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.FIRST_OVER
    assert NoticeKind.FIRST_ANSWER not in scene.kinds_to(LISTENER)
    assert (await listing.get_list(scene.ctx, LISTENER, GUILD)).blocked == ()


@pytest.mark.parametrize("asker", [ASKER, LISTENER])
async def test_the_two_never_meet_again(scene: Scene, asker: UserId) -> None:
    """Whichever of them asks or listens: the other is told of nothing, and can accept nothing."""
    _, done = await asked(scene)
    await blocking.block(scene.ctx, ASKER, done.question)
    await scene.take_back()
    await scene.deliver()
    await scene.join(ASKER)
    before = offers_to(scene, ACROSS[asker])
    await never_meet(scene, asker, ACROSS[asker])
    assert offers_to(scene, ACROSS[asker]) == before


async def test_only_who_was_asked_can_block_for_it(scene: Scene) -> None:
    """And no longer once nothing leads to who asked."""
    _, done = await asked(scene)
    for thief in (LISTENER, STRANGER):
        with pytest.raises(OutOfDate):
            await blocking.block(scene.ctx, thief, done.question)
    await erasure.erase_everything(scene.ctx, LISTENER)
    with pytest.raises(OutOfDate):
        await blocking.block(scene.ctx, ASKER, done.question)
    assert await scene.count("block") == 0
