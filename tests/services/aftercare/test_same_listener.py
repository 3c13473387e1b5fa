"""Asking for the same listener again: first they alone, then all others, whatever they did."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.asks import Wishes
from bot.domain.errors import NoLongerAvailable, OutOfDate
from bot.domain.ids import AskId, ChannelId, UserId, message_at
from bot.domain.notices import Notice, NoticeKind
from bot.services.aftercare import same_listener
from bot.services.asks import closing, drafts, posting
from bot.services.listeners import duty, preferences
from bot.services.offers import acceptance, responses
from bot.services.ports import Closed, Outgoing, Standing, Unsure
from tests.services.scene import (
    ALIASES,
    ASKER,
    ASKS,
    CROWD,
    DAY,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    STAFF,
    STRANGER,
    Scene,
    here,
    playing,
)

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
FIRST = 15 * MINUTE
FORTNIGHT = 14 * DAY


async def ended(scene: Scene, listener: UserId = LISTENER) -> str:
    """A conversation that is over; the token of the asker's button below its end."""
    await scene.talk(ASKER, listener)
    await scene.end(ASKER)
    return again_button(scene)


def again_button(scene: Scene, user: UserId = ASKER) -> str:
    """The token of the newest button to ask for the same listener."""
    said = scene.messenger.said(user)
    token = [n.token for n in said if n.kind is NoticeKind.CONVERSATION_ENDED_ASKER][-1]
    assert token is not None
    return token


async def on_duty(scene: Scene, *users: UserId) -> None:
    """Be here for a long while."""
    for user in users:
        await duty.set_duty(scene.ctx, here(user), 30 * DAY)


async def ask_again(
    scene: Scene, token: str, wishes: Wishes | None = None, without: tuple[UserId, ...] = ()
) -> posting.Posted:
    """Write, look at the preview, and post; the listener is told of it if they may be."""
    preview = await drafts.draft(scene.ctx, here(ASKER), "It's me again.", "", token)
    if wishes or without:
        await drafts.choose_more(
            scene.ctx, here(ASKER), preview.draft.id, wishes or Wishes(), without
        )
    posted = await posting.post(scene.ctx, here(ASKER), preview.draft.id)
    await scene.pass_time(SECOND)
    return posted


def offers_to(scene: Scene, user: int, kind: NoticeKind = NoticeKind.OFFER_AGAIN) -> list[str]:
    """The tokens of what told somebody of an ask."""
    return [n.token or "" for n in scene.messenger.said(user) if n.kind is kind]


async def take_back(scene: Scene) -> None:
    """Take the ask back while it is for one listener alone."""
    await scene.deliver()
    said = [sent.notice for sent in scene.messenger.log if sent.channel == ChannelId(ASKER)]
    token = [n.token for n in said if n.kind is NoticeKind.ASK_FOR_ONE_FIRST][-1]
    assert token is not None
    await closing.take_back_own(scene.ctx, ASKER, token)
    await scene.deliver()


async def test_the_listener_is_told_first_and_alone_in_words_of_their_own(scene: Scene) -> None:
    """Neither the channel, nor another listener, nor the moderators learn of it yet."""
    await on_duty(scene, LISTENER, OTHER)
    token = await ended(scene)
    before = len(scene.messenger.said(ASKS)), len(scene.messenger.said(OTHER))
    posted = await ask_again(scene, token)
    assert posted.first is not None
    assert len(offers_to(scene, LISTENER)) == 1
    await scene.pass_time(FIRST - 2 * SECOND)
    assert (len(scene.messenger.said(ASKS)), len(scene.messenger.said(OTHER))) == before
    assert scene.messenger.said(STAFF) == []


async def test_after_the_time_everything_begins_as_for_every_ask(scene: Scene) -> None:
    """Post, offers, and ten minutes later the moderators; each as long after as usual."""
    await on_duty(scene, LISTENER, OTHER)
    await ask_again(scene, await ended(scene))
    posts = len(scene.messenger.said(ASKS))
    await scene.pass_time(FIRST)
    assert scene.kinds_to(ASKS)[posts:] == [NoticeKind.ASK_IN_CHANNEL]
    assert len(offers_to(scene, OTHER, NoticeKind.OFFER)) == 1
    assert offers_to(scene, LISTENER, NoticeKind.OFFER) == [], "told once of one ask"
    await scene.pass_time(FIRST - 2 * SECOND)
    assert scene.messenger.said(STAFF) == []
    await scene.pass_time(2 * SECOND)
    assert scene.kinds_to(STAFF) == [NoticeKind.SOMEBODY_WAITS]


