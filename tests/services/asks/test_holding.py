"""Asks of somebody whom two people reported: a moderator looks first, and nobody else knows."""

from datetime import timedelta

import pytest

from bot.domain.asks import AskKind, Wishes
from bot.domain.guilds import Feature
from bot.domain.ids import ChannelId, UserId
from bot.domain.moderation import ActionKind
from bot.domain.moderation_errors import UnknownNumber
from bot.domain.notices import NoticeKind
from bot.domain.private_numbers import written
from bot.domain.report_errors import AskLookedAt
from bot.services.asks import closing, drafts, follow_up, holding, posting
from bot.services.blocks import blocking
from bot.services.conversations import first_in_line, silence
from bot.services.conversations import overview as my_conversations
from bot.services.moderation import (
    actions,
    numbers,
    overview,
    report_desk,
    reporting,
    telling,
)
from bot.services.moderation.reporting import ReportDraft
from bot.services.ports import Closed
from bot.services.privacy import erasure
from tests import server_setup
from tests.services.scene import (
    ASKER,
    ASKS,
    CROWD,
    DAY,
    ELSEWHERE,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    STAFF,
    STRANGER,
    Scene,
    here,
)

MODERATOR = here(STRANGER)


async def reported(scene: Scene, *by: UserId) -> list[ReportDraft]:
    """People report an ask that stood in the channel."""
    token = await scene.posted()
    sent = []
    for user in by:
        draft = await reporting.from_button(scene.ctx, user, GUILD, token)
        await reporting.send(scene.ctx, user, draft.report.id)
        sent.append(draft)
    await scene.take_back()
    await scene.deliver()
    return sent


async def asked(scene: Scene) -> posting.Posted:
    """They ask again."""
    preview = await scene.draft(words="Again.")
    done = await posting.post(scene.ctx, here(ASKER), preview.draft.id)
    await scene.tick()
    await scene.deliver()
    return done


def posts(scene: Scene) -> int:
    """How many asks stood in the channel."""
    return sum(one.kind is NoticeKind.ASK_IN_CHANNEL for one in scene.messenger.said(ASKS))


def follows(scene: Scene) -> NoticeKind:
    """What the asker's message about their ask says last."""
    return scene.edits_in(ChannelId(ASKER))[-1].kind


async def test_two_people_hold_the_next_ask(scene: Scene) -> None:
    """Nothing stands in the channel; its asker and the moderators know, until one lets it out."""
    await reported(scene, LISTENER, OTHER)
    assert (await asked(scene)).held
    assert posts(scene) == 1
    assert follows(scene) is NoticeKind.ASK_HELD
    assert scene.messenger.said(STAFF)[-1].kind is NoticeKind.MODERATORS_LOOK
    (ask,) = await holding.list_held(scene.ctx, MODERATOR)
    assert not await holding.list_held(scene.ctx, here(ASKER))  # who moderates, and asked
    await holding.let_out(scene.ctx, MODERATOR, ask.id)
    with pytest.raises(AskLookedAt):
        await holding.let_out(scene.ctx, MODERATOR, ask.id)
    await scene.deliver()
    assert posts(scene) == 2
    assert follows(scene) is NoticeKind.ASK_POSTED
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.ASK_LET_OUT


@pytest.mark.parametrize("by", [(LISTENER,), (LISTENER, LISTENER)], ids=["one", "one, twice"])
async def test_one_person_alone_holds_nothing(scene: Scene, by: tuple[UserId, ...]) -> None:
    """However often they report."""
    await reported(scene, *by)
    assert not (await asked(scene)).held


async def test_what_moderators_decided_and_what_is_old_holds_nothing(scene: Scene) -> None:
    """They have looked; and after a week it is over."""
    first, _ = await reported(scene, LISTENER, OTHER)
    await report_desk.decide_nothing(scene.ctx, MODERATOR, first.report.id)
    assert not (await asked(scene)).held


async def test_after_a_week_nothing_is_held(scene: Scene) -> None:
    """Also where nobody looked."""
    await reported(scene, LISTENER, OTHER)
    await scene.pass_time(7 * DAY)
    assert not (await asked(scene)).held


