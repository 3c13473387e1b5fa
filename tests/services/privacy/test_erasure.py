"""Erasing everything: what it ends, what others are told, what is left, and how it goes on."""

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.domain.asks import AskState, Wishes
from bot.domain.conversations import Side
from bot.domain.errors import AsksForToday, OutOfDate
from bot.domain.ids import NOBODY, ConversationId
from bot.domain.message_copies import NOWHERE
from bot.domain.notices import Action, NoticeKind
from bot.domain.personal_data import DataKind
from bot.services import retention
from bot.services.aftercare import clear_chat, thanks
from bot.services.asks import drafts
from bot.services.conversations import first_in_line
from bot.services.listeners import duty
from bot.services.ports import Closed
from bot.services.privacy import erasure, overview
from tests.services.scene import (
    ASKER,
    ASKS,
    DAY,
    ELSEWHERE,
    FAR_ASKS,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    STRANGER,
    Scene,
    here,
)

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
NO_NOTES_GO = ("no_notes_go", "DELETE ON draft")


async def erase(scene: Scene, user: int = ASKER) -> bool:
    """Press the button, with everything said that can be."""
    done = await erasure.erase_everything(scene.ctx, user)  # type: ignore[arg-type]
    await scene.deliver()
    return done


async def is_known(scene: Scene, user: int = ASKER) -> bool:
    """Whether there is anybody behind somebody's tag."""
    tag = scene.store.person(user)  # type: ignore[arg-type]
    return bool(await scene.rows("SELECT 1 FROM person WHERE person_tag = ?", tag))


async def test_an_ask_goes_where_the_bot_was_taken_out_of_the_server(scene: Scene) -> None:
    """Nothing can be said there any more, and nothing of it holds the erasing up."""
    await scene.ask()
    scene.ctx.guilds.forget(GUILD)
    assert await erase(scene)
    ((state,),) = await scene.rows("SELECT state FROM ask")
    assert state == AskState.CLOSED


async def test_an_ask_that_waits_is_over(scene: Scene) -> None:
    """As if it had been taken back: its words are gone at once, listeners and the channel read
    that it is no longer there."""
    await duty.set_duty(scene.ctx, here(LISTENER), 4 * HOUR)
    await scene.ask()
    await scene.tick()
    await scene.deliver()
    assert await erase(scene)
    assert [n.kind for n in scene.edits_in(ASKS)][-1] is NoticeKind.ASK_OVER_IN_CHANNEL
    assert await scene.rows("SELECT state FROM ask") == [(AskState.CLOSED,)]
    kinds = [
        one.notice.kind for one, place in scene.messenger.edited if place.channel == int(LISTENER)
    ]
    assert kinds[-1] is NoticeKind.OFFER_OVER
    assert not await is_known(scene)


async def test_the_other_side_reads_the_end_like_every_other_some_time_later(scene: Scene) -> None:
    """Not in the moment of the press, which would show who it is: as when somebody leaves."""
    await scene.talk()
    await erase(scene)
    assert NoticeKind.CONVERSATION_ENDED_LISTENER not in scene.kinds_to(LISTENER)
    await scene.write(LISTENER, "Are you there?")
    await scene.deliver()
    assert "Are you there?" not in scene.words_to(ASKER)
    await scene.pass_time(4 * MINUTE)
    assert NoticeKind.CONVERSATION_ENDED_LISTENER not in scene.kinds_to(LISTENER)
    await scene.pass_time(26 * MINUTE)
    assert scene.kinds_to(LISTENER).count(NoticeKind.CONVERSATION_ENDED_LISTENER) == 1
    assert NoticeKind.CONVERSATION_ENDED_ASKER not in scene.kinds_to(ASKER)
    assert await scene.count("conversation WHERE state = 'open'") == 0
    assert await scene.count("again") == 0  # nobody could ask for this listener again


async def test_a_listener_who_erases_leaves_as_any_listener(scene: Scene) -> None:
    """The asker reads that it has ended, keeps the words, and can go on with somebody else."""
    await scene.talk()
    await scene.write(LISTENER, "I'm here.")
    await erase(scene, LISTENER)
    await scene.pass_time(30 * MINUTE)
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.CONVERSATION_ENDED_ASKER
    await first_in_line.ask_others(scene.ctx, ASKER, scene.after_button(ASKER))
    assert await scene.count("ask WHERE state = 'waiting' AND words_sealed IS NOT NULL") == 1
    assert await scene.count("listener") == 1


async def test_who_listened_is_gone_from_what_an_asker_may_ask_for(scene: Scene) -> None:
    """The asker's button stays as it is; nothing says any more who it stands for."""
    await scene.talk()
    await scene.end(ASKER)
    await erase(scene, LISTENER)
    assert await scene.rows("SELECT listener_number FROM again") == [(None,)]


