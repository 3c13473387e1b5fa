"""What an asker may do with their ask nobody else may, whatever button of theirs stands for it."""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.errors import OutOfDate
from bot.domain.ids import DraftId, UserId
from bot.services.asks import closing, drafts, follow_up
from bot.services.context import Context
from bot.services.offers import responses
from tests.services.scene import ASKER, DAY, LISTENER, STRANGER, Scene, here

Press = Callable[[Context, UserId, str], Awaitable[object]]

WAITING: tuple[Press, ...] = (
    follow_up.get_waiting_ask,
    follow_up.ask_others_now,
    closing.take_back_own,
)
OVER: tuple[Press, ...] = (follow_up.ask_again, follow_up.extend)


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nobody is reminded of anything."""
    return still_scene


async def tokens(scene: Scene) -> dict[str, str]:
    """An ask that waits, and whose button stands for it: the asker's, a listener's, anybody's."""
    anybodys = await scene.posted()
    shown = await responses.list_waiting_asks(scene.ctx, here(LISTENER), 0)
    assert shown is not None
    return {"asker": scene.take_back_button(), "listener": shown.token, "anybody": anybodys}


@pytest.mark.parametrize("press", [*WAITING, *OVER], ids=lambda press: press.__name__)
@pytest.mark.parametrize("user", [ASKER, LISTENER, STRANGER])
@pytest.mark.parametrize("whose", ["asker", "listener", "anybody"])
async def test_only_its_asker_by_their_own_button(
    scene: Scene, press: Press, user: UserId, whose: str
) -> None:
    """Above all no listener by the button that offers it to them."""
    await scene.join(LISTENER)
    token = (await tokens(scene))[whose]
    if press in OVER:
        await scene.pass_time(DAY)
    if (user, whose) == (ASKER, "asker"):
        await press(scene.ctx, user, token)
        return
    with pytest.raises(OutOfDate):
        await press(scene.ctx, user, token)


@pytest.mark.parametrize("whose", ["listener", "anybody"])
async def test_where_it_was_written_is_told_to_its_asker_only(scene: Scene, whose: str) -> None:
    """A press in direct messages names no server."""
    await scene.join(LISTENER)
    by = await tokens(scene)
    home = await drafts.home_of(scene.ctx, ASKER, DraftId(by["asker"]), posted=True)
    assert home is not None
    for user in (ASKER, LISTENER):
        assert await drafts.home_of(scene.ctx, user, DraftId(by[whose]), posted=True) is None