async def test_without_a_moderator_it_goes_out_in_private(scene: Scene) -> None:
    """After a day; its words stand in no channel."""
    await reported(scene, LISTENER, OTHER)
    await asked(scene)
    (ask,) = await holding.list_held(scene.ctx, MODERATOR)
    await scene.change_rows("UPDATE ask SET kind = 'open' WHERE ask_id = ?", ask.id)
    await scene.pass_time(DAY - HOUR)
    assert posts(scene) == 1
    await scene.pass_time(HOUR)
    assert posts(scene) == 2
    assert scene.messenger.said(ASKS)[-1].text is None
    assert scene.kinds_to(ASKER).count(NoticeKind.ASK_NOT_LOOKED_AT) == 1
    kept = await scene.read(lambda tables: tables.asks.get(ask.id))
    assert kept is not None
    assert kept.kind is AskKind.PRIVATE


async def test_not_let_out_is_told_with_words(scene: Scene) -> None:
    """And is over."""
    await reported(scene, LISTENER, OTHER)
    await asked(scene)
    (ask,) = await holding.list_held(scene.ctx, MODERATOR)
    await holding.keep_in(scene.ctx, MODERATOR, ask.id, "Please write it more kindly.")
    await scene.deliver()
    told = scene.messenger.said(ASKER)[-1]
    assert told.kind is NoticeKind.ASK_NOT_LET_OUT
    assert told.text is not None
    assert told.text.words == "Please write it more kindly."
    await drafts.begin(scene.ctx, here(ASKER))  # another one may be asked


@pytest.mark.parametrize("erases", [False, True])
async def test_taking_back_and_erasing_end_it(scene: Scene, erases: bool) -> None:
    """No moderator finds it any more."""
    await reported(scene, LISTENER, OTHER)
    await asked(scene)
    if erases:
        await erasure.erase_everything(scene.ctx, ASKER)
    else:
        token = scene.edits_in(ChannelId(ASKER))[-1].token
        assert token is not None
        await closing.take_back_own(scene.ctx, ASKER, token)
    assert not await holding.list_held(scene.ctx, MODERATOR)
    await scene.pass_time(DAY + HOUR)
    assert posts(scene) == 1


async def test_where_the_server_wants_so_every_ask_is_looked_at_first(scene: Scene) -> None:
    """It reads the same as for somebody who was reported, and goes out once a moderator let it."""
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.APPROVE_ASKS])
    assert (await asked(scene)).held
    assert follows(scene) is NoticeKind.ASK_HELD
    assert posts(scene) == 0
    (ask,) = await holding.list_held(scene.ctx, MODERATOR)
    await holding.let_out(scene.ctx, MODERATOR, ask.id)
    await scene.deliver()
    assert posts(scene) == 1


async def test_the_number_above_an_ask_that_waits_for_a_look_is_found(scene: Scene) -> None:
    """By whoever reads it there, to act on it; nobody else finds it, least of all its asker."""
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.APPROVE_ASKS])
    assert (await asked(scene)).held
    (ask,) = await holding.list_held(scene.ctx, MODERATOR)
    typed = written(ask.asker_number)
    with pytest.raises(UnknownNumber):
        await numbers.find_number(scene.ctx, GUILD, typed, here(ASKER))
    with pytest.raises(UnknownNumber):
        await numbers.find_number(scene.ctx, ELSEWHERE, typed, here(STRANGER, ELSEWHERE))
    found = await numbers.find_number(scene.ctx, GUILD, typed, MODERATOR)
    assert found.known.number == ask.asker_number
    with pytest.raises(AskLookedAt):
        await numbers.number_of_held(scene.ctx, here(ASKER), ask.id)
    again = await numbers.number_of_held(scene.ctx, MODERATOR, ask.id)
    assert again.known.id == found.known.id
    # the ask may leave another moderator out: nothing stands in what all of them are shown
    assert not (await numbers.list_numbers(scene.ctx, GUILD, 0, here(LISTENER))).shown
    assert (await overview.get_standing(scene.ctx, GUILD, here(LISTENER))).numbers == 0
    await scene.tick()  # nor does it go while its moderator still writes
    assert found.listener is None
    await actions.act(scene.ctx, MODERATOR, found.known.id, ActionKind.BAN, "No.")
    assert not await holding.list_held(scene.ctx, MODERATOR)


