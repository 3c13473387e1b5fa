"""Handing a conversation over to the next listener."""

from datetime import timedelta

import pytest

from bot.domain.conversations import Side
from bot.domain.errors import OutOfDate
from bot.domain.ids import ChannelId, MessageId, UserId, message_at
from bot.domain.notices import NoticeKind
from bot.services.blocks import blocking
from bot.services.conversations import edits, ending, hand_over, relay, telling_on
from bot.services.ports import Standing
from tests.services.scene import ASKER, GUILD, LISTENER, OTHER, STRANGER, Scene

ASKED, READS = NoticeKind.HAND_OVER_ASKED, NoticeKind.NEXT_LISTENER_READS
BEFORE, AFTER = NoticeKind.WRITTEN_BEFORE, NoticeKind.WRITTEN_BEFORE_ENDS


async def write(scene: Scene, user: UserId, text: str) -> MessageId:
    """In their own direct messages, where it stands from now on."""
    scene.clock.advance(timedelta(seconds=1))
    message = MessageId(message_at(scene.clock.now()) + 7)
    scene.messenger.typed[message] = text
    written = relay.Written(user, message, text, channel=ChannelId(user))
    await relay.pass_on(scene.ctx, written)
    await scene.deliver()
    return message


async def handed_over(scene: Scene) -> str:
    """The asker is asked; the token of their buttons."""
    await hand_over.hand_over(scene.ctx, LISTENER, scene.end_button(LISTENER))
    await scene.deliver()
    return scene._button(ASKER, ASKED)


async def with_the_next(scene: Scene) -> str:
    """They went on, and somebody else accepted; the token of what the asker reads then."""
    await hand_over.go_on(scene.ctx, ASKER, await handed_over(scene))
    await scene.deliver()
    await scene.accept(OTHER, scene.accept_button())
    return scene._button(ASKER, READS)


async def test_until_the_asker_chooses_both_can_write(still_scene: Scene) -> None:
    """Pressed twice they are asked once, and each word gets there."""
    scene = still_scene
    await scene.talk()
    for _ in range(2):
        await handed_over(scene)
    await write(scene, ASKER, "I understand.")
    await write(scene, LISTENER, "Take care.")
    assert scene.kinds_to(ASKER).count(ASKED) == 1
    assert scene.words_to(LISTENER) == ["I understand."]
    assert scene.words_to(ASKER) == ["Take care."]


async def test_the_ask_is_the_first_in_line_and_the_former_listener_out_of_it(
    still_scene: Scene,
) -> None:
    """It waits with the time at which it was posted, and the listener reads the usual end."""
    scene = still_scene
    await scene.join(LISTENER, OTHER)
    await scene.talk()
    await scene.pass_time(timedelta(minutes=1))
    await scene.posted(STRANGER)
    await hand_over.go_on(scene.ctx, ASKER, await handed_over(scene))
    await scene.deliver()
    waiting = await scene.rows(
        "SELECT asker_number FROM ask WHERE state = 'waiting' ORDER BY posted_at"
    )
    assert waiting[0] == (scene.store.asker_number(GUILD, ASKER),)
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.CONVERSATION_ENDED_LISTENER
    assert not [one for one in scene.kinds_to(LISTENER) if one is NoticeKind.OFFER_AGAIN]
    with pytest.raises(OutOfDate):
        await hand_over.go_on(scene.ctx, ASKER, scene._button(ASKER, ASKED))


async def test_an_unanswered_question_ends_like_every_other_loss(still_scene: Scene) -> None:
    """The same words for both, and the asker can still go on from there."""
    scene = still_scene
    await scene.talk()
    token = await handed_over(scene)
    await scene.pass_time(hand_over.ASKED_FOR)
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.CONVERSATION_ENDED_ASKER
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.CONVERSATION_ENDED_LISTENER
    with pytest.raises(OutOfDate):
        await hand_over.go_on(scene.ctx, ASKER, token)


@pytest.mark.parametrize("first", [ASKER, LISTENER])
async def test_while_the_other_side_ends_it_there_is_one_outcome(
    still_scene: Scene, first: UserId
) -> None:
    """Whoever ends it, before or after: over is over, and nobody is asked about it."""
    scene = still_scene
    await scene.talk()
    if first is ASKER:
        await ending.end_own(scene.ctx, ASKER, scene.end_button(ASKER))
        with pytest.raises(OutOfDate):
            await hand_over.hand_over(scene.ctx, LISTENER, scene.end_button(LISTENER))
        await scene.deliver()
        assert ASKED not in scene.kinds_to(ASKER)
    else:
        token = await handed_over(scene)
        await ending.end_own(scene.ctx, LISTENER, scene.end_button(LISTENER))
        with pytest.raises(OutOfDate):
            await hand_over.go_on(scene.ctx, ASKER, token)
        await scene.pass_time(hand_over.ASKED_FOR)
        assert scene.kinds_to(ASKER).count(NoticeKind.CONVERSATION_ENDED_ASKER) == 1


