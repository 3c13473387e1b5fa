"""Which conversation a message is for: where that is not plain its writer is asked, no guess."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.ids import ChannelId, MessageId, UserId, message_at
from bot.domain.notices import NoticeKind
from bot.services.conversations import discreet_mode, ending, overview, recipient, relay
from bot.services.delivery import recognition
from bot.services.ports import (
    Closed,
    Gone,
    Passing,
    Refused,
    SentMessage,
    Undelivered,
    Unsure,
)
from tests.services.scene import ASKER, DAY, LISTENER, OTHER, Scene, playing

MANY = {"listeners": {"conversations_at_once": 3}}
MINUTE = timedelta(minutes=1)
WHO = NoticeKind.SEVERAL_OPEN


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A server with one listener, where nobody is reminded of anything."""
    async with playing(tmp_path, MANY, reminding=False) as made:
        await made.join(LISTENER)
        yield made


async def reply(scene: Scene, user: UserId, to: MessageId, text: str = "yes") -> bool:
    """Reply to a message; True when one is asked whom it is for."""
    before = scene.kinds_to(user).count(WHO)
    message = MessageId(7_000_000 + len(scene.messenger.created))
    await relay.pass_on(scene.ctx, relay.Written(user, message, text, reply_to=to))
    await scene.deliver()
    return scene.kinds_to(user).count(WHO) > before


def newest(scene: Scene, user: UserId, kind: NoticeKind) -> MessageId:
    """The newest message of a kind in somebody's direct messages."""
    found = [
        1000 + number
        for number, one in enumerate(scene.messenger.created)
        if int(one.channel) == user and one.notice.kind is kind
    ]
    return MessageId(found[-1])


async def test_a_reply_to_what_was_said_of_an_ask_is_for_its_conversation(scene: Scene) -> None:
    """Also for somebody who listens to another one meanwhile."""
    await scene.talk(ASKER, LISTENER)
    await scene.join(ASKER)
    await scene.talk(OTHER, ASKER)
    greeting = newest(scene, ASKER, NoticeKind.DM_CHECK_ASKER)
    assert not await reply(scene, ASKER, greeting)
    assert scene.words_to(LISTENER) == ["yes"]


async def test_the_only_conversation_there_ever_was_gets_an_unknown_reply(scene: Scene) -> None:
    """Nothing else can have been meant."""
    await scene.talk()
    assert not await reply(scene, ASKER, message_at(scene.clock.now() + timedelta(seconds=1)))
    assert scene.words_to(LISTENER) == ["yes"]


@pytest.mark.parametrize("age", [timedelta(minutes=1), timedelta(days=8)])
async def test_what_is_older_than_a_conversation_is_not_of_it(scene: Scene, age: timedelta) -> None:
    """The one that it belonged to may be forgotten."""
    await scene.talk()
    assert await reply(scene, ASKER, message_at(scene.clock.now() - age))
    assert scene.words_to(LISTENER) == []


async def test_what_is_too_long_ago_to_be_known_is_not_guessed(scene: Scene) -> None:
    """A conversation beside this one may have ended and been forgotten since."""
    await scene.talk()
    early = message_at(scene.clock.now() + timedelta(minutes=1))
    scene.clock.advance(timedelta(days=5))
    assert await reply(scene, ASKER, early)
    assert scene.words_to(LISTENER) == []


async def test_one_who_had_another_conversation_is_asked(scene: Scene) -> None:
    """Its messages' ids are forgotten sooner than that there was one."""
    await scene.talk(ASKER, LISTENER)
    own = MessageId(9)
    await relay.pass_on(scene.ctx, relay.Written(LISTENER, own, "for the first one"))
    await scene.end(ASKER)
    await scene.pass_time(DAY + timedelta(hours=1))
    await scene.talk(OTHER, LISTENER)
    assert await reply(scene, LISTENER, own)
    assert await reply(scene, LISTENER, message_at(scene.clock.now() + timedelta(seconds=1)))
    assert scene.words_to(OTHER) == []


