"""/setup: what is chosen, what is missing, and how to mend it."""

import pytest

from bot.local_discord import NotAllowedError, Permissions, Role, UnknownCommand
from tests.journeys.guided import Guided
from tests.journeys.stage import Stage


async def test_setup_with_everything_in_place_says_so(stage: Stage) -> None:
    """A server with channels, roles and listeners is ready after the last step."""
    shown = await stage.set_up()
    assert "Everything that I need is in place" in shown.text
    assert shown.ephemeral


@pytest.mark.parametrize(
    ("permission", "name"),
    [
        (Permissions.SEND_MESSAGES, "Send Messages"),
        (Permissions.EMBED_LINKS, "Embed Links"),
        (Permissions.READ_MESSAGE_HISTORY, "Read Message History"),
    ],
)
async def test_a_permission_denied_in_the_channel_is_named_there(
    bare_stage: Stage, permission: Permissions, name: str
) -> None:
    """The fix is in the channel when the channel takes the permission away."""
    bare_stage.asks.set_overwrite("bot", deny=permission)
    shown = await bare_stage.set_up()
    fault = bare_stage.words(
        "setup.missing.channel",
        permission=name,
        channel=f"<#{bare_stage.asks.id}>",
        role=bare_stage.guild.bot_role.name,
    )
    assert fault in shown.text
    assert "Server Settings" not in shown.text


async def test_a_permission_missing_in_the_role_is_named_there(bare_stage: Stage) -> None:
    """The fix is in the role when no role of the bot has the permission."""
    take_from_roles(bare_stage, Permissions.EMBED_LINKS)
    shown = await bare_stage.set_up()
    fault = bare_stage.words(
        "setup.missing.role",
        permission="Embed Links",
        role=bare_stage.guild.bot_role.name,
        channel="",
    )
    assert fault in shown.text
    assert "Edit Channel" not in shown.text


def take_from_roles(stage: Stage, permission: Permissions) -> None:
    """Turn a permission off in every role that the bot has."""
    for role in (stage.guild.everyone, stage.guild.bot_role):
        stage.guild.set_permissions(role, role.permissions & ~permission)


async def test_missing_at_both_levels_names_both(bare_stage: Stage) -> None:
    """Off in the role and denied in the channel: one fix alone would not help."""
    take_from_roles(bare_stage, Permissions.EMBED_LINKS)
    bare_stage.asks.set_overwrite("bot", deny=Permissions.EMBED_LINKS)
    shown = await bare_stage.set_up()
    assert "Server Settings" in shown.text
    assert "Edit Channel" in shown.text


async def test_checking_again_after_mending_shows_that_all_is_well(bare_stage: Stage) -> None:
    """The button checks anew, without the form."""
    bare_stage.asks.set_overwrite("bot", deny=Permissions.SEND_MESSAGES)
    shown = await bare_stage.set_up()
    bare_stage.asks.set_overwrite("bot", deny=0)
    again = await bare_stage.admin.press(shown, "Check again")
    assert again.message is not None
    assert "I may do everything that I need" in again.message.text


async def test_a_moderators_channel_that_everybody_reads_is_a_fault(bare_stage: Stage) -> None:
    """What moderators are told is not for everybody."""
    bare_stage.staff.set_overwrite(bare_stage.guild.everyone, allow=Permissions.VIEW_CHANNEL)
    shown = await bare_stage.set_up()
    assert f"Everybody can read <#{bare_stage.staff.id}>" in shown.text


async def test_members_do_not_see_the_command(stage: Stage) -> None:
    """/setup shows only to those who can manage the server."""
    with pytest.raises((UnknownCommand, NotAllowedError)):
        await stage.asker.run("setup", in_=stage.asks)


def role_of_members(stage: Stage) -> Role:
    """A role like those that members get once they accept the rules."""
    return stage.guild.add_role("Verified")


async def test_a_channel_that_no_member_sees_is_a_fault(stage: Stage) -> None:
    """Neither the panel nor the channel for asks helps where nobody can look."""
    for channel in (stage.asks, stage.entrance):
        channel.set_overwrite(stage.guild.everyone, deny=Permissions.VIEW_CHANNEL)
        channel.set_overwrite("bot", allow=Permissions.VIEW_CHANNEL | Permissions.SEND_MESSAGES)
    shown = await stage.set_up()
    for channel in (stage.asks, stage.entrance):
        assert stage.words("setup.members_cannot_see", channel=f"<#{channel.id}>") in shown.text
    assert "Everything that I need" not in shown.text


async def test_a_channel_for_some_roles_is_said_by_role(stage: Stage) -> None:
    """Right where members have the role, which only a person knows: it is told, and no fault."""
    verified = role_of_members(stage)
    stage.asks.set_overwrite(stage.guild.everyone, deny=Permissions.VIEW_CHANNEL)
    stage.asks.set_overwrite(verified, allow=Permissions.VIEW_CHANNEL)
    stage.asks.set_overwrite("bot", allow=Permissions.VIEW_CHANNEL)
    shown = await stage.set_up()
    said = stage.words(
        "setup.seen_by_roles", channel=f"<#{stage.asks.id}>", roles=f"<@&{verified.id}>"
    )
    assert said in shown.text
    assert "Everything that I need is in place" in shown.text


async def test_another_role_that_reads_the_moderators_channel_is_named(stage: Stage) -> None:
    """It may be one that every member has."""
    verified = role_of_members(stage)
    stage.staff.set_overwrite(verified, allow=Permissions.VIEW_CHANNEL)
    shown = await stage.set_up()
    said = stage.words(
        "setup.moderators_seen_by_roles",
        channel=f"<#{stage.staff.id}>",
        roles=f"<@&{verified.id}>",
    )
    assert said in shown.text
    assert "Everything that I need" not in shown.text.replace("I may do everything", "")


