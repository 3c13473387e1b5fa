"""To learn something: chosen below the preview, and read by the listener who can show it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.local_discord import Form, Message
from tests.journeys.stage import Stage, staged
from tests.journeys.test_listen_settings import fill, settings
from tests.journeys.test_offers import offers, on_duty


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server with a listener who is on duty."""
    async with staged(tmp_path) as made:
        await made.is_set_up()
        await on_duty(made, made.listener, await made.join(made.listener))
        yield made


async def form_of(stage: Stage, preview: Message) -> Form:
    """Press To learn something."""
    form = (await stage.asker.press(preview, stage.words("press.learn_how.button"))).form
    assert form is not None
    return form


async def test_an_ask_to_learn_says_so_and_nothing_of_the_listener(stage: Stage) -> None:
    """The listener reads what is to be learned before a word of the ask; the asker reads nothing of
    what anybody can share."""
    await fill(stage, await settings(stage, stage.listener), "my_skills", "skills", own="Ukulele")
    preview = await stage.write("How do I tune a ukulele?")
    field = stage.words("learn.form.learn.field_label")
    chosen = await stage.asker.submit(await form_of(stage, preview), {field: ["Music"]})
    assert chosen.message is not None
    assert stage.words("about.learn", skill="Music") in chosen.message.text
    (standing,) = (await form_of(stage, chosen.message)).fields
    assert [one["label"] for one in standing.options if one.get("default")] == ["Music"]
    await stage.asker.press(chosen.message, stage.words("press.post.button"))
    await stage.settle()
    (offer,) = offers(stage, stage.listener)
    assert stage.words("about.learn", skill="Music") in offer.text
    assert "ukulele" not in offer.text.lower()
    await stage.accept()
    assert not any("Ukulele" in message.text for message in stage.asker.sees(stage.asker.dm))
