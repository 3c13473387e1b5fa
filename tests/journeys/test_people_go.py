"""Somebody leaves, is put out, or the server itself goes: it ends, and leaves nothing behind."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.local_discord import Person
from bot.local_discord.channels import User
from tests.journeys.stage import Stage
from tests.journeys.talking import heard, talk, until

ENDED = "has ended"


@pytest.mark.l26
@pytest.mark.parametrize("way", ["leave", "ban", "time out", "account deleted"])
async def test_who_goes_ends_it_and_the_other_learns_it_later(stage: Stage, way: str) -> None:
    """Passing on stops at once; the words come after a while and are those of every ending."""
    asker, listener = await talk(stage)
    if way == "leave":
        stage.guild.leave(listener)
    elif way == "ban":
        stage.guild.ban(listener)
    elif way == "time out":
        stage.guild.time_out(listener, stage.clock.now() + timedelta(days=1))
    else:
        listener.deleted = True
    await stage.pass_time(timedelta(minutes=10))
    before = len(heard(asker))
    if way == "time out":
        await listener.send(listener.dm, "I'm put out.")
        await stage.settle()
    assert len(heard(asker)) == before
    assert not any(ENDED in m.text for m in asker.sees(asker.dm))
    await stage.pass_time(timedelta(minutes=31))
    await asker.wait_for(asker.dm, ENDED)


async def test_nothing_is_asked_more_often_than_every_ten_minutes(stage: Stage) -> None:
    """Looking whether both are here costs two requests each time."""
    await talk(stage)
    for _ in range(60):
        await stage.pass_time(timedelta(seconds=30))
    looks = [e for e in stage.discord.traffic.exchanges if "/members/" in e.path]
    assert len(looks) <= 2 * 4


async def reach(stage: Stage, *people: Person) -> None:
    """Let the bot share another server with these, so that they can be written to."""
    elsewhere = stage.discord.add_guild("Lake", member_count=80)
    for person in people:
        elsewhere.join(person)


async def come_and_go(stage: Stage, move: Callable[[User], object], how: str) -> None:
    """The bot's account leaves or joins the server, seen at once or found at the next start."""
    if how == "down":
        await stage.running.aclose()
    move(stage.discord.world.bot)
    if how == "down":
        await stage.start()
    for _ in range(200):
        if await is_away(stage) is (move == stage.guild.leave):
            break
        await asyncio.sleep(0.02)
    await stage.settle()


async def is_away(stage: Stage) -> bool:
    """Whether the bot knows that it is gone from a server."""
    return bool(await stage.bot.desk.ctx.store.read(lambda tables: tables.departed.all()))


@pytest.mark.parametrize("how", ["running", "down"])
async def test_the_bot_is_removed_and_not_invited_again(stage: Stage, how: str) -> None:
    """For an hour nothing is told; then conversations end, and asks are given back, once."""
    asker, listener = await talk(stage)
    await reach(stage, asker, stage.other)
    preview = await stage.write("Is somebody there?", by=stage.other)
    await stage.other.press(preview, stage.words("press.post.button"))
    await stage.settle()
    await come_and_go(stage, stage.guild.leave, how)
    before = len(stage.other.sees(stage.other.dm))
    await stage.pass_time(timedelta(minutes=59))
    assert not any(ENDED in m.text for m in asker.sees(asker.dm))
    assert len(stage.other.sees(stage.other.dm)) == before
    await stage.pass_time(timedelta(minutes=1))
    await until(stage, lambda: any(ENDED in m.text for m in asker.sees(asker.dm)))
    told = await stage.other.wait_for(stage.other.dm, "Is somebody there?")
    assert "so your ask there is over" in told.text
    await asker.send(asker.dm, "Hello?")
    await stage.settle()
    assert heard(listener) == []
    assert sum(ENDED in m.text for m in asker.sees(asker.dm)) == 1


@pytest.mark.parametrize("back", ["running", "down"])
@pytest.mark.parametrize("gone", ["running", "down"])
async def test_the_bot_is_removed_by_mistake(stage: Stage, gone: str, back: str) -> None:
    """Invited again within the hour it goes on as if nothing had been: set-up, asks, listeners,
    the conversation, and the panel, which somebody deleted meanwhile."""
    asker, listener = await talk(stage)
    await reach(stage, asker, listener)
    preview = await stage.write("Is somebody there?", by=stage.other)
    await stage.other.press(preview, stage.words("press.post.button"))
    await stage.settle()
    await come_and_go(stage, stage.guild.leave, gone)
    await asker.send(asker.dm, "are you there?")
    await until(stage, lambda: heard(listener) == ["are you there?"])
    await stage.admin.delete(stage.panels()[-1])
    await stage.pass_time(timedelta(minutes=50))
    await come_and_go(stage, stage.guild.join, back)
    await until(stage, lambda: len(stage.panels()) == 1)
    await stage.pass_time(timedelta(minutes=90))
    await listener.send(listener.dm, "I am.")
    await until(stage, lambda: heard(asker)[-1:] == ["I am."])
    assert not any(ENDED in m.text for m in asker.sees(asker.dm))
    assert "would like an ear" in stage.post().text
    await stage.join(stage.admin)
    await stage.accept(by=stage.admin)
    await stage.other.wait_for(stage.other.dm, "Somebody is here for you")


