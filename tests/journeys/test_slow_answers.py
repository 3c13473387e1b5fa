"""What is quick is answered with one request; what takes longer is acknowledged within a second and
answered later, and people read the same."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.local_discord import Response
from tests.journeys.hanging import CALLBACK, acknowledged, acknowledgements, hanging_disk, slowly
from tests.journeys.stage import WORDS, WOULD_HELP, Stage
from tests.journeys.talking import buttons, until

EPHEMERAL, SUPPRESS_EMBEDS = 1 << 6, 1 << 2
BLANK = "\u200b"

Act = Callable[[], Awaitable[Response]]


async def command(stage: Stage) -> Act:
    """A slash command."""
    return lambda: stage.asker.run("conversations", in_=stage.asks)


async def button(stage: Stage) -> Act:
    """A button that is answered with a message."""
    shown = (await stage.asker.run("help", in_=stage.asks)).message
    assert shown is not None
    return lambda: stage.asker.press(shown, stage.words("press.conversations.button"))


async def button_that_changes_its_message(stage: Stage) -> Act:
    """A button whose answer takes the place of what it stands below."""
    shown = (await stage.listener.run("listen", in_=stage.asks)).message
    assert shown is not None
    return lambda: stage.listener.press(shown, stage.words("press.settings.button"))


async def button_for_a_file(stage: Stage) -> Act:
    """A button that is answered with a file."""
    shown = (await stage.asker.run("privacy", in_=stage.asks)).message
    assert shown is not None
    return lambda: stage.asker.press(shown, stage.words("press.export.button"))


async def form(stage: Stage, words: str = "It *hurts*.") -> Act:
    """A form that a command opened; its answer holds somebody's words."""
    opened = (await stage.asker.run("ask", in_=stage.asks)).form
    assert opened is not None
    return lambda: stage.asker.submit(opened, {WORDS: words, WOULD_HELP: ""})


async def form_that_changes_its_message(stage: Stage, words: str = "It is better.") -> Act:
    """A form that a button opened, whose answer takes the place of what that stands below."""
    preview = await stage.write("It hurts.")
    opened = (await stage.asker.press(preview, stage.words("press.change.button"))).form
    assert opened is not None
    return lambda: stage.asker.submit(opened, {WORDS: words, WOULD_HELP: ""})


async def form_that_is_refused(stage: Stage) -> Act:
    """A form with nothing in it."""
    return await form(stage, BLANK)


async def change_that_is_refused(stage: Stage) -> Act:
    """The same, where the message with the button has to stay."""
    return await form_that_changes_its_message(stage, BLANK)


EDGES = (command, button, button_that_changes_its_message, form, form_that_changes_its_message)
WAYS = (*EDGES, button_for_a_file, form_that_is_refused, change_that_is_refused)
way_in = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
edge = pytest.mark.parametrize("way", EDGES, ids=lambda way: way.__name__)


def looks(response: Response) -> tuple[Any, ...]:
    """What an answer is to its reader."""
    message = response.message
    assert message is not None
    flags = message.flags & (EPHEMERAL | SUPPRESS_EMBEDS)
    files = [file["filename"] for file in message.attachments]
    return message.text, flags, message.ephemeral, buttons(message), files


async def requests(stage: Stage) -> int:
    """How much the bot sent to answer interactions."""
    await stage.settle()
    paths = [one.path for one in stage.discord.traffic.exchanges]
    return sum(path.startswith(("/interactions/", "/webhooks/")) for path in paths)


@way_in
async def test_what_hangs_is_acknowledged_in_time_and_answered_alike(
    stage: Stage, way: Callable[[Stage], Awaitable[Act]]
) -> None:
    """Within a second, with two requests instead of one; words, buttons, who sees it and the flag
    for previews are the same."""
    act = await way(stage)
    before = await requests(stage)
    quick = await act()
    assert await requests(stage) == before + 1
    act = await way(stage)
    before = await requests(stage)
    slow = await slowly(stage, act)
    assert await requests(stage) == before + 2
    assert slow.kind == "deferred"
    assert quick.kind in ("message", "update")
    assert looks(slow) == looks(quick)
    assert looks(slow)[2]


@pytest.mark.parametrize("slow", [False, True])
async def test_a_refused_change_leaves_the_message_as_it_is(stage: Stage, *, slow: bool) -> None:
    """What its buttons do can still be done."""
    act = await change_that_is_refused(stage)
    refused = await slowly(stage, act) if slow else await act()
    (preview,) = [m for m in stage.asker.sees(stage.asks) if "It hurts." in m.text]
    assert refused.message is not None
    assert refused.message is not preview
    assert stage.words("press.post.button") in buttons(preview)


@edge
async def test_a_fault_on_our_side_is_answered_everywhere(
    stage: Stage, way: Callable[[Stage], Awaitable[Act]]
) -> None:
    """With a code, for this person alone; a message with a button stays as it is."""
    act = await way(stage)
    await stage.settle()
    await stage.bot.desk.ctx.store.close()
    answer = await act()
    assert answer.kind == "message"
    assert answer.message is not None
    assert answer.message.text.startswith(stage.words("error.unexpected", code="|").split("|")[0])
    assert answer.message.ephemeral


async def test_a_late_acknowledgement_loses_the_answer_and_never_the_work(stage: Stage) -> None:
    """Discord stopped waiting for what hangs (10062): it is posted all the same."""
    preview = await stage.write("Hear me.")
    stage.discord.faults.fail_next("POST", CALLBACK, status=404, code=10062)
    stage.asker.patience = 1.0
    async with hanging_disk(stage):
        pressing = asyncio.create_task(stage.asker.press(preview, stage.words("press.post.button")))
        async with asyncio.timeout(15):
            while stage.discord.faults.failures:  # noqa: ASYNC110 - it comes over a socket
                await asyncio.sleep(0.01)
    assert (await pressing).failed
    await until(stage, lambda: bool(stage.public(stage.listener)))
    assert stage.words("press.post.button") in buttons(preview)


async def test_a_slow_discord_holds_up_no_acknowledgement(stage: Stage) -> None:
    """What is asked of Discord itself on the way to an answer takes as long as it takes."""
    preview = await stage.write("Hear me.")
    held = stage.discord.faults.hold("POST", "/channels/*/messages")
    before = acknowledgements(stage)
    pressing = asyncio.create_task(stage.asker.press(preview, stage.words("press.post.button")))
    await acknowledged(stage, before)
    assert stage.words("press.post.button") in buttons(preview)
    held.release()
    assert (await pressing).message is preview
    assert stage.words("press.post.button") not in buttons(preview)
