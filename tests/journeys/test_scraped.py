"""People talk while Prometheus looks: what it reads is about nobody."""

import re
from pathlib import Path

import aiohttp
import pytest

from bot.domain.batches import QUARTER
from bot.operation.gathered import RunningBot
from bot.operation.measured import Measured
from bot.operation.serving import served
from tests.journeys.stage import Stage
from tests.journeys.talking import heard, talk
from tests.leaks import canaries
from tests.leaks.captured import capture
from tests.operation.test_numbers import Passing
from tests.operation.test_page import free_port, values

OF_THE_MACHINE = re.compile(
    r"^lend_an_ear_(?:loop_lag|disk_free|database|pace_waited)\w* .*$", re.MULTILINE
)
"""What others on this machine change, too, or the bot alone by its work of a day."""


async def scraped(port: int) -> str:
    """What Prometheus reads."""
    url = f"http://127.0.0.1:{port}/metrics"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 200
        return await answer.text()


def about_people(text: str) -> str:
    """Without the lines that are about the machine."""
    return OF_THE_MACHINE.sub("", text)


@pytest.mark.l18
async def test_a_scrape_says_nothing_of_anybody(stage: Stage, tmp_path: Path) -> None:
    """Before anybody came, in the middle of a conversation, and a quarter of an hour later the page
    reads the same, byte for byte: two people are too few. Nothing of anybody stands on it."""
    clock = Passing()
    stage.measures = measured = Measured(clock.now)
    await stage.restart()
    bot, port = stage.bot, free_port()
    looked_at = RunningBot(bot.health, bot.supervisor.servers, bot.delivery.pace)
    async with served(port, bot.desk.ctx, looked_at, measured):
        read = [await scraped(port)]
        asker, listener = await talk(stage)
        await asker.send(asker.dm, "I could not sleep.")
        await listener.wait_for(listener.dm, "I could not sleep.")
        read.append(await scraped(port))
        clock.seconds += QUARTER
        read.append(await scraped(port))
        assert "I could not sleep." in heard(listener)
        assert measured._words._untold.number > 1, "it was counted all the same"
        for person in range(5):
            measured.words_passed_on(f"another {person}", 0.02)
        clock.seconds += QUARTER
        told = await scraped(port)
    assert len({about_people(text) for text in read}) == 1
    assert values(told)["lend_an_ear_relay_seconds_count"] > 5, "and told among enough others"
    assert values(told)["lend_an_ear_servers"] == 1
    captured = capture(stage.discord, tmp_path, "", stage.listeners)
    wanted = [
        one
        for person in captured.people
        for one in (*canaries.of(person), *canaries.words_of(person))
    ]
    tokens = [canaries.secret("token", one) for one in captured.secrets]
    assert len(wanted) > 10
    assert not canaries.within([text.encode() for text in (*read, told)], [*wanted, *tokens])
