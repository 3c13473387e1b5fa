"""Where moderators approve listeners: nobody is told of an ask before, and all read what becomes of
it."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.domain.errors import NotAListener, OutOfDate, TryAgain
from bot.domain.form_errors import NoWords
from bot.domain.guilds import Feature
from bot.domain.ids import ListenerNumber, UserId
from bot.domain.limit_errors import JoinsForToday
from bot.domain.listening import Heavy
from bot.domain.moderation import ActionKind
from bot.domain.moderation_errors import ListenerLeft, ListenerLookedAt, NotApprovedYet, OwnNumber
from bot.domain.moderation_record import RecordedAct
from bot.domain.notices import SILENT, NoticeKind
from bot.services.conversations import overview as my_conversations
from bot.services.listeners import approval, duty, newcomers, preferences
from bot.services.moderation import actions, numbers, record
from bot.services.offers import acceptance, responses
from bot.services.ports import Closed, Standing, Unsure
from bot.services.privacy import erasure
from bot.services.servers import setup
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import Sealer
from bot.storage.store import Tables
from tests import server_setup, stated
from tests.engines import open_store
from tests.services.ages.groups import two_groups
from tests.services.scene import (
    DAY,
    ELSEWHERE,
    FAR_ASKS,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    SEALER,
    STAFF,
    STRANGER,
    Scene,
    here,
)

KEYRING = Keyring(bytes(range(32)))
NEW, MODERATOR, SECOND = here(STRANGER), here(OTHER), here(UserId(121))


async def _noted(_: Tables) -> None:
    """Nothing more."""


async def waiting(scene: Scene) -> str:
    """Somebody would like to listen; the token under which moderators look at them."""
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.APPROVE_LISTENERS])
    await scene.join(STRANGER)
    (one,) = await newcomers.list_waiting(scene.ctx, GUILD)
    assert one.user == STRANGER
    return one.token


def offers(scene: Scene, user: UserId = STRANGER) -> int:
    """Of how many asks somebody was told."""
    return scene.kinds_to(user).count(NoticeKind.OFFER)


async def test_whoever_waits_is_told_of_nothing_and_may_choose_their_settings(scene: Scene) -> None:
    """Neither on duty nor off, nor in the channel; the moderators read that something waits."""
    await waiting(scene)
    await scene.deliver()
    assert scene.messenger.said(STAFF)[-1].kind is NoticeKind.MODERATORS_LOOK
    with pytest.raises(NotApprovedYet):
        await duty.set_duty(scene.ctx, NEW, HOUR)
    await preferences.what_to_take(
        scene.ctx, NEW, topics=(), languages=(), heavy=Heavy.YES, at_once=1
    )
    await preferences.when(scene.ctx, NEW, zone="Berlin", quiet="3:00-3:01", off_duty=True)
    button = await scene.posted()
    await scene.pass_time(HOUR)
    assert offers(scene) == 0
    with pytest.raises(NotApprovedYet):
        await acceptance.accept(scene.ctx, NEW, button)
    with pytest.raises(NotApprovedYet):
        await responses.list_waiting_asks(scene.ctx, NEW, 0)


async def test_nobody_counts_on_whoever_waits(scene: Scene) -> None:
    """Neither as somebody who is there, nor for how large the server is."""
    for user in (LISTENER, OTHER):
        await duty.leave(scene.ctx, here(user))
    await waiting(scene)
    size = await setup.size(scene.ctx, GUILD)
    assert size.listeners == 0
    preview = await scene.draft()
    assert preview.here == "nobody"


async def test_the_approved_read_so_and_are_told_of_asks(scene: Scene) -> None:
    """With their settings as they chose them meanwhile; the record says who did it."""
    token = await waiting(scene)

    async def note(tables: Tables) -> None:
        act = RecordedAct.APPROVED_LISTENER
        await record.note(scene.ctx, tables, MODERATOR, act, token)

    await newcomers.approve(scene.ctx, MODERATOR, token, note)
    await scene.deliver()
    told = scene.messenger.said(STRANGER)[-1]
    assert told.kind is NoticeKind.LISTENER_APPROVED
    assert told.token is not None
    assert not await newcomers.list_waiting(scene.ctx, GUILD)
    (entry,) = (await record.page(scene.ctx, GUILD, 0, 5)).entries
    assert (entry.what, entry.moderator) == (RecordedAct.APPROVED_LISTENER, OTHER)
    await duty.set_duty(scene.ctx, NEW, HOUR)
    await scene.posted()
    await scene.pass_time(HOUR / 60)
    assert offers(scene) == 1


async def test_who_waits_long_is_brought_up_each_week_and_told_once(scene: Scene) -> None:
    """Quietly where moderators meet, once for all who wait; whoever waits reads how it stands. Once
    they are decided about, nobody is told any more."""
    later = UserId(122)
    token = await waiting(scene)
    await scene.tick()
    await scene.pass_time(6 * DAY)
    await scene.join(later)
    await scene.deliver()
    scene.messenger.created.clear()
    await scene.pass_time(DAY + HOUR)
    assert scene.kinds_to(STAFF) == [NoticeKind.LISTENERS_WAIT]
    assert scene.kinds_to(STRANGER) == [NoticeKind.LISTENER_WAITS_ON]
    await scene.pass_time(6 * DAY)
    assert not scene.kinds_to(later)
    await scene.pass_time(DAY)
    assert scene.kinds_to(STAFF) == 2 * [NoticeKind.LISTENERS_WAIT]
    for waits in (STRANGER, later):
        assert scene.kinds_to(waits) == [NoticeKind.LISTENER_WAITS_ON]
    await newcomers.approve(scene.ctx, MODERATOR, token, _noted)
    await duty.leave(scene.ctx, here(later))
    await scene.pass_time(14 * DAY)
    assert scene.kinds_to(STAFF) == 2 * [NoticeKind.LISTENERS_WAIT]
    assert NoticeKind.LISTENERS_WAIT in SILENT


async def test_not_now_is_told_with_the_moderators_words(scene: Scene) -> None:
    """They are no listener, and may ask again: under another token."""
    token = await waiting(scene)
    with pytest.raises(NoWords):
        await newcomers.not_now(scene.ctx, MODERATOR, token, " ", _noted)
    why = "Please come back after a month here."
    await newcomers.not_now(scene.ctx, MODERATOR, token, why, _noted)
    await scene.deliver()
    told = scene.messenger.said(STRANGER)[-1]
    assert told.kind is NoticeKind.LISTENER_NOT_NOW
    assert told.text is not None
    assert told.text.words == why
    with pytest.raises(NotAListener):
        await duty.set_duty(scene.ctx, NEW, HOUR)
    assert await waiting(scene) != token


async def test_whoever_listens_already_stays_when_it_is_switched_on(scene: Scene) -> None:
    """Only who joins from then on waits."""
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.APPROVE_LISTENERS])
    assert not await newcomers.list_waiting(scene.ctx, GUILD)
    await duty.set_duty(scene.ctx, here(LISTENER), HOUR)
    await scene.setup(ELSEWHERE, FAR_ASKS)
    await scene.join(STRANGER, guild=ELSEWHERE)
    assert not await newcomers.list_waiting(scene.ctx, ELSEWHERE)


async def test_whoever_waits_is_a_listener_when_it_is_switched_off(scene: Scene) -> None:
    """And reads so, once; other switches change nothing."""
    await waiting(scene)
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.APPROVE_LISTENERS, Feature.DELAY])
    assert await newcomers.list_waiting(scene.ctx, GUILD)
    for _ in range(2):
        await server_setup.switch_on(scene.ctx, GUILD, [])
        await scene.deliver()
    assert scene.kinds_to(STRANGER).count(NoticeKind.LISTENER_NEEDS_NO_LOOK) == 1
    await duty.set_duty(scene.ctx, NEW, HOUR)


async def _leave(scene: Scene) -> None:
    await duty.leave(scene.ctx, NEW)


async def _erase(scene: Scene) -> None:
    await erasure.erase_everything(scene.ctx, STRANGER)


@pytest.mark.parametrize("goes", [_leave, _erase])
async def test_whoever_changes_their_mind_waits_no_more(
    scene: Scene, goes: Callable[[Scene], Awaitable[None]]
) -> None:
    """Also by erasing everything; a moderator who looks at them reads that."""
    token = await waiting(scene)
    await goes(scene)
    assert not await newcomers.list_waiting(scene.ctx, GUILD)
    with pytest.raises(ListenerLookedAt):
        await newcomers.approve(scene.ctx, MODERATOR, token, _noted)
    with pytest.raises(ListenerLookedAt):
        await newcomers.not_now(scene.ctx, MODERATOR, token, "No.", _noted)
    assert await scene.rows("SELECT 1 FROM listener WHERE waits_as IS NOT NULL") == []


async def test_whoever_left_the_server_is_taken_off_the_list(scene: Scene) -> None:
    """And an outage changes nothing."""
    token = await waiting(scene)
    scene.messenger.fail(GUILD, Unsure())
    with pytest.raises(TryAgain):
        await newcomers.approve(scene.ctx, MODERATOR, token, _noted)
    scene.messenger.standings[GUILD, STRANGER] = Standing.TIMED_OUT
    assert await newcomers.list_waiting(scene.ctx, GUILD)
    scene.messenger.standings[GUILD, STRANGER] = Standing.GONE
    with pytest.raises(ListenerLeft):
        await newcomers.approve(scene.ctx, MODERATOR, token, _noted)
    assert not await newcomers.list_waiting(scene.ctx, GUILD)


@pytest.mark.parametrize("listens", [False, True])
async def test_a_ban_of_either_number_shows_nothing_to_whoever_looks(
    scene: Scene, *, listens: bool
) -> None:
    """Both numbers are one person's: that is nobody's to learn. It holds all the same."""
    token = await waiting(scene)
    before = await newcomers.list_waiting(scene.ctx, GUILD)
    know = numbers.know_listener if listens else numbers.know_asker
    number = await scene.store.transaction(lambda tables: know(scene.ctx, tables, NEW))
    await actions.act(scene.ctx, MODERATOR, number, ActionKind.BAN, "No.")
    assert await newcomers.list_waiting(scene.ctx, GUILD) == before
    await newcomers.approve(scene.ctx, MODERATOR, token, _noted)
    await scene.pass_time(DAY)
    assert NoticeKind.LISTENER_APPROVED in scene.kinds_to(STRANGER)
    await scene.posted()
    await scene.pass_time(HOUR)
    assert offers(scene) == 0


async def test_two_moderators_at_once_decide_once(scene: Scene) -> None:
    """The other one reads that somebody has; one message goes out."""
    token = await waiting(scene)
    done = await asyncio.gather(
        newcomers.approve(scene.ctx, MODERATOR, token, _noted),
        newcomers.not_now(scene.ctx, SECOND, token, "No.", _noted),
        newcomers.approve(scene.ctx, SECOND, token, _noted),
        return_exceptions=True,
    )
    assert sum(one is None for one in done) == 1
    assert sum(isinstance(one, ListenerLookedAt) for one in done) == 2
    await scene.deliver()
    kinds = scene.kinds_to(STRANGER)
    told = {NoticeKind.LISTENER_APPROVED, NoticeKind.LISTENER_NOT_NOW}
    assert sum(kind in told for kind in kinds) == 1


async def test_nobody_approves_themself_nor_anybody_of_another_server(scene: Scene) -> None:
    """A token of one server opens nothing in another."""
    token = await waiting(scene)
    with pytest.raises(OwnNumber):
        await newcomers.approve(scene.ctx, NEW, token, _noted)
    with pytest.raises(OutOfDate):
        await newcomers.approve(scene.ctx, here(OTHER, ELSEWHERE), token, _noted)
    assert await newcomers.list_waiting(scene.ctx, GUILD)


async def test_they_wait_on_after_a_restart(scene: Scene) -> None:
    """Under the same token."""
    token = await waiting(scene)
    await scene.restart()
    (one,) = await newcomers.list_waiting(scene.ctx, GUILD)
    assert one.token == token


async def test_whoever_is_approved_for_the_young_still_waits(scene: Scene) -> None:
    """The two are apart: each is needed, in either order."""
    await two_groups(scene)
    token = await waiting(scene)
    number = scene.ctx.listener_number(NEW)

    async def stands() -> tuple[bool, bool]:
        one = await scene.read(lambda tables: tables.listeners.get(number))
        assert one is not None
        return one.waits, one.approved_young

    await approval.approve_for_young(scene.ctx, ListenerNumber(number), _noted, approved=True)
    assert await stands() == (True, True)
    await newcomers.approve(scene.ctx, MODERATOR, token, _noted)
    assert await stands() == (False, True)
    await approval.approve_for_young(scene.ctx, ListenerNumber(number), _noted, approved=False)
    assert await stands() == (False, False)


async def test_that_one_waits_stands_in_ones_own_export(scene: Scene) -> None:
    """And in nobody else's."""
    await waiting(scene)
    who = scene.ctx.person(NEW)
    (mine,) = await scene.read(lambda tables: tables.personal_listening.listening(who))
    assert mine.waits