async def test_the_listener_may_still_take_it_after_the_time(scene: Scene) -> None:
    """Their offer stays open, like every other."""
    await on_duty(scene, LISTENER)
    await ask_again(scene, await ended(scene))
    await scene.pass_time(FIRST)
    begun = scene.kinds_to(LISTENER).count(NoticeKind.YOU_ACCEPTED)
    await acceptance.accept_offered(scene.ctx, LISTENER, offers_to(scene, LISTENER)[0])
    await scene.deliver()
    assert scene.kinds_to(LISTENER).count(NoticeKind.YOU_ACCEPTED) == begun + 1


async def test_accepting_begins_a_conversation_with_fresh_aliases(scene: Scene) -> None:
    """Nothing of it ever stands in the channel, and neither name is the old one."""
    await on_duty(scene, LISTENER, OTHER)
    token = await ended(scene)
    posts = len(scene.messenger.log)
    await ask_again(scene, token)
    await acceptance.accept_offered(scene.ctx, LISTENER, offers_to(scene, LISTENER)[0])
    await scene.deliver()
    names = await scene.rows("SELECT asker_alias, listener_alias FROM conversation")
    assert len({name for pair in names for name in pair}) == 4
    # in the first minute they could be for the conversation that has just ended
    later = message_at(scene.clock.now() + timedelta(minutes=2))
    await scene.write(LISTENER, "Good to read you.", message=later)
    await scene.pass_time(HOUR)
    assert [sent for sent in scene.messenger.log[posts:] if sent.channel in (ASKS, OTHER)] == []
    assert scene.messenger.said(STAFF) == []
    assert NoticeKind.ASK_ACCEPTED in scene.kinds_to(ASKER)
    assert scene.words_to(ASKER) == ["Good to read you."]


async def test_two_who_talk_again_get_names_that_neither_wore(scene: Scene) -> None:
    """Also where there are only four names; and when all are worn, any will do."""
    scene.ctx = replace(scene.ctx, aliases=lambda _: ALIASES[:4])
    await on_duty(scene, LISTENER)
    for names in (2, 4, 4):
        await ended(scene)
        worn = await scene.rows("SELECT asker_alias, listener_alias FROM conversation")
        assert len({name for pair in worn for name in pair}) == names


async def test_when_they_accept_and_stay_silent_all_others_are_told(scene: Scene) -> None:
    """Also while the time for them alone is not over yet."""
    await on_duty(scene, LISTENER, OTHER)
    await ask_again(scene, await ended(scene))
    await acceptance.accept_offered(scene.ctx, LISTENER, offers_to(scene, LISTENER)[0])
    for _ in range(8):
        await scene.pass_time(MINUTE)
    assert scene.kinds_to(ASKS)[-1] is NoticeKind.ASK_IN_CHANNEL
    assert len(offers_to(scene, OTHER, NoticeKind.OFFER)) == 1
    await scene.accept(OTHER, scene.accept_button())


Deed = Callable[[Scene], Awaitable[object]]


async def nothing(scene: Scene) -> None:
    """Look away."""


async def refuse(scene: Scene) -> None:
    """Press Not now."""
    await responses.decline(scene.ctx, LISTENER, offers_to(scene, LISTENER)[0])
    await scene.deliver()


async def read(scene: Scene) -> None:
    """Read it, and do nothing."""
    await responses.read(scene.ctx, LISTENER, offers_to(scene, LISTENER)[0])


async def rest(scene: Scene) -> None:
    """Rest for a month."""
    await duty.rest(scene.ctx, here(LISTENER), 30 * DAY)


async def go_off_duty(scene: Scene) -> None:
    """Off duty, and not to be told then."""
    await duty.set_duty(scene.ctx, here(LISTENER), None)


async def stop_listening(scene: Scene) -> None:
    """No listener any more."""
    await duty.leave(scene.ctx, here(LISTENER))


async def leave_the_server(scene: Scene) -> None:
    """Gone."""
    scene.messenger.standings[GUILD, LISTENER] = Standing.GONE


async def be_busy(scene: Scene) -> None:
    """Talk with somebody else: one conversation is the limit."""
    await scene.talk(STRANGER, LISTENER)
    await scene.write(LISTENER, "Hello.")
    await scene.deliver()


