from datetime import timedelta

import pytest

from bot.domain.asks import AskKind, Here, OwnWords
from bot.domain.errors import (
    CannotPost,
    CannotReachYou,
    OutOfDate,
    SupportError,
    TryAgain,
)
from bot.domain.ids import ChannelId, DraftId, UserId
from bot.domain.notices import NoticeKind
from bot.services.asks import drafts, posting
from bot.services.context import Member
from bot.services.listeners import duty
from bot.services.offers import acceptance
from bot.services.ports import Closed, Gone, Refused, TooFast, Undelivered, Unsure
from tests.fakes import RecordingMessenger
from tests.services.scene import (
    ASKER,
    ASKS,
    CROWD,
    DAY,
    ELSEWHERE,
    FAR_ASKS,
    GUILD,
    HOUR,
    LISTENER,
    STRANGER,
    Scene,
    here,
)

ME = here(ASKER)


CANARY = "nobody-else-reads-this"


async def nothing_posted(scene: Scene, key: DraftId, words: str) -> None:
    """No ask is stored or shown, and the draft has still its words."""
    await scene.deliver()
    assert await scene.count("ask") == 0
    assert scene.messenger.said(ASKS) == []
    assert (await drafts.get_draft(scene.ctx, ME, key)).text.words == words


async def test_a_private_ask_shows_not_a_word_in_the_channel(scene: Scene) -> None:
    """The post says that somebody asks; the words are nowhere but in the database, sealed."""
    await scene.posted(words=CANARY)
    (post,) = scene.messenger.said(ASKS)
    assert post.text is None
    assert CANARY not in repr(scene.messenger.created)
    assert CANARY not in repr(scene.messenger.edited)


async def test_a_private_post_says_nothing_that_depends_on_the_asker(scene: Scene) -> None:
    """No person, no alias; the token in it stands in no other message."""
    await scene.posted()
    (post,) = scene.messenger.said(ASKS)
    assert (post.to, post.alias, post.own_alias, post.conversation_id) == (ASKS, None, None, None)
    assert scene.take_back_button() != post.token


async def test_an_open_ask_shows_its_words_until_it_is_over(scene: Scene) -> None:
    """The post has the words, also while somebody has taken it, as people answer it below; once it
    is over, it is edited to have none."""
    await scene.setup(GUILD, ASKS, open_asks=True)
    await scene.join(*CROWD[:3])
    await scene.ask(words=CANARY, kind=AskKind.OPEN)
    await scene.deliver()
    (post,) = scene.messenger.said(ASKS)
    assert post.text == OwnWords(CANARY, "")
    await acceptance.accept(scene.ctx, here(LISTENER), scene.accept_button())
    await scene.deliver()
    edit = scene.edits_in(ASKS)[-1]
    assert (edit.kind, edit.text) == (NoticeKind.ASK_TAKEN_IN_CHANNEL, post.text)
    await scene.end(ASKER)
    edit = scene.edits_in(ASKS)[-1]
    assert (edit.kind, edit.text) == (NoticeKind.ASK_OVER_IN_CHANNEL, None)


async def test_the_hello_turns_into_the_news_that_it_is_posted(scene: Scene) -> None:
    """The asker gets one message, not two: hello, edited, with a button to take it back."""
    await scene.posted()
    assert scene.kinds_to(ASKER) == [NoticeKind.DM_CHECK_ASKER]
    ((edit, place),) = scene.messenger.edited
    assert edit.notice.kind is NoticeKind.ASK_POSTED
    assert int(place.channel) == ASKER
    assert scene.messenger.created[place.message - 1000].notice.kind is NoticeKind.DM_CHECK_ASKER


async def test_posting_uses_the_draft_up(scene: Scene) -> None:
    """The second press is out of date, and there is one ask."""
    key = (await scene.draft()).draft.id
    await posting.post(scene.ctx, ME, key)
    assert await scene.count("draft") == 0
    with pytest.raises(OutOfDate):
        await posting.post(scene.ctx, ME, key)
    assert await scene.count("ask") == 1


async def test_it_says_until_when_and_whether_somebody_is_here(scene: Scene) -> None:
    """24 hours, and honestly whether a listener is on duty."""
    key = (await scene.draft()).draft.id
    await duty.set_duty(scene.ctx, here(LISTENER), HOUR)
    assert await posting.post(scene.ctx, ME, key) == posting.Posted(
        scene.clock.now() + DAY, Here.NOW
    )


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (Closed(), CannotReachYou),
        (Gone(), CannotReachYou),
        (Unsure(), TryAgain),
        (Refused(), TryAgain),
    ],
)
@pytest.mark.parametrize("opened", [False, True])
async def test_who_cannot_be_reached_posts_nothing(
    scene: Scene, error: Undelivered, answer: type[SupportError], *, opened: bool
) -> None:
    """Whether no channel can be opened or no hello be said in it, the draft is kept."""
    key = (await scene.draft(words=CANARY)).draft.id
    if opened:
        scene.messenger.lose_answer(ASKER, error)
    else:
        scene.messenger.fail(ASKER, error)
    with pytest.raises(answer):
        await posting.post(scene.ctx, ME, key)
    await nothing_posted(scene, key, CANARY)