async def test_a_listener_leaves_every_server(scene: Scene) -> None:
    """Wherever they listened."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    await scene.join(LISTENER, guild=ELSEWHERE)
    ends = await erasure.what_would_end(scene.ctx, LISTENER)
    assert ends.listening == 2
    await erase(scene, LISTENER)
    assert await scene.count("listener") == 1  # the other one


async def test_own_words_go_from_the_other_sides_messages(scene: Scene) -> None:
    """Of an open conversation and of one that ended today: the copies, and nothing of theirs."""
    await scene.talk()
    for user, words in ((ASKER, "Mine."), (LISTENER, "Theirs."), (ASKER, "Mine, too.")):
        await scene.write(user, words)
        await scene.deliver()
    await scene.end(LISTENER)
    await erase(scene)
    assert scene.messenger.deleted == []
    await scene.pass_time(30 * MINUTE)
    await scene.deliver()
    gone = {one.message for one in scene.messenger.deleted}
    texts = {
        sent.notice.text.words
        for number, sent in enumerate(scene.messenger.created)
        if 1000 + number in gone and sent.notice.text
    }
    assert texts == {"Mine.", "Mine, too."}
    assert {int(one.channel) for one in scene.messenger.deleted} == {int(LISTENER)}


async def test_words_on_their_way_never_arrive(scene: Scene) -> None:
    """What was not sent yet is erased with the rest."""
    await scene.talk()
    await scene.write(ASKER, "On its way.")
    await erase(scene)
    await scene.pass_time(HOUR)
    assert "On its way." not in scene.words_to(LISTENER)
    assert await scene.count("passed_on") == 0


async def test_words_that_closed_messages_hold_up_are_erased(scene: Scene) -> None:
    """They were tried, and surely did not arrive."""
    await scene.talk()
    scene.messenger.fail(LISTENER, *[Closed()] * 5)
    await scene.write(ASKER, "Held up.")
    await scene.deliver()
    assert await scene.count("outbox WHERE words_sealed IS NOT NULL") == 1
    await erase(scene)
    assert await scene.count("outbox WHERE words_sealed IS NOT NULL") == 0


async def test_closed_messages_of_their_own_stop_nothing(scene: Scene) -> None:
    """Nothing has to reach whoever erases."""
    await scene.talk()
    scene.messenger.fail(ASKER, *[Closed()] * 50)
    await scene.write(LISTENER, "For you.")
    await scene.deliver()
    assert await erase(scene)
    assert not await is_known(scene)
    await scene.pass_time(30 * MINUTE)
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.CONVERSATION_ENDED_LISTENER


async def test_what_the_other_can_do_afterwards_still_works(scene: Scene) -> None:
    """Clear the chat, with the alias as they know it; and thanks to somebody erased look said."""
    await scene.talk()
    await scene.end(ASKER)
    await erase(scene)
    token = scene.after_button(LISTENER)
    assert await clear_chat.get_former_partner_alias(scene.ctx, LISTENER, token)
    await clear_chat.clear(scene.ctx, LISTENER, token)
    await scene.deliver()
    assert scene.messenger.deleted
    await scene.talk(STRANGER, OTHER)
    await scene.end(STRANGER)
    await erase(scene, OTHER)
    assert await thanks.thank(scene.ctx, STRANGER, scene.after_button(STRANGER), "Thank you!")
    await scene.deliver()
    assert NoticeKind.THANKS not in scene.kinds_to(OTHER)


async def test_their_own_old_buttons_are_out_of_date(scene: Scene) -> None:
    """Whatever still stands in their messages does nothing any more."""
    await scene.talk()
    await scene.end(ASKER)
    token = scene.after_button(ASKER)
    await erase(scene)
    with pytest.raises(OutOfDate):
        await thanks.thank(scene.ctx, ASKER, token, "Thank you!")


async def test_erasing_resets_no_limit_of_a_day(scene: Scene) -> None:
    """Three asks a day are three, also with erasing in between; a day later it is forgotten."""
    for _ in range(3):
        await scene.posted()
        scene.clock.advance(6 * MINUTE)
        await erase(scene)
    await scene.is_adult(ASKER)
    with pytest.raises(AsksForToday):
        await drafts.begin(scene.ctx, here(ASKER))
    await scene.pass_time(DAY)
    await drafts.begin(scene.ctx, here(ASKER))


async def test_erasing_resets_no_limit_of_a_listener(scene: Scene) -> None:
    """Who took on as many as a day has room for takes no more by erasing and joining again."""
    for _ in range(3):
        await scene.talk()
        await scene.end(LISTENER)
        scene.clock.advance(HOUR)
    number = scene.store.listener_number(here(LISTENER).guild, LISTENER)
    now, rest = scene.clock.now(), scene.settings.listeners.rest_after_heavy
    before = await scene.read(lambda tables: tables.conversations.load(number, now, rest))
    await erase(scene, LISTENER)
    await scene.join(LISTENER)
    after = await scene.read(lambda tables: tables.conversations.load(number, now, rest))
    assert before == after
    assert after.last_day == 3


async def test_erasing_gets_nobody_an_ask_that_is_not_for_them(scene: Scene) -> None:
    """Whom somebody left out stays left out: that is the asker's."""
    preview = await scene.draft()
    await drafts.choose_more(scene.ctx, here(ASKER), preview.draft.id, Wishes(), [LISTENER])
    number = scene.store.listener_number(here(LISTENER).guild, LISTENER)
    await erase(scene, LISTENER)
    left_out = await scene.rows("SELECT private_number FROM draft_excluded")
    assert left_out == [(number,)]


