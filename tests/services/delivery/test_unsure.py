"""Discord gave no clear answer: the message may exist or not."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import pytest

from bot.domain.ids import ChannelId, MessageId
from bot.domain.notices import NoticeKind
from bot.domain.shapes import A_LINE
from bot.services.conversations.passed_words import ROOM_FOR_WORDS
from bot.services.delivery import recognition
from bot.services.ports import Outgoing, SentMessage, Unsure
from tests.fakes import RecordingMessenger
from tests.services.scene import ASKER, ASKS, DAY, HOUR, LISTENER, Scene

SECOND = timedelta(seconds=1)
WINDOW = timedelta(seconds=120)
DM = ChannelId(LISTENER)


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything, however long it takes."""
    return still_scene


def to_listener(of: list[Outgoing]) -> list[Outgoing]:
    """Which of these were words for the listener."""
    return [sent for sent in of if sent.channel == DM and sent.notice.kind is NoticeKind.WORDS]


def standing(scene: Scene) -> list[SentMessage]:
    """What a history would show of the words in the listener's channel, oldest first."""
    return [
        SentMessage(DM, MessageId(1000 + at))
        for at, sent in enumerate(scene.messenger.created)
        if to_listener([sent])
    ]


async def outage(scene: Scene, text: str, *, stored: bool) -> None:
    """Words whose first attempt got no answer; Discord has them or has not."""
    await scene.write(ASKER, text)
    if stored:
        scene.messenger.lose_answer(LISTENER, Unsure())
    else:
        scene.messenger.fail(LISTENER, Unsure())
    await scene.deliver()


@pytest.mark.parametrize("stored", [False, True])
async def test_it_is_tried_again_with_the_same_nonce(scene: Scene, *, stored: bool) -> None:
    """Inside the window Discord itself keeps it from being stored twice."""
    await scene.talk()
    await outage(scene, "Hello?", stored=stored)
    await scene.pass_time(SECOND)
    tried = to_listener(scene.messenger.tried)
    assert len({outgoing.nonce for outgoing in tried}) == 1
    assert len(tried) == 2
    assert scene.words_to(LISTENER) == ["Hello?"]
    assert await scene.count("outbox") == 0


async def test_the_nonce_stays_the_same_over_a_restart(scene: Scene) -> None:
    """And so does the moment of the first attempt."""
    await scene.talk()
    await outage(scene, "Hello?", stored=True)
    await scene.restart()
    await scene.pass_time(SECOND)
    first, second = to_listener(scene.messenger.tried)
    assert first.nonce == second.nonce
    assert second.first_attempt_at == scene.clock.now() - SECOND
    assert scene.words_to(LISTENER) == ["Hello?"]


async def test_the_pauses_grow_up_to_a_minute(scene: Scene) -> None:
    """1, 2, 4, 8, 16, 32, then 60 seconds: soon back after a hiccup, no storm in an outage."""
    await scene.talk()
    scene.messenger.fail(LISTENER, *[Unsure()] * 500)
    await scene.write(ASKER, "Hello?")
    await scene.deliver()
    pauses, since = [], 0
    for _ in range(260):
        before = len(scene.messenger.failures[LISTENER])
        await scene.pass_time(SECOND)
        since += 1
        if len(scene.messenger.failures[LISTENER]) < before:
            pauses.append(since)
            since = 0
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


async def test_inside_the_window_the_history_is_not_looked_at(scene: Scene) -> None:
    """The nonce is enough; up to the last second of it."""
    await scene.talk()
    await outage(scene, "Hello?", stored=True)
    await scene.pass_time(WINDOW)
    assert scene.messenger.looked == []
    assert scene.words_to(LISTENER) == ["Hello?"]


