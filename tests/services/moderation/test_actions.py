"""What moderators do to a private number: it holds at every way in, and is told kindly, later."""

from datetime import timedelta

import pytest

from bot.domain.conversations import Side
from bot.domain.errors import NoLongerAvailable, OutOfDate
from bot.domain.form_errors import NoWords, TooManyWords
from bot.domain.ids import ActionId, GuildId, NumberId, UserId
from bot.domain.moderation import PAUSES, RESTRICTIONS, WORDS_AT_MOST, ActionKind
from bot.domain.moderation_errors import (
    AnsweredAlready,
    BannedHere,
    OwnNumber,
    PausedHere,
    SeveralNumbers,
    UnknownNumber,
)
from bot.domain.notices import NoticeKind
from bot.domain.personal_data import DataKind
from bot.domain.private_numbers import WHOLE, written
from bot.services.asks import drafts
from bot.services.context import Context
from bot.services.conversations import overview
from bot.services.listeners import duty
from bot.services.moderation import actions, answers, numbers
from bot.services.moderation import overview as moderation_overview
from bot.services.ports import Closed
from bot.services.privacy import erasure
from bot.services.privacy import overview as privacy_overview
from bot.storage.store import Tables
from tests import standing
from tests.services.scene import (
    ASKER,
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

A_DAY_AND_MORE = DAY + HOUR


async def known(scene: Scene, user: UserId = ASKER, *, listens: bool = False) -> NumberId:
    """Somebody's number, as it stands in something of the moderators'."""
    know = numbers.know_listener if listens else numbers.know_asker

    async def work(tables: Tables) -> NumberId:
        number = await know(scene.ctx, tables, here(user))
        return await standing.in_a_decided_report(scene.ctx, tables, GUILD, number)

    return await scene.store.transaction(work)


async def act(
    scene: Scene, number: NumberId, kind: ActionKind, lasts: timedelta | None = None
) -> None:
    """A moderator does something."""
    await actions.act(scene.ctx, here(STRANGER), number, kind, f"Because of {kind}.", lasts)


def told(scene: Scene, user: UserId) -> list[ActionId]:
    """The tokens of what somebody was told to read from moderators, oldest first."""
    said = scene.messenger.said(user)
    return [ActionId(one.token or "") for one in said if one.kind is NoticeKind.FROM_MODERATORS]


async def may_ask(scene: Scene, user: UserId = ASKER, guild: GuildId = GUILD) -> bool:
    """Whether nothing keeps somebody out of a server."""
    try:
        await drafts.begin(scene.ctx, here(user, guild))
    except BannedHere:
        return False
    return True


@pytest.mark.parametrize("listens", [False, True])
async def test_a_ban_on_either_number_holds_for_both(scene: Scene, listens: bool) -> None:
    """The bot makes both from the id at each press; nothing stored ties them."""
    await scene.join(ASKER)
    await act(scene, await known(scene, listens=listens), ActionKind.BAN)
    with pytest.raises(BannedHere):
        await drafts.begin(scene.ctx, here(ASKER))
    with pytest.raises(BannedHere):
        await scene.draft()
    with pytest.raises(BannedHere):
        await duty.set_duty(scene.ctx, here(ASKER), HOUR)
    await duty.leave(scene.ctx, here(ASKER))
    with pytest.raises(BannedHere):
        await duty.join(scene.ctx, here(ASKER))
    page = await numbers.list_numbers(scene.ctx, GUILD, 0)
    assert [one.known.listens for one in page.shown] == [listens]  # under that one alone


async def test_what_was_written_before_the_ban_cannot_be_posted(scene: Scene) -> None:
    """A preview may have been open."""
    preview = await scene.draft()
    await act(scene, await known(scene), ActionKind.BAN)
    with pytest.raises(BannedHere):
        await scene.ask()
    with pytest.raises(BannedHere):
        await drafts.begin(scene.ctx, here(ASKER))
    assert await drafts.get_draft(scene.ctx, here(ASKER), preview.draft.id)


async def test_another_server_knows_nothing_of_it(scene: Scene) -> None:
    """Its numbers are others."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    await act(scene, await known(scene), ActionKind.BAN)
    assert not await may_ask(scene)
    assert await may_ask(scene, guild=ELSEWHERE)


@pytest.mark.parametrize("lasts", PAUSES)
async def test_a_pause_ends_by_itself(scene: Scene, lasts: timedelta) -> None:
    """At its end, to the second."""
    await act(scene, await known(scene), ActionKind.PAUSE, lasts)
    scene.clock.advance(lasts - timedelta(seconds=1))
    with pytest.raises(PausedHere):
        await drafts.begin(scene.ctx, here(ASKER))
    scene.clock.advance(timedelta(seconds=1))
    await drafts.begin(scene.ctx, here(ASKER))


async def test_lifting_ends_all_that_holds(scene: Scene) -> None:
    """However much was piled up, and it is told at once."""
    number = await known(scene)
    await act(scene, number, ActionKind.BAN)
    await act(scene, number, ActionKind.PAUSE, DAY)
    await act(scene, number, ActionKind.LIFT)
    await drafts.begin(scene.ctx, here(ASKER))
    await scene.deliver()
    assert len(told(scene, ASKER)) == 1


async def test_a_pause_within_a_ban_does_not_shorten_it(scene: Scene) -> None:
    """What lasts longest is what is told."""
    number = await known(scene)
    await act(scene, number, ActionKind.BAN)
    await act(scene, await known(scene, listens=True), ActionKind.PAUSE, HOUR)
    with pytest.raises(BannedHere) as refused:
        await drafts.begin(scene.ctx, here(ASKER))
    assert not isinstance(refused.value, PausedHere)


@pytest.mark.parametrize("kind", [ActionKind.WARN, ActionKind.WRITE, ActionKind.NOTE])
async def test_what_is_no_restriction_keeps_nobody_out(scene: Scene, kind: ActionKind) -> None:
    """Words alone."""
    await act(scene, await known(scene), kind)
    assert await may_ask(scene)


async def test_what_was_done_is_told_hours_later_and_a_note_never(scene: Scene) -> None:
    """When it was done would tell who had a reason to report."""
    number = await known(scene)
    await act(scene, number, ActionKind.WARN)
    await act(scene, number, ActionKind.NOTE)
    await scene.deliver()
    assert told(scene, ASKER) == []
    await scene.pass_time(A_DAY_AND_MORE)
    (token,) = told(scene, ASKER)
    said = await answers.read(scene.ctx, ASKER, token)
    assert (said.action.kind, said.action.words) == (ActionKind.WARN, "Because of warn.")


async def test_writing_to_somebody_does_not_hasten_what_is_told_later(scene: Scene) -> None:
    """That they can be reached hastens what waits for that alone: when it was done would show."""
    await scene.talk()
    await act(scene, await known(scene), ActionKind.WARN)
    await scene.write(ASKER, "I'm here.")
    await scene.deliver()
    assert not told(scene, ASKER)


async def test_what_cannot_be_told_waits_under_my_conversations(scene: Scene) -> None:
    """Direct messages are closed: it is found there, and not before its time."""
    scene.messenger.fail(ASKER, *[Closed()] * 50)
    await act(scene, await known(scene), ActionKind.WARN)
    assert not await overview.waiting_for_me(scene.ctx, ASKER)
    await scene.pass_time(A_DAY_AND_MORE)
    (kept,) = await overview.waiting_for_me(scene.ctx, ASKER)
    assert kept.notice.kind is NoticeKind.FROM_MODERATORS
    await overview.have_seen(scene.ctx, ASKER, [kept.id])
    assert not await overview.waiting_for_me(scene.ctx, ASKER)


async def test_nobody_else_reads_it(scene: Scene) -> None:
    """Not even with the token."""
    await act(scene, await known(scene), ActionKind.WRITE)
    await scene.deliver()
    (token,) = told(scene, ASKER)
    with pytest.raises(OutOfDate):
        await answers.read(scene.ctx, OTHER, token)
    with pytest.raises(OutOfDate):
        await answers.answer(scene.ctx, OTHER, token, "not mine")


async def test_it_is_answered_once_and_moderators_are_told_that_something_waits(
    scene: Scene,
) -> None:
    """They read it beside what it answers; nothing of it stands in their channel."""
    number = await known(scene)
    await act(scene, number, ActionKind.WRITE)
    await scene.deliver()
    (token,) = told(scene, ASKER)
    await answers.answer(scene.ctx, ASKER, token, "I see.")
    with pytest.raises(AnsweredAlready):
        await answers.answer(scene.ctx, ASKER, token, "And more.")
    shown = await numbers.get_number(scene.ctx, GUILD, number)
    assert [one.answer for one in shown.actions] == ["I see."]
    await scene.deliver()
    (look,) = [one for one in scene.messenger.log if one.notice.kind is NoticeKind.MODERATORS_LOOK]
    assert look.notice.text is None


@pytest.mark.parametrize("kind", sorted(RESTRICTIONS))
async def test_the_open_conversation_of_somebody_kept_out_is_told_like_a_departure(
    scene: Scene, kind: ActionKind
) -> None:
    """Nothing is passed on from then on, and the other side reads an ending like every other."""
    await scene.talk()
    await scene.write(LISTENER, "I'm here.")
    await act(scene, await known(scene), kind, DAY if kind is ActionKind.PAUSE else None)
    await scene.write(ASKER, "still me")
    await scene.deliver()
    assert scene.words_to(LISTENER) == []
    assert NoticeKind.CONVERSATION_ENDED_LISTENER not in scene.kinds_to(LISTENER)
    await scene.pass_time(A_DAY_AND_MORE)
    assert NoticeKind.CONVERSATION_ENDED_LISTENER in scene.kinds_to(LISTENER)


async def test_a_banned_listeners_asker_may_go_first(scene: Scene) -> None:
    """As whenever somebody is lost to a conversation."""
    await scene.talk()
    await scene.write(LISTENER, "I'm here.")
    await act(scene, await known(scene, LISTENER, listens=True), ActionKind.BAN)
    (talk,) = await scene.read(
        lambda tables: tables.conversations.open_with(scene.store.person(ASKER))
    )
    assert talk.gone == {Side.LISTENER}
    await scene.pass_time(A_DAY_AND_MORE)
    assert NoticeKind.CONVERSATION_ENDED_ASKER in scene.kinds_to(ASKER)


async def test_the_ask_of_somebody_banned_does_not_wait_again(scene: Scene) -> None:
    """Though their listener never wrote, for which it goes back to the others otherwise."""
    await scene.talk()
    await act(scene, await known(scene), ActionKind.BAN)
    await scene.pass_time(HOUR)
    assert await scene.rows("SELECT state FROM ask") == [("closed",)]
    assert NoticeKind.CONVERSATION_ENDED_LISTENER in scene.kinds_to(LISTENER)


async def test_a_waiting_ask_is_taken_down_and_offers_are_taken_back(scene: Scene) -> None:
    """On both sides."""
    await duty.set_duty(scene.ctx, here(LISTENER), HOUR)
    button = await scene.posted()
    await scene.tick()
    await scene.deliver()
    assert NoticeKind.OFFER in scene.kinds_to(LISTENER)
    await act(scene, await known(scene, LISTENER, listens=True), ActionKind.BAN)
    await scene.deliver()
    with pytest.raises(NoLongerAvailable):
        await scene.accept(LISTENER, button)
    await act(scene, await known(scene), ActionKind.BAN)
    with pytest.raises(NoLongerAvailable):
        await scene.accept(OTHER, button)


async def test_a_banned_listener_is_told_of_nothing(scene: Scene) -> None:
    """Neither on duty nor off it."""
    await act(scene, await known(scene, LISTENER), ActionKind.BAN)
    await scene.store.transaction(
        lambda tables: tables.listeners.set_duty(
            scene.store.listener_number(GUILD, LISTENER), scene.clock.now() + DAY
        )
    )
    await scene.posted()
    await scene.pass_time(HOUR / 6)
    assert NoticeKind.OFFER not in scene.kinds_to(LISTENER)


async def test_it_holds_after_everything_was_erased_and_after_a_restart(scene: Scene) -> None:
    """As a keyed mark, without words, and nobody can be written to."""
    number = await known(scene)
    await act(scene, number, ActionKind.BAN)
    assert await erasure.erase_everything(scene.ctx, ASKER)
    await scene.restart()
    with pytest.raises(BannedHere):
        await drafts.begin(scene.ctx, here(ASKER))
    shown = await numbers.get_number(scene.ctx, GUILD, number)
    assert not shown.reachable
    assert [one.words for one in shown.actions] == [None]
    await act(scene, number, ActionKind.LIFT)
    await scene.is_adult(ASKER)
    await drafts.begin(scene.ctx, here(ASKER))


@pytest.mark.parametrize("erased", [False, True])
async def test_whoever_is_banned_appeals_exports_and_erases(scene: Scene, erased: bool) -> None:
    """With the button of the refusal, also once its reason is erased; nothing of theirs is shut."""
    number = await known(scene)
    await act(scene, number, ActionKind.BAN)
    if erased:
        await erasure.erase_everything(scene.ctx, ASKER)
    with pytest.raises(BannedHere) as refused:
        await drafts.begin(scene.ctx, here(ASKER))
    token = ActionId(str(refused.value.token))
    assert (await answers.read(scene.ctx, ASKER, token)).can_answer
    await answers.answer(scene.ctx, ASKER, token, "It was meant kindly.")
    shown = await numbers.get_number(scene.ctx, GUILD, number)
    assert [one.answer for one in shown.actions] == ["It was meant kindly."]
    kept = await privacy_overview.everything_of(scene.ctx, ASKER)
    assert DataKind.MODERATOR_ACTION in {one.kind for one in kept}
    assert await erasure.erase_everything(scene.ctx, ASKER)


async def test_it_outlives_the_bot_being_taken_out_and_invited_again(scene: Scene) -> None:
    """A ban is not undone by inviting the bot anew."""
    banned = await known(scene)
    await act(scene, banned, ActionKind.BAN)
    await act(scene, await known(scene, OTHER), ActionKind.WARN)
    await scene.lose_server()
    await scene.setup(GUILD, FAR_ASKS)
    with pytest.raises(BannedHere):
        await drafts.begin(scene.ctx, here(ASKER))
    page = await numbers.list_numbers(scene.ctx, GUILD, 0)
    assert [one.known.id for one in page.shown] == [banned]  # the rest is nobody's any more


async def test_what_was_done_goes_after_a_year_but_what_holds(scene: Scene) -> None:
    """And a number in which nothing stands any more is not seen any more."""
    number = await known(scene)
    await act(scene, number, ActionKind.WARN)
    banned = await known(scene, OTHER)
    await act(scene, banned, ActionKind.BAN)
    scene.clock.advance(366 * DAY)
    await scene.tick()
    page = await numbers.list_numbers(scene.ctx, GUILD, 0)
    assert [one.known.id for one in page.shown] == [banned]
    assert page.shown[0].actions[0].is_due_for_review(scene.clock.now())


async def test_a_number_is_found_by_how_it_begins(scene: Scene) -> None:
    """As it is shown, said or typed."""
    number = await known(scene)
    shown = await numbers.get_number(scene.ctx, GUILD, number)
    typed = written(shown.known.number)
    for way in (typed, typed.lower(), typed.replace(" ", "-"), written(shown.known.number, WHOLE)):
        found = await numbers.find_number(scene.ctx, GUILD, way)
        assert found.known.id == number


async def test_all_that_cannot_be_found_reads_the_same(scene: Scene, ctx: Context) -> None:
    """No number, another server's, a person's of whom nothing stands here, nonsense."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    far = await scene.store.transaction(
        lambda tables: numbers.know_asker(ctx, tables, here(ASKER, ELSEWHERE))
    )
    await actions.act(ctx, here(STRANGER, ELSEWHERE), far, ActionKind.NOTE, "Known there.")
    shown = await numbers.get_number(ctx, ELSEWHERE, far)
    typed = [
        *("0000 0000", "", "7K3F", "not a number", "\u202e7K3F 9QWM", "9" * 200),
        written(shown.known.number),
        written(ctx.asker_number(here(STRANGER))),
    ]
    for one in typed:
        with pytest.raises(UnknownNumber) as refused:
            await numbers.find_number(ctx, GUILD, one)
        assert type(refused.value) is UnknownNumber
    with pytest.raises(OutOfDate):
        await numbers.get_number(ctx, GUILD, far)