async def test_words_for_one_whose_end_is_not_told_yet_reach_nobody_else(scene: Scene) -> None:
    """The writer cannot know that it has ended, and one other conversation is left."""
    await scene.talk(ASKER, LISTENER)
    first_end = scene.end_button(LISTENER)
    await scene.talk(OTHER, LISTENER)
    await ending.end_own(scene.ctx, LISTENER, first_end)
    await scene.write(LISTENER, "are you there?")
    await scene.deliver()
    assert scene.kinds_to(LISTENER).count(WHO) == 1
    assert scene.words_to(OTHER) == []
    await scene.write(LISTENER, "and you?", message=message_at(scene.clock.now() + 2 * MINUTE))
    await scene.deliver()
    assert scene.words_to(OTHER) == ["and you?"]


@pytest.mark.parametrize(("after", "asked"), [(timedelta(0), 1), (MINUTE, 1), (1.1 * MINUTE, 0)])
@pytest.mark.parametrize("ends", [ASKER, LISTENER])
async def test_words_that_were_being_typed_as_an_end_came_are_asked_about(
    scene: Scene, after: timedelta, asked: int, ends: UserId
) -> None:
    """They may be for the one who has gone, whoever ended it; a minute later they are not."""
    await scene.talk(ASKER, LISTENER)
    first_end = scene.end_button(ends)
    await scene.talk(OTHER, LISTENER)
    await ending.end_own(scene.ctx, ends, first_end)
    await scene.deliver()
    await scene.write(LISTENER, "go on", message=message_at(scene.clock.now() + after))
    await scene.deliver()
    assert scene.kinds_to(LISTENER).count(WHO) == asked
    assert scene.words_to(OTHER) == ["go on"] * (1 - asked)


@pytest.mark.parametrize(("after", "asked"), [(MINUTE, 1), (1.1 * MINUTE, 0)])
async def test_the_minute_counts_from_when_an_end_was_told(
    scene: Scene, after: timedelta, asked: int
) -> None:
    """It was told late, and it is not looked at when it was."""
    await scene.talk(ASKER, LISTENER)
    first_end = scene.end_button(LISTENER)
    await scene.talk(OTHER, LISTENER)
    await ending.end_own(scene.ctx, LISTENER, first_end)
    scene.clock.advance(timedelta(hours=2))
    told = message_at(scene.clock.now())
    person = scene.store.person(LISTENER)
    await scene.deliver()
    noted = await scene.read(lambda tables: tables.people.end_told(person))
    assert noted == newest(scene, LISTENER, NoticeKind.CONVERSATION_ENDED_LISTENER)
    await scene.store.transaction(lambda tables: tables.people.note_end_told(person, told))
    await scene.write(LISTENER, "go on", message=message_at(scene.clock.now() + after))
    await scene.deliver()
    assert scene.kinds_to(LISTENER).count(WHO) == asked


async def test_an_end_that_a_discreet_person_opens_is_told_then(scene: Scene) -> None:
    """Until then they saw only that there is a message."""
    await discreet_mode.choose(scene.ctx, LISTENER, discreet=True)
    await scene.talk(ASKER, LISTENER)
    first_end = scene.end_button(ASKER)
    await scene.talk(OTHER, LISTENER)
    await ending.end_own(scene.ctx, ASKER, first_end)
    await scene.deliver()
    scene.clock.advance(timedelta(hours=2))
    token = scene.messenger.said(LISTENER)[-1].token
    assert token is not None
    await discreet_mode.show(scene.ctx, LISTENER, token)
    await scene.write(LISTENER, "go on", message=message_at(scene.clock.now()))
    await scene.deliver()
    assert scene.words_to(OTHER) == []


async def test_an_end_that_was_read_under_my_conversations_is_told_then(scene: Scene) -> None:
    """By somebody whose direct messages are closed."""
    await scene.talk(ASKER, LISTENER)
    first_end = scene.end_button(ASKER)
    await scene.talk(OTHER, LISTENER)
    scene.messenger.fail(LISTENER, *[Closed()] * 50)
    await ending.end_own(scene.ctx, ASKER, first_end)
    await scene.deliver()
    scene.clock.advance(timedelta(minutes=5))
    shown = await overview.waiting_for_me(scene.ctx, LISTENER)
    await overview.have_seen(scene.ctx, LISTENER, [one.id for one in shown])
    await scene.write(LISTENER, "go on", message=message_at(scene.clock.now()))
    scene.messenger.failures[LISTENER].clear()
    await scene.deliver()
    assert scene.kinds_to(LISTENER).count(WHO) == 1
    assert scene.words_to(OTHER) == []