async def test_one_can_ask_again_at_once(scene: Scene) -> None:
    """What was open is no longer in the way, although its end is not told yet."""
    await scene.talk()
    await erase(scene)
    await scene.posted(words="Something new.")
    await scene.pass_time(HOUR)
    assert await scene.count("ask WHERE state = 'waiting' AND words_sealed IS NOT NULL") == 1


async def test_an_ask_of_somebody_erased_waits_for_nobody_again(scene: Scene) -> None:
    """Its listener stays silent: it does not go to others, as nobody asks any more."""
    await scene.talk()
    await erase(scene)
    scene.clock.advance(7 * MINUTE)
    for _ in range(30):
        await scene.pass_time(MINUTE)
    assert await scene.count("ask WHERE state = 'waiting'") == 0
    assert await scene.count("ask WHERE state = 'closed'") == 1


async def test_erasing_twice_and_with_nothing_stored(scene: Scene) -> None:
    """Both are fine, and leave nothing."""
    for _ in range(2):
        assert await erase(scene, STRANGER)
        assert not await is_known(scene, STRANGER)
    await scene.posted()
    for _ in range(2):
        assert await erase(scene)
    assert await overview.everything_of(scene.ctx, ASKER) == []
    assert await scene.count("erasing") == 0


async def test_a_step_that_fails_is_told_and_tried_again(scene: Scene) -> None:
    """The others are done; the log has a code, and no word and no number of a person."""
    await scene.talk()
    await scene.draft()
    await scene.refuse(*NO_NOTES_GO)
    with capture_logs() as logs:
        assert not await erase(scene)
    told = [line for line in logs if line["event"] == "erasure.step_failed"]
    assert [line["step"] for line in told] == ["asks"]
    left = await overview.everything_of(scene.ctx, ASKER)
    assert {one.kind for one in left} == {DataKind.ASK, DataKind.DRAFT, DataKind.SETTINGS}
    assert (await erasure.what_would_end(scene.ctx, ASKER)).is_going_on
    await scene.pass_time(59 * SECOND)
    await scene.allow("no_notes_go")
    assert await is_known(scene)
    await scene.pass_time(SECOND)
    assert not await is_known(scene)
    assert await overview.everything_of(scene.ctx, ASKER) == []


async def test_where_what_is_open_cannot_end_nothing_is_erased_yet(scene: Scene) -> None:
    """Else a conversation would stand open with nobody in it."""
    await scene.talk()
    await scene.write(LISTENER, "I'm here.")
    await scene.refuse("stop", "INSERT ON waiting")
    assert not await erase(scene)
    assert await is_known(scene)
    await scene.allow("stop")
    await scene.pass_time(MINUTE)
    assert not await is_known(scene)
    await scene.pass_time(30 * MINUTE)
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.CONVERSATION_ENDED_LISTENER


async def test_retention_leaves_whoever_is_being_erased_to_that(scene: Scene) -> None:
    """They may have nothing else here, and the other steps need to know who they are."""
    await scene.store.transaction(lambda tables: tables.people.meet(STRANGER))
    person, later = scene.store.person(STRANGER), scene.clock.now() + HOUR
    await scene.store.transaction(lambda tables: tables.erasing.begin(person, later))
    await retention.purge_expired(scene.ctx)
    assert await is_known(scene, STRANGER)
    await scene.pass_time(HOUR)
    assert not await is_known(scene, STRANGER)


