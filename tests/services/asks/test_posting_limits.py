import asyncio
from datetime import timedelta

import pytest

from bot.domain.asks import AskKind
from bot.domain.errors import (
    AskAlreadyOpen,
    AsksForToday,
    CannotPostYet,
    InConversation,
    OutOfDate,
)
from bot.domain.ids import DraftId
from bot.services.asks import drafts, posting
from bot.services.listeners import duty
from bot.services.offers import acceptance
from tests.services.scene import (
    ASKER,
    ASKS,
    CROWD,
    DAY,
    ELSEWHERE,
    FAR_ASKS,
    GUILD,
    LISTENER,
    STRANGER,
    Scene,
    here,
)

ME = here(ASKER)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
CANARY = "nobody-else-reads-this"


async def nothing_posted(scene: Scene, key: DraftId, words: str) -> None:
    """No ask is stored or shown, and the draft has still its words."""
    await scene.deliver()
    assert await scene.count("ask") == 0
    assert scene.messenger.said(ASKS) == []
    assert (await drafts.get_draft(scene.ctx, ME, key)).text.words == words


async def test_two_drafts_posted_at_once_meet_the_limit(scene: Scene) -> None:
    """One ask stands, and the other draft is kept to be posted later."""
    keys = [(await scene.draft(words=words)).draft.id for words in ("one", "two")]
    ends = await asyncio.gather(
        *(posting.post(scene.ctx, ME, key) for key in keys), return_exceptions=True
    )
    assert sorted(type(end).__name__ for end in ends) == ["AskAlreadyOpen", "Posted"]
    assert await scene.count("ask") == 1
    assert await scene.count("draft") == 1


@pytest.mark.parametrize("taken", [False, True])
async def test_one_ask_at_a_time(scene: Scene, *, taken: bool) -> None:
    """While one waits or is being heard, the next stays a draft; which of the two is said."""
    button = await scene.posted()
    if taken:
        await acceptance.accept(scene.ctx, here(LISTENER), button)
    key = (await scene.draft(words=CANARY)).draft.id
    with pytest.raises(AskAlreadyOpen) as refused:
        await posting.post(scene.ctx, ME, key)
    assert (refused.type is InConversation) is taken
    assert (await drafts.get_draft(scene.ctx, ME, key)).text.words == CANARY


async def test_limits_are_for_each_person_in_each_server(scene: Scene) -> None:
    """Somebody else, and the same person elsewhere, may ask."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    await scene.ask(ASKER)
    await scene.ask(STRANGER)
    await scene.ask(ASKER, guild=ELSEWHERE)
    assert await scene.count("ask") == 3


async def test_three_asks_in_a_day(scene: Scene) -> None:
    """The fourth has to wait until the first is a day old, to the second."""
    first = scene.clock.now()
    for _ in range(3):
        await scene.ask()
        scene.clock.advance(6 * MINUTE)
        await scene.take_back()
    scene.clock.advance(DAY - 18 * MINUTE - SECOND)
    key = (await scene.draft()).draft.id
    with pytest.raises(AsksForToday) as refused:
        await posting.post(scene.ctx, ME, key)
    assert refused.value.values == {"count": 3, "next": first + DAY}
    assert await scene.count("draft") == 1
    scene.clock.advance(SECOND)
    await posting.post(scene.ctx, ME, key)


async def test_an_ask_taken_back_within_minutes_does_not_count(scene: Scene) -> None:
    """Whoever thinks better of it may ask as often that day; but not without end, as each one was
    posted and told to listeners."""
    for _ in range(9):
        await scene.ask()
        scene.clock.advance(5 * MINUTE)
        await scene.take_back()
    await drafts.begin(scene.ctx, ME)
    for _ in range(3):
        await scene.ask()
        await scene.take_back()
    with pytest.raises(AsksForToday) as refused:
        await drafts.begin(scene.ctx, ME)
    assert refused.value.values["count"] == 12


async def test_one_that_somebody_accepted_counts_however_short_it_was(scene: Scene) -> None:
    """A listener gave it their time."""
    for _ in range(3):
        await scene.talk()
        await scene.end(ASKER)
    with pytest.raises(AsksForToday):
        await drafts.begin(scene.ctx, ME)


async def test_what_stands_in_the_way_is_known_before_a_word_is_written(scene: Scene) -> None:
    """One open, one being heard, the channel closed: each is said when the form would open."""
    await drafts.begin(scene.ctx, ME)
    scene.messenger.may_post = False
    with pytest.raises(CannotPostYet):
        await drafts.begin(scene.ctx, ME)
    scene.messenger.may_post = True
    button = await scene.posted()
    with pytest.raises(AskAlreadyOpen):
        await drafts.begin(scene.ctx, ME)
    await acceptance.accept(scene.ctx, here(LISTENER), button)
    with pytest.raises(InConversation):
        await drafts.begin(scene.ctx, ME)


async def test_an_open_draft_is_not_posted_after_the_server_changed_its_mind(
    scene: Scene,
) -> None:
    """Open asks were switched off while the preview was open."""
    await scene.setup(GUILD, ASKS, open_asks=True)
    await scene.join(*CROWD[:3])
    key = (await scene.draft(words=CANARY)).draft.id
    await drafts.choose(scene.ctx, ME, key, AskKind.OPEN)
    await scene.setup(GUILD, ASKS, open_asks=False)
    with pytest.raises(OutOfDate):
        await posting.post(scene.ctx, ME, key)
    await nothing_posted(scene, key, CANARY)


@pytest.mark.parametrize("shrinks", ["listeners", "members"])
async def test_an_open_draft_is_not_posted_where_people_could_guess(
    scene: Scene, shrinks: str
) -> None:
    """The server became small while the preview was open."""
    await scene.setup(GUILD, ASKS, open_asks=True)
    await scene.join(*CROWD[:3])
    key = (await scene.draft(words=CANARY)).draft.id
    await drafts.choose(scene.ctx, ME, key, AskKind.OPEN)
    if shrinks == "members":
        scene.messenger.people = 12
    else:
        await duty.leave(scene.ctx, here(CROWD[0]))
    with pytest.raises(OutOfDate):
        await posting.post(scene.ctx, ME, key)
