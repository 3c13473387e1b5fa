"""What was asked back is answered by a press, with all that was typed."""

import pytest

from tests.journeys.stage import Stage
from tests.journeys.test_channel_schedule import chosen
from tests.journeys.test_my_schedule import choose
from tests.journeys.test_typed_again import labels, press, submit


@pytest.mark.parametrize(
    ("typed", "pressed", "read"),
    [
        ({"at": "8"}, "8 in the evening", "20:00, Europe/Berlin (8 in the evening)"),
        ({"at": "halb acht"}, "7:30 in the morning", "07:30, Europe/Berlin (7:30 in the morning)"),
        ({"zone": "EST"}, "New York", "09:00, America/New_York"),
        ({"zone": "Córdoba"}, "Córdoba, Spain", "09:00, Europe/Madrid"),
        ({"zone": "Berln"}, "Berlin", "09:00, Europe/Berlin"),
        ({"zone": "", "at": "9:00 IST"}, "Dublin", "09:00, Europe/Dublin"),
    ],
)
async def test_what_is_asked_back_is_answered_by_a_press(
    stage: Stage, typed: dict[str, str], pressed: str, read: str
) -> None:
    """In the place of the question; nothing else that was typed is lost."""
    asked = await choose(stage, **{"days": ["Monday"], **typed})
    assert labels(asked)[-1] == stage.words("press.open_again.button")
    taken = await press(stage.asker, asked, pressed)
    assert taken.id == asked.id
    assert read in taken.text
    assert "Days: Monday" in taken.text


async def test_two_things_are_asked_one_after_the_other(stage: Stage) -> None:
    """In one field, too: first the place, then the half of the day."""
    asked = await chosen(stage, when="9 GMT")
    which = await press(stage.admin, asked, "Accra")
    assert which.text == stage.words(
        "error.which_half", choices="9 in the morning or 9 in the evening"
    )
    taken = await press(stage.admin, which, "9 in the evening")
    assert "21:00, Africa/Accra" in taken.text


async def test_the_commands_options_are_asked_back_too(stage: Stage) -> None:
    """There is no form to open; a press is enough."""
    asked = (await stage.asker.run("encourage", stage.asks, at="8", zone="mumbai")).message
    assert asked is not None
    assert labels(asked) == ["8 in the morning", "8 in the evening"]
    taken = await press(stage.asker, asked, "8 in the evening")
    assert "20:00, Asia/Kolkata" in taken.text


async def test_a_listeners_place_is_asked_back_too(stage: Stage) -> None:
    """The field beside the list of places."""
    panel = (await stage.listener.run("listen", in_=stage.asks)).message
    assert panel is not None
    settings = await press(stage.listener, panel, stage.words("press.settings.button"))
    form = (await stage.listener.press(settings, stage.words("press.my_hours.button"))).form
    assert form is not None
    asked = await submit(stage.listener, form, other_zone="HST", quiet="10pm-8am")
    taken = await press(stage.listener, asked, "Honolulu")
    assert "Your clock: Pacific/Honolulu, where it's 08:00 now" in taken.text
    assert "Quiet hours: 22:00-08:00" in taken.text


async def test_told_three_times_it_is_answered_all_the_same(stage: Stage) -> None:
    """Discord may deliver an event more than once: the button that is shown works."""
    stage.discord.gateway.repeat = 3
    asked = await choose(stage, at="8")
    stage.discord.gateway.repeat = 1
    assert "20:00, Europe/Berlin" in (await press(stage.asker, asked, "8 in the evening")).text