async def close_dms(scene: Scene) -> None:
    """The next message cannot be delivered."""
    scene.messenger.fail(LISTENER, Closed())


async def be_quiet(scene: Scene) -> None:
    """Off duty in quiet hours."""
    await duty.set_duty(scene.ctx, here(LISTENER), None)
    await preferences.when(
        scene.ctx, here(LISTENER), zone="Europe/London", quiet="17:00-23:00", off_duty=True
    )


BEFORE: list[Deed] = [rest, go_off_duty, stop_listening, leave_the_server, be_busy, be_quiet]
AFTER: list[Deed] = [nothing, refuse, read, rest, go_off_duty, stop_listening, leave_the_server]


async def seen_by_the_asker(folder: Path, before: Deed, after: Deed) -> list[str]:
    """Everything that the asker is answered and sent in a day, each with its time; in order in
    each channel, as two channels are served at once."""
    async with playing(folder) as scene:
        await scene.join(LISTENER, OTHER, CROWD[0])
        await on_duty(scene, LISTENER)
        token = await ended(scene)
        await scene.pass_time(HOUR)
        await before(scene)
        begun = scene.clock.now()
        seen, known = [], len(scene.messenger.log)
        preview = await drafts.draft(scene.ctx, here(ASKER), "It's me again.", "", token)
        assert preview.first is not None
        posted = await posting.post(scene.ctx, here(ASKER), preview.draft.id)
        seen += [repr((posted.first, posted.here, posted.expires_at - begun))]
        ask = await newest_ask(scene)
        await scene.pass_time(SECOND)
        await after(scene)
        for pause in (*[MINUTE] * 45, *[20 * MINUTE] * 75):
            await scene.pass_time(pause)
            seen += [
                repr((scene.clock.now() - begun, said(sent.notice)))
                for sent in sorted(scene.messenger.log[known:], key=lambda one: one.channel)
                if reads_it(sent, ask)
            ]
            known = len(scene.messenger.log)
        return seen


async def newest_ask(scene: Scene) -> AskId:
    """The id of the asker's newest ask."""
    rows = await scene.rows(
        "SELECT ask_id FROM ask WHERE asker_number = ? ORDER BY stored",
        scene.store.asker_number(GUILD, ASKER),
    )
    return AskId(str(rows[-1][0]))


def reads_it(sent: Outgoing, ask: AskId) -> bool:
    """Whether the asker can see it: what is sent to them, and how their ask stands."""
    own = ChannelId(ASKER)
    return sent.channel == own or (sent.channel == ASKS and sent.notice.ask_id == ask)


def said(notice: Notice) -> tuple[object, ...]:
    """What can be read of a notice: no random id."""
    return notice.kind, notice.action, notice.alias, notice.own_alias, notice.text


@pytest.fixture(scope="module")
def ignored() -> dict[str, list[str]]:
    """What an asker sees whose listener ignored it; looked at once."""
    return {}


@pytest.mark.parametrize(
    ("before", "after"),
    [*((nothing, deed) for deed in AFTER[1:]), *((deed, nothing) for deed in (*BEFORE, close_dms))],
    ids=lambda deed: deed.__name__,
)
async def test_the_asker_cannot_tell_what_the_listener_did(
    tmp_path: Path, ignored: dict[str, list[str]], before: Deed, after: Deed
) -> None:
    """The same words at the same times for a whole day, and the channel shows the same."""
    if not ignored:
        ignored["seen"] = await seen_by_the_asker(tmp_path / "ignored", nothing, nothing)
    assert await seen_by_the_asker(tmp_path / "other", before, after) == ignored["seen"]
    assert len(ignored["seen"]) > 4


async def test_the_comparison_would_notice_a_difference(tmp_path: Path) -> None:
    """A listener who accepts is seen, so the deeds above are really compared."""

    async def accept(scene: Scene) -> None:
        await acceptance.accept_offered(scene.ctx, LISTENER, offers_to(scene, LISTENER)[0])

    usual = await seen_by_the_asker(tmp_path / "usual", nothing, nothing)
    assert await seen_by_the_asker(tmp_path / "other", nothing, accept) != usual


@pytest.mark.parametrize("deed", BEFORE, ids=lambda deed: deed.__name__)
async def test_who_must_not_be_told_is_not_told(scene: Scene, deed: Deed) -> None:
    """The listener's own limits hold."""
    await on_duty(scene, LISTENER)
    token = await ended(scene)
    await deed(scene)
    before = scene.kinds_to(LISTENER)
    await ask_again(scene, token)
    assert scene.kinds_to(LISTENER) == before


