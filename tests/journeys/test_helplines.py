"""/helplines: at once, always, everywhere."""

import asyncio
from datetime import timedelta

from bot.local_discord import Message, Person
from tests.journeys.stage import Stage
from tests.patience import PATIENCE

DIRECTORY = "https://findahelpline.com"


async def help_lines(person: Person, stage: Stage, country: str | None = None) -> Message:
    """Run /helplines in the server."""
    given = {} if country is None else {"country": country}
    shown = (await person.run("helplines", in_=stage.asks, **given)).message
    assert shown is not None
    return shown


async def near(person: Person, below: Message, stage: Stage, **filled: str) -> Message:
    """Choose a country in the form behind the button."""
    form = (await person.press(below, stage.words("press.my_country.button"))).form
    assert form is not None
    given = {
        stage.words(f"my_country.form.{name}.field_label"): one for name, one in filled.items()
    }
    shown = (await person.submit(form, given)).message
    assert shown is not None
    return shown


async def test_help_lines_name_the_directory_and_ask_for_the_country(stage: Stage) -> None:
    """Nothing is guessed: whoever runs it chooses where they are."""
    shown = await help_lines(stage.asker, stage)
    assert shown.ephemeral
    assert DIRECTORY in shown.text
    assert stage.words("helplines.danger.anywhere") in shown.text
    assert stage.words("helplines.which_country") in shown.text
    assert [button.label for button in shown.buttons] == ["Choose a country"]


async def test_a_country_shows_its_lines_and_its_emergency_number(stage: Stage) -> None:
    """Each number on a line of its own, with the month it was checked and what it costs where that
    is known; the directory stands under them."""
    shown = await help_lines(stage.asker, stage, "IE")
    assert "Help lines in Ireland" in shown.text
    assert "**112** or **999**" in shown.text
    assert "Call: **116 123**" in shown.text.splitlines()
    open_always = stage.words("helplines.always")
    line = f"**Samaritans** · {open_always} · free to call · checked Feb 2026"
    assert line in shown.text.splitlines()
    assert DIRECTORY in shown.text.splitlines()[-1]


async def test_a_country_is_chosen_in_a_form_or_written(stage: Stage) -> None:
    """As it may be typed behind the command, and changed by choosing another one; the message
    itself changes."""
    everywhere = await help_lines(stage.asker, stage)
    for filled, code in (
        ({"country": "United Kingdom"}, "GB"),
        ({"written": "Deutschland"}, "DE"),
        ({"country": "United Kingdom", "written": "México"}, "MX"),
    ):
        shown = await near(stage.asker, everywhere, stage, **filled)
        assert shown.id == everywhere.id
        assert shown.text == (await help_lines(stage.asker, stage, code)).text


async def test_the_last_country_is_remembered(stage: Stage) -> None:
    """On a bad day nobody chooses twice. For this person alone, changed by choosing another one,
    and for some months."""
    await near(stage.asker, await help_lines(stage.asker, stage), stage, written="Italia")
    await stage.settle()
    assert "Help lines in Italy" in (await help_lines(stage.asker, stage)).text
    assert "Help lines in" not in (await help_lines(stage.listener, stage)).text
    await stage.restart()
    await help_lines(stage.asker, stage, "fr")
    await stage.settle()
    assert "Help lines in France" in (await help_lines(stage.asker, stage)).text
    await stage.settle()
    await stage.pass_time(stage.settings.retention.help_country + timedelta(days=1))
    assert "Help lines in" not in (await help_lines(stage.asker, stage)).text


async def test_an_empty_form_says_the_same_again(stage: Stage) -> None:
    """Nothing was chosen: nothing is denied."""
    shown = await near(stage.asker, await help_lines(stage.asker, stage), stage)
    assert stage.words("helplines.which_country") in shown.text