@pytest.mark.parametrize("text", ["Hello?", "x" * (ROOM_FOR_WORDS - A_LINE), "*bold* @everyone"])
async def test_past_the_window_what_stands_there_is_not_sent_again(scene: Scene, text: str) -> None:
    """It is found in the history and counted as said."""
    await scene.talk()
    await outage(scene, text, stored=True)
    scene.messenger.history = standing(scene)
    tried = len(scene.messenger.tried)
    await scene.pass_time(WINDOW + SECOND)
    assert len(scene.messenger.looked) == 1
    assert len(scene.messenger.tried) == tried
    assert await scene.count("outbox") == 0


async def test_the_history_is_searched_from_the_first_attempt_on(scene: Scene) -> None:
    """For this very notice, in its own channel."""
    await scene.talk()
    began = scene.clock.now()
    await outage(scene, "Hello?", stored=True)
    await scene.pass_time(WINDOW + SECOND)
    (looked,) = scene.messenger.looked
    assert (looked.first_attempt_at, looked.channel) == (began, DM)
    assert looked.notice.text is not None
    assert looked.notice.text.words == "Hello?"


async def test_past_the_window_what_does_not_stand_there_is_sent(scene: Scene) -> None:
    """Nothing like it was stored, so it is said now, once."""
    await scene.talk()
    await outage(scene, "Hello?", stored=False)
    await scene.pass_time(HOUR)
    assert len(scene.messenger.looked) == 1
    assert scene.words_to(LISTENER) == ["Hello?"]


async def test_of_two_equal_texts_one_found_is_one_said(scene: Scene) -> None:
    """The first was said and noted before; the one in the history is not the second."""
    await scene.talk()
    await scene.write(ASKER, "yes")
    await scene.deliver()
    await outage(scene, "yes", stored=False)
    scene.messenger.history = standing(scene)
    await scene.pass_time(HOUR)
    assert scene.words_to(LISTENER) == ["yes", "yes"]


async def test_of_two_equal_texts_both_found_both_are_said(scene: Scene) -> None:
    """The first is noted, the second is found: nothing is sent a third time."""
    await scene.talk()
    await scene.write(ASKER, "yes")
    await scene.deliver()
    await outage(scene, "yes", stored=True)
    scene.messenger.history = standing(scene)
    await scene.pass_time(HOUR)
    assert scene.words_to(LISTENER) == ["yes", "yes"]
    assert await scene.count("outbox") == 0


async def test_what_was_found_once_is_not_found_for_the_next(scene: Scene) -> None:
    """Two equal texts without an answer, of which only the first was stored: the second is sent."""
    await scene.talk()
    await outage(scene, "yes", stored=True)
    await scene.write(ASKER, "yes")
    scene.messenger.history = standing(scene)
    scene.clock.advance(WINDOW + SECOND)
    await scene.deliver()
    await scene.pass_time(HOUR)
    assert scene.words_to(LISTENER) == ["yes", "yes"]
    assert await scene.count("outbox") == 0


