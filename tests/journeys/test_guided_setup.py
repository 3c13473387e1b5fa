"""/setup as a guided sequence on one message."""

import asyncio
import sys

from bot.discord_app import permissions
from bot.local_discord import Channel, Permissions
from tests.journeys.guided import Guided, words
from tests.journeys.stage import Stage

ANNOUNCEMENTS = 5
CHANNELS = Permissions.MANAGE_CHANNELS


def made(stage: Stage, place: str) -> Channel:
    """A channel that the bot made."""
    name = words(f"setup.made.{place}.name")
    return next(one for one in stage.guild.channels if one.name == name)


def may_make(stage: Stage) -> None:
    """The bot was invited with Manage Channels."""
    role = stage.guild.bot_role
    stage.guild.set_permissions(role, role.permissions | CHANNELS)


async def test_from_nothing_to_a_running_server(bare_stage: Stage) -> None:
    """With channels made for one, and everything else as it is by default; the figures are those of
    whoever does it."""
    stage = bare_stage
    may_make(stage)
    before = len(stage.admin.sees(stage.staff))
    guided = await Guided.opened(stage.admin, stage.staff)
    assert guided.message.ephemeral
    assert words("setup.hello") in guided.text
    await guided.pick("role", stage.moderators)
    assert words("setup.step", number=2, of=8, name=words("setup.at.channels.name")) in guided.text
    await guided.press("setup_make")
    await guided.press("setup_adults")
    await guided.press("setup_to_check")
    assert words("setup.not_in_place").strip() in guided.text
    assert stage.panels() == []
    await guided.press("setup_apply")
    await stage.settle()
    assert words("setup.in_place") in guided.text
    assert words("setup.what_next") in guided.text
    assert len(stage.admin.sees(stage.staff)) == before + 1  # one message, changed in place
    sys.stdout.write(f"\nto a running server: {guided.presses} presses, {guided.picks} pick\n")
    assert (guided.presses, guided.picks) == (5, 1)
    stage.entrance, stage.asks = made(stage, "panel"), made(stage, "asks")
    assert len(stage.panels()) == 1
    write = Permissions.SEND_MESSAGES
    for channel in (stage.entrance, stage.asks):
        assert channel.seen_by(stage.asker)
        assert not channel.allowed(stage.asker) & write
    staff = made(stage, "staff")
    assert not staff.seen_by(stage.asker)
    stage.guild.set_roles(stage.other, [stage.moderators])
    assert staff.seen_by(stage.other)
    await stage.everybody_is_an_adult()
    await stage.join(stage.listener)
    await stage.ask()
    assert words("notice.ask_in_channel").splitlines()[0] in stage.post().text


async def test_channels_that_are_made_hold_open_asks(bare_stage: Stage) -> None:
    """The bot begins the thread below one and writes in it; members write in it, and begin none.
    Nothing is left to mend. Below the panel nobody writes."""
    stage = bare_stage
    may_make(stage)
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.pick("role", stage.moderators)
    await guided.press("setup_make")
    await guided.press("setup_adults")
    await guided.pick("kinds", words("setup.kinds.choice"))
    await guided.press("setup_to_check")
    await guided.press("setup_apply")
    await stage.settle()
    assert words("setup.in_place") in guided.text
    again = await Guided.opened(stage.admin, stage.staff)
    for shown in (guided, again):
        off = (words(f"setup.permission.{one}") for one in permissions.ALL)
        assert not [name for name in off if name in shown.text]
    asks, panel = made(stage, "asks"), made(stage, "panel")
    begin, answer = Permissions.CREATE_PUBLIC_THREADS, Permissions.SEND_MESSAGES_IN_THREADS
    may = asks.allowed(stage.discord.world.bot)
    assert may & begin
    assert may & answer
    assert asks.allowed(stage.asker) & answer
    assert not asks.allowed(stage.asker) & begin
    assert not panel.allowed(stage.asker) & answer


async def test_what_cannot_be_is_said_at_once_and_changes_nothing(bare_stage: Stage) -> None:
    """@everyone as moderators, one channel for both, and a channel for announcements."""
    stage = bare_stage
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.pick("role", stage.guild.everyone)
    assert words("setup.role_is_everyone") in guided.text
    assert not guided.has("setup_next")
    await guided.pick("role", stage.moderators)
    await guided.pick("asks", stage.staff)
    await guided.pick("staff", stage.staff)
    assert words("setup.same_channel") in guided.text
    assert not guided.has("setup_next")
    stage.entrance.kind = ANNOUNCEMENTS  # it became one while the menu was open
    menu = next(one for one in guided.message.selects if str(one) == words("setup.pick.panel"))
    del menu.raw["channel_types"]
    await guided.pick("panel", stage.entrance)
    assert words("setup.only_text") in guided.text


