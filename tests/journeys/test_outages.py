"""What happens while the bot is away: each message once, in order, and edits converge."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from bot.domain.ids import ChannelId, UserId
from bot.domain.notices import Notice, NoticeKind
from bot.services.ports import Outgoing
from tests.engine_tables import run_beside
from tests.journeys.stage import Stage, staged
from tests.journeys.talking import heard, talk, until
from tests.patience import PATIENCE
from tests.refusing import allow, refuse


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server that is set up, with one listener; the bot can be restarted by the test."""
    async with staged(tmp_path) as made:
        await made.is_set_up()
        await made.join(made.listener)
        yield made


async def test_what_was_written_while_the_bot_was_down_arrives_in_order(stage: Stage) -> None:
    """More messages than one page of a history holds, each once."""
    asker, listener = await talk(stage)
    await stage.running.aclose()
    for number in range(110):
        await asker.send(asker.dm, f"while-{number}")
    await stage.start()
    await asker.send(asker.dm, "after")
    wanted = [*(f"while-{number}" for number in range(110)), "after"]
    await until(stage, lambda: len(heard(listener)) >= len(wanted))
    assert heard(listener) == wanted


async def test_commands_that_discord_does_not_take_are_told_again(tmp_path: Path) -> None:
    """At a first start, when there are none yet."""
    async with staged(tmp_path) as stage:
        await stage.running.aclose()
        database = tmp_path / "data" / "bot.sqlite3"
        run_beside(database, "DELETE FROM meta WHERE name = 'commands'")
        stage.discord.commands.scopes.clear()
        stage.discord.faults.fail_next("PUT", "/applications/*/commands", status=503)
        await stage.start()
        shown = (await stage.asker.run("help", in_=stage.asks)).message
        assert shown is not None


async def test_edits_and_deletions_while_the_bot_was_down_converge(stage: Stage) -> None:
    """Of messages that were passed on before, and of new ones."""
    asker, listener = await talk(stage)
    edited, gone = [await asker.send(asker.dm, text) for text in ("one", "two")]
    await until(stage, lambda: heard(listener) == ["one", "two"])
    await stage.running.aclose()
    await asker.edit(edited, "ONE")
    await asker.delete(gone)
    await asker.send(asker.dm, "three")
    await stage.start()
    await until(stage, lambda: heard(listener) == ["ONE", "three"])
    await stage.settle()
    assert heard(listener) == ["ONE", "three"]


async def test_a_lost_session_is_caught_up(stage: Stage) -> None:
    """The gateway was gone for longer than it can be resumed."""
    asker, listener = await talk(stage)
    stage.discord.faults.gateway_down(True)
    await until(stage, lambda: not stage.discord.gateway.connections)
    stage.discord.gateway.sessions.clear()
    await asker.send(asker.dm, "in the dark")
    stage.discord.faults.gateway_down(False)
    await listener.wait_for(listener.dm, "in the dark")
    await asker.send(asker.dm, "and then")
    await until(stage, lambda: heard(listener) == ["in the dark", "and then"])
    await stage.settle()
    assert heard(listener) == ["in the dark", "and then"]


async def test_a_resumed_session_tells_each_message_once(stage: Stage) -> None:
    """Resuming replays what was missed, and reading again finds nothing new."""
    asker, listener = await talk(stage)
    await stage.discord.disconnect_gateway()
    await asker.send(asker.dm, "in between")
    await listener.wait_for(listener.dm, "in between")
    await asker.send(asker.dm, "later")
    await until(stage, lambda: heard(listener)[-1:] == ["later"])
    assert heard(listener) == ["in between", "later"]


async def test_a_history_that_cannot_be_read_is_read_later(stage: Stage) -> None:
    """While it fails nothing new is taken in, so that the order is kept."""
    asker, listener = await talk(stage)
    await stage.running.aclose()
    await asker.send(asker.dm, "first")
    stage.discord.faults.fail_next("GET", "/channels/*/messages", status=503, times=2)
    await stage.start()
    await asker.send(asker.dm, "second")
    await listener.wait_for(listener.dm, "second")
    assert heard(listener) == ["first", "second"]