async def test_a_choice_counts_also_in_the_minute_after_an_end(scene: Scene) -> None:
    """Their own switch says whom they talk with."""
    await scene.talk(ASKER, LISTENER)
    first_end = scene.end_button(LISTENER)
    await scene.talk(OTHER, LISTENER)
    await recipient.talk_with(scene.ctx, LISTENER, scene.end_button(LISTENER))
    await ending.end_own(scene.ctx, LISTENER, first_end)
    await scene.deliver()
    await scene.write(LISTENER, "go on")
    await scene.deliver()
    assert scene.words_to(OTHER) == ["go on"]


async def test_with_nothing_else_open_words_after_an_end_are_strays(scene: Scene) -> None:
    """There is nobody to choose."""
    await scene.talk(ASKER, LISTENER)
    await scene.end(ASKER)
    await scene.write(LISTENER, "go on", message=message_at(scene.clock.now()))
    await scene.deliver()
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.NOTHING_OPEN


@pytest.mark.parametrize("echo_first", [True, False])
async def test_an_echo_and_an_answer_are_one_in_either_order(
    scene: Scene, echo_first: bool
) -> None:
    """Noted once, said once, signed once."""
    await scene.talk()
    await scene.write(ASKER, "hello")
    ((nonce,),) = await scene.rows("SELECT nonce FROM outbox WHERE notice = 'words'")
    if echo_first:
        scene.messenger.lose_answer(LISTENER, Unsure())
    await scene.deliver()
    place = SentMessage(ChannelId(LISTENER), newest(scene, LISTENER, NoticeKind.WORDS))
    for _ in range(3):
        await recognition.echoed(scene.ctx, str(nonce), place)
    await scene.pass_time(timedelta(minutes=1))
    assert await scene.count("outbox") == 0
    assert scene.words_to(LISTENER) == ["hello"]
    assert not await reply(scene, LISTENER, place.message, "I hear you")
    assert scene.messenger.said(ASKER)[-1].reference is not None


async def test_a_nonce_that_is_not_ours_or_not_sent_notes_nothing(scene: Scene) -> None:
    """What somebody else's message carries, or what was only decided."""
    await scene.talk()
    await scene.write(ASKER, "hello")
    ((nonce,),) = await scene.rows("SELECT nonce FROM outbox WHERE notice = 'words'")
    for wrong in (str(nonce), "unknown"):
        await recognition.echoed(scene.ctx, wrong, SentMessage(ChannelId(LISTENER), MessageId(5)))
    await scene.deliver()
    assert scene.words_to(LISTENER) == ["hello"]


async def test_what_cannot_be_looked_up_is_tried_again_later(scene: Scene) -> None:
    """Discord does not answer: the channel is not read before it does."""
    await scene.talk()
    await scene.write(ASKER, "hello")
    scene.messenger.lose_answer(LISTENER, Unsure())
    await scene.deliver()
    scene.messenger.fail(LISTENER, Unsure())
    with pytest.raises(Unsure):
        await recognition.look_for_doubtful(scene.ctx, ChannelId(LISTENER))
    await recognition.look_for_doubtful(scene.ctx, ChannelId(LISTENER))
    assert await scene.count("outbox") == 0


@pytest.mark.parametrize("error", [Closed(), Gone(), Passing(), Refused()])
async def test_where_nothing_can_be_looked_up_it_stays_open_what_was_sent(
    scene: Scene, error: Undelivered
) -> None:
    """The channel is read all the same. What was sent is not taken for known, nor said twice; and
    once it can be looked up, it is found."""
    await scene.talk()
    await scene.write(ASKER, "hello")
    scene.messenger.lose_answer(LISTENER, Unsure())
    await scene.deliver()
    scene.messenger.fail(LISTENER, error)
    await recognition.look_for_doubtful(scene.ctx, ChannelId(LISTENER))
    assert (len(scene.messenger.looked), await scene.count("outbox")) == (1, 1)
    await recognition.look_for_doubtful(scene.ctx, ChannelId(LISTENER))
    assert (scene.words_to(LISTENER), await scene.count("outbox")) == (["hello"], 0)
