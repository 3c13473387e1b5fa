"""The bot is stopped or killed, and started again: people notice nothing but the pause."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.stage import WORDS, Stage, staged


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server that is set up, with one listener; the bot can be restarted by the test."""
    async with staged(tmp_path) as made:
        await made.is_set_up()
        await made.join(made.listener)
        yield made


async def test_a_form_opened_before_a_restart_can_be_submitted(stage: Stage) -> None:
    """The words that somebody typed while the bot restarted are not lost."""
    opened = await stage.asker.run("ask", in_=stage.asks)
    assert opened.form is not None
    await stage.restart()
    shown = await stage.asker.submit(opened.form, {WORDS: "Typed during a restart."})
    assert shown.message is not None
    assert "Typed during a restart." in shown.message.text


async def test_every_button_works_after_a_restart(stage: Stage) -> None:
    """Preview, post, take back, end: each was sent before a restart and is pressed after it."""
    preview = await stage.write("Before the restart.")
    await stage.restart()
    await stage.asker.press(preview, "Post")
    await stage.settle()
    await stage.restart()
    await stage.accept()
    welcome = await stage.asker.wait_for(stage.asker.dm, "Somebody is here for you")
    await stage.restart()
    really = await stage.asker.press(welcome, "End this conversation")
    assert really.message is not None
    await stage.restart()
    await stage.asker.press(really.message, "End it")
    await stage.listener.wait_for(stage.listener.dm, "Thank you for being there")


async def test_commands_are_told_to_discord_only_when_they_changed(stage: Stage) -> None:
    """A restart with the same commands registers nothing again."""
    await stage.restart()
    told = [e for e in stage.discord.traffic.exchanges if e.method == "PUT"]
    assert len(told) == 1
