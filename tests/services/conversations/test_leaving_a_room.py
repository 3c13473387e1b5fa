"""Three in one talk: each may go, the asker can end it all, and what is said of it."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.domain.blocks import Block
from bot.domain.errors import ConversationOver, NoLongerAvailable, OutOfDate
from bot.domain.ids import PersonTag, UserId
from bot.domain.joining_errors import NobodyCanJoin, SomebodyIsThere
from bot.domain.notices import NoticeKind
from bot.services.blocks import blocking, listing, other_listener
from bot.services.conversations import (
    edits,
    ending,
    freezing,
    hand_over,
    recipient,
    relay,
    second_listener,
    silence,
)
from bot.services.listeners import duty
from bot.services.offers import joining
from bot.services.ports import Closed, Standing
from bot.services.privacy import erasure
from bot.storage.store import Tables
from tests.services.conversations.test_second_listener import (
    called,
    dm,
    looked_for,
    newest,
    room,
    three,
    token,
    write,
)
from tests.services.scene import ASKER, DAY, GUILD, LISTENER, OTHER, STRANGER, Scene, here

__all__ = ["room"]

JOINED, SOMEBODY = NoticeKind.YOU_JOINED, NoticeKind.SOMEBODY_JOINED
STAYS, LEFT = NoticeKind.ANOTHER_STAYS, NoticeKind.ANOTHER_LEFT
ENDED = NoticeKind.CONVERSATION_ENDED_LISTENER
ENDED_ASKER = NoticeKind.CONVERSATION_ENDED_ASKER


async def end(scene: Scene, user: UserId, button: str) -> None:
    """With everything said, and long enough ago that nobody can have missed it."""
    await ending.end_own(scene.ctx, user, button)
    await scene.deliver()
    scene.clock.advance(timedelta(minutes=2))


async def a_third_joins(room: Scene) -> None:
    """Called by the other listener, as the first has gone."""
    await room.join(STRANGER)
    await duty.set_duty(room.ctx, here(STRANGER), 30 * DAY)
    await second_listener.call(room.ctx, OTHER, token(room, OTHER, JOINED))
    await room.deliver()
    await second_listener.agree(room.ctx, ASKER, token(room, ASKER, NoticeKind.SECOND_ASKED))
    await room.tick()
    await room.deliver()
    await joining.join(room.ctx, STRANGER, token(room, STRANGER, NoticeKind.SECOND_OFFER))
    await room.deliver()


async def ask_state(scene: Scene) -> object:
    """Of the one ask."""
    return (await scene.rows("SELECT state FROM ask"))[0][0]


async def test_the_second_leaves_and_the_two_go_on(room: Scene) -> None:
    """They read the words of every ending; the others that somebody went, and who stays."""
    await end(room, OTHER, token(room, OTHER, JOINED))
    assert room.kinds_to(OTHER)[-1] is ENDED
    assert room.kinds_to(ASKER)[-2:] == [ENDED_ASKER, STAYS]
    assert room.kinds_to(LISTENER)[-1] is LEFT
    await write(room, ASKER, "You are here.")
    await write(room, LISTENER, "I am.")
    assert newest(room, LISTENER) == ["You are here."]
    assert newest(room, ASKER) == ["I am."]
    assert newest(room, OTHER) == []
    assert await ask_state(room) == "taken"


async def test_the_first_leaves_and_the_second_goes_on_alone(room: Scene) -> None:
    """With the asker, who writes on as before; and can call somebody else."""
    await end(room, LISTENER, room.end_button(LISTENER))
    assert room.kinds_to(LISTENER)[-1] is ENDED
    assert room.kinds_to(OTHER)[-1] is LEFT
    await write(room, ASKER, "And now?")
    await write(room, OTHER, "We go on.")
    assert newest(room, OTHER) == ["And now?"]
    assert newest(room, ASKER) == ["We go on."]
    assert newest(room, LISTENER) == []
    await a_third_joins(room)
    await write(room, STRANGER, "Hello to both.")
    assert newest(room, OTHER)[-1] == newest(room, ASKER)[-1] == "Hello to both."


@pytest.mark.parametrize("button", [NoticeKind.ASK_ACCEPTED, SOMEBODY])
async def test_the_asker_ends_it_for_all(room: Scene, button: NoticeKind) -> None:
    """Whichever of their buttons they press."""
    await end(room, ASKER, token(room, ASKER, button))
    assert room.kinds_to(LISTENER)[-1] is room.kinds_to(OTHER)[-1] is ENDED
    assert room.kinds_to(ASKER)[-2:] == [ENDED_ASKER, ENDED_ASKER]
    assert await ask_state(room) == "closed"
    for user in (LISTENER, OTHER):
        await write(room, user, "Anybody there?")
        assert room.kinds_to(user)[-1] is NoticeKind.NOTHING_OPEN
    assert newest(room, ASKER) == []


async def test_where_the_last_listener_leaves_too_it_is_over(room: Scene) -> None:
    """As it is where there was only ever one."""
    await end(room, OTHER, token(room, OTHER, JOINED))
    await end(room, LISTENER, room.end_button(LISTENER))
    assert room.kinds_to(ASKER)[-1] is ENDED_ASKER
    assert await ask_state(room) == "closed"


async def test_silence_closes_it_for_all(scene: Scene) -> None:
    """One warning for each of them, and one end."""
    await three(scene)
    await scene.pass_time(timedelta(hours=12))
    for user in (ASKER, LISTENER, OTHER):
        assert scene.kinds_to(user).count(NoticeKind.IDLE_WARNING) == 1
    await silence.still_here(scene.ctx, OTHER, token(scene, OTHER, JOINED))
    await scene.deliver()
    assert scene.kinds_to(ASKER)[-1] is scene.kinds_to(LISTENER)[-1] is NoticeKind.STILL_HERE
    await scene.pass_time(timedelta(hours=12, minutes=1))
    assert ENDED not in scene.kinds_to(OTHER)
    await scene.pass_time(timedelta(hours=48))
    for user in (LISTENER, OTHER):
        assert scene.kinds_to(user).count(ENDED) == 1


async def test_the_asker_blocks_one_and_goes_on_with_the_other(room: Scene) -> None:
    """A block is of one of them; pressing Not okay likewise."""
    await blocking.block(room.ctx, ASKER, token(room, ASKER, SOMEBODY))
    await room.deliver()
    assert room.kinds_to(OTHER)[-1] is ENDED
    room.clock.advance(timedelta(minutes=2))
    await write(room, ASKER, "Better so.")
    assert newest(room, LISTENER) == ["Better so."]
    assert newest(room, OTHER) == []


async def test_a_listener_who_goes_is_told_late_and_nothing_reaches_them(room: Scene) -> None:
    """Passing on to them stops at once; the others go on, and learn it after a random time."""
    room.messenger.standings[(GUILD, LISTENER)] = Standing.GONE
    (found,) = await room.rows(
        "SELECT conversation_id FROM conversation WHERE room = conversation_id"
    )
    await _look_at_members(room, str(found[0]))
    await write(room, ASKER, "Still there?")
    await write(room, OTHER, "I am.")
    assert newest(room, OTHER) == ["Still there?"]
    assert newest(room, LISTENER) == []
    assert newest(room, ASKER) == ["I am."]
    assert STAYS not in room.kinds_to(ASKER)
    await room.pass_time(timedelta(hours=3))
    assert room.kinds_to(ASKER)[-1] is STAYS
    assert room.kinds_to(OTHER)[-1] is LEFT


async def _look_at_members(scene: Scene, key: str) -> None:
    await scene.change_rows(
        "UPDATE waiting SET due_at = 0 WHERE what = 'members_looked_at' AND conversation_id = ?",
        key,
    )
    await scene.tick()
    await scene.deliver()


@pytest.mark.parametrize("who", [ASKER, LISTENER, OTHER])
async def test_whoever_erases_everything_is_gone_and_leaves_nothing(
    room: Scene, who: UserId
) -> None:
    """Of the asker it is over for all; of a listener the two others go on."""
    await write(room, who, "To be forgotten.")
    await erasure.erase_everything(room.ctx, who)
    await room.deliver()
    await room.pass_time(DAY)
    readers = {ASKER, LISTENER, OTHER} - {who}
    gone = {place.channel for place in room.messenger.deleted}
    assert readers <= gone
    left = await room.rows("SELECT state FROM conversation WHERE state = 'open'")
    assert len(left) == (0 if who == ASKER else 1)
    room.clock.advance(timedelta(minutes=2))
    if who != ASKER:
        await write(room, ASKER, "Go on.")
        assert newest(room, *(readers - {ASKER}))[-1] == "Go on."


async def test_moderators_hold_it_and_let_it_go_on_for_all(room: Scene) -> None:
    """Nothing passes in any direction meanwhile, and each of them is told both."""
    talks = await room.read(lambda tables: tables.conversations.open_in(GUILD))

    async def change(to: str) -> None:
        do = freezing.freeze if to == "hold" else freezing.let_go_on
        await room.store.transaction(lambda tables: do(room.ctx, tables, talks[-1]))
        await room.deliver()

    await change("hold")
    for user in (ASKER, LISTENER, OTHER):
        assert room.kinds_to(user)[-1] is NoticeKind.CONVERSATION_HELD
        await write(room, user, "Held.")
    assert [newest(room, user) for user in (ASKER, LISTENER, OTHER)] == [[], [], []]
    await change("go on")
    await write(room, OTHER, "Again.")
    assert newest(room, LISTENER) == newest(room, ASKER) == ["Again."]


async def test_closed_direct_messages_of_the_second_hold_up_nobody(room: Scene) -> None:
    """What is written waits for them, in order, and goes to the other at once."""
    room.messenger.fail(OTHER, *[Closed()] * 3)
    await write(room, ASKER, "One.")
    await write(room, LISTENER, "Two.")
    assert newest(room, LISTENER) == ["One."]
    assert newest(room, ASKER) == ["Two."]
    room.messenger.failures.clear()
    await write(room, OTHER, "Here.")
    await room.pass_time(timedelta(seconds=2))
    assert newest(room, OTHER) == ["One.", "Two."]
    assert newest(room, ASKER)[-1] == newest(room, LISTENER)[-1] == "Here."


async def test_it_goes_on_after_a_restart(room: Scene) -> None:
    """Nothing of it is in memory."""
    await room.restart()
    await write(room, OTHER, "After.")
    assert newest(room, LISTENER) == newest(room, ASKER) == ["After."]


async def test_a_room_is_one_for_whoever_has_another_conversation(room: Scene) -> None:
    """An asker chooses between two talks, not between three people; the choice holds for all in
    it."""
    await recipient.talk_with(room.ctx, ASKER, token(room, ASKER, SOMEBODY))
    await write(room, ASKER, "To the two.")
    assert newest(room, LISTENER) == newest(room, OTHER) == ["To the two."]


async def test_neither_handed_over_nor_joined_by_one_more(room: Scene) -> None:
    """Each with words for it, and whoever has to go can."""
    own = room.end_button(LISTENER)
    for refused in (
        hand_over.get_asker_alias(room.ctx, LISTENER, own),
        hand_over.hand_over(room.ctx, OTHER, token(room, OTHER, JOINED)),
        second_listener.call(room.ctx, LISTENER, own),
    ):
        with pytest.raises(SomebodyIsThere):
            await refused


async def test_the_asker_wants_somebody_else_than_both(room: Scene) -> None:
    """When neither writes: it is over for both, kindly, and the ask waits for others."""
    await write(room, ASKER, "Anybody?")
    names = await silence.find_somebody_else(room.ctx, ASKER, room.end_button(ASKER))
    await room.deliver()
    assert " + " in names
    for user in (LISTENER, OTHER):
        assert room.kinds_to(user)[-1] is ENDED
    assert await ask_state(room) == "waiting"
    await room.join(STRANGER)
    room.clock.advance(timedelta(minutes=2))
    await room.accept(STRANGER, room.accept_button())
    await room.deliver()
    await write(room, ASKER, "Hello.")
    assert room.words_to(STRANGER) == ["Hello."]
    assert newest(room, LISTENER) == newest(room, OTHER) == ["Anybody?"]


async def test_where_one_of_both_has_written_since_nobody_else_is_looked_for(room: Scene) -> None:
    """Then they are talking, whichever of the two it was."""
    await write(room, ASKER, "Anybody?")
    await write(room, OTHER, "Here I am.")
    with pytest.raises(OutOfDate):
        await silence.find_somebody_else(room.ctx, ASKER, room.end_button(ASKER))


async def test_what_an_asker_changes_later_follows_to_whoever_stayed(room: Scene) -> None:
    """Though they wrote it when the first was there, who has left and reads nothing any more."""
    sent = await write(room, ASKER, "For both of you.")
    await end(room, LISTENER, room.end_button(LISTENER))
    await edits.edited(room.ctx, relay.Written(ASKER, sent, "For you.", channel=dm(ASKER)))
    await room.deliver()
    assert [one.channel for one, _ in room.messenger.edited[-1:]] == [dm(OTHER)]
    assert dm(LISTENER) not in {one.channel for one, _ in room.messenger.edited}


@pytest.mark.parametrize("who", [LISTENER, OTHER])
async def test_one_listener_blocks_the_other_and_goes(room: Scene, who: UserId) -> None:
    """The others read what they read of everybody who leaves, and nothing else."""
    stays = ({LISTENER, OTHER} - {who}).pop()
    button = room.end_button(who) if who == LISTENER else token(room, who, JOINED)
    asked = await other_listener.find_other(room.ctx, who, button)
    alias = await other_listener.block_other(room.ctx, who, button)
    await room.deliver()
    assert asked.alias == alias
    assert room.kinds_to(who)[-1] is ENDED
    assert room.kinds_to(stays)[-1] is LEFT
    assert room.kinds_to(ASKER)[-2:] == [ENDED_ASKER, STAYS]
    room.clock.advance(timedelta(minutes=2))
    await write(room, ASKER, "And you?")
    assert newest(room, stays) == ["And you?"]
    assert newest(room, who) == []
    own = await listing.get_list(room.ctx, who, GUILD)
    assert [one.alias for one in own.blocked] == [alias]
    assert not (await listing.get_list(room.ctx, stays, GUILD)).blocked


@pytest.mark.parametrize("who", [LISTENER, OTHER])
async def test_two_listeners_of_whom_one_blocked_the_other_never_join_again(
    room: Scene, who: UserId
) -> None:
    """Whichever of them calls: the other is neither told, nor let in."""
    button = room.end_button(who) if who == LISTENER else token(room, who, JOINED)
    await other_listener.block_other(room.ctx, who, button)
    await room.deliver()
    await end(room, ASKER, token(room, ASKER, STAYS))
    for first in (LISTENER, OTHER):
        second = ({LISTENER, OTHER} - {first}).pop()
        await duty.set_duty(room.ctx, here(second), None)
        await room.talk(STRANGER, first)
        await duty.set_duty(room.ctx, here(second), 30 * DAY)
        before = room.kinds_to(second).count(NoticeKind.SECOND_OFFER)
        await second_listener.call(room.ctx, first, room.end_button(first))
        await room.deliver()
        asked = token(room, STRANGER, NoticeKind.SECOND_ASKED)
        await second_listener.agree(room.ctx, STRANGER, asked)
        await room.tick()
        await room.deliver()
        assert room.kinds_to(second).count(NoticeKind.SECOND_OFFER) == before
        await end(room, STRANGER, room.end_button(STRANGER))


async def test_only_a_listener_beside_another_blocks_them(room: Scene) -> None:
    """Not the asker, who has a button of their own for each; nor whoever listens alone."""
    with pytest.raises(OutOfDate):
        await other_listener.block_other(room.ctx, ASKER, room.end_button(ASKER))
    await end(room, OTHER, token(room, OTHER, JOINED))
    with pytest.raises(OutOfDate):
        await other_listener.block_other(room.ctx, LISTENER, room.end_button(LISTENER))


async def test_nobody_is_called_into_what_is_handed_over_or_held(still_scene: Scene) -> None:
    """Nor is one who was called before let in."""
    scene = still_scene
    await duty.set_duty(scene.ctx, here(OTHER), 30 * DAY)
    await scene.talk()
    offer = await looked_for(scene)
    own = scene.end_button(LISTENER)
    await hand_over.hand_over(scene.ctx, LISTENER, own)
    await scene.deliver()
    assert scene.edits_in(dm(OTHER))[-1].kind is NoticeKind.OFFER_OVER
    with pytest.raises(NoLongerAvailable):
        await joining.join(scene.ctx, OTHER, offer)
    with pytest.raises(NobodyCanJoin):
        await second_listener.call(scene.ctx, LISTENER, own)


async def test_what_the_asker_does_not_want_does_not_happen(still_scene: Scene) -> None:
    """They say no, also after a yes, or nothing; the listener reads the same."""
    scene = still_scene
    await duty.set_duty(scene.ctx, here(OTHER), 30 * DAY)
    await scene.talk()
    button = await called(scene)
    assert (await second_listener.call(scene.ctx, LISTENER, scene.end_button(LISTENER))).before
    await second_listener.decline(scene.ctx, ASKER, button)
    await scene.deliver()
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.SECOND_NOT_WANTED
    with pytest.raises(OutOfDate):
        await second_listener.agree(scene.ctx, ASKER, button)
    offer = await looked_for(scene)
    await second_listener.decline(scene.ctx, ASKER, token(scene, ASKER, NoticeKind.SECOND_ASKED))
    await scene.deliver()
    assert scene.kinds_to(LISTENER).count(NoticeKind.SECOND_NOT_WANTED) == 2
    with pytest.raises(NoLongerAvailable):
        await joining.join(scene.ctx, OTHER, offer)
    await called(scene)
    await scene.pass_time(second_listener.ASKED_FOR)
    assert scene.kinds_to(LISTENER).count(NoticeKind.SECOND_NOT_WANTED) == 3


async def test_nobody_is_free(still_scene: Scene) -> None:
    """Both learn it after a while, and that it goes on."""
    await still_scene.talk()
    await second_listener.agree(still_scene.ctx, ASKER, await called(still_scene))
    await still_scene.pass_time(second_listener.LOOKED_FOR)
    for user in (ASKER, LISTENER):
        assert still_scene.kinds_to(user)[-1] is NoticeKind.SECOND_NOT_FOUND


async def test_whoever_is_kept_apart_is_neither_told_nor_let_in(still_scene: Scene) -> None:
    """The first listener, whoever blocked them or whom they blocked, and who is left out."""
    scene = still_scene
    await scene.talk(STRANGER, LISTENER)
    for user in (LISTENER, OTHER):
        await duty.set_duty(scene.ctx, here(user), 30 * DAY)
    await _two_listeners_never_meet(scene)
    await second_listener.call(scene.ctx, LISTENER, scene.end_button(LISTENER))
    await scene.deliver()
    asked = token(scene, STRANGER, NoticeKind.SECOND_ASKED)
    await second_listener.agree(scene.ctx, STRANGER, asked)
    await scene.tick()
    await scene.deliver()
    for user in (LISTENER, OTHER):
        assert NoticeKind.SECOND_OFFER not in scene.kinds_to(user)


async def _two_listeners_never_meet(scene: Scene) -> None:
    """One once asked the other, and blocked them."""
    store = scene.store
    (talk,) = await scene.read(lambda tables: tables.conversations.open_in(GUILD))
    mine, theirs = store.asker_number(GUILD, OTHER), store.asker_number(GUILD, LISTENER)
    made = Block("b" * 22, GUILD, "Somebody", scene.clock.now().date())
    await store.transaction(lambda tables: tables.blocks.add(made, talk.id, mine, theirs))


async def test_two_press_at_once_and_one_is_there(still_scene: Scene) -> None:
    """The other reads what everybody reads who does not get it; pressed again it is the same."""
    scene = still_scene
    await scene.join(STRANGER)
    for user in (OTHER, STRANGER):
        await duty.set_duty(scene.ctx, here(user), 30 * DAY)
    await scene.talk()
    first = await looked_for(scene)
    second = token(scene, STRANGER, NoticeKind.SECOND_OFFER)
    accepted = await joining.join(scene.ctx, OTHER, first)
    with pytest.raises(NoLongerAvailable):
        await joining.join(scene.ctx, STRANGER, second)
    again = await joining.join(scene.ctx, OTHER, first)
    assert again.alias == accepted.alias
    await scene.deliver()
    assert len(await scene.rows("SELECT 1 FROM conversation")) == 2
    await end(scene, ASKER, scene.end_button(ASKER))
    with pytest.raises(NoLongerAvailable):
        await joining.join(scene.ctx, STRANGER, second)
    with pytest.raises(ConversationOver):
        await second_listener.call(scene.ctx, LISTENER, scene.end_button(LISTENER))


async def test_names_are_known_to_all_and_worn_by_nobody_else(room: Scene) -> None:
    """Three names, each seen by all three, and none of them comes again for any of them."""
    seen = []
    for user in (ASKER, LISTENER, OTHER):
        person, now = room.store.person(user), room.clock.now()
        seen.append(await room.store.read(partial(_names, person, now)))
    assert {len(now) for now, _ in seen} == {3}
    assert len({now for now, _ in seen}) == 1


async def _names(
    person: PersonTag, now: datetime, tables: Tables
) -> tuple[frozenset[str], frozenset[str]]:
    return await tables.rooms.names_around(person, now)
