"""Who comes too late sees who waits."""

from datetime import timedelta

import pytest

from bot.domain.asks import Wishes
from bot.domain.errors import NoLongerAvailable
from bot.domain.ids import ChannelId, UserId
from bot.domain.notices import NoticeKind
from bot.services.listeners import duty
from bot.services.offers import acceptance, instead, responses
from bot.services.ports import Standing, Unsure
from tests.services.offers.test_waves import ask_about, newest_offer, on_duty, prefer, told, turn
from tests.services.scene import ASKER, DAY, LISTENER, OTHER, STRANGER, Scene, here

MINUTE = timedelta(minutes=1)


async def taken_while_another_waits(scene: Scene) -> str:
    """One of two who are told of an ask takes it, another ask waits. The late one's offer."""
    await on_duty(scene, LISTENER, OTHER)
    await scene.ask()
    await turn(scene)
    await scene.ask(STRANGER)
    await turn(scene)
    await acceptance.accept_offered(scene.ctx, LISTENER, newest_offer(scene, LISTENER))
    return newest_offer(scene, OTHER)


async def test_the_offer_that_is_over_shows_the_other_ask_without_a_ping(scene: Scene) -> None:
    """It is edited in place; the button that it has now takes the other ask."""
    await taken_while_another_waits(scene)
    said = len(scene.messenger.said(OTHER))
    await scene.deliver()
    over = scene.edits_in(ChannelId(OTHER))[-1]
    assert over.kind is NoticeKind.OFFER_OVER
    assert over.about is not None
    assert over.other is not None
    assert len(scene.messenger.said(OTHER)) == said
    await acceptance.accept_offered(scene.ctx, OTHER, over.other)
    await scene.deliver()
    assert NoticeKind.YOU_ACCEPTED in scene.kinds_to(OTHER)
    assert NoticeKind.ASK_ACCEPTED in scene.kinds_to(STRANGER)


async def test_a_late_press_leads_to_the_other_ask(scene: Scene) -> None:
    """From direct messages and from the channel."""
    token = await taken_while_another_waits(scene)
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept_offered(scene.ctx, OTHER, token)
    for guild in (None, here(OTHER).guild):
        shown = await instead.oldest_other(scene.ctx, OTHER, token, guild)
        assert shown is not None
        assert shown.text is None
    assert shown is not None
    read = await responses.read(scene.ctx, OTHER, shown.token)
    assert read.text is not None
    await acceptance.accept_offered(scene.ctx, OTHER, shown.token)


async def test_the_oldest_one_is_shown(scene: Scene) -> None:
    """Whoever has waited longest."""
    token = await taken_while_another_waits(scene)
    scene.clock.advance(MINUTE)
    await scene.ask(UserId(300))
    shown = await instead.oldest_other(scene.ctx, OTHER, token, None)
    assert shown is not None
    await acceptance.accept_offered(scene.ctx, OTHER, shown.token)
    await scene.deliver()
    assert NoticeKind.ASK_ACCEPTED in scene.kinds_to(STRANGER)


@pytest.mark.parametrize("why", ["left out", "language", "heavy", "resting", "own", "declined"])
async def test_what_does_not_fit_is_not_shown(scene: Scene, why: str) -> None:
    """Neither in the message nor to a press, whatever the reason."""
    await on_duty(scene, LISTENER, OTHER)
    await scene.ask(STRANGER)
    await turn(scene)
    late, mine = newest_offer(scene, OTHER), newest_offer(scene, LISTENER)
    await another_ask(scene, why)
    await acceptance.accept_offered(scene.ctx, LISTENER, mine)
    await scene.deliver()
    assert scene.edits_in(ChannelId(OTHER))[-1].other is None
    assert await instead.oldest_other(scene.ctx, OTHER, late, None) is None


async def another_ask(scene: Scene, why: str) -> None:
    """One that waits and does not fit OTHER."""
    wishes = {"language": Wishes(language="es"), "heavy": Wishes(heavy=True)}.get(why, Wishes())
    if why == "language":
        await prefer(scene, OTHER, languages={"de"})
    if why == "own":
        await scene.ask(OTHER)
    else:
        await ask_about(scene, wishes, (OTHER,) if why == "left out" else ())
    if why == "declined":
        await turn(scene, 5 * MINUTE)
        await responses.decline(scene.ctx, OTHER, newest_offer(scene, OTHER))
    if why == "resting":
        await duty.rest(scene.ctx, here(OTHER), DAY)


@pytest.mark.parametrize("stands", [Standing.GONE, Standing.TIMED_OUT, Unsure()])
async def test_whoever_may_not_be_there_is_shown_nothing_of_the_server(
    scene: Scene, stands: Standing | Unsure
) -> None:
    """Nor while Discord does not say whether they are."""
    token = await taken_while_another_waits(scene)
    if isinstance(stands, Standing):
        scene.messenger.standings[here(OTHER).guild, OTHER] = stands
    else:
        scene.messenger.fail(here(OTHER).guild, stands)
    assert await instead.oldest_other(scene.ctx, OTHER, token, None) is None


async def test_whoever_is_no_listener_is_shown_nothing(scene: Scene) -> None:
    """They left, or never were one."""
    token = await taken_while_another_waits(scene)
    await duty.leave(scene.ctx, here(OTHER))
    assert await instead.oldest_other(scene.ctx, OTHER, token, None) is None
    assert await instead.oldest_other(scene.ctx, ASKER, token, None) is None
    assert await instead.oldest_other(scene.ctx, OTHER, "nothing", None) is None


async def test_nobody_is_told_of_it_as_of_an_offer(scene: Scene) -> None:
    """What is shown instead counts towards no limit."""
    await taken_while_another_waits(scene)
    await scene.deliver()
    assert len(told(scene, OTHER)) == 1
