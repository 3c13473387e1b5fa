"""Somebody goes: until the end is told, the one who stays sees what they would see beside a partner
who stays and is slow, on the real wire; and then is helped on."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings
from bot.local_discord import Person
from tests.journeys.stage import Stage, staged
from tests.journeys.talking import heard, talk, until
from tests.journeys.test_non_interference import without_discords_own

ENDED = "has ended"
MINUTE = timedelta(minutes=1)
Loss = Callable[[Stage, Person], None]


def slow(stage: Stage, who: Person) -> None:
    """They stay, and write nothing."""
    del stage, who


def leaves(stage: Stage, who: Person) -> None:
    """They leave the one server that they share with the bot."""
    stage.guild.leave(who)


def leaves_one_of_two(stage: Stage, who: Person) -> None:
    """They leave, and the bot can still write to them."""
    stage.discord.add_guild("Lake", member_count=80).join(who)
    stage.guild.leave(who)


def is_banned(stage: Stage, who: Person) -> None:
    """They are put out."""
    stage.guild.ban(who)


def is_timed_out(stage: Stage, who: Person) -> None:
    """They may not write in the server for a day."""
    stage.guild.time_out(who, stage.clock.now() + timedelta(days=1))


def deletes_the_account(stage: Stage, who: Person) -> None:
    """There is no such account any more."""
    del stage
    who.deleted = True


def closes_dms(stage: Stage, who: Person) -> None:
    """They are there, and take no direct messages."""
    del stage
    who.dms_open = False


LOSSES = (leaves, leaves_one_of_two, is_banned, is_timed_out, deletes_the_account, closes_dms)


def _told_after(least: int, most: int) -> Settings:
    told = {
        "departure_told_after_at_least": timedelta(minutes=least),
        "departure_told_after_at_most": timedelta(minutes=most),
    }
    settings = Settings()
    talks = settings.conversations.model_copy(update=told)
    return settings.model_copy(update={"conversations": talks})


async def seen(
    folder: Path, loss: Loss, lost: str, *, after_the_look: bool, lively: bool = False
) -> list[bytes]:
    """What the one who stays sees, channel by channel, at the same moments until the end is told,
    beside the numbers and moments that Discord gives."""
    async with staged(folder, _told_after(25, 26)) as stage:
        await stage.is_set_up()
        await stage.join(stage.listener)
        asker, listener = await talk(stage)
        stays, goes = (asker, listener) if lost == "listener" else (listener, asker)
        await asker.send(asker.dm, "Hello.")
        await listener.wait_for(listener.dm, "Hello.")
        await stage.settle()
        loss(stage, goes)
        if after_the_look:
            await stage.pass_time(10 * MINUTE)
        views = [view async for view in _views(stage, stays, goes if lively else None)]
        for _ in range(4):
            await stage.pass_time(10 * MINUTE)
        ended = any(ENDED in message.text for message in stays.sees(stays.dm))
        assert ended is (loss is not slow), "in the end it is told"
        return views


async def _views(stage: Stage, stays: Person, lively: Person | None):  # type: ignore[no-untyped-def]
    sign = stage.words("sign.have_it")
    first = await stays.send(stays.dm, "Are you there?")
    second = await stays.send(stays.dm, "This one goes again.")
    await until(stage, lambda: sign in first.reactions and sign in second.reactions)
    yield _view(stage, stays)
    if lively is not None:
        await lively.send(lively.dm, "I am.")
        await stays.wait_for(stays.dm, "I am.")
    await stays.edit(first, "Are you still there?")
    await stays.delete(second)
    await stage.pass_time(MINUTE)
    yield _view(stage, stays)
    await stays.edit(first, "\u200b")
    await until(stage, lambda: sign not in first.reactions)
    yield _view(stage, stays)
    await stays.send(stays.dm, "", files=[("cat.png", b"\x89PNG")])
    await stays.wait_for(stays.dm, "picture or file")
    last = await stays.send(stays.dm, "I can wait.")
    await until(stage, lambda: sign in last.reactions)
    for _ in range(5):
        await stage.pass_time(MINUTE)
        yield _view(stage, stays)


def _view(stage: Stage, person: Person) -> bytes:
    channels = (stage.asks, stage.entrance, person.dm)
    shown = [[_plain(message.raw) for message in person.sees(one)] for one in channels]
    return json.dumps(shown, sort_keys=True).encode()


def _plain(value: Any) -> Any:
    """Buttons carry chance; whose message is answered, and where a file lies, is Discord's own."""
    value = without_discords_own(value)
    if isinstance(value, dict):
        left_out = ("custom_id", "message_id", "url", "proxy_url")
        return {key: _plain(one) for key, one in value.items() if key not in left_out}
    return [_plain(one) for one in value] if isinstance(value, list) else value


@pytest.mark.l32
@pytest.mark.parametrize("after_the_look", [False, True], ids=["before the look", "after it"])
@pytest.mark.parametrize("lost", ["asker", "listener"])
async def test_until_it_is_told_every_loss_looks_like_somebody_slow(
    tmp_path: Path, lost: str, *, after_the_look: bool
) -> None:
    """Words, signs, edits, deletions and refusals, byte for byte and minute by minute."""
    usual = await seen(tmp_path / "slow", slow, lost, after_the_look=after_the_look)
    for loss in LOSSES:
        there = await seen(tmp_path / loss.__name__, loss, lost, after_the_look=after_the_look)
        assert there == usual, loss.__doc__


@pytest.mark.parametrize("lost", ["asker", "listener"])
async def test_the_comparison_would_notice_somebody_who_is_there(tmp_path: Path, lost: str) -> None:
    """Words of the partner are seen in it."""
    usual = await seen(tmp_path / "slow", slow, lost, after_the_look=False)
    there = await seen(tmp_path / "lively", slow, lost, after_the_look=False, lively=True)
    assert there[0] == usual[0]
    assert there[1:] != usual[1:]


@pytest.mark.parametrize("loss", LOSSES)
async def test_whose_listener_is_lost_goes_on_with_somebody_else(stage: Stage, loss: Loss) -> None:
    """One press, after the same words for each of them: another listener reads the ask."""
    asker, listener = await talk(stage)
    loss(stage, listener)
    await asker.send(asker.dm, "Are you there?")
    await stage.pass_time(11 * MINUTE)
    await stage.pass_time(31 * MINUTE)
    ended = await asker.wait_for(asker.dm, ENDED)
    answer = (await asker.press(ended, stage.words("press.first_in_line.button"))).message
    assert answer is not None
    assert "first" in answer.text
    await stage.settle()
    accept = stage.words("press.accept.button")
    await stage.other.press(stage.other.sees(stage.asks)[-1], accept)
    await stage.other.wait_for(stage.other.dm, "It has been a long week.")


@pytest.mark.parametrize("side", ["asker", "listener"])
async def test_a_brief_time_out_ends_no_conversation(stage: Stage, side: str) -> None:
    """A moderator who listens cannot find out by it with whom they talk."""
    asker, listener = await talk(stage)
    who = asker if side == "asker" else listener
    stage.guild.time_out(who, stage.clock.now() + timedelta(hours=1))
    for number in range(6):
        await stage.pass_time(timedelta(minutes=15))
        await who.send(who.dm, f"Still here, {number}.")
    await stage.settle()
    across = listener if side == "asker" else asker
    assert heard(across)[-1] == "Still here, 5."
