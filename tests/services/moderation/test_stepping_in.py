"""A moderator joins two of whom the one who listens is worried."""

from datetime import timedelta

import pytest

from bot.domain.asks import OwnWords
from bot.domain.blocks import Block
from bot.domain.conversations import Side
from bot.domain.errors import ConversationOver, OutOfDate
from bot.domain.ids import UserId
from bot.domain.joining_errors import CannotStepIn, ModeratorIsThere
from bot.domain.moderation_errors import NotAModerator
from bot.domain.notices import NoticeKind
from bot.domain.personal_data import DataKind
from bot.domain.reports import ReportedAs
from bot.services.blocks import blocking
from bot.services.conversations import (
    access,
    discreet_mode,
    edits,
    freezing,
    hand_over,
    overview,
    read_here,
    relay,
    second_listener,
    silence,
)
from bot.services.conversations.access import Leaving
from bot.services.listeners import duty
from bot.services.moderation import reported, stepping_in, telling_who, worry
from bot.services.moderation.worry import ANSWERED_WITHIN, JOINED_WITHIN
from bot.services.offers import joining
from bot.services.ports import Closed, Standing
from bot.services.privacy import erasure
from bot.services.privacy import overview as privacy
from tests.services.conversations.test_leaving_a_room import ask_state, end
from tests.services.conversations.test_second_listener import (
    _copy_of,
    dm,
    looked_for,
    token,
    write,
)
from tests.services.moderation.test_worry import blocked, moderate, talk_unseen
from tests.services.scene import ASKER, CROWD, DAY, GUILD, LISTENER, OTHER, STAFF, Scene, here

MODERATOR = CROWD[0]
CARD, ALONE = NoticeKind.WORRY_CARD, NoticeKind.WORRY_FOR_OTHERS
TOLD, TOLD_LISTENER = NoticeKind.MODERATOR_JOINED, NoticeKind.MODERATOR_JOINED_YOU
OPENING, LEFT = NoticeKind.YOU_STEPPED_IN, NoticeKind.MODERATOR_LEFT
UNANSWERED = NoticeKind.WORRY_UNANSWERED
ENDED = NoticeKind.CONVERSATION_ENDED_MODERATOR
ENDED_ASKER = NoticeKind.CONVERSATION_ENDED_ASKER
MINUTES = timedelta(minutes=2)


async def called(scene: Scene) -> str:
    """The listener is worried; the token of the card."""
    await worry.call(scene.ctx, LISTENER, scene.end_button(LISTENER))
    await scene.deliver()
    return scene._button(STAFF, CARD)


async def step_in(scene: Scene, user: UserId = MODERATOR) -> stepping_in.SteppedIn:
    """Somebody who moderates joins from the card, and all is said."""
    joined = await stepping_in.step_in(scene.ctx, user, GUILD, scene._button(STAFF, CARD))
    await scene.deliver()
    return joined


@pytest.fixture
async def with_one(still_scene: Scene) -> Scene:
    """Two have written, and a moderator is with them."""
    scene = still_scene
    scene.messenger.readers |= {MODERATOR}
    await scene.talk()
    await write(scene, ASKER, "Before.")
    await write(scene, LISTENER, "I hear you.")
    await called(scene)
    await step_in(scene)
    return scene


def newest(scene: Scene, user: UserId) -> list[str]:
    """What was passed on to somebody since the moderator is there."""
    return scene.words_to(user)[{ASKER: 1, LISTENER: 1}.get(user, 0) :]


async def test_each_is_told_and_reads_a_name_and_no_person(with_one: Scene) -> None:
    """The asker with the buttons for it; nobody reads who the moderator is, nor they who asks."""
    scene = with_one
    told, own = scene.messenger.said(ASKER)[-1], scene.messenger.said(MODERATOR)[-1]
    assert (told.kind, own.kind) == (TOLD, OPENING)
    assert scene.kinds_to(LISTENER)[-1] is TOLD_LISTENER
    names = {told.alias, told.own_alias, told.text and told.text.words}
    assert len(names) == 3
    assert {own.own_alias, own.alias, own.text and own.text.words} == names
    assert own.own_alias == told.alias
    assert UNANSWERED not in scene.kinds_to(LISTENER)
    rows = await scene.rows("SELECT what FROM moderation_record")
    assert [str(what) for (what,) in rows] == ["joined_worry"]


