"""One question before accepting: asked, answered, left, declined; and what nobody learns of it."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import pytest

from bot.domain.errors import NoLongerAvailable, OutOfDate
from bot.domain.first_question_errors import AnotherAsks, AskedBefore, FirstQuestionOver
from bot.domain.first_questions import FirstState
from bot.domain.form_errors import NoWords, TooManyWords
from bot.domain.ids import MessageId, UserId, message_at
from bot.domain.moderation import ActionKind
from bot.domain.notices import Notice, NoticeKind
from bot.domain.personal_data import DataKind, PersonalData
from bot.domain.reports import ReportedAs
from bot.domain.shapes import Box, in_lines
from bot.services.asks import closing
from bot.services.conversations import (
    discreet_mode,
    overview,
)
from bot.services.listeners import duty
from bot.services.moderation import actions, numbers, reporting
from bot.services.moderation.reported import SeenMessage
from bot.services.offers import acceptance, responses
from bot.services.ports import Closed, Refused
from bot.services.privacy import erasure
from bot.services.privacy import overview as kept_of
from bot.services.question_before_accepting import answering, asking, drafts
from bot.services.question_before_accepting.wording import FirstWords
from tests.services.conversations.test_giving_away import NAME, NUMBER, watching
from tests.services.offers.test_waves import newest_offer, on_duty, turn
from tests.services.scene import ASKER, HOUR, LISTENER, OTHER, STRANGER, Scene, here

MINUTE = timedelta(minutes=1)
ASKED, ANSWER = "Is it about work?", "No, about home."
HELD = timedelta(minutes=10)


async def reading(scene: Scene, *users: UserId) -> list[str]:
    """An ask that these are told of and have read; the token of each."""
    await on_duty(scene, *users)
    await scene.ask()
    await turn(scene)
    tokens = [newest_offer(scene, user) for user in users]
    for user, token in zip(users, tokens, strict=True):
        await responses.read(scene.ctx, user, token)
    return tokens


def form(scene: Scene) -> int:
    """The number of a form that is opened now."""
    scene._messages += 1
    return message_at(scene.clock.now()) + scene._messages


async def ask_first(scene: Scene, user: UserId, token: str, words: str = ASKED) -> FirstWords:
    """Ask, with everything said."""
    done = await asking.ask(scene.ctx, user, token, form(scene), words)
    await scene.deliver()
    return done


async def answer(scene: Scene, key: str, words: str = ANSWER) -> FirstWords:
    """Answer, with everything said."""
    done = await answering.answer_first(scene.ctx, ASKER, key, form(scene), words)
    await scene.deliver()
    return done


def got(scene: Scene, user: UserId, kind: NoticeKind) -> list[Notice]:
    """What of this kind was said to somebody."""
    return [one for one in scene.messenger.said(user) if one.kind is kind]


async def asked(scene: Scene, *others: UserId) -> tuple[str, FirstWords]:
    """A question that was asked; the listener's token, and the question."""
    token, *_ = await reading(scene, LISTENER, *others)
    return token, await ask_first(scene, LISTENER, token)


async def test_a_question_and_its_answer_reach_the_other_side(scene: Scene) -> None:
    """Each in words alone, the question under a name; nothing is accepted by it."""
    token, done = await asked(scene)
    (question,) = got(scene, ASKER, NoticeKind.FIRST_QUESTION)
    assert question.text is not None
    assert question.text.words == ASKED
    assert question.alias
    await answer(scene, done.question)
    (answered,) = got(scene, LISTENER, NoticeKind.FIRST_ANSWER)
    assert answered.text is not None
    assert answered.text.words == ANSWER
    assert answered.alias is None
    assert NoticeKind.ASK_ACCEPTED not in scene.kinds_to(ASKER)
    shown = await responses.read(scene.ctx, LISTENER, token)
    assert shown.question is not None
    assert (shown.question.words, shown.question.answer) == (ASKED, ANSWER)
    await acceptance.accept_offered(scene.ctx, LISTENER, answered.token or "")
    await scene.deliver()
    assert NoticeKind.ASK_ACCEPTED in scene.kinds_to(ASKER)


