"""Answers stand in frames, of which nothing is turned back into content."""

from bot.demo.frames import boxes, said
from bot.local_discord import Message
from bot.local_discord.limits import V2
from tests.journeys.stage import WORDS, WOULD_HELP, Stage

LONG = "*_~|" * 375
"""Each of these characters is escaped: with its escapes it is twice as long."""


async def change(stage: Stage, preview: Message, words: str) -> Message:
    """Write other words into the form of a preview."""
    opened = await stage.asker.press(preview, stage.words("press.change.button"))
    assert opened.form is not None
    shown = await stage.asker.submit(opened.form, {WORDS: words, WOULD_HELP: LONG[:500]})
    assert shown.message is not None
    return shown.message


async def test_what_frames_have_no_room_for_stands_below_them(stage: Stage) -> None:
    """Nothing of it is lost, and both are previews of the same ask; one that fits again takes its
    place, of the generation that is there."""
    short = await stage.write("It has been a long week.")
    assert short.flags & V2
    assert boxes(short) == ["It has been a long week."]
    long = await change(stage, short, LONG)
    assert long is not short
    assert long.ephemeral
    assert not long.flags & V2
    assert boxes(long)[0].replace("\\", "") == LONG
    again = await change(stage, long, "It is better now.")
    assert again is long
    assert not again.flags & V2
    assert boxes(again)[0] == "It is better now."
    await stage.asker.press(short, stage.words("press.post.button"))
    await stage.settle()
    assert "would like an ear" in stage.post().text
    assert said(short) != ""
    assert short.flags & V2


async def test_a_panel_of_an_earlier_version_gets_a_frame(stage: Stage) -> None:
    """It is the same message, and its buttons go on."""
    await stage.set_up()
    (panel,) = stage.panels()
    panel.flags, panel.components, panel.content = 0, panel.components[1:], "An older text."
    await stage.set_up()
    await stage.settle()
    assert stage.panels() == [panel]
    assert panel.flags & V2
    assert not panel.content
    assert stage.words("notice.panel") in said(panel)
    assert (await stage.asker.press(panel, stage.words("press.ask.button"))).form is not None