async def test_help_lines_in_spanish(stage: Stage) -> None:
    """The countries' names, too; those that speak it come first in the list."""
    stage.asker.locale = "es-419"
    shown = (await stage.asker.run("helplines", in_=stage.asks, country="Alemania")).message
    assert shown is not None
    assert "**Líneas de ayuda: Alemania**" in shown.text
    form = (await stage.asker.press(shown, "Elegir un país")).form
    assert form is not None
    names = [option["label"] for option in form.fields[0].options]
    assert names[:4] == ["Argentina", "Colombia", "España", "Estados Unidos"]
    assert len(names) == 25
    offered = await stage.asker.autocomplete(
        "helplines", stage.asks, option="country", typed="reino"
    )
    assert offered is not None
    assert [one["name"] for one in offered] == ["Reino Unido"]


async def test_every_country_fits_into_a_message(stage: Stage) -> None:
    """Discord takes each answer."""
    for country in stage.prompts.helplines.values():
        shown = await help_lines(stage.asker, stage, country.code)
        assert all(line.name in shown.text for line in country.lines)


async def test_a_country_that_is_not_there_leads_to_the_directory(stage: Stage) -> None:
    """Whatever was typed is answered, and is not repeated."""
    shown = await help_lines(stage.asker, stage, "Atlantis")
    assert stage.words("helplines.not_here") in shown.text
    assert DIRECTORY in shown.text
    assert "Atlantis" not in shown.text


async def test_countries_are_suggested_while_typing(stage: Stage) -> None:
    """By name, as one types it."""
    offered = await stage.asker.autocomplete(
        "helplines", stage.asks, option="country", typed="united"
    )
    assert offered is not None
    assert [choice["name"] for choice in offered] == ["United Kingdom", "United States"]


async def test_help_lines_come_where_nothing_is_set_up_and_in_direct_messages(
    bare_stage: Stage,
) -> None:
    """Nobody has to have done anything first."""
    assert DIRECTORY in (await help_lines(bare_stage.asker, bare_stage)).text
    shown = (await bare_stage.asker.run("helplines")).message
    assert shown is not None
    assert DIRECTORY in shown.text


async def test_help_lines_come_when_the_database_is_gone(stage: Stage) -> None:
    """They are in memory: the command, its suggestions and its buttons touch nothing else."""
    await stage.bot.desk.ctx.store.close()
    shown = await help_lines(stage.asker, stage)
    chosen = await near(stage.asker, shown, stage, written="Germany")
    assert "TelefonSeelsorge" in chosen.text
    offered = await stage.asker.autocomplete("helplines", stage.asks, option="country", typed="fr")
    assert offered
    async with asyncio.timeout(PATIENCE):
        assert "3114" in (await help_lines(stage.asker, stage, "France")).text


async def test_help_and_privacy_answer_everywhere(bare_stage: Stage) -> None:
    """Five lines, and the words about privacy, in a server, before /setup, and in messages."""
    for where in (bare_stage.asks, None):
        for command, first in (("help", "Ask for help"), ("privacy", "do not see your name")):
            shown = (await bare_stage.asker.run(command, in_=where)).message
            assert shown is not None
            assert shown.ephemeral
            assert first in shown.text
    helped = (await bare_stage.asker.run("help")).message
    assert helped is not None
    assert len(helped.text.splitlines()) == 5


async def test_helps_buttons_lead_to_each_thing(stage: Stage) -> None:
    """Whoever knows no command finds everything by pressing."""
    helped = (await stage.asker.run("help", in_=stage.asks)).message
    assert helped is not None
    labels = [button.label for button in helped.buttons]
    assert (await stage.asker.press(helped, labels[0])).form is not None
    for label in labels[1:]:
        shown = (await stage.asker.press(helped, str(label))).message
        assert shown is not None
        assert shown.ephemeral


async def test_privacy_promises_only_what_is_so(stage: Stage) -> None:
    """Limits are named, times come from the settings, nothing that does not exist is offered."""
    await stage.ask()
    shown = (await stage.asker.run("privacy", in_=stage.asks)).message
    assert shown is not None
    label = stage.words("press.privacy_kept.button")
    kept = (await stage.asker.press(shown, label)).message
    assert kept is not None
    for part in ("Discord", "Whoever runs me"):
        assert part in shown.text
    for part in ("until 1 hour after", "for 7 days", "for 90 days"):
        assert part in kept.text
    for promise in ("anonymous", "guarantee", "nobody can"):
        assert promise not in shown.text + kept.text
