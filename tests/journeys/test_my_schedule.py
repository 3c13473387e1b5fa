"""Encouragements that come by themselves: chosen, paused, stopped, kept, and what goes wrong."""

from datetime import timedelta

import pytest

from bot.local_discord import Message, Person
from tests.engines import on_both_engines
from tests.journeys.stage import Stage

FORM = "schedule.form"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def encouraged(stage: Stage) -> Message:
    """What /encourage shows."""
    shown = (await stage.asker.run("encourage", in_=stage.asks)).message
    assert shown is not None
    return shown


async def press(stage: Stage, message: Message, action: str, by: Person | None = None) -> Message:
    """Press a button; the message that answers."""
    label = stage.words(f"press.{action}.button", number=1)
    shown = (await (by or stage.asker).press(message, label)).message
    assert shown is not None
    return shown


async def fill(stage: Stage, below: Message, action: str, **filled: object) -> Message:
    """Fill in the form behind a button; what is not named stays as it stands."""
    form = (await stage.asker.press(below, stage.words(f"press.{action}.button"))).form
    assert form is not None
    values = {stage.words(f"{FORM}.{name}.field_label"): value for name, value in filled.items()}
    shown = (await stage.asker.submit(form, values)).message
    assert shown is not None
    return shown


async def choose(stage: Stage, **filled: object) -> Message:
    """Have something come each day, by default at nine in Berlin; or change what comes."""
    values, shown = {"zone": "Europe/Berlin", **filled}, await encouraged(stage)
    if stage.words("press.every_day.button") in map(str, shown.buttons):
        return await fill(stage, shown, "every_day", **values)
    return await fill(stage, await press(stage, shown, "my_schedule"), "change_schedule", **values)


def encouragements(stage: Stage) -> list[Message]:
    """Those that came to the asker's direct messages."""
    texts = [one.text for deck in stage.prompts.decks("en").values() for one in deck.texts]
    return [
        message
        for message in stage.asker.sees(stage.asker.dm)
        if not message.ephemeral and any(text in message.text for text in texts)
    ]


async def live(stage: Stage, days: int) -> None:
    """Let days pass, hour by hour."""
    for _ in range(24 * days):
        await stage.pass_time(HOUR)


async def test_it_comes_each_day_with_stop_and_keep(stage: Stage) -> None:
    """Chosen in a form, said in the answer, and delivered at nine in Berlin."""
    shown = await choose(stage, at="9:00", days=["Tuesday", "Thursday"], themes=["Growth"])
    assert shown.ephemeral
    for part in ("09:00, Europe/Berlin", "Tuesday and Thursday", "Growth", "<t:1772524800:f>"):
        assert part in shown.text
    await stage.settle()
    await live(stage, 4)
    came = encouragements(stage)
    assert len(came) == 2
    growth = [one.text for one in stage.prompts.decks("en")["growth"].texts]
    for message in came:
        assert any(text in message.text for text in growth)
        assert list(map(str, message.buttons)) == ["Keep", "Stop"]
    assert not any("Growth" in m.text for m in stage.listener.sees(stage.asks))


async def test_the_command_takes_a_time_and_suggests_the_place(stage: Stage) -> None:
    """All zones of the world while one types; the rest is every day, about everything."""
    offered = await stage.asker.autocomplete("encourage", stage.asks, option="zone", typed="kathm")
    assert [choice["value"] for choice in offered or ()] == ["Asia/Kathmandu"]
    shown = (
        await stage.asker.run("encourage", in_=stage.asks, at="8:15", zone="Asia/Kathmandu")
    ).message
    assert shown is not None
    assert "08:15, Asia/Kathmandu" in shown.text
    assert stage.words("time.every_day") in shown.text
    moved = (await stage.asker.run("encourage", in_=stage.asks, zone="europe/lisbon")).message
    assert moved is not None
    assert "08:15, Europe/Lisbon" in moved.text


async def test_the_command_asks_for_the_place_once(stage: Stage) -> None:
    """A time alone is enough from then on."""
    for options, told in (
        ({"at": "8:15"}, stage.words("error.no_place")),
        ({"at": "8:15", "zone": "Europe/Lisbon"}, "08:15, Europe/Lisbon"),
        ({"at": "8:30"}, "08:30, Europe/Lisbon"),
    ):
        shown = (await stage.asker.run("encourage", stage.asks, **options)).message
        assert shown is not None
        assert told in shown.text


