"""Once a month each listener is asked whether they are still glad to do this, and left in peace."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import NotAListener
from bot.domain.notices import NoticeKind
from bot.domain.quiet_hours import QuietHours
from bot.domain.reads_where import ReadsWhere
from bot.domain.times import read_span
from bot.services.listeners import duty, preferences, still_glad
from bot.services.ports import Closed, Standing
from tests.services.scene import ASKER, DAY, GUILD, HOUR, LISTENER, STRANGER, Scene, here

MONTH = 30 * DAY
ME = here(LISTENER)


@pytest.fixture
async def settled(still_scene: Scene) -> Scene:
    """A listener whose clock is known, on an evening; the first look was at their joining."""
    await look(still_scene)
    await preferences.when(still_scene.ctx, ME, zone="UTC", quiet="22:00-8:00", off_duty=False)
    return still_scene


async def look(scene: Scene, after: timedelta = timedelta()) -> None:
    """Let time pass, look who is to be asked, and say it."""
    scene.clock.advance(after)
    await still_glad.ask_due(scene.ctx)
    await scene.deliver()


def asked(scene: Scene) -> int:
    """How often the listener was."""
    return scene.kinds_to(LISTENER).count(NoticeKind.STILL_GLAD)


async def is_on_page(scene: Scene) -> bool:
    """Whether they find it when they look."""
    listener = await duty.get_listener(scene.ctx, ME)
    assert listener is not None
    return listener.glad_here


async def test_each_month_once(settled: Scene) -> None:
    """Not before a month is over, and without an answer not again before the next."""
    await look(settled, MONTH - DAY)
    assert asked(settled) == 0
    for times in (1, 2, 3):
        await look(settled, DAY)
        await look(settled)
        assert asked(settled) == times
        await look(settled, MONTH - 2 * DAY)
        assert asked(settled) == times
        settled.clock.advance(DAY)
    assert not await is_on_page(settled)


async def test_it_is_asked_once_across_a_restart(settled: Scene) -> None:
    """What was decided is said by the next process, and decided no second time."""
    settled.clock.advance(MONTH)
    await still_glad.ask_due(settled.ctx)
    await settled.restart()
    await look(settled)
    assert asked(settled) == 1


async def test_those_who_joined_long_ago_are_asked_on_their_own_day(settled: Scene) -> None:
    """After an upgrade nobody is asked at once."""
    await settled.change_rows("UPDATE listener SET glad_at = 0")
    await look(settled, MONTH + 10 * DAY)
    assert asked(settled) == 0
    await look(settled, 20 * DAY)
    assert asked(settled) == 1


async def test_not_in_quiet_hours_but_after_them(settled: Scene) -> None:
    """By the clock where they are, in the hours that they chose."""
    await look(settled, MONTH + 5 * HOUR)
    assert asked(settled) == 0
    for _ in range(8):
        await look(settled, HOUR)
    assert asked(settled) == 0
    for _ in range(3):
        await look(settled, HOUR)
    assert asked(settled) == 1


async def test_not_on_a_day_off(settled: Scene) -> None:
    """But on the day after."""
    await preferences.which_days_off(settled.ctx, ME, typed="1-2 April", out=(), holidays=None)
    await look(settled, MONTH)
    assert asked(settled) == 0
    await look(settled, DAY + HOUR)
    assert asked(settled) == 0
    await look(settled, DAY)
    assert asked(settled) == 1


async def test_not_outside_their_hours(settled: Scene) -> None:
    """Those of the week, as for asks off duty; on duty they are here."""
    await preferences.which_days(settled.ctx, ME, days=range(7), span="9:00-10:00")
    await look(settled, MONTH)
    assert asked(settled) == 0
    await duty.set_duty(settled.ctx, ME, 4 * HOUR)
    await look(settled, HOUR)
    assert asked(settled) == 1


async def test_not_while_they_rest(settled: Scene) -> None:
    """But once that is over."""
    settled.clock.advance(MONTH - DAY)
    await duty.rest(settled.ctx, ME, 3 * DAY)
    for _ in range(2):
        await look(settled, DAY)
    assert asked(settled) == 0
    await look(settled, DAY)
    assert asked(settled) == 1


async def test_not_while_they_talk_with_somebody(settled: Scene) -> None:
    """On either side."""
    settled.clock.advance(MONTH)
    await settled.talk()
    await look(settled)
    assert asked(settled) == 0
    await settled.end(ASKER)
    await look(settled, HOUR)
    assert asked(settled) == 1


async def test_where_it_is_not_known_when_they_sleep_it_stands_on_their_page(
    still_scene: Scene,
) -> None:
    """Nothing is guessed; their own quiet hours are enough, and are kept."""
    await look(still_scene)
    await look(still_scene, MONTH)
    assert (asked(still_scene), await is_on_page(still_scene)) == (0, True)
    hours = QuietHours("UTC", read_span("17:00-19:00"))
    person = still_scene.ctx.person(ME)
    await still_scene.store.transaction(lambda tables: tables.quiet_times.choose(person, hours))
    await look(still_scene, MONTH)
    assert (asked(still_scene), await is_on_page(still_scene)) == (0, False)
    await still_scene.pass_time(2 * HOUR)
    assert asked(still_scene) == 1


async def test_where_they_told_of_no_clock_it_is_the_servers(still_scene: Scene) -> None:
    """That which the server chose: by it their night is left alone, and their hours are kept."""
    guilds = still_scene.ctx.guilds
    guilds.remember(replace(guilds.of(GUILD), zone="Asia/Tokyo"))
    await look(still_scene)
    await look(still_scene, MONTH)  # on an evening in UTC, so in the night there
    assert (asked(still_scene), await is_on_page(still_scene)) == (0, False)
    for _ in range(12):
        await look(still_scene, HOUR)
    assert (asked(still_scene), await is_on_page(still_scene)) == (1, False)


async def test_their_own_clock_comes_before_the_servers(settled: Scene) -> None:
    """Also that of their own quiet hours alone."""
    guilds = settled.ctx.guilds
    guilds.remember(replace(guilds.of(GUILD), zone="Asia/Tokyo"))
    await look(settled, MONTH)
    assert asked(settled) == 1
    await preferences.when(settled.ctx, ME, zone="", quiet="", off_duty=False)
    hours, person = QuietHours("UTC", read_span("1:00-2:00")), settled.ctx.person(ME)
    await settled.store.transaction(lambda tables: tables.quiet_times.choose(person, hours))
    await look(settled, MONTH)
    assert asked(settled) == 2


async def test_where_no_direct_messages_may_come_it_stands_on_their_page(settled: Scene) -> None:
    """Until they say yes, or rest."""
    person = settled.ctx.person(ME)
    await settled.store.transaction(
        lambda tables: tables.people.set_reads_where(person, ReadsWhere.CHOSEN)
    )
    await look(settled, MONTH)
    assert (asked(settled), await is_on_page(settled)) == (0, True)
    assert not (await still_glad.stay(settled.ctx, ME)).glad_here
    assert not await is_on_page(settled)
    await look(settled, MONTH)
    assert await is_on_page(settled)
    await duty.rest(settled.ctx, ME, DAY)
    assert not await is_on_page(settled)


async def test_what_could_not_be_said_stands_on_their_page(settled: Scene) -> None:
    """Nothing is tried again for days."""
    settled.messenger.fail(LISTENER, Closed())
    await look(settled, MONTH)
    assert await is_on_page(settled)
    assert await settled.count("outbox") == 0


async def test_whoever_left_meanwhile_is_not_asked(settled: Scene) -> None:
    """What waits to be said is dropped; and after joining again a month begins anew."""
    settled.clock.advance(MONTH)
    await still_glad.ask_due(settled.ctx)
    await duty.leave(settled.ctx, ME)
    await look(settled)
    await settled.join(LISTENER)
    await look(settled, MONTH - DAY)
    assert asked(settled) == 0


async def test_who_is_not_in_the_server_is_not_asked(settled: Scene) -> None:
    """It is looked up anew on the next day."""
    settled.messenger.standings[(GUILD, LISTENER)] = Standing.GONE
    await look(settled, MONTH)
    del settled.messenger.standings[(GUILD, LISTENER)]
    await look(settled, 2 * HOUR)
    assert asked(settled) == 0
    await look(settled, DAY)
    assert asked(settled) == 1


async def test_only_a_listener_says_yes(settled: Scene) -> None:
    """Of anybody else nothing is kept."""
    with pytest.raises(NotAListener):
        await still_glad.stay(settled.ctx, here(STRANGER))


async def test_saying_yes_begins_a_month(settled: Scene) -> None:
    """From that day on."""
    await look(settled, MONTH)
    settled.clock.advance(20 * DAY)
    await still_glad.stay(settled.ctx, ME)
    await look(settled, 25 * DAY)
    assert asked(settled) == 1
    await look(settled, 5 * DAY)
    assert asked(settled) == 2
