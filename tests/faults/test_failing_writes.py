"""One write fails, whichever it is: all of a deed is stored, or nothing of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.domain.ids import MessageId
from bot.domain.notices import NoticeKind
from bot.services.asks import posting
from bot.services.conversations import ending, relay
from bot.services.offers import acceptance
from bot.services.ports import SentMessage
from tests.engines import REFUSED
from tests.services.scene import ASKER, ASKS, LISTENER, Scene, here, saying


@asynccontextmanager
async def failing(scene: Scene, write: str) -> AsyncIterator[None]:
    """While this lasts, one kind of write fails, wherever it stands in a transaction."""
    await scene.refuse("fault", write)
    try:
        yield
    finally:
        await scene.allow("fault")


async def everything(scene: Scene) -> list[tuple[object, ...]]:
    """All rows of what people did."""
    tables = ("ask", "conversation", "button", "outbox", "draft", "inbox", "listener", "waiting")
    return [row for table in tables for row in await scene.rows(f"SELECT * FROM {table}")]  # noqa: S608 - names of ours


@pytest.mark.parametrize(
    "write",
    [
        "INSERT ON ask",
        "DELETE ON draft",
        "INSERT ON button",
        "INSERT ON outbox",
        "INSERT ON sent",
        "INSERT ON bot_message",
        "INSERT ON waiting",
    ],
)
async def test_posting_is_all_or_nothing(still_scene: Scene, write: str) -> None:
    """Whichever write fails, nothing of it is stored and the draft stays; then it can be posted."""
    scene = still_scene
    key = (await scene.draft()).draft.id
    # that hello is about to be said is noted before it is said, and stays noted
    await scene.store.transaction(lambda tables: tables.drafts.greet(key, scene.clock.now()))
    before = await everything(scene)
    async with failing(scene, write):
        with pytest.raises(REFUSED):
            await posting.post(scene.ctx, here(ASKER), key)
        assert await everything(scene) == before
    await posting.post(scene.ctx, here(ASKER), key)
    await scene.deliver()
    assert len(scene.messenger.said(ASKS)) == 1
    assert scene.kinds_to(ASKER) == [NoticeKind.DM_CHECK_ASKER]


@pytest.mark.parametrize(
    "write",
    ["UPDATE ON ask", "INSERT ON conversation", "INSERT ON button", "INSERT ON outbox"],
)
async def test_accepting_is_all_or_nothing(still_scene: Scene, write: str) -> None:
    """The ask goes on waiting, and nobody is told anything."""
    scene = still_scene
    button = await scene.posted()
    before = await everything(scene)
    async with failing(scene, write):
        with pytest.raises(REFUSED):
            await acceptance.accept(scene.ctx, here(LISTENER), button)
        assert await everything(scene) == before
    await scene.accept(LISTENER, button)
    assert scene.kinds_to(ASKER).count(NoticeKind.ASK_ACCEPTED) == 1


@pytest.mark.parametrize("write", ["UPDATE ON ask", "UPDATE ON conversation", "INSERT ON outbox"])
async def test_ending_is_all_or_nothing(still_scene: Scene, write: str) -> None:
    """It stays open for both, and can be ended later."""
    scene = still_scene
    await scene.talk()
    before = await everything(scene)
    async with failing(scene, write):
        with pytest.raises(REFUSED):
            await ending.end_own(scene.ctx, ASKER, scene.end_button(ASKER))
        assert await everything(scene) == before
    await scene.end(ASKER)
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.CONVERSATION_ENDED_LISTENER


@pytest.mark.parametrize("write", ["INSERT ON inbox", "INSERT ON outbox"])
async def test_passing_on_is_all_or_nothing(still_scene: Scene, write: str) -> None:
    """What is told again after the fault is not taken for something that was read."""
    scene = still_scene
    await scene.talk()
    written = relay.Written(ASKER, MessageId(9), "Hello?")
    async with failing(scene, write):
        with pytest.raises(REFUSED):
            await relay.pass_on(scene.ctx, written)
    for _ in range(2):
        await relay.pass_on(scene.ctx, written)
    await scene.deliver()
    assert scene.words_to(LISTENER) == ["Hello?"]


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("write", ["INSERT ON sent", "DELETE ON outbox", "UPDATE ON outbox"])
async def test_what_was_said_but_could_not_be_noted_is_not_said_again(
    still_scene: Scene, write: str, *, late: bool
) -> None:
    """Once there is room again it is recognised, by its nonce or in the history."""
    scene = still_scene
    await scene.talk()
    async with failing(scene, write):
        await scene.write(ASKER, "Hello?")
        async with saying(scene.delivery):
            await asyncio.sleep(0.2)  # it cannot come to rest while the fault lasts
    scene.messenger.history = [
        SentMessage(sent.channel, MessageId(1000 + at))
        for at, sent in enumerate(scene.messenger.created)
        if sent.notice.kind is NoticeKind.WORDS
    ]
    await scene.pass_time(timedelta(minutes=10 if late else 1))
    await scene.pass_time(timedelta(minutes=1))
    assert scene.words_to(LISTENER) == ["Hello?"]
    assert await scene.count("outbox") == 0
