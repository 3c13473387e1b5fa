"""Words that a listener writes in the night, as both sides see them."""

from datetime import timedelta

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


async def test_what_was_written_is_taken_back_in_one_press(stage: Stage) -> None:
    """Whoever asked never reads it, and the ask waits on for everybody."""
    read = await has_read(stage)
    kept = await write(stage, read, "in_their_morning", BETTER)
    back = await stage.listener.press(kept, stage.words("press.morning_back.button"))
    assert back.message is not None
    assert back.message.text.startswith(stage.words("morning.taken_back"))
    await stage.pass_time(timedelta(hours=16))
    assert BETTER not in str([one.raw for one in stage.asker.sees(stage.asker.dm)])
    taken = await stage.listener.press(read, stage.words("press.accept.button"))
    assert taken.message is not None
    await stage.settle()
    await stage.asker.wait_for(stage.asker.dm, "Somebody is here")
