"""Counting: whole weeks that are over, once, and nothing of today."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from bot.domain.community import WEEK, Numbers, What
from bot.domain.errors import NotSetUp, NotSwitchedOn
from bot.domain.guilds import Feature
from bot.domain.ids import GuildId, UserId
from bot.services.community import report, tally, weekly_count
from bot.storage.store import Tables
from tests import server_setup
from tests.services.scene import (
    ASKER,
    CROWD,
    DAY,
    ELSEWHERE,
    FAR_ASKS,
    GUILD,
    HOUR,
    LISTENER,
    Scene,
    here,
)

START = date(2026, 3, 2)
"""The Monday on which the clock stands, at 18:00."""
NEXT = START + WEEK
FIVE, SIX = CROWD[:5], CROWD[:6]
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def scene(still_scene: Scene) -> Scene:
    """Two servers where the community's numbers are switched on."""
    await still_scene.setup(ELSEWHERE, FAR_ASKS)
    for guild in (GUILD, ELSEWHERE):
        await server_setup.switch_on(still_scene.ctx, guild, [Feature.COMMUNITY])
    return still_scene


async def note(
    scene: Scene,
    what: What,
    people: Sequence[UserId] = FIVE,
    detail: str = "",
    *,
    wait: timedelta | None = None,
    guild: GuildId = GUILD,
) -> None:
    """Let people do something now."""

    async def work(tables: Tables) -> None:
        for user in people:
            number = scene.ctx.listener_number(here(user, guild))
            await tally.note(scene.ctx, tables, guild, what, number, detail, wait=wait)

    await scene.store.transaction(work)


async def shown(scene: Scene, guild: GuildId = GUILD) -> Numbers:
    """What the community is shown now."""
    numbers = await report.get_report(scene.ctx, guild)
    assert numbers is not None
    return numbers


async def until_monday(scene: Scene, weeks: int = 1) -> None:
    """Let weeks pass; what is due happens once a day."""
    for _ in range(7 * weeks):
        await scene.pass_time(DAY)


async def test_nothing_of_this_week_shows(scene: Scene) -> None:
    """Neither now nor on any of its days; on Monday it does."""
    await note(scene, What.THANKED)
    for _ in range(6):
        await scene.pass_time(DAY)
        assert (await shown(scene)).people == {}
    await scene.pass_time(DAY)
    assert await shown(scene) == Numbers(NEXT, {(What.THANKED, ""): 5})


async def test_what_happened_on_sunday_shows_on_monday(scene: Scene) -> None:
    """Midnight in UTC is the border."""
    scene.clock.advance(6 * DAY + 5 * HOUR + 59 * MINUTE)
    await note(scene, What.THANKED)
    await scene.tick()
    assert (await shown(scene)).people == {}
    scene.clock.advance(MINUTE)
    await scene.tick()
    assert (await shown(scene)).people == {(What.THANKED, ""): 5}


async def test_four_people_do_not_show(scene: Scene) -> None:
    """However often they come, in however many weeks."""
    for _ in range(4):
        await note(scene, What.THANKED, CROWD[:4])
        await until_monday(scene)
    assert (await shown(scene)).people == {}


async def test_people_of_several_weeks_count_together(scene: Scene) -> None:
    """Each once: three, three of whom one came again, and two make seven."""
    for people in (CROWD[:3], CROWD[2:5], CROWD[5:7]):
        await note(scene, What.THANKED, people)
        await until_monday(scene)
    assert (await shown(scene)).people == {(What.THANKED, ""): 5}


@pytest.mark.parametrize(("what", "weeks"), [(What.THANKED, 4), (What.ASKED, 12)])
async def test_a_number_goes_with_its_last_week(scene: Scene, what: What, weeks: int) -> None:
    """Four weeks, and twelve for topics; what was noted is erased with it."""
    await note(scene, what, SIX, "loss")
    await until_monday(scene, weeks)
    assert (await shown(scene)).people == {(what, "loss"): 5}
    await until_monday(scene)
    assert (await shown(scene)).people == {}
    assert await scene.count("happened") == 0


@pytest.mark.parametrize(("what", "days"), [(What.THANKED, 31), (What.ASKED, 90)])
async def test_what_was_noted_is_kept_no_longer_than_promised(
    scene: Scene, what: What, days: int
) -> None:
    """31 days, and 90 for topics, counted from a Monday, which is the oldest that it can be; and
    nothing is left in any file."""
    await note(scene, what, [ASKER], "loss")
    ((person,),) = await scene.rows("SELECT person FROM happened")
    assert isinstance(person, bytes)
    for _ in range(days):
        await scene.pass_time(DAY)
    files = scene.path.parent.glob(scene.path.name + "*")
    assert not [file for file in files if person in file.read_bytes()]