async def test_something_heavy_and_exclusion_hold_as_well(scene: Scene) -> None:
    """Neither who said no to heavy ones nor who is excluded is told."""
    await on_duty(scene, LISTENER)
    token = await ended(scene)
    await ask_again(scene, token, Wishes(heavy=True))
    await take_back(scene)
    await ask_again(scene, token, without=(LISTENER,))
    assert offers_to(scene, LISTENER) == []


async def test_without_an_answer_from_discord_they_are_taken_to_be_here(scene: Scene) -> None:
    """An outage must not keep somebody from their listener."""
    await on_duty(scene, LISTENER)
    token = await ended(scene)
    scene.messenger.fail(GUILD, Unsure())
    await ask_again(scene, token)
    assert len(offers_to(scene, LISTENER)) == 1


async def test_nobody_else_can_take_or_see_it_meanwhile(scene: Scene) -> None:
    """Not under Who is waiting, and not with a button of any other kind."""
    await on_duty(scene, LISTENER, OTHER)
    await ask_again(scene, await ended(scene))
    assert await responses.list_waiting_asks(scene.ctx, here(OTHER), 0) is None
    assert await responses.list_waiting_asks(scene.ctx, here(LISTENER), 0) is not None
    ((ask,),) = await scene.rows("SELECT ask_id FROM ask WHERE state = 'waiting'")
    await scene.change_rows("INSERT INTO button (token, ask_id) VALUES ('stray', ?)", str(ask))
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept(scene.ctx, here(OTHER), "stray")
    await scene.pass_time(FIRST)
    assert await responses.list_waiting_asks(scene.ctx, here(OTHER), 0) is not None


async def test_taken_back_within_the_time_the_offer_is_taken_back(scene: Scene) -> None:
    """Nothing is ever posted, and the listener reads what every late one reads."""
    await on_duty(scene, LISTENER, OTHER)
    await ask_again(scene, await ended(scene))
    posts, told = len(scene.messenger.said(ASKS)), offers_to(scene, LISTENER)
    await take_back(scene)
    assert scene.edits_in(ChannelId(LISTENER))[-1].kind is NoticeKind.OFFER_OVER
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept_offered(scene.ctx, LISTENER, told[0])
    await scene.pass_time(HOUR)
    assert len(scene.messenger.said(ASKS)) == posts
    assert scene.edits_in(ChannelId(ASKER))[-1].kind is NoticeKind.ASK_TAKEN_BACK


async def test_taken_back_before_it_was_offered_it_is_offered_to_nobody(scene: Scene) -> None:
    """Within the very second."""
    await on_duty(scene, LISTENER)
    token = await ended(scene)
    preview = await drafts.draft(scene.ctx, here(ASKER), "It's me again.", "", token)
    await posting.post(scene.ctx, here(ASKER), preview.draft.id)
    await take_back(scene)
    await scene.pass_time(HOUR)
    assert offers_to(scene, LISTENER) == []


async def test_a_restart_in_between_changes_nothing(scene: Scene) -> None:
    """Neither before the listener was told nor before the others are."""
    await on_duty(scene, LISTENER, OTHER)
    token = await ended(scene)
    preview = await drafts.draft(scene.ctx, here(ASKER), "It's me again.", "", token)
    await scene.restart()
    await posting.post(scene.ctx, here(ASKER), preview.draft.id)
    await scene.restart()
    await scene.pass_time(SECOND)
    assert len(offers_to(scene, LISTENER)) == 1
    posts = len(scene.messenger.said(ASKS))
    await scene.restart()
    await scene.pass_time(FIRST)
    assert scene.kinds_to(ASKS)[posts:] == [NoticeKind.ASK_IN_CHANNEL]


async def test_a_second_ask_for_the_same_listener_works_as_well(scene: Scene) -> None:
    """The button is no ticket that is used up."""
    await on_duty(scene, LISTENER)
    token = await ended(scene)
    for times in (1, 2):
        await ask_again(scene, token)
        await take_back(scene)
        assert len(offers_to(scene, LISTENER)) == times


