"""A form that was not taken opens again as it was."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.errors import OutOfDate
from bot.domain.rejected_forms import Typed
from bot.local_discord import Form, Message, Person
from bot.services.forms import rejected
from tests.journeys.guided import Guided
from tests.journeys.stage import Stage
from tests.journeys.talking import talk
from tests.journeys.test_channel_schedule import chosen
from tests.journeys.test_my_schedule import choose
from tests.services.scene import ASKER, OTHER

MINUTE = timedelta(minutes=1)
BLANK = "\u200b"


def labels(message: Message) -> list[str]:
    """The buttons, by their labels."""
    return [str(button) for button in message.buttons]


async def again(stage: Stage, person: Person, refused: Message) -> Form:
    """Press the button below an answer that took nothing."""
    form = (await person.press(refused, stage.words("press.open_again.button"))).form
    assert form is not None
    return form


async def press(person: Person, message: Message, label: str) -> Message:
    """Press a button by its label; what is shown then."""
    shown = (await person.press(message, label)).message
    assert shown is not None
    return shown


async def submit(person: Person, form: Form, **values: object) -> Message:
    """Send a form off, with values by the fields' names; the rest stays."""
    shown = (await person.submit(form, values)).message
    assert shown is not None
    return shown


def standing(form: Form) -> dict[str, Any]:
    """What stands in each field of a form, as its reader sees it."""
    found: dict[str, Any] = {}
    for field in form.fields:
        part = field.part
        options = [one["value"] for one in field.options if one.get("default")]
        things = [int(one["id"]) for one in part.get("default_values") or ()]
        found[part["custom_id"]] = options or things or part.get("value") or ""
    return found


async def test_ones_schedule_opens_as_it_was_typed(stage: Stage) -> None:
    """Whatever was wrong, the rest has not to be found again; then it is taken."""
    refused = await choose(
        stage, at="quarter past", zone="Wien", days=["Sunday"], themes=["Growth"]
    )
    form = await again(stage, stage.asker, refused)
    assert standing(form) == {
        "at": "quarter past", "zone": "Wien", "days": ["sunday"], "themes": ["growth"],
        "language": ["en"],
    }  # fmt: skip
    taken = await submit(stage.asker, form, at="8:15 pm")
    for part in ("20:15, Europe/Vienna (8:15 in the evening)", "Sunday", "Growth"):
        assert part in taken.text


async def test_it_opens_after_a_restart_and_as_often_as_it_is_refused(stage: Stage) -> None:
    """The words are in the database, not in a form that somebody remembers."""
    refused = await choose(stage, at="soon", zone="Lisbon")
    await stage.restart()
    refused = await submit(stage.asker, await again(stage, stage.asker, refused))
    taken = await submit(stage.asker, await again(stage, stage.asker, refused), at="noon")
    assert "12:00, Europe/Lisbon (noon)" in taken.text


async def test_an_empty_list_stays_empty(stage: Stage) -> None:
    """No day is not every day."""
    refused = await choose(stage, days=[])
    assert standing(await again(stage, stage.asker, refused))["days"] == ""


async def test_the_channels_schedule_opens_as_it_was(stage: Stage) -> None:
    """The channel too, and the field that holds a time and a place."""
    refused = await chosen(stage, when="9:61 Lisbon", themes=["Growth"])
    assert refused.text == stage.words("error.unknown_time")
    form = await again(stage, stage.admin, refused)
    stands = standing(form)
    assert (stands["channel"], stands["when"]) == ([stage.asks.id], "9:61 Lisbon")
    assert stands["themes"] == ["growth"]
    taken = await submit(stage.admin, form, channel=stage.asks, when="9:06 Lisbon")
    assert "09:06, Europe/Lisbon" in taken.text


async def test_a_listeners_hours_open_as_they_were(stage: Stage) -> None:
    """So does the week."""
    panel = (await stage.listener.run("listen", in_=stage.asks)).message
    assert panel is not None
    settings = await press(stage.listener, panel, stage.words("press.settings.button"))
    for action, wrong, right, read in (
        ("my_hours", {"other_zone": "Paris", "quiet": "9-5"}, {"quiet": "9am-5pm"}, "09:00-17:00"),
        ("my_week", {"days": ["Friday"], "span": "late"}, {"span": "20:00-24:00"}, "20:00-00:00"),
    ):
        opened = (await stage.listener.press(settings, stage.words(f"press.{action}.button"))).form
        assert opened is not None
        refused = await submit(stage.listener, opened, **wrong)
        form = await again(stage, stage.listener, refused)
        typed = {name: standing(form)[name] for name in wrong}
        assert typed == {**wrong, **({"days": ["friday"]} if "days" in wrong else {})}
        assert read in (await submit(stage.listener, form, **right)).text