async def test_asking_again_in_a_week_shows_the_same(scene: Scene) -> None:
    """Whatever happens meanwhile: two answers have no difference to learn from."""
    await note(scene, What.THANKED, SIX)
    await until_monday(scene)
    before = await shown(scene)
    for user in CROWD[6:]:
        await note(scene, What.THANKED, [user])
        await scene.pass_time(DAY)
        assert await shown(scene) == before


async def test_counting_again_changes_nothing(scene: Scene) -> None:
    """Each minute, and after a restart."""
    await note(scene, What.THANKED)
    await until_monday(scene)
    before = await shown(scene)
    await weekly_count.count(scene.ctx)
    await scene.restart()
    await weekly_count.count(scene.ctx)
    assert await shown(scene) == before


async def test_nothing_is_written_when_there_is_nothing_to_count(scene: Scene) -> None:
    """It looks each minute, and only looks."""
    await weekly_count.count(scene.ctx)
    written: list[None] = []
    scene.store.on_commit(lambda: written.append(None))
    for _ in range(3):
        await weekly_count.count(scene.ctx)
    assert written == []


async def test_weeks_without_the_bot_are_counted_when_it_is_back(scene: Scene) -> None:
    """The newest whole weeks, not each that was missed."""
    await note(scene, What.THANKED)
    scene.clock.advance(3 * WEEK)
    await scene.restart()
    await scene.tick()
    assert await shown(scene) == Numbers(START + 3 * WEEK, {(What.THANKED, ""): 5})


async def test_a_clock_that_was_wrong_for_a_while_stops_nothing(scene: Scene) -> None:
    """A week ahead and back again: the next week is counted as ever."""
    scene.clock.advance(WEEK)
    await scene.tick()
    scene.clock.advance(-WEEK)
    await scene.tick()
    await note(scene, What.THANKED)
    await until_monday(scene)
    assert await shown(scene) == Numbers(NEXT, {(What.THANKED, ""): 5})


async def test_the_usual_wait_shows(scene: Scene) -> None:
    """When five asked and five listened."""
    await note(scene, What.ANSWERED, wait=30 * MINUTE)
    await note(scene, What.LISTENED, CROWD[4:9])
    await until_monday(scene)
    assert (await shown(scene)).wait == 2


async def test_a_real_answer_counts(scene: Scene) -> None:
    """An ask and an acceptance end in the same numbers, one of many."""
    await note(scene, What.ANSWERED, CROWD[:4], wait=MINUTE)
    await note(scene, What.LISTENED, CROWD[:4])
    await scene.talk(ASKER, LISTENER)
    await until_monday(scene)
    numbers = await shown(scene)
    assert numbers.people == {(What.ANSWERED, ""): 5, (What.LISTENED, ""): 5}
    assert numbers.wait == 0


async def test_servers_are_counted_apart(scene: Scene) -> None:
    """The same people elsewhere are other numbers."""
    await note(scene, What.THANKED, CROWD[:3])
    await note(scene, What.THANKED, CROWD[3:], guild=ELSEWHERE)
    await until_monday(scene)
    assert (await shown(scene)).people == {}
    assert (await shown(scene, ELSEWHERE)).people == {(What.THANKED, ""): 5}


async def test_one_servers_fault_does_not_stop_the_others(scene: Scene) -> None:
    """And it is tried again."""
    for guild in (GUILD, ELSEWHERE):
        await note(scene, What.THANKED, guild=guild)
    await scene.refuse("fault", "INSERT ON counted", "NEW.guild_id = 701")
    await until_monday(scene)
    assert (await shown(scene, ELSEWHERE)).people == {(What.THANKED, ""): 5}
    assert await report.get_report(scene.ctx, GUILD) is None
    await scene.allow("fault")
    await scene.tick()
    assert (await shown(scene)).people == {(What.THANKED, ""): 5}


async def test_it_is_off_until_switched_on(still_scene: Scene) -> None:
    """And off again when that is taken back."""
    with pytest.raises(NotSwitchedOn):
        await report.get_report(still_scene.ctx, GUILD)
    await server_setup.switch_on(still_scene.ctx, GUILD, [Feature.COMMUNITY])
    assert await report.get_report(still_scene.ctx, GUILD) is None
    await server_setup.switch_on(still_scene.ctx, GUILD, [])
    with pytest.raises(NotSwitchedOn):
        await report.get_report(still_scene.ctx, GUILD)


async def test_a_server_that_is_gone_has_no_numbers(scene: Scene) -> None:
    """Invited again, it begins with none."""
    await note(scene, What.THANKED)
    await until_monday(scene)
    await scene.lose_server()
    with pytest.raises(NotSetUp):
        await report.get_report(scene.ctx, GUILD)
    await weekly_count.count(scene.ctx)
    assert await scene.rows("SELECT guild_id FROM counted") == [(ELSEWHERE,)]