async def test_where_two_begin_alike_none_is_picked(scene: Scene) -> None:
    """More characters are needed."""
    number = await known(scene)
    shown = await numbers.get_number(scene.ctx, GUILD, number)
    twin = bytes(shown.known.number[:8]) + bytes(8)
    await scene.change_rows(
        "INSERT INTO known_number (number_id, guild_id, private_number, listens, noted_at)"
        " VALUES ('twin', ?, ?, 0, 0)",
        GUILD,
        twin,
    )
    await act(scene, NumberId("twin"), ActionKind.NOTE)
    with pytest.raises(SeveralNumbers):
        await numbers.find_number(scene.ctx, GUILD, written(shown.known.number))
    whole = written(shown.known.number, WHOLE)
    assert (await numbers.find_number(scene.ctx, GUILD, whole)).known.id == number


async def test_nobody_acts_on_themselves(scene: Scene) -> None:
    """On neither of their numbers."""
    for listens in (False, True):
        number = await known(scene, STRANGER, listens=listens)
        with pytest.raises(OwnNumber):
            await act(scene, number, ActionKind.WARN)


@pytest.mark.parametrize("listens", [False, True])
async def test_a_moderator_finds_nothing_of_what_others_noted_or_did(
    scene: Scene, listens: bool
) -> None:
    """Notes are not for whom they are about, and what is done is told hours later; an appeal of
    one's own waits for the others."""
    number = await known(scene, OTHER, listens=listens)
    shown = await numbers.get_number(scene.ctx, GUILD, number)
    for kind in (ActionKind.NOTE, ActionKind.WARN):
        await act(scene, number, kind)
    await scene.pass_time(A_DAY_AND_MORE)
    await answers.answer(scene.ctx, OTHER, told(scene, OTHER)[-1], "Please look again.")
    for looker, found in ((here(OTHER), 0), (here(STRANGER), 1)):
        standing = await moderation_overview.get_standing(scene.ctx, GUILD, looker)
        assert (standing.numbers, standing.answers) == (found, found)
        page = await numbers.list_numbers(scene.ctx, GUILD, 0, looker)
        assert len(page.shown) == found
    with pytest.raises(UnknownNumber):
        await numbers.find_number(scene.ctx, GUILD, written(shown.known.number), here(OTHER))
    with pytest.raises(OutOfDate):
        await numbers.get_number(scene.ctx, GUILD, number, here(OTHER))


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        *(("", NoWords), (" \u202e\u200b ", NoWords)),
        *(("x" * (WORDS_AT_MOST + 1), TooManyWords), ("x" * 2000, TooManyWords)),
    ],
)
async def test_a_reason_that_cannot_be_taken_changes_nothing(
    scene: Scene, words: str, refused: type[Exception]
) -> None:
    """Nothing visible, or more than fits."""
    number = await known(scene)
    with pytest.raises(refused):
        await actions.act(scene.ctx, here(STRANGER), number, ActionKind.BAN, words)
    await drafts.begin(scene.ctx, here(ASKER))
    assert await scene.count("moderation_record") == 0


async def test_a_number_of_another_server_is_not_theirs(scene: Scene) -> None:
    """With the token of its button in hand."""
    number = await known(scene)
    with pytest.raises(OutOfDate):
        await actions.act(scene.ctx, here(STRANGER, ELSEWHERE), number, ActionKind.BAN, "not here")


async def test_the_records_head_is_posted_once_a_day_when_it_has_grown(scene: Scene) -> None:
    """So that cutting its end off shows."""
    number = await known(scene)
    posted = list[str]()
    for hours in (0, 1, 24, 1, 24):
        if hours != 1:
            await act(scene, number, ActionKind.NOTE)
        await scene.pass_time(hours * HOUR)
        said = [one.notice for one in scene.messenger.log]
        heads = [one.text for one in said if one.kind is NoticeKind.RECORD_HEAD]
        posted = [text.words.split(" ")[0] for text in heads if text is not None]
    assert posted == ["1", "2", "3"]
