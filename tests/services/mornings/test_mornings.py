"""Words for an asker's morning: kept until then, and gone once; and what nobody learns of it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.domain.errors import NoLongerAvailable, OutOfDate
from bot.domain.form_errors import NoWords, TooManyWords
from bot.domain.ids import GuildId, UserId
from bot.domain.moderation import ActionKind
from bot.domain.morning_errors import MorningWordsOver, WritesForAnother
from bot.domain.notices import NoticeKind
from bot.domain.personal_data import DataKind
from bot.domain.timers import TimerKind
from bot.services.blocks import blocking
from bot.services.conversations import overview as mine_of
from bot.services.conversations import quiet_hours
from bot.services.conversations.overview import MyMorning
from bot.services.listeners import duty
from bot.services.moderation import actions, numbers
from bot.services.mornings import keeping
from bot.services.mornings.keeping import KeptForMorning
from bot.services.offers import acceptance, responses
from bot.services.ports import Standing, Unsure
from bot.services.privacy import erasure
from bot.services.privacy import overview as kept_of
from tests.services.conversations.test_giving_away import NAME, NUMBER, watching
from tests.services.offers.test_waves import newest_offer, turn
from tests.services.question_before_accepting.test_asking import (
    ANSWER,
    answer,
    ask_first,
    form,
    got,
    reading,
)
from tests.services.scene import ASKER, GUILD, HOUR, LISTENER, OTHER, STRANGER, Scene, here

WORDS, LATER = "Good morning. I thought of you.", "I am here, if you like."
DAY = 24 * HOUR
KEPT_FROM = datetime(2026, 3, 3, 2, tzinfo=UTC)
"""In the night; the scene's server has no clock of its own, so morning is at 8:00 UTC."""


async def at_night(scene: Scene, *users: UserId) -> list[str]:
    """An ask of the night that these have read; the token of each."""
    scene.clock.advance(KEPT_FROM - scene.clock.now())
    return await reading(scene, *users)


async def keep(scene: Scene, user: UserId, token: str, words: str = WORDS) -> KeptForMorning:
    """Write for the morning."""
    return await keeping.keep_words(scene.ctx, user, token, form(scene), words)


async def kept(scene: Scene, *others: UserId) -> tuple[str, KeptForMorning]:
    """Words that are kept; the token of whoever wrote them, too."""
    token, *_ = await at_night(scene, LISTENER, *others)
    return token, await keep(scene, LISTENER, token)


async def morning(scene: Scene) -> None:
    """All of it passes: eight o'clock, and the two hours within which it is drawn."""
    await turn(scene, KEPT_FROM.replace(hour=10, minute=1) - scene.clock.now())


async def goes_at(scene: Scene) -> datetime:
    """When the words for the one ask that waits go."""
    (row,) = await scene.rows("SELECT due_at FROM waiting WHERE what = ?", TimerKind.MORNING_COMES)
    return datetime.fromtimestamp(int(str(row[0])), UTC)


async def test_words_of_the_night_begin_the_conversation_in_the_morning(scene: Scene) -> None:
    """Nothing is said before; then both are in it, and the asker reads the words at once."""
    await kept(scene)
    await turn(scene, KEPT_FROM.replace(hour=7, minute=59) - scene.clock.now())
    assert NoticeKind.ASK_ACCEPTED not in scene.kinds_to(ASKER)
    await morning(scene)
    assert NoticeKind.ASK_ACCEPTED in scene.kinds_to(ASKER)
    assert scene.words_to(ASKER) == [WORDS]
    assert scene.kinds_to(LISTENER)[-2:] == [NoticeKind.YOU_ACCEPTED, NoticeKind.MORNING_GONE]
    assert await scene.count("morning_words") == 0
    await scene.write(ASKER, LATER)
    await scene.deliver()
    assert scene.words_to(LISTENER) == [LATER]
    assert NoticeKind.LISTENER_NUDGED not in scene.kinds_to(LISTENER)


async def test_they_keep_nobody_from_taking_the_ask(scene: Scene) -> None:
    """Whoever wrote reads, without a word of who or when, that it is over; the words are gone."""
    _, second = await at_night(scene, LISTENER, OTHER)
    await keep(scene, LISTENER, newest_offer(scene, LISTENER))
    await acceptance.accept_offered(scene.ctx, OTHER, second)
    await scene.deliver()
    assert len(got(scene, LISTENER, NoticeKind.MORNING_OVER)) == 1
    assert await scene.count("morning_words") == 0
    await morning(scene)
    assert scene.words_to(ASKER) == []
    assert len(got(scene, LISTENER, NoticeKind.MORNING_OVER)) == 1