async def test_an_ask_that_ended_is_looked_at_again_before_it_waits_longer(scene: Scene) -> None:
    """One that a moderator kept in, or whose asker was reported, does not go out by that; its post
    of before is the one that says so when it does."""
    token = await scene.posted()
    for user in (LISTENER, OTHER):
        draft = await reporting.from_button(scene.ctx, user, GUILD, token)
        await reporting.send(scene.ctx, user, draft.report.id)
    await scene.pass_time(2 * DAY)
    (expired,) = [one for one in scene.messenger.said(ASKER) if one.kind is NoticeKind.ASK_EXPIRED]
    for _ in range(2):
        assert await follow_up.extend(scene.ctx, ASKER, expired.token or "") == follow_up.HeldFirst(
            GUILD
        )
        await scene.tick()
        await scene.deliver()
        assert follows(scene) is NoticeKind.ASK_HELD
        assert posts(scene) == 1
        (ask,) = await holding.list_held(scene.ctx, MODERATOR)
        await holding.keep_in(scene.ctx, MODERATOR, ask.id, "Not like this.")
    assert await follow_up.extend(scene.ctx, ASKER, expired.token or "") == follow_up.HeldFirst(
        GUILD
    )
    await holding.let_out(scene.ctx, MODERATOR, ask.id)
    await scene.deliver()
    assert posts(scene) == 1
    assert scene.edits_in(ASKS)[-1].kind is NoticeKind.ASK_IN_CHANNEL


async def reported_in_talk(scene: Scene) -> None:
    """Two people report an ask that a listener has taken."""
    token = await scene.posted()
    for user in (STRANGER, OTHER):
        draft = await reporting.from_button(scene.ctx, user, GUILD, token)
        await reporting.send(scene.ctx, user, draft.report.id)
    await scene.accept(LISTENER, token)


@pytest.mark.parametrize("way", ["after it ended", "instead of who is silent", "given back"])
async def test_an_ask_goes_out_again_only_after_a_look(scene: Scene, way: str) -> None:
    """By whatever way it would meet another listener, it waits for a moderator as long as every
    held ask; that it was to end before does not end it."""
    await reported_in_talk(scene)
    if way == "after it ended":
        await scene.end(LISTENER)
        again = await first_in_line.ask_others(scene.ctx, ASKER, scene.after_button(ASKER))
        assert again.held
    elif way == "instead of who is silent":
        await silence.find_somebody_else(scene.ctx, ASKER, scene.end_button(ASKER))
    else:
        await scene.pass_time(HOUR)
    await scene.tick()
    await scene.deliver()
    assert follows(scene) is NoticeKind.ASK_HELD
    assert scene.edits_in(ASKS)[-1].kind is not NoticeKind.ASK_IN_CHANNEL
    await scene.pass_time(DAY - HOUR)
    (ask,) = await holding.list_held(scene.ctx, MODERATOR)
    await holding.let_out(scene.ctx, MODERATOR, ask.id)
    await scene.deliver()
    assert follows(scene) is NoticeKind.ASK_POSTED


async def test_what_went_out_is_not_looked_at_again_where_nobody_reported(scene: Scene) -> None:
    """Also where the server sees every ask: it has seen this one."""
    await scene.talk()
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.APPROVE_ASKS])
    await scene.end(LISTENER)
    again = await first_in_line.ask_others(scene.ctx, ASKER, scene.after_button(ASKER))
    assert not again.held