async def test_they_wait_on_under_another_key(scene: Scene) -> None:
    """They are found, approved and told as before; so is whoever came to a limit."""
    token = await waiting(scene)
    await duty.leave(scene.ctx, NEW)
    for _ in range(2):
        await scene.join(STRANGER)
        await duty.leave(scene.ctx, NEW)
    with pytest.raises(JoinsForToday):
        await scene.join(STRANGER)
    await scene.join(SECOND.user)
    (before,) = await newcomers.list_waiting(scene.ctx, GUILD)
    assert before.token != token
    await scene.store.close()
    sealer = Sealer(KEYRING.rotated(), SEALER.owners)
    await scene._open(await open_store(scene.path, sealer))
    assert await newcomers.list_waiting(scene.ctx, GUILD) == [before]
    await newcomers.approve(scene.ctx, MODERATOR, before.token, _noted)
    await scene.deliver()
    assert scene.kinds_to(SECOND.user)[-1] is NoticeKind.LISTENER_APPROVED
    await stated.have_said_so(scene.store, GUILD, [STRANGER])
    with pytest.raises(JoinsForToday):
        await scene.join(STRANGER)


async def test_the_outcome_waits_until_it_is_read(still_scene: Scene) -> None:
    """However long direct messages are closed; it stands under My conversations meanwhile."""
    scene = still_scene
    token = await waiting(scene)
    await scene.deliver()
    scene.messenger.fail(STRANGER, *[Closed()] * 500)
    await newcomers.not_now(scene.ctx, MODERATOR, token, "Not yet.", _noted)
    await scene.deliver()
    for _ in range(9):
        await scene.pass_time(DAY)
    (kept,) = await my_conversations.waiting_for_me(scene.ctx, STRANGER)
    assert kept.notice.kind is NoticeKind.LISTENER_NOT_NOW
    assert kept.notice.text is not None
    assert kept.notice.text.words == "Not yet."
