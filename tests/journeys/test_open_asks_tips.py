"""What helped, written anew by whoever asked: a tip without a name in the server's skills deck."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.guilds import Feature
from bot.domain.ids import GuildId
from bot.local_discord import Permissions
from tests import server_setup
from tests.journeys.open_asks import SETTINGS, answer, ask_openly, press, told
from tests.journeys.stage import Stage, staged

TIP = "Museums know harbours better than maps do."


@pytest.fixture
async def openly(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server that lets its askers choose, with tips switched on and a moderator."""
    async with staged(tmp_path, SETTINGS) as made:
        await made.is_set_up(open_asks=True)
        made.guild.set_permissions(made.moderators, Permissions.MODERATE_MEMBERS)
        made.guild.set_roles(made.other, [made.moderators])
        await switch(made, Feature.TIPS)
        yield made


async def switch(stage: Stage, *features: Feature) -> None:
    """What somebody who manages the server chose."""
    await server_setup.switch_on(stage.bot.desk.ctx, GuildId(stage.guild.id), features)


async def test_a_tip_from_what_helped_to_the_skills_deck(openly: Stage) -> None:
    """In direct messages, where whoever asked marks it; moderators decide, and others read it."""
    thread = await ask_openly(openly)
    await answer(openly, thread, openly.listener, "Ask at the museum.")
    shown = await press(openly, openly.asker, told(openly)[-1], "what_helped")
    (menu,) = shown.selects
    value = menu.raw["options"][0]["value"]
    marked = (await openly.asker.choose(shown, str(menu), [value])).message
    assert marked is not None
    form = (await openly.asker.press(marked, openly.words("press.keep_as_tip.button"))).form
    assert form is not None
    labels = {one: openly.words(f"suggesting.form.{one}.field_label") for one in ("words", "tell")}
    assert openly.words("suggesting.form.theme.field_label") not in str(form.fields)
    filled = {labels["words"]: TIP, labels["tell"]: openly.words("tell_me.no")}
    preview = (await openly.asker.submit(form, filled)).message
    assert preview is not None
    sent = await press(openly, openly.asker, preview, "suggestion_send")
    assert sent.text == openly.words("suggesting.sent")
    moderating = (await openly.other.run("moderate", in_=openly.staff)).message
    assert moderating is not None
    label = openly.words("press.suggestions.button", count=1)
    waiting = (await openly.other.press(moderating, label)).message
    assert waiting is not None
    assert TIP in str(waiting.raw)
    await press(openly, openly.other, waiting, "take_suggestion")
    assert await is_read(openly)
    await switch(openly)
    assert not await is_read(openly)


async def is_read(stage: Stage) -> bool:
    """Whether somebody reads it in one round through the skills."""
    shown = (await stage.listener.run("encourage", in_=stage.asks, theme="skills")).message
    for _ in range(len(stage.prompts.decks("en")["skills"].texts) + 1):
        assert shown is not None
        if TIP in str(shown.raw):
            return True
        shown = (await stage.listener.press(shown, stage.words("press.another.button"))).message
    return False


async def test_nothing_is_offered_where_tips_are_off(openly: Stage) -> None:
    """Nor is there a form for a button of before."""
    await switch(openly)
    thread = await ask_openly(openly)
    await answer(openly, thread, openly.listener, "Ask at the museum.")
    shown = await press(openly, openly.asker, told(openly)[-1], "what_helped")
    (menu,) = shown.selects
    value = menu.raw["options"][0]["value"]
    marked = (await openly.asker.choose(shown, str(menu), [value])).message
    assert marked is not None
    assert marked.text == openly.words("open_ask.marked")
    assert openly.words("press.keep_as_tip.button") not in map(str, marked.buttons)
