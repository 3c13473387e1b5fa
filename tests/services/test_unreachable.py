"""Listeners who cannot be told of the ask that they accepted; what is gone for good."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.asks import OwnWords
from bot.domain.errors import ConversationOver
from bot.domain.ids import UserId
from bot.domain.notices import NoticeKind
from bot.services import accepting, ending
from bot.services.ports import (
    Closed,
    Gone,
    Outgoing,
    Refused,
    SentMessage,
    Undelivered,
    Unsure,
)
from tests.fakes import RecordingMessenger
from tests.services.scene import (
    ASKER,
    ASKS,
    DAY,
    HOUR,
    LISTENER,
    OTHER,
    STRANGER,
    Scene,
    here,
    playing,
)

CANARY = "for-one-listener-only"


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything, however long it takes."""
    return still_scene


async def accepted_in_vain(scene: Scene, error: Undelivered) -> str:
    """The listener accepted and cannot be told; the token of the button that they pressed."""
    button = await scene.posted(words=CANARY)
    scene.messenger.fail(LISTENER, error)
    await scene.accept(LISTENER, button)
    return button


@pytest.mark.parametrize("error", [Closed(), Gone(), Refused()])
async def test_an_ask_whose_listener_cannot_be_reached_waits_again(
    scene: Scene, error: Undelivered
) -> None:
    """The asker is told, the post can be accepted again, and the words were shown to nobody."""
    await accepted_in_vain(scene, error)
    assert await scene.rows("SELECT state FROM ask") == [("waiting",)]
    assert await scene.rows("SELECT state FROM conversation") == [("ended",)]
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.LISTENER_SILENT_ASKER
    assert scene.edits_in(ASKS)[-1].kind is NoticeKind.ASK_IN_CHANNEL
    assert CANARY not in repr(scene.messenger.created)
    assert await scene.count("outbox") == 0


@pytest.mark.parametrize("old", [False, True])
async def test_somebody_else_can_then_accept_it(scene: Scene, *, old: bool) -> None:
    """By the new button, and by the old one, which somebody may still have on their screen."""
    pressed = await accepted_in_vain(scene, Closed())
    assert scene.accept_button() != pressed
    await scene.accept(OTHER, pressed if old else scene.accept_button())
    assert scene.messenger.said(OTHER)[-1].text == OwnWords(CANARY)


async def test_what_the_asker_had_written_to_the_lost_listener_is_dropped(scene: Scene) -> None:
    """It was for one person; the next listener does not get it, and the asker is told."""
    button = await scene.posted()
    scene.messenger.fail(LISTENER, Closed())
    await accepting.accept(scene.ctx, here(LISTENER), button)
    await scene.write(ASKER, "meant for the first one")
    await scene.deliver()
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.LISTENER_SILENT_ASKER
    await scene.accept(OTHER, scene.accept_button())
    await scene.pass_time(HOUR)
    assert scene.words_to(LISTENER) == scene.words_to(OTHER) == []


async def test_the_lost_conversation_is_over_for_both(scene: Scene) -> None:
    """What the asker writes then is not passed on, and the old button says that it is over."""
    await accepted_in_vain(scene, Closed())
    with pytest.raises(ConversationOver):
        await ending.end(scene.ctx, ASKER, scene.end_button(ASKER))
    await scene.write(ASKER, "Hello?")
    await scene.deliver()
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.NOTHING_OPEN


async def test_an_ask_that_waits_again_still_expires(tmp_path: Path) -> None:
    """In its time, with honest words."""
    async with playing(tmp_path) as scene:
        await scene.join(LISTENER)
        await accepted_in_vain(scene, Closed())
        await scene.pass_time(DAY)
        assert scene.kinds_to(ASKER)[-1] is NoticeKind.ASK_EXPIRED
        assert await scene.rows("SELECT state FROM ask") == [("closed",)]


async def test_an_ask_is_given_back_although_something_else_waits_for_the_listener(
    scene: Scene,
) -> None:
    """Their earlier conversation's end could not be said either: three days is too long."""
    await scene.talk()
    scene.messenger.fail(LISTENER, *[Closed()] * 500)
    await scene.end(ASKER)
    button = await scene.posted(STRANGER)
    await scene.accept(LISTENER, button)
    for _ in range(2):
        await scene.pass_time(HOUR)
    assert scene.kinds_to(STRANGER)[-1] is NoticeKind.LISTENER_SILENT_ASKER


