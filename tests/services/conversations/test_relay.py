import asyncio
from datetime import timedelta

import pytest

from bot.domain.asks import OwnWords
from bot.domain.ids import MessageId, UserId, message_at
from bot.domain.notices import NoticeKind, Priority
from bot.services.conversations import relay
from bot.services.offers import acceptance
from bot.services.ports import Unsure
from tests.services.scene import (
    ASKER,
    CROWD,
    ELSEWHERE,
    FAR_ASKS,
    LISTENER,
    OTHER,
    STRANGER,
    Scene,
    here,
)

CANARY = "relayed-canary"


async def talk_elsewhere(scene: Scene) -> None:
    """The listener is somebody's listener in another server, too."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    await scene.join(LISTENER, guild=ELSEWHERE)
    await scene.ask(STRANGER, guild=ELSEWHERE)
    await scene.deliver()
    await acceptance.accept(scene.ctx, here(LISTENER, ELSEWHERE), scene.accept_button(FAR_ASKS))
    await scene.deliver()


async def test_words_go_to_the_other_side_under_the_writers_alias(scene: Scene) -> None:
    """In both directions, and the writer gets no copy."""
    await scene.talk()
    opened = scene.messenger.said(ASKER)[-1]
    await scene.write(ASKER, "from the asker")
    await scene.write(LISTENER, "from the listener")
    await scene.deliver()
    heard, read = scene.messenger.said(LISTENER)[-1], scene.messenger.said(ASKER)[-1]
    assert (heard.alias, heard.text) == (opened.own_alias, OwnWords("from the asker"))
    assert (read.alias, read.text) == (opened.alias, OwnWords("from the listener"))
    assert scene.words_to(ASKER) == ["from the listener"]
    assert scene.words_to(LISTENER) == ["from the asker"]


async def test_what_is_passed_on_names_only_its_reader(scene: Scene) -> None:
    """Neither the writer's id nor their keyed tag nor the message's id travels with the words."""
    writer = UserId(1_180_000_000_000_000_321)
    await scene.talk(writer)
    message = await scene.write(writer, "Hello?")
    await scene.deliver()
    notice = repr(scene.messenger.said(LISTENER)[-1])
    for secret in (str(writer), str(message), repr(scene.store.person(writer))):
        assert secret not in notice
    assert repr(scene.store.person(LISTENER)) in notice


async def test_words_of_a_conversation_go_before_broadcasts(scene: Scene) -> None:
    """They have the priority of somebody who waits for an answer."""
    await scene.talk()
    await scene.write(ASKER, "Hello?")
    await scene.deliver()
    assert scene.messenger.said(LISTENER)[-1].priority is Priority.CONVERSATION


async def test_a_message_is_passed_on_once_however_often_it_is_told(scene: Scene) -> None:
    """Three times one after the other, ten times at once, and again after a restart."""
    await scene.talk()
    written = relay.Written(ASKER, MessageId(9), "Hello?")
    for _ in range(3):
        await relay.pass_on(scene.ctx, written)
    await asyncio.gather(*(relay.pass_on(scene.ctx, written) for _ in range(10)))
    await scene.deliver()
    await scene.restart()
    await relay.pass_on(scene.ctx, written)
    await scene.deliver()
    assert scene.words_to(LISTENER) == ["Hello?"]


async def test_ten_first_tellings_at_once_are_one(scene: Scene) -> None:
    """None of them comes first by a moment; still it is said once."""
    await scene.talk()
    written = relay.Written(ASKER, MessageId(9), "Hello?")
    await asyncio.gather(*(relay.pass_on(scene.ctx, written) for _ in range(10)))
    await scene.deliver()
    assert scene.words_to(LISTENER) == ["Hello?"]


async def test_the_answer_that_nothing_is_open_comes_once_for_a_message(scene: Scene) -> None:
    """A replayed event is not answered a second time."""
    written = relay.Written(STRANGER, MessageId(9), "Anybody?")
    for _ in range(3):
        await relay.pass_on(scene.ctx, written)
    await scene.deliver()
    assert scene.kinds_to(STRANGER) == [NoticeKind.NOTHING_OPEN]


async def test_the_same_words_twice_are_passed_on_twice(scene: Scene) -> None:
    """Two messages with one text are two messages."""
    await scene.talk()
    for _ in range(3):
        await scene.write(ASKER, "yes")
    await scene.deliver()
    assert scene.words_to(LISTENER) == ["yes"] * 3


async def test_order_is_kept(scene: Scene) -> None:
    """As they were told, even when told without waiting for each other, and through an outage."""
    await scene.talk()
    scene.messenger.fail(LISTENER, Unsure(), Unsure())
    await asyncio.gather(*(scene.write(ASKER, str(number)) for number in range(30)))
    await scene.deliver()
    assert scene.words_to(LISTENER) == []
    for _ in range(2):
        await scene.pass_time(relay_pause(scene))
    assert scene.words_to(LISTENER) == [str(number) for number in range(30)]


def relay_pause(scene: Scene) -> timedelta:
    """Long enough for the next try."""
    return scene.settings.delivery.retry_at_most_every


async def test_with_several_open_nothing_is_passed_on(scene: Scene) -> None:
    """A listener in two servers is asked, and neither asker hears a word: never a guess."""
    await scene.talk()
    await talk_elsewhere(scene)
    await scene.write(LISTENER, CANARY)
    await scene.deliver()
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.SEVERAL_OPEN
    assert scene.words_to(ASKER) == scene.words_to(STRANGER) == []
    assert await scene.count("outbox") == 0
    assert CANARY not in repr(scene.messenger.created)


async def test_who_asks_and_listens_at_once_has_several_open(scene: Scene) -> None:
    """A listener who is heard by another listener: again no guess."""
    await scene.talk(STRANGER, LISTENER)
    await scene.talk(LISTENER, OTHER)
    await scene.write(LISTENER, CANARY)
    await scene.deliver()
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.SEVERAL_OPEN
    assert scene.words_to(STRANGER) == scene.words_to(OTHER) == []


async def test_the_others_of_several_still_reach_the_one_who_has_them(scene: Scene) -> None:
    """Those with one conversation write into it, under the alias of that conversation."""
    await scene.talk()
    await talk_elsewhere(scene)
    await scene.write(ASKER, "from here")
    await scene.write(STRANGER, "from elsewhere")
    await scene.deliver()
    assert scene.words_to(LISTENER) == ["from here", "from elsewhere"]
    aliases = [n.alias for n in scene.messenger.said(LISTENER) if n.kind is NoticeKind.WORDS]
    assert len(set(aliases)) == 2


async def test_one_conversation_is_enough_again_after_the_other_ended(scene: Scene) -> None:
    """What is written a minute later goes to the one that is left."""
    await scene.talk()
    await talk_elsewhere(scene)
    await scene.end(STRANGER)
    later = message_at(scene.clock.now() + timedelta(minutes=2))
    await scene.write(LISTENER, "Now only us.", message=later)
    await scene.deliver()
    assert scene.words_to(ASKER) == ["Now only us."]
    assert scene.words_to(STRANGER) == []


@pytest.mark.parametrize("who", [STRANGER, LISTENER])
async def test_with_nothing_open_the_writer_is_answered(scene: Scene, who: UserId) -> None:
    """A stranger and a listener alike, kindly and without passing anything on."""
    await scene.write(who, CANARY)
    await scene.deliver()
    assert scene.kinds_to(who)[-1] is NoticeKind.NOTHING_OPEN
    assert CANARY not in repr(scene.messenger.created)


async def test_after_the_end_nothing_is_passed_on(scene: Scene) -> None:
    """Both are answered that nothing is open."""
    await scene.talk()
    await scene.end(LISTENER)
    for who in (ASKER, LISTENER):
        await scene.write(who, "Are you still there?")
    await scene.deliver()
    assert scene.words_to(ASKER) == scene.words_to(LISTENER) == []
    for who in (ASKER, LISTENER):
        assert scene.kinds_to(who)[-1] is NoticeKind.NOTHING_OPEN


async def test_words_written_before_the_end_arrive_before_it(scene: Scene) -> None:
    """The end does not swallow what was on its way."""
    await scene.talk()
    await scene.write(ASKER, "Thank you.")
    await scene.end(ASKER)
    assert scene.kinds_to(LISTENER)[-2:] == [
        NoticeKind.WORDS,
        NoticeKind.CONVERSATION_ENDED_LISTENER,
    ]


async def test_many_conversations_do_not_mix(scene: Scene) -> None:
    """Eight at a time, all writing at once: everybody hears their own partner, in order."""
    pairs = [(CROWD[at], CROWD[at + 4]) for at in range(4)]
    await scene.join(*(listener for _, listener in pairs))
    for asker, listener in pairs:
        await scene.talk(asker, listener)
    people = [person for pair in pairs for person in pair]
    await asyncio.gather(
        *(scene.write(person, f"{person} {number}") for number in range(5) for person in people)
    )
    await scene.deliver()
    for asker, listener in pairs:
        assert scene.words_to(asker) == [f"{listener} {number}" for number in range(5)]
        assert scene.words_to(listener) == [f"{asker} {number}" for number in range(5)]
