"""Discord's own limits, enforced: none is met, whoever asks for what, and what waits longest is
what nobody waits for."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from bot.domain.ids import UserId
from bot.domain.notices import Notice, NoticeKind, Priority
from bot.local_discord import Person
from bot.storage.store import Tables
from tests.journeys.stage import Stage, staged
from tests.journeys.talking import heard, talk
from tests.patience import PATIENCE

A_SECOND = 50
"""https://docs.discord.com/developers/topics/rate-limits#global-rate-limit"""

READERS = 60
"""More than a second's worth."""

MESSAGES = "/channels/*/messages"


def refused(stage: Stage) -> list[int]:
    """What Discord answered with 429, by its place among all."""
    return [n for n, one in enumerate(stage.discord.traffic.exchanges) if one.status == 429]


async def seen(stage: Stage, what: Callable[[], bool]) -> None:
    """Wait until something is so, without waiting for all that is to be said."""
    async with asyncio.timeout(PATIENCE):
        while not what():
            stage.bot.delivery.wake()
            await asyncio.sleep(0.01)


async def on_schedule(stage: Stage) -> list[Person]:
    """Something for each of many readers that nobody waits for."""
    readers = [stage.discord.add_person(f"reader{number}") for number in range(READERS)]
    for reader in readers:
        stage.guild.join(reader)
    ctx = stage.bot.desk.ctx

    async def work(tables: Tables) -> None:
        for reader in readers:
            person = await tables.people.meet(UserId(reader.id))
            await tables.people.remember_dm(person, reader.dm.id)  # type: ignore[arg-type]
            told = Notice(NoticeKind.NOTHING_OPEN, None, person, priority=Priority.SCHEDULED)
            await ctx.say(tables, told)

    await ctx.store.transaction(work)
    return readers


async def test_no_limit_is_met_and_words_go_first(tmp_path: Path) -> None:
    """While a schedule empties people write and press, and members are looked up: Discord refuses
    nothing, words overtake the schedule, their signs too, and everything arrives once."""
    async with staged(tmp_path) as stage:
        await stage.is_set_up()
        await stage.join(stage.listener)
        asker, listener = await talk(stage)
        limits = stage.discord.ratelimits
        limits.enforce, limits.global_per_second = True, A_SECOND
        readers = await on_schedule(stage)
        sent = [await asker.send(asker.dm, f"word {number}") for number in range(3)]
        looked = [stage.bot.desk.ctx.messenger.standing(stage.guild.id, UserId(stage.other.id))  # type: ignore[arg-type]
                  for _ in range(20)]  # fmt: skip
        pressed = asyncio.create_task(stage.other.run("helplines", in_=stage.asks))
        await asyncio.gather(*looked)
        await seen(stage, lambda: len(heard(listener)) == 3)
        waiting = sum(not reader.dm.messages for reader in readers)
        await stage.settle()
        assert heard(listener) == ["word 0", "word 1", "word 2"]
        assert waiting, "the words waited for the schedule"
        assert not (await pressed).failed
        assert [len(reader.dm.messages) for reader in readers] == [1] * READERS
        assert all(one.reactions for one in sent)
        assert refused(stage) == []


async def test_somebody_elses_limit_is_waited_for(tmp_path: Path) -> None:
    """A shared limit is nobody's fault: the words come once it is over, once and in order, and
    nothing is held back from anybody."""
    async with staged(tmp_path) as stage:
        await stage.is_set_up()
        await stage.join(stage.listener)
        asker, listener = await talk(stage)
        path = f"/channels/{listener.dm.id}/messages"
        stage.discord.faults.fail_next(
            "POST", path, status=429, scope="shared", retry_after=0.2, times=2
        )
        for words in ("one", "two"):
            await asker.send(asker.dm, words)
        await seen(stage, lambda: heard(listener) == ["one", "two"])
        assert len(refused(stage)) == 2
        assert stage.bot.health().well


async def test_a_long_limit_of_one_channel_holds_up_no_other(tmp_path: Path) -> None:
    """What Discord wants to wait for minutes waits in the outbox, and not in the way."""
    async with staged(tmp_path) as stage:
        await stage.is_set_up()
        await stage.join(stage.listener)
        asker, listener = await talk(stage)
        path = f"/channels/{listener.dm.id}/messages"
        stage.discord.faults.fail_next("POST", path, status=429, retry_after=300.0)
        for words in ("one", "two"):
            await asker.send(asker.dm, words)
        await seen(stage, lambda: bool(refused(stage)))
        await stage.other.send(stage.other.dm, "are you there?")
        await seen(stage, lambda: stage.other.sees(stage.other.dm)[-1].author.is_bot)
        assert (heard(listener), len(refused(stage))) == ([], 1)


async def test_while_the_address_is_shut_out_only_presses_are_answered(tmp_path: Path) -> None:
    """A 429 that is not Discord's own is met once, whoever writes meanwhile; the operator reads it,
    a press is answered, and then all of it arrives, once and in order."""
    async with staged(tmp_path) as stage:
        await stage.is_set_up()
        await stage.join(stage.listener)
        asker, listener = await talk(stage)
        stage.discord.faults.fail_next(
            "POST", MESSAGES, status=429, via=False, retry_after=2.0, times=100
        )
        await asker.send(asker.dm, "one")
        await seen(stage, lambda: bool(refused(stage)))
        for words in ("two", "three"):
            await asker.send(asker.dm, words)
        await listener.send(listener.dm, "four")
        stage.bot.delivery.wake()
        health = stage.bot.health()
        assert not (await stage.other.run("helplines", in_=stage.asks)).failed
        assert (health.well, health.held_back, len(refused(stage))) == (False, True, 1)
        assert "requests.shut_out" in stage.log.getvalue()
        stage.discord.faults.clear()
        await asyncio.sleep(stage.bot.desk.ctx.requests.breaker.until_rest())
        async with asyncio.timeout(PATIENCE):
            while len(heard(listener)) < 3:
                await stage.pass_time(stage.settings.delivery.retry_first_after)
        assert (heard(listener), heard(asker)[1:]) == (["one", "two", "three"], ["four"])
        assert stage.bot.health().well
