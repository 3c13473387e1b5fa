"""Who is told of an ask, how many, when, and who is left in peace."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.config import Settings
from bot.domain.asks import Wishes
from bot.domain.errors import NoLongerAvailable
from bot.domain.ids import ChannelId, GuildId, UserId
from bot.domain.listening import Heavy
from bot.domain.notices import NoticeKind
from bot.services import timers
from bot.services.asks import drafts, posting
from bot.services.listeners import duty, preferences
from bot.services.offers import acceptance, responses
from bot.services.ports import Closed
from tests.services.scene import (
    ASKER,
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
)

MINUTE = timedelta(minutes=1)
MANY = tuple(UserId(number) for number in range(201, 231))


async def on_duty(scene: Scene, *users: UserId, lasts: timedelta = DAY) -> None:
    """Let people join and be here."""
    await scene.join(*users)
    for user in users:
        await duty.set_duty(scene.ctx, here(user), lasts)


async def turn(scene: Scene, after: timedelta = timedelta(0)) -> None:
    """Let time pass, do what is due, and say it."""
    scene.clock.advance(after)
    await timers.fire_due_timers(scene.ctx)
    await scene.deliver()


def told(scene: Scene, *users: UserId) -> list[UserId]:
    """Who of these was told of an ask, once for each time."""
    return [user for user in users for _ in range(scene.kinds_to(user).count(NoticeKind.OFFER))]


async def ask_about(scene: Scene, wishes: Wishes, without: tuple[UserId, ...] = ()) -> None:
    """Post an ask with more choices."""
    preview = await scene.draft()
    await drafts.choose_more(scene.ctx, here(ASKER), preview.draft.id, wishes, without)
    await posting.post(scene.ctx, here(ASKER), preview.draft.id)


async def close_ask(scene: Scene) -> None:
    """Take the newest ask back."""
    await scene.take_back()
    await scene.deliver()


async def test_three_at_a_time_and_never_more_than_twelve_in_ten_minutes(scene: Scene) -> None:
    """Each ninety seconds three more are told, and in any ten minutes never more than twelve."""
    await on_duty(scene, *MANY)
    await scene.ask()
    numbers = []
    for _ in range(10):
        await turn(scene)
        numbers.append(len(told(scene, *MANY)))
        scene.clock.advance(1.5 * MINUTE)
    assert numbers == [3, 6, 9, 12, 12, 12, 12, 15, 18, 21]
    assert len(set(told(scene, *MANY))) == 21


async def test_old_asks_take_turns_and_a_new_one_goes_out_at_once(scene: Scene) -> None:
    """Two that wait for more than ten minutes go out half as often each; who asks now need not wait
    for that."""
    await scene.ask()
    await scene.ask(STRANGER)
    for _ in range(9):
        await turn(scene, 1.5 * MINUTE)
    await on_duty(scene, *MANY)
    numbers = []
    for _ in range(5):
        await turn(scene, 1.5 * MINUTE)
        numbers.append(len(told(scene, *MANY)))
    assert numbers == [0, 6, 6, 12, 12]
    await scene.ask(LISTENER)
    await turn(scene)
    assert len(told(scene, *MANY)) == 15


async def test_nobody_is_told_twice_of_one_ask(scene: Scene) -> None:
    """However long it waits."""
    await on_duty(scene, LISTENER, OTHER)
    await scene.ask()
    for _ in range(20):
        await turn(scene, 2 * MINUTE)
    assert told(scene, LISTENER, OTHER) == [LISTENER, OTHER]


async def test_the_asker_is_never_told_of_their_own_ask(scene: Scene) -> None:
    """Even as the only listener who is here."""
    await on_duty(scene, ASKER)
    await scene.ask()
    await turn(scene)
    assert told(scene, ASKER) == []


async def test_listeners_of_another_server_are_not_told(scene: Scene) -> None:
    """An ask stays in its server."""
    await scene.setup(GuildId(702), scene.ctx.guilds.of(GUILD).ask_channel)
    await scene.join(CROWD[0], guild=GuildId(702))
    await duty.set_duty(scene.ctx, here(CROWD[0], GuildId(702)), DAY)
    await scene.ask()
    await turn(scene)
    assert told(scene, CROWD[0]) == []


async def test_whoever_was_left_in_peace_longest_is_told_first(scene: Scene) -> None:
    """The second ask goes to the three that the first one did not reach."""
    people = CROWD[:6]
    await on_duty(scene, *people)
    await scene.ask()
    await turn(scene)
    first = set(told(scene, *people))
    await close_ask(scene)
    scene.clock.advance(MINUTE)
    await scene.ask()
    await turn(scene)
    assert sorted(told(scene, *people)) == sorted(people)
    assert len(first) == 3


async def test_a_topic_goes_first_to_those_who_chose_it(scene: Scene) -> None:
    """Five have other topics, three have this one: those three."""
    await on_duty(scene, *CROWD[:8])
    for number, user in enumerate(CROWD[:8]):
        topics = {"loss"} if number in (2, 5, 7) else {"work"}
        await prefer(scene, user, topics=topics)
    await ask_about(scene, Wishes(topic="loss"))
    await turn(scene)
    assert told(scene, *CROWD[:8]) == [CROWD[2], CROWD[5], CROWD[7]]


async def test_a_language_is_a_condition(scene: Scene) -> None:
    """Who speaks others is not told; who named none, or this one, is."""
    await on_duty(scene, *CROWD[:3])
    await prefer(scene, CROWD[0], languages={"de"})
    await prefer(scene, CROWD[1], languages={"es", "en"})
    await ask_about(scene, Wishes(language="es"))
    await turn(scene, 10 * MINUTE)
    assert told(scene, *CROWD[:3]) == [CROWD[1], CROWD[2]]


async def test_heavy_asks_go_to_those_who_said_yes_before_those_who_are_asked(
    scene: Scene,
) -> None:
    """And never to those who said no, which is what everybody begins with."""
    await on_duty(scene, *CROWD[:6])
    for user, heavy in zip(CROWD[:4], (Heavy.ASK, Heavy.YES, Heavy.YES, Heavy.YES), strict=True):
        await prefer(scene, user, heavy=heavy)
    await ask_about(scene, Wishes(heavy=True))
    await turn(scene)
    assert told(scene, *CROWD[:6]) == [CROWD[1], CROWD[2], CROWD[3]]
    await turn(scene, 2 * MINUTE)
    assert told(scene, *CROWD[:6]) == list(CROWD[:4])


async def test_after_a_heavy_conversation_a_listener_rests(scene: Scene) -> None:
    """For twelve hours they are neither told of an ask nor can take one."""
    await on_duty(scene, LISTENER)
    await prefer(scene, LISTENER, heavy=Heavy.YES)
    await ask_about(scene, Wishes(heavy=True))
    await turn(scene)
    await acceptance.accept_offered(scene.ctx, LISTENER, newest_offer(scene, LISTENER))
    await scene.deliver()
    await scene.write(LISTENER, "I'm here.")
    await scene.end(ASKER)
    await scene.ask()
    await turn(scene, MINUTE)
    assert len(told(scene, LISTENER)) == 1
    await turn(scene, 12 * HOUR)
    assert len(told(scene, LISTENER)) == 2


async def test_excluded_people_are_never_told(scene: Scene) -> None:
    """Neither on duty nor off."""
    await on_duty(scene, LISTENER, OTHER)
    await ask_about(scene, Wishes(), (LISTENER,))
    await turn(scene, 10 * MINUTE)
    assert told(scene, LISTENER, OTHER) == [OTHER]


async def test_eight_offers_a_day_and_then_peace(scene: Scene) -> None:
    """The ninth ask of a day goes to others."""
    await on_duty(scene, LISTENER)
    for asker in MANY[:9]:
        await scene.ask(asker)
        await turn(scene, 2 * MINUTE)
        answer = newest_offer(scene, LISTENER)
        await responses.decline(scene.ctx, LISTENER, answer)
    assert len(told(scene, LISTENER)) == 8


async def test_who_is_in_a_conversation_is_not_told(scene: Scene) -> None:
    """One at a time, unless they chose more."""
    await on_duty(scene, LISTENER)
    await scene.talk()
    await scene.write(LISTENER, "I'm here.")
    await scene.ask(MANY[0])
    await turn(scene)
    assert told(scene, LISTENER) == []
    await preferences.what_to_take(
        scene.ctx, here(LISTENER), topics=(), languages=(), heavy=Heavy.NO, at_once=2
    )
    await turn(scene, 2 * MINUTE)
    assert told(scene, LISTENER) == [LISTENER]


async def test_who_rests_is_not_told_and_open_offers_are_taken_back(scene: Scene) -> None:
    """Rest needs no reason, and begins at once."""
    await on_duty(scene, LISTENER)
    await scene.ask()
    await turn(scene)
    await duty.rest(scene.ctx, here(LISTENER), DAY)
    await scene.deliver()
    kinds = [outgoing.notice.kind for outgoing, _ in scene.messenger.edited]
    assert kinds.count(NoticeKind.OFFER_OVER) == 1
    await turn(scene, 4 * MINUTE)
    assert len(told(scene, LISTENER)) == 1


async def welcome_off_duty(
    scene: Scene, *users: UserId, zone: str = "UTC", quiet: str = ""
) -> None:
    """Let listeners allow being told when they are off duty."""
    await scene.join(*users)
    for user in users:
        await preferences.when(scene.ctx, here(user), zone=zone, quiet=quiet, off_duty=True)


async def test_after_ten_minutes_five_who_are_off_duty_are_told(scene: Scene) -> None:
    """Only those who allow it, the others never; and the asker reads that they were."""
    await welcome_off_duty(scene, *CROWD[:7])
    await scene.ask()
    await turn(scene, 9 * MINUTE)
    assert told(scene, *CROWD, LISTENER) == []
    await turn(scene, MINUTE)
    assert len(told(scene, *CROWD)) == 5
    assert told(scene, LISTENER) == []
    assert scene.edits_in(ChannelId(ASKER))[-1].kind is NoticeKind.ASK_WAITS_LONGER


async def test_off_duty_twice_a_day_at_most(scene: Scene) -> None:
    """The third ask of a day goes to others."""
    await welcome_off_duty(scene, LISTENER)
    for asker in MANY[:3]:
        await scene.ask(asker)
        await turn(scene, 10 * MINUTE)
    assert len(told(scene, LISTENER)) == 2


@pytest.mark.parametrize(
    ("zone", "quiet", "reached"),
    [
        ("UTC", "", True),  # it is ten past six in the evening
        ("Asia/Tokyo", "", False),  # there it is night
        ("Asia/Tokyo", "8:00-9:00", True),
        ("UTC", "18:00-19:00", False),
    ],
)
async def test_quiet_hours_are_the_listeners_own(
    scene: Scene, zone: str, quiet: str, reached: bool
) -> None:
    """Nobody is woken: the wall clock where they are decides."""
    await welcome_off_duty(scene, LISTENER, zone=zone, quiet=quiet)
    await scene.ask()
    await turn(scene, 10 * MINUTE)
    assert told(scene, LISTENER) == ([LISTENER] if reached else [])


async def test_off_duty_the_week_of_each_counts(scene: Scene) -> None:
    """By their own clock, yesterday's hours until they end; without any hours the whole week does,
    with those of other days alone none of this one."""
    chosen = {
        CROWD[0]: ("UTC", (), ""),
        CROWD[1]: ("UTC", (0,), "17-19"),
        CROWD[2]: ("UTC", (6,), "19:00-18:30"),
        CROWD[3]: ("Asia/Tokyo", (1,), "3:00-4:00"),
        CROWD[4]: ("UTC", (2, 3), "17-19"),
        CROWD[5]: ("UTC", (0,), "19-21"),
    }
    for user, (zone, days, span) in chosen.items():
        await welcome_off_duty(scene, user, zone=zone, quiet="12:00-13:00")
        await preferences.which_days(scene.ctx, here(user), days=days, span=span)
    await scene.ask()
    await turn(scene, 10 * MINUTE)
    assert set(told(scene, *chosen)) == set(CROWD[:4])


async def test_on_duty_quiet_hours_do_not_count(scene: Scene) -> None:
    """Whoever says that they are here is here."""
    await welcome_off_duty(scene, LISTENER, zone="Asia/Tokyo")
    await on_duty(scene, LISTENER)
    await scene.ask()
    await turn(scene)
    assert told(scene, LISTENER) == [LISTENER]


async def test_off_duty_only_in_the_hours_of_the_week(scene: Scene) -> None:
    """A Monday evening: who chose Mondays from six to nine is told, who chose Fridays is not."""
    await welcome_off_duty(scene, LISTENER, OTHER)
    assert scene.clock.now() == datetime(2026, 3, 2, 18, tzinfo=UTC)
    await preferences.which_days(scene.ctx, here(LISTENER), days=(0,), span="18-21")
    await preferences.which_days(scene.ctx, here(OTHER), days=(4,), span="18-21")
    await scene.ask()
    await turn(scene, 10 * MINUTE)
    assert told(scene, LISTENER, OTHER) == [LISTENER]


async def test_moderators_are_told_once_after_a_quarter_of_an_hour(scene: Scene) -> None:
    """The notice holds no text and nobody's name, and an ask that was taken tells nothing."""
    await scene.ask()
    await turn(scene, 15 * MINUTE)
    await turn(scene, HOUR)
    (notice,) = [n for n in scene.messenger.said(STAFF) if n.kind is NoticeKind.SOMEBODY_WAITS]
    assert notice.text is None
    assert notice.token is None


