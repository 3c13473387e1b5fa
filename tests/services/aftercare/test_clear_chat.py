"""Clearing a chat: the bot's messages of one conversation, on one side, and nothing else."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.domain.errors import OutOfDate
from bot.domain.ids import MessageId, UserId
from bot.domain.notices import Action, NoticeKind, Priority
from bot.services.aftercare import clear_chat, thanks
from bot.services.conversations import silence
from bot.services.ports import Closed, Gone, Refused, Undelivered, Unsure
from tests.services.scene import ASKER, DAY, HOUR, LISTENER, OTHER, STRANGER, Scene

WEEK, SECOND = 7 * DAY, timedelta(seconds=1)
SIDES = pytest.mark.parametrize("who", [ASKER, LISTENER])


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything."""
    return still_scene


async def over(scene: Scene, texts: int = 3) -> None:
    """A conversation in which both wrote, and that ended."""
    await scene.talk()
    for number in range(texts):
        await scene.write(ASKER, f"asker {number}")
        await scene.write(LISTENER, f"listener {number}")
    await scene.deliver()
    await scene.end(LISTENER)


async def clear(scene: Scene, who: UserId) -> str:
    """Press, and let all of it happen."""
    token = scene.after_button(who)
    await clear_chat.clear(scene.ctx, who, token)
    await scene.deliver()
    return token


def standing(scene: Scene, who: UserId) -> list[NoticeKind]:
    """The kinds of what still stands in somebody's direct messages."""
    gone = {one.message for one in scene.messenger.deleted}
    return [
        sent.notice.kind
        for number, sent in enumerate(scene.messenger.created)
        if int(sent.channel) == who and MessageId(1000 + number) not in gone
    ]


def of_a_conversation(kinds: Sequence[NoticeKind]) -> list[NoticeKind]:
    """Without the hello to a new listener, which is about no ask."""
    return [kind for kind in kinds if kind is not NoticeKind.DM_CHECK_LISTENER]


async def left(scene: Scene) -> int:
    """How much of the clearing still stands in the database."""
    steps = await scene.count("outbox WHERE action = 'delete'")
    return await scene.count("clearing") + await scene.count("to_clear") + steps


@SIDES
async def test_everything_of_the_conversation_goes_on_this_side(scene: Scene, who: UserId) -> None:
    """The ask, words, beginning and end; the other side has all of it still."""
    other = LISTENER if who == ASKER else ASKER
    await over(scene)
    before = standing(scene, other)
    await clear(scene, who)
    assert of_a_conversation(standing(scene, who)) == []
    assert standing(scene, other) == before
    assert await left(scene) == 0


async def test_so_does_what_was_said_about_an_ask_that_changed_hands(scene: Scene) -> None:
    """The listener who is out of it has nothing left, and its asker nothing of either."""
    await scene.talk()
    await silence.find_somebody_else(scene.ctx, ASKER, scene.end_button(ASKER))
    await scene.deliver()
    await clear(scene, LISTENER)
    assert of_a_conversation(standing(scene, LISTENER)) == []
    await scene.accept(OTHER, scene.accept_button())
    await scene.end(ASKER)
    await clear(scene, ASKER)
    assert standing(scene, ASKER) == []


@SIDES
async def test_another_conversation_in_the_same_direct_messages_stays(
    scene: Scene, who: UserId
) -> None:
    """One before it, one after it that is still open."""
    await over(scene)
    scene.clock.advance(timedelta(minutes=2))  # nobody can be typing to the one before any more
    await over(scene)
    scene.clock.advance(timedelta(minutes=2))
    token, stood = scene.after_button(who), len(of_a_conversation(standing(scene, who)))
    await scene.talk()
    await scene.write(ASKER, "the third")
    await scene.write(LISTENER, "the third")
    await scene.deliver()
    third = len(of_a_conversation(standing(scene, who))) - stood
    await clear_chat.clear(scene.ctx, who, token)
    await scene.deliver()
    assert len(of_a_conversation(standing(scene, who))) == stood // 2 + third


@pytest.mark.parametrize("after", [timedelta(0), HOUR, DAY, 2 * DAY, WEEK - SECOND])
async def test_it_works_for_a_week(scene: Scene, after: timedelta) -> None:
    """Also once it is forgotten which message became which, and across a restart."""
    await over(scene)
    await scene.pass_time(after)
    await scene.restart()
    await clear(scene, ASKER)
    assert of_a_conversation(standing(scene, ASKER)) == []


