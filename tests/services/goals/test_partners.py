"""A listener goes along with a goal: found by an ordinary ask, told of answers, never hurried."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import AskAlreadyOpen, NoLongerAvailable, OutOfDate
from bot.domain.goals import Answer
from bot.domain.guilds import Feature
from bot.domain.ids import DraftId, ScheduleId, UserId
from bot.domain.moderation import ActionKind
from bot.domain.moderation_errors import BannedHere
from bot.domain.notices import CHECK_INS, NoticeKind
from bot.services import timers
from bot.services.asks import drafts, follow_up, posting
from bot.services.conversations import ending, overview
from bot.services.goals import check_in_answers, own
from bot.services.goals import goal as goals
from bot.services.goals.own import OwnGoal
from bot.services.goals.partners import MAY_CHANGE_FOR
from bot.services.offers import acceptance
from tests import server_setup
from tests.own_goals import goal_of
from tests.services.moderation.test_actions import act, known
from tests.services.scene import (
    ASKER,
    ASKS,
    GUILD,
    LISTENER,
    OTHER,
    STRANGER,
    Scene,
    here,
    playing,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LINE = "I'd like somebody to ask me how it goes with: Walk"
TOLD = {
    Answer.DID_IT: NoticeKind.PARTNER_DID_IT,
    Answer.PARTLY: NoticeKind.PARTNER_PARTLY,
    Answer.NOT_YET: NoticeKind.PARTNER_NOT_YET,
}
QUIET = {NoticeKind.IDLE_WARNING, NoticeKind.LISTENER_QUIET}


async def wish(scene: Scene, user: UserId = ASKER, words: str = "Walk") -> DraftId:
    """Set a goal and begin to look for a partner; nobody sees it yet."""
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.PARTNERS])
    mine = await goals.save(
        scene.ctx, user, goal_of(user), words=words, every="1", at="20:00", zone="UTC"
    )
    return await preview(scene, mine.goal.schedule.id, user)


async def preview(scene: Scene, goal: ScheduleId, user: UserId = ASKER) -> DraftId:
    """The draft with which one looks for a partner."""
    shown = await drafts.draft(scene.ctx, here(user), LINE, "", for_goal=goal)
    return shown.draft.id


async def look_for_one(scene: Scene, user: UserId = ASKER) -> str:
    """Post it; the token of the button to accept."""
    await posting.post(scene.ctx, here(user), await wish(scene, user))
    await scene.deliver()
    return scene.accept_button()


async def pair(scene: Scene, user: UserId = ASKER) -> None:
    """Somebody goes along, and has said hello."""
    await scene.accept(LISTENER, await look_for_one(scene, user))
    await scene.write(LISTENER, "Hello, I'm here.")
    await scene.deliver()


async def live(scene: Scene, length: timedelta) -> None:
    """Let time pass, look by look."""
    until = scene.clock.now() + length
    while scene.clock.now() < until:
        scene.clock.advance(min(HOUR / 2, until - scene.clock.now()))
        await timers.fire_due_timers(scene.ctx)
        await scene.deliver()


async def say(scene: Scene, answer: Answer, user: UserId = ASKER) -> None:
    """Answer the newest check-in."""
    kinds = (NoticeKind.CHECK_IN, NoticeKind.CHECK_IN_AFTER_SILENCE)
    asked = [notice for notice in scene.messenger.said(user) if notice.kind in kinds]
    await check_in_answers.answer(scene.ctx, user, asked[-1].token or "", answer)


def told(scene: Scene) -> list[NoticeKind]:
    """What the partner was told about the goal."""
    return [kind for kind in scene.kinds_to(LISTENER) if kind in TOLD.values()]


async def mine(scene: Scene) -> OwnGoal:
    """What /goal shows."""
    return await own.get_goal(scene.ctx, ASKER)


async def test_it_is_an_ordinary_ask_that_begins_with_the_goal(scene: Scene) -> None:
    """The listener reads its words, and is told what going along means; /goal knows the alias."""
    button = await look_for_one(scene)
    assert (await mine(scene)).looks_for_partner
    await scene.accept(LISTENER, button)
    opening = next(
        one for one in scene.messenger.said(LISTENER) if one.kind is NoticeKind.YOU_ACCEPTED
    )
    assert opening.text is not None
    assert opening.text.words == LINE
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.YOU_GO_ALONG
    shown = await mine(scene)
    assert (shown.partner, shown.looks_for_partner) == (opening.own_alias, False)


async def test_an_ordinary_listener_is_told_nothing_of_goals(scene: Scene) -> None:
    """Also where the asker has a goal that nobody goes along with."""
    await goals.save(
        scene.ctx, ASKER, goal_of(ASKER), words="Walk", every="1", at="20:00", zone="UTC"
    )
    await scene.talk()
    await scene.write(LISTENER, "Hello.")
    await live(scene, 3 * HOUR)
    await say(scene, Answer.PARTLY)
    await live(scene, HOUR)
    assert NoticeKind.YOU_GO_ALONG not in scene.kinds_to(LISTENER)
    assert not told(scene)


@pytest.mark.parametrize("given", list(Answer))
async def test_each_answer_is_passed_on_once(scene: Scene, given: Answer) -> None:
    """Under the conversation's alias, with no word of the goal."""
    await pair(scene)
    await live(scene, 2 * HOUR)
    await say(scene, given)
    await say(scene, given)
    await live(scene, 2 * HOUR)
    assert told(scene) == [TOLD[given]]
    notice = scene.messenger.said(LISTENER)[-1]
    opening = next(
        one for one in scene.messenger.said(ASKER) if one.kind is NoticeKind.ASK_ACCEPTED
    )
    assert (notice.alias, notice.text) == (opening.own_alias, None)