async def test_the_name_of_a_question_is_used_for_nothing_else(scene: Scene) -> None:
    """Not for the conversation that follows, nor for one with somebody else, however often."""
    names = set[str]()
    for round_ in range(4):
        token, _ = await asked(scene)
        question = got(scene, ASKER, NoticeKind.FIRST_QUESTION)[-1]
        await acceptance.accept_offered(scene.ctx, LISTENER, token)
        await scene.deliver()
        accepted = got(scene, ASKER, NoticeKind.ASK_ACCEPTED)[-1]
        worn = {question.alias, accepted.alias, accepted.own_alias}
        assert len(worn) == 3, round_
        assert not worn & names
        names |= {name for name in worn if name}
        await scene.end(ASKER)
        scene.clock.advance(25 * HOUR)


async def test_one_question_at_a_time_and_everybody_can_take_the_ask(scene: Scene) -> None:
    """The second one waits, or takes it: whoever accepts first has it."""
    one, two = await reading(scene, LISTENER, OTHER)
    await ask_first(scene, LISTENER, one)
    with pytest.raises(AnotherAsks):
        await asking.must_be_askable(scene.ctx, OTHER, two)
    with pytest.raises(AnotherAsks):
        await ask_first(scene, OTHER, two)
    assert await scene.count("first_question") == 1
    await responses.read(scene.ctx, OTHER, two)
    await acceptance.accept_offered(scene.ctx, OTHER, two)
    await scene.deliver()
    assert got(scene, LISTENER, NoticeKind.FIRST_OVER)
    assert NoticeKind.FIRST_OVER not in scene.kinds_to(OTHER)


async def test_once_it_is_answered_the_next_one_may_ask(scene: Scene) -> None:
    """Under another name."""
    one, two = await reading(scene, LISTENER, OTHER)
    done = await ask_first(scene, LISTENER, one)
    await answer(scene, done.question)
    await ask_first(scene, OTHER, two)
    first, second = got(scene, ASKER, NoticeKind.FIRST_QUESTION)
    assert first.alias != second.alias


async def test_each_listener_asks_once(scene: Scene) -> None:
    """Also after the answer; a form that is sent twice asks once."""
    (token,) = await reading(scene, LISTENER)
    number = form(scene)
    for _ in range(2):
        done = await asking.ask(scene.ctx, LISTENER, token, number, ASKED)
        await scene.deliver()
    assert len(got(scene, ASKER, NoticeKind.FIRST_QUESTION)) == 1
    await answer(scene, done.question)
    with pytest.raises(AskedBefore):
        await ask_first(scene, LISTENER, token)


async def test_whoever_has_not_read_it_asks_nothing(scene: Scene) -> None:
    """Nor somebody with another's button."""
    await on_duty(scene, LISTENER, OTHER)
    await scene.ask()
    await turn(scene)
    mine = newest_offer(scene, LISTENER)
    with pytest.raises(OutOfDate):
        await ask_first(scene, LISTENER, mine)
    await responses.read(scene.ctx, LISTENER, mine)
    with pytest.raises(NoLongerAvailable):
        await ask_first(scene, OTHER, mine)


async def silences(scene: Scene, key: str, token: str, how: str) -> None:
    """What may become of a question, none of which the other side is told."""
    if how == "declined":
        await responses.decline(scene.ctx, LISTENER, token)
    if how == "rests":
        await duty.rest(scene.ctx, here(LISTENER), HOUR)
    if how == "left":
        await answering.leave_first(scene.ctx, ASKER, key)
    await scene.deliver()


@pytest.mark.parametrize("how", ["nothing", "declined", "rests"])
async def test_whoever_asked_sees_the_same_whatever_the_listener_does(
    scene: Scene, how: str
) -> None:
    """They can answer, and read that it is passed on; until the time is up nobody else asks."""
    token, done = await asked(scene, OTHER)
    await silences(scene, done.question, token, how)
    with pytest.raises(AnotherAsks):
        await asking.must_be_askable(scene.ctx, OTHER, newest_offer(scene, OTHER))
    shown = await overview.get_overview(scene.ctx, ASKER, None)
    assert shown.asks[0].question == done.question
    before = scene.kinds_to(ASKER)
    assert await answer(scene, done.question) == FirstWords(done.question, answers=True)
    assert scene.kinds_to(ASKER) == before
    assert bool(got(scene, LISTENER, NoticeKind.FIRST_ANSWER)) is (how == "nothing")


