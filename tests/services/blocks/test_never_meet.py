"""Two of whom one blocked the other never meet again in that server, whatever becomes of them."""

from dataclasses import replace

import pytest

from bot.domain.errors import NoLongerAvailable, OutOfDate
from bot.domain.ids import UserId
from bot.services.blocks import blocking, listing
from bot.services.listeners import duty
from bot.services.offers import acceptance, responses
from bot.services.privacy import erasure
from tests.services.blocks.two_people import ACROSS, WHO, blocked, never_meet, offers_to, on_duty
from tests.services.scene import (
    ASKER,
    DAY,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    Scene,
    here,
)


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything."""
    return still_scene


@WHO
@pytest.mark.parametrize("asker", [ASKER, LISTENER])
async def test_two_never_meet_again_in_either_role(
    scene: Scene, who: UserId, asker: UserId
) -> None:
    """Whoever of them blocked; also after a restart, and after leaving and coming back."""
    await scene.join(ASKER)
    await blocked(scene, who)
    await scene.restart()
    await duty.leave(scene.ctx, here(LISTENER))
    await scene.join(LISTENER)
    before = offers_to(scene, ACROSS[asker])
    await never_meet(scene, asker, ACROSS[asker])
    assert offers_to(scene, ACROSS[asker]) == before


async def test_an_offer_of_before_is_no_longer_available(scene: Scene) -> None:
    """In the words of every other reason, from the offer and from the post in the channel."""
    await on_duty(scene, LISTENER)
    await scene.talk()
    await scene.end(LISTENER)
    ended = scene.after_button(LISTENER)
    await scene.ask()
    await scene.pass_time(HOUR / 60)
    offer = offers_to(scene, LISTENER)[-1]
    await blocking.block(scene.ctx, LISTENER, ended)
    for token in (offer, scene.accept_button()):
        with pytest.raises(NoLongerAvailable):
            await acceptance.accept(scene.ctx, here(LISTENER), token)
    with pytest.raises(NoLongerAvailable):
        await responses.read(scene.ctx, LISTENER, offer)
    await scene.accept(OTHER, scene.accept_button())


async def test_undone_they_may_meet_again(scene: Scene) -> None:
    """The search for listeners finds them as before."""
    await blocked(scene, ASKER)
    (own,) = (await listing.get_list(scene.ctx, ASKER, GUILD)).blocked
    assert (await blocking.undo(scene.ctx, ASKER, own.token)) == own
    with pytest.raises(OutOfDate):
        await blocking.undo(scene.ctx, ASKER, own.token)
    await on_duty(scene, LISTENER)
    await scene.ask()
    await scene.pass_time(HOUR / 60)
    await acceptance.accept_offered(scene.ctx, LISTENER, offers_to(scene, LISTENER)[-1])


@pytest.mark.parametrize("first", [ASKER, LISTENER])
async def test_where_both_blocked_one_undoing_it_changes_nothing(
    scene: Scene, first: UserId
) -> None:
    """And neither sees that the other did."""
    await scene.join(ASKER)
    await blocked(scene, first)
    await blocking.block(scene.ctx, ACROSS[first], scene.end_button(ACROSS[first]))
    for one in (ASKER, LISTENER):
        assert len((await listing.get_list(scene.ctx, one, None)).blocked) == 1
    (own,) = (await listing.get_list(scene.ctx, first, GUILD)).blocked
    await blocking.undo(scene.ctx, first, own.token)
    await never_meet(scene, ASKER, LISTENER)


@WHO
async def test_erasing_everything_frees_nobody_who_was_blocked(scene: Scene, who: UserId) -> None:
    """Whoever blocked is still safe from them when they come back; their own block goes."""
    await blocked(scene, who)
    other = ACROSS[who]
    assert await erasure.erase_everything(scene.ctx, other)
    assert await scene.count("block") == 1
    await scene.join(LISTENER)
    await never_meet(scene, ASKER, LISTENER)
    assert (await erasure.what_would_end(scene.ctx, who)).blocks == 1
    assert await erasure.erase_everything(scene.ctx, who)
    assert await scene.count("block") == 0


@WHO
async def test_who_erased_everything_can_be_blocked_while_the_conversation_is_kept(
    scene: Scene, who: UserId
) -> None:
    """Else erasing would be the way out of it. Nothing shows that they did."""
    await scene.talk()
    await scene.end(who)
    await scene.pass_time(2 * DAY)
    assert await erasure.erase_everything(scene.ctx, ACROSS[who])
    await scene.pass_time(2 * DAY)
    (ended,) = (await listing.get_list(scene.ctx, who, GUILD)).ended
    await blocking.block(scene.ctx, who, ended.token)
    await scene.join(LISTENER)
    await never_meet(scene, ASKER, LISTENER)


async def test_the_name_of_somebody_who_was_blocked_is_not_worn_soon(scene: Scene) -> None:
    """Nobody has to wonder whether it is them, as long as other names are free."""
    await blocked(scene, ASKER)
    (own,) = (await listing.get_list(scene.ctx, ASKER, GUILD)).blocked
    names = (own.alias, "Birch", "Cedar", "Dogwood", "Elm")
    scene.ctx = replace(scene.ctx, aliases=lambda _: names)
    worn = set[str | None]()
    for _ in range(9):
        await scene.pass_time(9 * DAY)
        await scene.ask()
        await on_duty(scene, OTHER)
        await scene.pass_time(HOUR / 60)
        await acceptance.accept_offered(scene.ctx, OTHER, offers_to(scene, OTHER)[-1])
        await scene.deliver()
        told = scene.messenger.said(ASKER)[-1]
        worn |= {told.alias, told.own_alias}
        await scene.end(ASKER)
    assert own.alias not in worn
    assert len(worn) > 2


async def test_what_is_of_a_server_goes_with_it(scene: Scene) -> None:
    """The bot was taken out, and is not invited again in time."""
    await blocked(scene, ASKER)
    await scene.lose_server()
    assert await scene.count("block") == 0
