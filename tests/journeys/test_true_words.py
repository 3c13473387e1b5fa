"""What the asker reads while an ask waits is so: on a real server, where people change things."""

from datetime import timedelta

import pytest

from bot.local_discord import Permissions
from bot.local_discord.messages import remove
from tests.journeys.stage import Stage

MINUTE = timedelta(minutes=1)


async def wait(stage: Stage, minutes: int = 20) -> None:
    """Let minutes pass, one by one."""
    for _ in range(minutes):
        await stage.pass_time(MINUTE)


@pytest.mark.parametrize("how", ["deleted", "closed", "failing"])
async def test_nobody_reads_of_moderators_who_were_not_told(stage: Stage, how: str) -> None:
    """Whether their channel is gone, closed to the bot or does not answer."""
    await stage.ask()
    place = f"/channels/{stage.staff.id}/messages"
    if how == "deleted":
        stage.staff.delete()
    elif how == "closed":
        stage.staff.set_overwrite("bot", deny=Permissions.VIEW_CHANNEL)
    else:
        stage.discord.faults.fail_next("POST", place, status=503, times=100)
    await wait(stage)
    stage.discord.faults.clear()
    assert not any("moderators" in message.text for message in stage.asker.sees(stage.asker.dm))


async def test_moderators_who_were_told_are_named(stage: Stage) -> None:
    """Their notice stands, and the asker reads it."""
    await stage.ask()
    await wait(stage)
    assert stage.words("notice.somebody_waits") in stage.admin.sees(stage.staff)[-1].text
    assert "I've told the moderators" in stage.asker.sees(stage.asker.dm)[-1].text


async def test_a_post_that_somebody_deleted_stands_again(stage: Stage) -> None:
    """And can be accepted there."""
    post = await stage.ask("Am I still waiting?")
    remove(post)
    await wait(stage)
    assert "would like an ear" in stage.post().text
    await stage.accept()
    await stage.listener.wait_for(stage.listener.dm, "Am I still waiting?")