async def test_nobody_is_looked_for_in_their_place(scene: Scene) -> None:
    """Whether both are in the server is not asked about somebody who erased everything."""
    await scene.talk()
    looked = "waiting WHERE what = 'members_looked_at'"
    assert await scene.count(looked) == 1
    await erase(scene)
    assert await scene.count(looked) == 0


async def test_where_their_messages_stand_is_gone(scene: Scene) -> None:
    """Of what they wrote, and of what reached them: no channel and no message of theirs."""
    await scene.talk()
    for user in (ASKER, LISTENER):
        await scene.write(user, "Something.")
        await scene.deliver()
    await erase(scene)
    pieces = await scene.rows("SELECT conversation_id, writer, source_tag, copy_tag FROM passed_on")
    ((talk, *_), *_) = pieces
    stand = {str(writer): (source, copy) for _, writer, source, copy in pieces}
    assert stand["asker"][0] is None
    assert stand["listener"][1] is None
    conversation = ConversationId(str(talk))
    (mine,) = await scene.read(
        lambda tables: tables.copies_by_writer.written_by(conversation, Side.ASKER)
    )
    assert mine.source.channel == NOWHERE
    assert mine.copy is not None  # the listener's, until it is deleted


async def test_pressed_twice_at_once_it_is_done_once(scene: Scene) -> None:
    """And the tick of the same second does not go on with what is being done."""
    await scene.talk()
    with capture_logs() as logs:
        done = await asyncio.gather(
            erasure.erase_everything(scene.ctx, ASKER),
            scene.tick(),
            erasure.erase_everything(scene.ctx, ASKER),
            scene.tick(),
        )
    assert [one for one in done if one is not None] == [True, True]
    assert not [line for line in logs if line["log_level"] == "error"]
    assert not await is_known(scene)


async def test_it_goes_on_after_a_restart(scene: Scene) -> None:
    """It had begun when the bot stopped: with every step still to do, and with some done."""
    await scene.talk()
    await scene.draft()
    person, now = scene.store.person(ASKER), scene.clock.now()
    await scene.store.transaction(lambda tables: tables.erasing.begin(person, now))
    await scene.restart()
    await scene.tick()
    assert not await is_known(scene)
    await scene.draft(OTHER)
    await scene.refuse(*NO_NOTES_GO)
    assert not await erase(scene, OTHER)
    await scene.restart()
    await scene.allow("no_notes_go")
    await scene.pass_time(MINUTE)
    assert not await is_known(scene, OTHER)


async def test_whoever_comes_back_meanwhile_keeps_what_is_new(scene: Scene) -> None:
    """The old is gone, and the new needs to know who they are."""
    await scene.draft()
    await scene.refuse(*NO_NOTES_GO)
    assert not await erase(scene)
    await scene.join(ASKER, guild=here(ASKER).guild)
    await scene.allow("no_notes_go")
    await scene.pass_time(MINUTE)
    assert await scene.count("erasing") == 0
    assert await scene.count("draft") == 0


async def test_only_one_persons_things_go(scene: Scene) -> None:
    """What the others have is as it was."""
    await scene.talk(STRANGER, OTHER)
    await scene.draft(LISTENER)
    users = (STRANGER, OTHER, LISTENER)
    before = [await overview.everything_of(scene.ctx, user) for user in users]
    await scene.posted()
    await erase(scene)
    after = [await overview.everything_of(scene.ctx, user) for user in users]
    assert before == after


async def test_nothing_is_said_to_whoever_erased(scene: Scene) -> None:
    """Neither of what ended, nor later: their messages stay as they are."""
    await scene.talk()
    await scene.write(LISTENER, "For you.")
    await scene.deliver()
    said = len(scene.messenger.said(ASKER))
    await erase(scene)
    for _ in range(10):
        await scene.pass_time(HOUR)
    assert len(scene.messenger.said(ASKER)) == said
    assert not [one for one in scene.messenger.tried if one.notice.to == NOBODY]
    actions = [one.notice for one in scene.messenger.tried if one.notice.action is Action.EDIT]
    assert not [notice for notice in actions if notice.to == scene.store.person(ASKER)]


async def test_offers_from_before_are_not_theirs_again(scene: Scene) -> None:
    """Whoever erased everything and listens anew has been told of nothing yet."""
    await duty.set_duty(scene.ctx, here(LISTENER), 4 * HOUR)
    await scene.ask()
    await scene.tick()
    await scene.deliver()

    async def offers() -> int:
        found = await overview.everything_of(scene.ctx, LISTENER)
        return sum(one.kind is DataKind.OFFER for one in found)

    assert await offers() == 1
    await erase(scene, LISTENER)
    await scene.join(LISTENER)
    assert await offers() == 0