async def test_the_command_takes_a_theme_beside_the_time(stage: Stage) -> None:
    """What comes each day is about it, until another one is chosen."""
    told = []
    for options in (
        {"theme": "growth", "at": "8:15", "zone": "Europe/Berlin"},
        {"at": "8:30"},
        {"theme": "culture", "at": "9:00"},
    ):
        shown = (await stage.asker.run("encourage", stage.asks, **options)).message
        assert shown is not None
        told += [line for line in shown.text.splitlines() if line.startswith("About: ")]
    assert told == ["About: Growth", "About: Growth", "About: A culture of support"]


@pytest.mark.parametrize(
    ("filled", "error"),
    [
        ({"at": "25:61"}, "unknown_time"),
        ({"at": "the 31st"}, "unknown_time"),
        ({"at": ""}, "unknown_time"),
        ({"at": "\u202e8:30"}, "unknown_time"),
        ({"at": "8"}, "which_half"),
        ({"zone": "Europe/Berln"}, "likely_place"),
        ({"zone": "Nowhere at all"}, "unknown_zone"),
        ({"zone": " "}, "no_place"),
        ({"days": []}, "no_weekday"),
    ],
)
async def test_what_cannot_be_read_changes_nothing(
    stage: Stage, filled: dict[str, object], error: str
) -> None:
    """A kind answer, with a place that may be meant, and the schedule stays as it was."""
    mine = await choose(stage, at="21")
    shown = await fill(stage, mine, "change_schedule", **filled)
    choices = {
        "which_half": "8 in the morning or 8 in the evening",
        "likely_place": "Berlin",
    }
    assert shown.text == stage.words(f"error.{error}", choices=choices.get(error, ""))
    again = await press(stage, await encouraged(stage), "my_schedule")
    assert "21:00, Europe/Berlin" in again.text


@on_both_engines(dear=True)
async def test_one_press_stops_it_and_one_keeps_it(stage: Stage) -> None:
    """After a restart too; pressing twice is fine, and nobody else's press counts."""
    await choose(stage)
    await live(stage, 1)
    await stage.restart()
    came = encouragements(stage)[-1]
    kept = await press(stage, came, "keep")
    assert kept.text == stage.words("encourage.kept_now")
    await press(stage, came, "keep")
    listed = await press(stage, kept, "kept")
    assert came.text.splitlines()[0] in listed.text
    emptied = await press(stage, listed, "let_go")
    assert emptied.text == stage.words("encourage.none_kept")
    for _ in range(2):
        stopped = await press(stage, came, "stop_encouragements")
        assert stopped.text == stage.words("schedule.stopped_now")
    await live(stage, 2)
    assert len(encouragements(stage)) == 1
    mine = await press(stage, stopped, "my_schedule")
    assert stage.words("schedule.stopped") in mine.text
    await press(stage, mine, "schedule_on")
    await live(stage, 1)
    assert len(encouragements(stage)) == 2


async def test_changing_what_is_stopped_starts_it_again(stage: Stage) -> None:
    """As Go on does; while it is stopped both are named."""
    stopped = await press(stage, await choose(stage), "stop_schedule")
    for action in ("schedule_on", "change_schedule"):
        assert f'"{stage.words(f"press.{action}.button")}"' in stopped.text
    changed = await fill(stage, stopped, "change_schedule")
    assert stage.words("schedule.next", next="|").split("|")[0] in changed.text
    await live(stage, 1)
    assert len(encouragements(stage)) == 1


async def test_an_old_stop_button_stops_what_comes_now(stage: Stage) -> None:
    """Also where what was stopped then is erased by now, and chosen anew since; before that it says
    that nothing comes."""
    await choose(stage)
    await live(stage, 1)
    old = encouragements(stage)[-1]
    await press(stage, old, "stop_encouragements")
    await stage.pass_time(91 * DAY)
    nothing = await press(stage, old, "stop_encouragements")
    assert nothing.text == stage.words("error.no_schedule")
    await choose(stage)
    stopped = await press(stage, old, "stop_encouragements")
    assert stopped.text == stage.words("schedule.stopped_now")
    await live(stage, 2)
    assert len(encouragements(stage)) == 1


async def test_a_pause_of_some_days(stage: Stage) -> None:
    """It says until when; a number that makes no sense changes nothing; it can end early."""
    mine = await choose(stage)
    for typed in ("0", "91", "31st", "-2", "soon"):
        form = (await stage.asker.press(mine, "Pause")).form
        assert form is not None
        label = stage.words("schedule.pause.form.days.field_label")
        refused = (await stage.asker.submit(form, {label: typed})).message
        assert refused is not None
        assert refused.text == stage.words("error.unknown_days", most=90)
    form = (await stage.asker.press(mine, "Pause")).form
    assert form is not None
    paused = (await stage.asker.submit(form, {label: "3"})).message
    assert paused is not None
    assert stage.words("schedule.paused", next="<t:1772697600:f>") in paused.text
    await live(stage, 2)
    assert not encouragements(stage)
    await press(stage, paused, "schedule_on")
    await live(stage, 1)
    assert len(encouragements(stage)) == 1