async def test_it_works_for_fourteen_days(scene: Scene) -> None:
    """To the second; then it is out of date, and the row is gone."""
    token = await ended(scene)
    scene.clock.advance(FORTNIGHT - SECOND)
    await scene.tick()
    assert (await same_listener.get_way_back(scene.ctx, ASKER, token)).guild_id == GUILD
    scene.clock.advance(SECOND)
    with pytest.raises(OutOfDate):
        await same_listener.get_way_back(scene.ctx, ASKER, token)
    with pytest.raises(OutOfDate):
        await drafts.draft(scene.ctx, here(ASKER), "Too late?", "", token)
    await scene.tick()
    assert await scene.count("again") == 0


@pytest.mark.parametrize("user", [LISTENER, STRANGER])
async def test_only_the_asker_may_press(scene: Scene, user: UserId) -> None:
    """Neither the listener nor a stranger, and not for another server."""
    token = await ended(scene)
    with pytest.raises(OutOfDate):
        await same_listener.get_way_back(scene.ctx, user, token)
    with pytest.raises(OutOfDate):
        await drafts.draft(scene.ctx, here(user), "Mine?", "", token)


async def test_a_draft_whose_way_back_ran_out_is_posted_for_all(scene: Scene) -> None:
    """Nothing is lost: it is an ask like every other."""
    token = await ended(scene)
    scene.clock.advance(FORTNIGHT - MINUTE)
    preview = await drafts.draft(scene.ctx, here(ASKER), "It's me again.", "", token)
    await scene.pass_time(2 * MINUTE)
    assert (await drafts.get_preview(scene.ctx, here(ASKER), preview.draft.id)).first is None
    posted = await posting.post(scene.ctx, here(ASKER), preview.draft.id)
    await scene.deliver()
    assert posted.first is None
    assert scene.kinds_to(ASKS)[-1] is NoticeKind.ASK_IN_CHANNEL


async def test_a_listener_who_stops_is_erased_and_the_button_does_not_show_it(
    scene: Scene,
) -> None:
    """The asker presses as before; who it was stands nowhere any more."""
    token = await ended(scene)
    await duty.leave(scene.ctx, here(LISTENER))
    assert await scene.rows("SELECT listener_number FROM again") == [(None,)]
    assert (await ask_again(scene, token)).first is not None
    await scene.join(LISTENER)
    await on_duty(scene, LISTENER)
    assert offers_to(scene, LISTENER) == []


async def test_somebody_who_no_longer_listened_at_the_end_is_not_kept(scene: Scene) -> None:
    """They may stop while a conversation is open."""
    await scene.talk()
    await duty.leave(scene.ctx, here(LISTENER))
    await scene.end(ASKER)
    assert await scene.rows("SELECT listener_number FROM again") == [(None,)]


async def test_nothing_is_left_when_the_bot_leaves_the_server(scene: Scene) -> None:
    """Also of conversations that end with it."""
    await ended(scene)
    await scene.pass_time(MINUTE)
    await scene.talk(STRANGER, OTHER)
    await scene.lose_server()
    assert await scene.count("again") == 0


async def test_what_became_of_it_is_kept_in_the_offer_only(scene: Scene) -> None:
    """Neither the ask nor anything else points to the listener once they were told."""
    await on_duty(scene, LISTENER)
    await ask_again(scene, await ended(scene))
    assert await scene.rows("SELECT again FROM ask WHERE again IS NOT NULL") == []
    assert await scene.count("waiting WHERE what = 'first_offer'") == 0


async def test_the_ask_waits_for_the_others_as_long_as_every_other(scene: Scene) -> None:
    """A day from when they are told."""
    token = await ended(scene)
    now = scene.clock.now()
    assert (await ask_again(scene, token)).expires_at == now + FIRST + DAY


async def test_while_one_can_be_asked_for_by_name_nobody_else_gets_that_name(
    scene: Scene,
) -> None:
    """Also once nothing else is left of the conversation; and a damaged row stops nobody."""
    scene.ctx = replace(scene.ctx, aliases=lambda _: ALIASES[:4])
    await ended(scene)
    ((alias,),) = await scene.rows("SELECT alias FROM again")
    await scene.pass_time(9 * DAY)
    assert await scene.count("conversation") == 0
    for damaged in (False, True):
        if damaged:
            await scene.change_rows("UPDATE again SET asker_sealed = ?", bytes(40))
        await scene.talk(ASKER, OTHER)
        worn = await scene.rows("SELECT asker_alias, listener_alias FROM conversation")
        assert damaged or alias not in worn[-1]
        await scene.end(ASKER)
