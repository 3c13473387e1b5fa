"""The preview says that others asked about this, too: when enough did, and never how many."""

import pytest

from bot.domain.asks import Wishes
from bot.domain.community import What
from bot.domain.ids import GuildId, UserId
from bot.services.asks import drafts
from bot.services.community import tally
from bot.storage.store import Tables
from tests.services.scene import ASKER, CROWD, DAY, ELSEWHERE, FAR_ASKS, GUILD, Scene, here

MINE = here(ASKER)


@pytest.fixture
def scene(still_scene: Scene) -> Scene:
    """Nothing is switched on there: it needs no switch."""
    return still_scene


async def asked(scene: Scene, *people: UserId, topic: str = "loss", guild: GuildId = GUILD) -> None:
    """Let people ask about a topic, in this week."""

    async def work(tables: Tables) -> None:
        for user in people:
            number = scene.ctx.listener_number(here(user, guild))
            await tally.note(scene.ctx, tables, guild, What.ASKED, number, topic)

    await scene.store.transaction(work)


async def told(scene: Scene, topic: str = "loss") -> bool:
    """Whether the preview with a topic says so."""
    key = (await scene.draft()).draft.id
    preview = await drafts.choose_more(scene.ctx, MINE, key, Wishes(topic), ())
    assert (await drafts.get_preview(scene.ctx, MINE, key)).others_asked == preview.others_asked
    return preview.others_asked


async def test_six_others_are_told_of_once_the_week_is_over(scene: Scene) -> None:
    """Not in the week in which they asked."""
    await asked(scene, *CROWD[:6])
    await scene.pass_time(6 * DAY)
    assert not await told(scene)
    await scene.pass_time(DAY)
    assert await told(scene)


async def test_five_are_not_enough(scene: Scene) -> None:
    """Whoever reads it may be one of them, and then it would be four others."""
    await asked(scene, *CROWD[:5])
    await scene.pass_time(7 * DAY)
    assert not await told(scene)


async def test_one_reads_the_same_whether_one_asked_before_or_not(scene: Scene) -> None:
    """Six people, one of them oneself: five others stand behind it."""
    await asked(scene, ASKER, *CROWD[:5])
    await scene.pass_time(7 * DAY)
    assert await told(scene)


@pytest.mark.parametrize("topic", ["work", "", "no such topic"])
async def test_it_is_about_this_topic(scene: Scene, topic: str) -> None:
    """And without a topic nothing is said."""
    await asked(scene, *CROWD)
    await scene.pass_time(7 * DAY)
    assert not await told(scene, topic)


async def test_it_is_about_this_server(scene: Scene) -> None:
    """Others elsewhere are not others here."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    await asked(scene, *CROWD, guild=ELSEWHERE)
    await scene.pass_time(7 * DAY)
    assert not await told(scene)


async def test_it_ends_after_twelve_weeks(scene: Scene) -> None:
    """What is older is erased, and no longer true of here."""
    await asked(scene, *CROWD)
    await scene.pass_time(12 * 7 * DAY)
    assert await told(scene)
    await scene.pass_time(7 * DAY)
    assert not await told(scene)