async def test_words_edits_replies_and_deletions_go_to_all_and_nothing_from_before(
    with_one: Scene,
) -> None:
    """As with a second listener."""
    scene = with_one
    assert newest(scene, MODERATOR) == []
    first = await write(scene, ASKER, "From me.")
    await write(scene, LISTENER, "From the listener.")
    copied = _copy_of(scene, MODERATOR, "From me.")
    await write(scene, MODERATOR, "From a moderator.", reply_to=copied)
    assert newest(scene, ASKER) == ["From the listener.", "From a moderator."]
    assert newest(scene, LISTENER) == ["From me.", "From a moderator."]
    assert newest(scene, MODERATOR) == ["From me.", "From the listener."]
    words = OwnWords("From a moderator.")
    answers = {o.channel: o.reply_to for o in scene.messenger.log if o.notice.text == words}
    assert answers == {dm(ASKER): first, dm(LISTENER): _copy_of(scene, LISTENER, "From me.")}
    await edits.edited(scene.ctx, relay.Written(ASKER, first, "Other words.", channel=dm(ASKER)))
    await scene.deliver()
    assert {o.channel for o, _ in scene.messenger.edited[-2:]} == {dm(LISTENER), dm(MODERATOR)}
    await edits.deleted(scene.ctx, first)
    await scene.deliver()
    assert {one.channel for one in scene.messenger.deleted[-2:]} == {dm(LISTENER), dm(MODERATOR)}


async def test_nothing_is_read_of_somebody_who_was_not_told(still_scene: Scene) -> None:
    """Their direct messages are closed: what they write goes to their listener alone, until they
    have read who reads along."""
    scene = still_scene
    await scene.talk()
    await called(scene)
    scene.messenger.fail(ASKER, *[Closed()] * 50)
    await step_in(scene)
    assert TOLD not in scene.kinds_to(ASKER)
    await write(scene, ASKER, "For my listener.")
    assert scene.words_to(LISTENER) == ["For my listener."]
    assert scene.words_to(MODERATOR) == []
    await write(scene, LISTENER, "And mine for all.")
    assert scene.words_to(MODERATOR) == ["And mine for all."]
    waits = await overview.waiting_for_me(scene.ctx, ASKER)
    assert TOLD in [one.notice.kind for one in waits]
    await overview.have_seen(scene.ctx, ASKER, [one.id for one in waits])
    await write(scene, ASKER, "For both.")
    assert scene.words_to(MODERATOR)[-1] == "For both."


async def test_whoever_is_discreet_is_read_once_they_opened_it(still_scene: Scene) -> None:
    """That they have a message tells nobody who reads along."""
    scene = still_scene
    await scene.talk()
    await discreet_mode.choose(scene.ctx, ASKER, discreet=True)
    await called(scene)
    await step_in(scene)
    await write(scene, ASKER, "For my listener.")
    assert scene.words_to(MODERATOR) == []
    shown = await discreet_mode.show(
        scene.ctx, ASKER, token(scene, ASKER, NoticeKind.MESSAGE_WAITING)
    )
    assert shown.kind is TOLD
    await write(scene, ASKER, "For both.")
    assert scene.words_to(MODERATOR) == ["For both."]


async def test_it_is_told_also_where_the_conversation_was_held_meanwhile(
    still_scene: Scene,
) -> None:
    """What a hold takes away is not that."""
    scene = still_scene
    await scene.talk()
    await called(scene)
    await stepping_in.step_in(scene.ctx, MODERATOR, GUILD, scene._button(STAFF, CARD))
    (talk, *_) = await scene.read(lambda tables: tables.conversations.open_in(GUILD))
    for do in (freezing.freeze, freezing.let_go_on):
        await scene.store.transaction(lambda tables, do=do: do(scene.ctx, tables, talk))  # type: ignore[misc]
    await scene.deliver()
    assert TOLD in scene.kinds_to(ASKER)
    assert TOLD_LISTENER in scene.kinds_to(LISTENER)


