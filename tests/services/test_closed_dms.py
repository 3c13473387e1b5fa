from datetime import timedelta

import pytest

from bot.domain.notices import NoticeKind
from bot.services.ports import Closed, Unsure
from tests.services.scene import ASKER, DAY, HOUR, LISTENER, OTHER, STRANGER, Scene

SECOND = timedelta(seconds=1)
NOT_YET = NoticeKind.NOT_DELIVERED_YET


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything, however long it takes."""
    return still_scene


def shut(scene: Scene, who: int) -> None:
    """Somebody's direct messages are closed from now on."""
    scene.messenger.fail(who, *[Closed()] * 500)


def reopen(scene: Scene, who: int) -> None:
    """And open again."""
    scene.messenger.failures[who].clear()


def attempts(scene: Scene, who: int) -> int:
    """How often it was tried while they were closed."""
    return 500 - len(scene.messenger.failures[who])


async def test_the_writer_is_told_once_that_it_is_not_delivered_yet(scene: Scene) -> None:
    """By the alias that they know, however often it is tried, and not why."""
    await scene.talk()
    shut(scene, LISTENER)
    await scene.write(ASKER, "Hello?")
    await scene.deliver()
    for _ in range(3):
        await scene.pass_time(HOUR)
    told = [notice for notice in scene.messenger.said(ASKER) if notice.kind is NOT_YET]
    assert len(told) == 1
    assert told[0].alias == scene.messenger.said(ASKER)[-2].alias
    assert told[0].text is None


async def test_it_is_tried_once_an_hour(scene: Scene) -> None:
    """Not a second earlier, however often the loop looks, also after a restart."""
    await scene.talk()
    shut(scene, LISTENER)
    await scene.write(ASKER, "Hello?")
    await scene.deliver()
    for hour in range(1, 4):
        await scene.pass_time(HOUR - SECOND)
        await scene.restart()
        await scene.deliver()
        assert attempts(scene, LISTENER) == hour
        await scene.pass_time(SECOND)
        assert attempts(scene, LISTENER) == hour + 1


async def test_everything_arrives_in_order_when_they_are_open_again(scene: Scene) -> None:
    """What was written meanwhile waited behind the first."""
    await scene.talk()
    shut(scene, LISTENER)
    for number in range(5):
        await scene.write(ASKER, str(number))
        await scene.deliver()
        await scene.pass_time(timedelta(minutes=7))
    reopen(scene, LISTENER)
    await scene.pass_time(HOUR)
    assert scene.words_to(LISTENER) == ["0", "1", "2", "3", "4"]


async def test_who_writes_shows_that_they_can_be_reached(scene: Scene) -> None:
    """What waited for them is tried at once, before the answer to what they wrote."""
    await scene.talk()
    shut(scene, LISTENER)
    await scene.write(ASKER, "Are you there?")
    await scene.deliver()
    reopen(scene, LISTENER)
    await scene.write(LISTENER, "I am.")
    await scene.deliver()
    assert scene.words_to(LISTENER) == ["Are you there?"]
    assert scene.words_to(ASKER) == ["I am."]


async def test_one_closed_door_holds_up_nobody_else(scene: Scene) -> None:
    """Another conversation goes on, and so does the other direction of this one."""
    await scene.talk()
    await scene.talk(STRANGER, OTHER)
    shut(scene, LISTENER)
    await scene.write(ASKER, "to the closed one")
    await scene.write(STRANGER, "to the other")
    await scene.write(LISTENER, "out of the closed one")
    await scene.deliver()
    assert scene.words_to(OTHER) == ["to the other"]
    assert scene.words_to(ASKER) == ["out of the closed one"]


async def test_after_three_days_it_is_given_up_and_erased(scene: Scene) -> None:
    """72 hours it waits; at the next try after that nothing of it is left."""
    await scene.talk()
    shut(scene, LISTENER)
    await scene.write(ASKER, "Hello?")
    await scene.deliver()
    for _ in range(72):
        await scene.pass_time(HOUR)
    assert await scene.count("outbox") == 1
    await scene.pass_time(HOUR)
    assert await scene.count("outbox") == 0
    reopen(scene, LISTENER)
    await scene.pass_time(DAY)
    assert scene.words_to(LISTENER) == []


async def test_the_writer_is_told_when_it_is_given_up(scene: Scene) -> None:
    """They were promised that it is kept and tried again: never silence after that."""
    await scene.talk()
    shut(scene, LISTENER)
    await scene.write(ASKER, "Hello?")
    await scene.deliver()
    before = len(scene.messenger.said(ASKER))
    for _ in range(74):
        await scene.pass_time(HOUR)
    assert len(scene.messenger.said(ASKER)) > before


async def test_the_listener_is_told_when_the_asker_closed_before_the_conversation(
    scene: Scene,
) -> None:
    """The news of the acceptance already waits in the asker's lane, and the words behind it."""
    button = await scene.posted()
    shut(scene, ASKER)
    await scene.accept(LISTENER, button)
    await scene.write(LISTENER, "I'm here for you.")
    await scene.deliver()
    for _ in range(3):
        await scene.pass_time(HOUR)
    assert scene.kinds_to(LISTENER).count(NOT_YET) == 1


async def test_the_writer_is_told_also_after_an_unsure_attempt(scene: Scene) -> None:
    """Discord gave no answer first, and then that they are closed."""
    await scene.talk()
    scene.messenger.fail(LISTENER, Unsure())
    shut(scene, LISTENER)
    await scene.write(ASKER, "Hello?")
    await scene.deliver()
    await scene.pass_time(timedelta(minutes=1))
    assert scene.kinds_to(ASKER).count(NOT_YET) == 1


async def test_the_writer_is_told_again_of_a_later_time(scene: Scene) -> None:
    """They were open in between, so it is news; the second words are the head of the lane."""
    await scene.talk()
    for _ in range(2):
        shut(scene, LISTENER)
        await scene.write(ASKER, "Hello?")
        await scene.deliver()
        reopen(scene, LISTENER)
        await scene.pass_time(HOUR)
    assert scene.kinds_to(ASKER).count(NOT_YET) == 2


async def test_the_writer_is_not_told_anything_once_it_is_over(scene: Scene) -> None:
    """Who ended the conversation does not hear of it again."""
    await scene.talk()
    shut(scene, LISTENER)
    await scene.write(ASKER, "Goodbye.")
    await scene.end(ASKER)
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.CONVERSATION_ENDED_ASKER
    assert NOT_YET not in scene.kinds_to(ASKER)
