"""/setup whose answer was lost, or that came before Discord told the bot of the server."""

import asyncio
from typing import Any

from bot.local_discord import Form
from tests.journeys.stage import Stage
from tests.journeys.talking import buttons
from tests.journeys.test_lost_answers import lost


async def setup_form(stage: Stage) -> tuple[Form, dict[str, Any]]:
    """The form of /setup, and what is filled into it."""
    form = (await stage.admin.run("setup", in_=stage.staff)).form
    assert form is not None
    return form, {
        stage.words("setup.form.ask_channel.field_label"): stage.asks,
        stage.words("setup.form.moderator_channel.field_label"): stage.staff,
        stage.words("setup.form.moderator_role.field_label"): stage.moderators,
        stage.words("setup.form.kinds.field_label"): stage.words("setup.kinds.choice"),
        stage.words("setup.form.panel.field_label"): stage.entrance,
    }


async def test_setup(stage: Stage) -> None:
    """Saved; sent again it is saved again, and says so."""
    form, filled = await setup_form(stage)
    await lost(stage, stage.admin, "late", lambda: stage.admin.submit(form, filled))
    shown = (await stage.admin.submit(form, filled)).message
    assert shown is not None
    assert "Saved." in shown.text


async def test_setup_before_discord_told_of_the_server(stage: Stage) -> None:
    """It is saved, which is what they read; whether all is in place is looked at by a button."""
    form, filled = await setup_form(stage)
    await stage.running.aclose()
    stage.discord.gateway.outage = True
    starting = asyncio.create_task(stage.start())
    gateway, guild = stage.discord.gateway, stage.guild.id
    assert await stage.discord.world.until(lambda: gateway.listening(guild), 20)
    shown = (await stage.admin.submit(form, filled)).message
    await starting
    again = [stage.words("press.check_again.button")]
    for _ in range(2):  # before the bot is ready, and after
        assert shown is not None
        assert "**Saved.**" in shown.text
        assert stage.words("setup.not_looked").strip() in shown.text
        assert buttons(shown) == again
        shown = (await stage.admin.press(shown, *again)).message
    assert shown is not None
    stage.discord.gateway.outage_over()
    await stage.settle()
    shown = (await stage.admin.press(shown, *again)).message
    assert shown is not None
    assert stage.words("setup.ready_but").strip() in shown.text