async def test_they_leave_and_all_read_that_nobody_of_them_reads_along(with_one: Scene) -> None:
    """The two go on; the moderator reads words of their own, and nothing more."""
    scene = with_one
    button = token(scene, MODERATOR, OPENING)
    _, way = await access.how_it_goes_on(scene.ctx, MODERATOR, button)
    assert way is Leaving.MODERATES
    await end(scene, MODERATOR, button)
    assert scene.kinds_to(MODERATOR)[-1] is ENDED
    assert scene.kinds_to(ASKER)[-1] is scene.kinds_to(LISTENER)[-1] is LEFT
    assert ENDED_ASKER not in scene.kinds_to(ASKER)
    await write(scene, ASKER, "You are here.")
    await write(scene, LISTENER, "I am.")
    assert newest(scene, LISTENER) == ["You are here."]
    assert newest(scene, ASKER) == ["I am."]
    assert newest(scene, MODERATOR) == []
    assert await ask_state(scene) == "taken"


async def test_where_nobody_listens_any_more_it_is_over_for_all(with_one: Scene) -> None:
    """A moderator takes no listener's place."""
    scene = with_one
    _, way = await access.how_it_goes_on(scene.ctx, LISTENER, scene.end_button(LISTENER))
    assert way is Leaving.ENDS
    await end(scene, LISTENER, scene.end_button(LISTENER))
    assert scene.kinds_to(MODERATOR)[-1] is ENDED
    assert scene.kinds_to(ASKER).count(ENDED_ASKER) == 1
    assert await ask_state(scene) == "closed"


@pytest.mark.parametrize("button", [NoticeKind.ASK_ACCEPTED, TOLD])
async def test_the_asker_ends_it_for_all_and_can_ask_for_their_listener_again(
    with_one: Scene, button: NoticeKind
) -> None:
    """Once, and never for a moderator."""
    scene = with_one
    await end(scene, ASKER, token(scene, ASKER, button))
    assert scene.kinds_to(MODERATOR)[-1] is ENDED
    assert scene.kinds_to(ASKER).count(ENDED_ASKER) == 1
    assert len(await scene.rows("SELECT 1 FROM again")) == 1


async def test_handed_over_the_moderator_goes_too(with_one: Scene) -> None:
    """They count as nobody to whom it could be left; the next one begins with the asker alone."""
    scene = with_one
    await duty.set_duty(scene.ctx, here(OTHER), 30 * DAY)
    await hand_over.hand_over(scene.ctx, LISTENER, scene.end_button(LISTENER))
    await scene.deliver()
    await hand_over.go_on(scene.ctx, ASKER, token(scene, ASKER, NoticeKind.HAND_OVER_ASKED))
    await scene.deliver()
    assert scene.kinds_to(MODERATOR)[-1] is ENDED
    assert await ask_state(scene) == "waiting"
    await scene.tick()
    await scene.deliver()
    await scene.accept(OTHER, token(scene, OTHER, NoticeKind.OFFER))
    scene.clock.advance(MINUTES)
    await write(scene, ASKER, "A new start.")
    assert scene.words_to(OTHER) == ["A new start."]
    assert newest(scene, MODERATOR) == []


async def test_somebody_else_is_found_beside_a_moderator(with_one: Scene) -> None:
    """As where the two are alone."""
    scene = with_one
    await write(scene, ASKER, "Are you there?")
    await silence.find_somebody_else(scene.ctx, ASKER, scene.end_button(ASKER))
    await scene.deliver()
    assert scene.kinds_to(MODERATOR)[-1] is ENDED
    assert await ask_state(scene) == "waiting"


