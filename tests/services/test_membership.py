"""Offers go to listeners who are in the server and may act there, looked up when they are made."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import NoLongerAvailable, OutOfDate, ServerAway, TryAgain
from bot.domain.ids import GuildId, UserId
from bot.domain.notices import NoticeKind
from bot.services import membership, timers
from bot.services.conversations import server_departures
from bot.services.listeners import duty, preferences
from bot.services.membership import LOOKED_UP
from bot.services.ports import Gone, Standing, Undelivered, Unsure
from tests.fakes import RecordingMessenger
from tests.services.scene import (
    ASKER,
    DAY,
    ELSEWHERE,
    GUILD,
    LISTENER,
    OTHER,
    STRANGER,
    Scene,
    here,
)

MINUTE = timedelta(minutes=1)
MANY = tuple(UserId(number) for number in range(201, 241))
ABSENT = [Standing.GONE, Standing.TIMED_OUT]


class Counting(RecordingMessenger):
    """Counts the look-ups; silent ones are never answered."""

    def __init__(self, *, silent: bool = False) -> None:
        super().__init__()
        self.lookups = 0
        self.silent = silent

    async def standing(self, guild: GuildId, user: UserId) -> Standing:
        """Count it."""
        self.lookups += 1
        if self.silent:
            await asyncio.Event().wait()
        return await super().standing(guild, user)


async def on_duty(scene: Scene, *users: UserId) -> None:
    """Let people join and be here."""
    await scene.join(*users)
    for user in users:
        await duty.set_duty(scene.ctx, here(user), DAY)


async def turn(scene: Scene, after: timedelta = timedelta(0)) -> None:
    """Let time pass, do what is due, and say it."""
    scene.clock.advance(after)
    await timers.fire_due_timers(scene.ctx)
    await scene.deliver()


def away(scene: Scene, standing: Standing, *users: UserId) -> None:
    """From now on these are not in the server, or may not act there."""
    for user in users:
        scene.messenger.standings[GUILD, user] = standing


def told(scene: Scene, *users: UserId) -> list[UserId]:
    """Who of these was told of an ask, once for each time."""
    kinds = (NoticeKind.OFFER, NoticeKind.OFFER_AGAIN)
    return [user for user in users for kind in scene.kinds_to(user) if kind in kinds]


@pytest.mark.parametrize("standing", ABSENT)
async def test_somebody_who_is_away_is_told_nothing_and_takes_no_place(
    scene: Scene, standing: Standing
) -> None:
    """Of five on duty two are away: the other three are told at once."""
    users = MANY[:5]
    await on_duty(scene, *users)
    away(scene, standing, users[0], users[2])
    await scene.ask()
    await turn(scene)
    assert sorted(told(scene, *users)) == [users[1], users[3], users[4]]


async def test_every_wave_is_looked_up(scene: Scene) -> None:
    """Whoever leaves between two waves is left out of the second."""
    await on_duty(scene, *MANY[:6])
    await scene.ask()
    await turn(scene)
    later = [user for user in MANY[:6] if user not in told(scene, *MANY[:6])]
    away(scene, Standing.GONE, later[0])
    await turn(scene, 2 * MINUTE)
    assert sorted(set(MANY[:6]) - set(told(scene, *MANY[:6]))) == [later[0]]


@pytest.mark.parametrize("standing", ABSENT)
async def test_off_duty_too(scene: Scene, standing: Standing) -> None:
    """Those off duty who like to be asked are looked up like the others."""
    await scene.join(LISTENER, OTHER)
    for user in (LISTENER, OTHER):
        await preferences.when(scene.ctx, here(user), zone="Europe/Lisbon", quiet="", off_duty=True)
    away(scene, standing, LISTENER)
    await scene.ask()
    for _ in range(11):
        await turn(scene, MINUTE)
    assert told(scene, LISTENER, OTHER) == [OTHER]


async def test_many_who_left_starve_nobody(scene: Scene) -> None:
    """However many are gone, they are not looked up again and again before the others."""
    scene.speak_through(Counting())
    await on_duty(scene, *MANY[:30])
    await scene.join(OTHER)
    away(scene, Standing.GONE, *MANY[:30])
    await scene.ask()
    await turn(scene)
    await on_duty(scene, OTHER)
    await turn(scene, 2 * MINUTE)
    assert told(scene, OTHER) == [OTHER]
    assert isinstance(scene.messenger, Counting)
    assert scene.messenger.lookups == 31


async def test_one_ask_looks_up_a_few_at_a_time(scene: Scene) -> None:
    """Where all are here, as many as are told; where all are gone, a bounded number."""
    messenger = Counting()
    scene.speak_through(messenger)
    await on_duty(scene, *MANY)
    await scene.ask()
    await turn(scene)
    assert messenger.lookups == 3
    away(scene, Standing.GONE, *MANY)
    await turn(scene, 2 * MINUTE)
    assert messenger.lookups == 3 + LOOKED_UP


async def test_where_one_is_gone_one_more_is_looked_up(scene: Scene) -> None:
    """In their order, and no more of them than are wanted."""
    messenger = Counting()
    scene.speak_through(messenger)
    await on_duty(scene, *MANY[:6])
    away(scene, Standing.GONE, MANY[1])
    numbers = [scene.ctx.listener_number(here(one)) for one in MANY[:6]]
    found = [await scene.read(lambda on, one=one: on.listeners.get(one)) for one in numbers]  # type: ignore[misc]
    wanted = [one for one in found if one is not None]
    looked = await membership.first_of(scene.ctx, wanted, 3)
    assert [one.number for one in looked.here] == [numbers[0], *numbers[2:4]]
    assert [one.number for one in looked.away] == [numbers[1]]
    assert messenger.lookups == 4


@pytest.mark.parametrize("error", [Unsure(), Undelivered()])
async def test_without_an_answer_the_ask_goes_out_all_the_same(
    scene: Scene, error: Undelivered
) -> None:
    """In an outage everybody is taken to be here."""
    await on_duty(scene, LISTENER, OTHER)
    scene.messenger.fail(GUILD, error, error)
    await scene.ask()
    await turn(scene)
    assert sorted(told(scene, LISTENER, OTHER)) == [LISTENER, OTHER]


async def test_a_look_that_hangs_holds_up_an_ask_for_seconds(scene: Scene) -> None:
    """It is given up soon, and its listener is taken to be here."""
    scene.speak_through(Counting(silent=True))
    await on_duty(scene, LISTENER)
    await scene.ask()
    async with asyncio.timeout(8):
        await turn(scene)
    assert told(scene, LISTENER) == [LISTENER]


async def test_where_the_bot_itself_is_gone_nobody_is_told(scene: Scene) -> None:
    """Discord says that it is not in the server: then no listener can be asked for it."""
    await on_duty(scene, LISTENER)
    scene.messenger.fail(GUILD, Gone())
    await scene.ask()
    await turn(scene)
    assert told(scene, LISTENER) == []


async def test_whoever_comes_back_and_goes_on_duty_is_told_at_once(scene: Scene) -> None:
    """That they were away before is forgotten: the press came from the server."""
    await on_duty(scene, LISTENER)
    away(scene, Standing.GONE, LISTENER)
    await scene.ask()
    await turn(scene)
    away(scene, Standing.HERE, LISTENER)
    await turn(scene, 2 * MINUTE)
    assert told(scene, LISTENER) == []
    await duty.set_duty(scene.ctx, here(LISTENER), DAY)
    await turn(scene, 2 * MINUTE)
    assert told(scene, LISTENER) == [LISTENER]


async def test_after_a_while_they_are_looked_for_again(scene: Scene) -> None:
    """Somebody who was timed out is asked again without doing anything; what is kept of it is a
    full hour, which does not tell when somebody asked."""
    scene.clock.advance(17 * MINUTE)
    await on_duty(scene, LISTENER)
    away(scene, Standing.TIMED_OUT, LISTENER)
    await scene.ask(ASKER)
    await turn(scene)
    away(scene, Standing.HERE, LISTENER)
    ((until,),) = await scene.rows("SELECT away_until FROM listener WHERE away_until IS NOT NULL")
    assert isinstance(until, int)
    assert until % 3600 == 0
    await turn(scene, 2 * 60 * MINUTE)
    assert told(scene, LISTENER) == [LISTENER]


@pytest.mark.parametrize("standing", ABSENT)
async def test_whoever_is_not_here_is_refused_in_the_words_of_their_side(
    scene: Scene, standing: Standing
) -> None:
    """A listener in those of every ask that is over; whoever asks, that it is out of date."""
    away(scene, standing, LISTENER)
    assert not await membership.is_here(scene.ctx, LISTENER, GUILD)
    assert not await membership.seems_here(scene.ctx, LISTENER, GUILD)
    with pytest.raises(OutOfDate):
        await membership.must_be_here(scene.ctx, LISTENER, GUILD)
    with pytest.raises(NoLongerAvailable):
        await membership.listener_must_be_here(scene.ctx, LISTENER, GUILD)


async def test_whoever_is_here_may_go_on(scene: Scene) -> None:
    """Whichever side it is."""
    assert await membership.is_here(scene.ctx, LISTENER, GUILD)
    assert await membership.seems_here(scene.ctx, LISTENER, GUILD)
    await membership.must_be_here(scene.ctx, LISTENER, GUILD)
    await membership.listener_must_be_here(scene.ctx, LISTENER, GUILD)


async def test_where_nobody_can_say_it_is_tried_again(scene: Scene) -> None:
    """And what is only shown is not shown; a server that is gone has nobody."""
    scene.messenger.fail(GUILD, Unsure(), Unsure(), Gone())
    with pytest.raises(TryAgain):
        await membership.must_be_here(scene.ctx, LISTENER, GUILD)
    assert not await membership.seems_here(scene.ctx, LISTENER, GUILD)
    assert not await membership.is_here(scene.ctx, LISTENER, GUILD)


async def test_where_the_bot_was_taken_out_nobody_goes_on(scene: Scene) -> None:
    """They read for how long it may be invited again; another server is none of that."""
    await server_departures.left(scene.ctx, GUILD)
    with pytest.raises(ServerAway) as raised:
        await membership.must_be_here(scene.ctx, LISTENER, GUILD)
    assert raised.value.values == {"kept": scene.settings.servers.kept_for}
    await membership.bot_must_be_there(scene.ctx, ELSEWHERE)


async def test_a_server_where_somebody_used_the_bot_is_known(scene: Scene) -> None:
    """It is theirs alone, and of that server alone; noted once, it is not written again."""
    await membership.note_use(scene.ctx, STRANGER, GUILD)
    now = scene.clock.now()
    for user, guild, noted in (
        (STRANGER, GUILD, True),
        (STRANGER, ELSEWHERE, False),
        (OTHER, GUILD, False),
    ):
        found = await scene.read(
            lambda tables, user=user, guild=guild: tables.known_servers.is_noted(  # type: ignore[misc]
                user, guild, now
            )
        )
        assert found is noted
    rows = await scene.count("known_server")
    await membership.note_use(scene.ctx, STRANGER, GUILD)
    assert await scene.count("known_server") == rows
