"""A listener is worried, and calls moderators."""

import pytest

from bot.domain.errors import OutOfDate
from bot.domain.ids import AskId, GuildId, UserId
from bot.domain.moderation_errors import NotAModerator
from bot.domain.notices import NoticeKind
from bot.domain.personal_data import DataKind
from bot.services.blocks import blocking
from bot.services.moderation import telling, telling_who, worry
from bot.services.moderation.worry import ANSWERED_WITHIN, LATE_AT_MOST
from bot.services.privacy import overview
from tests.services.scene import (
    ASKER,
    CROWD,
    GUILD,
    LISTENER,
    OTHER,
    STAFF,
    STRANGER,
    Scene,
    here,
)

CARD, ALONE = NoticeKind.WORRY_CARD, NoticeKind.WORRY_FOR_OTHERS
SEEN, UNANSWERED = NoticeKind.WORRY_SEEN, NoticeKind.WORRY_UNANSWERED
WHO, WHO_ALONE = NoticeKind.WHO_IT_IS, NoticeKind.WHO_IT_IS_FOR_OTHERS
MODERATOR = CROWD[0]


async def call(scene: Scene) -> worry.Worried:
    """The listener presses it."""
    called = await worry.call(scene.ctx, LISTENER, scene.end_button(LISTENER))
    await scene.deliver()
    return called


async def moderate(scene: Scene, *users: UserId) -> None:
    """They were seen here as moderators, and read the channel."""
    scene.messenger.readers |= {*users}
    for user in users:
        await telling.note_moderator(scene.ctx, here(user))


async def blocked(scene: Scene, other: UserId) -> None:
    """The asker once talked with somebody, and blocked them."""
    await scene.join(other)
    await scene.talk(ASKER, other)
    await blocking.block(scene.ctx, ASKER, scene.end_button(ASKER))
    await scene.deliver()


async def talk_unseen(scene: Scene) -> None:
    """An ask that leaves somebody out stands in no channel: its listener was told of it."""
    await scene.ask()
    ((ask,),) = await scene.rows("SELECT ask_id FROM ask WHERE state = 'waiting'")
    token = scene.ctx.randomness.token()
    await scene.store.transaction(lambda on: on.button_tokens.for_ask(token, AskId(str(ask))))
    await scene.accept(LISTENER, token)


async def test_moderators_are_called_at_once_without_a_word_of_it(still_scene: Scene) -> None:
    """One card for two presses, in their channel, with nobody and nothing in it."""
    scene = still_scene
    await scene.talk()
    assert (await call(scene)).called
    again = await call(scene)
    assert (again.called, again.before) == (True, True)
    (card,) = [one for one in scene.messenger.said(STAFF) if one.kind is CARD]
    assert (card.text, card.alias, card.own_alias, card.conversation_id) == (None,) * 4


async def test_a_moderator_answers_and_the_listener_learns_it_once(still_scene: Scene) -> None:
    """Who the listener is, the moderator sees; a second one that somebody was there before."""
    scene = still_scene
    await scene.talk()
    await call(scene)
    token = scene._button(STAFF, CARD)
    first = await worry.be_there(scene.ctx, MODERATOR, GUILD, token)
    second = await worry.be_there(scene.ctx, CROWD[1], GUILD, token)
    await scene.pass_time(3 * ANSWERED_WITHIN)
    assert (first.listener, first.first, second.first) == (LISTENER, True, False)
    assert scene.kinds_to(LISTENER).count(SEEN) == 1
    assert UNANSWERED not in scene.kinds_to(LISTENER)
    assert scene.kinds_to(STAFF).count(CARD) == 1
    rows = await scene.rows("SELECT what FROM moderation_record")
    assert [str(what) for (what,) in rows] == ["answered_worry"]


