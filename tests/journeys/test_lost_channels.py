"""A channel that the bot writes in is lost, as those who look after the server see it: told once,
with the exact line of /setup, quiet once it is mended, and told again when it breaks anew."""

import asyncio
from collections.abc import Callable

import pytest

from bot.domain.ids import ChannelId, GuildId
from bot.local_discord import Channel, Message, Permissions
from bot.services.encouragements import channel_schedule
from tests.journeys.stage import Stage
from tests.journeys.talking import until
from tests.journeys.test_ask_channel import MINUTE

KINDS = {
    "panel": "panel_cannot_stand",
    "encouragements": "encouragements_cannot_come",
    "moderators": "moderators_channel_lost",
}


def told(stage: Stage, what: str, seen: Callable[[], list[Message]]) -> list[Message]:
    """What was said of one of them."""
    begins = stage.words(f"notice.{KINDS[what]}", server="|", change="").split("|")[0]
    return [m for m in seen() if begins in m.text]


def in_staff(stage: Stage) -> list[Message]:
    """What stands in the moderators' channel."""
    return list(stage.staff.messages.values())


def to_admin(stage: Stage) -> list[Message]:
    """What reached whoever ran /setup, in direct messages."""
    return stage.admin.sees(stage.admin.dm)


def line(stage: Stage, channel: Channel) -> tuple[str, str]:
    """What /setup says is to be changed, without the name of the bot's role."""
    said = stage.words(
        "setup.missing.channel",
        permission=stage.words("setup.permission.send_messages"),
        channel=f"<#{channel.id}>",
        role="ROLE",
    )
    before, _, after = said.partition("ROLE")
    return before, after


async def may_write(stage: Stage, channel: Channel, *, may: bool) -> None:
    """An admin changes what the bot may do there; some looks later."""
    allow = Permissions.VIEW_CHANNEL | (Permissions.SEND_MESSAGES if may else Permissions.NONE)
    deny = Permissions.NONE if may else Permissions.SEND_MESSAGES
    channel.set_overwrite("bot", allow=allow, deny=deny)
    await asyncio.sleep(0.2)
    for _ in range(2):
        await stage.pass_time(MINUTE)


async def channel_of(stage: Stage, what: str) -> Channel:
    """The channel in question, which the bot uses by now."""
    if what == "encouragements":
        mornings = stage.guild.add_channel("mornings")
        await asyncio.sleep(0.2)
        await channel_schedule.save(
            stage.bot.desk.ctx,
            GuildId(stage.guild.id),
            ChannelId(mornings.id),
            when="9:00 UTC",
            weekdays=range(7),
            themes=(),
            language="en",
        )
        return mornings
    return stage.entrance if what == "panel" else stage.staff


@pytest.mark.parametrize("what", list(KINDS))
async def test_it_is_told_once_with_the_fix_and_again_when_it_breaks_anew(
    stage: Stage, what: str
) -> None:
    """In the moderators' channel; where it is that one, to whoever ran /setup, directly."""
    channel = await channel_of(stage, what)

    def seen() -> list[Message]:
        return to_admin(stage) if what == "moderators" else in_staff(stage)

    await stage.set_up()
    assert not told(stage, what, seen)
    await may_write(stage, channel, may=False)
    await until(stage, lambda: len(told(stage, what, seen)) == 1)
    (first,) = told(stage, what, seen)
    assert "Harbour" in first.text
    assert all(part in first.text for part in line(stage, channel))
    await stage.restart()
    await stage.pass_time(MINUTE)
    assert len(told(stage, what, seen)) == 1
    await may_write(stage, channel, may=True)
    assert len(told(stage, what, seen)) == 1
    await may_write(stage, channel, may=False)
    await until(stage, lambda: len(told(stage, what, seen)) == 2)


async def test_a_panel_comes_back_by_itself(stage: Stage) -> None:
    """Deleted while the bot could not write there: it stands again once it can."""
    await may_write(stage, stage.entrance, may=False)
    (stands,) = stage.panels()
    await stage.admin.delete(stands)
    await stage.pass_time(MINUTE)
    assert not stage.panels()
    await may_write(stage, stage.entrance, may=True)
    await until(stage, lambda: len(stage.panels()) == 1)


async def test_a_channel_that_was_deleted_is_told_too(stage: Stage) -> None:
    """What to do is to choose another one."""
    await stage.set_up()
    stage.staff.delete()
    await until(stage, lambda: len(told(stage, "moderators", lambda: to_admin(stage))) == 1)
    (only,) = told(stage, "moderators", lambda: to_admin(stage))
    assert stage.words("setup.missing.gone", channel=f"<#{stage.staff.id}>") in only.text
