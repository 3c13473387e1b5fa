"""Listeners who cannot be told of the ask that they accepted; what is gone for good."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.asks import AskKind, OwnWords
from bot.domain.ids import UserId
from bot.domain.notices import NoticeKind
from bot.services.conversations import edits
from bot.services.conversations.ending import ENDED
from bot.services.conversations.incoming import Written
from bot.services.ports import (
    Closed,
    Gone,
    NotPermitted,
    Outgoing,
    Passing,
    Refused,
    SentMessage,
    TooFast,
    Undelivered,
    Unsure,
)
from tests.fakes import RecordingMessenger
from tests.services.scene import (
    ASKER,
    ASKS,
    CROWD,
    DAY,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    STRANGER,
    Scene,
    playing,
)

CANARY = "for-one-listener-only"


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything, however long it takes."""
    return still_scene


@pytest.fixture
async def lively(tmp_path: Path) -> AsyncIterator[Scene]:
    """Everything is waited for as it is in a server."""
    async with playing(tmp_path) as scene:
        await scene.join(LISTENER, OTHER)
        yield scene


async def accepted_in_vain(scene: Scene, error: Undelivered) -> str:
    """The listener accepted and cannot be told; the token of the button that they pressed."""
    button = await scene.posted(words=CANARY)
    scene.messenger.fail(LISTENER, *[error] * 50)
    await scene.accept(LISTENER, button)
    return button


@pytest.mark.parametrize("error", [Closed(), Gone(), Passing()])
async def test_a_listener_who_cannot_be_told_is_as_one_who_writes_nothing(
    lively: Scene, error: Undelivered
) -> None:
    """At the same minute, in the same words; the ask waits again, its words reached nobody."""
    await accepted_in_vain(lively, error)
    before = lively.kinds_to(ASKER)
    await lively.pass_time(timedelta(minutes=4, seconds=59))
    assert lively.kinds_to(ASKER) == before
    await lively.pass_time(timedelta(minutes=2, seconds=1))
    assert lively.kinds_to(ASKER) == [*before, NoticeKind.LISTENER_SILENT_ASKER]
    assert await lively.rows("SELECT state FROM ask") == [("waiting",)]
    assert lively.edits_in(ASKS)[-1].kind is NoticeKind.ASK_IN_CHANNEL
    lively.messenger.failures[LISTENER].clear()
    await lively.pass_time(HOUR)
    assert CANARY not in repr(lively.messenger.created)


@pytest.mark.parametrize("old", [False, True])
async def test_somebody_else_can_then_accept_it(lively: Scene, *, old: bool) -> None:
    """By the new button, and by the old one, which somebody may still have on their screen."""
    pressed = await accepted_in_vain(lively, Closed())
    await lively.write(ASKER, "meant for the first one")
    await lively.pass_time(timedelta(minutes=7))
    assert lively.accept_button() != pressed
    await lively.accept(OTHER, pressed if old else lively.accept_button())
    assert OwnWords(CANARY) in [notice.text for notice in lively.messenger.said(OTHER)]
    assert lively.words_to(LISTENER) == lively.words_to(OTHER) == []


async def test_an_ask_whose_words_are_refused_is_over(scene: Scene) -> None:
    """No listener could ever read it: the asker hears the reason, without the words."""
    button = await scene.posted(words=CANARY)
    scene.messenger.fail(LISTENER, Refused())
    await scene.accept(LISTENER, button)
    told = scene.messenger.said(ASKER)[-1]
    assert (told.kind, told.text, told.guild_id) == (NoticeKind.ASK_WORDS_REFUSED, None, GUILD)
    assert await scene.rows("SELECT state FROM ask") == [("closed",)]
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.CONVERSATION_ENDED_LISTENER


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


@pytest.mark.parametrize("writer", [ASKER, LISTENER])
async def test_who_writes_words_that_discord_refuses_is_told_at_once(
    scene: Scene, writer: UserId
) -> None:
    """Below their own message, and the conversation goes on."""
    await scene.talk()
    reader = LISTENER if writer == ASKER else ASKER
    scene.messenger.fail(reader, Refused())
    message = await scene.write(writer, "https://refused.example")
    await scene.deliver()
    told = scene.messenger.created[-1]
    assert (told.notice.kind, told.reply_to) == (NoticeKind.WORDS_REFUSED, message)
    await scene.write(writer, "next")
    await scene.deliver()
    assert scene.words_to(reader) == ["next"]
    await scene.pass_time(DAY)
    assert NoticeKind.CONVERSATION_ENDED_ASKER not in scene.kinds_to(ASKER)


async def test_an_edit_that_discord_refuses_is_told(scene: Scene) -> None:
    """The copy keeps what it said before, and the writer must know."""
    await scene.talk()
    message = await scene.write(ASKER, "fine")
    await scene.deliver()
    scene.messenger.fail(LISTENER, Refused())
    await edits.edited(scene.ctx, Written(ASKER, message, "https://refused.example"))
    await scene.deliver()
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.WORDS_REFUSED


@pytest.mark.parametrize("writer", [ASKER, LISTENER])
async def test_whose_account_is_gone_is_lost_like_any_other(scene: Scene, writer: UserId) -> None:
    """Nothing at first, then the end; what is written meanwhile is tried no more."""
    await scene.talk()
    reader = LISTENER if writer == ASKER else ASKER
    scene.messenger.fail(reader, *[Gone()] * 5)
    before = scene.kinds_to(writer)
    for _ in range(2):
        await scene.write(writer, "Hello?")
        await scene.deliver()
    assert scene.kinds_to(writer) == before
    assert len(scene.messenger.failures[reader]) == 4
    await scene.pass_time(timedelta(minutes=31))
    assert scene.kinds_to(writer)[-1] in ENDED.values()


