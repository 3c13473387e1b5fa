"""The bot as a process that somebody looks after: what it says of itself, and how it ends."""

import asyncio
import os
import signal
from pathlib import Path

import aiohttp
import pytest

from bot.domain.standing import BotHealth
from bot.exit_codes import TOKEN_REVOKED
from bot.health import NoAnswer, NoBot, ask
from bot.local_discord import LocalDiscord
from tests.engine_tables import run_beside
from tests.how_much import many_starts
from tests.journeys.process import SETTINGS, BotProcess, started, watched_process
from tests.operation.test_page import free_port, values
from tests.patience import PATIENCE
from tests.test_service_manager import listening

FEW = 5
"""Requests with a token that was taken back: 10,000 in ten minutes shut a bot out."""

OUT_OF_REACH = "Discord is out of reach; it is tried again."


async def becomes(database: Path, connected: bool) -> BotHealth:
    """Wait until the bot says that it is connected, or that it is not."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await asyncio.to_thread(ask, database)
            if found.connected is connected:
                return found
            await asyncio.sleep(0.05)


async def scraped(port: int) -> dict[str, float]:
    """What Prometheus reads."""
    url = f"http://127.0.0.1:{port}/metrics"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return values(await answer.text())


async def ends(bot: BotProcess) -> int:
    """Wait until it ended by itself; its exit code."""
    async with asyncio.timeout(PATIENCE):
        return await bot.ended()


@pytest.mark.parametrize(
    "gateway", [pytest.param("is closed", marks=many_starts), "stays open"], ids=str
)
async def test_a_token_that_is_taken_back_ends_it(tmp_path: Path, gateway: str) -> None:
    """Plain words, a code after which nobody starts it again, and no storm of requests; also where
    Discord only refuses what the bot sends."""
    async with LocalDiscord.running() as discord:
        person = discord.add_person("quiet_lark_31")
        discord.add_guild("Harbour").join(person)
        async with watched_process(discord, tmp_path) as bot:
            before = len(discord.traffic.exchanges)
            old = discord.token
            await discord.reset_token(closes=gateway == "is closed")
            if gateway == "stays open":
                await person.send(person.dm, "words of mine")
            assert await ends(bot) == TOKEN_REVOKED
        tried = [one for one in discord.traffic.exchanges[before:] if one.status == 401]
    said = "".join(bot.lines)
    assert 0 < len(tried) < FEW
    assert "Discord took the token back while the bot ran" in said
    assert "Traceback" not in said
    assert old not in said


async def test_what_runs_at_a_stop_is_finished(tmp_path: Path) -> None:
    """SIGTERM comes while words are on their way and while a press is answered: nothing new is
    heard, both arrive, and nothing is left that the next start would say again."""
    async with LocalDiscord.running() as discord:
        person = discord.add_person("quiet_lark_31", patience=PATIENCE)
        guild = discord.add_guild("Harbour")
        guild.join(person)
        channel = guild.add_channel("anywhere")
        async with watched_process(discord, tmp_path) as bot:
            words = discord.faults.hold("POST", "/channels/*/messages")
            answers = discord.faults.hold("POST", "/interactions/*/*/callback")
            await person.send(person.dm, "is anybody there?")
            pressed = asyncio.create_task(person.run("help", in_=channel))
            await words.arrived()
            await answers.arrived()
            bot.terminate()
            await bot.says('"stopping"')
            assert await discord.world.until(lambda: not discord.gateway.online, PATIENCE)
            words.release()
            answers.release()
            shown = (await pressed).message
            assert shown is not None
            assert "/ask" in shown.text
            assert await ends(bot) == 0
        await person.wait_for(person.dm, "no conversation is open")
    assert run_beside(tmp_path / "data/bot.sqlite3", "SELECT COUNT(*) FROM outbox") == [(0,)]


@many_starts
async def test_a_stop_waits_for_nothing_that_hangs(tmp_path: Path) -> None:
    """Discord does not answer: it ends all the same, and the next start says it, once."""
    async with LocalDiscord.running() as discord:
        person = discord.add_person("quiet_lark_31")
        discord.add_guild("Harbour").join(person)
        async with watched_process(discord, tmp_path) as bot:
            words = discord.faults.hold("POST", "/channels/*/messages")
            await person.send(person.dm, "is anybody there?")
            await words.arrived()
            assert await bot.stop() == 0
        words.drop()
        async with watched_process(discord, tmp_path) as bot:
            told = await person.wait_for(person.dm, "no conversation is open")
            assert await bot.stop() == 0
    assert [one.text for one in person.sees(person.dm) if one.text == told.text] == [told.text]


async def test_whoever_looks_after_it_is_told_the_truth(tmp_path: Path) -> None:
    """Discord's REST is down at the login, then its gateway: it is not ready, says so, and takes
    more time. Then it is; then the connection is lost, the process is stopped in its middle, goes
    on, and is killed. `health` knows each time."""
    settings, database = tmp_path / "config.yaml", tmp_path / "data/bot.sqlite3"
    address = f"@{tmp_path}"
    with listening(address) as manager:
        async with LocalDiscord.running() as discord:
            discord.faults.fail_next("GET", "/users/@me", status=503)
            discord.faults.gateway_down(True)
            port = free_port()
            metrics = f"metrics:\n  port: {port}\n"
            settings.write_text(SETTINGS.format(api_url=discord.api_url) + metrics)
            given = {"DISCORD_TOKEN": discord.token, "NOTIFY_SOCKET": address}
            async with started(settings, **given) as bot:
                await bot.says("discord.unreachable")
                await manager.hears(f"STATUS={OUT_OF_REACH}")
                assert (await becomes(database, connected=False)).says == OUT_OF_REACH
                assert "READY=1" not in manager.heard
                discord.faults.gateway_down(False)
                await manager.hears("READY=1")
                assert (await becomes(database, connected=True)).well
                assert (await scraped(port))["lend_an_ear_connected"] == 1
                discord.faults.gateway_down(True)
                await discord.disconnect_gateway()
                await becomes(database, connected=False)
                assert (await scraped(port))["lend_an_ear_connected"] == 0
                discord.faults.gateway_down(False)
                assert (await becomes(database, connected=True)).well
                os.kill(bot.pid, signal.SIGSTOP)
                with pytest.raises(NoAnswer):
                    await asyncio.to_thread(ask, database, 0.5)
                os.kill(bot.pid, signal.SIGCONT)
                assert (await becomes(database, connected=True)).well
                assert "STOPPING=1" not in manager.heard
                await bot.kill()
                with pytest.raises(NoBot):
                    ask(database)