async def test_of_two_whoever_wrote_first_is_there_and_the_other_is_told(scene: Scene) -> None:
    """Once, at the same time."""
    first, second = await at_night(scene, LISTENER, OTHER)
    await keep(scene, OTHER, second, LATER)
    scene.clock.advance(timedelta(minutes=1))
    await keep(scene, LISTENER, first)
    await morning(scene)
    assert scene.words_to(ASKER) == [LATER]
    assert len(got(scene, LISTENER, NoticeKind.MORNING_OVER)) == 1
    assert not got(scene, OTHER, NoticeKind.MORNING_OVER)


Cause = Callable[[Scene], Awaitable[None]]


async def is_timed_out(scene: Scene) -> None:
    """The server timed them out."""
    scene.messenger.standings[(GUILD, LISTENER)] = Standing.TIMED_OUT


async def rests(scene: Scene) -> None:
    """They asked to be left in peace."""
    await duty.rest(scene.ctx, here(LISTENER), DAY)


async def is_banned(scene: Scene) -> None:
    """Moderators keep them out."""
    know = partial(numbers.know_listener, scene.ctx, member=here(LISTENER))
    key = await scene.store.transaction(know)
    await actions.act(scene.ctx, here(STRANGER), key, ActionKind.BAN, "enough")


async def talks(scene: Scene) -> None:
    """They are there for somebody else by now."""
    await scene.accept(LISTENER, await scene.posted(STRANGER))
    await scene.write(LISTENER, "I am here.")


async def is_blocked(scene: Scene) -> None:
    """Whoever asked blocked them, for a conversation of before."""
    await blocking.block(scene.ctx, ASKER, scene.after_button(ASKER))


@pytest.mark.parametrize("cause", [is_timed_out, rests, is_banned, talks, is_blocked])
async def test_who_cannot_any_more_reads_the_same_whatever_the_cause(
    scene: Scene, cause: Cause
) -> None:
    """And the ask goes on waiting."""
    await scene.talk()
    await scene.end(ASKER)
    await kept(scene)
    before = len(scene.words_to(ASKER))
    await cause(scene)
    await morning(scene)
    assert len(scene.words_to(ASKER)) == before
    assert len(got(scene, LISTENER, NoticeKind.MORNING_OVER)) == 1
    assert await scene.count("morning_words") == 0
    assert await scene.rows("SELECT 1 FROM ask WHERE state = 'waiting'")


async def test_where_the_first_cannot_the_next_one_is_there(scene: Scene) -> None:
    """So nobody waits for somebody who has gone."""
    first, second = await at_night(scene, LISTENER, OTHER)
    await keep(scene, LISTENER, first)
    scene.clock.advance(timedelta(minutes=1))
    await keep(scene, OTHER, second, LATER)
    await is_timed_out(scene)
    await morning(scene)
    assert scene.words_to(ASKER) == [LATER]


async def test_without_an_answer_from_discord_it_is_tried_again(scene: Scene) -> None:
    """Nothing is lost by it, and nobody is told anything."""
    await kept(scene)
    scene.messenger.fail(GUILD, Unsure())
    await morning(scene)
    assert not got(scene, LISTENER, NoticeKind.MORNING_OVER)
    await turn(scene, timedelta(minutes=2))
    assert scene.words_to(ASKER) == [WORDS]


async def test_an_ask_that_ends_before_takes_the_words_with_it(scene: Scene) -> None:
    """Taken back, or erased with everything of its asker."""
    await kept(scene)
    await scene.take_back()
    await scene.deliver()
    assert len(got(scene, LISTENER, NoticeKind.MORNING_OVER)) == 1
    scene.clock.advance(DAY)
    await kept(scene)
    await erasure.erase_everything(scene.ctx, ASKER)
    await scene.deliver()
    assert len(got(scene, LISTENER, NoticeKind.MORNING_OVER)) == 2
    assert await scene.count("morning_words") == 0
    await morning(scene)
    assert len(got(scene, LISTENER, NoticeKind.MORNING_OVER)) == 2


async def test_words_go_before_an_ask_would_end_unanswered(scene: Scene) -> None:
    """An ask of the morning has no morning left before it ends: they are there when it would."""
    scene.clock.advance(KEPT_FROM.replace(hour=5) - scene.clock.now())
    (token,) = await reading(scene, LISTENER)
    await turn(scene, 12 * HOUR)
    await keep(scene, LISTENER, token)
    ask_ends = KEPT_FROM.replace(hour=5) + scene.ctx.settings.asks.expires_after
    assert await goes_at(scene) == ask_ends - timedelta(minutes=10)
    await turn(scene, ask_ends - timedelta(minutes=5) - scene.clock.now())
    await turn(scene, timedelta(minutes=6))
    assert scene.words_to(ASKER) == [WORDS]
    assert NoticeKind.ASK_EXPIRED not in scene.kinds_to(ASKER)