async def test_a_fault_that_passes_erases_no_words(scene: Scene) -> None:
    """For hours it is only tried again, nobody hears of it, and the words arrive in order."""
    await scene.talk()
    scene.messenger.fail(LISTENER, *[Passing()] * 14)
    await scene.write(ASKER, "one")
    await scene.write(ASKER, "two")
    before = scene.kinds_to(ASKER)
    for _ in range(5 * 60):
        await scene.pass_time(timedelta(minutes=1))
    assert scene.words_to(LISTENER) == ["one", "two"]
    assert scene.kinds_to(ASKER) == before


async def test_a_fault_that_does_not_pass_counts_as_closed(scene: Scene) -> None:
    """After six hours it is taken as meant: the words wait on, and the end is told like others."""
    await scene.talk()
    scene.messenger.fail(LISTENER, *[Passing()] * 500)
    await scene.write(ASKER, "Hello?")
    before = scene.kinds_to(ASKER)
    for _ in range(6):
        await scene.pass_time(HOUR)
    assert scene.kinds_to(ASKER) == before
    for _ in range(3):
        await scene.pass_time(HOUR)
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.CONVERSATION_ENDED_ASKER


async def test_what_is_opened_too_fast_waits(scene: Scene) -> None:
    """It is kept and tried again, and nobody is taken for lost."""
    await scene.talk()
    scene.messenger.fail(LISTENER, *[TooFast()] * 20)
    await scene.write(ASKER, "Hello?")
    for _ in range(30):
        await scene.pass_time(timedelta(minutes=1))
    assert scene.words_to(LISTENER) == ["Hello?"]
    assert NoticeKind.CONVERSATION_ENDED_ASKER not in scene.kinds_to(ASKER)


async def test_who_writes_a_long_text_is_told_when_its_end_cannot_be_said(scene: Scene) -> None:
    """The first piece arrived, the second is refused: the writer must not think that all did."""
    scene.speak_through(RefusesTheSecond())
    await scene.talk()
    await scene.write(ASKER, "word " * 500)
    await scene.deliver()
    assert len(scene.words_to(LISTENER)) == 1
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.WORDS_REFUSED
    assert scene.kinds_to(ASKER).count(NoticeKind.WORDS_REFUSED) == 1


class RefusesTheSecond(RecordingMessenger):
    """Discord takes the first words and not the second."""

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Refuse it, if some words were said already."""
        words = [sent for sent in self.created if sent.notice.kind is NoticeKind.WORDS]
        if words and outgoing.notice.kind is NoticeKind.WORDS:
            raise Refused
        return await super().create(outgoing)


@pytest.mark.parametrize(
    ("error", "kind", "told"),
    [
        (Gone(), AskKind.PRIVATE, NoticeKind.ASK_OVER_CHANNEL),
        (NotPermitted(), AskKind.PRIVATE, NoticeKind.ASK_NOT_POSTED),
        (Refused(), AskKind.PRIVATE, NoticeKind.ASK_NOT_TAKEN),
        (Refused(), AskKind.OPEN, NoticeKind.ASK_WORDS_REFUSED),
    ],
)
async def test_an_ask_that_cannot_be_posted_is_closed_for_the_reason_that_there_is(
    scene: Scene, error: Undelivered, kind: AskKind, told: NoticeKind
) -> None:
    """Its words come back, unless they are what Discord refuses; and one may ask again."""
    await scene.setup(GUILD, ASKS, open_asks=True)
    await scene.join(*CROWD)
    scene.messenger.fail(ASKS, error)
    await scene.ask(words=CANARY, kind=kind)
    await scene.deliver()
    said = scene.messenger.said(ASKER)[-1]
    assert said.kind is told
    assert (said.guild_id, said.ask_id) == (
        GUILD,
        (await scene.rows("SELECT ask_id FROM ask"))[0][0],
    )
    assert said.text == (None if told is NoticeKind.ASK_WORDS_REFUSED else OwnWords(CANARY))
    assert await scene.rows("SELECT state FROM ask") == [("closed",)]
    await scene.ask()


async def test_a_post_is_tried_for_hours_where_the_refusal_is_not_known(scene: Scene) -> None:
    """Then the asker hears so, with their words."""
    scene.messenger.fail(ASKS, *[Passing()] * 500)
    await scene.ask(words=CANARY)
    await scene.deliver()
    for _ in range(6):
        await scene.pass_time(HOUR)
    assert await scene.rows("SELECT state FROM ask") == [("waiting",)]
    for _ in range(2):
        await scene.pass_time(HOUR)
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.ASK_NOT_TAKEN


async def test_a_deleted_post_holds_up_nothing(scene: Scene) -> None:
    """It cannot be edited any more; the next ask is posted all the same."""
    await scene.posted()
    scene.messenger.fail(ASKS, Gone())
    await scene.take_back()
    await scene.posted(STRANGER)
    assert len(scene.messenger.said(ASKS)) == 2
    assert await scene.count("outbox") == 0


async def test_an_ask_given_back_is_posted_anew_where_its_post_was_deleted(lively: Scene) -> None:
    """The asker is told that others can accept it, so there has to be a button."""
    await accepted_in_vain(lively, Closed())
    lively.messenger.fail(ASKS, Gone())
    await lively.pass_time(timedelta(minutes=7))
    assert lively.kinds_to(ASKER)[-1] is NoticeKind.LISTENER_SILENT_ASKER
    assert lively.kinds_to(ASKS) == [NoticeKind.ASK_IN_CHANNEL] * 2