async def test_an_ask_that_is_taken_goes_out_to_nobody_else(scene: Scene) -> None:
    """No more offers, no moderators, no "still wanted?"."""
    await scene.talk()
    await scene.write(LISTENER, "I'm here.")
    await on_duty(scene, *CROWD)
    await turn(scene, 4 * HOUR)
    assert told(scene, *CROWD) == []
    assert NoticeKind.SOMEBODY_WAITS not in scene.kinds_to(STAFF)
    assert NoticeKind.STILL_WANTED not in scene.kinds_to(ASKER)


async def test_an_offer_that_cannot_be_delivered_is_not_said_later(scene: Scene) -> None:
    """Somebody else is told instead, and nothing waits for hours in a closed DM."""
    await on_duty(scene, LISTENER)
    scene.messenger.fail(LISTENER, Closed())
    await scene.ask()
    await turn(scene)
    assert told(scene, LISTENER) == []
    assert await scene.count("outbox") == 0
    assert await scene.rows("SELECT state FROM offer") == [("unreachable",)]


async def test_a_restart_in_between_goes_on(scene: Scene) -> None:
    """What is due is a row: the next ones are told at their time, nobody twice."""
    await on_duty(scene, *MANY)
    await scene.ask()
    await turn(scene)
    await scene.restart()
    await turn(scene, MINUTE)
    assert len(told(scene, *MANY)) == 3
    await turn(scene, MINUTE)
    assert len(told(scene, *MANY)) == len(set(told(scene, *MANY))) == 6