async def test_what_was_not_read_while_the_address_was_shut_out_is_read_later(
    stage: Stage,
) -> None:
    """A 429 that is not Discord's own says nothing of what stands there: it is no reason to take
    anything as read, and one is enough to wait."""
    asker, listener = await talk(stage)
    await stage.running.aclose()
    await asker.send(asker.dm, "first")
    stage.discord.faults.fail_next(
        "GET", "/channels/*/messages", status=429, via=False, retry_after=1.0
    )
    await stage.start()
    await asker.send(asker.dm, "second")
    await listener.wait_for(listener.dm, "second", PATIENCE)
    assert heard(listener) == ["first", "second"]
    assert [one.status for one in stage.discord.traffic.exchanges].count(429) == 1


async def test_discord_down_at_the_start_is_waited_out(stage: Stage) -> None:
    """Login refused first, then the gateway; nobody has to start the bot again."""
    asker, listener = await talk(stage)
    await stage.running.aclose()
    await asker.send(asker.dm, "anybody?")
    stage.discord.faults.fail_next("GET", "/users/@me", status=503)
    stage.discord.faults.fail_next("GET", "/gateway/bot", status=503)
    await stage.start()
    await listener.wait_for(listener.dm, "anybody?")
    await stage.settle()
    assert heard(listener) == ["anybody?"]


async def test_a_gateway_that_is_down_at_the_start_is_waited_out(stage: Stage) -> None:
    """Login works, the gateway refuses to connect for a while; then everything is caught up."""
    asker, listener = await talk(stage)
    await stage.running.aclose()
    await asker.send(asker.dm, "anybody?")
    stage.discord.faults.gateway_down(True)
    starting = asyncio.create_task(stage.start())
    await asyncio.sleep(0.5)
    assert heard(listener) == []
    stage.discord.faults.gateway_down(False)
    await starting
    await listener.wait_for(listener.dm, "anybody?")
    assert heard(listener) == ["anybody?"]


@asynccontextmanager
async def nothing_kept(stage: Stage) -> AsyncIterator[None]:
    """While this lasts, the disk takes no words that are passed on."""
    database = stage.bot.desk.ctx.store._database
    await refuse(database, "fault", "INSERT ON passed_on")
    with structlog.testing.capture_logs() as logs:
        yield
        await until(stage, lambda: any(line["log_level"] == "error" for line in logs))
    await allow(database, "fault")


async def test_what_could_not_be_kept_is_read_again_in_its_place(stage: Stage) -> None:
    """The disk failed for a moment: what was written then comes before what is newer, once."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, "before")
    await until(stage, lambda: heard(listener) == ["before"])
    async with nothing_kept(stage):
        await asker.send(asker.dm, "meanwhile")
    await asker.send(asker.dm, "after")
    await until(stage, lambda: len(heard(listener)) > 1)
    await stage.settle()
    assert heard(listener) == ["before", "meanwhile", "after"]


async def test_what_could_not_be_kept_comes_without_another_word(stage: Stage) -> None:
    """It is read again by itself, as soon as the disk takes it."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, "before")
    await until(stage, lambda: heard(listener) == ["before"])
    async with nothing_kept(stage):
        await asker.send(asker.dm, "meanwhile")
    await until(stage, lambda: len(heard(listener)) > 1)
    await stage.settle()
    assert heard(listener) == ["before", "meanwhile"]


async def test_first_words_that_could_not_be_kept_yet_count(stage: Stage) -> None:
    """The time for them runs out before they are read again: nobody is relieved of the ask."""
    await stage.ask()
    await stage.accept()
    async with nothing_kept(stage):
        await stage.listener.send(stage.listener.dm, "I'm here.")
    await stage.pass_time(timedelta(minutes=10))
    await until(stage, lambda: heard(stage.asker) == ["I'm here."])
    assert not [m for m in stage.asker.sees(stage.asker.dm) if "ask waits again" in m.text]


async def test_what_was_left_far_back_is_found(stage: Stage) -> None:
    """The first attempt was long ago, and its reader wrote much in between: what an attempt after
    that left, without the bot's knowing, is looked for among all of it."""
    asker, listener = await talk(stage)
    messenger = stage.bot.desk.ctx.messenger
    place, first = ChannelId(listener.dm.id), stage.bot.desk.ctx.clock.now()
    for number in range(250):
        await listener.send(listener.dm, f"filler {number}")
    notice = Notice(
        NoticeKind.NOTHING_OPEN, None, stage.bot.desk.ctx.store.person(UserId(asker.id))
    )
    left = Outgoing(notice, "left before", place, "en", first)
    sent = await messenger.create(left)
    assert await messenger.find(left) == [sent]
