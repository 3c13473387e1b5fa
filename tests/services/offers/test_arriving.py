"""Whoever goes on duty is offered the oldest ask that waits, one at a time."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.asks import Ask, Wishes
from bot.domain.ids import ChannelId, UserId
from bot.domain.notices import NoticeKind
from bot.services.listeners import duty
from bot.services.offers import acceptance, access, arriving, responses
from bot.services.offers.access import ShownAsk
from bot.storage.store import Tables
from tests.services.offers.test_waves import ask_about, newest_offer, prefer, told, turn
from tests.services.scene import DAY, HOUR, LISTENER, OTHER, STRANGER, Scene, here

MINUTE = timedelta(minutes=1)
ASKERS = (STRANGER, UserId(300), UserId(301), UserId(302))


async def a_night(scene: Scene, *askers: UserId) -> None:
    """These have asked, one after another, while nobody was there."""
    for asker in askers:
        await scene.ask(asker)
        await turn(scene, HOUR)


async def come(scene: Scene, user: UserId = LISTENER) -> ShownAsk | None:
    """Go on duty, and read what there is."""
    await duty.set_duty(scene.ctx, here(user), DAY)
    shown = await arriving.offer_oldest(scene.ctx, here(user))
    await scene.deliver()
    return shown


async def asks_of(scene: Scene, *shown: ShownAsk | None) -> list[int]:
    """Whose they are, by their places in `ASKERS`."""
    numbers = [scene.ctx.store.person(user) for user in ASKERS]
    found = list[int]()
    for one in shown:
        assert one is not None
        ask = await scene.read(_ask_behind(scene, one.token))
        found.append(numbers.index(ask.asker))
    return found


def _ask_behind(scene: Scene, token: str) -> Callable[[Tables], Awaitable[Ask]]:
    return lambda tables: access.require_ask(scene.ctx, tables, LISTENER, token)


async def test_the_oldest_one_is_offered_and_no_other(scene: Scene) -> None:
    """In the answer and in direct messages, once; for five minutes nothing else comes."""
    await scene.join(LISTENER)
    await a_night(scene, *ASKERS[:3])
    shown = await come(scene)
    assert await asks_of(scene, shown) == [0]
    assert shown is not None
    assert shown.offered
    assert shown.token == newest_offer(scene, LISTENER)
    await turn(scene, 2 * MINUTE)
    await turn(scene, 2 * MINUTE)
    assert told(scene, LISTENER) == [LISTENER]


async def test_not_now_brings_the_next_oldest_without_a_ping(scene: Scene) -> None:
    """It stands in the very message that was declined, whatever is edited later; after the last
    one nothing is left."""
    await scene.join(LISTENER)
    await a_night(scene, *ASKERS[:3])
    shown, seen = await come(scene), list[ShownAsk]()
    while shown is not None:
        seen.append(shown)
        shown = await responses.decline(scene.ctx, LISTENER, shown.token)
        await scene.deliver()
        edited = scene.edits_in(ChannelId(LISTENER))
        if len(seen) == 1:
            assert edited[-1].kind is NoticeKind.OFFER_DECLINED
            assert shown is not None
            assert edited[-1].other == shown.token
    assert await asks_of(scene, *seen) == [0, 1, 2]
    assert told(scene, LISTENER) == [LISTENER]


async def test_the_next_one_counts_as_the_one_before_them(scene: Scene) -> None:
    """Nothing else is offered beside it, and it can be taken."""
    await scene.join(LISTENER)
    await a_night(scene, *ASKERS[:3])
    first = await come(scene)
    assert first is not None
    second = await responses.decline(scene.ctx, LISTENER, first.token)
    assert second is not None
    await turn(scene, 2 * MINUTE)
    assert told(scene, LISTENER) == [LISTENER]
    await acceptance.accept_offered(scene.ctx, LISTENER, second.token)
    await scene.deliver()
    assert NoticeKind.ASK_ACCEPTED in scene.kinds_to(ASKERS[1])


async def test_declining_twice_offers_nothing_twice(scene: Scene) -> None:
    """The second press shows the same next one."""
    await scene.join(LISTENER)
    await a_night(scene, *ASKERS[:3])
    first = await come(scene)
    assert first is not None
    once = await responses.decline(scene.ctx, LISTENER, first.token)
    again = await responses.decline(scene.ctx, LISTENER, first.token)
    assert once == again


async def test_off_duty_not_now_is_the_end_of_it(scene: Scene) -> None:
    """Whoever is not there is shown nothing more."""
    await scene.join(LISTENER)
    await a_night(scene, *ASKERS[:2])
    shown = await come(scene)
    assert shown is not None
    await duty.set_duty(scene.ctx, here(LISTENER), None)
    assert await responses.decline(scene.ctx, LISTENER, shown.token) is None


async def test_what_was_left_unanswered_comes_back_with_its_own_buttons(scene: Scene) -> None:
    """An ask of last night that still waits is the oldest: it is no second offer."""
    await scene.join(LISTENER)
    await a_night(scene, ASKERS[0])
    before = await come(scene)
    await duty.set_duty(scene.ctx, here(LISTENER), None)
    await a_night(scene, ASKERS[1])
    assert await come(scene) == before
    await turn(scene, 2 * MINUTE)
    assert told(scene, LISTENER) == [LISTENER]


@pytest.mark.parametrize("why", ["language", "heavy", "left out", "declined", "own", "taken"])
async def test_what_does_not_fit_is_passed_over(scene: Scene, why: str) -> None:
    """The next oldest is offered in its place."""
    await scene.join(LISTENER, OTHER)
    if why in ("language", "heavy", "left out"):
        await prefer(scene, LISTENER, languages={"de"})
        wishes = {"language": Wishes(language="es"), "heavy": Wishes(heavy=True)}
        await ask_about(scene, wishes.get(why, Wishes()), (LISTENER,) if why == "left out" else ())
    elif why == "own":
        await scene.ask(LISTENER)
    else:
        await scene.ask()
    await turn(scene, MINUTE)
    if why == "declined":
        shown = await come(scene)
        assert shown is not None
        await responses.decline(scene.ctx, LISTENER, shown.token)
    await a_night(scene, ASKERS[0])
    if why == "taken":
        shown = await come(scene, OTHER)
        assert shown is not None
        await acceptance.accept_offered(scene.ctx, OTHER, shown.token)
    assert await asks_of(scene, await come(scene)) == [0]


async def test_nothing_is_offered_to_whoever_carries_enough(scene: Scene) -> None:
    """They talk with somebody already."""
    await scene.join(LISTENER)
    await a_night(scene, *ASKERS[:2])
    shown = await come(scene)
    assert shown is not None
    await acceptance.accept_offered(scene.ctx, LISTENER, shown.token)
    assert await come(scene) is None


async def test_going_on_duty_twice_at_once_offers_one(scene: Scene) -> None:
    """A wave in between does neither."""
    await scene.join(LISTENER)
    await a_night(scene, *ASKERS[:3])
    first = await come(scene)
    await turn(scene)
    assert await come(scene) == first
    assert told(scene, LISTENER) == [LISTENER]