async def test_then_it_is_out_of_date(scene: Scene) -> None:
    """To the second; nothing is deleted that cannot be told apart any more."""
    await over(scene)
    await scene.pass_time(WEEK)
    with pytest.raises(OutOfDate):
        await clear_chat.get_former_partner_alias(scene.ctx, ASKER, scene.after_button(ASKER))
    with pytest.raises(OutOfDate):
        await clear_chat.clear(scene.ctx, ASKER, scene.after_button(ASKER))
    assert scene.messenger.deleted == []


@pytest.mark.parametrize("thief", [ASKER, LISTENER, OTHER, STRANGER])
async def test_a_button_is_its_owners_alone(scene: Scene, thief: UserId) -> None:
    """Not the other side's either."""
    await over(scene)
    for owner in (ASKER, LISTENER):
        if owner != thief:
            with pytest.raises(OutOfDate):
                await clear_chat.get_former_partner_alias(
                    scene.ctx, thief, scene.after_button(owner)
                )
            with pytest.raises(OutOfDate):
                await clear_chat.clear(scene.ctx, thief, scene.after_button(owner))
    assert await left(scene) == 0


async def test_an_open_conversation_is_not_cleared(scene: Scene) -> None:
    """Neither with the button that ends it."""
    await scene.talk()
    with pytest.raises(OutOfDate):
        await clear_chat.clear(scene.ctx, ASKER, scene.end_button(ASKER))


async def test_asking_first_deletes_nothing(scene: Scene) -> None:
    """It names the other side's alias."""
    await over(scene)
    alias = scene.messenger.said(ASKER)[-1].alias
    assert (
        await clear_chat.get_former_partner_alias(scene.ctx, ASKER, scene.after_button(ASKER))
        == alias
    )
    await scene.deliver()
    assert scene.messenger.deleted == []


async def test_pressed_twice_it_happens_once(scene: Scene) -> None:
    """At the same moment or when it is done: nothing is deleted a second time."""
    await over(scene)
    token = scene.after_button(ASKER)
    for _ in range(3):
        await clear_chat.clear(scene.ctx, ASKER, token)
    await scene.deliver()
    await clear(scene, ASKER)
    assert len(scene.messenger.deleted) == len(set(scene.messenger.deleted))
    assert await left(scene) == 0


async def test_what_came_later_goes_when_pressed_again(scene: Scene) -> None:
    """Thanks that reach the listener after they cleared the chat."""
    await over(scene)
    token = await clear(scene, LISTENER)
    await thanks.thank(scene.ctx, ASKER, scene.after_button(ASKER), "Thanks")
    await scene.deliver()
    assert of_a_conversation(standing(scene, LISTENER)) == [NoticeKind.THANKS]
    await clear_chat.clear(scene.ctx, LISTENER, token)
    await scene.deliver()
    assert of_a_conversation(standing(scene, LISTENER)) == []


@pytest.mark.parametrize("page", [1, 2, 3, 100])
async def test_a_long_chat_is_read_page_by_page(scene: Scene, page: int) -> None:
    """However few messages fit into one; each page is read once."""
    await over(scene, texts=4)
    scene.messenger.page = page
    await clear(scene, ASKER)
    assert of_a_conversation(standing(scene, ASKER)) == []
    after = [read_after for _, _, read_after in scene.messenger.pages_read]
    assert len(after) == len(set(after))
    assert await left(scene) == 0


@pytest.mark.parametrize("error", [Unsure(), Closed()])
async def test_a_failure_in_between_is_taken_up_later(scene: Scene, error: Undelivered) -> None:
    """While reading or deleting; nobody is told that anybody's direct messages are closed."""
    await over(scene)
    told = len(scene.messenger.created)
    scene.messenger.fail(ASKER, error)
    await clear(scene, ASKER)
    assert len(of_a_conversation(standing(scene, ASKER))) == 6
    await scene.restart()
    scene.clock.advance(SECOND)
    scene.messenger.page = 1
    token = scene.after_button(ASKER)
    await scene.deliver()
    assert of_a_conversation(standing(scene, ASKER)) == []
    await clear_chat.clear(scene.ctx, ASKER, token)
    scene.messenger.fail(ASKER, error, error)
    await scene.deliver()
    await scene.pass_time(SECOND)
    await scene.pass_time(HOUR)
    assert await left(scene) == 0
    assert len(scene.messenger.created) == told


