"""Going on with somebody else after a conversation: the same ask, the first in line."""

from datetime import timedelta

import pytest

from bot.domain.errors import OutOfDate
from bot.services.conversations import first_in_line
from tests.services.scene import ASKER, GUILD, HOUR, LISTENER, OTHER, STRANGER, Scene


async def test_the_ask_waits_before_those_that_came_later(still_scene: Scene) -> None:
    """It keeps the time at which it was posted, and others than the listener before can take it."""
    scene = still_scene
    await scene.talk()
    await scene.pass_time(timedelta(minutes=1))
    await scene.posted(STRANGER)
    await scene.end(LISTENER)
    await first_in_line.ask_others(scene.ctx, ASKER, scene.after_button(ASKER))
    await scene.deliver()
    waiting = await scene.rows(
        "SELECT asker_number FROM ask WHERE state = 'waiting' ORDER BY posted_at"
    )
    assert waiting[0] == (scene.store.asker_number(GUILD, ASKER),)
    assert len(waiting) == 2
    await scene.accept(OTHER, scene.accept_button())
    with pytest.raises(OutOfDate):
        await first_in_line.ask_others(scene.ctx, LISTENER, scene.after_button(LISTENER))


async def test_when_the_words_are_gone_it_is_out_of_date(still_scene: Scene) -> None:
    """An hour after the end, as the notice says."""
    scene = still_scene
    await scene.talk()
    await scene.end(LISTENER)
    await scene.pass_time(HOUR)
    with pytest.raises(OutOfDate):
        await first_in_line.ask_others(scene.ctx, ASKER, scene.after_button(ASKER))
