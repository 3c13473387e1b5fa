"""What is noted when people ask, accept and are on duty, and what is not."""

from datetime import timedelta

import pytest

from bot.domain.asks import Wishes
from bot.domain.community import What
from bot.domain.errors import NoLongerAvailable, NotAListener
from bot.domain.guilds import Feature
from bot.services.asks import drafts, posting
from bot.services.community import tally
from bot.services.listeners import duty
from bot.storage.store import Tables
from tests import server_setup
from tests.services.scene import ASKER, GUILD, HOUR, LISTENER, OTHER, Scene, here

MINUTE = timedelta(minutes=1)
MINE = here(ASKER)


@pytest.fixture
async def scene(still_scene: Scene) -> Scene:
    """Where the community's numbers are switched on."""
    await server_setup.switch_on(still_scene.ctx, GUILD, [Feature.COMMUNITY])
    return still_scene


async def ask_about(scene: Scene, topic: str) -> None:
    """Post an ask with a topic, or without."""
    key = (await scene.draft()).draft.id
    await drafts.choose_more(scene.ctx, MINE, key, Wishes(topic), ())
    await posting.post(scene.ctx, MINE, key)
    await scene.deliver()


async def noted(scene: Scene) -> list[tuple[object, ...]]:
    """Everything that was noted, without whom."""
    return await scene.rows("SELECT what, detail, wait FROM happened ORDER BY what, detail")


async def test_an_ask_about_a_topic_is_noted(scene: Scene) -> None:
    """Once, however often it is asked in a week."""
    for _ in range(2):
        await ask_about(scene, "loss")
        await scene.take_back()
    assert await noted(scene) == [(What.ASKED, "loss", None)]


async def test_an_ask_without_a_topic_is_not(scene: Scene) -> None:
    """There is nothing to say that others asked about."""
    await ask_about(scene, "")
    assert await noted(scene) == []


async def test_a_draft_is_not(scene: Scene) -> None:
    """Only what was posted happened."""
    key = (await scene.draft()).draft.id
    await drafts.choose_more(scene.ctx, MINE, key, Wishes("loss"), ())
    await drafts.cancel(scene.ctx, MINE, key)
    assert await noted(scene) == []


async def test_an_ask_that_was_accepted_is_noted_for_both(scene: Scene) -> None:
    """The asker with the wait's step, the listener with the part of the day: 18:20 in UTC."""
    button = await scene.posted()
    scene.clock.advance(20 * MINUTE)
    await scene.accept(LISTENER, button)
    assert await noted(scene) == [
        (What.ANSWERED, "", 2),
        (What.HERE, "6", None),
        (What.LISTENED, "", None),
    ]


async def test_who_lost_the_race_is_not_noted(scene: Scene) -> None:
    """Only the listener who has it was there."""
    button = await scene.posted()
    await scene.accept(LISTENER, button)
    with pytest.raises(NoLongerAvailable):
        await scene.accept(OTHER, button)
    assert len(await scene.rows("SELECT 1 FROM happened WHERE what = 'listened'")) == 1


async def test_being_on_duty_is_noted_for_the_parts_of_the_day(scene: Scene) -> None:
    """Four hours from 18:00; going off duty notes nothing."""
    member = here(LISTENER)
    await duty.set_duty(scene.ctx, member, 4 * HOUR)
    await duty.set_duty(scene.ctx, member, None)
    assert await noted(scene) == [(What.HERE, "6", None), (What.HERE, "7", None)]


async def test_duty_of_nobody_is_not_noted(scene: Scene) -> None:
    """Who is no listener is not on duty."""
    with pytest.raises(NotAListener):
        await duty.set_duty(scene.ctx, MINE, HOUR)
    assert await noted(scene) == []


async def test_where_it_is_switched_off_only_topics_are_noted(still_scene: Scene) -> None:
    """What nobody chose to see is not collected."""
    await ask_about(still_scene, "loss")
    await still_scene.accept(LISTENER, still_scene.accept_button())
    await duty.set_duty(still_scene.ctx, here(OTHER), HOUR)
    assert await noted(still_scene) == [(What.ASKED, "loss", None)]


async def test_what_failed_is_not_noted(scene: Scene) -> None:
    """It is noted in the transaction of what happened: all of it or nothing."""

    async def work(tables: Tables) -> None:
        await tally.note(scene.ctx, tables, GUILD, What.THANKED, scene.ctx.listener_number(MINE))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await scene.store.transaction(work)
    assert await noted(scene) == []
