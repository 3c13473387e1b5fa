"""/helplines: at once, always, everywhere."""

import asyncio

from bot.local_discord import Message, Person
from tests.journeys.stage import Stage

DIRECTORY = "https://findahelpline.com"


async def help_lines(person: Person, stage: Stage, country: str | None = None) -> Message:
    """Run /helplines in the server."""
    given = {} if country is None else {"country": country}
    shown = (await person.run("helplines", in_=stage.asks, **given)).message
    assert shown is not None
    return shown


async def test_help_lines_name_the_directory_and_ask_for_the_country(stage: Stage) -> None:
    """Nothing is guessed: whoever runs it chooses where they are, by button."""
    shown = await help_lines(stage.asker, stage)
    assert shown.ephemeral
    assert DIRECTORY in shown.text
    assert stage.words("helplines.which_country") in shown.text
    assert [button.label for button in shown.buttons] == [
        country.name for country in stage.prompts.helplines.values()
    ]


async def test_a_country_shows_its_lines_and_its_emergency_number(stage: Stage) -> None:
    """Each line with the month it was checked; the directory stands under them."""
    shown = await help_lines(stage.asker, stage, "IE")
    assert "Help lines in Ireland" in shown.text
    assert "**112** or **999**" in shown.text
    assert "**116 123**" in shown.text
    assert "checked 2026-02" in shown.text
    assert DIRECTORY in shown.text.splitlines()[-1]


async def test_choosing_a_country_by_button_shows_the_same(stage: Stage) -> None:
    """What can be typed can be pressed, and changed by pressing another one."""
    everywhere = await help_lines(stage.asker, stage)
    for name, code in (("United Kingdom", "GB"), ("Ireland", "IE")):
        pressed = (await stage.asker.press(everywhere, name)).message
        assert pressed is not None
        assert pressed.content == (await help_lines(stage.asker, stage, code)).content


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
    pressed = (await stage.asker.press(shown, "Germany")).message
    assert pressed is not None
    assert "TelefonSeelsorge" in pressed.text
    offered = await stage.asker.autocomplete("helplines", stage.asks, option="country", typed="fr")
    assert offered
    async with asyncio.timeout(1):
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
    shown = (await stage.asker.run("privacy", in_=stage.asks)).message
    assert shown is not None
    for part in ("until 1 hour after", "for 7 days", "84 days", "Discord", "Whoever runs me"):
        assert part in shown.text
    for promise in ("anonymous", "guarantee", "export", "erase everything", "nobody can"):
        assert promise not in shown.text