async def test_an_asker_who_ended_meanwhile_is_told_so(scene: Scene) -> None:
    """The listener turns out to be closed after the asker ended it: the end must still be said."""
    button = await scene.posted()
    scene.messenger.fail(LISTENER, Unsure(), Closed())
    await scene.accept(LISTENER, button)
    scene.messenger.fail(ASKER, Unsure(), Unsure())
    await scene.end(ASKER)
    for pause in (timedelta(seconds=1), HOUR, HOUR):
        await scene.pass_time(pause)
    assert NoticeKind.CONVERSATION_ENDED_ASKER in scene.kinds_to(ASKER)


@pytest.mark.parametrize("error", [Gone(), Refused()])
@pytest.mark.parametrize("writer", [ASKER, LISTENER])
async def test_who_writes_words_that_can_never_be_said_is_told(
    scene: Scene, error: Undelivered, writer: UserId
) -> None:
    """The account is gone, or Discord will not take the words: never silence."""
    await scene.talk()
    reader = LISTENER if writer == ASKER else ASKER
    before = len(scene.messenger.said(writer))
    scene.messenger.fail(reader, error)
    await scene.write(writer, "Hello?")
    await scene.deliver()
    assert len(scene.messenger.said(writer)) == before + 1


async def test_who_writes_a_long_text_is_told_when_its_end_cannot_be_said(scene: Scene) -> None:
    """The first piece arrived, the second is refused: the writer must not think that all did."""
    await scene.talk()
    scene.speak_through(RefusesTheSecond())
    await scene.write(ASKER, "word " * 500)
    await scene.deliver()
    assert len(scene.words_to(LISTENER)) == 1
    assert scene.kinds_to(ASKER) == [NoticeKind.NOT_DELIVERED]


class RefusesTheSecond(RecordingMessenger):
    """Discord takes the first words and not the second."""

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Refuse it, if some words were said already."""
        words = [sent for sent in self.created if sent.notice.kind is NoticeKind.WORDS]
        if words and outgoing.notice.kind is NoticeKind.WORDS:
            raise Refused
        return await super().create(outgoing)


@pytest.mark.parametrize("error", [Gone(), Refused()])
async def test_words_that_can_never_be_said_do_not_hold_up_the_next(
    scene: Scene, error: Undelivered
) -> None:
    """They are erased, and the lane goes on."""
    await scene.talk()
    scene.messenger.fail(LISTENER, error)
    await scene.write(ASKER, "refused")
    await scene.write(ASKER, "next")
    await scene.deliver()
    assert scene.words_to(LISTENER) == ["next"]
    assert await scene.count("outbox") == 0


@pytest.mark.parametrize("error", [Gone(), Refused()])
async def test_an_ask_that_cannot_be_posted_is_closed_and_its_words_come_back(
    scene: Scene, error: Undelivered
) -> None:
    """The channel or the permission is gone: the asker hears so, and may ask again."""
    scene.messenger.fail(ASKS, error)
    await scene.ask(words=CANARY)
    await scene.deliver()
    told = scene.messenger.said(ASKER)[-1]
    assert told.kind is NoticeKind.ASK_NOT_POSTED
    assert told.text == OwnWords(CANARY)
    assert await scene.rows("SELECT state FROM ask") == [("closed",)]
    await scene.ask()


async def test_a_deleted_post_holds_up_nothing(scene: Scene) -> None:
    """It cannot be edited any more; the next ask is posted all the same."""
    await scene.posted()
    scene.messenger.fail(ASKS, Gone())
    await scene.take_back()
    await scene.posted(STRANGER)
    assert len(scene.messenger.said(ASKS)) == 2
    assert await scene.count("outbox") == 0


async def test_an_ask_given_back_is_posted_anew_where_its_post_was_deleted(scene: Scene) -> None:
    """The asker is told that others can accept it, so there has to be a button."""
    button = await scene.posted()
    scene.messenger.fail(LISTENER, Unsure(), Closed())
    await scene.accept(LISTENER, button)
    scene.messenger.fail(ASKS, Gone())
    for _ in range(2):
        await scene.pass_time(HOUR)
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.LISTENER_SILENT_ASKER
    assert scene.kinds_to(ASKS) == [NoticeKind.ASK_IN_CHANNEL] * 2
