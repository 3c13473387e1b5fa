"""Days off: nobody is told off duty on one, whatever their hours say."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.days_off import DaysOff
from bot.domain.form_errors import ClockNeeded
from bot.domain.holiday_places import HolidayPlace
from bot.domain.ids import UserId
from bot.domain.unread import UnknownCountry, UnknownDate, UnknownPart, WhichDate
from bot.services.listeners import preferences, public_holidays
from bot.services.listeners.preferences import Chosen
from tests.services.offers.test_waves import MINUTE, on_duty, told, turn
from tests.services.scene import ASKER, DAY, LISTENER, OTHER, Scene, here

MONDAY = datetime(2026, 3, 2, 18, tzinfo=UTC)


async def away(
    scene: Scene, user: UserId, typed: str = "", holidays: str | None = None, *out: str
) -> Chosen:
    """Somebody chooses days off."""
    return await preferences.which_days_off(
        scene.ctx, here(user), typed=typed, out=out, holidays=holidays
    )


async def welcome(scene: Scene, *users: UserId, zone: str = "UTC") -> None:
    """They may be told off duty."""
    await scene.join(*users)
    for user in users:
        await preferences.when(scene.ctx, here(user), zone=zone, quiet="12:00-13:00", off_duty=True)


async def asked(scene: Scene, *users: UserId) -> list[UserId]:
    """Who of them is told of an ask."""
    await scene.ask(ASKER)
    await turn(scene, 10 * MINUTE)
    return told(scene, *users)


async def test_on_a_day_off_nobody_is_told_off_duty(scene: Scene) -> None:
    """The other, whose day off is tomorrow, is told."""
    assert scene.clock.now() == MONDAY
    await welcome(scene, LISTENER, OTHER)
    await away(scene, LISTENER, "today")
    await away(scene, OTHER, "tomorrow to Friday")
    assert await asked(scene, LISTENER, OTHER) == [OTHER]


async def test_on_duty_a_day_off_does_not_count(scene: Scene) -> None:
    """Whoever says that they are here is here."""
    await welcome(scene, LISTENER)
    await away(scene, LISTENER, "today")
    await on_duty(scene, LISTENER)
    assert await asked(scene, LISTENER) == [LISTENER]


@pytest.mark.parametrize(("zone", "reached"), [("UTC", True), ("Asia/Tokyo", False)])
async def test_a_public_holiday_is_one_where_they_are(
    scene: Scene, zone: str, reached: bool
) -> None:
    """The third of March begins in Tokyo while it is Monday in London."""
    await welcome(scene, LISTENER, zone=zone)
    chosen = await away(scene, LISTENER, holidays="Germany")
    assert (chosen.holidays, chosen.next_holiday) == (HolidayPlace("DE"), date(2026, 3, 3))
    assert await asked(scene, LISTENER) == ([LISTENER] if reached else [])


async def test_days_off_are_added_joined_and_taken_out(scene: Scene) -> None:
    """Other settings keep them, and so does a change of the country."""
    await welcome(scene, LISTENER)
    await away(scene, LISTENER, "24-26 Dec")
    await away(scene, LISTENER, "27 Dec - 2 Jan")
    await preferences.which_days(scene.ctx, here(LISTENER), days=(0,), span="18-21")
    chosen = await away(scene, LISTENER, "5 April", "Germany, Bayern")
    long = DaysOff(date(2026, 12, 24), date(2027, 1, 2))
    assert chosen.interests.days_off == (DaysOff(date(2026, 4, 5), date(2026, 4, 5)), long)
    left = await away(scene, LISTENER, "", None, str(long))
    assert [str(one) for one in left.interests.days_off] == ["2026-04-05"]
    assert left.holidays == HolidayPlace("DE-BY", "Bayern")
    assert (await away(scene, LISTENER, holidays="")).holidays is None


@pytest.mark.parametrize(
    ("typed", "holidays", "error"),
    [
        ("some day", None, UnknownDate),
        ("4/5", None, WhichDate),
        ("", "Atlantis", UnknownCountry),
        ("", "Germany, Atlantis", UnknownPart),
        ("tomorrow", "Atlantis", UnknownCountry),
    ],
)
async def test_what_cannot_be_read_changes_nothing(
    scene: Scene, typed: str, holidays: str | None, error: type[Exception]
) -> None:
    """Not even the other half of the form."""
    await welcome(scene, LISTENER)
    before = await away(scene, LISTENER, "24 Dec", "Germany")
    with pytest.raises(error):
        await away(scene, LISTENER, typed, holidays)
    assert await preferences.get_preferences(scene.ctx, here(LISTENER)) == before


async def test_a_day_off_needs_a_clock(scene: Scene) -> None:
    """Whose midnight is it else?"""
    await scene.join(LISTENER)
    with pytest.raises(ClockNeeded):
        await away(scene, LISTENER, "tomorrow")


async def test_what_is_over_is_erased_and_holidays_are_looked_up_again(scene: Scene) -> None:
    """A place that nobody chose any more goes."""
    await welcome(scene, LISTENER, OTHER)
    await away(scene, LISTENER, "tomorrow", "Germany")
    await away(scene, OTHER, holidays="Germany, Bayern")
    await away(scene, OTHER, holidays="")
    for _ in range(4):
        await scene.pass_time(100 * DAY)
        await public_holidays.keep_up(scene.ctx)
    assert await scene.count("listener_day_off") == 0
    assert await scene.rows("SELECT place FROM holiday_place") == [("DE",)]
    chosen = await preferences.get_preferences(scene.ctx, here(LISTENER))
    assert chosen.next_holiday == date(2027, 12, 25)