@pytest.mark.parametrize("goes", [True, False])
async def test_a_listener_who_stops_leaves_nothing(scene: Scene, goes: bool) -> None:
    """Who leaves, or erases everything: nothing is sent, nobody is told, no word is left."""
    await kept(scene)
    if goes:
        await duty.leave(scene.ctx, here(LISTENER))
    else:
        await erasure.erase_everything(scene.ctx, LISTENER)
    assert await scene.count("morning_words") == 0
    said = len(scene.messenger.said(ASKER))
    await morning(scene)
    assert not got(scene, LISTENER, NoticeKind.MORNING_OVER)
    assert scene.words_to(ASKER) == []
    new = {one.kind for one in scene.messenger.said(ASKER)[said:]}
    assert NoticeKind.ASK_ACCEPTED not in new


async def test_a_restart_loses_nothing(scene: Scene) -> None:
    """Words and moment are rows."""
    await kept(scene)
    await scene.restart()
    await morning(scene)
    assert scene.words_to(ASKER) == [WORDS]


async def test_their_own_clock_and_quiet_hours_tell_the_morning(scene: Scene) -> None:
    """Eight there, or the end of what they chose; else the server's eight."""
    await quiet_hours.choose_quiet(scene.ctx, ASKER, "America/Bogota", "23:00-9:30")
    await kept(scene)
    begins = KEPT_FROM.replace(hour=14, minute=30)
    assert begins <= await goes_at(scene) <= begins + 2 * HOUR


async def test_else_it_is_the_servers_clock(scene: Scene) -> None:
    """As whoever set it up chose."""
    guilds = scene.ctx.guilds
    guilds.remember(replace(guilds.of(GUILD), zone="Asia/Tokyo"))
    await kept(scene)
    begins = KEPT_FROM.replace(hour=23)
    assert begins <= await goes_at(scene) <= begins + 2 * HOUR


async def test_two_who_write_for_one_morning_learn_no_second_moment(scene: Scene) -> None:
    """It is drawn once for an ask; writing anew draws nothing either."""
    first, second = await at_night(scene, LISTENER, OTHER)
    one = await keep(scene, LISTENER, first)
    moment = await goes_at(scene)
    await keep(scene, OTHER, second)
    await keeping.take_back(scene.ctx, LISTENER, one.id)
    await keep(scene, LISTENER, first, LATER)
    assert await goes_at(scene) == moment


async def test_nothing_that_the_listener_reads_tells_the_moment(scene: Scene) -> None:
    """Also not what is kept about them."""
    token, done = await kept(scene)
    assert done.ready
    shown = await responses.read(scene.ctx, LISTENER, token)
    assert shown.morning is not None
    assert shown.morning.words == WORDS
    exported = await kept_of.everything_of(scene.ctx, LISTENER)
    (one,) = [one for one in exported if one.kind is DataKind.MORNING_WORDS]
    assert one.facts == {"words": WORDS}


async def test_it_is_changed_and_taken_back_as_often_as_one_likes(scene: Scene) -> None:
    """By whoever wrote it alone; what is sent or erased cannot be any more."""
    token, done = await kept(scene, OTHER)
    with pytest.raises(MorningWordsOver):
        await keeping.take_back(scene.ctx, OTHER, done.id)
    await keeping.change_words(scene.ctx, LISTENER, done.id, LATER)
    assert await keeping.words_of(scene.ctx, LISTENER, done.id) == LATER
    await keeping.take_back(scene.ctx, LISTENER, done.id)
    with pytest.raises(MorningWordsOver):
        await keeping.words_of(scene.ctx, LISTENER, done.id)
    await keep(scene, LISTENER, token)
    await morning(scene)
    assert scene.words_to(ASKER) == [WORDS]
    with pytest.raises(MorningWordsOver):
        await keeping.take_back(scene.ctx, LISTENER, done.id)


@pytest.mark.parametrize("cause", [rests, talks, is_banned, is_blocked])
async def test_they_are_changed_also_while_their_writer_cannot_take_an_ask(
    scene: Scene, cause: Cause
) -> None:
    """In the same words, whatever the cause: whether they can is asked in the morning."""
    await scene.talk()
    await scene.end(ASKER)
    _, done = await kept(scene)
    await cause(scene)
    changed = await keeping.change_words(scene.ctx, LISTENER, done.id, LATER)
    assert (changed.words, changed.ready) == (LATER, True)
    assert (await keeping.look_at(scene.ctx, LISTENER, done.id)).words == LATER


async def test_they_stand_under_my_conversations_while_they_wait(scene: Scene) -> None:
    """For whoever wrote them alone, in each place where their ask is; never when they go."""
    _, done = await kept(scene, OTHER)
    for where in (GUILD, None):
        shown = await mine_of.get_overview(scene.ctx, LISTENER, where)
        assert shown.mornings == (MyMorning(done.id, GUILD, True),)
    assert not (await mine_of.get_overview(scene.ctx, LISTENER, GuildId(GUILD + 1))).mornings
    for other in (ASKER, OTHER):
        assert not (await mine_of.get_overview(scene.ctx, other, None)).mornings
    await morning(scene)
    assert not (await mine_of.get_overview(scene.ctx, LISTENER, None)).mornings


