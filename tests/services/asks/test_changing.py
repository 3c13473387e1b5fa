"""Other words for an ask that was posted: whoever read the earlier ones is told, wherever it is."""

from datetime import timedelta

import pytest

from bot.domain.asks import CHANGED_AT_MOST, AskKind
from bot.domain.errors import NoLongerAvailable, OutOfDate
from bot.domain.guilds import Feature
from bot.domain.ids import ChannelId, UserId
from bot.domain.limit_errors import ChangedOften, DraftsFull
from bot.domain.notices import NoticeKind
from bot.domain.report_errors import AskReworded
from bot.services.asks import changing, drafts, holding, posting
from bot.services.asks.changing import Became, Changed
from bot.services.listeners import duty
from bot.services.offers import responses
from tests import server_setup
from tests.services.scene import (
    ASKER,
    ASKS,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    STAFF,
    STRANGER,
    Scene,
    here,
)

OLD, NEW = "A long week.", "It was the house."
MODERATOR = here(STRANGER)


async def offered(scene: Scene, user: UserId) -> str:
    """The token of the newest offer to somebody on duty."""
    (*_, last) = [one for one in scene.messenger.said(user) if one.kind is NoticeKind.OFFER]
    assert last.token is not None
    return last.token


async def on_duty(scene: Scene) -> None:
    """Both listeners are told of what is asked."""
    for user in (LISTENER, OTHER):
        await duty.set_duty(scene.ctx, here(user), timedelta(hours=4))


async def waiting(scene: Scene, kind: AskKind = AskKind.PRIVATE) -> str:
    """An ask of which both listeners were told; the token of its asker's buttons."""
    await on_duty(scene)
    await scene.ask(words=OLD, kind=kind)
    await scene.pass_time(timedelta(0))
    return scene.take_back_button()


async def reworded(scene: Scene, token: str, words: str = NEW) -> Changed:
    """Write new words and use them."""
    preview = await changing.write_anew(scene.ctx, ASKER, token, words, "")
    done = await changing.use(scene.ctx, here(ASKER), preview.draft.id)
    await scene.tick()
    await scene.deliver()
    return done


def told(scene: Scene, user: UserId) -> int:
    """How often somebody was told that the words of an ask changed."""
    return scene.kinds_to(user).count(NoticeKind.OFFER_REWORDED)


async def test_whoever_read_the_earlier_words_is_told_and_reads_the_new_ones(scene: Scene) -> None:
    """And nobody else: to whoever did not read it nothing is different."""
    token = await waiting(scene)
    read = await responses.read(scene.ctx, LISTENER, await offered(scene, LISTENER))
    assert read.text is not None
    assert read.text.words == OLD
    assert await changing.words_of(scene.ctx, ASKER, token) == read.text
    assert (await reworded(scene, token)).became is Became.STAND
    assert (told(scene, LISTENER), told(scene, OTHER)) == (1, 0)
    (*_, notice) = scene.messenger.said(LISTENER)
    assert notice.token is not None
    again = await responses.read(scene.ctx, LISTENER, notice.token)
    assert again.text is not None
    assert again.text.words == NEW


async def test_whoever_looked_under_who_is_waiting_and_read_it_is_told_too(scene: Scene) -> None:
    """They were never offered it."""
    await scene.ask(words=OLD)
    await scene.deliver()
    found = await responses.list_waiting_asks(scene.ctx, here(OTHER), 0)
    assert found is not None
    await responses.read(scene.ctx, OTHER, found.token)
    await reworded(scene, scene.take_back_button())
    assert (told(scene, LISTENER), told(scene, OTHER)) == (0, 1)


async def test_whoever_takes_it_then_is_given_the_new_words(scene: Scene) -> None:
    """Though they had read the earlier ones, with the button that they had."""
    token = await waiting(scene)
    offer = await offered(scene, LISTENER)
    await responses.read(scene.ctx, LISTENER, offer)
    await reworded(scene, token)
    await scene.accept(LISTENER, offer)
    (opening,) = [
        one for one in scene.messenger.said(LISTENER) if one.kind is NoticeKind.YOU_ACCEPTED
    ]
    assert opening.text is not None
    assert opening.text.words == NEW


async def test_nobody_is_told_whom_it_is_no_longer_for(scene: Scene) -> None:
    """Somebody read it, and is no listener any more."""
    token = await waiting(scene)
    await responses.read(scene.ctx, LISTENER, await offered(scene, LISTENER))
    await duty.leave(scene.ctx, here(LISTENER))
    await reworded(scene, token)
    assert told(scene, LISTENER) == 0


