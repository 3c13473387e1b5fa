"""What members and moderators cannot do in a channel that was picked is named in that press, by
itself, with where it is changed; changed there, it is gone."""

from bot.local_discord import Permissions
from tests.journeys.guided import Guided, words
from tests.journeys.stage import Stage


def line(key: str, channel: int, permission: str, **values: str) -> str:
    """What is read of it."""
    named = words(f"setup.permission.{permission}")
    return words(f"setup.{key}", channel=f"<#{channel}>", permission=named, **values)


async def test_members_who_cannot_write_in_threads(stage: Stage) -> None:
    """Only where asks may be open: there they answer in threads, under their own names."""
    lane = stage.guild.add_channel("lane")
    lane.set_overwrite(stage.guild.everyone, deny=Permissions.SEND_MESSAGES_IN_THREADS)
    lane.set_overwrite("bot", allow=Permissions.SEND_MESSAGES_IN_THREADS)
    await stage.settle()
    fault = line("members_no_threads", lane.id, "send_messages_in_threads")
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.go_to("channels")
    await guided.pick("asks", lane)
    assert fault not in guided.text
    await guided.press("setup_to_check")
    await guided.go_to("asks")
    await guided.pick("kinds", words("setup.kinds.choice"))
    assert fault in guided.text
    await guided.press("setup_to_check")
    assert guided.text.count(fault) == 1
    members = stage.guild.add_role("Members")
    lane.set_overwrite(members, allow=Permissions.SEND_MESSAGES_IN_THREADS)
    await stage.settle()
    await guided.go_to("channels")
    await guided.pick("asks", lane)
    assert fault not in guided.text
    assert words("setup.to_mend").strip() not in guided.text


async def test_members_who_cannot_read_what_stands_there(stage: Stage) -> None:
    """A panel that one would have had to be there for is none."""
    fault = line("members_no_history", stage.entrance.id, "read_message_history")
    deny = Permissions.SEND_MESSAGES | Permissions.READ_MESSAGE_HISTORY
    stage.entrance.set_overwrite(stage.guild.everyone, deny=deny)
    stage.entrance.set_overwrite("bot", allow=deny)
    await stage.settle()
    guided = await Guided.opened(stage.admin, stage.staff)
    assert fault in guided.text
    assert guided.has("check_again")
    stage.entrance.set_overwrite(stage.guild.everyone, deny=Permissions.SEND_MESSAGES)
    await stage.settle()
    await guided.press("check_again")
    assert fault not in guided.text
    assert words("setup.all_well").strip() in guided.text


async def test_moderators_who_cannot_read_what_stands_there(stage: Stage) -> None:
    """They see their channel, and nothing of what came while they were away."""
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.go_to("channels")
    desk = stage.guild.add_channel("desk")
    desk.set_overwrite(stage.guild.everyone, deny=Permissions.VIEW_CHANNEL)
    desk.set_overwrite("bot", allow=Permissions.VIEW_CHANNEL)
    role = stage.moderators
    desk.set_overwrite(role, allow=Permissions.VIEW_CHANNEL, deny=Permissions.READ_MESSAGE_HISTORY)
    await stage.settle()
    named = {"roles": f"<@&{role.id}>"}
    fault = line("moderators_no_history", desk.id, "read_message_history", **named)
    await guided.pick("staff", desk)
    assert fault in guided.text
    desk.set_overwrite(role, allow=Permissions.VIEW_CHANNEL)
    await stage.settle()
    await guided.pick("staff", desk)
    assert fault not in guided.text


async def test_a_channel_for_some_roles_in_which_none_of_them_has_commands(stage: Stage) -> None:
    """As where everybody sees it and nobody has them."""
    members = stage.guild.add_role("Members")
    lane = stage.guild.add_channel("lane")
    lane.set_overwrite(stage.guild.everyone, deny=Permissions.VIEW_CHANNEL)
    lane.set_overwrite("bot", allow=Permissions.VIEW_CHANNEL)
    shut = Permissions.USE_APPLICATION_COMMANDS
    lane.set_overwrite(members, allow=Permissions.VIEW_CHANNEL, deny=shut)
    await stage.settle()
    told = words("setup.no_commands", channel=f"<#{lane.id}>")
    guided = await Guided.opened(stage.admin, stage.staff)
    await guided.go_to("channels")
    await guided.pick("asks", lane)
    assert told in guided.text
    lane.set_overwrite(members, allow=Permissions.VIEW_CHANNEL)
    await stage.settle()
    await guided.pick("asks", lane)
    assert told not in guided.text