async def test_a_goal_opens_with_its_words(stage: Stage) -> None:
    """They are shown as well."""
    shown = (await stage.asker.run("goal", in_=stage.asks)).message
    assert shown is not None
    opened = (await stage.asker.press(shown, stage.words("press.set_goal.button"))).form
    assert opened is not None
    refused = await submit(stage.asker, opened, words="Walk", every="1h30", at="9:00", zone="NYC")
    assert refused.text.startswith(stage.words("error.no_whole_days", most=31))
    assert "Walk" in refused.text
    form = await again(stage, stage.asker, refused)
    assert standing(form) == {"words": "Walk", "every": "1h30", "at": "9:00", "zone": "NYC"}
    taken = await submit(stage.asker, form, every="two days")
    assert "every 2 days at 09:00, America/New_York" in taken.text


async def test_the_roles_of_ages_open_as_they_were(bare_stage: Stage) -> None:
    """One role for both groups is not taken; it stands there when the form opens again."""
    stage = bare_stage
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.choose_all(stage.asks, stage.staff, stage.moderators)
    await guided.press("setup_back")
    label = stage.words("press.setup_ages.button")
    opened = (await stage.admin.press(guided.message, label)).form
    assert opened is not None
    one = stage.moderators
    refused = await submit(stage.admin, opened, young_role=one, adult_role=one)
    assert refused.text == stage.words("error.age_roles_unclear")
    form = await again(stage, stage.admin, refused)
    assert standing(form) == {"young_role": [one.id], "adult_role": [one.id]}


async def test_words_that_were_not_taken_open_again(stage: Stage) -> None:
    """An ask, and words to the other side."""
    refused = await stage.write(BLANK, would_help="Company")
    form = await again(stage, stage.asker, refused)
    assert standing(form) == {"words": BLANK, "would_help": "Company"}
    assert "Post" in labels(await submit(stage.asker, form, words="It's been long."))
    asker, _ = await talk(stage)
    mine = (await asker.run("conversations", in_=stage.asks)).message
    assert mine is not None
    write = next(one for one in labels(mine) if one.startswith("Write to"))
    opened = (await asker.press(mine, write)).form
    assert opened is not None
    refused = await submit(asker, opened, words=BLANK)
    taken = await submit(asker, await again(stage, asker, refused), words="I'm here.")
    assert taken.text.startswith("I have it. It's for")


async def test_after_half_an_hour_it_is_gone(stage: Stage) -> None:
    """And erased; it says so, and nothing happens."""
    refused = await choose(stage, at="soon")
    await stage.pass_time(31 * MINUTE)
    shown = await press(stage.asker, refused, stage.words("press.open_again.button"))
    assert shown.text == stage.words("error.out_of_date")
    assert await kept(stage) == 0


async def test_what_was_taken_is_kept_no_longer(stage: Stage) -> None:
    """The words of a form that was taken stand nowhere else."""
    refused = await choose(stage, at="soon")
    assert await kept(stage) == 1
    await submit(stage.asker, await again(stage, stage.asker, refused), at="9:00")
    assert await kept(stage) == 0


async def test_only_its_author_finds_it(stage: Stage) -> None:
    """What stands below an answer is for the one who got it."""
    ctx = stage.bot.desk.ctx
    key = await rejected.keep(ctx, ASKER, Typed("goal", "t", {"words": "Walk"}))
    with pytest.raises(OutOfDate):
        await rejected.get_form(ctx, OTHER, key)
    assert (await rejected.get_form(ctx, ASKER, key)).answers == {"words": "Walk"}


async def kept(stage: Stage) -> int:
    """How many forms are kept."""

    async def count(tables: Any) -> int:
        row = await tables.rejected_forms._sql.fetch_one("SELECT count(*) FROM typed", ())
        return int(row[0])

    return await stage.bot.desk.ctx.store.read(count)
