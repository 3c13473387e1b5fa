"""/listen: the guide, the settings, and resting."""

import pytest

from bot.local_discord import Message, Person
from tests.journeys.adults import AGREES, agrees, label
from tests.journeys.stage import Stage


async def press(
    stage: Stage, person: Person, message: Message, action: str, **values: str
) -> Message:
    """Press a button by its key; what the person sees then."""
    label = stage.words(f"press.{action}.button", **values)
    shown = (await person.press(message, label)).message
    assert shown is not None
    await stage.settle()
    return shown


async def settings(stage: Stage, person: Person) -> Message:
    """The panel's settings."""
    panel = (await person.run("listen", in_=stage.asks)).message
    assert panel is not None
    return await press(stage, person, panel, "settings")


async def fill(
    stage: Stage, shown: Message, action: str, form_key: str, **chosen: object
) -> Message:
    """Open one of the forms and fill it in; what is left out stays."""
    form = (await stage.listener.press(shown, stage.words(f"press.{action}.button"))).form
    assert form is not None
    key = f"settings.{form_key}.form"
    values = {stage.words(f"{key}.{name}.field_label"): one for name, one in chosen.items()}
    after = (await stage.listener.submit(form, values)).message
    assert after is not None
    return after


async def test_joining_takes_three_steps_and_an_agreement(stage: Stage) -> None:
    """Each step is short; the last says that moderators know who listens, and its form asks for a
    tick. Sent without one it opens again as it was."""
    step = (await stage.admin.run("listen", in_=stage.asks)).message
    assert step is not None
    for key in ("guide_two", "guide_three"):
        assert [button.label for button in step.buttons] == [stage.words("press.guide.button")]
        step = await press(stage, stage.admin, step, "guide")
        assert step.text == stage.words(f"listen.{key}")
    assert "the moderators knowing by name that you listen here" in step.text
    form = (await stage.admin.press(step, stage.words("press.join.button"))).form
    assert form is not None
    assert [field.label for field in form.fields] == [label(AGREES)]
    refused = (await stage.admin.submit(form, {})).message
    assert refused is not None
    assert refused.text == stage.words("error.not_agreed")
    again = (await stage.admin.press(refused, stage.words("press.open_again.button"))).form
    joined = await agrees(stage.admin, again)
    assert "You're a listener, off duty" in joined.text
    second = (await stage.admin.press(step, stage.words("press.join.button"))).form
    assert "You're a listener, off duty" in (await agrees(stage.admin, second)).text


async def test_what_i_listen_to_is_kept(stage: Stage) -> None:
    """Topics, languages, heavy ones, how many at once: shown at once and in the form again."""
    shown = await fill(
        stage,
        await settings(stage, stage.listener),
        "what_i_take",
        "take",
        topics=["Family", "Loss and grief"],
        languages=["English", "Deutsch"],
        heavy="Ask me each time",
        at_once="2",
    )
    for part in ("Family; Loss and grief", "English and Deutsch", "Ask me each time", "time: 2"):
        assert part in shown.text
    again = await settings(stage, stage.listener)
    assert again.text == shown.text


async def test_my_hours_are_kept(stage: Stage) -> None:
    """A place from the list or typed, quiet hours, and being told off duty."""
    shown = await fill(
        stage,
        await settings(stage, stage.listener),
        "my_hours",
        "hours",
        other_zone="america/bogota",
        quiet="23-7:30",
        off_duty="Yes, that's all right",
    )
    for part in ("America/Bogota", "23:00-07:30", "Yes, that's all right"):
        assert part in shown.text
    chosen = await fill(stage, shown, "my_hours", "hours", other_zone="", zone=["Berlin"])
    assert "Europe/Berlin" in chosen.text


async def test_a_place_from_the_list_takes_the_place_of_one_that_was_typed_before(
    stage: Stage,
) -> None:
    """The typed one still stands in its field; what they change is what they want."""
    first = await settings(stage, stage.listener)
    shown = await fill(stage, first, "my_hours", "hours", other_zone="America/Bogota")
    listed = await fill(stage, shown, "my_hours", "hours", zone=["Berlin"])
    assert "Europe/Berlin" in listed.text
    typed = await fill(stage, listed, "my_hours", "hours", other_zone="America/Bogota")
    assert "America/Bogota" in typed.text


@pytest.mark.parametrize(
    ("filled", "error"),
    [
        ({"other_zone": "Nowhere at all"}, "unknown_zone"),
        ({"quiet": "late"}, "unknown_hours"),
        ({"off_duty": "Yes, that's all right"}, "zone_needed"),
    ],
)
async def test_what_cannot_be_read_changes_nothing(
    stage: Stage, filled: dict[str, object], error: str
) -> None:
    """It says kindly what is meant, and the settings stay as they were."""
    before = await settings(stage, stage.listener)
    kept = before.text
    shown = await fill(stage, before, "my_hours", "hours", **filled)
    assert shown.text == stage.words(f"error.{error}")
    assert (await settings(stage, stage.listener)).text == kept


