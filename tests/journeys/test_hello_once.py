"""The hello before posting and before joining: an outage, and another try when nonces are old."""

from datetime import timedelta

import pytest

from tests.journeys.adults import agrees
from tests.journeys.stage import Stage

PAUSES = [timedelta(seconds=5), timedelta(minutes=8)]


@pytest.mark.parametrize("pause", PAUSES)
@pytest.mark.parametrize("stored", [True, False])
async def test_an_outage_doubles_no_hello_before_an_ask(
    stage: Stage, pause: timedelta, *, stored: bool
) -> None:
    """Whether Discord kept the hello that it did not answer or not: after another press one stands
    there, and it is the message in which the asker follows the ask."""
    preview = await stage.write("It has been a long week.")
    post, place = stage.words("press.post.button"), f"/channels/{stage.asker.dm.id}/messages"
    stage.discord.faults.fail_next("POST", place, status=503, stored=stored)
    await stage.asker.press(preview, post)
    assert len(stage.asker.sees(stage.asker.dm)) == stored
    await stage.pass_time(pause)
    await stage.asker.press(preview, post)
    await stage.settle()
    (follows,) = stage.asker.sees(stage.asker.dm)
    assert "It's open now" in follows.text


@pytest.mark.parametrize("pause", PAUSES)
@pytest.mark.parametrize("stored", [True, False])
async def test_an_outage_doubles_no_hello_to_a_new_listener(
    stage: Stage, pause: timedelta, *, stored: bool
) -> None:
    """Become a listener is pressed twice: one hello."""
    panel = (await stage.asker.run("listen", in_=stage.asks)).message
    for _ in range(2):
        assert panel is not None
        panel = (await stage.asker.press(panel, stage.words("press.guide.button"))).message
    assert panel is not None
    join, place = stage.words("press.join.button"), f"/channels/{stage.asker.dm.id}/messages"
    stage.discord.faults.fail_next("POST", place, status=503, stored=stored)
    await agrees(stage.asker, (await stage.asker.press(panel, join)).form)
    await stage.pass_time(pause)
    await agrees(stage.asker, (await stage.asker.press(panel, join)).form)
    (hello,) = stage.asker.sees(stage.asker.dm)
    assert "Thank you for listening" in hello.text
