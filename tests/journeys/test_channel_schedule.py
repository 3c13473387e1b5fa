"""Encouragements for a channel: switched on by who manages the server, seen by everybody."""

from datetime import timedelta

import pytest

from bot.local_discord import Message, Permissions
from tests.journeys.stage import Stage

HOUR = timedelta(hours=1)


async def chosen(stage: Stage, **filled: object) -> Message:
    """Choose a channel below /setup; the answer."""
    setup = await stage.set_up()
    shown = (await stage.admin.press(setup, "Encouragements for a channel")).message
    assert shown is not None
    form = (await stage.admin.press(shown, "Choose a channel")).form
    assert form is not None
    values = {"channel": stage.asks, "when": "9:00 Europe/Berlin"} | filled
    key = "channel_schedule.form"
    answers = {stage.words(f"{key}.{name}.field_label"): value for name, value in values.items()}
    answer = (await stage.admin.submit(form, answers)).message
    assert answer is not None
    return answer


def came(stage: Stage) -> list[Message]:
    """The encouragements in the channel, as a member sees them."""
    texts = [one.text for deck in stage.prompts.decks("en").values() for one in deck.texts]
    return [m for m in stage.public(stage.other) if any(text in m.text for text in texts)]


async def live(stage: Stage, days: int) -> None:
    """Let days pass, hour by hour."""
    for _ in range(24 * days):
        await stage.pass_time(HOUR)


async def test_it_comes_on_the_chosen_days_and_pings_nobody(stage: Stage) -> None:
    """The answer says when; the message is the bot's own."""
    answer = await chosen(stage, days=["Tuesday", "Wednesday"], themes=["Growth"])
    assert "Tuesday and Wednesday, 09:00, Europe/Berlin" in answer.text
    await live(stage, 4)
    assert len(came(stage)) == 2
    for message in came(stage):
        assert not message.pings
        assert list(map(str, message.buttons)) == ["Keep", "Stop"]


async def test_the_list_shows_what_was_chosen(stage: Stage) -> None:
    """The themes and the language too, where nothing was chosen as well."""
    answer = await chosen(stage, themes=["Growth"], language=["Español"])
    assert "About: Growth. Language: Español." in answer.text
    answer = await chosen(stage)
    everything = stage.words("schedule.every_theme")
    assert f"About: {everything}. Language: English." in answer.text


async def test_members_keep_it_and_only_who_manages_stops_it(stage: Stage) -> None:
    """What somebody keeps is shown to them alone."""
    await chosen(stage)
    await live(stage, 1)
    message = came(stage)[-1]
    kept = (await stage.other.press(message, "Keep")).message
    assert kept is not None
    assert kept.ephemeral
    refused = (await stage.other.press(message, "Stop")).message
    assert refused is not None
    assert refused.text == stage.words("error.not_allowed")
    stopped = (await stage.admin.press(message, "Stop")).message
    assert stopped is not None
    assert stopped.text == stage.words("channel_schedule.none")
    await live(stage, 1)
    assert len(came(stage)) == 1


@pytest.mark.parametrize(
    ("filled", "error"),
    [
        ({"when": "25:61 Europe/Berlin"}, "unknown_time"),
        ({"when": "9:00"}, "no_place"),
        ({"when": "9:00 Nowhere"}, "unknown_zone"),
        ({"days": []}, "no_weekday"),
    ],
)
async def test_what_cannot_be_read_changes_nothing(
    stage: Stage, filled: dict[str, object], error: str
) -> None:
    """A kind answer."""
    answer = await chosen(stage, **filled)
    assert answer.text == stage.words(f"error.{error}")
    await live(stage, 1)
    assert not came(stage)


@pytest.mark.parametrize(
    "when", ["9:00, Europe/Berlin", " 9:00,europe/berlin", "9h  Europe/Berlin"]
)
async def test_a_comma_between_the_time_and_the_place_is_fine(stage: Stage, when: str) -> None:
    """A schedule is shown with one."""
    assert "09:00, Europe/Berlin" in (await chosen(stage, when=when)).text


async def test_a_channel_where_the_bot_may_not_write_is_refused(stage: Stage) -> None:
    """It says what is missing, and where to mend it."""
    stage.entrance.set_overwrite("bot", deny=Permissions.SEND_MESSAGES)
    answer = await chosen(stage, channel=stage.entrance)
    assert "**Send Messages** is off for me" in answer.text
    assert f"<#{stage.entrance.id}>" in answer.text


async def test_a_second_choice_takes_the_place_of_the_first(stage: Stage) -> None:
    """One schedule a channel; the buttons below stop each."""
    await chosen(stage)
    answer = await chosen(stage, when="18:30 Europe/Berlin")
    assert answer.text.count("Europe/Berlin") == 1
    assert "18:30" in answer.text
    stopped = (await stage.admin.press(answer, "Stop 1")).message
    assert stopped is not None
    assert stopped.text == stage.words("channel_schedule.none")


async def test_a_deleted_channel_is_promised_nothing(stage: Stage) -> None:
    """The list says that nothing comes there, at once, and how to stop it."""
    second = stage.guild.add_channel("second")
    await stage.settle()
    assert "The next one" in (await chosen(stage, channel=second)).text
    second.delete()
    await stage.settle()
    setup = await stage.set_up()
    shown = (await stage.admin.press(setup, "Encouragements for a channel")).message
    assert shown is not None
    assert "nothing comes there" in shown.text
    assert "The next one" not in shown.text