async def test_a_slip_of_the_thumb_is_not_passed_on(scene: Scene) -> None:
    """Changed within two minutes only the last counts; changed later, that is told as well."""
    await pair(scene)
    await live(scene, 2 * HOUR)
    for answer in (Answer.NOT_YET, Answer.PARTLY, Answer.DID_IT):
        await say(scene, answer)
        await scene.pass_time(MAY_CHANGE_FOR / 2)
    await scene.pass_time(MAY_CHANGE_FOR)
    assert told(scene) == [NoticeKind.PARTNER_DID_IT]
    await say(scene, Answer.PARTLY)
    await say(scene, Answer.DID_IT)
    await scene.pass_time(MAY_CHANGE_FOR)
    assert told(scene) == [NoticeKind.PARTNER_DID_IT]
    await say(scene, Answer.PARTLY)
    await scene.restart()
    await scene.pass_time(MAY_CHANGE_FOR)
    assert told(scene) == [NoticeKind.PARTNER_DID_IT, NoticeKind.PARTNER_PARTLY]


async def test_an_answer_just_before_the_next_question_is_passed_on(scene: Scene) -> None:
    """Once, although another check-in has come until its time."""
    await pair(scene)
    await live(scene, DAY + 2 * HOUR - MAY_CHANGE_FOR / 2)
    await say(scene, Answer.DID_IT)
    for _ in range(4):
        await live(scene, MAY_CHANGE_FOR / 2)
    assert told(scene) == [NoticeKind.PARTNER_DID_IT]


async def test_it_does_not_close_for_silence_while_the_goal_is_on(scene: Scene) -> None:
    """Ten days in which only check-ins are answered: no warning, no question, still open."""
    await pair(scene)
    await scene.write(ASKER, "Hello!")
    for _ in range(10):
        await live(scene, DAY)
        await say(scene, Answer.PARTLY)
    assert not QUIET & {*scene.kinds_to(ASKER), *scene.kinds_to(LISTENER)}
    await scene.write(LISTENER, "How was it?")
    await scene.deliver()
    assert scene.words_to(ASKER)[-1] == "How was it?"


async def test_it_closes_for_silence_when_the_goal_is_paused(scene: Scene) -> None:
    """With the warning that every conversation gets, and the same words at the end."""
    await pair(scene)
    await live(scene, 2 * DAY)
    await goals.pause(scene.ctx, ASKER)
    await live(scene, 13 * HOUR)
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.IDLE_WARNING
    await live(scene, DAY)
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.CONVERSATION_ENDED_LISTENER
    assert (await mine(scene)).partner is None


@pytest.mark.parametrize("who", [ASKER, LISTENER])
async def test_either_side_ends_it_like_any_other(scene: Scene, who: UserId) -> None:
    """The goal stays, later answers go nowhere, and another partner can be looked for."""
    await pair(scene)
    await live(scene, 2 * HOUR)
    await say(scene, Answer.DID_IT)
    await ending.end_own(scene.ctx, who, scene.end_button(who))
    await live(scene, DAY)
    await say(scene, Answer.DID_IT)
    await live(scene, HOUR)
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.CONVERSATION_ENDED_LISTENER
    assert NoticeKind.COMPANY_ENDED in scene.kinds_to(ASKER)
    assert await scene.count("again") == 0
    assert not told(scene)
    again = await preview(scene, (await mine(scene)).goal.schedule.id)
    await posting.post(scene.ctx, here(ASKER), again)
    assert (await mine(scene)).looks_for_partner


