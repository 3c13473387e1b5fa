"""Leaks while people talk: in a request on its way, a sentence, a line of the log, a row."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from bot.local_discord import Exchange
from bot.prompts import Message
from tests.journeys.stage import Stage, staged
from tests.leaks.story import ASKER


class OnTheWay(list[Exchange]):
    """Requests that are changed before Discord reads them."""

    def append(self, one: Exchange) -> None:
        """Put the asker's nickname into what is written to anybody."""
        told = str(ASKER.nick).encode()
        super().append(one)
        if one.path.endswith("/messages") and one.method == "POST":
            one.body = one.body.replace(b'"content":"', b'"content":"' + told)


async def body_changed(stage: Stage) -> None:
    """Every message says who asks."""
    stage.discord.traffic.exchanges = OnTheWay(stage.discord.traffic.exchanges)


async def sentence_changed(stage: Stage) -> None:
    """One of our sentences names who asks."""
    spoiled = {
        **stage.prompts._messages["en"],
        "notice.you_accepted": Message({"other": str(ASKER.nick)}),
    }
    messages = {**stage.prompts._messages, "en": spoiled}
    stage.prompts = replace(stage.prompts, _messages=messages)
    await stage.restart()


async def line_logged(stage: Stage) -> None:
    """A code of ours that is no code."""
    structlog.get_logger("bot.x").info("ask_posted", by=stage.asker.username)


async def row_stored(stage: Stage) -> None:
    """An id that nobody sealed."""
    change = stage.bot.desk.ctx.store._database.transaction
    await change(lambda sql: sql.execute("CREATE TABLE leak (who BIGINT)"))
    await change(lambda sql: sql.execute("INSERT INTO leak VALUES (?)", (stage.asker.id,)))


async def spoiled(folder: Path, spoil: Callable[[Stage], Awaitable[None]]) -> None:
    """A short journey in which something leaks."""
    async with staged(folder, who=ASKER) as stage:
        await stage.is_set_up()
        await stage.join(stage.listener)
        await spoil(stage)
        await stage.ask()
        await stage.accept()


@pytest.mark.parametrize("spoil", [body_changed, sentence_changed, line_logged, row_stored])
async def test_a_journey_ends_with_it(
    tmp_path: Path, spoil: Callable[[Stage], Awaitable[None]]
) -> None:
    """It is found at the end, and fails the journey."""
    with pytest.raises(AssertionError, match=r"of velvet\.narwhal\.8265, "):
        await spoiled(tmp_path, spoil)