async def test_twice_unanswered_is_told_as_it_is(still_scene: Scene) -> None:
    """Called once more after five minutes; after ten the listener reads the truth, once, with help
    lines. Whoever answers then is still the first."""
    scene = still_scene
    await scene.talk()
    await call(scene)
    await scene.pass_time(ANSWERED_WITHIN)
    assert scene.kinds_to(STAFF).count(CARD) == 2
    assert UNANSWERED not in scene.kinds_to(LISTENER)
    await scene.pass_time(ANSWERED_WITHIN)
    await scene.pass_time(ANSWERED_WITHIN)
    assert scene.kinds_to(STAFF).count(CARD) == 2
    assert scene.kinds_to(LISTENER).count(UNANSWERED) == 1
    late = await worry.be_there(scene.ctx, MODERATOR, GUILD, scene._button(STAFF, CARD))
    assert late.first


async def test_whoever_worries_before_their_first_words_is_not_taken_for_silent(
    scene: Scene,
) -> None:
    """They read the ask, and pressed: the ask does not go to others meanwhile."""
    await scene.talk()
    await call(scene)
    await scene.pass_time(ANSWERED_WITHIN)
    await scene.pass_time(ANSWERED_WITHIN)
    assert NoticeKind.LISTENER_SILENT_LISTENER not in scene.kinds_to(LISTENER)
    assert scene.kinds_to(LISTENER).count(UNANSWERED) == 1


async def test_a_new_worry_calls_again(still_scene: Scene) -> None:
    """After an answer, and after the truth."""
    scene = still_scene
    await scene.talk()
    await call(scene)
    await worry.be_there(scene.ctx, MODERATOR, GUILD, scene._button(STAFF, CARD))
    assert not (await call(scene)).before
    await scene.pass_time(ANSWERED_WITHIN)
    await scene.pass_time(ANSWERED_WITHIN)
    assert not (await call(scene)).before
    assert scene.kinds_to(STAFF).count(CARD) == 4
    assert LATE_AT_MOST > ANSWERED_WITHIN


async def test_only_the_listener_calls(still_scene: Scene) -> None:
    """Neither the asker with their button, nor anybody with the listener's."""
    scene = still_scene
    await scene.talk()
    for user, button in (
        (ASKER, scene.end_button(ASKER)),
        (STRANGER, scene.end_button(LISTENER)),
    ):
        with pytest.raises(OutOfDate):
            await worry.call(scene.ctx, user, button)


@pytest.mark.parametrize("user", [ASKER, LISTENER])
async def test_neither_of_the_two_answers_as_a_moderator(still_scene: Scene, user: UserId) -> None:
    """Though they may look after the server, and nobody learns that they tried."""
    scene = still_scene
    await scene.talk()
    await call(scene)
    with pytest.raises(OutOfDate):
        await worry.be_there(scene.ctx, user, GUILD, scene._button(STAFF, CARD))
    assert SEEN not in scene.kinds_to(LISTENER)


async def test_where_the_asker_keeps_somebody_away_each_other_one_is_told(
    still_scene: Scene,
) -> None:
    """Nothing stands in the channel; whom they blocked is told nothing and can't answer."""
    scene = still_scene
    await blocked(scene, OTHER)
    await moderate(scene, OTHER, MODERATOR, ASKER)
    await talk_unseen(scene)
    await call(scene)
    assert CARD not in scene.kinds_to(STAFF)
    assert ALONE in scene.kinds_to(MODERATOR)
    assert ALONE not in {*scene.kinds_to(OTHER), *scene.kinds_to(ASKER)}
    token = scene._button(MODERATOR, ALONE)
    with pytest.raises(OutOfDate):
        await worry.be_there(scene.ctx, OTHER, GUILD, token)
    assert (await worry.be_there(scene.ctx, MODERATOR, None, token)).first