async def test_the_end_of_the_goal_ends_it(scene: Scene) -> None:
    """With the words that every ending has, for both."""
    await pair(scene)
    await goals.end(scene.ctx, ASKER, goal_of(ASKER))
    await scene.deliver()
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.CONVERSATION_ENDED_LISTENER
    assert scene.kinds_to(ASKER)[-1] is NoticeKind.COMPANY_ENDED
    assert not await scene.read(
        lambda tables: tables.conversations.open_with(scene.store.person(ASKER))
    )


async def test_the_end_of_the_goal_ends_the_looking(scene: Scene) -> None:
    """The ask is taken back as if its asker had done so, and drafts with the words are erased."""
    button = await look_for_one(scene)
    await preview(scene, (await mine(scene)).goal.schedule.id)
    await goals.end(scene.ctx, ASKER, goal_of(ASKER))
    await scene.deliver()
    assert scene.edits_in(ASKS)[-1].kind is NoticeKind.ASK_OVER_IN_CHANNEL
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept(scene.ctx, here(LISTENER), button)
    assert await scene.count("draft") == 0


@pytest.mark.parametrize("found", [False, True])
async def test_the_end_of_the_goal_erases_the_words_of_the_ask(
    scene: Scene, *, found: bool
) -> None:
    """At once, also of one that expired before: they can be asked again no more, and with them
    every time becomes coarse."""
    await look_for_one(scene)
    await live(scene, 24 * HOUR)
    goal = (await mine(scene)).goal.schedule.id
    await posting.post(scene.ctx, here(ASKER), await preview(scene, goal))
    await scene.deliver()
    token = scene.take_back_button()
    await live(scene, HOUR / 2)
    if found:
        await scene.accept(LISTENER, scene.accept_button())
    await goals.end(scene.ctx, ASKER, goal_of(ASKER))
    with pytest.raises(OutOfDate):
        await follow_up.ask_again(scene.ctx, ASKER, token)
    assert not (await overview.get_overview(scene.ctx, ASKER, GUILD)).asks
    kept = await scene.rows("SELECT words_sealed, would_help_sealed, closed_at % 3600 FROM ask")
    assert kept == [(None, None, 0), (None, None, 0)]
    times = await scene.rows("SELECT started_at % 3600, ended_at % 3600 FROM conversation")
    assert times == ([(0, 0)] if found else [])


async def test_a_goal_that_has_ended_finds_nobody(scene: Scene) -> None:
    """Where the press comes too late."""
    goal = (await mine_after(scene)).goal.schedule.id
    await goals.end(scene.ctx, ASKER, goal_of(ASKER))
    with pytest.raises(OutOfDate):
        await preview(scene, goal)
    assert await scene.count("draft") == 0


async def mine_after(scene: Scene) -> OwnGoal:
    """A goal for which nobody is looked for yet."""
    await wish(scene)
    return await mine(scene)


async def test_it_is_off_until_the_server_switches_it_on(scene: Scene) -> None:
    """Also where it is switched off again while the preview is open."""
    draft = await wish(scene)
    await server_setup.switch_on(scene.ctx, GUILD, [])
    with pytest.raises(OutOfDate):
        await posting.post(scene.ctx, here(ASKER), draft)
    assert await scene.count("ask") == 0


async def test_one_partner_for_a_goal(scene: Scene) -> None:
    """Neither a second ask while one waits, nor while somebody goes along."""
    button = await look_for_one(scene)
    goal = (await mine(scene)).goal.schedule.id
    for _ in range(2):
        with pytest.raises(AskAlreadyOpen):
            await posting.post(scene.ctx, here(ASKER), await preview(scene, goal))
        if (await mine(scene)).partner is None:
            await scene.accept(LISTENER, button)


async def test_who_has_company_can_still_ask_for_help(scene: Scene) -> None:
    """And whoever goes along can still listen to somebody else."""
    await pair(scene)
    await scene.ask(ASKER, "Something else weighs on me.")
    await scene.deliver()
    await scene.accept(OTHER, scene.accept_button())
    await scene.ask(STRANGER, "And on me.")
    await scene.deliver()
    await scene.accept(LISTENER, scene.accept_button())
    assert scene.kinds_to(LISTENER).count(NoticeKind.YOU_ACCEPTED) == 2
    open_ones = await scene.rows("SELECT 1 FROM conversation WHERE state = 'open'")
    assert len(open_ones) == 3


