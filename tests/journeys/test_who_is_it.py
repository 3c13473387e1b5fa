"""Who is it? What everybody else sees is the same whatever the asker is, has chosen and does."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.local_discord import Message
from tests.journeys.onlookers import Views, looking_on, on_duty, seen_by_others
from tests.journeys.stage import WORDS, WOULD_HELP, Stage, staged
from tests.journeys.talking import heard, talk, until
from tests.journeys.test_same_listener import ended, preview_of
from tests.journeys.test_writing import opened, submit

MINUTE = timedelta(minutes=1)
HELLO, ANSWER = "Is somebody there?", "I am."
Way = Callable[[Stage], Awaitable[None]]


async def post(stage: Stage, preview: Message | None, label: str = "post") -> None:
    """Press Post below it, or another button."""
    assert preview is not None
    await stage.asker.press(preview, stage.words(f"press.{label}.button"))
    await stage.settle()


async def usual(stage: Stage) -> None:
    """By the command."""
    await post(stage, await stage.write(HELLO))


async def by_the_panel(stage: Stage) -> None:
    """By the panel's button."""
    form = (await stage.asker.press(stage.panels()[-1], stage.words("press.ask.button"))).form
    assert form is not None
    await post(stage, (await stage.asker.submit(form, {WORDS: HELLO, WOULD_HELP: ""})).message)


async def by_a_direct_message(stage: Stage) -> None:
    """By words that were written to the bot first."""
    await stage.asker.run("conversations", in_=stage.asks)
    await stage.settle()
    await stage.asker.send(stage.asker.dm, HELLO)
    asked = await stage.asker.wait_for(stage.asker.dm, lambda m: m.author.is_bot)
    await post(stage, (await stage.asker.press(asked, str(asked.buttons[0]))).message)


async def hesitating(stage: Stage) -> None:
    """After another draft, a cancel and a change."""
    first = await stage.write("Something else.")
    await stage.asker.press(first, stage.words("press.cancel.button"))
    preview = await stage.write("Something quite different.")
    form = (await stage.asker.press(preview, stage.words("press.change.button"))).form
    assert form is not None
    await post(stage, (await stage.asker.submit(form, {WORDS: HELLO, WOULD_HELP: ""})).message)


async def without_direct_messages(stage: Stage) -> None:
    """With closed direct messages, posted all the same."""
    stage.asker.dms_open = False
    preview = await stage.write(HELLO)
    refused = await stage.asker.press(preview, stage.words("press.post.button"))
    await post(stage, refused.message, "post_anyway")
    stage.asker.dms_open = True


async def as_a_listener(stage: Stage) -> None:
    """Who listens in the same server, and is on duty."""
    await on_duty(stage, stage.asker)
    await usual(stage)


async def after_being_timed_out(stage: Stage) -> None:
    """Whom a moderator times out while the ask waits, to see what becomes of it."""
    await usual(stage)
    stage.guild.time_out(stage.asker, stage.clock.now() + 6 * MINUTE)


async def after_being_put_out(stage: Stage) -> None:
    """Who is put out while the ask waits, and comes back."""
    await usual(stage)
    stage.guild.leave(stage.asker)
    await stage.pass_time(timedelta(0))
    stage.guild.join(stage.asker)


WAYS = (
    by_the_panel,
    by_a_direct_message,
    hesitating,
    without_direct_messages,
    as_a_listener,
    after_being_timed_out,
    after_being_put_out,
)


async def story(folder: Path, way: Way) -> Views:
    """One ask, posted this way, until its conversation is over; what others see at each moment."""
    async with staged(folder) as stage:
        await stage.is_set_up()
        await on_duty(stage, stage.listener, stage.other)
        await way(stage)
        views = [seen_by_others(stage)]
        for _ in range(2):
            await stage.pass_time(8 * MINUTE)
            views.append(seen_by_others(stage))
        await stage.accept()
        views.append(seen_by_others(stage))
        await stage.asker.send(stage.asker.dm, "Thank you.")
        await stage.listener.wait_for(stage.listener.dm, "Thank you.")
        await stage.listener.send(stage.listener.dm, ANSWER)
        await stage.settle()
        await stage.end(stage.listener)
        return [*views, seen_by_others(stage)]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_however_somebody_asks_others_see_the_same(tmp_path: Path, way: Way) -> None:
    """The way, second thoughts, closed direct messages, being a listener, being put out for a
    while: at each moment of the story everybody else sees the same, byte for byte."""
    expected = await story(tmp_path / "usual", usual)
    assert await story(tmp_path / "this", way) == expected


async def nobody_asks(stage: Stage) -> None:
    """Nothing happens."""


async def leaving_out(stage: Stage) -> None:
    """An ask that one of the two listeners must not get."""
    preview = await stage.write(HELLO)
    form = (await stage.asker.press(preview, stage.words("press.more_choices.button"))).form
    assert form is not None
    field = stage.words("choices.form.without.field_label")
    shown = (await stage.asker.submit(form, {field: [stage.other]})).message
    await post(stage, shown)


async def talked(stage: Stage) -> None:
    """The listener takes it, and it ends."""
    label = stage.words("press.accept.button")
    offers = [m for m in stage.listener.sees(stage.listener.dm) if label in map(str, m.buttons)]
    await stage.listener.press(offers[-1], label)
    await stage.settle()
    await stage.listener.send(stage.listener.dm, ANSWER)
    await until(stage, lambda: heard(stage.asker) == [ANSWER])
    await stage.end(stage.listener)


