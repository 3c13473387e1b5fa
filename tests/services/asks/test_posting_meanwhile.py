import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.domain.asks import AskKind, OwnWords
from bot.domain.errors import (
    OutOfDate,
)
from bot.domain.ids import AskId
from bot.domain.notices import NoticeKind
from bot.services.asks import drafts, posting
from bot.services.ports import Outgoing, SentMessage
from tests.fakes import RecordingMessenger
from tests.services.scene import (
    ASKER,
    ASKS,
    CROWD,
    GUILD,
    Scene,
    here,
)

ME = here(ASKER)


CANARY = "nobody-else-reads-this"


class Meanwhile(RecordingMessenger):
    """Something else happens while Discord takes its time to say hello."""

    def __init__(self, event: Callable[[], Awaitable[object]]) -> None:
        super().__init__()
        self._event = event

    async def create(self, outgoing: Outgoing) -> SentMessage:
        """Hello is said after the event."""
        if outgoing.notice.kind is NoticeKind.DM_CHECK_ASKER:
            await self._event()
        return await super().create(outgoing)


@pytest.mark.parametrize("presses", [2, 5])
async def test_pressing_post_several_times_at_once_posts_one_ask(
    scene: Scene, presses: int
) -> None:
    """One press wins, the others are out of date; hello is said once, the channel has one post."""
    for _ in range(3):
        key = (await scene.draft()).draft.id
        await asyncio.gather(
            *(posting.post(scene.ctx, ME, key) for _ in range(presses)), return_exceptions=True
        )
        assert await scene.count("ask WHERE state = 'waiting'") == 1
        await scene.take_back()
    assert len(scene.messenger.said(ASKS)) == 3
    assert len(scene.messenger.said(ASKER)) == 3


async def test_the_losing_press_is_told_that_it_is_out_of_date(scene: Scene) -> None:
    """Never an unexpected error."""
    key = (await scene.draft()).draft.id
    ends = await asyncio.gather(
        *(posting.post(scene.ctx, ME, key) for _ in range(5)), return_exceptions=True
    )
    assert sorted(type(end).__name__ for end in ends) == ["OutOfDate"] * 4 + ["Posted"]


async def test_who_chooses_privacy_while_posting_gets_it(scene: Scene) -> None:
    """ "Only one listener instead", pressed while Discord hesitates, keeps the words out of the
    channel."""
    await scene.setup(GUILD, ASKS, open_asks=True)
    await scene.join(*CROWD[:3])
    key = (await scene.draft(words=CANARY)).draft.id
    await drafts.choose(scene.ctx, ME, key, AskKind.OPEN)
    messenger = Meanwhile(lambda: drafts.choose(scene.ctx, ME, key, AskKind.PRIVATE))
    scene.speak_through(messenger)
    await posting.post(scene.ctx, ME, key)
    await scene.deliver()
    assert [post.text for post in messenger.said(ASKS)] == [None]


async def test_who_changes_their_words_while_posting_is_heard_with_the_new_ones(
    scene: Scene,
) -> None:
    """What the last preview showed is what is posted."""
    key = (await scene.draft(words="with my name in it")).draft.id
    messenger = Meanwhile(lambda: drafts.change(scene.ctx, ME, key, "without it", ""))
    scene.speak_through(messenger)
    await posting.post(scene.ctx, ME, key)
    (ask,) = await scene.rows("SELECT ask_id FROM ask")
    stored = await scene.read(lambda tables: tables.asks.get(AskId(str(ask[0]))))
    assert stored is not None
    assert stored.text == OwnWords("without it", "")


async def test_who_cancels_while_posting_has_cancelled(scene: Scene) -> None:
    """The draft is gone when hello was said, so nothing is posted."""
    key = (await scene.draft()).draft.id
    scene.speak_through(Meanwhile(lambda: drafts.cancel(scene.ctx, ME, key)))
    with pytest.raises(OutOfDate):
        await posting.post(scene.ctx, ME, key)
    assert await scene.count("ask") == 0
