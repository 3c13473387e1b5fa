"""Words that a listener writes in the night, as both sides see them."""

from datetime import timedelta

from bot.demo.frames import boxes
from bot.local_discord import Message
from tests.journeys.stage import Stage
from tests.journeys.test_offers import offers, on_duty, press

WORDS, BETTER = "Good mornign.", "Good morning. I thought of you."


async def has_read(stage: Stage) -> Message:
    """An ask of the evening, as a listener has read it."""
    shown = (await stage.listener.run("listen", in_=stage.asks)).message
    assert shown is not None
    await on_duty(stage, stage.listener, shown)
    await stage.ask("Elephants and lighthouses.")
    return await press(stage, stage.listener, offers(stage, stage.listener)[0], "read_it")


async def write(stage: Stage, below: Message, action: str, words: str) -> Message:
    """Open the form by a button, and send it; what the listener sees then."""
    form = (await stage.listener.press(below, stage.words(f"press.{action}.button"))).form
    assert form is not None
    label = stage.words("morning.field_label")
    shown = (await stage.listener.submit(form, {label: words})).message
    assert shown is not None
    await stage.settle()
    return shown


async def test_words_of_the_night_are_there_in_the_morning(stage: Stage) -> None:
    """Written, changed, and after a restart the first words of the conversation; the listener reads
    no hour anywhere."""
    kept = await write(stage, await has_read(stage), "in_their_morning", WORDS)
    assert kept.text.startswith(stage.words("morning.kept"))
    kept = await write(stage, kept, "morning_change", BETTER)
    assert kept.text.startswith(stage.words("morning.kept"))
    assert "<t:" not in str(kept.raw)
    await stage.restart()
    await stage.pass_time(timedelta(hours=23))
    shown = await stage.asker.wait_for(stage.asker.dm, BETTER)
    assert "mornign" not in shown.text
    gone = stage.words("notice.morning_gone")
    await stage.listener.wait_for(stage.listener.dm, gone)


async def test_what_was_written_is_read_again_and_taken_back_under_my_conversations(
    stage: Stage,
) -> None:
    """There it waits, also after a restart and without an hour; whoever asked never reads it, and
    the ask waits on for everybody."""
    read = await has_read(stage)
    await write(stage, read, "in_their_morning", WORDS)
    await stage.restart()
    mine = (await stage.listener.run("conversations", in_=stage.asks)).message
    assert mine is not None
    assert mine.text.startswith(stage.words("mine.morning", server="Harbour"))
    assert "<t:" not in str(mine.raw)
    seen = (await stage.listener.press(mine, stage.words("press.morning_see.button"))).message
    assert seen is not None
    assert WORDS in boxes(seen)
    changed = await write(stage, seen, "morning_change", BETTER)
    assert BETTER in boxes(changed)
    back = await stage.listener.press(mine, stage.words("press.morning_back.button"))
    assert back.message is not None
    assert back.message.text.startswith(stage.words("morning.taken_back"))
    late = (await stage.listener.press(seen, stage.words("press.morning_back.button"))).message
    assert late is not None
    assert late.text.startswith(stage.words("error.morning_words_over"))
    await stage.pass_time(timedelta(hours=16))
    assert BETTER not in str([one.raw for one in stage.asker.sees(stage.asker.dm)])
    taken = await stage.listener.press(read, stage.words("press.accept.button"))
    assert taken.message is not None
    await stage.settle()
    await stage.asker.wait_for(stage.asker.dm, "Somebody is here")
