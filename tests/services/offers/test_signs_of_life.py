"""Silent ones last, one open offer each, a month's conversations, and moderators at once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.asks import Wishes
from bot.domain.cool_downs import WhoseLimit
from bot.domain.errors import NoLongerAvailable
from bot.domain.ids import UserId
from bot.domain.listening import Heavy
from bot.domain.notices import NoticeKind
from bot.services.asks import drafts, posting
from bot.services.listeners import duty
from bot.services.offers import acceptance, enough, instead, responses
from tests.services.offers.test_waves import (
    ask_about,
    newest_offer,
    on_duty,
    prefer,
    told,
    turn,
)
from tests.services.scene import (
    ASKER,
    CROWD,
    DAY,
    GUILD,
    HOUR,
    LISTENER,
    STAFF,
    STRANGER,
    Scene,
    here,
    playing,
)

MINUTE = timedelta(minutes=1)
FIRST, SECOND = CROWD[:3], CROWD[3:6]


async def three_are_silent(scene: Scene) -> None:
    """The first three listen to what the next ask is about. They leave an offer without a press,
    and somebody takes it from the channel; the other three are told of another, and say "not now".
    """
    await scene.join(*CROWD[:6])
    for user in CROWD[:6]:
        await prefer(scene, user, topics={"loss" if user in FIRST else "work"})
    for user in FIRST:
        await duty.set_duty(scene.ctx, here(user), DAY)
    await scene.ask()
    await turn(scene)
    await scene.accept(LISTENER, scene.accept_button())
    await scene.write(LISTENER, "I'm here.")
    for user in SECOND:
        await duty.set_duty(scene.ctx, here(user), DAY)
    await scene.ask(STRANGER)
    await turn(scene, MINUTE)
    for user in SECOND:
        await responses.decline(scene.ctx, user, newest_offer(scene, user))
    assert told(scene, *CROWD[:6]) == list(CROWD[:6])
    await close_ask_of(scene, STRANGER)


async def close_ask_of(scene: Scene, user: UserId) -> None:
    """Take somebody's newest ask back."""
    await scene.take_back(user)
    await scene.deliver()


async def told_next(scene: Scene) -> set[UserId]:
    """Whom the first wave of an ask about loss reaches."""
    before, member = told(scene, *CROWD[:6]), here(UserId(300))
    preview = await scene.draft(member.user)
    await drafts.choose_more(scene.ctx, member, preview.draft.id, Wishes(topic="loss"), ())
    await posting.post(scene.ctx, member, preview.draft.id)
    await turn(scene)
    after = told(scene, *CROWD[:6])
    return {user for user in CROWD[:6] if after.count(user) > before.count(user)}


async def test_who_left_an_offer_silent_is_told_last_also_when_it_was_taken(scene: Scene) -> None:
    """Without that it would be their turn: it is about what they listen to."""
    await three_are_silent(scene)
    scene.clock.advance(2 * MINUTE)
    assert await told_next(scene) == set(SECOND)


async def test_an_offer_that_stands_for_less_than_two_minutes_is_not_silent(scene: Scene) -> None:
    """Whoever needs a minute to look is told when it is their turn."""
    await three_are_silent(scene)
    scene.clock.advance(59 * timedelta(seconds=1))
    assert await told_next(scene) == set(FIRST)


@pytest.mark.parametrize("sign", ["duty", "late press", "who waits", "not now"])
async def test_any_press_and_going_on_duty_is_a_sign_of_life(scene: Scene, sign: str) -> None:
    """From then on it is their turn as before."""
    await three_are_silent(scene)
    await turn(scene, 2 * MINUTE)
    for user in FIRST:
        if sign == "duty":
            await duty.set_duty(scene.ctx, here(user), DAY)
        elif sign == "late press":
            token = newest_offer(scene, user)
            with pytest.raises(NoLongerAvailable):
                await acceptance.accept_offered(scene.ctx, user, token)
            assert await instead.oldest_other(scene.ctx, user, token, None) is None
        elif sign == "who waits":
            await responses.list_waiting_asks(scene.ctx, here(user), 0)
        else:
            await responses.decline(scene.ctx, user, newest_offer(scene, user))
    assert await told_next(scene) == set(FIRST)


async def test_silence_ends_nobodys_duty_and_counts_no_further_than_two(scene: Scene) -> None:
    """Where nobody else is there, they are told all the same."""
    await on_duty(scene, *FIRST)
    for number in range(4):
        await scene.ask(UserId(300 + number))
        await turn(scene)
        scene.clock.advance(MINUTE)
        await close_ask_of(scene, UserId(300 + number))
        scene.clock.advance(4 * MINUTE)
    assert told(scene, *FIRST) == [user for user in FIRST for _ in range(4)]
    assert NoticeKind.DUTY_ENDED not in scene.kinds_to(FIRST[0])
    rows = await scene.rows("SELECT DISTINCT silent_in_a_row FROM listener WHERE on_duty_until > 0")
    assert rows == [(2,)]


