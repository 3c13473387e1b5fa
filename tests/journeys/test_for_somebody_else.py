"""Words that could be taken for somebody whom their writer did not mean: they are asked."""

import asyncio
from datetime import timedelta
from pathlib import Path

from tests.journeys.several import WHO, open_conversation, questions
from tests.journeys.stage import Stage
from tests.journeys.talking import copy, heard, talk, until
from tests.journeys.test_goal import check_in, set_one
from tests.journeys.test_replies import several


async def test_whoever_meets_somebody_new_says_anew_whom_they_write_to(tmp_path: Path) -> None:
    """They chose one to talk with, and greet another who was not there then."""
    async with several(tmp_path, 2) as (stage, (chosen, other)):
        third = stage.discord.add_person("third one")
        stage.guild.join(third)
        await stage.everybody_is_an_adult()
        await open_conversation(third, stage.listener, stage.asks)
        await stage.listener.wait_for(stage.listener.dm, "I am third one.")
        await stage.listener.send(stage.listener.dm, "Hello, I'm here for you")
        await until(stage, lambda: questions(stage.listener) == 1)
        assert heard(chosen) == ["chosen"]
        assert heard(other) == heard(third) == []


async def test_what_answers_a_question_about_a_goal_is_for_no_listener(stage: Stage) -> None:
    """It is a reply to the bot, though one conversation is open: its writer is asked."""
    await set_one(stage)
    asker, listener = await talk(stage)
    asked = await check_in(stage, timedelta(hours=1))
    await asker.send(asker.dm, "I failed again", reply_to=asked)
    await asker.wait_for(asker.dm, WHO)
    await stage.settle()
    assert heard(listener) == []


async def test_what_was_written_before_somebody_came_is_not_for_them(stage: Stage) -> None:
    """It was written while the bot was down, and is read when the conversation has begun."""
    await stage.ask()
    await stage.running.aclose()
    await stage.asker.send(stage.asker.dm, "I wonder who reads this")
    hold = stage.discord.faults.hold("GET", f"/channels/{stage.asker.dm.id}/messages")
    await stage.start()
    stage.clock.advance(timedelta(minutes=2))
    await stage.listener.press(stage.post(), stage.words("press.accept.button"))
    hold.release()
    await stage.asker.wait_for(stage.asker.dm, WHO)
    await stage.settle()
    assert heard(stage.listener) == []


async def test_a_choice_does_not_take_what_was_written_before_it(tmp_path: Path) -> None:
    """Written while the bot was down for the one chosen then, read after another was chosen."""
    async with several(tmp_path, 2) as (stage, (chosen, other)):
        alias = copy(stage.listener, "hello from other").content.partition("\n")[0].strip("*")
        shown = (await stage.listener.run("conversations", in_=stage.asks)).message
        assert shown is not None
        await stage.running.aclose()
        await stage.listener.send(stage.listener.dm, "only for the first")
        hold = stage.discord.faults.hold("GET", f"/channels/{stage.listener.dm.id}/messages")
        await stage.start()
        label = next(str(one) for one in shown.buttons if f"talk with {alias}" in str(one))
        await asyncio.wait_for(stage.listener.press(shown, label), 10)
        hold.release()
        await until(stage, lambda: questions(stage.listener) == 1)
        assert heard(chosen) == ["chosen"]
        assert heard(other) == []