async def test_after_direct_messages_were_opened_the_same_press_works(scene: Scene) -> None:
    """The draft that was kept is posted with its words."""
    key = (await scene.draft(words=CANARY)).draft.id
    scene.messenger.fail(ASKER, Closed())
    with pytest.raises(CannotReachYou):
        await posting.post(scene.ctx, ME, key)
    await posting.post(scene.ctx, ME, key)
    await scene.deliver()
    await acceptance.accept(scene.ctx, here(LISTENER), scene.accept_button())
    await scene.deliver()
    assert scene.messenger.said(LISTENER)[-1].text == OwnWords(CANARY, "")


async def test_an_unsure_hello_is_said_once_after_a_second_press(scene: Scene) -> None:
    """It was stored although Discord gave no answer: the second press has the same nonce."""
    key = (await scene.draft()).draft.id
    scene.messenger.lose_answer(ASKER, Unsure())
    with pytest.raises(TryAgain):
        await posting.post(scene.ctx, ME, key)
    await posting.post(scene.ctx, ME, key)
    assert scene.kinds_to(ASKER) == [NoticeKind.DM_CHECK_ASKER]
    assert len(key) <= 25  # https://docs.discord.com/developers/resources/message#create-message


async def test_where_the_bot_may_not_write_nobody_is_told_hello(scene: Scene) -> None:
    """Nothing is posted, no direct message is sent, and the draft is kept."""
    key = (await scene.draft(words=CANARY)).draft.id
    scene.messenger.may_post = False
    with pytest.raises(CannotPost):
        await posting.post(scene.ctx, ME, key)
    assert scene.messenger.said(ASKER) == []
    await nothing_posted(scene, key, CANARY)


@pytest.mark.parametrize("who", [here(STRANGER), here(LISTENER), here(ASKER, ELSEWHERE)])
async def test_only_its_author_posts_a_draft(scene: Scene, who: Member) -> None:
    """And only in its own server; nobody is written to."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    key = (await scene.draft(words=CANARY)).draft.id
    before = len(scene.messenger.created)
    with pytest.raises(OutOfDate):
        await posting.post(scene.ctx, who, key)
    assert len(scene.messenger.created) == before
    await nothing_posted(scene, key, CANARY)


async def test_a_draft_that_expired_is_not_posted(scene: Scene) -> None:
    """At the end of its half hour it is out of date."""
    key = (await scene.draft()).draft.id
    scene.clock.advance(timedelta(minutes=30))
    with pytest.raises(OutOfDate):
        await posting.post(scene.ctx, ME, key)
    assert await scene.count("ask") == 0


class SlowedDown(RecordingMessenger):
    """Discord lets the bot open no direct messages for now."""

    async def open_dm(self, user: UserId) -> ChannelId:
        """It opened too many."""
        del user
        raise TooFast


async def test_whose_dms_are_known_can_ask_while_no_others_can_be_opened(scene: Scene) -> None:
    """Opening too many of them holds up only those that are new."""
    await scene.write(ASKER, "Hello?")
    await scene.deliver()
    scene.speak_through(SlowedDown())
    known = await scene.draft()
    await posting.post(scene.ctx, ME, known.draft.id)
    assert await scene.count("ask") == 1
    new = await scene.draft(STRANGER)
    with pytest.raises(TryAgain):
        await posting.post(scene.ctx, here(STRANGER), new.draft.id)


async def test_an_unsure_hello_is_looked_for_long_after_its_nonce_is_worth_nothing(
    scene: Scene,
) -> None:
    """Discord knows the nonce for a few minutes, a draft lives longer: what stands there already is
    found and followed, and nothing is sent again."""
    key = (await scene.draft()).draft.id
    scene.messenger.lose_answer(ASKER, Unsure())
    with pytest.raises(TryAgain):
        await posting.post(scene.ctx, ME, key)
    scene.clock.advance(2 * scene.ctx.settings.delivery.nonce_window)
    scene.messenger.tried.clear()
    await posting.post(scene.ctx, ME, key)
    kinds = [one.notice.kind for one in scene.messenger.tried]
    assert NoticeKind.DM_CHECK_ASKER not in kinds
    (stands,) = scene.messenger.unanswered[key]
    await scene.deliver()
    assert [place for _, place in scene.messenger.edited] == [stands]