async def test_a_listener_took_it_meanwhile(scene: Scene) -> None:
    """Nothing changes behind their back; the asker has their words still, to say them."""
    token = await waiting(scene)
    preview = await changing.write_anew(scene.ctx, ASKER, token, NEW, "")
    await scene.accept(LISTENER, await offered(scene, LISTENER))
    done = await changing.use(scene.ctx, here(ASKER), preview.draft.id)
    assert done.became is Became.TAKEN
    assert done.preview is not None
    assert done.preview.draft.text.words == NEW
    with pytest.raises(OutOfDate):
        await changing.words_of(scene.ctx, ASKER, token)
    assert await scene.rows("SELECT edition FROM ask") == [(0,)]


@pytest.mark.parametrize("ends", ["taken back", "expired", "erased"])
async def test_it_was_over_meanwhile(scene: Scene, ends: str) -> None:
    """The words are those of an ordinary draft then, which can be posted."""
    token = await waiting(scene)
    if ends != "taken back":
        await scene.pass_time(scene.settings.asks.expires_after - timedelta(minutes=5))
    preview = await changing.write_anew(scene.ctx, ASKER, token, NEW, "")
    if ends == "taken back":
        await scene.take_back()
    else:
        await scene.pass_time(timedelta(minutes=10))
    if ends == "erased":
        await scene.change_rows("DELETE FROM ask")
    done = await changing.use(scene.ctx, here(ASKER), preview.draft.id)
    assert done.became is Became.OVER
    assert done.preview is not None
    assert done.preview.draft.changes is None
    await posting.post(scene.ctx, here(ASKER), preview.draft.id)
    await scene.deliver()
    assert await scene.rows("SELECT COUNT(*) FROM ask WHERE state = 'waiting'") == [(1,)]


async def test_a_draft_of_new_words_is_never_posted_as_an_ask(scene: Scene) -> None:
    """While the ask that it changes is there."""
    token = await waiting(scene)
    preview = await changing.write_anew(scene.ctx, ASKER, token, NEW, "")
    with pytest.raises(OutOfDate):
        await posting.post(scene.ctx, here(ASKER), preview.draft.id)


async def test_pressed_twice_it_changes_once(scene: Scene) -> None:
    """And whoever read it is told once."""
    token = await waiting(scene)
    await responses.read(scene.ctx, LISTENER, await offered(scene, LISTENER))
    preview = await changing.write_anew(scene.ctx, ASKER, token, NEW, "")
    await changing.use(scene.ctx, here(ASKER), preview.draft.id)
    with pytest.raises(OutOfDate):
        await changing.use(scene.ctx, here(ASKER), preview.draft.id)
    await scene.deliver()
    assert told(scene, LISTENER) == 1


async def test_of_two_devices_the_later_one_counts(scene: Scene) -> None:
    """Each has its own draft; nothing is mixed."""
    token = await waiting(scene)
    one = await changing.write_anew(scene.ctx, ASKER, token, "From the phone.", "")
    two = await changing.write_anew(scene.ctx, ASKER, token, "From the desk.", "")
    await changing.use(scene.ctx, here(ASKER), two.draft.id)
    await changing.use(scene.ctx, here(ASKER), one.draft.id)
    assert (await changing.words_of(scene.ctx, ASKER, token)).words == "From the phone."


async def test_an_open_ask_shows_the_new_words_where_the_earlier_ones_stood(scene: Scene) -> None:
    """Its post is edited, not posted anew."""
    await scene.setup(GUILD, ASKS, open_asks=True)
    scene.messenger.people = 100
    await scene.join(*map(UserId, range(200, 206)))
    token = await waiting(scene, AskKind.OPEN)
    posted = scene.kinds_to(ASKS)
    assert posted.count(NoticeKind.ASK_IN_CHANNEL) == 1
    await reworded(scene, token)
    assert scene.kinds_to(ASKS) == posted
    edited = scene.edits_in(ASKS)[-1]
    assert edited.text is not None
    assert edited.text.words == NEW


async def test_a_private_ask_leaves_its_post_alone(scene: Scene) -> None:
    """No word of it stands there, so nobody sees that they changed."""
    token = await waiting(scene)
    before = len(scene.edits_in(ASKS))
    await reworded(scene, token)
    assert len(scene.edits_in(ASKS)) == before


