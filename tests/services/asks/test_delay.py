"""In a small server that chose so, an ask goes out some minutes later, by chance."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.guilds import Feature
from bot.domain.notices import Notice, NoticeKind
from bot.services.asks import closing, drafts, posting
from bot.services.listeners import duty
from bot.services.offers import responses
from tests import server_setup
from tests.services.scene import ASKER, ASKS, GUILD, HOUR, LISTENER, OTHER, Scene, here, playing

MINUTE = timedelta(minutes=1)
SHOWN = NoticeKind.ASK_IN_CHANNEL


async def ready(scene: Scene, members: int = 20) -> None:
    """A listener on duty in a server of so many people that has switched it on."""
    scene.messenger.people = members
    await server_setup.switch_on(scene.ctx, GUILD, [Feature.DELAY])
    await duty.set_duty(scene.ctx, here(LISTENER), 4 * HOUR)


async def post(scene: Scene) -> posting.Posted:
    """An ask."""
    preview = await drafts.draft(scene.ctx, here(ASKER), "A long week.", "")
    posted = await posting.post(scene.ctx, here(ASKER), preview.draft.id)
    await scene.pass_time(MINUTE / 60)
    return posted


def follows(scene: Scene) -> Notice:
    """What the message says in which the asker follows the ask."""
    return [sent.notice for sent, _ in scene.messenger.edited if int(sent.channel) == ASKER][-1]


async def test_nobody_is_told_for_ten_minutes_and_everybody_within_thirty(scene: Scene) -> None:
    """The asker reads so, and nobody finds it among those who wait."""
    await ready(scene)
    assert (await post(scene)).later
    assert follows(scene).kind is NoticeKind.ASK_GOES_OUT_LATER
    assert await responses.list_waiting_asks(scene.ctx, here(OTHER), 0) is None
    await scene.pass_time(9 * MINUTE)
    assert SHOWN not in scene.kinds_to(ASKS)
    assert NoticeKind.OFFER not in scene.kinds_to(LISTENER)
    await scene.pass_time(21 * MINUTE)
    assert SHOWN in scene.kinds_to(ASKS)
    await scene.pass_time(MINUTE)
    assert NoticeKind.OFFER in scene.kinds_to(LISTENER)


async def test_when_it_goes_out_is_drawn_by_chance(tmp_path: Path) -> None:
    """Else it could be counted back."""
    after = set[int]()
    async with playing(tmp_path, {"asks": {"per_day": 99, "open_at_once": 9}}) as scene:
        await scene.join(LISTENER)
        await ready(scene)
        for _ in range(6):
            shown, waited = scene.kinds_to(ASKS).count(SHOWN), 0
            await post(scene)
            while scene.kinds_to(ASKS).count(SHOWN) == shown:
                await scene.pass_time(MINUTE)
                waited += 1
            after.add(waited)
    assert len(after) > 1
    assert all(9 <= one <= 31 for one in after)


async def test_taken_back_meanwhile_it_never_goes_out(scene: Scene) -> None:
    """The button is there from the first moment."""
    await ready(scene)
    await post(scene)
    token = follows(scene).token
    assert token is not None
    await closing.take_back_own(scene.ctx, ASKER, token)
    await scene.pass_time(HOUR)
    assert SHOWN not in scene.kinds_to(ASKS)


@pytest.mark.parametrize("members", [50, 5000])
async def test_in_a_larger_server_it_goes_out_at_once(scene: Scene, members: int) -> None:
    """Nobody can guess there."""
    await ready(scene, members)
    assert not (await post(scene)).later
    assert SHOWN in scene.kinds_to(ASKS)
