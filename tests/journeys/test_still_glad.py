"""Once a month a listener is asked whether they are still glad to do this, in direct messages."""

from datetime import timedelta

from bot.local_discord import Message
from tests.journeys.stage import Stage
from tests.journeys.test_listen_settings import fill, settings

MONTH = timedelta(days=30)
FORM = {"other_zone": "Lisbon", "quiet": "3:00-4:00"}


def asked(stage: Stage) -> list[Message]:
    """The questions in the listener's direct messages, oldest first."""
    label = stage.words("press.still_glad.button")
    return [one for one in stage.listener.sees(stage.listener.dm) if label in map(str, one.buttons)]


async def a_month_later(stage: Stage) -> None:
    """And what the bot does each minute."""
    await stage.bot.erase()
    stage.clock.advance(MONTH)
    await stage.bot.erase()
    await stage.settle()


async def test_each_month_with_three_ways_to_answer(stage: Stage) -> None:
    """Yes, a rest and stopping work where it is asked, also after a restart; nothing else comes of
    it, and nothing comes twice."""
    await fill(stage, await settings(stage, stage.listener), "my_hours", "hours", **FORM)
    await a_month_later(stage)
    (first,) = asked(stage)
    assert f"Still glad to listen in {stage.guild.name}?" in first.text
    await stage.restart()
    await stage.bot.erase()
    await stage.settle()
    assert len(asked(stage)) == 1
    rest, leave = (stage.words(f"press.{one}.button") for one in ("rest", "leave"))
    assert [button.label for button in first.buttons][1:] == [rest, leave]
    yes = (await stage.listener.press(first, stage.words("press.still_glad.button"))).message
    assert yes is not None
    assert yes.text.startswith(stage.words("listen.glad"))
    assert "off duty" in yes.text
    await a_month_later(stage)
    (second,) = asked(stage)
    really = (await stage.listener.press(second, leave)).message
    assert really is not None
    left = (await stage.listener.press(really, stage.words("press.leave_now.button"))).message
    assert left is not None
    assert left.text == stage.words("listen.left")
    await a_month_later(stage)
    assert asked(stage) == []
