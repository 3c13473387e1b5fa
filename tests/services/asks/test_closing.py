import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import NoLongerAvailable, OutOfDate
from bot.domain.ids import UserId
from bot.domain.notices import NoticeKind
from bot.services import timers
from bot.services.asks import closing
from bot.services.offers import acceptance
from bot.services.ports import Unsure
from bot.storage.timers import AT_A_TIME
from tests.services.scene import ASKER, ASKS, DAY, LISTENER, STRANGER, Scene, here

SECOND = timedelta(seconds=1)


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything, however long it takes."""
    return still_scene


async def state(scene: Scene) -> list[object]:
    """The states of all asks, oldest first."""
    return [row[0] for row in await scene.rows("SELECT state FROM ask ORDER BY posted_at")]


async def test_an_ask_expires_at_its_second_and_not_before(scene: Scene) -> None:
    """23:59:59 hours later it waits, one second later it is over."""
    await scene.posted()
    await scene.pass_time(DAY - SECOND)
    assert await state(scene) == ["waiting"]
    assert NoticeKind.ASK_EXPIRED not in scene.kinds_to(ASKER)
    await scene.pass_time(SECOND)
    assert await state(scene) == ["closed"]
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.ASK_EXPIRED


async def test_the_post_shows_that_it_is_over_without_a_new_message(scene: Scene) -> None:
    """The asker is written to; the channel's message is only edited."""
    await scene.posted()
    await scene.pass_time(DAY)
    assert len(scene.messenger.said(ASKS)) == 1
    edit = scene.edits_in(ASKS)[-1]
    assert (edit.kind, edit.token) == (NoticeKind.ASK_OVER_IN_CHANNEL, None)


async def test_expiry_is_told_once(scene: Scene) -> None:
    """However often it is looked for, also at the same time."""
    await scene.posted()
    scene.clock.advance(DAY)
    await asyncio.gather(*(timers.fire_due_timers(scene.ctx) for _ in range(5)))
    for _ in range(3):
        await scene.pass_time(SECOND)
    assert scene.kinds_to(ASKER).count(NoticeKind.ASK_EXPIRED) == 1


async def test_what_expired_can_neither_be_accepted_nor_taken_back(scene: Scene) -> None:
    """Both buttons have become old."""
    accept = await scene.posted()
    token = scene.take_back_button()
    await scene.pass_time(DAY)
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept(scene.ctx, here(LISTENER), accept)
    with pytest.raises(OutOfDate):
        await closing.take_back_own(scene.ctx, ASKER, token)


async def test_an_ask_that_is_being_heard_does_not_expire(scene: Scene) -> None:
    """A conversation goes on beyond the day of the ask."""
    await scene.talk()
    await scene.pass_time(2 * DAY)
    assert await state(scene) == ["taken"]
    await scene.write(ASKER, "Still here?")
    await scene.deliver()
    assert scene.words_to(LISTENER) == ["Still here?"]


async def test_an_ask_that_was_taken_back_does_not_expire_as_well(scene: Scene) -> None:
    """The asker hears of it once, in the way that they chose."""
    await scene.posted()
    await scene.take_back()
    await scene.pass_time(DAY)
    assert NoticeKind.ASK_EXPIRED not in scene.kinds_to(ASKER)


async def test_what_expired_while_the_bot_was_down_is_told_when_it_is_back(scene: Scene) -> None:
    """Never silence, and who expired may ask again."""
    await scene.posted()
    scene.clock.advance(5 * DAY)
    await scene.restart()
    await scene.pass_time(SECOND)
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.ASK_EXPIRED
    await scene.ask()


async def test_each_ask_has_its_own_time(scene: Scene) -> None:
    """Those posted later go on waiting."""
    await scene.posted(ASKER)
    scene.clock.advance(SECOND)
    await scene.posted(STRANGER)
    await scene.pass_time(DAY - SECOND)
    assert await state(scene) == ["closed", "waiting"]


async def test_many_expire_in_one_tick(scene: Scene) -> None:
    """More than are looked for at a time, each is told."""
    askers = [UserId(20_000 + number) for number in range(AT_A_TIME + 1)]
    for asker in askers:
        await scene.ask(asker)
    await scene.deliver()
    await scene.pass_time(DAY)
    assert all(scene.kinds_to(asker)[-1] is NoticeKind.ASK_EXPIRED for asker in askers)


async def test_expiry_and_acceptance_at_once_have_one_winner(scene: Scene) -> None:
    """A listener who presses in the last second has it, and the asker is not told otherwise."""
    button = await scene.posted()
    scene.clock.advance(DAY - SECOND)
    accepted = asyncio.create_task(acceptance.accept(scene.ctx, here(LISTENER), button))
    await accepted
    scene.clock.advance(SECOND)
    await scene.pass_time(SECOND)
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.ASK_ACCEPTED
    assert await state(scene) == ["taken"]


async def test_one_damaged_ask_does_not_hold_up_the_others(scene: Scene) -> None:
    """Its words cannot be opened; somebody else's ask still ends in time, and drafts are erased."""
    await scene.posted(STRANGER)
    await scene.change_rows("UPDATE ask SET words_sealed = x'00'")
    scene.clock.advance(SECOND)
    await scene.posted(ASKER)
    await scene.draft()
    scene.clock.advance(DAY)
    await scene.tick()
    await scene.deliver()
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.ASK_EXPIRED
    assert await scene.count("draft") == 0


async def test_what_expired_before_it_was_posted_is_never_posted(scene: Scene) -> None:
    """Discord was away for the whole day."""
    scene.messenger.fail(ASKS, *[Unsure()] * 2000)
    await scene.ask()
    await scene.deliver()
    await scene.pass_time(DAY)
    scene.messenger.failures.clear()
    await scene.pass_time(timedelta(minutes=2))
    assert scene.messenger.said(ASKS) == []


async def test_a_row_of_a_later_version_does_not_hold_up_the_others(scene: Scene) -> None:
    """It is left alone; asks still expire, and drafts are still erased."""
    await scene.posted()
    await scene.change_rows(
        "INSERT INTO waiting (what, ask_id, due_at) SELECT 'of a later version', ask_id, 1 FROM ask"
    )
    await scene.draft(STRANGER)
    scene.clock.advance(DAY)
    await asyncio.gather(scene.tick(), return_exceptions=True)
    await scene.deliver()
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.ASK_EXPIRED
    assert await scene.count("draft") == 0
