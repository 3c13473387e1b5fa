"""Discord says that direct messages are opened too fast: everything waits, and the operator learns
it at once."""

from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.domain.dm_openings import PAUSE
from bot.local_discord import Person
from tests.engine_tables import run_beside
from tests.journeys.stage import Stage, staged
from tests.journeys.talking import heard, talk, until

OPENING = "/users/@me/channels"
MINUTE = timedelta(minutes=1)


async def forget_channels(stage: Stage) -> None:
    """The bot knows nobody's direct-message channel any more, and has to open them anew."""
    await stage.running.aclose()
    database = stage.folder / "data" / "bot.sqlite3"
    forget = "UPDATE person SET dm_channel_id_sealed = NULL, dm_channel_tag = NULL"
    run_beside(database, forget)
    await stage.start()


def opened(stage: Stage) -> int:
    """How often the bot asked for such a channel."""
    return sum(
        one.method == "POST" and one.path.endswith(OPENING)
        for one in stage.discord.traffic.exchanges
    )


def told(person: Person) -> list[str]:
    """What the bot has said to somebody."""
    return [one.content for one in person.sees(person.dm) if one.author.is_bot]


@pytest.mark.parametrize("status", [400, 403])
async def test_nothing_is_lost_or_doubled_when_it_was_too_fast(tmp_path: Path, status: int) -> None:
    """One refusal is told in the log, no other request follows in the pause, and then the words
    arrive once and in order."""
    async with staged(tmp_path) as stage:
        await stage.is_set_up()
        await stage.join(stage.listener)
        asker, listener = await talk(stage)
        await forget_channels(stage)
        before, known = opened(stage), told(asker)
        stage.discord.faults.fail_next("POST", OPENING, status=status, code=40003)
        with capture_logs() as log:
            for words in ("one", "two"):
                await asker.send(asker.dm, words)
            await until(stage, lambda: opened(stage) > before)
            for _ in range(int(PAUSE / MINUTE) - 1):
                await stage.pass_time(MINUTE)
        said = [one for one in log if one["event"] == "dms.opened_too_fast"]
        seconds = int(PAUSE.total_seconds())
        assert [(one["log_level"], one["paused_seconds"]) for one in said] == [("warning", seconds)]
        assert (opened(stage), heard(listener)) == (before + 1, [])
        for _ in range(3):
            await stage.pass_time(MINUTE)
        await until(stage, lambda: heard(listener) == ["one", "two"])
        await stage.pass_time(MINUTE)
        assert heard(listener) == ["one", "two"]
        assert told(asker) == known, "nobody hears of it"