async def test_a_moderator_is_nobodys_listener(with_one: Scene) -> None:
    """Nothing of what a listener can do is theirs, and nothing of it counts as listening."""
    scene, own = with_one, token(with_one, MODERATOR, OPENING)
    for refused in (
        worry.call(scene.ctx, MODERATOR, own),
        second_listener.call(scene.ctx, MODERATOR, own),
        hand_over.hand_over(scene.ctx, MODERATOR, own),
        silence.back_soon(scene.ctx, MODERATOR, own),
    ):
        with pytest.raises(OutOfDate):
            await refused
    number = scene.store.listener_number(GUILD, MODERATOR)
    now = scene.clock.now()
    load = await scene.read(lambda tables: tables.conversations.load(number, now, 0 * DAY))
    assert (load.open_now, load.last_day, load.heavy_week) == (0, 0, 0)
    assert not await scene.read(lambda tables: tables.begun.since(number, now - DAY))


async def test_a_listener_who_moderates_elsewhere_is_free_for_another_ask(
    still_scene: Scene,
) -> None:
    """One at once is their limit, and moderating is none."""
    scene = still_scene
    await duty.set_duty(scene.ctx, here(OTHER), 30 * DAY)
    await scene.talk()
    await called(scene)
    await step_in(scene, OTHER)
    await scene.is_adult(CROWD[3])
    await scene.ask(CROWD[3])
    await scene.tick()
    await scene.deliver()
    await scene.accept(OTHER, token(scene, OTHER, NoticeKind.OFFER))
    assert NoticeKind.YOU_ACCEPTED in scene.kinds_to(OTHER)


async def test_whoever_is_worried_now_hears_who_is_there(with_one: Scene) -> None:
    """Nobody more is called."""
    found = await worry.call(with_one.ctx, LISTENER, with_one.end_button(LISTENER))
    assert found.there == with_one.messenger.said(ASKER)[-1].alias
    await with_one.deliver()
    assert with_one.kinds_to(STAFF).count(CARD) == 1


async def test_one_is_enough_and_pressed_again_it_is_the_same(still_scene: Scene) -> None:
    """Another moderator reads that one is there; when that one has left they can join."""
    scene = still_scene
    await scene.talk()
    await called(scene)
    first = await step_in(scene)
    again = await step_in(scene)
    assert (again.alias, again.own_alias) == (first.alias, first.own_alias)
    assert scene.kinds_to(ASKER).count(TOLD) == 1
    with pytest.raises(ModeratorIsThere):
        await step_in(scene, CROWD[1])
    await end(scene, MODERATOR, token(scene, MODERATOR, OPENING))
    assert (await step_in(scene, CROWD[1])).own_alias != first.own_alias
    assert scene.kinds_to(ASKER).count(TOLD) == 2
    await end(scene, CROWD[1], token(scene, CROWD[1], OPENING))
    assert (await step_in(scene)).own_alias != first.own_alias  # and who left can come back
    assert scene.kinds_to(ASKER).count(TOLD) == 3


async def test_where_nobody_answers_it_is_told_as_it_is_and_a_late_one_can_join(
    still_scene: Scene,
) -> None:
    """Called twice, the truth, and then somebody comes after all; a day later nobody does."""
    scene = still_scene
    await scene.talk()
    await called(scene)
    for _ in range(2):
        await scene.pass_time(ANSWERED_WITHIN)
    assert scene.kinds_to(STAFF).count(CARD) == 2
    assert scene.kinds_to(LISTENER).count(UNANSWERED) == 1
    await step_in(scene)
    assert scene.kinds_to(LISTENER)[-1] is TOLD_LISTENER


async def test_a_day_after_the_call_nobody_joins_any_more(still_scene: Scene) -> None:
    """Somebody has to be worried now."""
    scene = still_scene
    await scene.talk()
    card = await called(scene)
    for pause in (*[ANSWERED_WITHIN] * 2, *[JOINED_WITHIN / 2.5] * 3):
        await scene.pass_time(pause)
        await silence.still_here(scene.ctx, ASKER, scene.end_button(ASKER))
    with pytest.raises(OutOfDate):
        await stepping_in.step_in(scene.ctx, MODERATOR, GUILD, card)


