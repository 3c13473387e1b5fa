"""Where an ask would go that nobody asked: the same listeners whom a real one would be told to."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.ages import Age
from bot.domain.asks import NO_WISHES, Wishes
from bot.domain.ids import UserId
from bot.domain.listening import Heavy, WhyNot
from bot.domain.notices import NoticeKind
from bot.services.asks import drafts, posting
from bot.services.listeners import duty, preferences
from bot.services.offers import trial
from bot.services.offers.trial import Group, Said, Trial
from tests.services.scene import ASKER, DAY, GUILD, Scene, here

PEOPLE = [UserId(number) for number in range(700, 707)]


async def tried(scene: Scene, wishes: Wishes = NO_WISHES) -> Trial:
    """Now, for an ask of an adult."""
    ctx = scene.ctx
    now = ctx.clock.now()
    return await ctx.store.read(
        lambda on: trial.try_ask(ctx.settings, on, GUILD, wishes, Age.ADULT, now)
    )


async def on_duty(scene: Scene, people: Sequence[UserId]) -> None:
    """They listen, and are here."""
    await scene.join(*people)
    for user in people:
        await duty.set_duty(scene.ctx, here(user), DAY)


async def takes(scene: Scene, user: UserId, heavy: Heavy, *languages: str) -> None:
    """What somebody listens to."""
    await preferences.what_to_take(
        scene.ctx, here(user), topics=(), languages=languages, heavy=heavy, at_once=1
    )


async def asks(scene: Scene, wishes: Wishes = NO_WISHES) -> None:
    """Somebody asks for real."""
    await scene.is_adult(ASKER, GUILD)
    preview = await scene.draft()
    await drafts.choose_more(scene.ctx, here(ASKER), preview.draft.id, wishes, ())
    await posting.post(scene.ctx, here(ASKER), preview.draft.id)


async def test_each_is_counted_once_with_the_first_reason(scene: Scene) -> None:
    """Languages, heavy ones, rests, and those who are off duty."""
    await on_duty(scene, PEOPLE[:6])
    await scene.join(PEOPLE[6])
    speaks_french, takes_heavy, resting = PEOPLE[:3]
    await takes(scene, speaks_french, Heavy.NO, "fr")
    await takes(scene, takes_heavy, Heavy.YES)
    await duty.rest(scene.ctx, here(resting), timedelta(days=1))
    found = await tried(scene, Wishes(language="es"))
    assert found.on_duty.may == 4
    assert found.on_duty.why_not == {WhyNot.LANGUAGE: 1}
    assert found.off_duty.may == 0
    assert found.off_duty.why_not == {WhyNot.HOURS: 4}, "the two of the scene among them"
    heavy = await tried(scene, Wishes(heavy=True))
    assert (heavy.on_duty.may, heavy.on_duty.why_not) == (1, {WhyNot.HEAVY: 4})
    assert heavy.on_duty.complete


async def test_it_tells_nobody_and_stores_nothing(scene: Scene) -> None:
    """Also not that somebody wondered."""
    await on_duty(scene, PEOPLE)
    await tried(scene, Wishes("work"))
    await scene.pass_time(timedelta(minutes=5))
    assert await scene.rows("SELECT * FROM offer") == []
    assert await scene.rows("SELECT * FROM ask") == []
    assert not any(NoticeKind.OFFER in scene.kinds_to(user) for user in PEOPLE)


async def test_it_says_what_a_real_ask_then_does(scene: Scene) -> None:
    """As many as may be told are told of it in the end, and no others."""
    await on_duty(scene, PEOPLE)
    for user in PEOPLE[:2]:
        await takes(scene, user, Heavy.NO, "fr")
    wishes = Wishes(language="es")
    may = (await tried(scene, wishes)).on_duty.may
    await asks(scene, wishes)
    for _ in range(8):
        await scene.pass_time(timedelta(minutes=2))
    told = [user for user in PEOPLE if NoticeKind.OFFER in scene.kinds_to(user)]
    assert len(told) == may == 5


async def test_off_duty_only_those_are_counted_whose_hours_hold(scene: Scene) -> None:
    """Not who has other hours now, a day off, or quiet hours; a real ask goes to nobody else."""
    await scene.join(*PEOPLE[:5])
    today = scene.clock.now().weekday()
    for user, quiet in zip(PEOPLE[:5], [*["0:00-1:00"] * 4, "12:00-23:00"], strict=True):
        await preferences.when(scene.ctx, here(user), zone="UTC", quiet=quiet, off_duty=True)
    for user, hours in zip(PEOPLE[:2], ("17:00-19:00", "8:00-9:00"), strict=True):
        await preferences.which_days(scene.ctx, here(user), days=[today], span=hours)
    await preferences.which_days_off(
        scene.ctx, here(PEOPLE[2]), typed="today", out=(), holidays=None
    )
    off_duty = (await tried(scene)).off_duty
    assert off_duty.may == 2
    assert off_duty.why_not == {WhyNot.HOURS: 3 + 2}, "the two of the scene among them"
    await asks(scene)
    await scene.pass_time(timedelta(minutes=11))
    told = [user for user in PEOPLE if NoticeKind.OFFER in scene.kinds_to(user)]
    assert told == [PEOPLE[0], PEOPLE[3]]


async def test_whoever_was_told_of_another_counts_as_answering(scene: Scene) -> None:
    """One open offer each: for five minutes they are told of nothing else."""
    await on_duty(scene, PEOPLE[:3])
    await asks(scene)
    await scene.pass_time(timedelta(0))
    found = (await tried(scene)).on_duty
    assert (found.may, found.why_not) == (0, {WhyNot.ANSWERS: 3})


def test_no_count_below_five_is_said() -> None:
    """Of small ones not even which reason it is; together they may be many."""
    group = Group(4, {WhyNot.RESTS: 5, WhyNot.FULL: 4, WhyNot.HEAVY: 3}, complete=True)
    assert group.said == Said(None, {WhyNot.RESTS: 5}, 7)
    assert Group(5, {WhyNot.FULL: 4}, complete=True).said == Said(5, {}, None)
    assert Group(0, {}, complete=True).said == Said(None, {}, 0)
