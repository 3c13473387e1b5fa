from datetime import timedelta

import pytest

from bot.domain.notices import Notice, NoticeKind
from bot.services.asks import posting
from bot.services.conversations import overview, read_here
from bot.services.delivery import retry_on_contact
from bot.services.ports import Closed, Unsure
from tests.services.scene import ASKER, GUILD, HOUR, LISTENER, OTHER, STRANGER, Scene, here

SECOND = timedelta(seconds=1)
ENDED = NoticeKind.CONVERSATION_ENDED_ASKER
TOLD_BY = timedelta(minutes=31)


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


async def talk_without_dms(scene: Scene) -> None:
    """A conversation whose asker chose to look by themselves."""
    preview = await scene.draft()
    await posting.post(scene.ctx, here(ASKER), preview.draft.id, without_dm=True)
    await scene.deliver()
    shut(scene, ASKER)
    await scene.accept(LISTENER, scene.accept_button())
    scene.messenger.failures[ASKER].clear()
    shut(scene, ASKER)


def attempts(scene: Scene, who: int) -> int:
    """How often it was tried while they were closed."""
    return 500 - len(scene.messenger.failures[who])


async def test_the_writer_is_told_once_and_later_that_it_ended(scene: Scene) -> None:
    """Nothing before the random time, then the words of every ending, however often it is tried."""
    await scene.talk()
    shut(scene, LISTENER)
    await scene.write(ASKER, "Hello?")
    await scene.deliver()
    before = scene.kinds_to(ASKER)
    await scene.pass_time(timedelta(minutes=5) - SECOND)
    assert scene.kinds_to(ASKER) == before
    for _ in range(3):
        await scene.pass_time(TOLD_BY)
    assert scene.kinds_to(ASKER) == [*before, ENDED]


async def test_who_can_be_reached_again_was_never_lost(scene: Scene) -> None:
    """Their direct messages open before the end is told: it is called off, and never was."""
    await scene.talk()
    shut(scene, LISTENER)
    await scene.write(ASKER, "Hello?")
    await scene.deliver()
    reopen(scene, LISTENER)
    await scene.write(LISTENER, "Sorry, my settings.")
    await scene.deliver()
    await scene.pass_time(TOLD_BY)
    assert ENDED not in scene.kinds_to(ASKER)
    assert scene.words_to(LISTENER) == ["Hello?"]


async def test_it_is_tried_once_more_just_before_the_end_is_told(scene: Scene) -> None:
    """Whoever opens their direct messages by themselves does nothing that we would hear of."""
    await scene.talk()
    shut(scene, LISTENER)
    await scene.write(ASKER, "Hello?")
    await scene.deliver()
    reopen(scene, LISTENER)
    for _ in range(31 * 4):
        await scene.pass_time(timedelta(seconds=15))
    assert scene.words_to(LISTENER) == ["Hello?"]
    assert ENDED not in scene.kinds_to(ASKER)


async def test_who_reads_what_waits_was_never_lost(scene: Scene) -> None:
    """Under My conversations, with closed direct messages all along; unread words count anew."""
    await scene.talk()
    shut(scene, LISTENER)
    for text in ("Hello?", "Still there?"):
        await scene.write(ASKER, text)
        await scene.deliver()
        kept = await overview.waiting_for_me(scene.ctx, LISTENER)
        await overview.have_seen(scene.ctx, LISTENER, [one.id for one in kept])
        await scene.pass_time(TOLD_BY)
        assert ENDED not in scene.kinds_to(ASKER)
    await scene.write(ASKER, "And now?")
    await scene.deliver()
    await scene.pass_time(TOLD_BY)
    assert scene.kinds_to(ASKER)[-1] is ENDED


async def test_one_of_two_lost_ones_is_found(scene: Scene) -> None:
    """The other still is lost, so the end is told at its time."""
    await scene.talk()
    shut(scene, LISTENER)
    shut(scene, ASKER)
    await scene.write(ASKER, "Hello?")
    await scene.write(LISTENER, "Hello?")
    await scene.deliver()
    reopen(scene, ASKER)
    await scene.write(ASKER, "Are you there?")
    await scene.deliver()
    await scene.pass_time(TOLD_BY)
    assert scene.kinds_to(ASKER)[-1] is ENDED


async def test_an_asker_who_looks_by_themselves_is_no_loss(scene: Scene) -> None:
    """They chose it when they posted: however long they don't look, their listener hears nothing
    of it and the words wait."""
    await talk_without_dms(scene)
    await scene.write(LISTENER, "I'm here for you.")
    await scene.deliver()
    before = scene.kinds_to(LISTENER)
    for _ in range(5):
        await scene.pass_time(HOUR)
    assert scene.kinds_to(LISTENER) == before
    kept = await overview.waiting_for_me(scene.ctx, ASKER)
    assert [one.notice.kind for one in kept] == [NoticeKind.ASK_ACCEPTED, NoticeKind.WORDS]


async def test_after_the_end_words_wait_for_an_asker_and_not_for_a_listener(scene: Scene) -> None:
    """A listener's were for this one person, and the asker may be with somebody else by then."""
    await scene.talk()
    await scene.talk(STRANGER, OTHER)
    shut(scene, LISTENER)
    shut(scene, STRANGER)
    await scene.write(ASKER, "for the listener alone")
    await scene.write(OTHER, "I'm still here for you.")
    await scene.deliver()
    await scene.pass_time(TOLD_BY)
    reopen(scene, LISTENER)
    reopen(scene, STRANGER)
    await scene.pass_time(HOUR)
    assert scene.words_to(LISTENER) == []
    assert scene.words_to(STRANGER) == ["I'm still here for you."]
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.CONVERSATION_ENDED_LISTENER


