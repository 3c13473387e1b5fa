"""An open ask with two different askers: everybody else receives the same, byte for byte."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.open_asks import SETTINGS, answer, ask_openly, fill_in, press, told
from tests.journeys.stage import Identity, Stage, staged
from tests.journeys.test_non_interference import ONE, TWO, received


async def story(stage: Stage) -> None:
    """Answered with a name and without, replied to from direct messages and from the thread,
    marked, talked about with a listener, and closed; another one expires."""
    await stage.is_set_up(open_asks=True)
    await stage.join(stage.listener)
    thread = await ask_openly(stage)
    await stage.other.send(thread, "I keep one, near the harbour.")
    await answer(stage, thread, stage.listener, "Ask at the museum.")
    await stage.pass_time(timedelta(minutes=11))
    reply = await stage.asker.press(told(stage)[-1], stage.words("press.reply_openly.button"))
    await fill_in(stage, reply, stage.asker, "Thank you.")
    await stage.settle()  # after each step: what chance draws then comes in one order
    await answer(stage, thread, stage.asker, "I'll go there tomorrow.")
    shown = await press(stage, stage.asker, told(stage)[-1], "what_helped")
    (menu,) = shown.selects
    await stage.asker.choose(shown, str(menu), [one["value"] for one in menu.raw["options"]])
    await stage.settle()
    await stage.accept()
    await stage.asker.send(stage.asker.dm, "Hello. Thank you for being there.")
    await stage.settle()
    really = await press(stage, stage.asker, told(stage)[-1], "close_open_ask")
    await press(stage, stage.asker, really, "close_open_ask_now")
    await stage.settle()
    await stage.end(stage.listener)
    await stage.settle()
    await ask_openly(stage, "And who knows about foghorns?")
    await stage.settle()
    await stage.pass_time(timedelta(hours=25))


async def views_of_others(folder: Path, who: Identity) -> dict[str, bytes]:
    """What everybody but the asker sees at the end, in each place."""
    async with staged(folder, SETTINGS, who) as stage:
        await story(stage)
        channels = stage.discord.world.channels.values()
        threads = [one for one in channels if one.parent is stage.asks]
        assert len(threads) == 2
        return {
            f"{person.username} in {number}": received(person, channel)
            for person in (stage.admin, stage.listener, stage.other)
            for number, channel in enumerate((stage.asks, stage.staff, person.dm, *threads))
        }


@pytest.mark.l5
async def test_an_open_ask_leaves_the_same_traces_of_two_askers(tmp_path: Path) -> None:
    """Another id, name, nickname, avatar and locale; what Discord itself gives threads aside."""
    first = await views_of_others(tmp_path / "one", ONE)
    second = await views_of_others(tmp_path / "two", TWO)
    assert len(b"".join(first.values())) > 5000
    assert first == second