async def test_over_it_is_over(still_scene: Scene) -> None:
    """And held it is held."""
    scene = still_scene
    await scene.talk()
    await called(scene)
    (talk,) = await scene.read(lambda tables: tables.conversations.open_in(GUILD))
    await scene.store.transaction(lambda tables: freezing.freeze(scene.ctx, tables, talk))
    with pytest.raises(CannotStepIn):
        await step_in(scene)
    await end(scene, ASKER, scene.end_button(ASKER))
    with pytest.raises(ConversationOver):
        await step_in(scene)


@pytest.mark.parametrize("user", [ASKER, LISTENER])
async def test_neither_of_the_two_joins_as_a_moderator(still_scene: Scene, user: UserId) -> None:
    """Though they may look after the server, and nobody learns that they tried."""
    scene = still_scene
    await scene.talk()
    await called(scene)
    before = {one: scene.kinds_to(one) for one in (ASKER, LISTENER, STAFF)}
    with pytest.raises(OutOfDate):
        await step_in(scene, user)
    assert {one: scene.kinds_to(one) for one in before} == before
    assert not await scene.rows("SELECT 1 FROM moderation_record")


async def test_nor_the_second_listener(still_scene: Scene) -> None:
    """Who is in it already."""
    scene = still_scene
    await duty.set_duty(scene.ctx, here(OTHER), 30 * DAY)
    await scene.talk()
    await joining.join(scene.ctx, OTHER, await looked_for(scene))
    await scene.deliver()
    await called(scene)
    with pytest.raises(OutOfDate):
        await step_in(scene, OTHER)


@pytest.mark.parametrize("why", ["blocked", "excluded"])
async def test_never_one_whom_the_asker_blocked_or_left_out(still_scene: Scene, why: str) -> None:
    """Each of the others is told alone, and one of them joins from there."""
    scene = still_scene
    await moderate(scene, OTHER, MODERATOR)
    if why == "blocked":
        await blocked(scene, OTHER)
        await talk_unseen(scene)
    else:
        await talk_unseen(scene)
        number = scene.store.listener_number(GUILD, OTHER)
        ((ask,),) = await scene.rows("SELECT ask_id FROM ask WHERE state = 'taken'")
        await scene.change_rows("INSERT INTO ask_excluded VALUES (?, ?)", str(ask), number)
    await worry.call(scene.ctx, LISTENER, scene.end_button(LISTENER))
    await scene.deliver()
    assert CARD not in scene.kinds_to(STAFF)
    assert ALONE not in scene.kinds_to(OTHER)
    card = token(scene, MODERATOR, ALONE)
    for guild in (GUILD, None):
        with pytest.raises(OutOfDate):
            await stepping_in.step_in(scene.ctx, OTHER, guild, card)
    await stepping_in.step_in(scene.ctx, MODERATOR, None, card)
    await scene.deliver()
    assert scene.kinds_to(MODERATOR)[-1] is OPENING


async def test_one_who_never_meets_the_listener_cannot_join(still_scene: Scene) -> None:
    """In the words for every cause; another one can."""
    scene, store = still_scene, still_scene.store
    await scene.talk()
    (talk,) = await scene.read(lambda tables: tables.conversations.open_in(GUILD))
    mine, theirs = store.asker_number(GUILD, OTHER), store.asker_number(GUILD, LISTENER)
    made = Block("b" * 22, GUILD, "Somebody", scene.clock.now().date())
    await store.transaction(lambda tables: tables.blocks.add(made, talk.id, mine, theirs))
    await called(scene)
    with pytest.raises(CannotStepIn):
        await step_in(scene, OTHER)
    await step_in(scene)


async def test_in_direct_messages_only_who_still_reads_the_channel_joins(
    still_scene: Scene,
) -> None:
    """The role may have been taken away since."""
    scene = still_scene
    await scene.talk()
    card = await called(scene)
    with pytest.raises(NotAModerator):
        await stepping_in.step_in(scene.ctx, MODERATOR, None, card)


