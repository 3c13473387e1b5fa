"""Each channel that can be picked takes an ordinary text channel of the server, and says at once
what is wrong with any other, or with what the bot may do there."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest

from bot.discord_app import permissions
from bot.local_discord import Channel, Message, Permissions
from tests.journeys.guided import Guided, words
from tests.journeys.stage import Stage

VOICE, CATEGORY, ANNOUNCEMENTS, THREAD = 2, 4, 5, 11
PRIVATE_THREAD, ON_STAGE, FORUM, MEDIA = 12, 13, 15, 16
"""https://docs.discord.com/developers/resources/channel#channel-object-channel-types"""
NO_TEXT = (VOICE, CATEGORY, ANNOUNCEMENTS, THREAD, PRIVATE_THREAD, ON_STAGE, FORUM, MEDIA)
PLACES = ("asks", "panel", "staff", "encouragements")
EACH = pytest.mark.parametrize("place", PLACES)
Pick: TypeAlias = Callable[[Channel], Awaitable[str]]


async def guided_to(stage: Stage, step: str) -> Guided:
    """/setup at the step of channels, or at what is switched on."""
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.pick("role", stage.moderators)
    if step == "channels":
        return guided
    await guided.pick("asks", stage.asks)
    await guided.pick("staff", stage.staff)
    for action in ("setup_next", "setup_adults", "setup_next", "setup_next"):
        await guided.press(action)
    return guided


async def picker(stage: Stage, place: str) -> Pick:
    """How a channel is picked for something, in the guided sequence; it answers what is read."""
    if place == "encouragements":
        return await _in_form(stage, await guided_to(stage, "more"))
    guided = await guided_to(stage, "channels")

    async def pick(channel: Channel) -> str:
        menu = next(one for one in guided.message.selects if str(one) == says(place))
        menu.raw.pop("channel_types", None)  # as if it had been open for long
        return (await guided.pick(place, channel)).text

    return pick


async def _in_form(stage: Stage, guided: Guided) -> Pick:
    assert words("setup.at.more.about") in guided.text
    shown = await _press(stage, guided.message, "channel_schedule")

    async def pick(channel: Channel) -> str:
        form = (await stage.admin.press(shown, words("press.channel_new.button"))).form
        assert form is not None
        form.fields[0].part.pop("channel_types", None)
        key = "channel_schedule.form"
        filled = {f"{key}.channel": channel, f"{key}.when": "9:00 Europe/Berlin"}
        values = {words(f"{name}.field_label"): value for name, value in filled.items()}
        answer = (await stage.admin.submit(form, values)).message
        assert answer is not None
        return answer.text

    return pick


async def _press(stage: Stage, message: Message, action: str) -> Message:
    shown = (await stage.admin.press(message, words(f"press.{action}.button"))).message
    assert shown is not None
    return shown


def says(place: str) -> str:
    """What a menu says while nothing is picked."""
    return words(f"setup.pick.{place}")


@EACH
async def test_what_is_no_text_channel_is_refused(bare_stage: Stage, place: str) -> None:
    """Whatever kind it is; then an ordinary one is taken in the same place."""
    pick = await picker(bare_stage, place)
    channel = bare_stage.guild.add_channel("elsewhere")
    for kind in NO_TEXT:
        channel.kind = kind
        channel.parent = bare_stage.asks if kind in (THREAD, PRIVATE_THREAD) else None
        assert words("setup.only_text") in await pick(channel), f"kind {kind}"
    channel.kind, channel.parent = 0, None
    taken = await pick(channel)
    assert words("setup.only_text") not in taken
    assert f"<#{channel.id}>" in taken


@EACH
async def test_a_channel_of_elsewhere_is_refused(bare_stage: Stage, place: str) -> None:
    """Also one that the bot could write in: it is of another server."""
    stage = bare_stage
    other = stage.discord.add_guild("Lake", owner=stage.admin)
    foreign = other.add_channel("asks")
    pick = await picker(stage, place)
    await stage.settle()
    text = await pick(foreign)
    gone = words("setup.missing.gone", channel=f"<#{foreign.id}>")
    assert words("setup.not_here") in text or gone in text


@EACH
async def test_a_channel_that_vanished_is_said_at_once(bare_stage: Stage, place: str) -> None:
    """Between the pick and the press."""
    stage = bare_stage
    pick = await picker(stage, place)
    channel = stage.guild.add_channel("short-lived")
    await stage.settle()
    channel.delete()
    await stage.settle()
    text = await pick(channel)
    gone = words("setup.missing.gone", channel=f"<#{channel.id}>")
    assert words("setup.not_here") in text or gone in text


@EACH
async def test_what_the_bot_lacks_there_is_named_in_the_press(
    bare_stage: Stage, place: str
) -> None:
    """Which permission, in which channel, for which role; mended, the same press takes it."""
    stage = bare_stage
    pick = await picker(stage, place)
    channel = stage.guild.add_channel("quiet")
    channel.set_overwrite(stage.guild.everyone, deny=Permissions.NONE)
    await stage.settle()
    # no event tells of it: what Discord tells with the press counts
    channel.overwrites[stage.discord.world.bot.id] = (Permissions.NONE, Permissions.EMBED_LINKS)
    fault = words(
        "setup.missing.channel",
        permission=words("setup.permission.embed_links"),
        channel=f"<#{channel.id}>",
        role=stage.guild.bot_role.name,
    )
    assert fault in await pick(channel)
    del channel.overwrites[stage.discord.world.bot.id]
    mended = await pick(channel)
    assert fault not in mended
    assert f"<#{channel.id}>" in mended


def named(guided: Guided, channel: Channel, role: str) -> set[str]:
    """Of which permissions it is read that the channel takes them."""
    values = {"channel": f"<#{channel.id}>", "role": role}
    lines = {
        name: words("setup.missing.channel", permission=words(f"setup.permission.{name}"), **values)
        for name in permissions.ALL
    }
    return {name for name, line in lines.items() if line in guided.text}


async def test_each_permission_is_named_by_itself_in_the_press(stage: Stage) -> None:
    """The one that is off, and not those that Discord takes along with it; all of them where all
    are."""
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.go_to("asks")
    await guided.pick("kinds", words("setup.kinds.choice"))
    await guided.press("setup_to_check")
    await guided.go_to("channels")
    lane = stage.guild.add_channel("lane")
    await stage.settle()
    role = stage.guild.bot_role.name
    for off in (*((one,) for one in permissions.ALL), permissions.ALL):
        lane.set_overwrite("bot", deny=sum(Permissions[one.upper()] for one in off))
        await stage.settle()
        await guided.pick("asks", lane)
        assert named(guided, lane, role) == {*off}
    lane.set_overwrite("bot", deny=0)
    await stage.settle()
    await guided.pick("asks", lane)
    assert named(guided, lane, role) == set()