@pytest.mark.parametrize("how", ["nothing", "left"])
async def test_a_listener_sees_the_same_whatever_whoever_asked_does(scene: Scene, how: str) -> None:
    """For ten minutes nothing, then that no answer came; and they can still take it."""
    token, done = await asked(scene)
    await silences(scene, done.question, token, how)
    await turn(scene, HELD - MINUTE)
    assert not got(scene, LISTENER, NoticeKind.FIRST_UNANSWERED)
    await turn(scene, MINUTE)
    (told,) = got(scene, LISTENER, NoticeKind.FIRST_UNANSWERED)
    with pytest.raises(FirstQuestionOver):
        await answering.look_at_first(scene.ctx, ASKER, done.question)
    await acceptance.accept_offered(scene.ctx, LISTENER, told.token or "")


async def test_whoever_declined_hears_nothing_of_it_any_more(scene: Scene) -> None:
    """Nor whoever left."""
    token, _ = await asked(scene)
    await responses.decline(scene.ctx, LISTENER, token)
    await turn(scene, HELD)
    assert not got(scene, LISTENER, NoticeKind.FIRST_UNANSWERED)


@pytest.mark.parametrize("how", ["taken back", "expired", "accepted"])
async def test_when_the_ask_is_over_the_question_is(scene: Scene, how: str) -> None:
    """The same words for whoever waits, whatever it was, and no answer is kept."""
    token, done = await asked(scene)
    if how == "taken back":
        await scene.take_back()
    elif how == "expired":
        await answer(scene, done.question)
        await turn(scene, 25 * HOUR)
    else:
        await acceptance.accept_offered(scene.ctx, LISTENER, token)
    await scene.deliver()
    assert bool(got(scene, LISTENER, NoticeKind.FIRST_OVER)) is (how != "accepted")
    with pytest.raises(FirstQuestionOver):
        await answer(scene, done.question)
    one = await scene.read(lambda tables: tables.first_questions.get(done.question))
    assert one is not None
    assert (one.state, one.answer) == (FirstState.OVER, None)


async def test_words_go_with_those_of_the_ask_and_the_row_with_it(scene: Scene) -> None:
    """The name stays as long as the ask: it must not be worn again."""
    _, done = await asked(scene)
    await scene.take_back()
    await scene.deliver()
    await scene.pass_time(2 * HOUR)
    one = await scene.read(lambda tables: tables.first_questions.get(done.question))
    assert one is not None
    assert one.words is None
    await scene.pass_time(8 * 24 * HOUR)
    assert await scene.count("first_question") == 0


@pytest.mark.parametrize("why", ["heavy", "banned", "left out"])
async def test_whoever_may_not_have_the_ask_gets_no_answer(scene: Scene, why: str) -> None:
    """What came in between counts; whoever asked sees no difference."""
    _, done = await asked(scene)
    if why == "banned":
        know = partial(numbers.know_listener, scene.ctx, member=here(LISTENER))
        key = await scene.store.transaction(know)
        await actions.act(scene.ctx, here(STRANGER), key, ActionKind.BAN, "enough")
    elif why == "left out":
        number = scene.ctx.listener_number(here(LISTENER))
        await scene.change_rows(
            "INSERT INTO ask_excluded (ask_id, private_number) SELECT ask_id, ? FROM ask", number
        )
    else:
        await scene.change_rows("UPDATE listener SET heavy = 'no'")
        await scene.change_rows("UPDATE ask SET heavy = 1")
    assert await answer(scene, done.question) == FirstWords(done.question, answers=True)
    assert not got(scene, LISTENER, NoticeKind.FIRST_ANSWER)
    assert len(got(scene, LISTENER, NoticeKind.FIRST_OVER)) == 1


async def test_whoever_is_kept_out_answers_nothing(scene: Scene) -> None:
    """Their ask is over with it."""
    _, done = await asked(scene)
    know = partial(numbers.know_asker, scene.ctx, member=here(ASKER))
    key = await scene.store.transaction(know)
    await actions.act(scene.ctx, here(STRANGER), key, ActionKind.PAUSE, "a pause")
    with pytest.raises(FirstQuestionOver):
        await answer(scene, done.question)
    assert not got(scene, LISTENER, NoticeKind.FIRST_ANSWER)