async def test_whoever_moderates_no_longer_reads_no_longer(with_one: Scene) -> None:
    """Passing on stops when that is seen; it is told some time later, as every going is."""
    scene = with_one
    scene.messenger.readers -= {MODERATOR}
    await scene.change_rows("UPDATE waiting SET due_at = 0 WHERE what = 'members_looked_at'")
    await scene.tick()
    await write(scene, ASKER, "Still there?")
    assert newest(scene, MODERATOR) == []
    assert LEFT not in scene.kinds_to(ASKER)
    await scene.pass_time(timedelta(hours=3))
    assert scene.kinds_to(ASKER)[-1] is LEFT
    assert scene.kinds_to(MODERATOR)[-1] is ENDED


async def test_somebody_who_went_unseen_is_not_given_away(still_scene: Scene) -> None:
    """The asker went, which nobody reads yet: a moderator joins as ever, and reads the end with
    the others."""
    scene = still_scene
    await scene.talk()
    await called(scene)
    scene.messenger.standings[(GUILD, ASKER)] = Standing.GONE
    await scene.change_rows("UPDATE waiting SET due_at = 0 WHERE what = 'members_looked_at'")
    await scene.tick()
    await step_in(scene)
    await write(scene, MODERATOR, "Anybody?")
    assert scene.kinds_to(MODERATOR)[-1] is OPENING
    assert scene.words_to(ASKER) == []
    await scene.pass_time(timedelta(hours=3))
    assert scene.kinds_to(MODERATOR)[-1] is ENDED


async def test_a_second_listener_is_told_who_reads_along(with_one: Scene) -> None:
    """They join, the first goes, and each reads who is left."""
    scene = with_one
    await duty.set_duty(scene.ctx, here(OTHER), 30 * DAY)
    await joining.join(scene.ctx, OTHER, await looked_for(scene))
    await scene.deliver()
    assert scene.kinds_to(OTHER)[-2:] == [NoticeKind.YOU_JOINED, TOLD_LISTENER]
    assert scene.kinds_to(MODERATOR)[-1] is NoticeKind.SOMEBODY_JOINED_YOU
    await write(scene, OTHER, "Hello to all three.")
    for user in (ASKER, LISTENER, MODERATOR):
        assert newest(scene, user) == ["Hello to all three."]
    await end(scene, LISTENER, scene.end_button(LISTENER))
    stays = NoticeKind.MODERATOR_STAYS
    assert scene.kinds_to(ASKER)[-2:] == [NoticeKind.ANOTHER_STAYS, stays]
    assert scene.kinds_to(OTHER)[-2:] == [NoticeKind.ANOTHER_LEFT, stays]
    assert scene.kinds_to(MODERATOR)[-1] is NoticeKind.ANOTHER_LEFT
    await write(scene, ASKER, "And you two?")
    assert newest(scene, OTHER)[-1] == newest(scene, MODERATOR)[-1] == "And you two?"
    await end(scene, OTHER, token(scene, OTHER, NoticeKind.YOU_JOINED))
    assert scene.kinds_to(MODERATOR)[-1] is ENDED


async def test_the_asker_blocks_the_moderator_and_goes_on(with_one: Scene) -> None:
    """They never meet again, and the listener stays."""
    scene = with_one
    await blocking.block(scene.ctx, ASKER, token(scene, ASKER, TOLD))
    await scene.deliver()
    assert scene.kinds_to(MODERATOR)[-1] is ENDED
    with pytest.raises(OutOfDate):
        await step_in(scene)
    scene.clock.advance(MINUTES)
    await write(scene, ASKER, "Better so.")
    assert newest(scene, LISTENER) == ["Better so."]


