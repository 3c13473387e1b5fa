"""The bot cannot write where asks are posted: who is told what, before anybody writes in vain."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.guilds import Feature
from bot.local_discord import Message, Permissions, Person
from tests import server_setup
from tests.journeys.stage import Stage
from tests.journeys.talking import buttons, talk, until
from tests.journeys.test_goal import set_one

TOLD = "I can't post asks in"
MINUTE = timedelta(minutes=1)


def told(stage: Stage) -> list[Message]:
    """What the moderators' channel was told of it."""
    return [m for m in stage.staff.messages.values() if TOLD in m.text]


async def may_write(stage: Stage, *, may: bool) -> None:
    """An admin changes what the bot may do in the channel for asks."""
    change = {"allow" if may else "deny": Permissions.SEND_MESSAGES}
    stage.asks.set_overwrite("bot", **change)
    await asyncio.sleep(0.2)
    await stage.pass_time(MINUTE)


async def test_the_moderators_read_once_exactly_what_to_change(stage: Stage) -> None:
    """The line of /setup, in their own channel; mended, nothing more; broken anew, again."""
    await may_write(stage, may=False)
    await until(stage, lambda: len(told(stage)) == 1)
    line = stage.words(
        "setup.missing.channel",
        permission=stage.words("setup.permission.send_messages"),
        channel=f"<#{stage.asks.id}>",
        role="ROLE",
    )
    before, _, after = line.partition("ROLE")
    assert before in told(stage)[0].text
    assert after in told(stage)[0].text
    await stage.restart()
    for _ in range(3):
        await stage.pass_time(MINUTE)
    assert len(told(stage)) == 1
    await may_write(stage, may=True)
    assert len(told(stage)) == 1
    await may_write(stage, may=False)
    await until(stage, lambda: len(told(stage)) == 2)


async def test_an_ask_that_stands_there_goes_on_and_its_asker_is_told(stage: Stage) -> None:
    """A permission was taken away, not the channel: listeners are told as before, one accepts, and
    the asker read once that the post there stays as it is."""
    await stage.listener.run("listen", in_=stage.asks)
    await stage.ask()
    await may_write(stage, may=False)
    for _ in range(3):
        await stage.pass_time(MINUTE)
    goes_on = stage.words("notice.ask_goes_on_directly", server="**Harbour**").splitlines()[-1]
    read = [m for m in stage.asker.sees(stage.asker.dm) if goes_on in m.text]
    assert len(read) == 1
    assert stage.words("press.take_back.button") in [str(b.label) for b in read[0].buttons]
    await stage.accept()
    await stage.listener.send(stage.listener.dm, "I found you.")
    await stage.asker.wait_for(stage.asker.dm, "I found you.")


async def test_a_channel_that_was_deleted_is_told_too(stage: Stage) -> None:
    """Once, and what to do is to choose another one."""
    stage.asks.delete()
    await until(stage, lambda: len(told(stage)) == 1)
    gone = stage.words("setup.missing.gone", channel=f"<#{stage.asks.id}>")
    assert gone in told(stage)[0].text
    await stage.pass_time(MINUTE)
    assert len(told(stage)) == 1


async def opened_by(stage: Stage, way: str) -> tuple[Person, Message | None, str]:
    """Whoever would ask this way, the message with the button, and its label. Without a message it
    is the command."""
    label = stage.words(f"press.{way}.button") if way in ("ask", "need_an_ear") else ""
    match way:
        case "command":
            return stage.asker, None, ""
        case "ask":
            return stage.asker, stage.panels()[-1], label
        case "again" | "need_an_ear":
            asker, listener = await talk(stage)
            await stage.end(asker)
            if way == "again":
                end = [m for m in asker.sees(asker.dm) if "It took something to ask" in m.text][-1]
                return asker, end, next(one for one in buttons(end) if one.endswith(" again"))
            end = [m for m in listener.sees(listener.dm) if "How are you after" in m.text][-1]
            tired = await listener.press(end, stage.words("press.i_am_tired.button"))
            return listener, tired.message, label
        case "stray":
            await stage.asker.run("conversations", in_=stage.asks)
            await stage.settle()
            await stage.asker.send(stage.asker.dm, "Can somebody hear me?")
            asked = await stage.asker.wait_for(stage.asker.dm, "findahelpline")
            return stage.asker, asked, buttons(asked)[0]
        case _:
            guild = next(iter(stage.bot.desk.ctx.guilds.known()))
            await server_setup.switch_on(stage.bot.desk.ctx, guild, [Feature.PARTNERS])
            return stage.asker, await set_one(stage), stage.words("press.find_partner.button")


@pytest.mark.parametrize("way", ["command", "ask", "again", "need_an_ear", "stray", "partner"])
async def test_nobody_writes_in_vain(stage: Stage, way: str) -> None:
    """Each way to ask says so before a form opens, with help lines; mended, each works again."""
    person, message, label = await opened_by(stage, way)
    await may_write(stage, may=False)
    for mended in (False, True):
        if mended:
            await may_write(stage, may=True)
        if message is None:
            shown = await person.run("ask", in_=stage.entrance)
        else:
            shown = await person.press(message, label)
        refused = stage.words("error.cannot_post_yet")
        says_so = shown.message is not None and shown.message.text == refused
        assert says_so is not mended
        assert shown.form is None or mended
        if says_so and shown.message is not None:
            assert stage.words("press.helplines.button") in buttons(shown.message)