async def test_asking_again_still_looks_for_a_partner(scene: Scene) -> None:
    """Nobody was free: the new ask is about the goal, too."""
    await look_for_one(scene)
    await live(scene, 25 * HOUR)
    expired = next(one for one in scene.messenger.said(ASKER) if one.kind is NoticeKind.ASK_EXPIRED)
    member, draft = await follow_up.ask_again(scene.ctx, ASKER, expired.token or "")
    await posting.post(scene.ctx, member, draft)
    assert (await mine(scene)).looks_for_partner
    with pytest.raises(AskAlreadyOpen):
        await follow_up.extend(scene.ctx, ASKER, expired.token or "")


async def test_a_partner_who_went_is_told_nothing_more(scene: Scene) -> None:
    """From the moment that somebody left, before the ending is told."""
    await pair(scene)
    await live(scene, 2 * HOUR)
    await say(scene, Answer.PARTLY)
    await scene.lose_server()
    await live(scene, HOUR)
    assert not told(scene)
    assert (await mine(scene)).goal.words == "Walk"


@pytest.mark.parametrize("banned", [ASKER, LISTENER])
async def test_a_ban_ends_the_company_and_not_the_goal(scene: Scene, banned: UserId) -> None:
    """Whoever's it is: no answer is passed on from then on, both read an ending like every other,
    and its owner is asked as before, as a goal is nobody else's. Nobody new is found by it."""
    await pair(scene)
    await live(scene, 2 * HOUR)
    await say(scene, Answer.PARTLY)
    number = await known(scene, banned, listens=banned == LISTENER)
    await act(scene, number, ActionKind.BAN)
    await live(scene, DAY)
    assert not told(scene)
    assert NoticeKind.COMPANY_ENDED in scene.kinds_to(ASKER)
    assert NoticeKind.CONVERSATION_ENDED_LISTENER in scene.kinds_to(LISTENER)
    shown = await mine(scene)
    assert (shown.goal.words, shown.partner) == ("Walk", None)
    asked = [kind for kind in scene.kinds_to(ASKER) if kind in CHECK_INS]
    assert len(asked) == 2
    await say(scene, Answer.DID_IT)
    await live(scene, HOUR)
    assert not told(scene)
    if banned == ASKER:
        with pytest.raises(BannedHere):
            await preview(scene, shown.goal.schedule.id)


async def test_words_hidden_in_notifications_stay_hidden(scene: Scene) -> None:
    """A discreet partner gets "You have a message", and the line on press."""
    await pair(scene)
    tag = scene.store.person(LISTENER)
    await scene.store.transaction(lambda tables: tables.people.set_discreet(tag, discreet=True))
    await live(scene, 2 * HOUR)
    await say(scene, Answer.PARTLY)
    await scene.pass_time(MAY_CHANGE_FOR)
    assert not told(scene)
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.MESSAGE_WAITING


async def everything_others_get(folder: Path, asker: UserId) -> list[str]:
    """A goal with a partner, a changed answer and an end; all that anybody else receives."""
    async with playing(folder) as scene:
        await scene.join(LISTENER, OTHER)
        await pair(scene, asker)
        await live(scene, 2 * HOUR)
        await say(scene, Answer.NOT_YET, asker)
        await say(scene, Answer.PARTLY, asker)
        await live(scene, DAY)
        await say(scene, Answer.DID_IT, asker)
        await live(scene, HOUR)
        await goals.end(scene.ctx, asker, goal_of(asker))
        await scene.deliver()
        assert len(told(scene)) == 2
        others = [sent for sent in scene.messenger.log if int(sent.channel) != asker]
        return [repr(sent) for sent in sorted(others, key=lambda sent: sent.channel)]


async def test_what_a_partner_gets_does_not_depend_on_who_has_the_goal(tmp_path: Path) -> None:
    """Not a byte of it, nonces and the order in each channel included: which of two channels is
    served first is chance."""
    first = await everything_others_get(tmp_path / "first", ASKER)
    second = await everything_others_get(tmp_path / "second", UserId(1_180_000_000_000_000_321))
    assert first == second
    assert len(first) > 5