@pytest.mark.parametrize(
    ("at", "days"),
    [("٠٨:٣٠", "٣"), ("８：３０", "３"), ("8:30 Uhr", "drei Tage")],  # noqa: RUF001
)
async def test_digits_and_words_of_other_languages_are_taken_in_every_field(
    stage: Stage, at: str, days: str
) -> None:
    """The time of day as well as the days of a pause."""
    mine = await choose(stage, at=at)
    assert "08:30, Europe/Berlin" in mine.text
    form = (await stage.asker.press(mine, "Pause")).form
    assert form is not None
    label = stage.words("schedule.pause.form.days.field_label")
    paused = (await stage.asker.submit(form, {label: days})).message
    assert paused is not None
    assert stage.words("schedule.paused", next="|").split("|")[0] in paused.text


async def test_a_pause_lasts_when_something_else_is_changed(stage: Stage) -> None:
    """In the form and with the command; only Go on ends it early."""
    form = (await stage.asker.press(await choose(stage), "Pause")).form
    assert form is not None
    days = {stage.words("schedule.pause.form.days.field_label"): "10"}
    paused = (await stage.asker.submit(form, days)).message
    assert paused is not None
    changed = await fill(stage, paused, "change_schedule", themes=["Growth"])
    moved = (await stage.asker.run("encourage", in_=stage.asks, at="9:00")).message
    assert moved is not None
    quiet = stage.words("schedule.paused", next="<t:1773302400:f>")
    for shown in (paused, changed, moved):
        assert quiet in shown.text
    await live(stage, 2)
    assert not encouragements(stage)


async def test_closed_dms_stop_it_after_three_days_and_my_schedule_says_so(stage: Stage) -> None:
    """Nothing piles up meanwhile, and Go on brings the next one."""
    await choose(stage)
    await stage.settle()
    stage.asker.dms_open = False
    await live(stage, 4)
    mine = await press(stage, await encouraged(stage), "my_schedule")
    assert stage.words("schedule.unreachable", length="3 days") in mine.text
    stage.asker.dms_open = True
    await stage.settle()
    assert not encouragements(stage)
    await press(stage, mine, "schedule_on")
    await live(stage, 1)
    assert len(encouragements(stage)) == 1


async def test_stopped_before_it_could_be_said_it_does_not_begin(stage: Stage) -> None:
    """With direct messages closed; chosen once more it is said, and once."""
    stage.asker.dms_open = False
    mine = await choose(stage)
    await stage.settle()
    mine = await press(stage, mine, "stop_schedule")
    stage.asker.dms_open = True
    await live(stage, 1)
    begin = stage.words("notice.encouragements_begin")
    assert begin not in [m.text for m in stage.asker.sees(stage.asker.dm)]
    stage.asker.dms_open = False
    for _ in range(2):
        mine = await fill(stage, mine, "change_schedule", at="10:00")
        mine = await press(stage, mine, "stop_schedule")
    await fill(stage, mine, "change_schedule", at="10:00")
    stage.asker.dms_open = True
    await live(stage, 1)
    assert [m.text for m in stage.asker.sees(stage.asker.dm)].count(begin) == 1


async def test_the_form_starts_as_it_stands(stage: Stage) -> None:
    """Change shows what was chosen, so that nothing else is lost."""
    mine = await choose(stage, at="7:45", days=["Sunday"], themes=["Growth"], language=["Español"])
    assert "Español" in mine.text
    changed = await fill(stage, mine, "change_schedule", at="8:00")
    for part in ("08:00, Europe/Berlin", "Sunday", "Growth", "Español"):
        assert part in changed.text


async def test_it_comes_in_spanish_to_who_chose_spanish(stage: Stage) -> None:
    """The encouragements do; the rest of the bot speaks as before."""
    await choose(stage, language=["Español"])
    await live(stage, 1)
    texts = [one.text for deck in stage.prompts.decks("es").values() for one in deck.texts]
    newest = stage.asker.sees(stage.asker.dm)[-1]
    assert any(text in newest.text for text in texts)


async def test_a_conversation_is_not_held_up_by_it(stage: Stage) -> None:
    """Both arrive."""
    await choose(stage)
    await stage.ask()
    await stage.accept()
    await stage.listener.send(stage.listener.dm, "I'm here.")
    await live(stage, 1)
    assert any("I'm here." in m.text for m in stage.asker.sees(stage.asker.dm))
    assert len(encouragements(stage)) == 1