class BothLook(RecordingMessenger):
    """While a history is looked at, somebody else looks at it, too, and is done first."""

    def __init__(self, other: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self._other = [other]

    async def find(self, outgoing: Outgoing) -> Sequence[SentMessage]:
        """As it stood before the other looked."""
        found = await super().find(outgoing)
        while self._other:
            await self._other.pop()()
        return found


async def both_look(scene: Scene, other: Callable[[], Awaitable[None]], *words: str) -> None:
    """Words that were stored without an answer, past the window; whoever looks for them is not the
    only one."""
    messenger = BothLook(other)
    scene.speak_through(messenger)
    await scene.talk()
    await outage(scene, words[0], stored=True)
    for text in words[1:]:
        await scene.write(ASKER, text)
    messenger.history = standing(scene)
    scene.clock.advance(WINDOW + SECOND)


@pytest.mark.parametrize("words", [("yes",), ("yes", "yes")])
async def test_what_recognition_noted_meanwhile_is_not_said_again(
    scene: Scene, words: Sequence[str]
) -> None:
    """After a start both look for what may stand there: the outbox, and whoever reads a channel."""
    await both_look(scene, lambda: recognition.look_for_doubtful(scene.ctx, DM), *words)
    await scene.deliver()
    await scene.pass_time(HOUR)
    assert scene.words_to(LISTENER) == list(words)
    assert len(to_listener(scene.messenger.tried)) == len(words), "each was sent once"
    assert await scene.count("outbox") == 0


@pytest.mark.parametrize("words", [("yes",), ("yes", "yes")])
async def test_what_the_outbox_noted_meanwhile_is_not_noted_again(
    scene: Scene, words: Sequence[str]
) -> None:
    """The other way round."""
    await both_look(scene, scene.deliver, *words)
    await recognition.look_for_doubtful(scene.ctx, DM)
    await scene.pass_time(HOUR)
    assert scene.words_to(LISTENER) == list(words)
    assert len(to_listener(scene.messenger.tried)) == len(words), "each was sent once"
    assert await scene.count("outbox") == 0


async def test_what_was_found_is_still_known_after_a_restart(scene: Scene) -> None:
    """A second equal text that is late, too, is not taken for the first."""
    await scene.talk()
    await outage(scene, "yes", stored=True)
    scene.messenger.history = standing(scene)
    await scene.pass_time(HOUR)
    await scene.restart()
    await outage(scene, "yes", stored=False)
    await scene.pass_time(HOUR)
    assert scene.words_to(LISTENER) == ["yes", "yes"]


async def test_without_a_history_nothing_is_sent_past_the_window(scene: Scene) -> None:
    """Not knowing is no reason to risk saying it twice."""
    await scene.talk()
    await outage(scene, "Hello?", stored=True)
    scene.messenger.fail(LISTENER, Unsure())
    tried = len(scene.messenger.tried)
    await scene.pass_time(HOUR)
    assert len(to_listener(scene.messenger.looked)) == 1
    assert len(scene.messenger.tried) == tried
    assert await scene.count("outbox") == 1


async def test_others_do_not_wait_behind_it(scene: Scene) -> None:
    """Only the lane of the one message waits."""
    await scene.talk()
    scene.messenger.fail(LISTENER, *[Unsure()] * 5)
    await scene.write(ASKER, "Hello?")
    await scene.write(LISTENER, "Hello!")
    await scene.deliver()
    assert scene.words_to(ASKER) == ["Hello!"]
    assert scene.words_to(LISTENER) == []


async def test_an_edit_is_tried_again_until_it_stands(scene: Scene) -> None:
    """And happens where the message is, before the next one in that channel."""
    await scene.posted()
    scene.messenger.fail(ASKS, *[Unsure()] * 3)
    await scene.take_back()
    await scene.deliver()
    for _ in range(4):
        await scene.pass_time(HOUR)
    over = [e for e, _ in scene.messenger.edited if e.channel == ASKS]
    assert [edit.notice.kind for edit in over] == [NoticeKind.ASK_OVER_IN_CHANNEL]


async def test_after_three_days_of_outage_it_is_given_up(scene: Scene) -> None:
    """Words are not kept for ever."""
    await scene.talk()
    scene.messenger.fail(LISTENER, *[Unsure()] * 50)
    await scene.write(ASKER, "Hello?")
    await scene.deliver()
    await scene.pass_time(3 * DAY)
    assert await scene.count("outbox") == 1
    await scene.pass_time(HOUR)
    assert await scene.count("outbox") == 0


async def test_an_acceptance_that_could_never_be_said_ends(scene: Scene) -> None:
    """After three days of outage for the listener alone, and then some time: as an ending."""
    button = await scene.posted()
    scene.messenger.fail(LISTENER, *[Unsure()] * 50)
    await scene.accept(LISTENER, button)
    await scene.pass_time(3 * DAY)
    await scene.pass_time(HOUR)
    await scene.pass_time(HOUR)
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.CONVERSATION_ENDED_ASKER