async def test_somebody_elses_offer_opens_nothing(scene: Scene) -> None:
    """A token belongs to one listener: reading, taking and declining are refused to others."""
    await on_duty(scene, LISTENER)
    await scene.ask()
    await turn(scene)
    token = newest_offer(scene, LISTENER)
    for action in (responses.read, responses.decline, acceptance.accept_offered):
        with pytest.raises(NoLongerAvailable):
            await action(scene.ctx, OTHER, token)


async def test_declined_offers_count_as_answers(scene: Scene) -> None:
    """Whoever says "not now" each time stays on duty."""
    await on_duty(scene, LISTENER)
    for asker in MANY[:4]:
        await scene.ask(asker)
        await turn(scene)
        await responses.decline(scene.ctx, LISTENER, newest_offer(scene, LISTENER))
        await turn(scene, 15 * MINUTE)
    assert NoticeKind.DUTY_ENDED not in scene.kinds_to(LISTENER)


async def test_the_defaults_are_those_of_the_product() -> None:
    """The numbers that the tests above rely on."""
    offers = Settings().offers
    assert (offers.first_people, offers.next_people, offers.people_at_most) == (3, 3, 12)
    assert offers.ignored_after == offers.people_at_most_within == 10 * MINUTE


def newest_offer(scene: Scene, user: UserId) -> str:
    """The token of the newest offer that somebody was told of."""
    found = [n.token for n in scene.messenger.said(user) if n.kind is NoticeKind.OFFER]
    assert found[-1] is not None
    return found[-1]


async def prefer(
    scene: Scene,
    user: UserId,
    *,
    topics: set[str] | None = None,
    languages: set[str] | None = None,
    heavy: Heavy = Heavy.NO,
) -> None:
    """Choose what one listens to."""
    await preferences.what_to_take(
        scene.ctx,
        here(user),
        topics=topics or set(),
        languages=languages or set(),
        heavy=heavy,
        at_once=1,
    )
