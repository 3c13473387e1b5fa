"""One's own quiet hours, chosen under My conversations and read back.

What waits for their end, and what does not: tests/services/delivery/test_quiet_hours.py.
"""

from bot.local_discord import Message
from tests.journeys.stage import Stage


async def chosen(stage: Stage, quiet: str, place: str) -> Message:
    """Open the form under My conversations, and fill it in."""
    mine = (await stage.asker.run("conversations")).message
    assert mine is not None
    form = (await stage.asker.press(mine, stage.words("press.my_quiet.button"))).form
    assert form is not None
    fields = {
        stage.words("my_quiet.form.other_zone.field_label"): place,
        stage.words("my_quiet.form.quiet.field_label"): quiet,
    }
    shown = (await stage.asker.submit(form, fields)).message
    assert shown is not None
    return shown


async def test_quiet_hours_are_read_back_by_the_clock_of_the_place(stage: Stage) -> None:
    """As people write them; and none any more."""
    shown = await chosen(stage, "10 pm until 8 am", "Bogotá")
    assert "22:00-08:00" in shown.text
    assert "America/Bogota" in shown.text
    assert stage.words("my_quiet.off") in (await chosen(stage, "", "Bogotá")).text


async def test_what_cannot_be_read_opens_again_as_it_was(stage: Stage) -> None:
    """With the words that were typed."""
    shown = await chosen(stage, "when I sleep", "Bogotá")
    again = (await stage.asker.press(shown, stage.words("press.open_again.button"))).form
    assert again is not None
    assert "when I sleep" in str(again.parts)
