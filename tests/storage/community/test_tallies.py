"""What is noted of people, and what may be shown: it comes out as it was, and shows nobody."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.community import WEEK, Noted, Numbers, What
from bot.domain.ids import GuildId
from bot.storage.store import Tables
from tests.engines import REFUSED, on_both_engines
from tests.services.scene import (
    ASKER,
    ELSEWHERE,
    FAR_ASKS,
    GUILD,
    LISTENER,
    SEALER,
    Scene,
    playing,
)

pytestmark = on_both_engines

MONDAY = date(2026, 3, 2)
NUMBER, OTHER_NUMBER = (SEALER.listener_number(GUILD, user) for user in (ASKER, LISTENER))
NUMBERS = Numbers(MONDAY, {(What.ANSWERED, ""): 10, (What.ASKED, "loss"): 5}, 3)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A server that is set up."""
    async with playing(tmp_path) as made:
        yield made


async def note(scene: Scene, what: What, detail: str = "", wait: int | None = None) -> None:
    """Note something of the asker in this week."""
    await scene.store.transaction(
        lambda tables: tables.tallies.note(GUILD, MONDAY, what, NUMBER, detail, wait)
    )


async def show(scene: Scene, numbers: Numbers) -> None:
    """Keep these to be shown."""
    await scene.store.transaction(lambda tables: tables.tallies.show(GUILD, numbers))


async def not_counted(scene: Scene, until: date) -> list[GuildId]:
    """The servers that still have to be counted for a week."""
    return sorted(await scene.read(lambda tables: tables.tallies.not_counted(until)))


async def noted(scene: Scene, what: What, weeks: int = 1) -> list[Noted]:
    """What stands there of some weeks until the end of this one."""
    until = MONDAY + WEEK
    return list(
        await scene.read(
            lambda tables: tables.tallies.noted(GUILD, what, until - weeks * WEEK, until)
        )
    )


async def test_what_is_noted_comes_out_again(scene: Scene) -> None:
    """With its detail and its wait, of that thing alone."""
    await note(scene, What.ASKED, "loss")
    await note(scene, What.ANSWERED, wait=2)
    (asked,) = await noted(scene, What.ASKED)
    (answered,) = await noted(scene, What.ANSWERED)
    assert (asked.what, asked.detail, asked.wait) == (What.ASKED, "loss", None)
    assert (answered.what, answered.detail, answered.wait) == (What.ANSWERED, "", 2)
    assert await noted(scene, What.THANKED) == []


@pytest.mark.parametrize("waits", [(2, 4), (4, 2), (4, 4)])
async def test_twice_in_a_week_is_once_with_the_longest_wait(
    scene: Scene, waits: tuple[int, int]
) -> None:
    """Whichever came first."""
    for wait in waits:
        await note(scene, What.ANSWERED, wait=wait)
    assert [one.wait for one in await noted(scene, What.ANSWERED)] == [4]
    assert await scene.count("happened") == 1


async def test_a_person_of_several_weeks_comes_out_once(scene: Scene) -> None:
    """And somebody else beside them."""

    async def work(tables: Tables) -> None:
        for week, wait in ((MONDAY - WEEK, 4), (MONDAY, 1)):
            await tables.tallies.note(GUILD, week, What.ANSWERED, NUMBER, wait=wait)
        await tables.tallies.note(GUILD, MONDAY, What.ANSWERED, OTHER_NUMBER, wait=0)

    await scene.store.transaction(work)
    found = await noted(scene, What.ANSWERED, weeks=2)
    assert sorted(one.wait or 0 for one in found) == [0, 4]
    assert len({one.person for one in found}) == 2


async def test_a_week_after_the_time_does_not_come_out(scene: Scene) -> None:
    """The end does not belong to it; the beginning does."""
    await note(scene, What.LISTENED)

    async def between(first: date, until: date) -> int:
        found = await scene.read(
            lambda tables: tables.tallies.noted(GUILD, What.LISTENED, first, until)
        )
        return len(found)

    assert await between(MONDAY, MONDAY + WEEK) == 1
    assert await between(MONDAY - WEEK, MONDAY) == 0
    assert await between(MONDAY + timedelta(days=1), MONDAY + WEEK) == 0


async def test_nothing_is_noted_where_nothing_is_set_up(scene: Scene) -> None:
    """Such as in a server that was left in this moment: no error, no row."""
    await scene.store.transaction(
        lambda tables: tables.tallies.note(ELSEWHERE, MONDAY, What.THANKED, NUMBER)
    )
    assert await scene.count("happened") == 0


async def test_no_private_number_stands_there(scene: Scene) -> None:
    """Two topics of one person look like two people, and nobody finds them by the number that
    moderators act on."""
    for what, detail in ((What.ASKED, "loss"), (What.ASKED, "work"), (What.HERE, "3")):
        await note(scene, what, detail)
    people = {row[0] for row in await scene.rows("SELECT person FROM happened")}
    assert len(people) == 3
    assert people.isdisjoint({NUMBER, scene.store.person(ASKER)})


async def test_no_moment_stands_there(scene: Scene) -> None:
    """Only the Monday of the week."""
    await note(scene, What.ASKED, "loss")
    assert await scene.rows("SELECT week FROM happened") == [("2026-03-02",)]
    assert {*await scene.columns("happened")} == {
        *("guild_id", "what", "week", "detail", "person", "wait")
    }


async def test_what_may_be_shown_comes_out_as_it_was(scene: Scene) -> None:
    """The newest, in the place of what was there."""
    newer = replace(NUMBERS, until=MONDAY + WEEK, people={(What.THANKED, ""): 5}, wait=None)
    for numbers in (NUMBERS, newer):
        await show(scene, numbers)
        assert await scene.read(lambda tables: tables.tallies.shown(GUILD)) == numbers
    assert await scene.count("counted_people") == 1


async def test_before_the_first_count_there_is_nothing(scene: Scene) -> None:
    """And every server still has to be counted."""
    assert await scene.read(lambda tables: tables.tallies.shown(GUILD)) is None
    assert await not_counted(scene, MONDAY) == [GUILD]


async def test_a_server_is_counted_once_for_a_week(scene: Scene) -> None:
    """And again for another, also an earlier one."""
    await scene.setup(ELSEWHERE, FAR_ASKS)
    await show(scene, NUMBERS)
    assert await not_counted(scene, MONDAY) == [ELSEWHERE]
    for other in (MONDAY + WEEK, MONDAY - WEEK):
        assert await not_counted(scene, other) == [GUILD, ELSEWHERE]


async def test_all_of_it_goes_with_the_server(scene: Scene) -> None:
    """And nothing of another server."""
    await scene.setup(ELSEWHERE, FAR_ASKS)

    async def work(tables: Tables) -> None:
        for guild in (GUILD, ELSEWHERE):
            await tables.tallies.note(guild, MONDAY, What.THANKED, NUMBER)
            await tables.tallies.show(guild, NUMBERS)

    await scene.store.transaction(work)
    await scene.lose_server()
    for table in ("happened", "counted", "counted_people"):
        rows = await scene.rows(f"SELECT DISTINCT guild_id FROM {table}")  # noqa: S608 - ours
        assert rows == [(ELSEWHERE,)]


async def test_the_database_refuses_a_number_of_too_few(scene: Scene) -> None:
    """Whatever counts: below five nothing is stored to be shown."""
    with pytest.raises(REFUSED, match=r"(?i)check"):
        await show(scene, replace(NUMBERS, people={(What.THANKED, ""): 4}))