async def test_it_is_tried_once_an_hour(scene: Scene) -> None:
    """Not a second earlier, however often the loop looks, also after a restart."""
    await scene.posted()
    shut(scene, ASKER)
    person = scene.store.person(ASKER)
    told = Notice(NoticeKind.YOU_HELPED, GUILD, person)
    await scene.store.transaction(lambda tables: scene.ctx.say(tables, told))
    await scene.deliver()
    for hour in range(1, 4):
        await scene.pass_time(HOUR - SECOND)
        await scene.restart()
        await scene.deliver()
        assert attempts(scene, ASKER) == hour
        await scene.pass_time(SECOND)
        assert attempts(scene, ASKER) == hour + 1


async def test_everything_arrives_in_order_when_they_are_open_again(scene: Scene) -> None:
    """What was written meanwhile waited behind the first."""
    await scene.talk()
    shut(scene, LISTENER)
    for number in range(5):
        await scene.write(ASKER, str(number))
        await scene.deliver()
    reopen(scene, LISTENER)
    await retry_on_contact.retry_after_contact(scene.ctx, LISTENER)
    await scene.deliver()
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
    """72 hours words wait for an asker who looks by themselves; then nothing of them is left, and
    it ends."""
    await talk_without_dms(scene)
    await scene.write(LISTENER, "Hello?")
    await scene.deliver()
    for _ in range(72):
        await scene.pass_time(HOUR)
    assert await scene.rows("SELECT 1 FROM outbox WHERE piece_id IS NOT NULL")
    for _ in range(3):
        await scene.pass_time(HOUR)
    assert not await scene.rows("SELECT 1 FROM outbox WHERE piece_id IS NOT NULL")
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.CONVERSATION_ENDED_LISTENER


async def test_the_end_is_told_also_after_an_unsure_attempt(scene: Scene) -> None:
    """Discord gave no answer first, and then that they are closed."""
    await scene.talk()
    scene.messenger.fail(LISTENER, Unsure())
    shut(scene, LISTENER)
    await scene.write(ASKER, "Hello?")
    await scene.deliver()
    await scene.pass_time(timedelta(minutes=1))
    await scene.pass_time(TOLD_BY)
    assert scene.kinds_to(ASKER).count(ENDED) == 1


async def test_who_ended_it_is_told_so_once(scene: Scene) -> None:
    """Who ended the conversation does not hear of it again."""
    await scene.talk()
    shut(scene, LISTENER)
    await scene.write(ASKER, "Goodbye.")
    await scene.end(ASKER)
    await scene.pass_time(TOLD_BY)
    assert scene.kinds_to(ASKER).count(ENDED) == 1


async def reads_here(scene: Scene) -> None:
    """The listener's direct messages are closed, and they read inside the server; once it was
    tried in vain."""
    await scene.talk()
    shut(scene, LISTENER)
    await scene.write(ASKER, "first")
    await scene.deliver()
    await overview.get_overview(scene.ctx, LISTENER, GUILD)
    await read_here.open_here(scene.ctx, LISTENER, scene.end_button(LISTENER))


async def turn(scene: Scene, words: str) -> None:
    """The asker writes, and the listener looks and presses something in the server."""
    await scene.write(ASKER, words)
    await scene.deliver()
    shown = await read_here.open_here(scene.ctx, LISTENER, scene.end_button(LISTENER))
    assert words in [one.notice.text.words for one in shown.new if one.notice.text]
    seen = [one.id for one in shown.new]
    await overview.have_seen(scene.ctx, LISTENER, seen)
    await retry_on_contact.retry_after_contact(scene.ctx, LISTENER, in_dms=False)
    await scene.deliver()


async def test_who_reads_inside_the_server_is_not_tried_with_every_word(scene: Scene) -> None:
    """They are known to be closed: each turn comes without another vain attempt."""
    await reads_here(scene)
    tried = attempts(scene, LISTENER)
    for number in range(4):
        await turn(scene, f"turn {number}")
    assert attempts(scene, LISTENER) == tried


async def test_a_day_later_it_is_tried_once(scene: Scene) -> None:
    """They may have opened them without a word."""
    await reads_here(scene)
    tried = attempts(scene, LISTENER)
    await scene.pass_time(timedelta(hours=23))
    assert attempts(scene, LISTENER) == tried
    await scene.pass_time(timedelta(hours=2))
    assert attempts(scene, LISTENER) == tried + 1
    await scene.pass_time(timedelta(hours=2))
    assert attempts(scene, LISTENER) == tried + 1


@pytest.mark.parametrize("sign", ["a message", "a press there"])
async def test_a_sign_that_they_are_open_has_it_tried_at_once(scene: Scene, sign: str) -> None:
    """And what waits arrives in their direct messages, as does what comes after."""
    await reads_here(scene)
    reopen(scene, LISTENER)
    await scene.write(ASKER, "second")
    await scene.deliver()
    assert scene.words_to(LISTENER) == []
    if sign == "a message":
        await scene.write(LISTENER, "Here I am.")
    else:
        await retry_on_contact.retry_after_contact(scene.ctx, LISTENER)
    await scene.deliver()
    await scene.write(ASKER, "third")
    await scene.deliver()
    assert scene.words_to(LISTENER) == ["first", "second", "third"]
