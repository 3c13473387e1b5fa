"""Whoever asks while nobody is on duty reads when listeners are likely to be there next."""

from datetime import UTC, datetime

from bot.domain.asks import Here
from bot.services.asks import posting
from bot.services.listeners import duty, preferences
from bot.services.offers import likely_hours
from tests.services.offers.test_waves import on_duty
from tests.services.scene import ASKER, CROWD, DAY, HOUR, LISTENER, Scene, here

TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)


async def there_in_the_morning(scene: Scene, people: int) -> None:
    """So many may be told off duty, from nine until ten in the morning."""
    await scene.join(*CROWD[:people])
    for user in CROWD[:people]:
        await preferences.when(scene.ctx, here(user), zone="UTC", quiet="", off_duty=True)
        await preferences.which_days(scene.ctx, here(user), days=range(7), span="9:00-10:00")


async def test_five_listeners_are_told_of_by_the_part_of_the_day(scene: Scene) -> None:
    """Before posting and after it, in the same words."""
    await there_in_the_morning(scene, 5)
    await likely_hours.count_hours(scene.ctx)
    preview = await scene.draft()
    assert (preview.here, preview.likely) == (Here.LATER, TUESDAY)
    posted = await posting.post(scene.ctx, here(ASKER), preview.draft.id)
    assert posted.likely == TUESDAY


async def test_of_four_nothing_is_said(scene: Scene) -> None:
    """Each of them would be guessed."""
    await there_in_the_morning(scene, 4)
    await likely_hours.count_hours(scene.ctx)
    assert (await scene.draft()).likely is None


async def test_whoever_asks_does_not_count_among_them(scene: Scene) -> None:
    """One of the five who asks would know of the other four."""
    await there_in_the_morning(scene, 5)
    await likely_hours.count_hours(scene.ctx)
    assert (await scene.draft(CROWD[0])).likely is None


async def test_what_changes_shows_on_the_next_day(scene: Scene) -> None:
    """Nobody sees from one draft to the next what somebody has just changed."""
    await there_in_the_morning(scene, 5)
    await likely_hours.count_hours(scene.ctx)
    await preferences.which_days_off(
        scene.ctx, here(CROWD[0]), typed="tomorrow", out=(), holidays=None
    )
    await likely_hours.count_hours(scene.ctx)
    assert (await scene.draft()).likely == TUESDAY
    scene.clock.advance(6 * HOUR)
    await likely_hours.count_hours(scene.ctx)
    assert (await scene.draft()).likely == TUESDAY + DAY


async def test_while_they_are_likely_there_and_on_duty_nothing_of_later_is_said(
    scene: Scene,
) -> None:
    """Then the next morning would read as if nobody came before."""
    await there_in_the_morning(scene, 5)
    scene.clock.advance(15 * HOUR + HOUR / 2)
    await likely_hours.count_hours(scene.ctx)
    assert (await scene.draft()).likely is None
    scene.clock.advance(12 * HOUR)
    assert (await scene.draft()).likely == TUESDAY + DAY
    await on_duty(scene, LISTENER)
    told = await scene.draft()
    assert (told.here, told.likely) == (Here.NOW, None)
    await duty.set_duty(scene.ctx, here(LISTENER), None)
    assert (await scene.draft()).likely == TUESDAY + DAY