async def test_in_direct_messages_only_who_still_reads_the_channel_answers(
    still_scene: Scene,
) -> None:
    """Their role may have been taken away since; and a card is of one server alone."""
    scene = still_scene
    await scene.talk()
    await call(scene)
    token = scene._button(STAFF, CARD)
    with pytest.raises(NotAModerator):
        await worry.be_there(scene.ctx, MODERATOR, None, token)
    with pytest.raises(OutOfDate):
        await worry.be_there(scene.ctx, MODERATOR, GuildId(702), token)


async def test_where_nobody_can_be_told_the_listener_hears_so(still_scene: Scene) -> None:
    """At once, and nothing waits for an answer."""
    scene = still_scene
    await scene.talk()
    scene.messenger.may_post = False
    assert not (await call(scene)).called
    await scene.pass_time(3 * ANSWERED_WITHIN)
    assert UNANSWERED not in scene.kinds_to(LISTENER)


async def test_when_it_ended_nobody_is_called_any_more(still_scene: Scene) -> None:
    """Who answers then is told who the listener was, who has nothing to read of it."""
    scene = still_scene
    await scene.talk()
    token = scene.end_button(LISTENER)
    await call(scene)
    await scene.end(ASKER)
    await scene.pass_time(3 * ANSWERED_WITHIN)
    assert scene.kinds_to(STAFF).count(CARD) == 1
    with pytest.raises(OutOfDate):
        await worry.call(scene.ctx, LISTENER, token)


async def test_an_asker_tells_moderators_who_they_are_once(still_scene: Scene) -> None:
    """In the channel, and the listener reads nothing of it."""
    scene = still_scene
    await scene.talk()
    before = scene.kinds_to(LISTENER)
    for _ in range(2):
        await telling_who.let_them_know(scene.ctx, ASKER, scene.end_button(ASKER))
        await scene.deliver()
    (card,) = [one for one in scene.messenger.said(STAFF) if one.kind is WHO]
    assert card.text is not None
    assert card.text.words == str(ASKER)
    assert scene.kinds_to(LISTENER) == before
    assert not await telling_who.can_still(scene.ctx, ASKER, scene.end_button(ASKER))


async def test_that_moderators_know_them_is_in_the_askers_export_alone(still_scene: Scene) -> None:
    """It is their own choice, which the other side learns nowhere."""
    scene = still_scene
    await scene.talk()
    assert await _known(scene, ASKER) == [False]
    await telling_who.let_them_know(scene.ctx, ASKER, scene.end_button(ASKER))
    assert await _known(scene, ASKER) == [True]
    assert await _known(scene, LISTENER) == [None]


async def _known(scene: Scene, user: UserId) -> list[object]:
    kept = await overview.everything_of(scene.ctx, user)
    talks = [one.facts for one in kept if one.kind is DataKind.CONVERSATION]
    return [facts.get("known_to_moderators") for facts in talks]


@pytest.mark.parametrize("why", ["listener reads along", "blocked somebody"])
async def test_it_never_stands_where_the_wrong_one_reads(still_scene: Scene, why: str) -> None:
    """Each other moderator is told alone: not the listener, nor whom the asker blocked."""
    scene = still_scene
    wrong = LISTENER if why == "listener reads along" else OTHER
    if wrong is OTHER:
        await blocked(scene, OTHER)
    await moderate(scene, wrong, MODERATOR)
    await (scene.talk() if wrong is LISTENER else talk_unseen(scene))
    await telling_who.let_them_know(scene.ctx, ASKER, scene.end_button(ASKER))
    await scene.deliver()
    assert WHO not in scene.kinds_to(STAFF)
    assert WHO_ALONE in scene.kinds_to(MODERATOR)
    assert WHO_ALONE not in scene.kinds_to(wrong)


async def test_only_the_asker_tells_who_they_are(still_scene: Scene) -> None:
    """A listener has no such choice here."""
    scene = still_scene
    await scene.talk()
    with pytest.raises(OutOfDate):
        await telling_who.let_them_know(scene.ctx, LISTENER, scene.end_button(LISTENER))