async def test_only_a_listener_hands_over_and_only_their_asker_goes_on(
    still_scene: Scene,
) -> None:
    """Neither by the other's button, nor by one's own for the other thing."""
    scene = still_scene
    await scene.talk()
    for user in (ASKER, STRANGER):
        with pytest.raises(OutOfDate):
            await hand_over.hand_over(scene.ctx, user, scene.end_button(ASKER))
    with pytest.raises(OutOfDate):
        await hand_over.go_on(scene.ctx, ASKER, scene.end_button(ASKER))
    token = await handed_over(scene)
    for user in (LISTENER, STRANGER):
        with pytest.raises(OutOfDate):
            await hand_over.go_on(scene.ctx, user, token)


async def test_whoever_left_the_server_does_not_go_on_there(still_scene: Scene) -> None:
    """Their ask would wait for listeners whom they are no longer among."""
    scene = still_scene
    await scene.talk()
    token = await handed_over(scene)
    scene.messenger.standings[GUILD, ASKER] = Standing.GONE
    with pytest.raises(OutOfDate):
        await hand_over.go_on(scene.ctx, ASKER, token)


async def test_a_listener_of_somebody_who_went_sees_what_they_always_see(
    still_scene: Scene,
) -> None:
    """Nobody is asked, and it ends as it would."""
    scene = still_scene
    await scene.talk()
    person = scene.store.person(ASKER)
    (talk,) = await scene.read(lambda tables: tables.conversations.open_with(person))
    await scene.store.transaction(lambda on: on.conversations.stop(talk.id, {Side.ASKER}))
    await hand_over.hand_over(scene.ctx, LISTENER, scene.end_button(LISTENER))
    await scene.pass_time(hand_over.ASKED_FOR)
    assert ASKED not in scene.kinds_to(ASKER)
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.CONVERSATION_ENDED_LISTENER


async def test_the_next_one_reads_nothing_of_it_by_itself(still_scene: Scene) -> None:
    """The ask, and no word of what the two wrote."""
    scene = still_scene
    await scene.talk()
    await write(scene, ASKER, "My secret.")
    await write(scene, LISTENER, "I hear you.")
    await with_the_next(scene)
    assert scene.words_to(OTHER) == []
    assert BEFORE not in scene.kinds_to(OTHER)


async def test_what_the_asker_wrote_is_told_as_it_stands_now(still_scene: Scene) -> None:
    """In order, marked on both ends, once; edited as it was, and without what they deleted."""
    scene = still_scene
    await scene.talk()
    await write(scene, ASKER, "The first.")
    edited, deleted = [await write(scene, ASKER, text) for text in ("The secnod.", "No.")]
    await write(scene, LISTENER, "I hear you.")
    scene.messenger.typed[edited] = "The second."
    await edits.deleted(scene.ctx, deleted)
    token = await with_the_next(scene)
    shown = await telling_on.preview(scene.ctx, ASKER, token)
    assert (shown.words, shown.left_out) == (("The first.", "The second."), 0)
    await telling_on.tell_next(scene.ctx, ASKER, token, 999)
    await scene.deliver()
    assert scene.words_to(OTHER) == ["The first.", "The second."]
    kinds = [one for one in scene.kinds_to(OTHER) if one in (BEFORE, AFTER, NoticeKind.WORDS)]
    assert kinds == [BEFORE, NoticeKind.WORDS, NoticeKind.WORDS, AFTER]
    with pytest.raises(OutOfDate):
        await telling_on.tell_next(scene.ctx, ASKER, token, 1000)
    await edits.edited(scene.ctx, relay.Written(ASKER, edited, "Something else."))
    await scene.deliver()
    assert scene.words_to(OTHER) == ["The first.", "The second."]


async def test_what_can_no_longer_be_read_stays_out_and_is_counted(still_scene: Scene) -> None:
    """And where nothing is left, there is nothing to tell."""
    scene = still_scene
    await scene.talk()
    gone, stays = [await write(scene, ASKER, text) for text in ("One.", "Two.")]
    del scene.messenger.typed[gone]
    token = await with_the_next(scene)
    shown = await telling_on.preview(scene.ctx, ASKER, token)
    assert (shown.words, shown.left_out) == (("Two.",), 1)
    del scene.messenger.typed[stays]
    with pytest.raises(OutOfDate):
        await telling_on.tell_next(scene.ctx, ASKER, token, 999)


async def test_only_the_asker_tells(still_scene: Scene) -> None:
    """Neither the next listener nor anybody else."""
    scene = still_scene
    await scene.talk()
    await write(scene, ASKER, "Mine.")
    token = await with_the_next(scene)
    for user, button in ((OTHER, scene.end_button(OTHER)), (LISTENER, token)):
        with pytest.raises(OutOfDate):
            await telling_on.preview(scene.ctx, user, button)


async def test_after_a_block_nobody_is_asked_any_more(still_scene: Scene) -> None:
    """The asker blocks the listener who hands over: it is over, and the question out of date."""
    scene = still_scene
    await scene.talk()
    token = await handed_over(scene)
    await blocking.block(scene.ctx, ASKER, token)
    with pytest.raises(OutOfDate):
        await hand_over.go_on(scene.ctx, ASKER, token)
