"""/setup whose answer was lost, or that came before Discord told the bot of the server."""

import asyncio

from tests.journeys.guided import Guided
from tests.journeys.stage import Stage
from tests.journeys.test_lost_answers import lost


async def test_what_was_put_in_place_and_not_answered(stage: Stage) -> None:
    """It holds; pressed again it says how it is now."""
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.go_to("asks")
    await guided.pick("kinds", stage.words("setup.kinds.choice"))
    await guided.press("setup_to_check")
    label = stage.words("press.setup_apply.button")
    await lost(stage, stage.admin, "late", lambda: stage.admin.press(guided.message, label))
    await guided.press("setup_apply")
    assert stage.words("setup.moved_on") in guided.text
    assert stage.words("setup.kinds.choice") in guided.text
    assert not guided.has("setup_apply")


async def test_setup_before_discord_told_of_the_server(stage: Stage) -> None:
    """What was chosen shows; whether all is in place is looked at by a button."""
    guided = await Guided.opened(stage.admin, stage.staff)
    await stage.running.aclose()
    stage.discord.gateway.outage = True
    starting = asyncio.create_task(stage.start())
    gateway, guild = stage.discord.gateway, stage.guild.id
    assert await stage.discord.world.until(lambda: gateway.listening(guild), 20)
    guided = await Guided.opened(stage.admin, stage.staff)
    await starting
    for _ in range(2):  # before the bot is ready, and after
        assert f"<#{stage.asks.id}>" in guided.text
        assert stage.words("setup.not_looked").strip() in guided.text
        await guided.press("check_again")
    stage.discord.gateway.outage_over()
    await stage.settle()
    await guided.press("check_again")
    assert stage.words("setup.all_well").strip() in guided.text
