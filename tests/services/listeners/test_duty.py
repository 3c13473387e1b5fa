import asyncio
from datetime import timedelta

import pytest

from bot.domain.asks import Here
from bot.domain.errors import CannotReachYou, NotAListener, NotSetUp, SupportError, TryAgain
from bot.domain.notices import NoticeKind
from bot.services.listeners import duty
from bot.services.ports import Closed, Gone, Refused, Undelivered, Unsure
from tests.services.scene import (
    ASKER,
    ELSEWHERE,
    FAR_ASKS,
    GUILD,
    HOUR,
    LISTENER,
    STRANGER,
    Scene,
    here,
)

NEW = here(STRANGER)


async def test_joining_says_hello_and_is_kept(scene: Scene) -> None:
    """The listener stands as joined, off duty, also after a restart."""
    joined = await duty.join(scene.ctx, NEW)
    assert scene.kinds_to(STRANGER) == [NoticeKind.DM_CHECK_LISTENER]
    assert not joined.on_duty(scene.clock.now())
    await scene.restart()
    assert await duty.get_listener(scene.ctx, NEW) == joined


async def test_joining_again_changes_nothing(scene: Scene) -> None:
    """No second hello, and duty goes on."""
    await duty.join(scene.ctx, NEW)
    on_duty = await duty.set_duty(scene.ctx, NEW, HOUR)
    assert await duty.join(scene.ctx, NEW) == on_duty
    assert scene.kinds_to(STRANGER) == [NoticeKind.DM_CHECK_LISTENER]


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (Closed(), CannotReachYou),
        (Gone(), CannotReachYou),
        (Unsure(), TryAgain),
        (Refused(), TryAgain),
    ],
)
@pytest.mark.parametrize("opened", [False, True])
async def test_who_cannot_be_reached_cannot_join(
    scene: Scene, error: Undelivered, answer: type[SupportError], *, opened: bool
) -> None:
    """Nothing about them is kept."""
    before = await scene.count("person")
    fail = scene.messenger.lose_answer if opened else scene.messenger.fail
    fail(STRANGER, error)
    with pytest.raises(answer):
        await duty.join(scene.ctx, NEW)
    assert await duty.get_listener(scene.ctx, NEW) is None
    assert await scene.count("person") == before


async def test_pressing_join_twice_at_once_joins_once(scene: Scene) -> None:
    """No error, and one listener."""
    joined = await asyncio.gather(*(duty.join(scene.ctx, NEW) for _ in range(5)))
    assert len(set(map(repr, joined))) == 1
    assert await scene.count("listener") == 3


async def test_pressing_join_twice_at_once_says_hello_once(scene: Scene) -> None:
    """As pressing Post twice does."""
    await asyncio.gather(*(duty.join(scene.ctx, NEW) for _ in range(2)))
    assert scene.kinds_to(STRANGER) == [NoticeKind.DM_CHECK_LISTENER]


async def test_an_unsure_hello_is_said_once_after_a_second_press(scene: Scene) -> None:
    """It was stored although Discord gave no answer."""
    scene.messenger.lose_answer(STRANGER, Unsure())
    with pytest.raises(TryAgain):
        await duty.join(scene.ctx, NEW)
    await duty.join(scene.ctx, NEW)
    assert scene.kinds_to(STRANGER) == [NoticeKind.DM_CHECK_LISTENER]


async def test_duty_ends_by_itself_at_its_second(scene: Scene) -> None:
    """On duty until then, off duty from then on."""
    joined = await duty.set_duty(scene.ctx, here(LISTENER), HOUR)
    scene.clock.advance(HOUR - timedelta(seconds=1))
    assert joined.on_duty(scene.clock.now())
    assert (await scene.draft()).here is Here.NOW
    scene.clock.advance(timedelta(seconds=1))
    assert not joined.on_duty(scene.clock.now())
    assert (await scene.draft()).here is not Here.NOW


async def test_off_duty_holds_at_once(scene: Scene) -> None:
    """And can be pressed twice."""
    await duty.set_duty(scene.ctx, here(LISTENER), HOUR)
    for _ in range(2):
        assert (await duty.set_duty(scene.ctx, here(LISTENER), None)).on_duty_until is None
    assert (await scene.draft()).here is not Here.NOW


@pytest.mark.parametrize("lasts", [None, HOUR])
async def test_only_listeners_go_on_and_off_duty(scene: Scene, lasts: timedelta | None) -> None:
    """Not who never joined, not who left, not in another server."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    await duty.leave(scene.ctx, here(LISTENER))
    for who in (NEW, here(LISTENER), here(ASKER, ELSEWHERE)):
        with pytest.raises(NotAListener):
            await duty.set_duty(scene.ctx, who, lasts)


async def test_leaving_works_once(scene: Scene) -> None:
    """The second press finds no listener; joining again is possible."""
    await duty.leave(scene.ctx, here(LISTENER))
    with pytest.raises(NotAListener):
        await duty.leave(scene.ctx, here(LISTENER))
    await duty.join(scene.ctx, here(LISTENER))


async def test_leaving_while_going_on_duty_stays_left(scene: Scene) -> None:
    """Two presses at once never bring a listener back who left."""
    await asyncio.gather(
        duty.set_duty(scene.ctx, here(LISTENER), HOUR),
        duty.leave(scene.ctx, here(LISTENER)),
        return_exceptions=True,
    )
    assert await duty.get_listener(scene.ctx, here(LISTENER)) is None


async def test_a_conversation_goes_on_when_its_listener_leaves(scene: Scene) -> None:
    """Words still arrive in both directions until one of them ends it."""
    await scene.talk()
    await duty.leave(scene.ctx, here(LISTENER))
    await scene.write(ASKER, "Still there?")
    await scene.write(LISTENER, "Yes.")
    await scene.deliver()
    assert (scene.words_to(LISTENER), scene.words_to(ASKER)) == (["Still there?"], ["Yes."])
    await scene.end(LISTENER)


async def test_being_a_listener_is_of_one_server(scene: Scene) -> None:
    """Joining here says nothing elsewhere, and two servers cannot tell that it is one person."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    assert await duty.get_listener(scene.ctx, here(LISTENER, ELSEWHERE)) is None
    there = await duty.join(scene.ctx, here(LISTENER, ELSEWHERE))
    first = await duty.get_listener(scene.ctx, here(LISTENER, GUILD))
    assert first is not None
    assert first.number != there.number


async def test_where_nothing_is_set_up_nobody_listens(scene: Scene) -> None:
    """And nobody is written to."""
    for attempt in (duty.join, duty.get_listener):
        with pytest.raises(NotSetUp):
            await attempt(scene.ctx, here(STRANGER, ELSEWHERE))
    assert scene.kinds_to(STRANGER) == []