async def test_what_gives_away_stays_until_its_writer_says_so(scene: Scene) -> None:
    """On both sides: a draft that nobody else has, and can be changed, dropped or sent."""
    watching(scene)
    (token,) = await reading(scene, LISTENER)
    kept = await ask_first(scene, LISTENER, token, f"I am {NAME}. Is it work?")
    assert kept.exact == (NAME,)
    assert not got(scene, ASKER, NoticeKind.FIRST_QUESTION)
    assert NAME in await drafts.draft_of(scene.ctx, LISTENER, kept.question)
    with pytest.raises(OutOfDate):
        await drafts.draft_of(scene.ctx, ASKER, kept.question)
    sent = await drafts.change_first(scene.ctx, LISTENER, kept.question, ASKED)
    assert not sent.exact
    await scene.deliver()
    said = await answer(scene, kept.question, f"{NAME} says yes.")
    assert said.exact == (NAME,)
    assert not got(scene, LISTENER, NoticeKind.FIRST_ANSWER)
    await drafts.drop(scene.ctx, ASKER, kept.question)
    await answer(scene, kept.question, f"{NAME} says yes.")
    done = await drafts.send_anyway(scene.ctx, ASKER, kept.question)
    await scene.deliver()
    assert done.answers
    assert got(scene, LISTENER, NoticeKind.FIRST_ANSWER)


async def test_what_becomes_of_a_draft_is_pressed_twice(scene: Scene) -> None:
    """A listener reads that it was asked, never that nothing was sent; whoever asked reads what all
    read whose question is over, whether or not its listener still waits. Nothing goes twice."""
    watching(scene)
    (token,) = await reading(scene, LISTENER)
    kept = await ask_first(scene, LISTENER, token, f"I am {NAME}. Is it work?")
    await drafts.send_anyway(scene.ctx, LISTENER, kept.question)
    for again in (drafts.send_anyway, drafts.drop, drafts.draft_of):
        with pytest.raises(AskedBefore) as raised:
            await again(scene.ctx, LISTENER, kept.question)
        assert raised.value.token == token
    await scene.deliver()
    await answer(scene, kept.question, f"{NAME} says yes.")
    await drafts.send_anyway(scene.ctx, ASKER, kept.question)
    for late in (drafts.send_anyway, drafts.drop, answering.leave_first):
        with pytest.raises(FirstQuestionOver):
            await late(scene.ctx, ASKER, kept.question)
    await scene.deliver()
    assert len(got(scene, ASKER, NoticeKind.FIRST_QUESTION)) == 1
    assert len(got(scene, LISTENER, NoticeKind.FIRST_ANSWER)) == 1


async def test_how_to_be_reached_never_goes(scene: Scene) -> None:
    """Where the server does not allow it, also not when its writer would."""
    watching(scene)
    (token,) = await reading(scene, LISTENER)
    kept = await ask_first(scene, LISTENER, token, f"Here is {NUMBER}.")
    assert kept.refused
    again = await drafts.send_anyway(scene.ctx, LISTENER, kept.question)
    assert again.refused
    await drafts.drop(scene.ctx, LISTENER, kept.question)
    assert await scene.count("first_question") == 0


@pytest.mark.parametrize(
    ("words", "error"), [(" ", NoWords), ("a" * 501, TooManyWords)], ids=["none", "many"]
)
async def test_what_cannot_be_taken_is_refused(
    scene: Scene, words: str, error: type[Exception]
) -> None:
    """And nothing is kept of it."""
    (token,) = await reading(scene, LISTENER)
    with pytest.raises(error):
        await ask_first(scene, LISTENER, token, words)
    assert await scene.count("first_question") == 0


async def test_closed_direct_messages_carry_it_in_my_conversations(scene: Scene) -> None:
    """Both ways; what is over is not shown there any more."""
    (token,) = await reading(scene, LISTENER)
    scene.messenger.fail(ASKER, Closed())
    done = await ask_first(scene, LISTENER, token)
    waits = await overview.waiting_for_me(scene.ctx, ASKER)
    assert NoticeKind.FIRST_QUESTION in [one.notice.kind for one in waits]
    scene.messenger.fail(LISTENER, Closed())
    await answer(scene, done.question)
    waits = await overview.waiting_for_me(scene.ctx, LISTENER)
    assert [one.notice.kind for one in waits] == [NoticeKind.FIRST_ANSWER]
    await closing.take_back_own(scene.ctx, ASKER, scene.take_back_button())
    assert await overview.waiting_for_me(scene.ctx, LISTENER) == ()