async def test_a_moderator_lets_out_the_words_that_they_read(scene: Scene) -> None:
    """Not those that came in their place while they were reading."""
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.APPROVE_ASKS])
    await scene.ask(words=OLD)
    await scene.deliver()
    (ask,) = await holding.list_held(scene.ctx, MODERATOR)
    token = scene.edits_in(ChannelId(ASKER))[-1].token
    assert token is not None
    assert (await reworded(scene, token)).became is Became.HELD
    with pytest.raises(AskReworded):
        await holding.let_out(scene.ctx, MODERATOR, ask.id, edition=ask.edition)
    (ask,) = await holding.list_held(scene.ctx, MODERATOR)
    assert ask.text is not None
    assert ask.text.words == NEW
    await holding.let_out(scene.ctx, MODERATOR, ask.id, edition=ask.edition)
    await scene.deliver()
    assert scene.kinds_to(ASKS)[-1] is NoticeKind.ASK_IN_CHANNEL


async def test_where_moderators_look_first_they_look_at_new_words_too(scene: Scene) -> None:
    """What they let out is not what stands there then: until they have looked nobody has it."""
    await on_duty(scene)
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.APPROVE_ASKS])
    await scene.ask(words=OLD)
    await scene.deliver()
    (ask,) = await holding.list_held(scene.ctx, MODERATOR)
    await holding.let_out(scene.ctx, MODERATOR, ask.id)
    await scene.pass_time(timedelta(0))
    offer = await offered(scene, LISTENER)
    await responses.read(scene.ctx, LISTENER, offer)
    asked = scene.kinds_to(STAFF).count(NoticeKind.MODERATORS_LOOK)
    assert (await reworded(scene, scene.take_back_button())).became is Became.HELD
    assert scene.kinds_to(STAFF).count(NoticeKind.MODERATORS_LOOK) == asked + 1
    assert scene.edits_in(ASKS)[-1].kind is NoticeKind.ASK_OVER_IN_CHANNEL
    with pytest.raises(NoLongerAvailable):
        await responses.read(scene.ctx, LISTENER, offer)
    (ask,) = await holding.list_held(scene.ctx, MODERATOR)
    await holding.let_out(scene.ctx, MODERATOR, ask.id, edition=ask.edition)
    await scene.pass_time(timedelta(0))
    assert scene.edits_in(ASKS)[-1].kind is NoticeKind.ASK_IN_CHANNEL
    assert told(scene, LISTENER) == 1


async def test_words_change_so_often_and_no_more(scene: Scene) -> None:
    """Known before anything is written; a draft from before does not get around it."""
    token = await waiting(scene)
    late = await changing.write_anew(scene.ctx, ASKER, token, "One more.", "")
    for number in range(CHANGED_AT_MOST):
        await reworded(scene, token, f"Words {number}.")
    with pytest.raises(ChangedOften):
        await changing.words_of(scene.ctx, ASKER, token)
    with pytest.raises(ChangedOften):
        await changing.use(scene.ctx, here(ASKER), late.draft.id)
    assert (await drafts.get_draft(scene.ctx, here(ASKER), late.draft.id)).text.words == "One more."


async def test_only_its_asker_changes_it(scene: Scene) -> None:
    """Not with a listener's button, nor that below the post, nor somebody else with the asker's."""
    token = await waiting(scene)
    offer = await offered(scene, LISTENER)
    tries = [(LISTENER, offer), (ASKER, offer), (OTHER, scene.accept_button()), (LISTENER, token)]
    for user, tried in tries:
        with pytest.raises(OutOfDate):
            await changing.words_of(scene.ctx, user, tried)
        with pytest.raises(OutOfDate):
            await changing.write_anew(scene.ctx, user, tried, NEW, "")
    preview = await changing.write_anew(scene.ctx, ASKER, token, NEW, "")
    with pytest.raises(OutOfDate):
        await changing.use(scene.ctx, here(LISTENER), preview.draft.id)


async def test_new_words_are_drafts_like_others(scene: Scene) -> None:
    """They count as those do, and are gone with their time."""
    token = await waiting(scene)
    for _ in range(scene.settings.asks.drafts_at_once):
        preview = await changing.write_anew(scene.ctx, ASKER, token, NEW, "")
    with pytest.raises(DraftsFull):
        await changing.write_anew(scene.ctx, ASKER, token, NEW, "")
    await scene.pass_time(HOUR)
    with pytest.raises(OutOfDate):
        await changing.use(scene.ctx, here(ASKER), preview.draft.id)
    assert await scene.count("draft") == 0