async def looks(scene: Scene, *askers: UserId, takes: timedelta) -> None:
    """Moderators look at the asks of these, each after a while."""
    for user in askers:
        await scene.ask(user)
        scene.clock.advance(takes)
        (ask,) = await holding.list_held(scene.ctx, MODERATOR)
        await holding.let_out(scene.ctx, MODERATOR, ask.id)
        await scene.deliver()


@pytest.mark.parametrize(("people", "step"), [(4, None), (5, 2)])
async def test_how_long_it_usually_takes_is_this_servers_own(
    scene: Scene, people: int, step: int | None
) -> None:
    """From the weeks that are over, whatever else the server switched on; unknown where too few
    waited."""
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.APPROVE_ASKS])
    await looks(scene, *CROWD[:people], takes=HOUR / 2)
    assert await holding.usual_look(scene.ctx, GUILD) is None
    for _ in range(7):
        await scene.pass_time(DAY)
    assert await holding.usual_look(scene.ctx, GUILD) == step
    assert await holding.usual_look(scene.ctx, ELSEWHERE) is None
    await scene.ask()
    await scene.deliver()
    held = [one for one in scene.edits_in(ChannelId(ASKER)) if one.kind is NoticeKind.ASK_HELD]
    assert [one.usual_look for one in held] == [step], "whoever waits reads it where they are told"


async def test_what_nobody_looked_at_and_what_is_kept_in_count_as_well(still_scene: Scene) -> None:
    """Else it would read as quicker than it is."""
    scene = still_scene
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.APPROVE_ASKS])
    for user in CROWD[:4]:
        await scene.ask(user)
    await scene.pass_time(DAY)
    await scene.ask(CROWD[4])
    await scene.pass_time(DAY / 3)
    (ask,) = await holding.list_held(scene.ctx, MODERATOR)
    await holding.keep_in(scene.ctx, MODERATOR, ask.id, "Not like this.")
    for _ in range(7):
        await scene.pass_time(DAY)
    assert await holding.usual_look(scene.ctx, GUILD) == 5


async def leaving_out(scene: Scene, *left_out: UserId) -> None:
    """An ask that waits for a look, and that some must not get."""
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.APPROVE_ASKS])
    preview = await scene.draft()
    await drafts.choose_more(scene.ctx, here(ASKER), preview.draft.id, Wishes(), left_out)
    assert (await posting.post(scene.ctx, here(ASKER), preview.draft.id)).held
    await scene.tick()
    await scene.deliver()


def told_directly(scene: Scene, kind: NoticeKind) -> set[UserId]:
    """Whom that was said to in direct messages."""
    people = (ASKER, LISTENER, OTHER, STRANGER, *CROWD)
    return {user for user in people if kind in scene.kinds_to(user)}


async def test_an_ask_that_leaves_out_who_reads_along_is_told_to_the_others(scene: Scene) -> None:
    """Each in direct messages, and nothing in the channel; not to who left, nor to its asker."""
    scene.messenger.readers = {ASKER, LISTENER, STRANGER, CROWD[0]}
    for user in (ASKER, LISTENER, OTHER, STRANGER, CROWD[0]):
        await telling.note_moderator(scene.ctx, here(user))
    await leaving_out(scene, LISTENER)
    assert told_directly(scene, NoticeKind.ASK_FOR_OTHERS) == {STRANGER, CROWD[0]}
    assert scene.messenger.said(STAFF) == []
    await scene.pass_time(HOUR)
    assert scene.kinds_to(STRANGER).count(NoticeKind.ASK_FOR_OTHERS) == 1
    (ask,) = await holding.list_held(scene.ctx, MODERATOR)
    assert not await holding.list_held(scene.ctx, here(LISTENER))
    with pytest.raises(AskLookedAt):
        await holding.let_out(scene.ctx, here(LISTENER), ask.id)
    await holding.let_out(scene.ctx, MODERATOR, ask.id)
    await scene.pass_time(HOUR)
    assert told_directly(scene, NoticeKind.WAITS_FOR_OTHERS) == {STRANGER, CROWD[0]}
    assert scene.messenger.said(STAFF) == []