async def test_a_report_about_them_is_kept_from_them(with_one: Scene) -> None:
    """From the asker's button, and from the listener's copy; each other moderator is told alone."""
    scene = with_one
    await moderate(scene, MODERATOR, CROWD[1])
    button = token(scene, ASKER, TOLD)
    found = await scene.read(lambda on: reported.behind_button(scene.ctx, on, ASKER, None, button))
    assert found.subject.about is ReportedAs.MODERATOR
    assert await scene.read(lambda on: reported.user_of(on, found.subject)) == MODERATOR
    await write(scene, MODERATOR, "Pull yourself together.")
    seen = reported.SeenMessage(
        _copy_of(scene, LISTENER, "Pull yourself together."), "Pull yourself together.", ours=True
    )
    copied = await scene.read(
        lambda on: reported.behind_message(scene.ctx, on, LISTENER, None, seen)
    )
    assert copied.subject.about is ReportedAs.MODERATOR
    assert await scene.read(lambda on: reported.user_of(on, copied.subject)) == MODERATOR


async def test_moderators_know_who_somebody_is_once_and_the_one_who_is_there_too(
    with_one: Scene,
) -> None:
    """The asker's own choice, from the words that say that a moderator is there."""
    scene = with_one
    await moderate(scene, MODERATOR)
    for kind in (TOLD, NoticeKind.ASK_ACCEPTED):
        await telling_who.let_them_know(scene.ctx, ASKER, token(scene, ASKER, kind))
        await scene.deliver()
    assert scene.kinds_to(STAFF).count(NoticeKind.WHO_IT_IS) == 1


async def test_it_is_in_their_export_as_what_it_is_and_goes_with_them(with_one: Scene) -> None:
    """Words of theirs are withdrawn from both, and the two go on."""
    scene = with_one
    kept = await privacy.everything_of(scene.ctx, MODERATOR)
    (talk,) = [one.facts for one in kept if one.kind is DataKind.CONVERSATION]
    assert talk["role"] == "moderator"
    await write(scene, MODERATOR, "To be forgotten.")
    await erasure.erase_everything(scene.ctx, MODERATOR)
    await scene.deliver()
    await scene.pass_time(DAY)
    gone = {one.channel for one in scene.messenger.deleted}
    assert {dm(ASKER), dm(LISTENER)} <= gone
    assert scene.kinds_to(ASKER)[-1] is LEFT
    scene.clock.advance(MINUTES)
    await write(scene, ASKER, "Go on.")
    assert newest(scene, LISTENER)[-1] == "Go on."


async def test_it_goes_on_after_a_restart(with_one: Scene) -> None:
    """Nothing of it is in memory."""
    await with_one.restart()
    await write(with_one, MODERATOR, "After.")
    assert newest(with_one, LISTENER) == newest(with_one, ASKER) == ["After."]
    await end(with_one, MODERATOR, token(with_one, MODERATOR, OPENING))
    assert with_one.kinds_to(ASKER)[-1] is LEFT


async def test_their_closed_direct_messages_hold_up_nobody(with_one: Scene) -> None:
    """It is told as a going some time later."""
    scene = with_one
    scene.messenger.fail(MODERATOR, *[Closed()] * 60)
    await write(scene, ASKER, "One.")
    assert newest(scene, LISTENER) == ["One."]
    await scene.pass_time(timedelta(hours=3))
    assert scene.kinds_to(ASKER)[-1] is LEFT
    assert await ask_state(scene) == "taken"


async def test_an_asker_who_reads_in_the_server_reads_all_of_it_there(with_one: Scene) -> None:
    """With both names above it."""
    scene = with_one
    await read_here.choose_where(scene.ctx, ASKER, scene.end_button(ASKER), by_dm=False)
    await write(scene, MODERATOR, "Here as well.")
    shown = await read_here.open_here(scene.ctx, ASKER, scene.end_button(ASKER))
    assert [one.notice.text.words for one in shown.new if one.notice.text] == ["Here as well."]
    assert shown.alias.count("+") == 1


async def test_where_the_one_who_ends_is_asked_first(with_one: Scene) -> None:
    """The asker ends it for all of them, under both names."""
    names, way = await access.how_it_goes_on(with_one.ctx, ASKER, with_one.end_button(ASKER))
    assert way is Leaving.ENDS
    assert " + " in names
    talks = await with_one.read(lambda tables: tables.conversations.open_in(GUILD))
    assert {one.moderates for one in talks} == {False, True}
    assert all(one.party(Side.ASKER) == talks[0].asker for one in talks)
