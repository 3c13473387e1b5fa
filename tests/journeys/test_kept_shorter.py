"""/setup: a server may keep something shorter than whoever runs the bot set, and never longer."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Settings
from bot.setting_sections import Retention
from bot.storage.engine import CheckpointError
from tests.journeys.guided import Guided, words
from tests.journeys.stage import Stage, staged

DAY = timedelta(days=1)
SET = Retention(closed_metadata=10 * DAY, moderation=60 * DAY)


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server of somebody who runs the bot with lengths of their own."""
    async with staged(tmp_path, Settings(retention=SET)) as made:
        await made.is_set_up()
        yield made


def days(count: int) -> str:
    """So many, as a menu and a line say it."""
    return words("time.days", count=count)


def changed(field: str, was: int, value: int) -> str:
    """The line of something that is another than it was."""
    name = words(f"setup.field.{field}")
    return words("setup.value_changed", name=name, was=days(was), value=days(value))


def offered(guided: Guided, menu: str) -> list[str]:
    """What can be picked in a menu."""
    says = words(f"setup.pick.{menu}")
    (found,) = [one for one in guided.message.selects if str(one) == says]
    return [one["label"] for one in found.raw["options"]]


async def still_known(stage: Stage) -> bool:
    """Whether the asker's ask is among what is kept about them, as they read it."""
    page = (await stage.asker.run("privacy", in_=stage.asks)).message
    assert page is not None
    label = words("press.privacy_kept.button")
    shown = (await stage.asker.press(page, label)).message
    assert shown is not None
    return "Asks: **1**" in shown.text


async def a_day_passes(stage: Stage) -> None:
    """And what is no longer needed is erased, as every hour."""
    await stage.pass_time(DAY)
    with suppress(CheckpointError):  # it is erased; the file is emptied when nobody reads
        await stage.bot.erase()


async def test_what_is_over_goes_sooner_and_what_was_chosen_is_undone(kept: Stage) -> None:
    """What it was and what it is stands there before and after; undone, it is as it was set."""
    stage = kept
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.go_to("kept")
    assert offered(guided, "closed") == [days(4), days(7), words("setup.as_set")]
    assert offered(guided, "record") == [days(30), words("setup.as_set")]
    await guided.pick("closed", days(4))
    await guided.pick("record", days(30))
    await guided.press("setup_next")
    lines = changed("closed", 10, 4), changed("record", 60, 30)
    assert all(line in guided.text for line in lines)
    assert words("setup.not_in_place").strip() in guided.text
    await guided.press("setup_apply")
    assert all(line in guided.text for line in lines)
    await stage.ask()
    mine = (await stage.asker.run("conversations", in_=stage.asks)).message
    assert mine is not None
    await stage.asker.press(mine, words("press.take_back.button"))
    for _ in range(3):
        await a_day_passes(stage)
    assert await still_known(stage)
    for _ in range(2):
        await a_day_passes(stage)
    assert not await still_known(stage)
    again = await Guided.opened(stage.admin, stage.staff)
    await again.press("setup_undo")
    assert words("setup.taken_back") in again.text
    assert changed("closed", 4, 10) in again.text
    assert changed("record", 30, 60) in again.text


async def test_nothing_is_kept_longer_than_it_was_set(kept: Stage) -> None:
    """A menu may be open since before that was set shorter: what is picked in it is refused, and
    nothing changes."""
    stage = kept
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.go_to("kept")
    for menu, longer in (("closed", 30), ("record", 180)):
        says = words(f"setup.pick.{menu}")
        (found,) = [one for one in guided.message.selects if str(one) == says]
        found.raw["options"].append({"label": days(longer), "value": str(longer)})
        await guided.pick(menu, days(longer))
        assert words("setup.not_longer") in guided.text
        assert days(longer) not in guided.text
    await guided.pick("closed", words("setup.as_set"))
    await guided.press("setup_next")
    name = words("setup.field.closed")
    assert words("setup.value", name=name, value=days(10)) in guided.text


async def test_where_it_was_set_as_short_as_it_gets_there_is_nothing_to_pick(
    tmp_path: Path,
) -> None:
    """A menu with one choice asks nothing."""
    least = Retention(closed_metadata=4 * DAY, moderation=30 * DAY)
    async with staged(tmp_path, Settings(retention=least)) as stage:
        await stage.is_set_up()
        guided = await Guided.opened(stage.admin, stage.staff)
        await guided.go_to("kept")
        assert not guided.offers("closed")
        assert not guided.offers("record")
        assert words("setup.at.kept.about").strip() in guided.text