async def test_of_one_who_blocked_a_moderator_that_one_is_not_told(scene: Scene) -> None:
    """As of whoever is left out by name."""
    await scene.talk()
    await scene.end(ASKER)
    await blocking.block(scene.ctx, ASKER, scene.after_button(ASKER))
    scene.messenger.readers = {LISTENER, STRANGER}
    for user in (LISTENER, STRANGER):
        await telling.note_moderator(scene.ctx, here(user))
    await leaving_out(scene)
    assert told_directly(scene, NoticeKind.ASK_FOR_OTHERS) == {STRANGER}
    assert not await holding.list_held(scene.ctx, here(LISTENER))


async def test_what_was_decided_meanwhile_is_told_to_nobody(scene: Scene) -> None:
    """It was taken back before anybody was looked up."""
    scene.messenger.readers = {STRANGER}
    await telling.note_moderator(scene.ctx, here(STRANGER))
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.APPROVE_ASKS])
    preview = await scene.draft()
    await drafts.choose_more(scene.ctx, here(ASKER), preview.draft.id, Wishes(), [LISTENER])
    await posting.post(scene.ctx, here(ASKER), preview.draft.id)
    (ask,) = await holding.list_held(scene.ctx, MODERATOR)
    await holding.let_out(scene.ctx, MODERATOR, ask.id)
    await scene.tick()
    await scene.deliver()
    assert not told_directly(scene, NoticeKind.ASK_FOR_OTHERS)


async def test_the_count_is_the_same_for_every_moderator(scene: Scene) -> None:
    """Without what leaves somebody out; so no number tells anybody that they are left out, or that
    one of them asked."""
    await leaving_out(scene, LISTENER)
    assert await holding.count_held(scene.ctx, GUILD) == 0
    await scene.ask(OTHER)
    assert await holding.count_held(scene.ctx, GUILD) == 1
    assert len(await holding.list_held(scene.ctx, MODERATOR)) == 2
    standing = await overview.get_standing(scene.ctx, GUILD, MODERATOR)
    assert standing.health.waiting == 1


async def test_under_my_conversations_stands_that_a_moderator_looks_first(scene: Scene) -> None:
    """Until it is out, and with how long that usually takes, where that is known."""
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.APPROVE_ASKS])
    await looks(scene, *CROWD[:5], takes=HOUR / 2)
    for _ in range(7):
        await scene.pass_time(DAY)
    await asked(scene)
    (mine,) = (await my_conversations.get_overview(scene.ctx, ASKER, GUILD)).asks
    assert (mine.waiting, mine.held, mine.usual_look) == (True, True, 2)
    (ask,) = await holding.list_held(scene.ctx, MODERATOR)
    await holding.let_out(scene.ctx, MODERATOR, ask.id)
    (mine,) = (await my_conversations.get_overview(scene.ctx, ASKER, GUILD)).asks
    assert (mine.waiting, mine.held) == (True, False)


async def test_what_could_not_be_told_of_it_counts_for_nobody(scene: Scene) -> None:
    """One who is left out would see that something about an ask did not arrive."""
    scene.messenger.readers = {LISTENER, STRANGER}
    for user in (LISTENER, STRANGER):
        await telling.note_moderator(scene.ctx, here(user))
    scene.messenger.fail(STRANGER, *[Closed()] * 9)
    await leaving_out(scene, LISTENER)
    assert await scene.count("outbox WHERE notice = 'ask_for_others' AND attempts > 0") == 1
    standing = await overview.get_standing(scene.ctx, GUILD, here(LISTENER))
    assert standing.health.undelivered == standing.health.waiting == 0
    scene.messenger.fail(ASKER, *[Closed()] * 9)
    (ask,) = await holding.list_held(scene.ctx, MODERATOR)
    await holding.keep_in(scene.ctx, MODERATOR, ask.id, "Not like this.")
    await scene.deliver()
    assert await scene.count("outbox WHERE notice = 'ask_not_let_out' AND attempts > 0") == 1
    standing = await overview.get_standing(scene.ctx, GUILD, here(LISTENER))
    assert standing.health.undelivered == 0