async def test_what_is_missing_is_said_in_the_press_in_which_a_channel_is_picked(
    bare_stage: Stage,
) -> None:
    """What Discord tells with the press counts, also before the bot hears of a change."""
    stage = bare_stage
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.pick("role", stage.moderators)
    bits = (Permissions.NONE, Permissions.SEND_MESSAGES)
    stage.asks.overwrites[stage.discord.world.bot.id] = bits  # no event tells of it
    await guided.pick("asks", stage.asks)
    fault = words(
        "setup.missing.channel",
        permission=words("setup.permission.send_messages"),
        channel=f"<#{stage.asks.id}>",
        role=stage.guild.bot_role.name,
    )
    assert fault in guided.text
    stage.entrance.set_overwrite(stage.guild.everyone, deny=0)
    await guided.pick("panel", stage.entrance)
    assert f"Everybody can write in <#{stage.entrance.id}>" in guided.text
    assert words("setup.to_mend").strip() in guided.text


async def test_without_manage_channels_it_is_said_how_and_picking_goes_on(
    bare_stage: Stage,
) -> None:
    """Turned on, the same press works."""
    stage = bare_stage
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.pick("role", stage.moderators)
    await guided.press("setup_make")
    assert words("setup.cannot_make", role=stage.guild.bot_role.name) in guided.text
    assert guided.offers("asks")
    may_make(stage)
    await stage.settle()
    await guided.press("setup_make")
    assert words("setup.at.ages.about") in guided.text


async def test_half_done_it_goes_on_after_a_restart(bare_stage: Stage) -> None:
    """Where it was, with what was chosen; the message from before works on, too."""
    stage = bare_stage
    before = await Guided.opened(stage.admin, stage.staff)
    await before.pick("role", stage.moderators)
    await before.pick("asks", stage.asks)
    await before.pick("staff", stage.staff)
    await before.press("setup_next")
    await before.press("setup_later")
    await stage.restart()
    guided = await Guided.opened(stage.admin, stage.asks)
    assert words("setup.you_were_at", number=3) in guided.text
    assert f"<#{stage.asks.id}>" in guided.text
    await guided.press("setup_adults")
    await before.press("setup_go_on")
    assert words("setup.you_were_at", number=4) in before.text
    await before.finish()
    assert words("setup.in_place") in before.text


async def test_run_again_it_shows_what_was_and_takes_it_back(stage: Stage) -> None:
    """Nothing changes before it is put in place; then the last change can be undone."""
    lane = stage.guild.add_channel("lane")
    guided = await Guided.opened(stage.admin, stage.staff)
    assert words("setup.as_it_is") in guided.text
    assert words("setup.all_well").strip() in guided.text
    await guided.go_to("channels")
    await guided.pick("asks", lane)
    await guided.press("setup_to_check")
    line = {"was": f"<#{stage.asks.id}>", "value": f"<#{lane.id}>"}
    changed = words("setup.value_changed", name=words("setup.field.asks"), **line)
    assert changed in guided.text
    assert (await stage.ask()).channel is stage.asks
    await guided.press("setup_apply")
    assert changed in guided.text
    label = words("press.setup_undo.button")
    await guided.press("setup_undo")
    assert words("setup.taken_back") in guided.text
    back = words("setup.value", name=words("setup.field.asks"), value=f"<#{stage.asks.id}>")
    assert back in guided.text
    assert label not in map(str, guided.message.buttons)


async def test_the_clock_of_a_server_is_typed_as_people_name_places(stage: Stage) -> None:
    """What is unknown, or may mean two clocks, is asked about; what is chosen shows its time."""
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.go_to("words")
    label = words("setup_zone.form.zone.field_label")
    form = (await stage.admin.press(guided.message, words("press.setup_zone.button"))).form
    assert form is not None
    unknown = (await stage.admin.submit(form, {label: "Nowhere at all"})).message
    assert unknown is not None
    assert unknown.text == words("error.unknown_zone")
    form = (await stage.admin.press(unknown, words("press.open_again.button"))).form
    assert form is not None
    which = (await stage.admin.submit(form, {label: "Portland"})).message
    assert which is not None
    (maine,) = [one for one in map(str, which.buttons) if "Maine" in one]
    shown = (await stage.admin.press(which, maine)).message
    assert shown is not None
    line = {"was": "UTC", "value": "America/New_York"}
    clock = words("setup.value_changed", name=words("setup.field.zone"), **line)
    assert clock in shown.text
    assert "America/New_York" in shown.text.splitlines()[0]