async def test_words_wait_for_those_who_share_no_other_server(stage: Stage) -> None:
    """Discord lets the bot write to them no more; invited again in time, all of it arrives."""
    asker, listener = await talk(stage)
    await reach(stage, asker)
    await come_and_go(stage, stage.guild.leave, "running")
    await asker.send(asker.dm, "are you there?")
    await stage.pass_time(timedelta(minutes=1))
    assert heard(listener) == []
    await come_and_go(stage, stage.guild.join, "running")
    await until(stage, lambda: heard(listener) == ["are you there?"])
    await stage.pass_time(timedelta(minutes=40))
    assert not any(ENDED in m.text for m in asker.sees(asker.dm))


async def test_who_presses_while_it_is_away_reads_that_it_waits(stage: Stage) -> None:
    """Words that were written before can be passed on as soon as it is back."""
    await reach(stage, stage.asker)
    await stage.asker.run("conversations", in_=stage.asks)
    await stage.settle()
    await stage.asker.send(stage.asker.dm, "Can somebody hear me?")
    asked = await stage.asker.wait_for(stage.asker.dm, "findahelpline")
    await come_and_go(stage, stage.guild.leave, "running")
    label = str(asked.buttons[0])
    told = (await stage.asker.press(asked, label)).message
    assert told is not None
    assert told.text == stage.words("error.server_away", kept="1 hour").strip()
    await come_and_go(stage, stage.guild.join, "running")
    shown = (await stage.asker.press(asked, label)).message
    assert shown is not None
    assert "Can somebody hear me?" in shown.text


async def test_the_channel_is_deleted_while_the_bot_is_down(stage: Stage) -> None:
    """It notices at the next start, and the asker gets their words back."""
    await stage.ask("Is somebody there?")
    await stage.running.aclose()
    stage.asks.delete()
    await stage.start()
    told = await stage.asker.wait_for(stage.asker.dm, "is gone, so your ask is over")
    assert "Is somebody there?" in told.text


async def test_the_channel_is_deleted(stage: Stage) -> None:
    """Its asks are over, with words; a conversation goes on."""
    asker, listener = await talk(stage)
    preview = await stage.write("Is somebody there?", by=stage.other)
    await stage.other.press(preview, stage.words("press.post.button"))
    await stage.settle()
    stage.asks.delete()
    told = await stage.other.wait_for(stage.other.dm, "is gone, so your ask is over")
    assert "Is somebody there?" in told.text
    await asker.send(asker.dm, "still with you")
    await until(stage, lambda: heard(listener) == ["still with you"])


@pytest.mark.l20
async def test_it_ends_and_nothing_is_left(stage: Stage) -> None:
    """Some days later no row of the conversation or of its people stands anywhere."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, "Thank you.")
    await until(stage, lambda: heard(listener) == ["Thank you."])
    stage.guild.leave(listener)
    stage.guild.leave(asker)
    await stage.pass_time(timedelta(minutes=10))
    await stage.pass_time(timedelta(minutes=31))
    for _ in range(12):
        await stage.pass_time(timedelta(days=1))
    store = stage.bot.desk.ctx.store

    async def left() -> dict[str, int]:
        tables = ("ask", "conversation", "passed_on", "said_in", "held", "kept", "outbox")
        more = ("waiting", "button", "bot_message", "inbox", "sent")
        return {
            table: len(
                await store._database.read(
                    lambda on, t=table: on.fetch_all(  # type: ignore[misc]
                        f"SELECT 1 FROM {t}"  # noqa: S608 - a name of ours
                    )
                )
            )
            for table in tables + more
        }

    assert {table: rows for table, rows in (await left()).items() if rows} == {}


@pytest.mark.parametrize("way", ["writes nothing", "closed DMs"])
async def test_a_listener_who_cannot_be_there_is_told_of_without_the_cause(
    stage: Stage, way: str
) -> None:
    """Whatever came up: the asker reads the same, and the ask goes to others."""
    stage.listener.dms_open = way != "closed DMs"
    await stage.ask()
    await stage.accept()
    await stage.pass_time(timedelta(minutes=7))
    told = await stage.asker.wait_for(stage.asker.dm, "Your ask waits again")
    alias = told.text.split(" can't be there")[0]
    assert told.text == stage.words("notice.listener_silent_asker", alias=alias).strip()
    assert "would like an ear" in stage.post().text


async def test_what_is_told_of_a_listener_is_true_after_their_first_words(stage: Stage) -> None:
    """They wrote before it turned out that they cannot be reached: it ends like every other."""
    await stage.ask()
    failing = stage.discord.faults.hold("POST", f"/channels/{stage.listener.dm.id}/messages")
    await stage.listener.press(stage.post(), stage.words("press.accept.button"))
    await stage.asker.wait_for(stage.asker.dm, "Somebody is here for you")
    await stage.listener.send(stage.listener.dm, "I'm here.")
    await stage.asker.wait_for(stage.asker.dm, "I'm here.")
    stage.listener.dms_open = False
    failing.release()
    await stage.settle()
    assert not any(ENDED in m.text for m in stage.asker.sees(stage.asker.dm))
    await stage.pass_time(timedelta(minutes=31))
    await stage.asker.wait_for(stage.asker.dm, ENDED)