async def test_they_are_read_again_with_what_keeps_them(scene: Scene) -> None:
    """What tells of their writer, until they said that it may go; and by nobody else."""
    (token,) = await at_night(scene, LISTENER)
    watching(scene)
    done = await keep(scene, LISTENER, token, f"I am {NAME}.")
    assert await keeping.look_at(scene.ctx, LISTENER, done.id) == done
    shown = await mine_of.get_overview(scene.ctx, LISTENER, GUILD)
    assert [one.ready for one in shown.mornings] == [False]
    let = await keeping.let_go(scene.ctx, LISTENER, done.id)
    assert await keeping.look_at(scene.ctx, LISTENER, done.id) == let
    with pytest.raises(MorningWordsOver):
        await keeping.look_at(scene.ctx, OTHER, done.id)


async def test_who_wants_no_more_of_an_ask_is_not_there_in_its_morning(scene: Scene) -> None:
    """ "Not now" leaves the words, "No thanks" erases them, and says so once."""
    token, done = await kept(scene)
    await responses.decline(scene.ctx, LISTENER, token)
    assert await keeping.words_of(scene.ctx, LISTENER, done.id) == WORDS
    assert [(await responses.refuse(scene.ctx, LISTENER, token)).erased for _ in range(2)] == [
        True,
        False,
    ]
    await morning(scene)
    assert scene.words_to(ASKER) == []
    assert not got(scene, LISTENER, NoticeKind.MORNING_OVER)


async def test_what_came_of_a_question_is_read_beside_words_for_a_morning(scene: Scene) -> None:
    """Neither takes the place of the other."""
    (token,) = await at_night(scene, LISTENER)
    asked = await ask_first(scene, LISTENER, token)
    await keep(scene, LISTENER, token)
    await answer(scene, asked.question)
    shown = await responses.read(scene.ctx, LISTENER, token)
    assert shown.morning is not None
    assert shown.question is not None
    assert (shown.morning.words, shown.question.answer) == (WORDS, ANSWER)


async def test_one_morning_at_a_time(scene: Scene) -> None:
    """So nobody counts on more people than they can be there for."""
    _, done = await kept(scene)
    await scene.ask(user=STRANGER)
    await turn(scene, timedelta(minutes=30))
    other = newest_offer(scene, LISTENER)
    await responses.read(scene.ctx, LISTENER, other)
    with pytest.raises(WritesForAnother):
        await keeping.must_be_writable(scene.ctx, LISTENER, other)
    await keeping.take_back(scene.ctx, LISTENER, done.id)
    await keep(scene, LISTENER, other)


async def test_words_that_tell_of_their_writer_wait_until_they_say_so(scene: Scene) -> None:
    """Without that they do not go in the morning, and nobody is told anything."""
    (token,) = await at_night(scene, LISTENER)
    watching(scene)
    done = await keep(scene, LISTENER, token, f"I am {NAME}.")
    assert (done.ready, done.refused, done.exact) == (False, False, (NAME,))
    refused = await keeping.change_words(scene.ctx, LISTENER, done.id, f"Call {NUMBER}.")
    assert refused.refused
    still = await keeping.let_go(scene.ctx, LISTENER, done.id)
    assert not still.ready
    await morning(scene)
    assert scene.words_to(ASKER) == []
    assert not got(scene, LISTENER, NoticeKind.MORNING_OVER)


async def test_they_go_once_their_writer_says_so(scene: Scene) -> None:
    """As they were."""
    (token,) = await at_night(scene, LISTENER)
    watching(scene)
    done = await keep(scene, LISTENER, token, f"I am {NAME}.")
    assert (await keeping.let_go(scene.ctx, LISTENER, done.id)).ready
    await morning(scene)
    assert scene.words_to(ASKER) == [f"I am {NAME}."]


async def test_only_who_read_an_ask_and_may_take_it_writes_for_its_morning(scene: Scene) -> None:
    """And there has to be something, that fits."""
    (token,) = await at_night(scene, LISTENER)
    with pytest.raises(NoWords):
        await keep(scene, LISTENER, token, " ")
    with pytest.raises(TooManyWords):
        await keep(scene, LISTENER, token, "a" * 1001)
    with pytest.raises(NoLongerAvailable):
        await keeping.must_be_writable(scene.ctx, OTHER, token)
    await scene.change_rows("UPDATE button SET has_read = 0")
    with pytest.raises(OutOfDate):
        await keeping.must_be_writable(scene.ctx, LISTENER, token)