async def test_my_week_is_put_in_and_taken_out(stage: Stage) -> None:
    """Some days get hours; leaving the hours empty takes the days out again."""
    first = await settings(stage, stage.listener)
    shown = await fill(
        stage, first, "my_week", "week", days=["Monday", "Friday"], span="18:00-21:00"
    )
    assert "- Monday and Friday: 18:00-21:00" in shown.text
    less = await fill(stage, shown, "my_week", "week", days=["Monday"], span="")
    assert "Monday" not in less.text
    assert "- Friday: 18:00-21:00" in less.text
    assert stage.words("settings.week_counts_later") in less.text


async def test_a_day_may_have_several_hours_in_ones_own_words(stage: Stage) -> None:
    """They are shown in order; those that overlap as one. What has no day is asked about."""
    first = await settings(stage, stage.listener)
    typed = "6pm-9pm and 8am-10am, 8:30 pm - 2 am"
    shown = await fill(stage, first, "my_week", "week", days=["Friday"], span=typed)
    assert "- Friday: 08:00-10:00 and 18:00-02:00" in shown.text
    no_day = await fill(stage, shown, "my_week", "week", span="all day")
    assert no_day.text == stage.words("error.which_days")
    shown = await fill(stage, shown, "my_week", "week", days=["Sunday"], span="0-24")
    assert "- Sunday: all day" in shown.text


async def test_days_off_are_put_in_and_taken_out(stage: Stage) -> None:
    """Days in one's own words, a country's holidays, and back. What may be two dates is asked."""
    first = await settings(stage, stage.listener)
    shown = await fill(stage, first, "my_hours", "hours", other_zone="Madrid")
    typed = "24 Dec - 2 Jan"
    shown = await fill(stage, shown, "my_days_off", "days_off", days=typed, holidays="España")
    assert "- Thursday, December 24, 2026 to Saturday, January 2, 2027" in shown.text
    assert "as in Spain. The next one: " in shown.text
    asked = await fill(stage, shown, "my_days_off", "days_off", days="4/5")
    assert "Do you mean Monday, May 4, 2026 or Sunday, April 5, 2026?" in asked.text
    meant = (await stage.listener.press(asked, "Monday, May 4, 2026")).message
    assert meant is not None
    assert "- Monday, May 4, 2026" in meant.text
    taken = ["Thursday, December 24, 2026 to Saturday, January 2, 2027"]
    less = await fill(stage, meant, "my_days_off", "days_off", out=taken)
    assert "December 24" not in less.text
    assert "- Monday, May 4, 2026" in less.text
    assert "as in Spain" in less.text


async def test_skills_are_put_in_and_taken_out(stage: Stage) -> None:
    """Of the list and in one's own words, which take no effect. What is too long, or names
    somebody, is explained; what stands there twice is kept once."""
    first = await settings(stage, stage.listener)
    listed, typed = ["Music", "Cooking"], "*Ukulele*\n编织, ukulele"
    shown = await fill(stage, first, "my_skills", "skills", listed=listed, own=typed)
    assert shown.text.startswith("You wrote \\*Ukulele\\* more than once.")
    assert "What you can share: Cooking and Music" in shown.text
    assert "\\*Ukulele\\*\n编织" in shown.text
    long = await fill(stage, shown, "my_skills", "skills", own="x" * 200)
    assert "200 characters long, and 40 fit" in long.text
    named = await fill(stage, shown, "my_skills", "skills", own="with @everyone")
    assert named.text == stage.words("error.skill_names_somebody")
    kept = await settings(stage, stage.listener)
    assert "编织" in kept.text
    none = await fill(stage, kept, "my_skills", "skills", listed=[], own="")
    assert "What you can share: nothing named yet" in none.text


async def test_rest_needs_no_reason(stage: Stage) -> None:
    """Resting ends duty, says until when, and ends with one press."""
    panel = (await stage.listener.run("listen", in_=stage.asks)).message
    assert panel is not None
    on = await press(
        stage, stage.listener, panel, "duty", length=stage.words("time.hours", count=1)
    )
    choices = await press(stage, stage.listener, on, "rest")
    days = stage.words("time.days", count=3)
    resting = await press(stage, stage.listener, choices, "rest_for", length=days)
    until = int(stage.clock.now().timestamp()) + 3 * 86400
    assert f"<t:{until}:R>" in resting.text
    await stage.ask()
    shown = await press(stage, stage.listener, stage.post(), "accept")
    assert shown.text == stage.words("error.no_longer_available")
    back = await press(stage, stage.listener, resting, "rest_over")
    assert "off duty" in back.text
    await stage.accept()
    await stage.listener.wait_for(stage.listener.dm, "You're here for")