async def left_out(folder: Path, way: Way) -> Views:
    """What the one who is left out sees, over more than an hour."""
    async with staged(folder) as stage:
        await stage.is_set_up()
        await on_duty(stage, stage.listener, stage.other)
        await way(stage)
        views = [await looking_on(stage)]
        for minutes in (3, 13, 50):
            await stage.pass_time(minutes * MINUTE)
            views.append(await looking_on(stage))
        if way is leaving_out:
            await talked(stage)
        return [*views, await looking_on(stage)]


async def test_who_is_left_out_sees_what_they_see_when_nobody_asks(tmp_path: Path) -> None:
    """Nothing in the channel, their messages, the staff's channel or any command tells of it, also
    when it is taken and when it is over."""
    usually = await left_out(tmp_path / "nobody", nobody_asks)
    assert await left_out(tmp_path / "asked", leaving_out) == usually


async def quarter_of_an_hour(folder: Path, *, asked: bool) -> Views:
    """What the others see after a conversation, and perhaps an ask for the same listener."""
    async with staged(folder) as stage:
        await stage.is_set_up()
        await on_duty(stage, stage.listener, stage.other)
        told = await ended(stage)
        if asked:
            await post(stage, await preview_of(stage, told))
        views = []
        for minutes in (0, 5, 9):
            await stage.pass_time(minutes * MINUTE)
            views.append(await looking_on(stage))
        return views


async def test_while_one_listener_is_asked_first_nobody_else_knows(tmp_path: Path) -> None:
    """To all others it is as if nobody had asked."""
    nobody = await quarter_of_an_hour(tmp_path / "nobody", asked=False)
    assert await quarter_of_an_hour(tmp_path / "asked", asked=True) == nobody


async def said(folder: Path, how: str) -> Views:
    """Words of the asker in a conversation, and what everybody else sees then."""
    async with staged(folder) as stage:
        await stage.is_set_up()
        await stage.join(stage.listener)
        await stage.join(stage.other)
        asker, listener = await talk(stage)
        if how == "discreetly":
            opening = await asker.wait_for(asker.dm, "Somebody is here for you")
            await asker.press(opening, stage.words("press.discreet.button"))
        words = "Some *words*,\n- a list\n" + "and more " * 200
        if how == "in a form":
            await submit(stage, asker, await opened(stage, asker), words)
        else:
            await asker.send(asker.dm, words)
        await until(stage, lambda: bool(heard(listener)))
        await stage.pass_time(MINUTE)
        return [seen_by_others(stage)]


@pytest.mark.parametrize("how", ["in a form", "discreetly"])
async def test_how_somebody_writes_and_reads_does_not_show(tmp_path: Path, how: str) -> None:
    """Who has closed direct messages writes in forms; who is watched hides words: their own."""
    usually = await said(tmp_path / "usual", "by direct message")
    assert await said(tmp_path / "this", how) == usually


async def test_pictures_signs_and_forwards_carry_nothing_of_their_writer(stage: Stage) -> None:
    """What is forwarded is not looked into; links to files and profiles lose their ids; typing and
    reactions reach nobody."""
    asker, listener = await talk(stage)
    public = await asker.send(stage.asks, "I said this under my name.")
    before = len(listener.sees(listener.dm))
    await asker.forward(asker.dm, public)
    await asker.send(asker.dm, "", files=[("voice-message.ogg", b"OggS")], flags=1 << 13)
    await asker.type(asker.dm)
    await asker.react(asker.sees(asker.dm)[-1], "\N{HEAVY BLACK HEART}")
    place, mine = asker.dm.id, asker.id
    file = f"https://cdn.discordapp.com/attachments/{place}/{mine}/my_street.png"
    await asker.send(asker.dm, f"{file} <@{mine}> https://discord.com/users/{mine} that's it")
    await until(stage, lambda: any("that's it" in words for words in heard(listener)))
    await stage.settle()
    assert heard(listener)[-1] == "#… @… @… that's it"
    assert len(listener.sees(listener.dm)) == before + 1


async def test_a_slow_way_to_the_asker_holds_up_nobody_else(stage: Stage) -> None:
    """Post, acceptance, the listener's beginning and the sign on their words come as ever."""
    preview = await stage.write(HELLO)
    await stage.asker.press(preview, stage.words("press.post.button"))
    slow = [
        stage.discord.faults.hold(method, f"/channels/{stage.asker.dm.id}/messages{rest}")
        for method, rest in (("POST", ""), ("PATCH", "/*"))
    ]
    settling = asyncio.create_task(stage.bot.settle())
    accept = stage.words("press.accept.button")
    shown = await stage.listener.wait_for(stage.asks, lambda m: accept in map(str, m.buttons))
    await stage.listener.press(shown, accept)
    await stage.listener.wait_for(stage.listener.dm, "You're here for")
    words = await stage.listener.send(stage.listener.dm, ANSWER)
    await stage.listener.wait_for(stage.listener.dm, lambda _: bool(words.reactions))
    assert not any(ANSWER in message.text for message in stage.asker.sees(stage.asker.dm))
    for one in slow:
        one.release()
    await settling
    await stage.asker.wait_for(stage.asker.dm, ANSWER)