@pytest.mark.parametrize("after", range(7))
async def test_a_failed_deletion_is_tried_again(scene: Scene, after: int) -> None:
    """At whichever message Discord did not answer; the others are not touched twice."""
    await over(scene)
    await clear_chat.clear(scene.ctx, ASKER, scene.after_button(ASKER))
    for _ in range(after):
        await _one_step(scene)
    count = len(scene.messenger.created)
    scene.messenger.fail(ASKER, Unsure())
    await scene.deliver()
    await scene.pass_time(SECOND)
    assert of_a_conversation(standing(scene, ASKER)) == []
    assert len(scene.messenger.deleted) == len(set(scene.messenger.deleted)) == 6
    assert len(scene.messenger.created) == count
    assert await left(scene) == 0


@pytest.mark.parametrize("error", [Gone(), Refused()])
async def test_a_message_that_cannot_be_deleted_holds_up_nothing(
    scene: Scene, error: Undelivered
) -> None:
    """Somebody deleted it already, or Discord never will."""
    await over(scene)
    await clear_chat.clear(scene.ctx, ASKER, scene.after_button(ASKER))
    await _until_read(scene)
    scene.messenger.fail(ASKER, error)
    await scene.deliver()
    assert len(of_a_conversation(standing(scene, ASKER))) == 1
    assert await left(scene) == 0


async def test_a_history_that_is_gone_ends_it_and_it_can_be_pressed_again(scene: Scene) -> None:
    """Nothing hangs."""
    await over(scene)
    scene.messenger.fail(ASKER, Gone())
    await clear(scene, ASKER)
    assert await left(scene) == 0
    await clear(scene, ASKER)
    assert of_a_conversation(standing(scene, ASKER)) == []


async def test_a_restart_in_between_takes_up_where_it_was(scene: Scene) -> None:
    """After the first page, with some of it deleted."""
    await over(scene)
    scene.messenger.page = 3
    await clear_chat.clear(scene.ctx, ASKER, scene.after_button(ASKER))
    for _ in range(20):
        await _one_step(scene)
        await scene.restart()
    assert of_a_conversation(standing(scene, ASKER)) == []
    assert len(scene.messenger.deleted) == len(set(scene.messenger.deleted))
    assert await left(scene) == 0


async def test_words_go_first(scene: Scene) -> None:
    """Each step has the least urgent place, in a lane of its own, and does one thing."""
    await over(scene)
    await clear_chat.clear(scene.ctx, ASKER, scene.after_button(ASKER))
    await scene.ask(STRANGER)
    entry = await scene.read(lambda tables: tables.outbox.next(scene.clock.now(), ()))
    assert entry is not None
    assert entry.notice.action is not Action.DELETE
    rows = await scene.rows("SELECT priority, lane FROM outbox WHERE action = 'delete'")
    ((priority, lane),) = rows
    assert priority == Priority.SCHEDULED
    assert lane != scene.store.person(ASKER).hex()


async def test_the_other_side_learns_nothing(scene: Scene) -> None:
    """Nothing is said, edited or deleted there."""
    await over(scene)
    before = len(scene.messenger.log)
    await clear(scene, ASKER)
    assert len(scene.messenger.log) == before
    assert {int(one.channel) for one in scene.messenger.deleted} == {ASKER}


async def test_what_is_erased_with_the_ask_stops_the_clearing(scene: Scene) -> None:
    """A week is over while Discord does not answer: nothing of it stays."""
    await over(scene)
    await scene.pass_time(WEEK - HOUR)
    scene.messenger.fail(ASKER, *[Unsure()] * 50)
    await clear(scene, ASKER)
    await scene.pass_time(2 * HOUR)
    assert await left(scene) == 0


async def _one_step(scene: Scene) -> None:
    entry = await scene.read(lambda tables: tables.outbox.next(scene.clock.now(), ()))
    if entry is not None:
        await scene.delivery._attempt(entry)


async def _until_read(scene: Scene) -> None:
    while not await scene.count("to_clear"):
        await _one_step(scene)