async def test_two_who_set_it_up_at_once(bare_stage: Stage) -> None:
    """One draft for both; nobody puts in place what they did not see, and a second press of one
    makes nothing twice."""
    stage = bare_stage
    may_make(stage)
    managers = stage.guild.add_role("Managers", permissions=Permissions.MANAGE_GUILD)
    stage.guild.set_roles(stage.other, [managers, stage.moderators])
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.pick("role", stage.moderators)
    await guided.press("setup_make")
    await guided.press("setup_adults")
    await guided.press("setup_to_check")
    other = await Guided.opened(stage.other, stage.staff)
    assert words("setup.you_were_at", number=8) in other.text
    await other.press("setup_back")
    await other.press("setup_back")
    await other.pick("more", words("switches.community.name"))
    await guided.press("setup_apply")
    assert words("setup.moved_on") in guided.text
    assert words("switches.community.name") in guided.text
    label = words("press.setup_apply.button")
    twice = [stage.admin.press(guided.message, label) for _ in range(2)]
    await asyncio.gather(*twice)
    await stage.settle()
    names = [one.name for one in stage.guild.channels]
    for place in ("asks", "panel", "staff"):
        assert names.count(words(f"setup.made.{place}.name")) == 1
    stage.entrance = made(stage, "panel")
    assert len(stage.panels()) == 1
    stage.guild.set_roles(stage.other, [stage.moderators])
    refused = (await stage.other.press(other.message, words("press.setup_next.button"))).message
    assert refused is not None
    assert refused.text == words("error.not_allowed")


async def test_channels_that_could_not_be_made(bare_stage: Stage) -> None:
    """What was made is kept; the next attempt makes the rest, and none twice."""
    stage = bare_stage
    may_make(stage)
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.pick("role", stage.moderators)
    await guided.press("setup_make")
    await guided.press("setup_adults")
    await guided.press("setup_to_check")
    path = f"/guilds/{stage.guild.id}/channels"
    stage.discord.faults.fail_next("POST", path, status=503, stored=True)
    await guided.press("setup_apply")
    assert words("setup.not_made") in guided.text
    await stage.settle()
    await guided.press("setup_to_check")
    await guided.press("setup_apply")
    assert words("setup.in_place") in guided.text
    names = [one.name for one in stage.guild.channels]
    assert names.count(words("setup.made.asks.name")) == 1


async def test_a_test_post_stands_once_and_is_taken_away(stage: Stage) -> None:
    """Where asks are posted, as members see it; where it cannot be, what to change is named."""
    guided = await Guided.opened(stage.admin, stage.staff)
    for _ in range(2):
        await guided.press("setup_test")
        assert words("setup.test_stands", channel=f"<#{stage.asks.id}>") in guided.text
    tests = [m for m in stage.public(stage.asker) if words("notice.test_post").strip() == m.text]
    assert len(tests) == 1
    await stage.restart()
    await guided.press("setup_test_away")
    assert words("setup.test_gone", channel=f"<#{stage.asks.id}>") in guided.text
    assert stage.public(stage.asker) == []
    stage.asks.set_overwrite("bot", deny=Permissions.SEND_MESSAGES)
    await stage.settle()
    await guided.press("setup_test")
    assert words("setup.test_fails", channel=f"<#{stage.asks.id}>") in guided.text
    assert 'set "Send Messages" to ✓' in guided.text


async def test_a_channel_and_the_role_that_go_between_picking_and_the_end(
    bare_stage: Stage,
) -> None:
    """Each is named before it is put in place, with what to do."""
    stage = bare_stage
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.choose_all(stage.asks, stage.staff, stage.moderators, stage.entrance)
    stage.asks.delete()
    stage.guild.roles.remove(stage.moderators)
    ids = {"guild_id": str(stage.guild.id), "role_id": str(stage.moderators.id)}
    stage.discord.gateway.emit("GUILD_ROLE_DELETE", ids, 0, stage.guild)
    await stage.settle()
    await guided.press("setup_to_check")
    assert words("setup.missing.gone", channel=f"<#{stage.asks.id}>") in guided.text
    assert words("setup.role_gone") in guided.text