async def test_nobody_is_told_while_another_offer_of_theirs_is_open(scene: Scene) -> None:
    """For five minutes; then the other ask reaches them too."""
    await on_duty(scene, LISTENER)
    await scene.ask()
    await turn(scene)
    await scene.ask(STRANGER)
    for _ in range(3):
        await turn(scene, 1.5 * MINUTE)
        assert len(told(scene, LISTENER)) == 1
    await turn(scene, 1.5 * MINUTE)
    assert len(told(scene, LISTENER)) == 2


async def test_not_now_lets_the_next_ask_come_at_once(scene: Scene) -> None:
    """What was answered waits for nobody."""
    await on_duty(scene, LISTENER)
    await scene.ask()
    await turn(scene)
    await responses.decline(scene.ctx, LISTENER, newest_offer(scene, LISTENER))
    await scene.ask(STRANGER)
    await turn(scene)
    assert len(told(scene, LISTENER)) == 2


@pytest.fixture
async def short_month(tmp_path: Path) -> AsyncIterator[Scene]:
    """Two conversations in thirty days."""
    few = {"listeners": {"conversations_per_day": 9, "conversations_per_month": 2}}
    async with playing(tmp_path, few) as made:
        await made.join(LISTENER)
        yield made


async def two_talks(scene: Scene) -> None:
    """As many as a month holds, some days apart."""
    for asker in (ASKER, STRANGER):
        await scene.talk(asker)
        await scene.write(LISTENER, "I'm here.")
        await scene.end(asker)
        await scene.pass_time(2 * DAY)


@pytest.mark.parametrize("rejoins", [False, True])
async def test_beyond_a_months_conversations_nobody_is_told_and_nothing_is_taken(
    short_month: Scene, rejoins: bool
) -> None:
    """In the words of every other cause, also for whoever leaves and comes back; thirty days after
    the first of them there is room again."""
    scene = short_month
    await two_talks(scene)
    if rejoins:
        await duty.leave(scene.ctx, here(LISTENER))
        await scene.join(LISTENER)
    await on_duty(scene, LISTENER)
    await scene.ask(UserId(300))
    await turn(scene)
    assert told(scene, LISTENER) == []
    with pytest.raises(NoLongerAvailable):
        await acceptance.accept(scene.ctx, here(LISTENER), scene.accept_button())
    until = await enough.of_member(scene.ctx, here(LISTENER))
    assert until is not None
    assert 25 * DAY < until - scene.clock.now() < 27 * DAY
    await scene.pass_time(26 * DAY + HOUR)
    await duty.set_duty(scene.ctx, here(LISTENER), DAY)
    await scene.ask(UserId(301))
    await turn(scene)
    assert told(scene, LISTENER) == [LISTENER]


async def test_the_marks_of_a_month_lead_to_nobody_and_go(short_month: Scene) -> None:
    """They stand in no row beside the listener's number."""
    scene = short_month
    await two_talks(scene)
    whose = WhoseLimit(enough.of_a_month(here(LISTENER)).what, LISTENER, GUILD)
    used = await scene.read(lambda tables: tables.limits.used(whose, scene.clock.now()))
    assert len(used) == 2
    await scene.pass_time(30 * DAY)
    assert await scene.read(lambda tables: tables.limits.used(whose, scene.clock.now())) == []
    await scene.pass_time(DAY)
    assert await scene.rows("SELECT 1 FROM listener WHERE full_until IS NOT NULL") == []


@pytest.mark.parametrize(
    "wishes", [Wishes(language="es"), Wishes(heavy=True), Wishes(language="es", heavy=True)]
)
async def test_moderators_are_told_at_once_where_nobody_could_take_it(
    scene: Scene, wishes: Wishes
) -> None:
    """On duty or off; once, and not again after a quarter of an hour."""
    await on_duty(scene, *FIRST)
    for user in (*FIRST, LISTENER, UserId(103)):
        await prefer(scene, user, languages={"de"})
    await ask_about(scene, wishes)
    await turn(scene)
    assert scene.kinds_to(STAFF) == [NoticeKind.SOMEBODY_WAITS]
    await turn(scene, 20 * MINUTE)
    assert scene.kinds_to(STAFF) == [NoticeKind.SOMEBODY_WAITS]


async def test_one_who_is_off_duty_and_could_take_it_is_somebody(scene: Scene) -> None:
    """Then moderators are told when it has waited, as ever."""
    await on_duty(scene, *FIRST)
    for user in FIRST:
        await prefer(scene, user, languages={"de"})
    await prefer(scene, LISTENER, languages={"es"}, heavy=Heavy.ASK)
    await ask_about(scene, Wishes(language="es", heavy=True))
    await turn(scene, 14 * MINUTE)
    assert scene.kinds_to(STAFF) == []


async def test_whom_an_ask_leaves_out_counts_as_somebody(scene: Scene) -> None:
    """Else the moderators' being told at once would tell that the one who fits is left out."""
    for user in (LISTENER, UserId(103)):
        await prefer(scene, user, languages={"de"})
    await on_duty(scene, CROWD[0])
    await ask_about(scene, Wishes(language="es"), (CROWD[0],))
    await turn(scene, 14 * MINUTE)
    assert scene.kinds_to(STAFF) == []
    assert told(scene, CROWD[0]) == []