async def test_whoever_is_discreet_sees_no_words_in_a_notification(scene: Scene) -> None:
    """On both sides; a press shows them."""
    for user in (ASKER, LISTENER):
        await discreet_mode.choose(scene.ctx, user, discreet=True)
    token, done = await asked(scene)
    (hidden,) = got(scene, ASKER, NoticeKind.FIRST_QUESTION_HIDDEN)
    assert hidden.text is None
    shown = await answering.look_at_first(scene.ctx, ASKER, hidden.token or "")
    assert (shown.words, shown.alias) == (ASKED, hidden.alias)
    await answer(scene, done.question)
    (answered,) = got(scene, LISTENER, NoticeKind.FIRST_ANSWER_HIDDEN)
    assert answered.text is None
    read = await responses.read(scene.ctx, LISTENER, answered.token or token)
    assert read.question is not None
    assert read.question.answer == ANSWER


async def test_a_question_can_be_reported_also_when_it_is_over(scene: Scene) -> None:
    """By its button, and by the message: it is about that listener, with the words."""
    _, done = await asked(scene)
    await turn(scene, HELD)
    by_button = await reporting.from_button(scene.ctx, ASKER, None, done.question)
    assert by_button.report.subject.about is ReportedAs.LISTENER
    assert [one.words for one in by_button.chosen] == [ASKED]
    kinds = [outgoing.notice.kind for outgoing in scene.messenger.created]
    message = MessageId(1000 + kinds.index(NoticeKind.FIRST_QUESTION))
    seen = SeenMessage(message, in_lines("Somebody asks.", (Box(ASKED),)), ours=True)
    by_message = await reporting.from_message(scene.ctx, ASKER, None, seen)
    assert by_message.report.subject == by_button.report.subject
    await reporting.send(scene.ctx, ASKER, by_message.report.id)
    with pytest.raises(OutOfDate):
        await reporting.from_button(scene.ctx, OTHER, None, done.question)


async def test_each_is_shown_their_own_and_what_they_read(scene: Scene) -> None:
    """A draft is its writer's alone; nobody else is shown anything."""
    watching(scene)
    token, done = await asked(scene)
    await answer(scene, done.question, f"{NAME} says yes.")
    (mine,), (theirs,) = await of_first(scene, LISTENER), await of_first(scene, ASKER)
    assert (mine.facts["words"], mine.facts["answer_words"]) == (ASKED, None)
    assert theirs.facts["answer_words"] == f"{NAME} says yes."
    assert mine.facts["your_alias"] == theirs.facts["their_alias"]
    assert await of_first(scene, OTHER) == []
    del token


async def of_first(scene: Scene, user: UserId) -> Sequence[PersonalData]:
    """What is kept of such questions, for one person."""
    kept = await kept_of.everything_of(scene.ctx, user)
    return [one for one in kept if one.kind is DataKind.FIRST_QUESTION]


@pytest.mark.parametrize("who", [LISTENER, ASKER])
async def test_whoever_erases_everything_leaves_no_words(scene: Scene, who: UserId) -> None:
    """Nor who they are; the other side is told nothing of it."""
    _, done = await asked(scene)
    await answer(scene, done.question)
    await erasure.erase_everything(scene.ctx, who)
    await scene.deliver()
    assert await of_first(scene, who) == []
    (row,) = await scene.rows(
        "SELECT answer_sealed, words_sealed, person_sealed FROM first_question"
    )
    assert row[0] is None
    if who == LISTENER:
        assert row == (None, None, None)


async def test_words_that_discord_refuses_read_like_silence(scene: Scene) -> None:
    """Neither side is told that the other's words, or their own ask, were refused."""
    (token,) = await reading(scene, LISTENER)
    scene.messenger.fail(ASKER, Refused())
    done = await ask_first(scene, LISTENER, token)
    assert NoticeKind.ASK_WORDS_REFUSED not in scene.kinds_to(ASKER)
    scene.messenger.fail(LISTENER, Refused())
    await answer(scene, done.question)
    assert scene.kinds_to(LISTENER)[-1] is NoticeKind.FIRST_UNANSWERED


async def test_a_restart_loses_nothing(scene: Scene) -> None:
    """The time goes on, and what was asked can be answered."""
    _, done = await asked(scene)
    await scene.restart()
    await answer(scene, done.question)
    assert got(scene, LISTENER, NoticeKind.FIRST_ANSWER)


async def test_a_question_that_was_not_said_in_time_is_not_said(scene: Scene) -> None:
    """Nobody reads what they cannot answer any more."""
    (token,) = await reading(scene, LISTENER)
    await asking.ask(scene.ctx, LISTENER, token, form(scene), ASKED)
    await turn(scene, HELD + MINUTE)
    assert not got(scene, ASKER, NoticeKind.FIRST_QUESTION)
    assert got(scene, LISTENER, NoticeKind.FIRST_UNANSWERED)