async def test_another_role_that_writes_beside_the_panel_is_named(stage: Stage) -> None:
    """The panel scrolls away, whichever role it is."""
    verified = role_of_members(stage)
    stage.entrance.set_overwrite(verified, allow=Permissions.SEND_MESSAGES)
    shown = await stage.set_up()
    said = stage.words(
        "setup.panel_written_by_roles",
        channel=f"<#{stage.entrance.id}>",
        roles=f"<@&{verified.id}>",
    )
    assert said in shown.text


async def test_moderators_who_do_not_see_their_channel_are_a_fault(stage: Stage) -> None:
    """The fix names the role."""
    stage.staff.set_overwrite(stage.moderators, deny=Permissions.VIEW_CHANNEL)
    shown = await stage.set_up()
    assert f"Your moderators can't see <#{stage.staff.id}>" in shown.text
    assert f"add <@&{stage.moderators.id}>" in shown.text


async def test_a_deleted_moderators_role_is_a_fault(stage: Stage) -> None:
    """Checking again sees what became of it since."""
    stage.staff.set_overwrite("bot", deny=Permissions.SEND_MESSAGES)
    shown = await stage.set_up()
    stage.staff.set_overwrite("bot", allow=Permissions.VIEW_CHANNEL)
    stage.guild.roles.remove(stage.moderators)
    ids = {"guild_id": str(stage.guild.id), "role_id": str(stage.moderators.id)}
    stage.discord.gateway.emit("GUILD_ROLE_DELETE", ids, 0, stage.guild)
    await stage.settle()
    again = (await stage.admin.press(shown, "Check again")).message
    assert again is not None
    assert stage.words("setup.role_gone") in again.text
    assert "Everything that I need" not in again.text


async def test_a_server_without_listeners_is_told(bare_stage: Stage) -> None:
    """An ask would wait for nobody."""
    shown = await bare_stage.set_up()
    assert bare_stage.words("setup.no_listener") in shown.text
    assert "Everything that I need is in place" not in shown.text


async def test_open_asks_in_a_small_server_are_said_not_to_come(stage: Stage) -> None:
    """With two listeners words are shown in no channel, whatever was chosen; the numbers stand."""
    small = stage.settings.small_servers
    said = stage.words(
        "setup.too_small", members=small.members_below, listeners=small.listeners_below
    )
    assert said in (await stage.set_up(open_asks=True)).text
    assert said not in (await stage.set_up(open_asks=False)).text


async def test_a_role_that_is_kept_out_is_named(stage: Stage) -> None:
    """Where everybody else sees the channel: it is told, and no fault."""
    quiet = stage.guild.add_role("Quiet")
    stage.asks.set_overwrite(quiet, deny=Permissions.VIEW_CHANNEL)
    shown = await stage.set_up()
    said = stage.words(
        "setup.unseen_by_roles", channel=f"<#{stage.asks.id}>", roles=f"<@&{quiet.id}>"
    )
    assert said in shown.text
    assert "Everything that I need is in place" in shown.text


async def test_a_panel_where_only_moderators_read_is_a_fault(stage: Stage) -> None:
    """Members cannot see it, so the way in is missing."""
    stage.staff.set_overwrite("bot", allow=Permissions.VIEW_CHANNEL | Permissions.SEND_MESSAGES)
    stage.entrance = stage.staff
    shown = await stage.set_up()
    assert stage.words("setup.members_cannot_see", channel=f"<#{stage.staff.id}>") in shown.text
    assert "Everything that I need" not in shown.text


async def test_a_role_of_the_bot_that_is_denied_is_named_in_the_channel(stage: Stage) -> None:
    """Its own role, where the channel takes the permission from that."""
    stage.asks.set_overwrite(stage.guild.bot_role, deny=Permissions.SEND_MESSAGES)
    shown = await stage.set_up()
    fault = stage.words(
        "setup.missing.channel",
        permission=stage.words("setup.permission.send_messages"),
        channel=f"<#{stage.asks.id}>",
        role=stage.guild.bot_role.name,
    )
    assert fault in shown.text


async def test_a_channel_for_asks_without_commands_is_told(stage: Stage) -> None:
    """There /ask does not show; the buttons of the panel work."""
    commands = Permissions.USE_APPLICATION_COMMANDS
    stage.asks.set_overwrite(stage.guild.everyone, deny=commands)
    shown = await stage.set_up()
    assert stage.words("setup.no_commands", channel=f"<#{stage.asks.id}>") in shown.text


async def test_a_role_that_lacks_several_comes_by_an_old_invitation(bare_stage: Stage) -> None:
    """Then another invitation is less to do than each switch; for one it is not."""
    anew = bare_stage.words("setup.missing.invite_anew")
    take_from_roles(bare_stage, Permissions.EMBED_LINKS)
    assert anew not in (await bare_stage.set_up()).text
    take_from_roles(bare_stage, Permissions.READ_MESSAGE_HISTORY)
    assert anew in (await bare_stage.set_up()).text


async def test_what_open_asks_need_is_said_in_the_press_that_switches_them_on(
    stage: Stage,
) -> None:
    """An invitation of before lacks what threads need; where open asks are off nothing is said."""
    stage.asks.set_overwrite("bot", deny=Permissions.SEND_MESSAGES_IN_THREADS)
    await stage.settle()
    shown = await stage.set_up(open_asks=False)
    name = stage.words("setup.permission.send_messages_in_threads")
    assert name not in shown.text
    guided = await Guided.opened(stage.admin, stage.staff, stage.language)
    await guided.go_to("asks")
    await guided.pick("kinds", stage.words("setup.kinds.choice"))
    assert name in guided.text
    assert f"<#{stage.asks.id}>" in guided.text
